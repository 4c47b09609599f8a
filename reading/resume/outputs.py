"""The facts in other people's shapes: the gold set's and JSON Resume's."""

from typing import Any

from reading.resume.dates import PRESENT
from reading.resume.facts import Mention, ResumeFacts


def as_gold(facts: ResumeFacts) -> dict[str, Any]:
    """The keys of `gold` in the resume gold set, ready for JSON."""
    kinds: list[str] = []
    for section in facts.sections:
        if section.kind != "contact" and (not kinds or kinds[-1] != section.kind):
            kinds.append(section.kind)
    return {
        "readable": True,
        "name": _name(facts.name),
        "email": _name(facts.email),
        "phone": _name(facts.phone),
        "headline": _name(facts.headline),
        "sections": kinds,
        "experience": [
            {"title": role.title, "organization": role.organization, "start": role.start, "end": role.end}
            for role in facts.experience
        ],
        "total_years_experience": facts.total_years_experience,
        "education": [
            {
                "degree_level": entry.degree_level,
                "field": entry.field,
                "institution": entry.institution,
                "end": entry.end[:4] if entry.end else None,
            }
            for entry in facts.education
        ],
        "skills": [skill.name for skill in facts.skills],
        "languages": [language.name for language in facts.languages],
        "reading_order_checks": [],
    }


def as_json_resume(facts: ResumeFacts) -> dict[str, Any]:
    """The facts as a JSON Resume 1.3 document; unknown values are left out."""
    document: dict[str, Any] = _without_nones(
        {
            "basics": {
                "name": _name(facts.name),
                "label": _name(facts.headline),
                "email": _name(facts.email),
                "phone": _name(facts.phone),
                "profiles": [{"url": link.name} for link in facts.links],
            },
            "work": [
                {
                    "name": role.organization,
                    "position": role.title,
                    "startDate": role.start,
                    "endDate": None if role.end == PRESENT else role.end,
                    "highlights": [line.lstrip("• ") for line in role.lines if line.startswith("•")],
                }
                for role in facts.experience
            ],
            "education": [
                {
                    "institution": entry.institution,
                    "area": entry.field,
                    "studyType": entry.degree_level,
                    "startDate": entry.start,
                    "endDate": None if entry.end == PRESENT else entry.end,
                }
                for entry in facts.education
            ],
            "skills": [{"name": skill.name} for skill in facts.skills],
            "languages": [{"language": item.name, "fluency": item.level} for item in facts.languages],
            "certificates": [{"name": item.name} for item in facts.certifications],
            "publications": [{"name": item.name} for item in facts.publications],
            "awards": [{"title": item.name} for item in facts.awards],
            "projects": [{"name": item.name} for item in facts.projects],
        }
    )
    return document


def _name(mention: Mention | None) -> str | None:
    return mention.name if mention is not None else None


def _without_nones(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nones(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nones(item) for item in value]
    return value
