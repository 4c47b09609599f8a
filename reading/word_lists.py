"""The phrases that the language files hold for the facts of a posting, and patterns made of them.

They are words, never patterns, written as people write them, with accents. Four signs are understood: ``*`` for any
letters, a space for white space or a hyphen, a hyphen for a hyphen, a space or nothing, and ``…`` for up to three
words. The readers of facts ask for the words of all languages together, because a posting mixes them ("Senior Developer
(m/w/d), full remote"), or of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from reading.folding import fold
from reading.languages import CODES, ENGLISH, whole_file


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


# A phrase as the parts that a pattern is built of: single characters, and the signs of the notation.
_SIGNS = {"*": r"\w*", "…": r"(?:[\w/'+.-]+ ){0,3}", " ": r"[ -]{1,3}", "-": r"[ -]?"}


def _tree(words: Iterable[str]) -> dict[str, Any]:
    """The phrases as a tree of characters, so that a common beginning is tried once; "" marks an end."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return root


def _source(node: dict[str, Any]) -> str:
    branches = []
    for character, below in node.items():
        if character == "":
            continue
        sign = _SIGNS.get(character) or re.escape(character)
        branches.append(sign + _source(below))
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if "" in node else joined


def alternation(words: Iterable[str], *, after_digit: bool = False, edges: bool = True) -> str:
    """The source of a pattern for any of the phrases, each as a whole word; of two, the longer one is tried first.

    ``after_digit`` lets a phrase follow a number without a space: "45k". Without ``edges`` it may
    stand anywhere, also inside a word.
    """
    chosen = sorted(dict.fromkeys(words))
    if not chosen:
        return r"(?!)"
    # Phrases that begin or end with a sign ("/mes", "(m/w/d)") need no edge of a word there.
    groups: dict[tuple[bool, bool], list[str]] = {}
    for word in chosen:
        sides = (_is_letter(word[0]), _is_letter(word[-1]))
        groups.setdefault(sides if edges else (False, False), []).append(word)
    sources = []
    for (left, right), members in sorted(groups.items(), reverse=True):
        edge = r"(?<![^\W\d_])" if after_digit else r"(?<!\w)"
        before, after = edge if left else "", r"(?!\w)" if right else ""
        sources.append(f"{before}{_source(_tree(members))}{after}")
    return f"(?:{'|'.join(sources)})"


def _is_letter(character: str) -> bool:
    return character.isalnum() or character in "*_"


def compiled(*paths: str) -> re.Pattern[str]:
    """A pattern for any phrase that stands under ``paths`` in any language."""
    return re.compile(alternation(phrases(*paths)))
