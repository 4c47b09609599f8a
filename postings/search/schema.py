"""What a posting looks like to the search engine, and how words are cut."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import tantivy

from postings.geography import country_name
from postings.models import JobPosting, Tristate, earliest_end

SCHEMA_VERSION = 1
NOT_STATED = "NOT_STATED"
FAR_FUTURE = datetime(2200, 1, 1, tzinfo=UTC)
WORDS = "words"
# "C++", "C#", ".NET" and "Node.js" are words here.
WORD_PATTERN = r"\.?\w[\w+#]*(?:\.\w[\w+#]*)*"
TEXT_FIELDS: dict[str, float] = {"title": 4.0, "organization_name": 2.5, "skill_names": 2.5, "places": 1.5, "body": 1.0}
FACETS = (
    "employment_type",
    "job_location_type",
    "experience_level",
    "skill",
    "city",
    "country",
    "visa",
    "pay",
    "organization",
)


@lru_cache(maxsize=1)
def analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(WORD_PATTERN))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.stemmer("English"))
        .build()
    )


def words(text: str) -> list[str]:
    """The terms a text is indexed and searched under."""
    return list(analyzer().analyze(text))


@lru_cache(maxsize=1)
def build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Deleting by an unsigned field deletes nothing, silently; so the id is raw text.
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("pk", stored=True, indexed=True, fast=True)
    builder.add_integer_field("revision", stored=True, fast=True)
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name=WORDS)
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    builder.add_text_field("place_key", tokenizer_name="raw", fast=True, index_option="basic")
    for name in ("first_seen", "posted", "closes"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("pay_min", "pay_max"):
        builder.add_float_field(name, indexed=True, fast=True)
    builder.add_text_field("pay_currency", tokenizer_name="raw", fast=True, index_option="basic")
    return builder.build()


def seconds(moment: datetime | None, default: int = 0) -> int:
    return int(moment.timestamp()) if moment else default


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)


def document(posting: JobPosting) -> tantivy.Document:
    """The document of one open posting (read through ``for_page()``)."""
    worksites = posting.worksites
    items = [item.text for section in posting.sections.all() for item in section.items.all()]
    closes = earliest_end(posting.valid_through, posting.listed_until) or FAR_FUTURE
    values: dict[str, Any] = {
        "id": [str(posting.pk)],
        "pk": [posting.pk],
        "revision": [posting.revision],
        "title": [posting.title],
        "organization_name": [posting.hiring_organization.name],
        "skill_names": [skill.name for skill in posting.posting_skills.all()],
        "places": [f"{place.city} {place.region} {country_name(place.country)}" for place in worksites],
        "body": ["\n".join(items) or posting.description_text],
        "employment_type": posting.employment_types or [NOT_STATED],
        "job_location_type": [posting.job_location_type or NOT_STATED],
        "experience_level": [posting.experience_level or NOT_STATED],
        "skill": sorted({row.skill.slug for row in posting.posting_skills.all() if row.skill}),
        "city": sorted({place.city for place in worksites if place.city}) or [NOT_STATED],
        "country": sorted({place.country for place in worksites if place.country}) or [NOT_STATED],
        "visa": [posting.visa_sponsorship if posting.visa_sponsorship != Tristate.UNKNOWN else NOT_STATED],
        "pay": ["STATED" if posting.pay_bands else NOT_STATED],
        "organization": [posting.hiring_organization.slug],
        "place_key": sorted({key for place in worksites for key in place_keys(place)}),
        "first_seen": [seconds(posting.first_seen_at)],
        "posted": [seconds(start_of_day(posting.date_posted))] if posting.date_posted else [],
        "closes": [seconds(closes)],
        "pay_min": [float(posting.salary_annual_min)] if posting.salary_annual_min is not None else [],
        "pay_max": [float(posting.salary_annual_max)] if posting.salary_annual_max is not None else [],
        "pay_currency": [posting.salary_currency] if posting.salary_currency else [],
    }
    return tantivy.Document(**{name: value for name, value in values.items() if value})


def place_keys(place: Any) -> set[str]:
    """``city:… region:US-CA country:US`` keys under which a place is found."""
    keys = set()
    if place.geonames_id:
        keys.add(f"id:{place.geonames_id}")
    if place.city:
        keys.add(f"city:{place.city.casefold()}")
    if place.country:
        keys.add(f"country:{place.country}")
        if place.region:
            keys.add(f"region:{place.country}-{place.region}")
    return keys
