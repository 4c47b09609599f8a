"""Regular expressions made of the phrases that the language files hold: one builder and one notation for all of them.

A phrase is words, written as people write them. Its signs: ``*`` any letters, at an end of a word or inside it; a space
also a hyphen; a hyphen also a space or nothing; "ss" also "ß"; ``~`` one word or none; ``…`` up to three words. A phrase
that opens with ``re:`` is a regular expression, for what phrases cannot say. Phrases begin and end with a word's edge,
unless a sign stands there ("/mes", "(m/w/d)").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

NEVER = r"(?!)"
_WORD = r"[\w/'+.-]+"
_SIGNS = {
    "*": r"\w*",
    "…": rf"(?:{_WORD} ){{0,3}}",
    "~": rf"(?:{_WORD}[ -])?",
    " ": r"[ -]{1,3}",
    "-": r"[ -]?",
    "ß": "(?:ss|ß)",
}
# In one place the plainer branch is tried first, so that of two phrases the longer one is found.
_LAST = {" ": 1, "-": 2, "~": 3, "…": 4, "*": 5}


def alternation(words: Iterable[str], *, after_digit: bool = False, edges: bool = True) -> str:
    """The source of a pattern for any of the phrases, each as a whole word; of two, the longer one is tried first.

    ``after_digit`` lets a phrase follow a number without a space: "45k". Without ``edges`` it may stand anywhere, also
    inside a word.
    """
    chosen = sorted(dict.fromkeys(words))
    written = [word[3:] for word in chosen if word.startswith("re:")]
    groups: dict[tuple[bool, bool], list[str]] = {}
    for word in chosen:
        if not word.startswith("re:"):
            sides = (_is_letter(word[0]), _is_letter(word[-1]))
            groups.setdefault(sides if edges else (False, False), []).append(word)
    sources = []
    for (left, right), members in sorted(groups.items(), reverse=True):
        edge = r"(?<![^\W\d_])" if after_digit else r"(?<!\w)"
        before, after = edge if left else "", r"(?!\w)" if right else ""
        sources.append(f"{before}{_source(_tree(members))}{after}")
    return f"(?:{'|'.join((*sources, *written))})" if sources or written else NEVER


def _tree(words: Iterable[str]) -> dict[str, Any]:
    """The phrases as a tree of characters, so that a common beginning is tried once; "" marks an end."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        # A space before a sign for words belongs to the sign.
        for character in re.sub(r" ([~…]) ?", r" \1", word).replace("ss", "ß"):
            node = node.setdefault(character, {})
        node[""] = {}
    return root


def _source(node: dict[str, Any]) -> str:
    branches = []
    for character, below in sorted(node.items(), key=lambda entry: (_LAST.get(entry[0], 0), entry[0])):
        if character == "":
            continue
        sign = _SIGNS.get(character) or re.escape(character)
        branches.append(sign + _source(below))
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if "" in node else joined


def _is_letter(character: str) -> bool:
    return character.isalnum() or character in "*_"
