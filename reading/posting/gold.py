"""A parsed posting in the flat, JSON-ready shape of the gold sets, for scoring and for comparing two runs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reading.posting.education import ORDER
from reading.posting.structure import Fact, Item, ParsedPosting
from reading.vocabulary import default_vocabulary

WORKPLACES = {"ON_SITE": "on_site", "HYBRID": "hybrid", "TELECOMMUTE": "remote"}


def as_gold(parsed: ParsedPosting) -> dict[str, Any]:
    """The keys of a gold record, then ``spans``, ``conflicts`` and ``inferred``. Inferred values stand only there."""
    items = [(section.kind, item) for section in parsed.sections for item in section.items]
    levels = parsed.value("education_levels")
    posted = parsed.value("date_posted")
    months = parsed.value("months_of_experience")
    return {
        "title": parsed.value("title"),
        "hiring_organization": parsed.value("hiring_organization"),
        "locations": _places(parsed),
        "job_location_type": WORKPLACES.get(parsed.value("job_location_type")),
        "employment_types": [fact.value for fact in parsed.employment_types],
        "salary": [
            {
                "min": _number(band.min_value),
                "max": _number(band.max_value),
                "currency": band.currency,
                "unit": band.unit,
            }
            for band in parsed.salaries
            if band.kind == "base"
        ],
        "date_posted": posted.isoformat() if posted and parsed.date_precision in ("day", "instant") else None,
        "min_years_experience": None if months is None else _years(months),
        "education_min": min(levels, key=ORDER.index) if levels else None,
        "education_hard": parsed.value("education_strength") == "hard" if levels else None,
        "visa_sponsorship": str(parsed.value("visa_sponsorship")).lower() if parsed.value("visa_sponsorship") else None,
        "security_clearance_or_citizenship": parsed.value("security_clearance_or_citizenship"),
        "requirements": [_requirement(item) for _, item in items if item.kind in ("requirement", "constraint")],
        "responsibilities": [item.text for _, item in items if item.kind == "duty"],
        "benefits": [fact.value for fact in parsed.benefits],
        "skills_required": _skills(parsed, "required"),
        "skills_preferred": _skills(parsed, "preferred"),
        "spans": {name: [*fact.span] if fact.span else None for name, fact in sorted(parsed.facts.items())},
        "conflicts": [
            {"field": conflict.field, "message": conflict.message, "spans": [[*span] for span in conflict.spans]}
            for conflict in parsed.conflicts
        ],
        "inferred": {name: _plain(fact) for name, fact in sorted(parsed.inferred.items())},
    }


def _places(parsed: ParsedPosting) -> list[dict[str, str | None]]:
    """The places of work; of a remote job that states none, the countries in which one has to live."""
    stated = [
        {
            "city": place.city,
            "region": None if "region" in place.assumed else place.region,
            "country": None if "country" in place.assumed else place.country,
        }
        for place in parsed.locations
        if place.city or place.region or place.country
    ]
    countries = dict.fromkeys(place.country for place in parsed.applicant_places if place.country)
    return stated or [{"city": None, "region": None, "country": country} for country in countries]


def _requirement(item: Item) -> dict[str, Any]:
    return {
        "text": item.text,
        "importance": item.importance,
        "any_of": [[*group] for group in item.any_of],
        "span": [*item.span],
    }


def _skills(parsed: ParsedPosting, importance: str) -> list[str]:
    """Names of skills proper; traits of character are left to the requirement rows."""
    vocabulary = default_vocabulary()
    return list(
        dict.fromkeys(
            skill.name
            for skill in parsed.skills
            if skill.importance == importance and not (skill.slug and vocabulary.kind(skill.slug) == "soft")
        )
    )


def _plain(fact: Fact) -> dict[str, Any]:
    return {"value": fact.value, "raw": fact.raw, "span": [*fact.span] if fact.span else None, "reason": fact.reason}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _years(months: int) -> int | float:
    return months // 12 if months % 12 == 0 else round(months / 12, 1)
