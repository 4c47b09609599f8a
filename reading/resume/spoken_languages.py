"""Languages a person speaks, under their English names."""

import re
from collections.abc import Sequence
from typing import Final

from reading import phrases as word_phrases
from reading.folding import plain
from reading.resume.facts import Section, SpokenLanguage
from reading.spoken import LANGUAGE_NAME, NAMES

_LEVEL: Final = re.compile(rf"\b[abc][12]\+?(?!\w)|{word_phrases.source('resume', 'languages', 'level')}")
_SPEAKS: Final = re.compile(rf"{word_phrases.source('resume', 'languages', 'speaks')}[^.;]{{0,40}}")
_LABEL: Final = re.compile(
    rf"(?:^|[\t|•·;]|\. )\s*(?:(?:foreign|spoken|known) )?{word_phrases.source('resume', 'languages', 'labels')}\s*(?:[:\t-]|(?=[ ]))"
)
# What may stand between languages and their levels in a line that lists nothing else.
_BETWEEN: Final = re.compile(
    r"\b(?:and|und|et|y|e|en|level|niveau|nivel|in|of|the|both|language|sprache|cefr|toefl|ielts|\d{1,3})\b|[^\w]"
)
_LONGEST_LISTING: Final = 90  # characters


def languages_in(sections: Sequence[Section], lines: Sequence[str]) -> list[SpokenLanguage]:
    """Languages from language sections, labelled lines, lines of nothing else, and plain claims ("fluent in Spanish"),
    each once."""
    found: dict[str, SpokenLanguage] = {}
    own = {
        number
        for section in sections
        if section.kind == "languages"
        for number in range(section.first_line, section.last_line + 1)
    }
    own |= _listings(lines)
    for number, line in enumerate(lines, 1):
        text = plain(line[:600])
        if LANGUAGE_NAME.search(text) is None:
            continue
        label = _LABEL.search(text)
        if number in own and len(line.split()) <= 40:
            _collect(text, line, number, found)
        elif label is not None and len(line.split()) <= 60:
            _collect(text[label.end() :], line[label.end() :], number, found)
            _collect_claims(text[: label.start()], line, number, found)
        else:
            _collect_claims(text, line, number, found)
    return list(found.values())


def _listings(lines: Sequence[str]) -> set[int]:
    """Numbers of the lines that hold languages and levels and nothing else, in runs that name a level or two languages."""
    found: set[int] = set()
    run: list[int] = []
    for number, line in enumerate([*lines, "."], 1):
        text = plain(line[:_LONGEST_LISTING])
        if not run and LANGUAGE_NAME.search(text) is None:
            continue
        bare = _BETWEEN.sub("", _LEVEL.sub("", LANGUAGE_NAME.sub("", text)))
        if number <= len(lines) and line and len(line) < _LONGEST_LISTING and not bare:
            run.append(number)
            continue
        texts = [plain(lines[index - 1]) for index in run]
        names = sum(len(LANGUAGE_NAME.findall(text)) for text in texts)
        if names > 1 or (names and any(_LEVEL.search(text) for text in texts)):
            found.update(run)
        run = []
    return found


def _collect(text: str, line: str, number: int, found: dict[str, SpokenLanguage]) -> None:
    matches = list(LANGUAGE_NAME.finditer(text))
    for position, match in enumerate(matches):
        end = matches[position + 1].start() if position + 1 < len(matches) else len(text)
        level = _LEVEL.search(text[match.end() : end])
        written = line[match.end() + level.start() : match.end() + level.end()] if level else None
        name = NAMES[match.group(1)]
        found.setdefault(name, SpokenLanguage(name, written, number))


def _collect_claims(text: str, line: str, number: int, found: dict[str, SpokenLanguage]) -> None:
    for claim in _SPEAKS.finditer(text):
        _collect(claim.group(), line[claim.start() : claim.end()], number, found)
    for match in re.finditer(
        LANGUAGE_NAME.pattern
        + r"[ -](?:speak\w*|\((?:[abc][12]|native|fluent|bilingual|basic|intermediate|advanced)\b)",
        text,
    ):
        name = NAMES[match.group(1)]
        found.setdefault(name, SpokenLanguage(name, None, number))
