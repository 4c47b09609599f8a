"""Words of every language we know, taken together from the files of `reading.languages`: a resume mixes them freely."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from reading import languages
from reading.folding import plain

_NEVER = r"(?!)"
_WORD_BEGINS = r"(?<!\w)"


@cache
def phrases(*path: str) -> tuple[str, ...]:
    """The phrases of an entry, such as `phrases("resume", "dates", "to")`, of all languages, each once."""
    return tuple(dict.fromkeys(phrase for entry in entries(*path) for phrase in listed(entry)))


@cache
def source(*path: str) -> str:
    """The regular expression that finds any phrase of an entry in folded text, longer phrases first."""
    return source_of(phrases(*path))


def source_of(wanted: Iterable[str]) -> str:
    """The regular expression that finds any of the phrases in folded text, longer ones first.

    Phrases stand together by their first letter, so that one look at a letter rules most of them out.
    """
    by_letter: dict[str, list[str]] = {}
    others: list[str] = []
    for phrase in sorted(wanted, key=lambda phrase: (-len(phrase), phrase)):
        if phrase.startswith("re:"):
            others.append(phrase[3:])
            continue
        written = languages.phrase_pattern(phrase).replace("[ -]", "[ -]{1,2}")
        begin = f"{_WORD_BEGINS}{phrase[0]}"
        if phrase[0].isalnum() and written.startswith(begin):
            by_letter.setdefault(phrase[0], []).append(written.removeprefix(begin))
        else:
            others.append(written)
    branches = "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in sorted(by_letter.items()))
    if branches:
        others.append(f"{_WORD_BEGINS}(?:{branches})")
    return f"(?:{'|'.join(others)})" if others else _NEVER


@cache
def finder(*path: str) -> re.Pattern[str]:
    """What finds any phrase of an entry in folded text."""
    return re.compile(source(*path))


@cache
def month_numbers() -> Mapping[str, int]:
    """The names of months in all languages."""
    return {
        plain(name): number
        for months in entries("calendar", "months")
        for number, names in enumerate(months, 1)
        for name in names
    }


def entries(*path: str) -> list[Any]:
    """What stands at a path in each language's file, English last."""
    found: list[Any] = []
    for code in sorted(languages.CODES, key=lambda code: code == languages.ENGLISH):
        entry: Any = languages.table(code, path[0])
        for name in path[1:]:
            entry = entry.get(name) if isinstance(entry, Mapping) else None
        if entry:
            found.append(entry)
    return found


def listed(entry: str | Iterable[str]) -> list[str]:
    """The phrases of an entry, which may be one string of single words."""
    return entry.split() if isinstance(entry, str) else list(entry)
