"""Folding of text for comparison without moving a single offset."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SAME_LENGTH = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "'", "\u201c": '"', "\u201d": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u200b": " ", "\ufeff": " ", "\t": " ", "\r": " ",
        "\x0b": " ", "\x0c": " ",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """Lower case, plain quotes, dashes and spaces; ``len(fold(text)) == len(text)`` always holds."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lowered.translate(_SAME_LENGTH)


class _PlainCharacters(dict[int, str]):
    """Each character in lower case without its accents, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[0] if code > 0x7F else chr(code)
        lower = base.lower()
        self[code] = lower if len(lower) == 1 else base
        return self[code]


_PLAIN = _PlainCharacters({ord(sign): "-" for sign in "–—−‒―"} | {ord(sign): "'" for sign in "’‘`"} | {ord("→"): ">"})


def plain(text: str) -> str:
    """Lower case without accents, character for character: positions stay."""
    return text.translate(_PLAIN)


@lru_cache(maxsize=8192)
def ascii_key(text: str) -> str:
    """A lookup key for names: lower case, no diacritics, single spaces (its length may differ)."""
    plain = text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L")
    decomposed = unicodedata.normalize("NFKD", plain)
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    kept = (character if character.isalnum() else " " for character in letters.lower())
    return " ".join("".join(kept).split())
