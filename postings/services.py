"""What can be done with postings. Each verb checks its rule, writes in one short transaction, and leaves a trace."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Organization, User
from accounts.services import get_or_create_organization
from postings import emails, geography, parsing, pay
from postings.lifecycle import ALLOWED, EDITABLE, IllegalTransitionError
from postings.models import (
    BaseSalary,
    EmploymentType,
    JobLocation,
    JobLocationType,
    JobPosting,
    ModerationEvent,
    PostingEmploymentType,
    PostingItem,
    PostingSection,
    PostingSkill,
    PostingSource,
    Report,
    SavedJob,
    SectionKind,
    Skill,
    SkillCandidate,
    Source,
    text_hash,
)
from postings.parsing.skills import default_vocabulary
from postings.parsing.structure import ParsedPosting, SalaryBand
from postings.signals import posting_changed

Status = JobPosting.Status
Action = ModerationEvent.Action

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


def create_posting(
    organization: Organization | None,
    text: str,
    *,
    edits: Edits | None = None,
    actor: User | None = None,
    origin: str = JobPosting.Origin.EMPLOYER,
    captured_at: date | None = None,
) -> JobPosting:
    """A draft from any text and what a person said beside it. Raises ValidationError with a sentence.

    Without ``organization`` the one named in the text is used (and made, where it is new).
    """
    text = clean_text(text)
    parsed = parsing.parse(text, captured_at=captured_at)
    if organization is None:
        name = parsed.value("hiring_organization")
        if not name:
            raise ValidationError("The text does not say who hires; name the organization.")
        organization = get_or_create_organization(name)
    edits = edits or Edits()
    title = edits.values.get("title") or parsed.value("title")
    if not title:
        raise ValidationError("The posting needs a title.")
    posting = JobPosting(
        hiring_organization=organization,
        title=title[:300],
        origin=origin,
        raw_text=text,
        captured_at=captured_at,
        submitted_by=actor,
        direct_apply=origin == JobPosting.Origin.EMPLOYER,
    )
    with transaction.atomic():
        posting.slug = _free_slug(organization, posting.title)
        _take_facts(posting, parsed, edits)
        posting.save()
        _write_parts(posting, parsed, edits)
    return posting


def edit_posting(posting: JobPosting, text: str, *, edits: Edits, actor: User | None) -> JobPosting:
    """Replace a posting's text and what a person stated; corrections made earlier by a person stay."""
    if posting.status not in EDITABLE:
        raise ValidationError("A closed posting cannot be edited; post it anew.")
    text = clean_text(text)
    parsed = parsing.parse(text, captured_at=posting.captured_at)
    before = {"title": posting.title, "text_sha256": text_hash(posting.raw_text)}
    with transaction.atomic():
        posting.raw_text = text
        _take_facts(posting, parsed, edits)
        posting.save()
        _write_parts(posting, parsed, edits)
        JobPosting.objects.filter(pk=posting.pk).bump()
        _record(
            posting, Action.EDIT, actor, before=before, after={"title": posting.title, "text_sha256": text_hash(text)}
        )
        _announce(posting)
    posting.refresh_from_db()
    return posting


def _announce(posting: JobPosting) -> None:
    """After commit, tell who listens. A hint only: who derives from postings also looks at revisions by itself."""
    transaction.on_commit(lambda: posting_changed.send(JobPosting, posting_id=posting.pk), robust=True)


def reparse_posting(posting: JobPosting) -> bool:
    """Read the raw text again with the parser of today. A person's corrections stay. True if anything was rewritten."""
    if posting.parse_version == parsing.VERSION or not posting.raw_text:
        return False
    parsed = parsing.parse(posting.raw_text, captured_at=posting.captured_at)
    with transaction.atomic():
        _take_facts(posting, parsed, Edits())
        posting.save()
        _write_parts(posting, parsed, Edits())
        JobPosting.objects.filter(pk=posting.pk).bump()
    return True


def submit(posting: JobPosting, *, actor: User | None) -> JobPosting:
    return _step(posting, "submit", Action.SUBMIT, actor)


def publish(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """Put a reviewed posting on the board. Of two moderators, one wins.

    A posting made here is dated the day it is published and runs for ``LISTING_LIFETIME``; what an employer or a source
    stated stays as it is, also where it stated nothing.
    """
    now = timezone.now()
    fields: dict[str, Any] = {"last_seen_at": now, "closing_reason": "", "moderation_note": "", "closed_at": None}
    if posting.first_seen_at is None:
        fields["first_seen_at"] = now
    if posting.origin == JobPosting.Origin.EMPLOYER:
        fields["listed_until"] = now + settings.LISTING_LIFETIME
        if posting.date_posted is None:
            fields |= {"date_posted": now.date(), "date_posted_precision": JobPosting.DatePrecision.DAY}
    published = _step(posting, "publish", Action.PUBLISH, actor, **fields)
    emails.posting_published(published)
    return published


def reject(posting: JobPosting, *, reason: str, actor: User | None) -> JobPosting:
    rejected = _step(posting, "reject", Action.REJECT, actor, reason=reason, moderation_note=reason[:500])
    emails.posting_rejected(rejected, reason)
    return rejected


def pause(posting: JobPosting, *, actor: User | None) -> JobPosting:
    return _step(posting, "pause", Action.CLOSE, actor)


def resume(posting: JobPosting, *, actor: User | None) -> JobPosting:
    return _step(posting, "resume", Action.REOPEN, actor)


def fill(posting: JobPosting, *, actor: User | None) -> JobPosting:
    return _step(
        posting, "fill", Action.CLOSE, actor, closed_at=timezone.now(), closing_reason="The position is filled."
    )


def close(posting: JobPosting, *, actor: User | None, reason: str = "") -> JobPosting:
    """Take a posting off the board for good. Its page stays readable with a banner."""
    return _step(
        posting, "close", Action.CLOSE, actor, reason=reason, closed_at=timezone.now(), closing_reason=reason[:300]
    )


def remove(posting: JobPosting, *, actor: User | None, reason: str) -> JobPosting:
    """Take a posting away altogether (scam, wrong): its address answers 410."""
    return _step(posting, "remove", Action.REMOVE, actor, reason=reason, closed_at=timezone.now())


def renew(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """Run for another ``LISTING_LIFETIME`` from now. Only postings made here run out by the board's clock."""
    now = timezone.now()
    won = JobPosting.objects.filter(
        pk=posting.pk, status=Status.PUBLISHED, origin=JobPosting.Origin.EMPLOYER, listed_until__isnull=False
    ).update(listed_until=now + settings.LISTING_LIFETIME, last_seen_at=now)
    if not won:
        raise IllegalTransitionError("renew")
    posting.refresh_from_db()
    _record(posting, Action.EDIT, actor, after={"listed_until": posting.listed_until.isoformat()})  # type: ignore[union-attr]
    return posting


def _step(
    posting: JobPosting, step: str, action: str, actor: User | None, *, reason: str = "", **fields: Any
) -> JobPosting:
    allowed, target = ALLOWED[step]
    with transaction.atomic():
        won = JobPosting.objects.filter(pk=posting.pk, status__in=allowed).update(status=target, **fields)
        if not won:
            raise IllegalTransitionError(step)
        before = posting.status
        posting.refresh_from_db()
        _record(posting, action, actor, reason=reason, before={"status": before}, after={"status": target})
        _announce(posting)
    return posting


def _record(
    posting: JobPosting,
    action: str,
    actor: User | None,
    *,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    ModerationEvent.objects.create(
        posting=posting, actor=actor, action=action, reason=reason[:500], before=before or {}, after=after or {}
    )


def _free_slug(organization: Organization, title: str) -> str:
    wanted = slugify(title)[:200] or "job"
    taken = set(
        JobPosting.objects.filter(hiring_organization=organization, slug__startswith=wanted).values_list(
            "slug", flat=True
        )
    )
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


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


def _take_facts(posting: JobPosting, parsed: ParsedPosting, edits: Edits) -> None:
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


def _write_parts(posting: JobPosting, parsed: ParsedPosting, edits: Edits) -> None:
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


def attach_source(posting: JobPosting, source: Source, external_id: str, *, url: str = "") -> PostingSource:
    return PostingSource.objects.create(
        posting=posting,
        source=source,
        external_id=external_id[:300],
        external_url=url,
        raw_sha256=text_hash(posting.raw_text),
    )


def set_saved(candidate: Any, posting: JobPosting, *, saved: bool) -> None:
    if saved:
        SavedJob.objects.get_or_create(candidate=candidate, posting=posting)
    else:
        SavedJob.objects.filter(candidate=candidate, posting=posting).delete()


def report_posting(
    posting: JobPosting, *, reason: str, detail: str, reporter: User | None, reporter_hash: str
) -> Report:
    """Take down what somebody says is wrong. The same person's second report of a posting replaces the first."""
    Report.objects.filter(posting=posting, reporter_hash=reporter_hash, state=Report.State.OPEN).delete()
    return Report.objects.create(
        posting=posting, reason=reason, detail=detail[:2000], reporter=reporter, reporter_hash=reporter_hash
    )


def load_skills() -> int:
    """Bring the Skill table in line with the vocabulary file; rows a moderator added stay. Returns rows written."""
    vocabulary = default_vocabulary()
    known = Skill.objects.in_bulk(field_name="slug")
    fresh = [
        Skill(slug=slug, name=vocabulary.name(slug), kind=vocabulary.kind(slug))
        for slug in vocabulary.entries
        if slug not in known
    ]
    changed = []
    for slug in vocabulary.entries:
        row = known.get(slug)
        if row and row.origin == Skill.Origin.VOCABULARY:
            wanted = (vocabulary.name(slug), vocabulary.kind(slug))
            if (row.name, row.kind) != wanted:
                row.name, row.kind = wanted
                changed.append(row)
    Skill.objects.bulk_create(fresh)
    Skill.objects.bulk_update(changed, ["name", "kind"])
    return len(fresh) + len(changed)


__all__ = [
    "Edits", "JobLocationType", "SalaryEdit", "attach_source", "clean_text", "close", "create_posting", "edit_posting",
    "fill", "load_skills", "pause", "publish", "reject", "remove", "renew", "reparse_posting", "report_posting",
    "resume", "set_saved", "submit",
]  # fmt: skip
