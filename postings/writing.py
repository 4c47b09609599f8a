"""From a parsed text, and what a person said beside it, to the rows of a posting. A person's word always wins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, F, TextField
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Organization
from postings import bounds, geography, links, pay
from postings.corrections import Corrections, corrected
from postings.models import (
    BaseSalary,
    EmploymentType,
    Importance,
    JobLocation,
    JobPosting,
    PostingEmploymentType,
    PostingItem,
    PostingReading,
    PostingSection,
    PostingSkill,
    SectionKind,
    Skill,
    SkillCandidate,
    text_hash,
)
from reading import posting as posting_reader
from reading.posting.structure import ParsedPosting, SalaryBand
from reading.spans import Span

MAX_TEXT = 200_000
OUTSIDE_OF_TIME = f"Write a day between {bounds.FIRST_DAY.year} and {bounds.LAST_DAY.year}."


@dataclass(frozen=True, slots=True)
class Edits:
    """What a person stated about a posting, field by field; a field that is absent is left to the text.

    Keys of ``values``: every name in ``FIELDS``. None and empty values say "not stated". locations is a list of str,
    salary a ``SalaryEdit``, a list of them or None, education a mapping of its three columns; the others are the
    column's value. ``rows`` and ``tags`` are as in ``corrections.corrected``, tags also with ``name`` and ``added``;
    None takes a correction back, and so does a name in ``forget`` for a field.
    ``from_source``: structured data said it, not a person; that never wins over a person.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    rows: Corrections = field(default_factory=dict)
    tags: Corrections = field(default_factory=dict)
    forget: frozenset[str] = frozenset()
    from_source: bool = False


@dataclass(frozen=True, slots=True)
class SalaryEdit:
    min_value: Decimal | None
    max_value: Decimal | None
    currency: str | None
    unit: str | None
    label: str = ""
    kind: str = "base"


def joined(first: Edits, then: Edits) -> Edits:
    """Both, one after the other: the later word counts."""
    values = {name: value for name, value in first.values.items() if name not in then.forget} | dict(then.values)
    return Edits(
        values,
        rows={**first.rows, **then.rows},
        tags={**first.tags, **then.tags},
        forget=(first.forget - then.values.keys()) | then.forget,
        from_source=first.from_source and then.from_source,
    )


def plain_edits(edits: Edits) -> dict[str, Any]:
    """Edits as JSON values; ``edits_from`` reads them back."""
    values: dict[str, Any] = {}
    for name, value in edits.values.items():
        if name == "salary" and value is not None:
            bands = [value] if isinstance(value, SalaryEdit) else value
            values[name] = [
                [_number(b.min_value), _number(b.max_value), b.currency, b.unit, b.label, b.kind] for b in bands
            ]
        else:
            values[name] = _plain(value)
    return {
        "values": values, "rows": dict(edits.rows), "tags": dict(edits.tags), "forget": sorted(edits.forget),
        "from_source": edits.from_source,
    }  # fmt: skip


def edits_from(plain: Mapping[str, Any]) -> Edits:
    values = dict(plain["values"])
    if values.get("salary") is not None:
        values["salary"] = [
            SalaryEdit(low and Decimal(low), high and Decimal(high), *rest) for low, high, *rest in values["salary"]
        ]
    if values.get("valid_through"):
        values["valid_through"] = datetime.fromisoformat(values["valid_through"])
    if values.get("date_posted"):
        values["date_posted"] = date.fromisoformat(values["date_posted"])
    return Edits(
        values,
        rows=plain["rows"],
        tags=plain["tags"],
        forget=frozenset(plain["forget"]),
        from_source=plain["from_source"],
    )


def _number(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def clean_text(text: str) -> str:
    """Text a database can hold: no NULs, no lone surrogates, one kind of line end, at most ``MAX_TEXT`` characters."""
    text = bounds.storable(text).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_TEXT:
        raise ValidationError(f"A posting may have at most {MAX_TEXT:,} characters; this one has {len(text):,}.")
    return text


# How each field that a person can state is kept: the columns of the posting, none where it is rows of their own.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "employment_unit": ("employment_unit",),
    "locations": (),
    "job_location_type": ("job_location_type", "in_person_only"),
    "employment_types": (),
    "salary": (),
    "equity": ("equity",),
    "job_benefits": ("job_benefits",),
    "date_posted": ("date_posted", "date_posted_precision", "date_posted_raw"),
    "job_start_text": ("job_start_text",),
    "job_duration": ("job_duration",),
    "months_of_experience": ("months_of_experience",),
    "experience_level": ("experience_level",),
    "education": ("education_levels", "education_state", "education_strength"),
    "visa_sponsorship": ("visa_sponsorship",),
    "relocation": ("relocation",),
    "eligibility_to_work_requirement": ("eligibility_to_work_requirement",),
    "security_clearance_requirement": ("security_clearance_requirement",),
    "application_requirements": ("application_requirements",),
    "apply_url": ("apply_url",),
    "apply_email": ("apply_email",),
    "valid_through": ("valid_through",),
}


def take_facts(posting: JobPosting, parsed: ParsedPosting, edits: Edits) -> ParsedPosting:
    """Set the posting's own columns: a person's word first, then what the text states, else null.

    Answers the reading with the person's corrections in it, for ``write_parts``.
    """
    stated = _take_edits(posting, edits)
    parsed = corrected(parsed, posting.row_edits, posting.tag_edits)
    for name, columns in FIELDS.items():
        if name in stated:
            values = _stated_columns(name, stated[name])
        elif name in posting.edited_fields:
            continue
        else:
            values = _read_columns(name, posting, parsed)
        for column in columns:
            value = values.get(column)
            setattr(posting, column, _empty(column) if value in (None, "") else value)
    posting.in_language = str(parsed.value("in_language") or "")[:10]
    posting.encouragement = str(parsed.value("encouragement") or "")[:5000]
    posting.salary_disclosure = parsed.value("salary_disclosure")
    posting.summary = _summary_of(parsed)
    posting.description_text = (
        "\n".join(
            line
            for section in parsed.sections
            for line in (section.heading, *(item.text for item in section.items))
            if line
        )[:MAX_TEXT]
        or posting.raw_text.strip()
    )
    posting.content_hash = text_hash(posting.raw_text)
    posting.role_hash = _role_hash(parsed)
    _set_annual_pay(posting, _salary_bands(posting, parsed, stated))
    _refuse_unstorable(posting, stated)
    return parsed


def _refuse_unstorable(posting: JobPosting, stated: Mapping[str, Any]) -> None:
    """Raise ValidationError where a person or a source states what no column can hold, before a database is asked."""
    columns = {column for name in stated for column in FIELDS.get(name, ())}
    for name in columns & {"date_posted", "valid_through"}:
        value = getattr(posting, name)
        if value is not None and bounds.day(value.date() if isinstance(value, datetime) else value) is None:
            raise ValidationError({name: OUTSIDE_OF_TIME})
    others = {column.name for column in JobPosting._meta.concrete_fields} - columns
    posting.clean_fields(exclude=others)


def _take_edits(posting: JobPosting, edits: Edits) -> Mapping[str, Any]:
    """Note down who said what. Answers the values that are to be written now."""
    by_source = set(posting.source_fields)
    by_person = set(posting.edited_fields) - by_source
    stated = edits.values
    if edits.from_source:
        stated = {name: value for name, value in stated.items() if name not in by_person}
        by_source |= stated.keys()
    else:
        by_source -= stated.keys()
    posting.source_fields = sorted(by_source - edits.forget)
    posting.edited_fields = sorted((set(posting.edited_fields) | stated.keys()) - edits.forget)
    posting.row_edits = _merged(posting.row_edits, edits.rows)
    posting.tag_edits = _merged(posting.tag_edits, edits.tags)
    return stated


def _merged(existing: Corrections, new: Corrections) -> dict[str, Any]:
    merged = {**existing, **new}
    return {key: value for key, value in merged.items() if value}


def _empty(column: str) -> Any:
    return JobPosting._meta.get_field(column).get_default()  # type: ignore[union-attr]


def _stated_columns(name: str, value: Any) -> Mapping[str, Any]:
    if name == "education":
        return value or {}
    if name == "date_posted":
        return {"date_posted": value, "date_posted_precision": JobPosting.DatePrecision.DAY if value else None}
    if name == "job_benefits":
        return {name: [{"text": text, "category": "", "span": None} for text in value or ()]}
    if isinstance(value, str):
        longest = JobPosting._meta.get_field(name).max_length  # type: ignore[union-attr]
        value = value[:longest]
    return {name: value}


def _read_columns(name: str, posting: JobPosting, parsed: ParsedPosting) -> Mapping[str, Any]:
    """What the text states of a field, as the values of its columns."""
    if name == "title":
        return {"title": str(parsed.value("title") or posting.title)[:300]}
    if name == "valid_through":
        last_day = parsed.value("valid_through")
        return {"valid_through": end_of_day(last_day) if bounds.day(last_day) else None}
    if name == "date_posted":
        if posting.origin == JobPosting.Origin.EMPLOYER:  # dated the day it goes live, see ``services.publish``
            return {column: getattr(posting, column) for column in FIELDS[name]}
        return {
            "date_posted": bounds.day(parsed.value("date_posted")),
            "date_posted_precision": parsed.date_precision,
            "date_posted_raw": parsed.facts["date_posted"].raw[:100] if "date_posted" in parsed.facts else "",
        }
    if name == "job_benefits":
        return {
            name: [
                {"text": fact.raw, "category": fact.value, "span": list(fact.span) if fact.span else None}
                for fact in parsed.benefits
            ]
        }
    return {column: _column_value(column, parsed) for column in FIELDS[name]}


def _column_value(column: str, parsed: ParsedPosting) -> Any:
    value = parsed.value(column)
    if column == "application_requirements":
        return dict(value or {})
    if column == "education_levels":
        return list(value or ())
    if column == "months_of_experience":
        return bounds.count(value, bounds.MOST_MONTHS)
    if column == "apply_url":
        return links.apply_route(value or "")[0]
    kind = JobPosting._meta.get_field(column)
    if isinstance(kind, CharField | TextField):
        if value is True:  # the text has words for it but no value of ours
            value = parsed.facts[column].raw
        return str(value)[: kind.max_length] if value else None
    return value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def end_of_day(day: date) -> datetime:
    """The last second of a closing date, in the board's time zone."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=timezone.get_current_timezone())


def _summary_of(parsed: ParsedPosting) -> str:
    for kinds in (("summary",), ("preamble", "about")):
        for section in parsed.sections:
            if section.kind in kinds and section.items:
                return " ".join(item.text for item in section.items)[:2000]
    return ""


def _role_hash(parsed: ParsedPosting) -> str:
    rows = [
        " ".join(item.text.casefold().split())
        for section in parsed.sections
        if section.kind in {"required", "responsibilities"}
        for item in section.items
    ]
    return text_hash("\n".join(rows)) if rows else ""


def _salary_bands(posting: JobPosting, parsed: ParsedPosting, stated: Mapping[str, Any]) -> list[BaseSalary]:
    """The bands a person or a source states, else those kept, else those read; amounts out of bounds are not stated."""
    if "salary" in stated:
        salary: SalaryEdit | Sequence[SalaryEdit] | None = stated["salary"]
        return _storable_bands([salary] if isinstance(salary, SalaryEdit) else salary or ())
    if "salary" in posting.edited_fields and posting.pk:
        return list(posting.base_salaries.all())
    return _storable_bands(parsed.salaries)


def _storable_bands(bands: Iterable[SalaryBand | SalaryEdit]) -> list[BaseSalary]:
    rows = []
    for band in bands:
        low, high = bounds.amount(band.min_value), bounds.amount(band.max_value)
        if (low is None and high is None) or (low is not None and high is not None and low > high):
            continue
        rows.append(
            BaseSalary(
                kind=band.kind,
                min_value=low,
                max_value=high,
                currency=band.currency or None,
                unit=band.unit or None,
                label=band.label[:200],
                raw=band.raw[:300] if isinstance(band, SalaryBand) else "",
                span=list(band.span) if isinstance(band, SalaryBand) and band.span else None,
            )
        )
    return rows


def _set_annual_pay(posting: JobPosting, bands: Iterable[BaseSalary]) -> None:
    yearly = pay.annual([band for band in bands if band.kind == "base"])
    posting.salary_annual_min = bounds.amount(yearly.minimum) if yearly else None
    posting.salary_annual_max = bounds.amount(yearly.maximum) if yearly else None
    posting.salary_currency = yearly.currency if yearly else ""


def write_parts(posting: JobPosting, parsed: ParsedPosting, edits: Edits) -> None:
    """Replace the posting's reading and child rows, except those a person has stated. The caller holds the transaction and bumps.

    ``parsed`` is what ``take_facts`` has answered.
    """
    edited = posting.edited_fields
    stated = edits.values
    if edits.from_source:
        stated = {name: value for name, value in stated.items() if name in posting.source_fields}
    _write_reading(posting, parsed)
    _write_sections(posting, parsed)
    _write_skills(posting, parsed)
    if "employment_types" in stated:
        _write_employment_types(posting, dict.fromkeys(stated["employment_types"] or ()))
    elif "employment_types" not in edited:
        _write_employment_types(posting, {fact.value: fact.span for fact in parsed.employment_types})
    if "locations" in stated:
        _write_stated_places(posting, stated["locations"] or ())
    elif "locations" not in edited:
        _write_parsed_places(posting, parsed)
    if "salary" in stated or "salary" not in edited:
        bands = _salary_bands(posting, parsed, stated)
        for position, band in enumerate(bands):
            band.pk, band.posting, band.position = None, posting, position
        posting.base_salaries.all().delete()
        BaseSalary.objects.bulk_create(bands)


def _write_reading(posting: JobPosting, parsed: ParsedPosting) -> None:
    PostingReading(
        posting=posting,
        facts={
            name: {"span": list(fact.span) if fact.span else None, "raw": fact.raw, "method": fact.method}
            for name, fact in parsed.facts.items()
        },
        inferred={
            name: {"value": _plain(fact.value), "reason": fact.reason, "raw": fact.raw}
            for name, fact in parsed.inferred.items()
        },
        conflicts=[
            {"field": c.field, "message": c.message, "spans": [list(span) for span in c.spans]}
            for c in parsed.conflicts
        ],
        chrome=[list(span) for span in parsed.chrome],
        uncovered=[list(span) for span in parsed.uncovered],
        version=posting_reader.VERSION,
    ).save()


def _write_sections(posting: JobPosting, parsed: ParsedPosting) -> None:
    posting.sections.all().delete()
    sections = PostingSection.objects.bulk_create(
        PostingSection(
            posting=posting, kind=SectionKind(section.kind), heading=section.heading[:300], position=position
        )
        for position, section in enumerate(parsed.sections)
    )
    PostingItem.objects.bulk_create(
        PostingItem(
            section=row,
            position=position,
            text=item.text,
            span=list(item.span),
            kind=item.kind,
            importance=item.importance,
            is_readable=item.readable,
            months_of_experience=bounds.count(item.months_of_experience, bounds.MOST_MONTHS),
            minimum_count=bounds.count(item.minimum_count, bounds.MOST_COUNT),
            skills=[mention.slug for mention in item.skills],
            any_of=[list(group) for group in item.any_of],
            asked=item.asked.to_json() if item.asked is not None else None,
        )
        for row, section in zip(sections, parsed.sections, strict=True)
        for position, item in enumerate(section.items)
    )


def _write_skills(posting: JobPosting, parsed: ParsedPosting) -> None:
    posting.posting_skills.all().delete()
    slugs = {skill.slug for skill in parsed.skills if skill.slug}
    slugs |= {tag_edit["slug"] for tag_edit in posting.tag_edits.values() if tag_edit.get("slug")}
    known = {skill.slug: skill for skill in Skill.objects.filter(slug__in=slugs)}
    rows: dict[str, PostingSkill] = {}
    unknown: list[str] = []
    for position, parsed_skill in enumerate(parsed.skills):
        skill = known.get(parsed_skill.slug) if parsed_skill.slug else None
        name = (skill.name if skill else parsed_skill.name)[:120]
        if skill is None:
            unknown.append(name)
        rows.setdefault(
            name,
            PostingSkill(
                posting=posting, skill=skill, name=name, importance=parsed_skill.importance, source=parsed_skill.source,
                span=list(parsed_skill.span), position=position,
            ),
        )  # fmt: skip
    for tag_edit in posting.tag_edits.values():
        if tag_edit.get("added") and not tag_edit.get("removed"):
            skill = known.get(tag_edit.get("slug") or "")
            name = (skill.name if skill else tag_edit["name"])[:120]
            rows[name] = PostingSkill(
                posting=posting, skill=skill, name=name, importance=tag_edit.get("importance") or Importance.MENTIONED,
                source=PostingSkill.Source.HUMAN, position=len(rows),
            )  # fmt: skip
    PostingSkill.objects.bulk_create(rows.values())
    _suggest(unknown)


def _suggest(names: Iterable[str]) -> None:
    """Count tags that the vocabulary does not know, for moderators: two queries, however many there are."""
    texts = {name.casefold()[:120]: name for name in names}
    if texts:
        SkillCandidate.objects.bulk_create(
            (SkillCandidate(key=key, text=text, count=0) for key, text in sorted(texts.items())), ignore_conflicts=True
        )
        SkillCandidate.objects.filter(key__in=texts).update(count=F("count") + 1)


def _write_employment_types(posting: JobPosting, values: Mapping[str, Span | None]) -> None:
    posting.employment_type_rows.all().delete()
    PostingEmploymentType.objects.bulk_create(
        PostingEmploymentType(posting=posting, value=EmploymentType(value), span=list(span) if span else None)
        for value, span in values.items()
    )


def _write_parsed_places(posting: JobPosting, parsed: ParsedPosting) -> None:
    posting.job_locations.all().delete()
    rows: dict[str, JobLocation] = {}
    for position, place in enumerate(parsed.locations):
        rows.setdefault(
            place.raw[:300],
            JobLocation(
                posting=posting, raw=place.raw[:300], span=list(place.span), city=(place.city or "")[:200],
                region=(place.region or "")[:100], country=(place.country or "")[:2],
                country_is_stated="country" not in place.assumed, geonames_id=place.geonames_id,
                latitude=place.latitude, longitude=place.longitude, is_primary=position == 0,
                is_ambiguous=place.ambiguous, reason=place.reason[:300], position=position,
            ),
        )  # fmt: skip
    JobLocation.objects.bulk_create(rows.values())


def _write_stated_places(posting: JobPosting, texts: Iterable[str]) -> None:
    posting.job_locations.all().delete()
    rows = []
    for position, text in enumerate(dict.fromkeys(text.strip() for text in texts if text.strip())):
        spot = geography.find_spot(text)
        rows.append(
            JobLocation(
                posting=posting, raw=text[:300], city=spot.city, region=spot.region,
                country=spot.country, geonames_id=spot.geonames_id, latitude=spot.latitude,
                longitude=spot.longitude, is_primary=position == 0, is_ambiguous=spot.is_ambiguous,
                reason=spot.reason[:300], position=position,
            )
        )  # fmt: skip
    JobLocation.objects.bulk_create(rows)


def free_slug(organization: Organization, title: str, *, beside: int | None = None) -> str:
    """The slug of a title, numbered where another posting of the organization but ``beside`` has it."""
    wanted = slugify(title)[:200] or "job"
    taken = set(
        JobPosting.objects.filter(hiring_organization=organization, slug__startswith=wanted)
        .exclude(pk=beside or 0)
        .values_list("slug", flat=True)
    )
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
