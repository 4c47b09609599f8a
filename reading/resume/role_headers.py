"""Tells the title from the organisation in the header of one role."""

import re
from collections.abc import Sequence
from typing import Final

from reading import phrases as word_phrases
from reading.folding import plain
from reading.resume.job_words import has_organization_word, has_title_word, split_after_legal_form
from reading.resume.whereabouts import is_place, without_place

# What form-made resumes print where the employer was left out or taken out.
PLACEHOLDER: Final = re.compile(
    r"\bCompany Name\b(?:\s+City\s*$)?|\bCity\s*,\s*State\b(?:\s*,\s*(?:United States|USA|Country))?|\bName of Employer\b|\*{3,}|"
    r"_{3,}|\uff0d|\u200b"
)
_STRONG: Final = re.compile(r"\t| \| | · | • |\s+[–—]\s+| - |\s+@\s+|\s+//\s+|; ")
_AT: Final = re.compile(r"\s+(?:at|bei(?: der| dem)?|chez)\s+(?=[^\W\d_])")
_TAIL: Final = re.compile(
    r"\s+(?:in|for|within|on|at)\s+(?:the|an?)\s.*$|\s+(?:with|responsible|reporting to|where)\s.*$", re.IGNORECASE
)
_KIND_OF_WORK: Final = re.compile(
    r"\(?\b(?:full[- ]?time|part[- ]?time|contract|freelance basis|remote|hybrid|on[- ]?site|temporary|permanent|"
    r"vollzeit|teilzeit|"
    r"tiempo completo|temps plein|cdi|cdd|m/w/d|w/m/d|m/f/d|[hf]/[hf])\b\)?",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"^(?:position|title|job title|role|designation|company|employer|organi[sz]ation|client|puesto|empresa|poste|"
    r"entreprise|firma|(?:work |professional )?experience)\s*:\s*",
    re.IGNORECASE,
)
_DURATION: Final = re.compile(
    r"\(?\b\d{1,2}\+?\s*(?:years?|yrs?|months?|mos?|jahre?|monate?|anos?|meses|ans?|mois)\b\.?\)?", re.IGNORECASE
)
# "(Israel, Haifa)" behind a title says where, not for whom.
_WHERE: Final = re.compile(r",?\s*\([A-Z][\w .'’-]{1,40},\s*[A-Z][\w .'’-]{1,40}\)\s*$")
_EDGES: Final = " \t,;:|·•/–—-()[]"
_LONGEST: Final = 100


def cleaned_header(text: str) -> str:
    """`text` without placeholders, kinds of employment and stated durations."""
    text = re.sub(r"^\.\s+", "", text)
    for pattern in (PLACEHOLDER, _DURATION, _KIND_OF_WORK):
        text = pattern.sub("\t", text)
    cells = (_LABEL.sub("", cell).strip(_EDGES + "ï¼") for cell in text.split("\t"))
    return "\t".join(cell for cell in cells if cell)


def named(texts: Sequence[str], *, organization_first: bool) -> tuple[str, str | None]:
    """Title and organisation from the header's texts in order; ("", None) when nothing is left.

    `organization_first` decides where the words themselves do not.
    """
    chunks = [chunk for text in texts for chunk in _chunks(cleaned_header(text))]
    if not chunks:
        return "", None
    if len(chunks) == 1 and (split := split_after_legal_form(chunks[0])) and has_title_word(split[1]):
        return _title(split[1]), split[0]
    titled = [chunk for chunk in chunks if has_title_word(chunk)]
    if len(chunks) > 2 or (len(chunks) == 2 and titled and not is_place(titled[0])):
        chunks = [chunk for chunk in chunks if chunk in titled or not is_place(chunk)] or chunks
    if not titled:
        return _by_order(chunks, organization_first=organization_first)
    title = next((chunk for chunk in titled if not has_organization_word(chunk)), titled[0])
    others = [chunk for chunk in chunks if chunk is not title]
    organization = next((chunk for chunk in others if has_organization_word(chunk)), others[0] if others else None)
    inner_title, inner_organization = _inside(title, alone=organization is None)
    if organization is None or (inner_organization is not None and not has_organization_word(organization)):
        organization = inner_organization
    elif inner_organization is None or not has_organization_word(inner_organization):
        inner_title = title if len(title) <= 60 else inner_title
    return _title(inner_title), _organization(organization)


def _chunks(text: str) -> list[str]:
    pieces = [piece for part in _STRONG.split(text) for piece in _AT.split(part)]
    return [piece.strip(_EDGES) for piece in pieces if len(piece.strip(_EDGES)) > 1]


def _inside(chunk: str, *, alone: bool) -> tuple[str, str | None]:
    """Title and organisation inside one chunk with commas; the organisation is None if it is not there."""
    if (split := split_after_legal_form(chunk)) and has_title_word(split[1]) and not has_title_word(split[0]):
        return split[1], split[0]
    where = _WHERE.search(f"{chunk})" if chunk.count("(") > chunk.count(")") else chunk)
    if where and not has_organization_word(where.group()) and has_title_word(chunk[: where.start()]):
        chunk = chunk[: where.start()]
    parts = [part.strip(_EDGES) for part in chunk.split(",") if part.strip(_EDGES)]
    if alone and parts and (split := _employed_in(parts[0])) is not None:
        return split
    if len(parts) < 2:
        return chunk, None
    at = next(
        (n for n, part in enumerate(parts) if has_title_word(part) and not has_organization_word(part)),
        next((n for n, part in enumerate(parts) if has_title_word(part)), 0),
    )
    marked = next((n for n, part in enumerate(parts) if n != at and has_organization_word(part)), None)
    if marked is not None:
        return ", ".join(parts[at:marked]) if marked > at else parts[at], parts[marked]
    if not alone:
        return chunk, None
    if at > 0:
        return parts[at], parts[0]
    if all(has_title_word(part) for part in parts):
        return chunk, None  # "SVP, Regional Sales Director": two titles, no employer
    named_last = [part for part in parts[1:] if not is_place(part)] or parts[1:]
    return parts[0], named_last[0]


_EMPLOYED_IN: Final = re.compile(
    r"^(?P<title>.{3,60}?) (?:in|@|for|with) (?P<organization>[A-Z][\w&.'’-]*(?: [A-Z][\w&.'’-]*){0,3})$"
)


def _employed_in(chunk: str) -> tuple[str, str] | None:
    """ "Mobile Developer in Key-Group" -> title and employer; "Engineer in Test" and towns name none."""
    match = _EMPLOYED_IN.match(chunk)
    if match is None or not has_title_word(match["title"]) or has_title_word(match["organization"]):
        return None
    known = has_organization_word(match["organization"]) or "-" in match["organization"]
    return (match["title"], match["organization"]) if known and not is_place(match["organization"]) else None


_TEAM: Final = word_phrases.finder("resume", "titles", "teams")


def names_team(text: str) -> bool:
    """Whether `text` names a part of an employer: "Growth Team", "Emergency Department"."""
    return _TEAM.search(plain(text)) is not None


def employer_with_place(line: str) -> str | None:
    """The employer in "Northwind | Chicago, IL"; None where no place ends the line or a title begins it."""
    name = without_place(line)
    return name if name is not None and not has_title_word(name) and len(name.split()) <= 8 else None


def _by_order(chunks: Sequence[str], *, organization_first: bool) -> tuple[str, str | None]:
    parts = [part.strip(_EDGES) for chunk in chunks for part in chunk.split(",") if part.strip(_EDGES)]
    if not parts:
        return "", None
    if len(parts) == 1:
        return _title(parts[0]), None
    marked = next((part for part in parts if has_organization_word(part)), None)
    if marked is not None:
        return _title(next(part for part in parts if part is not marked)), _organization(marked)
    first, second = parts[0], parts[1]
    return (_title(second), _organization(first)) if organization_first else (_title(first), _organization(second))


def _title(text: str) -> str:
    return _TAIL.sub("", text.strip(_EDGES))[:_LONGEST].strip(" \t,;:|·•–—-")


def _organization(text: str | None) -> str | None:
    if text is None:
        return None
    name = text.split(",")[0].strip(_EDGES)
    if name.count("(") > name.count(")"):
        name += ")"
    letters = sum(char.isalpha() for char in name)
    if letters * 2 < len(name) or name.count(")") > name.count("(") or name.startswith("*"):
        return None
    return name[:_LONGEST]


HEADER_LENGTH: Final = 110
VERB_START: Final = re.compile(
    r"^(?:responsib|develop(?:ed|ing)|manag(?:ed|ing)\b|work(?:ed|ing)\b|assist(?:ed|ing)\b|provid(?:ed|ing|e)\b|"
    r"creat(?:ed|ing)"
    r"|design(?:ed|ing)\b|implement|maintain|support(?:ed|ing)\b|handl(?:ed|ing)|perform(?:ed|ing)|conduct(?:ed|ing)"
    r"|led\b|built\b|trained\b|prepared\b|coordinated|supervised|key |duties|achiev|stack|technolog|tools|"
    r"environment|project)",
    re.IGNORECASE,
)


def could_be_header(line: str) -> bool:
    return (
        bool(line.strip())
        and not line.startswith("•")
        and len(line) <= HEADER_LENGTH
        and not (line.endswith((".", ";")) and len(line.split()) > 6)
        and not line.endswith(",")
        and line[0] not in "*("
        and not begins_small(line.lstrip("- "))
    )


def begins_small(line: str) -> bool:
    """Running text begins with a small word; a name may begin with a small letter ("iOS developer")."""
    first = line.split(maxsplit=1)[0] if line.strip() else ""
    return first[:1].islower() and first == first.lower()
