"""Which lines of a resume are headings of sections; the words are those of `reading.languages`."""

import re
from typing import Final, get_args

from reading import languages
from reading import phrases as word_phrases
from reading.folding import plain
from reading.resume.facts import SectionKind

_KINDS: Final = get_args(SectionKind)
# Where two languages differ, English decides.
_EXACT: Final[dict[str, SectionKind]] = {
    phrase.replace("-", " "): kind
    for table in word_phrases.entries("resume", "headings")
    for kind in _KINDS
    for phrase in languages.listed(table.get(kind, ()))
}
_CORE: Final[dict[str, SectionKind]] = {
    word: kind
    for table in word_phrases.entries("resume", "heading_words")
    for kind in _KINDS
    for word in languages.listed(table.get(kind, ()))
}
_BESIDE: Final = frozenset(word_phrases.phrases("resume", "heading_words", "beside"))
_NAMED: Final = frozenset(word_phrases.phrases("resume", "heading_words", "named"))
# What is left of a whole heading when its letters have come apart: "W ORK E XPERIENCE".
_SQUEEZED: Final = {phrase.replace(" ", ""): kind for phrase, kind in _EXACT.items() if len(phrase) > 5}
_RANK: Final[tuple[SectionKind, ...]] = (
    "education", "experience", "skills", "languages", "certifications", "publications", "projects", "awards",
    "interests", "summary",
)  # fmt: skip
_NOT_LETTERS: Final = re.compile(r"[^a-z'/ ]+")
_LONGEST: Final = 48
_INLINE: Final = re.compile(r"^([^\W\d_][^:\t]{2,40}?)\s*(?::|\t)\s*(\S.*)$")
_RUN_IN: Final = re.compile(r"^([A-Z]{4,}(?: (?:& |AND )?[A-Z]{4,}){0,2}) (?=\S*[a-z])")
_INLINE_KINDS: Final = frozenset(
    {"skills", "languages", "certifications", "interests", "education", "awards", "summary", "experience"}
)


def heading_kind(line: str) -> SectionKind | None:
    """The section a line opens when it is nothing but a heading, else None."""
    if not line or len(line) > _LONGEST or line.startswith("•") or line.endswith((".", ",", ";")):
        return None
    phrase = _phrase(line)
    # "experience" in running text begins small; a heading does not.
    if not phrase or line[0].islower():
        return None
    if phrase in _EXACT:
        return _EXACT[phrase]
    tokens = phrase.split()
    if line.isupper() and min(map(len, tokens)) < 5:
        squeezed = phrase.replace(" ", "")
        if squeezed in _SQUEEZED:
            return _SQUEEZED[squeezed]
        tokens = _parted(squeezed) or tokens
    kinds = {_CORE[word] for word in tokens if word in _CORE}
    if len(tokens) > 5 or not kinds or not all(word in _CORE or word in _BESIDE for word in tokens):
        return None
    return next((kind for kind in _RANK if kind in kinds), None)


def _parted(squeezed: str) -> list[str]:
    """The words of headings that letters without blanks spell; empty where they spell none."""
    if not squeezed:
        return []
    for end in range(len(squeezed), 2, -1):
        word = squeezed[:end]
        if word in _CORE or word in _BESIDE:
            rest = _parted(squeezed[end:])
            if rest or end == len(squeezed):
                return [word, *rest]
    return []


def names_experience(line: str) -> bool:
    """Whether a line could head a section of work of its own kind: "Retail Experience", "BERUFSERFAHRUNG PFLEGE"."""
    tokens = _phrase(line).split()
    written = re.findall(r"[^\W\d_]+", line)
    return (
        2 <= len(tokens) <= 5
        and len(line) <= _LONGEST
        and not line.startswith("•")
        and re.search(r"[\d.,;@|\t]", line) is None
        and (tokens[-1] in _NAMED or (tokens[0] in _NAMED and line.isupper()))
        and all(word[0].isupper() or len(word) < 4 for word in written)
    )


def run_in_heading(line: str) -> tuple[SectionKind, str] | None:
    """Kind and heading of "EDUCATION Hill College": capitals that run into ordinary text."""
    match = _RUN_IN.match(line)
    if match is None or line.isupper():
        return None
    kind = _EXACT.get(_phrase(match.group(1)))
    return (kind, match.group(1)) if kind is not None else None


def inline_heading(line: str) -> tuple[SectionKind, str] | None:
    """Kind and label of "Languages: English, German"; only whole headings count as labels."""
    match = _INLINE.match(line)
    if match is None:
        return None
    kind = _EXACT.get(_phrase(match.group(1)))
    if kind is None and ":" in line[: match.start(2)]:
        kind = heading_kind(match.group(1))
        kind = kind if kind in ("experience", "education") else None
    return (kind, match.group(1)) if kind in _INLINE_KINDS else None


def _phrase(line: str) -> str:
    folded = plain(line).replace("&", " and ").replace("-", " ")
    return " ".join(_NOT_LETTERS.sub(" ", folded).split())
