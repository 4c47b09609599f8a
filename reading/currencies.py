"""Currencies as people write them: codes, signs and words, and the ISO 4217 code each means in a country."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from reading import word_lists
from reading.folding import fold
from reading.patterns import alternation

_DATA = tomllib.loads((Path(__file__).parent / "data" / "currencies.toml").read_text(encoding="utf-8"))
CODES = frozenset(_DATA["codes"].split())
WEAK = frozenset(_DATA["weak"].split())
_IN_SMALL_LETTERS = frozenset(_DATA["in_small_letters"].split())
_SIGNS: dict[str, tuple[str, ...]] = {fold(sign): tuple(codes) for sign, codes in _DATA["signs"].items()}
_WORDS: dict[str, str] = {word: code for code, words in word_lists.tables("pay.currencies").items() for word in words}
_CODE = "|".join(sorted(code.lower() for code in CODES))


def _edged(sign: str) -> str:
    """A sign made of letters must not stand inside a word."""
    before = r"(?<!\w)" if sign[0].isalnum() else ""
    after = r"(?![^\W\d_])" if sign[-1].isalnum() else ""
    return before + re.escape(sign) + after


_SIGN = "|".join(_edged(sign) for sign in sorted(_SIGNS, key=lambda sign: (-len(sign), sign)))
# In front of an amount: "USD 40", "R$ 40", "EUR40"; behind it also the words: "40 euros".
BEFORE = rf"(?:{_SIGN}|(?<!\w)(?:{_CODE})(?![^\W\d_])\s?\$?)"
AFTER = rf"(?:{_SIGN}|(?:(?<!\w)|(?<=\d))(?:{_CODE})(?![^\W\d_])|{alternation(_WORDS, after_digit=True)})"


def is_written_as_currency(written: str, home: str | None) -> bool:
    """Whether a matched sign counts: "TRY" and "ALL" are currencies in capitals only, "R" in its own country only."""
    sign = written.strip()
    if len(sign) == 1 and sign.isalpha():
        return sign.isupper() and home in _SIGNS.get(fold(sign), ())
    code = sign.rstrip("$ ")
    return code.upper() not in CODES or fold(code) in _IN_SMALL_LETTERS or code.isupper()


def currency_code(written: str, home: str | None) -> str | None:
    """The ISO 4217 code of a written sign, code or word, or None. ``home`` is the currency of the posting's country."""
    sign = " ".join(fold(written).split())
    if sign in _SIGNS:
        meant = _SIGNS[sign]
        return home if home in meant else meant[0] or None
    if sign in _WORDS:
        return _WORDS[sign]
    code = sign.rstrip("$ ").upper()
    return code if code in CODES else None


def is_shared(written: str) -> bool:
    """Whether a sign belongs to several currencies."""
    return len(_SIGNS.get(" ".join(fold(written).split()), ("",))) > 1
