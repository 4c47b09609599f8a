"""Words of every language we know, taken together from the files of `reading.languages`: a resume mixes them freely."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from reading import languages
from reading.folding import plain
from reading.patterns import alternation


@cache
def phrases(*path: str) -> tuple[str, ...]:
    """The phrases of an entry, such as `phrases("resume", "dates", "to")`, of all languages, each once."""
    return tuple(dict.fromkeys(phrase for entry in entries(*path) for phrase in languages.listed(entry)))


@cache
def source(*path: str) -> str:
    """The regular expression that finds any phrase of an entry in folded text, longer phrases first."""
    return alternation(phrases(*path))


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
