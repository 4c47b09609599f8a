"""Resumes that other programs export as JSON, given the names of JSON Resume.

Reactive Resume keeps its entries under `sections.<name>.items`; profiles from LinkedIn and the like name the same things
otherwise. A document in which nothing is found this way is no resume we can read.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

# Other names of a section, by the name in JSON Resume.
_SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "work": (
        "work",
        "experience",
        "experiences",
        "workExperience",
        "workExperiences",
        "positions",
        "employment",
        "jobs",
    ),
    "education": ("education", "educations", "educationAndTraining", "schools"),
    "skills": ("skills",),
    "languages": ("languages", "languageSkills"),
    "certificates": ("certificates", "certifications", "licenses"),
    "projects": ("projects",),
    "volunteer": ("volunteer", "volunteering", "volunteerExperience"),
    "awards": ("awards", "honors"),
    "publications": ("publications",),
    "interests": ("interests",),
}
_BASICS: Final[dict[str, tuple[str, ...]]] = {
    "name": ("name", "fullName", "full_name"),
    "label": ("label", "headline", "title", "jobTitle", "occupation"),
    "email": ("email", "emailAddress"),
    "phone": ("phone", "phoneNumber"),
    "url": ("url", "website", "profileUrl"),
    "summary": ("summary", "about", "bio"),
}
_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "position": ("position", "title", "jobTitle", "role", "occupation"),
    "company": ("company", "companyName", "employer", "organization", "organisation"),
    "institution": ("institution", "school", "schoolName", "university"),
    "area": ("area", "fieldOfStudy", "field", "major"),
    "studyType": ("studyType", "degree", "degreeName", "qualification"),
    "language": ("language",),
    "fluency": ("fluency", "proficiency"),
    "startDate": ("startDate", "start_date", "start", "from", "dateFrom", "startedOn"),
    "endDate": ("endDate", "end_date", "end", "to", "dateTo", "finishedOn", "endedOn"),
}
_PEOPLE: Final = ("basics", "personal", "personalInformation", "profile", "person")
_NEVER_CONTENT: Final = frozenset({"meta", "$schema", "metadata", "version", "id", "_id", "theme"})
_ITEM: Final = re.compile(r"<(?:li|p|br|div|h\d)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_ENTITIES: Final = {"&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}


def as_json_resume(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with the names of JSON Resume; what already has them stays."""
    sections = document.get("sections")
    holder: Mapping[str, Any] = sections if isinstance(sections, Mapping) else document
    found: dict[str, Any] = {"basics": _basics(document, holder)}
    for name, others in _SECTIONS.items():
        entries = next((items for other in others if (items := _items(holder.get(other)))), [])
        found[name] = [_entry(entry, name) for entry in entries]
    if holder is not document:
        # There the name is a skill and the keywords belong to it; in JSON Resume it is a heading over them.
        found["skills"] = [_skill(entry) for entry in found["skills"]]
    return found


def _skill(entry: dict[str, Any]) -> dict[str, Any]:
    name, keywords = entry.get("name"), entry.get("keywords")
    if not isinstance(name, str) or not isinstance(keywords, list):
        return entry
    return {"keywords": [name, *keywords]}


def holds_unread(document: Mapping[str, Any]) -> bool:
    """Whether a document holds more than a person's name and address, under names of no section we know."""
    known = {*_PEOPLE, *(other for others in _SECTIONS.values() for other in others)}
    return any(
        bool(value) and isinstance(value, (dict, list))
        for key, value in document.items()
        if key not in known and key not in _NEVER_CONTENT
    )


def _basics(document: Mapping[str, Any], sections: Mapping[str, Any]) -> dict[str, Any]:
    person = next((found for name in _PEOPLE if isinstance(found := document.get(name), Mapping)), document)
    basics: dict[str, Any] = dict(person) if person is not document else {}
    for name, others in _BASICS.items():
        value = next((found for other in others if isinstance(found := person.get(other), str) and found.strip()), None)
        if value is not None:
            basics[name] = plain_lines(value)
    if "name" not in basics and isinstance(person.get("firstName"), str) and isinstance(person.get("lastName"), str):
        basics["name"] = f"{person['firstName']} {person['lastName']}"
    summary = sections.get("summary")
    if "summary" not in basics and isinstance(summary, Mapping) and isinstance(summary.get("content"), str):
        basics["summary"] = plain_lines(summary["content"])
    return basics


def _items(section: Any) -> list[Any]:
    if isinstance(section, Mapping):
        section = section.get("items") or section.get("elements")
    return [item for item in section if _is_shown(item)] if isinstance(section, list) else []


def _is_shown(item: Any) -> bool:
    """Programs keep what their owner hid from the page; it is not part of the resume."""
    return not (isinstance(item, Mapping) and (item.get("visible") is False or item.get("hidden") is True))


def _entry(entry: Any, section: str) -> dict[str, Any]:
    if isinstance(entry, str):
        return {"language" if section == "languages" else "name": entry}
    if not isinstance(entry, Mapping):
        return {}
    found = {key: plain_lines(value) if isinstance(value, str) else value for key, value in entry.items()}
    for name, others in _FIELDS.items():
        if name in found and isinstance(found[name], str):
            continue
        value = next((entry[other] for other in others if entry.get(other)), None)
        if name in ("startDate", "endDate"):
            value = _date(value)
        if isinstance(value, Mapping):
            value = value.get("name")
        if isinstance(value, str) and value.strip():
            found[name] = value.strip()
    if section == "languages" and isinstance(entry.get("description"), str):
        found.setdefault("fluency", plain_lines(entry["description"]))
    return found


def _date(value: Any) -> str | None:
    """ "2020-03" from a text, a number, or a date in parts."""
    if isinstance(value, Mapping):
        year, month = value.get("year"), value.get("month")
        if not isinstance(year, int):
            return None
        return f"{year:04d}-{month:02d}" if isinstance(month, int) and 1 <= month <= 12 else f"{year:04d}"
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else None


def plain_lines(text: str) -> str:
    """Text without markup, its items and paragraphs on lines of their own."""
    if "<" not in text and "&" not in text:
        return text
    text = _TAG.sub(" ", _ITEM.sub("\n", text))
    for entity, character in _ENTITIES.items():
        text = text.replace(entity, character)
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def is_empty(resume: Mapping[str, Any]) -> bool:
    """Whether no section has any entry."""
    return not any(isinstance(resume.get(name), Sequence) and resume[name] for name in _SECTIONS)
