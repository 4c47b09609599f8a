"""JSON Resume files (jsonresume.org, schema 1.3 and the older field names), and what other programs export, as text."""

import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from reading.documents.characters import clean_text
from reading.documents.json_products import as_json_resume, holds_unread, is_empty
from reading.documents.quality import require_readable
from reading.documents.refusals import NOT_A_RESUME_JSON, Refused
from reading.resume.extracted import Extracted

if TYPE_CHECKING:
    from reading.resume.corrections import Correction

_SECTIONS: Final = ("basics", "work", "education", "skills", "volunteer", "projects", "languages", "certificates")
Entry = dict[str, Any]
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}")


def read_json_resume(data: bytes) -> Extracted:
    """The resume as text with English headings. Raises Refused: `damaged`, `not_a_document`, `too_complex`."""
    try:
        resume = json.loads(data, parse_constant=_no_constant)
    except RecursionError as deep:
        raise Refused("too_complex") from deep
    except ValueError as broken:
        raise Refused("damaged") from broken
    if not isinstance(resume, dict):
        raise Refused("not_a_document", NOT_A_RESUME_JSON)
    named = as_json_resume(resume)
    if is_empty(named) and (holds_unread(resume) or not any(section in resume for section in _SECTIONS)):
        raise Refused("not_a_document", NOT_A_RESUME_JSON)
    if not any(named[section] for section in _SECTIONS):
        raise Refused("damaged")
    source: str | None = None
    said: tuple[Correction, ...] = ()
    if "meta" in resume:
        # Only our own export carries any, and reading it takes the readers of facts along.
        from reading.documents.json_source import source_of

        source, said = source_of(resume)
    text = clean_text(source if source is not None else "\n".join(_lines(named)))
    require_readable(text)
    return Extracted(text, "json", said=said)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _lines(resume: Entry) -> list[str]:
    basics = resume.get("basics") if isinstance(resume.get("basics"), dict) else {}
    assert isinstance(basics, dict)  # noqa: S101 - narrowed above
    place = basics.get("location")
    profiles = [_text(profile, "url") for profile in _entries(basics, "profiles")]
    contact = [_text(basics, "email"), _text(basics, "phone"), _text(basics, "url", "website"), *profiles]
    if isinstance(place, dict):
        contact.append(
            ", ".join(filter(None, (_text(place, "city"), _text(place, "region"), _text(place, "countryCode"))))
        )
    lines = [_text(basics, "name"), _text(basics, "label"), " | ".join(filter(None, contact))]
    if summary := _text(basics, "summary", "bio"):
        lines += ["", "Summary", summary]
    lines += _section(resume, "work", "Work experience", _work)
    lines += _section(resume, "volunteer", "Volunteering", _work)
    lines += _section(resume, "education", "Education", _education)
    lines += _section(resume, "skills", "Skills", _skill)
    lines += _section(resume, "languages", "Languages", _language)
    lines += _section(resume, "certificates", "Certifications", _award)
    lines += _section(resume, "projects", "Projects", _work)
    lines += _section(resume, "awards", "Awards", _award)
    lines += _section(resume, "publications", "Publications", _award)
    lines += _section(resume, "interests", "Interests", _skill)
    return [line for line in lines if line is not None]


def _section(resume: Entry, key: str, heading: str, shown: Callable[[Entry], Sequence[str]]) -> list[str]:
    entries = [line for entry in _entries(resume, key) for line in shown(entry) if line]
    return ["", heading, *entries] if entries else []


def _entries(holder: Entry, key: str) -> list[Entry]:
    found = holder.get(key)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _text(entry: Entry, *keys: str) -> str:
    for key in keys:
        value = entry.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def _texts(entry: Entry, key: str) -> list[str]:
    found = entry.get(key)
    return [item.strip() for item in found if isinstance(item, str) and item.strip()] if isinstance(found, list) else []


def _period(entry: Entry) -> str:
    if written := _text(entry, "date", "period", "dateRange"):
        return written
    start, end = (_month(_text(entry, name)) for name in ("startDate", "endDate"))
    if start:
        return f"{start} – {end or 'present'}"
    return end


def _month(written: str) -> str:
    """ "2020-03-01" without its day; other notations as they are."""
    return written[:7] if _ISO_DATE.match(written) else written


def _work(entry: Entry) -> list[str]:
    title = _text(entry, "position")
    organization = _text(entry, "name", "company", "organization")
    head = "\t".join(filter(None, (title or organization, organization if title else "", _period(entry))))
    highlights = [f"• {item}" for item in _texts(entry, "highlights")]
    keywords = ", ".join(_texts(entry, "keywords"))
    told = [_text(entry, "description"), _text(entry, "summary")]
    links = [_text(entry, "url", "website")]
    return ["", head, *told, *highlights, f"Tools: {keywords}" if keywords else "", *links]


def _education(entry: Entry) -> list[str]:
    degree = " ".join(filter(None, (_text(entry, "studyType"), _text(entry, "area"))))
    score, courses = _text(entry, "score", "gpa"), _texts(entry, "courses")
    return [
        ", ".join(filter(None, (degree, _text(entry, "institution"), _period(entry)))),
        f"• Grade: {score}" if score else "",
        f"• Courses: {', '.join(courses)}" if courses else "",
    ]


def _skill(entry: Entry) -> list[str]:
    name, keywords = _text(entry, "name"), _texts(entry, "keywords")
    if keywords:
        return [f"{name}: {', '.join(keywords)}" if name else ", ".join(keywords)]
    return [name]


def _language(entry: Entry) -> list[str]:
    name, level = _text(entry, "language", "name"), _text(entry, "fluency", "level")
    return [f"{name} ({level})" if level else name]


def _award(entry: Entry) -> list[str]:
    return [
        ", ".join(
            filter(
                None,
                (
                    _text(entry, "name", "title"),
                    _text(entry, "issuer", "awarder", "publisher"),
                    _text(entry, "date", "releaseDate")[:7],
                ),
            )
        )
    ]
