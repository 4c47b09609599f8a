"""From rows to features and from explanations to what pages, mail and API show of them."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from accounts import resume_parsing
from accounts.models import Candidate
from accounts.resumes import parse_facts
from matching import core, engine
from postings.models import JobPosting, PostingItem, Tristate

SEASON_MONTHS = {"winter": 0, "spring": 2, "summer": 5, "fall": 8, "autumn": 8}
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
BEST_ROWS = 3
VERDICT_WORDS = {
    "met": "Met",
    "partly": "Partly met",
    "not_found": "Not found",
    "unreadable": "Can’t be read from a resume",
}
CONSTRAINT_WORDS = {
    "place": "Place",
    "workplace": "Where you work",
    "authorisation": "Work authorisation",
    "start": "Start",
    "degree": "Degree",
    "employment_type": "Role type",
    "clearance": "Clearance",
    "pay": "Pay",
    "experience": "Experience",
    "language": "Language",
}


def posting_features(posting: JobPosting) -> core.PostingFeatures:
    """Features of a posting read through ``for_page()``. With the model about 20 ms, without it 1 ms."""
    model, vocabulary = engine.embedder(), engine.vocabulary()
    rows = [
        core.requirement_row(
            f"{item.section.position}.{item.position}",
            item.text,
            vocabulary,
            importance=item.importance or "required",
            readable=item.is_readable,
            skills=item.skills,
            any_of=item.any_of,
            months=item.months_of_experience,
            minimum_count=item.minimum_count,
            span=tuple(item.span) if item.span else None,
        )
        for section in posting.sections.all()
        for item in section.items.all()
        if item.kind == PostingItem.Kind.REQUIREMENT
    ]
    described = [
        item.text
        for section in posting.sections.all()
        if section.kind not in {"about", "benefits", "culture", "legal", "process", "application"}
        for item in section.items.all()
    ]
    return core.build_posting_features(
        title=posting.title,
        description=" ".join(described) or posting.description_text,
        requirements=rows,
        embed=model.embed if model else None,
        skills={row.skill.slug: row.importance for row in posting.posting_skills.all() if row.skill},
        employment_types=tuple(posting.employment_types),
        job_location_type=posting.job_location_type,
        places=tuple(
            core.Place(place.country or None, place.region or None, place.city or None, place.latitude, place.longitude)
            for place in posting.worksites
        ),
        pay=tuple(
            core.Pay(
                float(band.min_value) if band.min_value is not None else None,
                float(band.max_value) if band.max_value is not None else None,
                band.currency,
                band.unit,
                band.raw,
            )
            for band in posting.pay_bands
        ),
        visa_sponsorship=None if posting.visa_sponsorship == Tristate.UNKNOWN else posting.visa_sponsorship,
        authorised_countries=tuple(sorted({place.country for place in posting.worksites if place.country}))
        if posting.eligibility_to_work_requirement
        else (),
        degree_levels=tuple(posting.education_levels),
        degree_state=posting.education_state or None,
        degree_hard=posting.education_strength == "hard",
        months_of_experience=posting.months_of_experience,
        clearance=posting.security_clearance_requirement or None,
        start_month=start_month(posting.job_start_text),
        quotes=_quotes(posting),
    )


def _quotes(posting: JobPosting) -> dict[str, str]:
    """Constraint name -> the posting's own words for it."""
    facts: Mapping[str, Any] = posting.facts
    wanted = {
        "workplace": ("in_person_only", "job_location_type"),
        "authorisation": ("visa_sponsorship", "eligibility_to_work_requirement"),
        "start": ("job_start_text",),
        "degree": ("education_levels",),
        "clearance": ("security_clearance_requirement",),
        "experience": ("months_of_experience",),
    }
    quotes = {}
    for name, fields in wanted.items():
        for field in fields:
            raw = (facts.get(field) or {}).get("raw")
            if raw:
                quotes[name] = raw
                break
    if posting.worksites:
        quotes["place"] = posting.worksites[0].raw
    if posting.pay_bands:
        quotes["pay"] = posting.pay_bands[0].raw
    return quotes


def start_month(text: str) -> int | None:
    """Months since year 0 of "Spring 2027", "September 2026"; None where the text names no season or month and year."""
    year = re.search(r"\b(20\d\d)\b", text)
    if not year:
        return None
    folded = text.casefold()
    for word, month in SEASON_MONTHS.items():
        if word in folded:
            return int(year[1]) * 12 + month
    for month, word in enumerate(MONTHS):
        if word[:3] in folded:
            return int(year[1]) * 12 + month
    return None


def resume_features(text: str, facts: Mapping[str, Any]) -> core.ResumeFeatures:
    """Features of a resume's text. Lines that say who the person is are left out; they never reach a vector."""
    model = engine.embedder()
    read = parse_facts(resume_parsing.read_text(text))
    today = timezone.localdate()
    lines, personal, position = [], [], 0
    details = {line.number: line for line in resume_parsing.matching_lines(read)}
    for number, line in enumerate(text.split("\n"), start=1):
        detail = details.get(number)
        if detail is None or detail.is_personal:
            personal.append(number)
        lines.append(
            core.ResumeLine(
                number, line, (detail.section if detail else None) or "other", position, position + len(line)
            )
        )
        position += len(line) + 1
    roles = [
        core.Role(
            role.title,
            role.first_line,
            role.last_line,
            month_of(role.start, today),
            month_of(role.end, today, end=True),
        )
        for role in read.experience
        if role.title
    ]
    roles.sort(key=lambda role: (role.last_month or 0, role.first_month or 0), reverse=True)
    return core.build_resume_features(
        lines=lines,
        roles=roles,
        vocabulary=engine.vocabulary(),
        personal=personal,
        embed=model.embed if model else None,
    )


def month_of(written: str | None, today: date, *, end: bool = False) -> int | None:
    """Months since year 0 of "2021-03", "2021" (mid-year) or "present"."""
    if not written:
        return None
    if written == "present":
        return today.year * 12 + today.month - 1
    year, _, month = written.partition("-")
    return int(year) * 12 + (int(month) - 1 if month else 6 - (1 if end else 0))


def preferences_of(candidate: Candidate) -> core.Preferences:
    sponsorship = {"YES": True, "NO": False}.get(candidate.needs_sponsorship)
    places = list(candidate.places.all())
    available = candidate.available_from
    return core.Preferences(
        places=tuple(
            core.Place(place.country_code or None, None, place.text or None, place.latitude, place.longitude)
            for place in places
        ),
        radius_km=float(places[0].radius_km) if places else None,
        workplaces=tuple(candidate.job_location_types),
        employment_types=tuple(candidate.employment_types),
        minimum_pay=float(candidate.min_salary) if candidate.min_salary is not None else None,
        pay_currency=candidate.min_salary_currency or None,
        pay_unit=candidate.min_salary_unit or None,
        authorised_countries=tuple(candidate.authorised_countries),
        needs_sponsorship=sponsorship,
        available_from_month=available.year * 12 + available.month - 1 if available else None,
        must=tuple(candidate.must_have),
    )


def explain(
    posting: core.PostingFeatures, resume: core.ResumeFeatures, preferences: core.Preferences | None
) -> core.Explanation:
    return core.explain(posting, resume, preferences, vocabulary=engine.vocabulary())


def score(posting: core.PostingFeatures, resume: core.ResumeFeatures) -> int | None:
    return core.score(posting, resume, vocabulary=engine.vocabulary())


def counts(explanation: core.Explanation) -> dict[str, Any]:
    """What a card shows: how many of each verdict, and the strip in the order of the rows."""
    return {**explanation.counts, "strip": [row.verdict for row in explanation.rows]}


def best_rows(explanation: core.Explanation) -> list[dict[str, Any]]:
    """For the mail: the three met rows that weigh most, then one gap."""
    met = sorted((row for row in explanation.rows if row.verdict in {"met", "partly"}), key=lambda row: -row.points)
    gaps = sorted((row for row in explanation.rows if row.verdict == "not_found"), key=lambda row: -row.possible)
    return [row.to_json() for row in [*met[:BEST_ROWS], *gaps[:1]]]


def constraint_rows(explanation: core.Explanation) -> list[dict[str, Any]]:
    return [constraint.to_json() for constraint in explanation.constraints]
