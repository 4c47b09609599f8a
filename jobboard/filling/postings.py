"""Fills a board with generated postings: rows, children, search index and features, some thousands a second.

A few dozen texts of ``texts`` are read as any posting is; every generated posting takes the sections of one of them and
draws all else: title, company, place, pay, dates, type, level, years, degree, visa help. Its vectors are drawn, too:
standard normal around one centre a field, of unit length; the stored features say so under ``drawn_vectors``, so that
nobody takes them for the model's. The same seed and number give the same posting.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, cast
from uuid import UUID

import numpy as np
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Organization, name_key
from jobboard.filling import texts
from matching import core, engine, extraction
from matching.models import ProcessedPosting, ProcessedSequence
from postings import services
from postings.models import (
    BaseSalary,
    JobLocation,
    JobLocationType,
    JobPosting,
    PostingEmploymentType,
    PostingItem,
    PostingReading,
    PostingSection,
    PostingSkill,
    Tristate,
    title_key,
)
from postings.models.freshness import freshness_of
from postings.search import updating
from postings.search.schema import document
from reading.places import City, gazetteer

SKELETONS = 48
CHUNK = 5000
COMPANIES = 2000
CITIES = 300
WIDTH = 384
SPREAD = 0.6
DAYS = 60
DRAWN = "standard normal around one centre a field, seed {seed}"
LEVELS = {"Senior ": "SENIOR", "Junior ": "ENTRY", "": None}
CURRENCY_OF = {"US": "USD", "GB": "GBP", "IN": "INR", "CA": "CAD"}
COUNTRIES = frozenset({"US", "GB", "DE", "FR", "NL", "PL", "ES", "IN", "CA"})
STARTS = ("", "", "", "", "2027-spring", "2027-summer", "2027-fall")


class DrawnVectors:
    """Stands where the sentence model stands: vectors near the centre of a field, whatever the text says."""

    def __init__(self, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        self.centre = np.zeros(WIDTH, np.float32)

    def choose_field(self) -> None:
        self.centre = self._unit(self.draw.standard_normal(WIDTH, dtype=np.float32))

    def __call__(self, texts_: Sequence[str]) -> Any:
        noise = self.draw.standard_normal((len(texts_), WIDTH), dtype=np.float32) / np.sqrt(WIDTH)
        return np.stack([self._unit(self.centre + SPREAD * row) for row in noise]) if len(texts_) else noise

    @staticmethod
    def _unit(vector: Any) -> Any:
        return (vector / np.linalg.norm(vector)).astype(np.float32)


class _All(list[Any]):
    """Rows in memory, read as a prefetched relation is."""

    def all(self) -> "_All":
        return self


@dataclass(slots=True)
class Skeleton:
    """A text as it was read: what every posting made of it has alike. ``features`` is the JSON of its features without
    what each posting draws.
    """

    field: str
    values: dict[str, Any]
    sections: _All
    skills: _All
    features: str


@dataclass(slots=True)
class Generated:
    """One posting in memory, with the names that ``search.schema.document`` reads."""

    pk: int
    uid: UUID
    skeleton: Skeleton
    hiring_organization: Organization
    city: City
    title: str
    slug: str
    description_text: str
    employment_types: list[str]
    job_location_type: str | None
    experience_level: str | None
    months_of_experience: int | None
    education_levels: list[str]
    visa_sponsorship: str
    relocation: str
    equity: str
    job_start_text: str
    date_posted: date
    first_seen_at: datetime
    freshness: int
    pay: tuple[Decimal, Decimal, str] | None
    in_language: str = "en"
    job_duration: str = ""
    revision: int = 1
    valid_through: None = None
    listed_until: None = None
    location: Any = field(default=None)

    @property
    def worksites(self) -> list[Any]:
        return [self.location]

    @property
    def job_locations(self) -> _All:
        return _All([self.location])

    @property
    def sections(self) -> _All:
        return self.skeleton.sections

    @property
    def posting_skills(self) -> _All:
        return self.skeleton.skills

    @property
    def pay_bands(self) -> tuple[Any, ...]:
        return () if self.pay is None else (self.pay,)

    @property
    def salary_annual_min(self) -> Decimal | None:
        return self.pay[0] if self.pay else None

    @property
    def salary_annual_max(self) -> Decimal | None:
        return self.pay[1] if self.pay else None

    @property
    def salary_currency(self) -> str:
        return self.pay[2] if self.pay else ""


def fill_postings(
    count: int, *, seed: int = 1, features: bool = True, say: Callable[[int], object] | None = None
) -> int:
    """Add ``count`` open postings and bring them into the search index of this host. Returns the first of their ids.

    ``features``: with what matching keeps of them, vectors drawn; else workers read and embed them. ``say`` is told how
    many there are after each part.
    """
    vectors = DrawnVectors(seed)
    skeletons = read_skeletons(seed, vectors)
    companies = _companies()
    cities = _cities()
    now = timezone.now()
    ids = _Ids()
    numbers = ProcessedSequence.current()
    with updating.adding() as add:
        for start in range(0, count, CHUNK):
            batch = [
                _generate(seed, number, count, now, ids.first + number, skeletons, companies, cities)
                for number in range(start, min(start + CHUNK, count))
            ]
            with transaction.atomic():
                _write(batch, ids, seed, numbers if features else None)
                numbers += len(batch)
                if features:
                    ProcessedSequence.objects.update_or_create(pk=1, defaults={"value": numbers})
            for posting in batch:
                add(document(cast(JobPosting, posting)))  # it has the names that a document is made of
            if say is not None:
                say(start + len(batch))
    _move_sequences()
    return ids.first


def read_skeletons(seed: int, vectors: DrawnVectors) -> list[Skeleton]:
    """Texts read through the product's own services, of which nothing stays on the board."""
    found: list[Skeleton] = []
    centres: dict[str, Any] = {}
    with transaction.atomic():
        for number in range(SKELETONS):
            made = services.create_posting(None, texts.posting_text(seed, number), origin=JobPosting.Origin.FEED)
            posting = JobPosting.objects.for_page().get(pk=made.pk)
            name = next(name for name in texts.FIELDS if name in posting.title)
            if name not in centres:
                vectors.choose_field()
                centres[name] = vectors.centre
            vectors.centre = centres[name]
            found.append(_skeleton_of(name, posting, vectors, seed))
        transaction.set_rollback(True)
    return found


def _skeleton_of(name: str, posting: JobPosting, vectors: DrawnVectors, seed: int) -> Skeleton:
    stored = extraction.posting_features(posting, embed=lambda: vectors).to_json()
    for drawn in ("title", "clean_title", "places", "pay", "employment_types", "job_location_type", "experience_level",
                  "degree_levels", "months_of_experience", "visa_sponsorship", "quotes"):  # fmt: skip
        stored.pop(drawn)
    for row in stored["requirements"]:
        row["vector"] = ""  # they are worked out when somebody asks
    stored["drawn_vectors"] = DRAWN.format(seed=seed)
    return Skeleton(
        name,
        {
            "description_text": posting.description_text,
            "summary": posting.summary,
        },
        _All(posting.sections.all()),
        _All(posting.posting_skills.all()),
        json.dumps(stored)[1:-1],
    )


def _companies() -> list[Organization]:
    """The organizations that hire; those that are missing are made."""
    names = [f"{firm} {trade}" for firm in texts.FIRMS for trade in texts.TRADES]
    wanted = [f"{name} {number}" for number in range(1, 1 + COMPANIES // len(names)) for name in names]
    Organization.objects.bulk_create(
        [Organization(name=name, slug=name.lower().replace(" ", "-"), name_key=name_key(name)) for name in wanted],
        ignore_conflicts=True,
    )
    return list(Organization.objects.filter(name__in=wanted).order_by("pk"))


def _cities() -> list[City]:
    """The largest cities of some countries."""
    known = [city for city in gazetteer().all_cities() if city.country in COUNTRIES]
    return sorted(known, key=lambda city: -city.population)[:CITIES]


def _generate(
    seed: int,
    number: int,
    count: int,
    now: datetime,
    pk: int,
    skeletons: list[Skeleton],
    companies: list[Organization],
    cities: list[City],
) -> Generated:
    draw = Random(seed * 1_000_003 + number)
    chance = draw.random
    skeleton = skeletons[int(chance() * len(skeletons))]
    # Some companies and cities have most of the jobs.
    company = companies[int(chance() ** 2 * len(companies))]
    city = cities[int(chance() ** 2 * len(cities))]
    seniority = ("", "", "Senior ", "Junior ")[int(chance() * 4)]
    title = f"{seniority}{skeleton.field} {texts.ROLES[int(chance() * len(texts.ROLES))]}"
    seen = now - timedelta(seconds=DAYS * 86_400 * (count - number) / count)
    posted = seen.date() - timedelta(days=int(chance() * 3))
    low = Decimal(30 + int(chance() * 90)) * 1000
    currency = CURRENCY_OF.get(city.country, "EUR")
    pay = (low, low + (5 + int(chance() * 35)) * 1000, currency) if chance() < 0.6 else None
    months = None if chance() < 0.3 else 12 * int(1 + chance() * 9)
    made = Generated(
        pk=pk,
        uid=UUID(int=draw.getrandbits(128), version=4),
        skeleton=skeleton,
        hiring_organization=company,
        city=city,
        title=title,
        slug=f"{title.lower().replace(' ', '-')}-{pk}",
        description_text=skeleton.values["description_text"],
        employment_types=[_pick(chance(), ("FULL_TIME", "FULL_TIME", "PART_TIME", "CONTRACTOR", "INTERN"))],
        job_location_type=_pick(chance(), (*JobLocationType.values, None)),
        experience_level=LEVELS[seniority],
        months_of_experience=months,
        education_levels=_pick(chance(), ([], [], ["bachelor"], ["bachelor", "master"], ["none"])),
        visa_sponsorship=_pick(chance(), (Tristate.UNKNOWN, Tristate.UNKNOWN, Tristate.YES, Tristate.NO)),
        relocation=_pick(chance(), (Tristate.UNKNOWN, Tristate.UNKNOWN, Tristate.UNKNOWN, Tristate.YES)),
        equity=_pick(chance(), ("", "", "", "Equity is offered.")),
        job_start_text=_pick(chance(), STARTS),
        date_posted=posted,
        first_seen_at=seen,
        freshness=freshness_of(posted, seen, None) or 0,
        pay=pay,
    )
    made.location = JobLocation(
        posting_id=pk, role=JobLocation.Role.WORKSITE, raw=f"{city.name}, {city.country}", city=city.name,
        region=city.region, country=city.country, geonames_id=city.geonames_id, latitude=city.latitude,
        longitude=city.longitude, is_primary=True,
    )  # fmt: skip
    return made


def _pick(chance: float, values: Sequence[Any]) -> Any:
    return values[int(chance * len(values))]


class _Ids:
    """The next id of each table that is written to."""

    def __init__(self) -> None:
        self.next = {model: 1 + (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) for model in WRITTEN}
        self.first = self.next[JobPosting]

    def take(self, model: type[models.Model]) -> int:
        taken = self.next[model]
        self.next[model] += 1
        return taken


WRITTEN: tuple[type[models.Model], ...] = (
    JobPosting, JobLocation, BaseSalary, PostingEmploymentType, PostingSkill, PostingSection, PostingItem, ProcessedPosting,
)  # fmt: skip


class _Rows:
    """Rows of one table, each a blank row with some columns changed, all written in one statement."""

    def __init__(self, model: type[models.Model], blank: models.Model, *varying: str) -> None:
        self.model = model
        self.columns = list(model._meta.concrete_fields)
        places = {column.name: place for place, column in enumerate(self.columns)}
        self.places = [places[name] for name in varying]
        self.blank = [prepared(column, column.pre_save(blank, False)) for column in self.columns]
        # Numbers and texts are written as they are.
        self.converted = [
            column if isinstance(column, CONVERTED) else None for column in (self.columns[p] for p in self.places)
        ]
        self.rows: list[list[Any]] = []

    def add(self, *values: Any) -> None:
        row = self.blank.copy()
        for place, column, value in zip(self.places, self.converted, values, strict=True):
            row[place] = value if column is None else prepared(column, value)
        self.rows.append(row)

    def prepare(self, *values: Any) -> list[Any]:
        """A row with the last columns that vary, ready to be added under a new id and owner, which come first."""
        row = self.blank.copy()
        for place, column, value in zip(self.places[2:], self.converted[2:], values, strict=True):
            row[place] = value if column is None else prepared(column, value)
        return row

    def add_prepared(self, row: list[Any], pk: int, owner: int) -> None:
        row = row.copy()
        row[self.places[0]], row[self.places[1]] = pk, owner
        self.rows.append(row)

    def write(self) -> None:
        if not self.rows:
            return
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(column.column)) for column in self.columns)
        marks = ", ".join(["%s"] * len(self.columns))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {quote(self.model._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608  our own names
                self.rows,
            )


CONVERTED = (models.DateTimeField, models.DateField, models.UUIDField, models.DecimalField, models.JSONField)


def prepared(column: Any, value: Any) -> Any:
    """A value as the database driver takes it."""
    return column.get_db_prep_save(value, connection)


def _write(batch: list[Generated], ids: _Ids, seed: int, numbers: int | None) -> None:
    """Every row of the postings; ``numbers``: the last number given to what has been processed, None without features."""
    settled = timezone.now() - timedelta(days=1)  # as on a board that has run for a while: nothing has just changed
    posting_rows = _Rows(
        JobPosting,
        JobPosting(status=JobPosting.Status.PUBLISHED, origin=JobPosting.Origin.FEED, changed_at=settled,
                   created_at=settled, in_language="en", date_posted_precision="day"),
        "id", "uid", "cluster", "slug", "hiring_organization", "title", "title_key", "description_text", "summary",
        "date_posted", "first_seen_at", "last_seen_at", "freshness", "job_location_type", "experience_level",
        "months_of_experience", "education_levels", "visa_sponsorship", "relocation", "equity", "job_start_text",
        "salary_annual_min", "salary_annual_max", "salary_currency", "apply_url",
    )  # fmt: skip
    place_rows = _Rows(
        JobLocation, JobLocation(is_primary=True), "id", "posting", "raw", "city", "region", "country", "geonames_id",
        "latitude", "longitude",
    )  # fmt: skip
    pay_rows = _Rows(BaseSalary, BaseSalary(unit="YEAR"), "id", "posting", "min_value", "max_value", "currency")
    type_rows = _Rows(PostingEmploymentType, PostingEmploymentType(), "id", "posting", "value")
    skill_rows = _Rows(PostingSkill, PostingSkill(), "id", "posting", "skill", "name", "importance", "position")
    section_rows = _Rows(PostingSection, PostingSection(), "id", "posting", "kind", "heading", "position")
    item_rows = _Rows(
        PostingItem, PostingItem(), "id", "section", "position", "text", "kind", "importance", "is_readable",
        "months_of_experience", "minimum_count", "skills", "any_of", "asked",
    )  # fmt: skip
    reading_rows = _Rows(PostingReading, PostingReading(), "posting")
    feature_rows = _Rows(
        ProcessedPosting,
        ProcessedPosting(processed_revision=1, tried_revision=1, engine_version=engine.version()),
        "id", "posting", "sequence",
    )  # fmt: skip
    alike = {
        id(skeleton): (
            [skill_rows.prepare(row.skill_id, row.name, row.importance, row.position) for row in skeleton.skills],
            [
                (
                    section_rows.prepare(section.kind, section.heading, section.position),
                    [
                        item_rows.prepare(
                            item.position, item.text, item.kind, item.importance, item.is_readable,
                            item.months_of_experience, item.minimum_count, item.skills, item.any_of, item.asked,
                        )
                        for item in section.items.all()
                    ],
                )
                for section in skeleton.sections
            ],
        )
        for skeleton in {id(made.skeleton): made.skeleton for made in batch}.values()
    }  # fmt: skip
    features_place = next(p for p, column in enumerate(feature_rows.columns) if column.name == "features")
    for made in batch:
        pk, pay = made.pk, made.pay or (None, None, "")
        posting_rows.add(
            pk, made.uid, made.uid, made.slug, made.hiring_organization.pk, made.title, title_key(made.title),
            made.description_text, made.skeleton.values["summary"], made.date_posted, made.first_seen_at,
            made.first_seen_at, made.freshness, made.job_location_type, made.experience_level,
            made.months_of_experience, made.education_levels, str(made.visa_sponsorship), str(made.relocation),
            made.equity, made.job_start_text, *pay, f"https://jobs.example/{pk}",
        )  # fmt: skip
        city = made.city
        place_rows.add(
            ids.take(JobLocation), pk, made.location.raw, city.name, city.region, city.country, city.geonames_id,
            city.latitude, city.longitude,
        )  # fmt: skip
        if made.pay:
            pay_rows.add(ids.take(BaseSalary), pk, *made.pay)
        reading_rows.add(pk)
        type_rows.add(ids.take(PostingEmploymentType), pk, made.employment_types[0])
        skills, sections = alike[id(made.skeleton)]
        for row in skills:
            skill_rows.add_prepared(row, ids.take(PostingSkill), pk)
        for row, items in sections:
            section_id = ids.take(PostingSection)
            section_rows.add_prepared(row, section_id, pk)
            for item in items:
                item_rows.add_prepared(item, ids.take(PostingItem), section_id)
        if numbers is not None:
            numbers += 1
            feature_rows.add(ids.take(ProcessedPosting), pk, numbers)
            feature_rows.rows[-1][features_place] = _features_of(made)
    for rows in (
        posting_rows,
        reading_rows,
        place_rows,
        pay_rows,
        type_rows,
        skill_rows,
        section_rows,
        item_rows,
        feature_rows,
    ):
        rows.write()


def _features_of(made: Generated) -> str:
    """The JSON of its features: what its skeleton has, and what was drawn."""
    city = made.city
    place = core.Place(city.country, city.region or None, city.name, city.latitude, city.longitude)
    own = {
        "title": made.title,
        "clean_title": made.title,
        "employment_types": made.employment_types,
        "job_location_type": made.job_location_type,
        "experience_level": made.experience_level,
        "degree_levels": made.education_levels,
        "months_of_experience": made.months_of_experience,
        "visa_sponsorship": None if made.visa_sponsorship == Tristate.UNKNOWN else str(made.visa_sponsorship),
        "places": [place.to_json()],
        "pay": [core.Pay(float(made.pay[0]), float(made.pay[1]), made.pay[2], "YEAR").to_json()] if made.pay else [],
        "quotes": {"place": made.location.raw},
    }
    return f"{{{made.skeleton.features}, {json.dumps(own)[1:]}"


def _move_sequences() -> None:
    """So that the next row of each table gets an id of its own; SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(WRITTEN)):
            cursor.execute(statement)
