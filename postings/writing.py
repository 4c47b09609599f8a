"""From a parsed text, and what a person said beside it, to the rows of a posting. A person's word always wins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from postings import geography, parsing, pay
from postings.models import (
    BaseSalary,
    EmploymentType,
    JobLocation,
    JobPosting,
    PostingEmploymentType,
    PostingItem,
    PostingSection,
    PostingSkill,
    SectionKind,
    Skill,
    SkillCandidate,
    text_hash,
)
from postings.parsing.structure import ParsedPosting, SalaryBand

MAX_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Edits:
    """What a person stated about a posting, field by field; a field that is absent is left to the text.

    Keys of ``values``: title, job_location_type, employment_types, locations (list of str), salary (a ``SalaryEdit`` or
    None), valid_through, apply_url, apply_email.
    """

    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SalaryEdit:
    min_value: Decimal | None
    max_value: Decimal | None
    currency: str | None
    unit: str | None


def clean_text(text: str) -> str:
    """Text a database can hold: no NULs, no lone surrogates, one kind of line end, at most ``MAX_TEXT`` characters."""
    text = text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_TEXT:
        raise ValidationError(f"A posting may have at most {MAX_TEXT:,} characters; this one has {len(text):,}.")
    return text


PLAIN_FACTS: Mapping[str, int] = {
    # field -> longest value the column holds
    "job_start_text": 100,
    "job_duration": 20,
    "employment_unit": 200,
    "eligibility_to_work_requirement": 500,
    "security_clearance_requirement": 500,
    "in_language": 10,
    "encouragement": 5000,
    "equity": 200,
}


def take_facts(posting: JobPosting, parsed: ParsedPosting, edits: Edits) -> None:
    """Set the posting's own columns: a person's word first, then what the text states, else null."""
    edited = set(posting.edited_fields) | set(edits.values)
    posting.edited_fields = sorted(edited)
    stated = edits.values

    if "title" in stated:
        posting.title = str(stated["title"])[:300]
    elif "title" not in edited and parsed.value("title"):
        posting.title = str(parsed.value("title"))[:300]
    for name in ("apply_url", "apply_email", "valid_through", "job_location_type"):
        if name in stated:
            setattr(posting, name, stated[name])
        elif name not in edited and name != "valid_through":
            setattr(posting, name, parsed.value(name) or ("" if name.startswith("apply") else None))
    if "valid_through" not in edited:
        last_day = parsed.value("valid_through")
        posting.valid_through = end_of_day(last_day) if last_day else None

    for name, longest in PLAIN_FACTS.items():
        value = parsed.value(name)
        if value is True:
            value = parsed.facts[name].raw
        setattr(posting, name, str(value)[:longest] if value else "")
    posting.in_person_only = parsed.value("in_person_only")
    posting.months_of_experience = parsed.value("months_of_experience")
    posting.education_levels = list(parsed.value("education_levels") or ())
    posting.education_state = parsed.value("education_state") or ""
    posting.education_strength = parsed.value("education_strength") or ""
    posting.visa_sponsorship = parsed.value("visa_sponsorship") or "UNKNOWN"
    posting.relocation = parsed.value("relocation") or "UNKNOWN"
    posting.experience_level = parsed.value("experience_level")
    posting.application_requirements = dict(parsed.value("application_requirements") or {})
    posting.salary_disclosure = parsed.value("salary_disclosure")
    if "date_posted" not in edited and posting.origin != JobPosting.Origin.EMPLOYER:
        posting.date_posted = parsed.value("date_posted")
        posting.date_posted_precision = parsed.date_precision
        posting.date_posted_raw = parsed.facts["date_posted"].raw[:100] if "date_posted" in parsed.facts else ""
    posting.job_benefits = [
        {"text": fact.raw, "category": fact.value, "span": list(fact.span) if fact.span else None}
        for fact in parsed.benefits
    ]
    posting.facts = {
        name: {"span": list(fact.span) if fact.span else None, "raw": fact.raw, "method": fact.method}
        for name, fact in parsed.facts.items()
    }
    posting.inferred = {
        name: {"value": _plain(fact.value), "reason": fact.reason, "raw": fact.raw}
        for name, fact in parsed.inferred.items()
    }
    posting.conflicts = [
        {"field": c.field, "message": c.message, "spans": [list(span) for span in c.spans]} for c in parsed.conflicts
    ]
    posting.chrome = [list(span) for span in parsed.chrome]
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
    posting.parse_version = parsing.VERSION
    _set_annual_pay(posting, _salary_bands(posting, parsed, edits))


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


def _salary_bands(posting: JobPosting, parsed: ParsedPosting, edits: Edits) -> Sequence[SalaryBand | BaseSalary]:
    if "salary" in edits.values:
        salary: SalaryEdit | None = edits.values["salary"]
        if salary is None:
            return ()
        return (
            BaseSalary(
                min_value=salary.min_value, max_value=salary.max_value, currency=salary.currency, unit=salary.unit
            ),
        )
    if "salary" in posting.edited_fields and posting.pk:
        return list(posting.base_salaries.all())
    return parsed.salaries


def _set_annual_pay(posting: JobPosting, bands: Iterable[SalaryBand | BaseSalary]) -> None:
    yearly = pay.annual([band for band in bands if band.kind == "base"])
    posting.salary_annual_min = yearly.minimum if yearly else None
    posting.salary_annual_max = yearly.maximum if yearly else None
    posting.salary_currency = yearly.currency if yearly else ""


def write_parts(posting: JobPosting, parsed: ParsedPosting, edits: Edits) -> None:
    """Replace the posting's child rows, except those a person has stated. The caller holds the transaction and bumps."""
    edited = posting.edited_fields
    _write_sections(posting, parsed)
    _write_skills(posting, parsed)
    if "employment_types" in edits.values:
        _write_employment_types(posting, edits.values["employment_types"])
    elif "employment_types" not in edited:
        _write_employment_types(posting, [fact.value for fact in parsed.employment_types])
    if "locations" in edits.values:
        _write_stated_places(posting, edits.values["locations"])
    elif "locations" not in edited:
        _write_parsed_places(posting, parsed)
    if "salary" in edits.values or "salary" not in edited:
        bands = _salary_bands(posting, parsed, edits)
        posting.base_salaries.all().delete()
        BaseSalary.objects.bulk_create(
            BaseSalary(
                posting=posting,
                kind=band.kind,
                min_value=band.min_value,
                max_value=band.max_value,
                currency=band.currency or None,
                unit=band.unit or None,
                label=band.label[:200],
                raw=band.raw[:300],
                position=position,
            )
            for position, band in enumerate(bands)
        )


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
            months_of_experience=item.months_of_experience,
            minimum_count=item.minimum_count,
            skills=[mention.slug for mention in item.skills],
            any_of=[list(group) for group in item.any_of],
        )
        for row, section in zip(sections, parsed.sections, strict=True)
        for position, item in enumerate(section.items)
    )


def _write_skills(posting: JobPosting, parsed: ParsedPosting) -> None:
    posting.posting_skills.all().delete()
    slugs = {skill.slug for skill in parsed.skills if skill.slug}
    known = {skill.slug: skill for skill in Skill.objects.filter(slug__in=slugs)}
    rows: dict[str, PostingSkill] = {}
    unknown: list[str] = []
    for position, found in enumerate(parsed.skills):
        skill = known.get(found.slug) if found.slug else None
        name = (skill.name if skill else found.name)[:120]
        if skill is None:
            unknown.append(name)
        rows.setdefault(
            name,
            PostingSkill(
                posting=posting, skill=skill, name=name, importance=found.importance, source=found.source,
                span=list(found.span), position=position,
            ),
        )  # fmt: skip
    PostingSkill.objects.bulk_create(rows.values())
    for name in unknown:
        suggestion, created = SkillCandidate.objects.get_or_create(key=name.casefold(), defaults={"text": name})
        if not created:
            SkillCandidate.objects.filter(pk=suggestion.pk).update(count=F("count") + 1)


def _write_employment_types(posting: JobPosting, values: Iterable[str]) -> None:
    posting.employment_type_rows.all().delete()
    PostingEmploymentType.objects.bulk_create(
        PostingEmploymentType(posting=posting, value=EmploymentType(value)) for value in dict.fromkeys(values)
    )


def _write_parsed_places(posting: JobPosting, parsed: ParsedPosting) -> None:
    posting.job_locations.all().delete()
    rows: dict[str, JobLocation] = {}
    for position, place in enumerate(parsed.locations):
        rows.setdefault(
            place.raw[:300],
            JobLocation(
                posting=posting, raw=place.raw[:300], city=place.city or "", region=place.region or "",
                country=place.country or "", country_is_stated="country" not in place.assumed, geonames_id=place.geonames_id,
                latitude=place.latitude, longitude=place.longitude, is_primary=position == 0,
                is_ambiguous=place.ambiguous, reason=place.reason[:300], position=position,
            ),
        )  # fmt: skip
    JobLocation.objects.bulk_create(rows.values())


def _write_stated_places(posting: JobPosting, texts: Iterable[str]) -> None:
    posting.job_locations.all().delete()
    rows = []
    for position, text in enumerate(dict.fromkeys(text.strip() for text in texts if text.strip())):
        found = geography.find_spot(text)
        rows.append(
            JobLocation(
                posting=posting, raw=text[:300], city=found.city, region=found.region,
                country=found.country, geonames_id=found.geonames_id, latitude=found.latitude,
                longitude=found.longitude, is_primary=position == 0, is_ambiguous=found.is_ambiguous,
                reason=found.reason[:300], position=position,
            )
        )  # fmt: skip
    JobLocation.objects.bulk_create(rows)
