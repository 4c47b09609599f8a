"""What the readers know of each language: one data file per language, `<ISO 639-1 code>.toml`, read on first use.

A file holds tables of entries. An entry is a blank-separated list of words in one string, or a list of phrases in the
notation of `reading.patterns`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from reading.patterns import alternation

FOLDER = Path(__file__).resolve().parent
CODES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
ENGLISH = "en"


@cache
def table(code: str, name: str) -> Mapping[str, Any]:
    """A table of a language's file; empty where the language, or the table, is not there."""
    return dict(whole_file(code).get(name, {}))


@cache
def words(code: str, table_name: str, key: str) -> frozenset[str]:
    """The words of an entry that is a list of single words."""
    entry = table(code, table_name).get(key, "")
    return frozenset(entry.split() if isinstance(entry, str) else entry)


@cache
def pattern(codes: tuple[str, ...], table_name: str, key: str) -> re.Pattern[str]:
    """What finds a phrase of an entry, in any of the languages, in a text without accents in lower case; it never
    matches where no language has the entry."""
    found = [phrase for code in codes for phrase in listed(table(code, table_name).get(key, ()))]
    written = any(phrase.startswith("re:") for phrase in found)
    return re.compile(alternation(found), re.IGNORECASE if written else 0)


def listed(entry: str | Iterable[str]) -> list[str]:
    """The phrases of an entry, which may be one string of single words, or one regular expression."""
    if isinstance(entry, str):
        return [entry] if entry.startswith("re:") else entry.split()
    return list(entry)


def with_english(code: str | None) -> tuple[str, ...]:
    """The languages whose cues count in a text of this language: its own, and English, which is mixed into all."""
    return (ENGLISH,) if code in (None, ENGLISH) or code not in CODES else (str(code), ENGLISH)


@cache
def whole_file(code: str) -> Mapping[str, Any]:
    """All tables of a language; empty where there is no such language."""
    return tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8")) if code in CODES else {}
