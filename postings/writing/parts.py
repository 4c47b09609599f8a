"""From a parsed text, and what a person said beside it, to the rows below a posting."""

from collections.abc import Iterable, Mapping

from django.db.models import F

from postings import bounds, geography
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
)
from postings.writing.edits import Edits, plain_value
from postings.writing.salaries import salary_bands
from reading import posting as posting_reader
from reading.posting.structure import ParsedPosting
from reading.spans import Span


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
    _write_applicant_places(posting, parsed)
    if "salary" in stated or "salary" not in edited:
        bands = salary_bands(posting, parsed, stated)
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
            name: {"value": plain_value(fact.value), "reason": fact.reason, "raw": fact.raw}
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


def _write_applicant_places(posting: JobPosting, parsed: ParsedPosting) -> None:
    """From where the work may be done, as the text says it, whoever states the places of work."""
    posting.job_locations.filter(role=JobLocation.Role.APPLICANT).delete()
    rows = {
        place.raw[:300]: JobLocation(
            posting=posting, role=JobLocation.Role.APPLICANT, raw=place.raw[:300], span=list(place.span),
            region=(place.region or "")[:100], country=(place.country or "")[:2], position=position,
        )
        for position, place in enumerate(parsed.applicant_places)
    }  # fmt: skip
    JobLocation.objects.bulk_create(rows.values())


def _write_parsed_places(posting: JobPosting, parsed: ParsedPosting) -> None:
    posting.job_locations.filter(role=JobLocation.Role.WORKSITE).delete()
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
    posting.job_locations.filter(role=JobLocation.Role.WORKSITE).delete()
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
