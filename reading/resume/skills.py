"""Skills: what skills sections list, and what the vocabulary finds anywhere."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from reading import phrases as word_phrases
from reading.folding import plain
from reading.resume.denials import without_denied
from reading.resume.facts import Mention, Section
from reading.resume.sections import beside_heading

FindSkills = Callable[[str], Iterable[tuple[str, int, int]]]

# A label ends with a colon; in a table it may stand alone in the first cell, before a list.
_LABEL: Final = re.compile(r"^([^\W\d_][^:,;\t]{1,40}?)\s*(?::\s*|\t(?=[^\t]*(?:,|\S \S+ \S+ \S+ \S+ \S)))(?=\S)")
# Roles and projects name what was used: "Stack: React, Redux".
_TECHNOLOGY_LABEL: Final = re.compile(
    r"^(?:• )?(?:(?:tech(?:nology|nical)?|technologies)[ ]?(?:stack|used)?|stack|tools(?: used| summary)?|"
    r"technologies(?: used| & frameworks| and frameworks)?|technical skills|frameworks|programming languages|databases|"
    r"(?:main |professional )?skills|technologien|tecnologías|outils|herramientas|werkzeuge)\s*[:–-]\s*(?=\S)",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(
    r"\s*(?:[,;|•\t\n·]| / |\[|\]|\((?=[^()]{25,}\))| - (?=[A-Z])|\.(?= |$)|"
    r"(?<=[a-z]{3})\.(?=[A-Z]))\s*"
)
_LONGEST_SKILL: Final = 8  # words
_MOST: Final = 400
# A dot before a letter belongs to the name: ".NET".
_LEADING_SIGNS: Final = re.compile(r"^(?:[\s:;,–—)*-]|\.(?![A-Za-z]))+")
_FILLER: Final = re.compile(
    r"^(?:and|und|y|et|etc|also|including|includes?|others?|such as|like|good|strong|excellent|basic|working|"
    r"proven)?\s*"
    r"(?:knowledge (?:of|in)|experience (?:in|with)|experienced (?:in|with)|proficien(?:t|cy) (?:in|with)|"
    r"skilled in|familiar(?:ity)? with|"
    r"understanding of|expertise in|kenntnisse in|conocimientos de)?\s+",
    re.IGNORECASE,
)
_LEVEL: Final = word_phrases.source("resume", "skills", "level")
_YEARS: Final = (
    rf"(?:{word_phrases.source('resume', 'dates', 'years')}|{word_phrases.source('resume', 'dates', 'months')})"
)
_MEASURE: Final = rf"(?:(?:[a-z+]+ )?\d{{1,2}}(?:[.,]\d)?\+? ?{_YEARS}(?: [a-z]+)?|\d{{1,3}} ?%|\d{{1,2}} ?/ ?\d{{1,2}}|[★☆●○*]{{2,}})"
# How well and how long, behind a skill: "(advanced)", "– 5/5", ": Expert", "5 years".
_LEVEL_NOTE: Final = re.compile(
    rf"\s*(?:[(\[]\s*(?:{_LEVEL}|{_MEASURE})(?:[ ,/]+(?:{_LEVEL}|{_MEASURE}|[a-z]+))?\s*[)\]]?|\s[-:=]\s*(?:{_LEVEL}|{_MEASURE})|:\s*(?:{_LEVEL}|{_MEASURE})|\s{_MEASURE})$"
)
_ONLY_LEVEL: Final = re.compile(rf"(?:{_LEVEL}|{_MEASURE})(?: (?:level|user|knowledge))?$")


def skills_in(sections: Sequence[Section], lines: Sequence[str], find_skills: FindSkills | None) -> list[Mention]:
    """Skills in text order, each name once (case aside)."""
    found: dict[str, Mention] = {}
    lines = [without_denied(line) for line in lines]
    for section in sections:
        if section.kind == "skills":
            for name, number in _listed(section, lines):
                _add(found, name, number)
    for number, line in enumerate(lines, 1):
        if (label := _TECHNOLOGY_LABEL.match(line)) is not None:
            for name, _ in _items([(line[label.end() :], number)]):
                _add(found, name, number)
    if find_skills is not None:
        for number, line in enumerate(lines, 1):
            for name, _, _ in find_skills(line):
                _add(found, name, number)
    return sorted(found.values(), key=lambda mention: mention.line)[:_MOST]


def _add(found: dict[str, Mention], name: str, number: int) -> None:
    found.setdefault(name.casefold(), Mention(name, number))


def _listed(section: Section, lines: Sequence[str]) -> Iterable[tuple[str, int]]:
    first = section.first_line - (1 if section.heading is None else 0)
    block: list[tuple[str, int]] = []
    start = first
    if beside := beside_heading(section, lines):
        # "Skills: Python, SQL": the list begins on the heading's own line.
        block.append((beside, section.first_line))
    for index in range(start, section.last_line):
        line = lines[index]
        if not line.strip() or line.startswith("•") or _LABEL.match(line):
            yield from _items(block)
            block = []
        if line.strip():
            block.append((line.lstrip("• "), index + 1))
    yield from _items(block)


def _items(block: Sequence[tuple[str, int]]) -> Iterable[tuple[str, int]]:
    """Items of one run of lines: commas mean a list that wraps, no commas mean one item per line."""
    if not block:
        return
    commas = sum(text.count(",") + text.count(";") for text, _ in block)
    wraps = commas >= len(block) * 0.8
    text = ""
    starts: list[int] = []
    for piece, _ in block:
        starts.append(len(text))
        label = _LABEL.match(piece)
        if label is not None and _ONLY_LEVEL.match(plain(_SEPARATOR.split(piece[label.end() :])[0])):
            label = None  # "Python: Expert" is no list of Pythons
        text += (piece[label.end() :] if label else piece) + (" " if wraps else "\n")
    at = 0
    for match in [*_SEPARATOR.finditer(text), None]:
        end = match.start() if match is not None else len(text)
        item = _cleaned(text[at:end])
        if item:
            number = block[max(0, bisect_right(starts, at) - 1)][1]
            yield from ((part, number) for part in _split_slashes(item))
        if match is not None:
            at = match.end()


def _cleaned(item: str) -> str | None:
    item = _LEADING_SIGNS.sub("", item).rstrip(" .:;,–—-\n\t*")
    if item.startswith("(") and item.endswith(")"):
        item = item[1:-1]
    note = _LEVEL_NOTE.search(plain(item))
    item = item[: note.start()] if note is not None and note.start() > 0 else item
    item = _FILLER.sub("", item) if " " in item else item
    item = item.strip(" :;,–—-").rstrip(".")
    if item.count("(") != item.count(")"):
        item = item.strip("() ")
    if _ONLY_LEVEL.match(plain(item)):
        return None
    if not item or len(item.split()) > _LONGEST_SKILL or len(item) > 80 or not any(char.isalpha() for char in item):
        return None
    if item.count("(") != item.count(")"):
        item = item.replace("(", "").replace(")", "")
    return item


def _split_slashes(item: str) -> list[str]:
    """ "Python/Django/asyncio" is three skills; "TCP/IP" and "CI/CD" are one."""
    parts = item.split("/")
    if len(parts) > 2 and all(len(part.strip()) > 1 for part in parts):
        return [item, *(part.strip() for part in parts)]
    return [item]
