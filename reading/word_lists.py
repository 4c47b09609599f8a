"""The phrases that the language files hold for the facts of a posting, and patterns made of them.

They are written with accents, in the notation of `reading.patterns`. The readers of facts ask for the words of all
languages together, because a posting mixes them ("Senior Developer (m/w/d), full remote"), or of one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from reading.folding import fold
from reading.languages import CODES, ENGLISH, whole_file
from reading.patterns import alternation


@lru_cache(maxsize=1)
def languages() -> dict[str, Mapping[str, Any]]:
    """The tables of every language, by its code; English first, the others in the order of their codes."""
    return {code: whole_file(code) for code in sorted(CODES, key=lambda code: (code != ENGLISH, code))}


def _section(table: Mapping[str, Any], path: str) -> Any:
    value: Any = table
    for name in path.split("."):
        value = value.get(name, {})
    return value


def phrases(*paths: str, language: str | None = None) -> tuple[str, ...]:
    """The folded phrases that stand under ``paths``, of one language or of all, without repeats."""
    chosen = [languages()[language]] if language else languages().values()
    found = (fold(phrase) for path in paths for table in chosen for phrase in _section(table, path) or ())
    return tuple(dict.fromkeys(found))


def tables(path: str) -> dict[str, tuple[str, ...]]:
    """The lists of a table, each joined over all languages: ``tables("labels")["location"]``."""
    joined: dict[str, dict[str, None]] = {}
    for table in languages().values():
        for name, words in _section(table, path).items():
            if isinstance(words, list):
                joined.setdefault(name, {}).update(dict.fromkeys(map(fold, words)))
    return {name: tuple(words) for name, words in joined.items()}


def numbers() -> dict[str, int]:
    """The words for small numbers in all languages."""
    return {fold(word): number for table in languages().values() for word, number in table.get("numbers", {}).items()}


def months() -> dict[str, int]:
    """The names and short forms of the months in all languages, each with its number."""
    return {
        fold(name).rstrip("."): number
        for table in languages().values()
        for number, names in enumerate(_section(table, "calendar.months") or (), start=1)
        for name in names
    }


def compiled(*paths: str) -> re.Pattern[str]:
    """A pattern for any phrase that stands under ``paths`` in any language."""
    return re.compile(alternation(phrases(*paths)))
