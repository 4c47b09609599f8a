"""What the readers know of each language: one data file per language, `<ISO 639-1 code>.toml`, read on first use.

A file holds tables of entries. An entry is a blank-separated list of words in one string, or a list of phrases. In a
phrase, written in plain lower case without accents, ``*`` at the end of a word stands for any ending, at its start for
any beginning (German compounds), and ``~`` for one or no word between two. An entry that opens with ``re:`` is a
regular expression, for what phrases cannot say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
CODES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
ENGLISH = "en"
_NEVER = re.compile(r"(?!)")


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
    alternatives = [
        alternative for code in codes for alternative in _alternatives(table(code, table_name).get(key, ()))
    ]
    return re.compile("|".join(alternatives), re.IGNORECASE) if alternatives else _NEVER


def with_english(code: str | None) -> tuple[str, ...]:
    """The languages whose cues count in a text of this language: its own, and English, which is mixed into all."""
    return (ENGLISH,) if code in (None, ENGLISH) or code not in CODES else (str(code), ENGLISH)


@cache
def whole_file(code: str) -> Mapping[str, Any]:
    """All tables of a language; empty where there is no such language."""
    return tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8")) if code in CODES else {}


def _alternatives(entry: str | Iterable[str]) -> list[str]:
    phrases = entry.split() if isinstance(entry, str) and not entry.startswith("re:") else entry
    phrases = [phrases] if isinstance(phrases, str) else list(phrases)
    return [phrase[3:] if phrase.startswith("re:") else phrase_pattern(phrase) for phrase in phrases]


def phrase_pattern(phrase: str) -> str:
    """The regular expression of a phrase."""
    parts: list[str] = []
    for word in phrase.split():
        if word == "~":
            parts.append(r"(?:[\w'/-]+[ -]){0,1}")
            continue
        body = r"\w*".join(re.escape(piece).replace("ss", "(?:ss|ß)") for piece in word.strip("*").split("*"))
        opens = "" if word.startswith("*") else r"(?<!\w)"
        parts.append(opens + body + (r"\w*" if word.endswith("*") else r"(?!\w)") + "[ -]")
    return "".join(parts).removesuffix("[ -]")
