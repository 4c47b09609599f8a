"""What a posting looks like to the search engine."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import tantivy

from postings.geography import continent_of, country_name, reach_of_all
from postings.models import JobPosting, Tristate, earliest_end
from postings.search.words import index_words, stemming_language
from reading.folding import ascii_key

SCHEMA_VERSION = 4
NOT_STATED = "NOT_STATED"
STATED = "STATED"
NO_YEARLY = "NO_YEARLY"
FAR_FUTURE = datetime(2200, 1, 1, tzinfo=UTC)
STEMS = "whitespace"
TEXT_FIELDS: dict[str, float] = {"title": 5.0, "skill_names": 3.0, "organization_name": 1.5, "places": 1.2, "body": 1.0}
FACETS = (
    "employment_type",
    "job_location_type",
    "experience_level",
    "skill",
    "continent",
    "country",
    "region",
    "city",
    "visa",
    "relocation",
    "pay",
    "equity",
    "degree",
    "start",
    "duration",
    "language",
    "organization",
)
# Which of its bits a key of order gives to the id of the posting; freshness stands above them.
PK_BITS = 34
# What separates the parts of a name that is offered while one types.
UNIT = "\x1f"
WORD_STARTS = 4


@lru_cache(maxsize=1)
def build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Deleting by an unsigned field deletes nothing, silently; so the id is raw text.
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("pk", stored=True, indexed=True, fast=True)
    builder.add_integer_field("revision", stored=True, fast=True)
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name=STEMS)
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    for name in ("place_key", "reach", "silent", "pay_in"):
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    for name in ("stemmed_in", "spelling", "names"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("fresh", "posted", "closes", "months"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("pay_min", "pay_middle", "pay_max"):
        builder.add_float_field(name, indexed=True, fast=True)
    return builder.build()


def seconds(moment: datetime | None, default: int = 0) -> int:
    return int(moment.timestamp()) if moment else default


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)


def order_key(freshness: int, pk: int) -> int:
    """The place of a posting among the newest, of which no two are alike."""
    return (freshness << PK_BITS) | pk


def split_order_key(key: int) -> tuple[int, int]:
    """(freshness, id) of such a place."""
    return key >> PK_BITS, key & ((1 << PK_BITS) - 1)


def document(posting: JobPosting) -> tantivy.Document:
    """The document of one open posting (read through ``for_page()``)."""
    worksites = posting.worksites
    language = stemming_language(posting.in_language)
    closes = earliest_end(posting.valid_through, posting.listed_until) or FAR_FUTURE
    asked = [row for row in posting.posting_skills.all() if row.is_asked]
    skills = [row.name for row in asked]
    organization = posting.hiring_organization
    reach = reach_of_all(posting.job_locations.all())
    values: dict[str, Any] = {
        "id": [str(posting.pk)],
        "pk": [posting.pk],
        "revision": [posting.revision],
        **{name: [index_words(text, language)] for name, text in _texts(posting, skills).items()},
        "stemmed_in": [language],
        "spelling": sorted(_spelled(posting.title, organization.name, *skills, *(place.city for place in worksites))),
        "names": sorted(
            {
                *_names("title", posting.title),
                *_names("organization", organization.name, organization.slug),
                *(name for place in worksites if place.city for name in _names("city", place.city)),
            }
        ),
        "employment_type": posting.employment_types or [NOT_STATED],
        "job_location_type": [posting.job_location_type or NOT_STATED],
        "experience_level": [posting.experience_level or NOT_STATED],
        "skill": sorted({row.skill.slug for row in asked if row.skill}),
        "city": sorted({place.city for place in worksites if place.city}) or [NOT_STATED],
        "region": sorted({f"{place.country}-{place.region}" for place in worksites if place.country and place.region})
        or [NOT_STATED],
        "country": sorted({place.country for place in worksites if place.country}) or [NOT_STATED],
        "continent": sorted({continent_of(place.country) for place in worksites if continent_of(place.country)})
        or [NOT_STATED],
        "visa": [_tristate(posting.visa_sponsorship)],
        "relocation": [_tristate(posting.relocation)],
        "pay": [STATED if posting.pay_bands else NOT_STATED],
        "equity": [STATED if posting.equity else NOT_STATED],
        "degree": sorted(set(posting.education_levels)) or [NOT_STATED],
        "start": [posting.job_start_text or NOT_STATED],
        "duration": [posting.job_duration or NOT_STATED],
        "language": [posting.in_language or NOT_STATED],
        "organization": [organization.slug],
        "place_key": sorted({key for place in worksites for key in place_keys(place)}),
        "reach": reach,
        "silent": silent_on(posting, reach),
        "pay_in": [_pay_in(posting)],
        "fresh": [order_key(posting.freshness or 0, posting.pk)],
        "posted": [seconds(start_of_day(posting.date_posted))] if posting.date_posted else [],
        "closes": [seconds(closes)],
        "months": [posting.months_of_experience] if posting.months_of_experience is not None else [],
        "pay_min": [float(posting.salary_annual_min)] if posting.salary_annual_min is not None else [],
        "pay_middle": _pay_middle(posting),
        "pay_max": [float(posting.salary_annual_max)] if posting.salary_annual_max is not None else [],
    }
    return tantivy.Document(**{name: value for name, value in values.items() if value})


def _texts(posting: JobPosting, skills: list[str]) -> dict[str, str]:
    items = [item.text for section in posting.sections.all() for item in section.items.all()]
    return {
        "title": posting.title,
        "organization_name": posting.hiring_organization.name,
        "skill_names": "\n".join(skills),
        "places": " ".join(f"{p.city} {p.region} {country_name(p.country)}" for p in posting.worksites),
        "body": "\n".join(items) or posting.description_text,
    }


def _tristate(value: str) -> str:
    return NOT_STATED if value == Tristate.UNKNOWN else value


def silent_on(posting: JobPosting, reach: list[str]) -> list[str]:
    """The filters of a range that this posting says nothing about."""
    silent = {
        "pay": not posting.pay_bands,
        "years": posting.months_of_experience is None,
        "degree": not posting.education_levels,
        "from": not reach,
    }
    return [name for name, is_silent in silent.items() if is_silent]


def _pay_in(posting: JobPosting) -> str:
    """The currency in which its yearly pay is known; what is stated without currency or period has no yearly pay."""
    if not posting.pay_bands:
        return NOT_STATED
    return posting.salary_currency if posting.salary_currency and posting.salary_annual_max is not None else NO_YEARLY


def _pay_middle(posting: JobPosting) -> list[float]:
    low, high = posting.salary_annual_min, posting.salary_annual_max
    return [] if low is None or high is None else [float(low + high) / 2]


def place_keys(place: Any) -> set[str]:
    """``id:… region:US-CA country:US continent:NA``: the keys under which a place is found."""
    keys = set()
    if place.geonames_id:
        keys.add(f"id:{place.geonames_id}")
    if place.country:
        keys.add(f"country:{place.country}")
        if place.region:
            keys.add(f"region:{place.country}-{place.region}")
        if continent_of(place.country):
            keys.add(f"continent:{continent_of(place.country)}")
    return keys


def _spelled(*texts: str) -> set[str]:
    """The words of short texts as people write them, for telling a slip of the keyboard."""
    return {word for text in texts for word in _words_of(text)}


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.lower().replace("/", " ").replace(",", " ").split() if len(word) > 2)


@lru_cache(maxsize=4096)
def _names(kind: str, name: str, value: str = "") -> set[str]:
    """A name under each of its words, as it is offered while one types."""
    words = ascii_key(name).split()
    starts = (" ".join(words[start:]) for start in range(min(len(words), WORD_STARTS)))
    return {UNIT.join((kind, start, name, value)) for start in starts}
