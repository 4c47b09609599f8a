"""Whether extracted text is a text at all: a resume that cannot be read must not become an invented profile."""

import re
from typing import Final

from reading.documents.limits import MAX_LINES, MAX_TEXT_BYTES
from reading.documents.refusals import GARBLED, TEXT_TOO_LONG, Refused

_FEWEST_LETTERS: Final = 12
_MOST_UNKNOWN: Final = 0.12
_FEWEST_LETTERS_SHARE: Final = 0.35
_LONGEST_WORD_MEAN: Final = 25
_FEW_WORDS: Final = 8
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_VOWEL: Final = re.compile(r"[aeiouyáéíóúàèìòùâêîôûäëïöüæøåœãõ]", re.IGNORECASE)
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+")


def require_readable(text: str) -> None:
    """Raises Refused: `too_large` above 200 KB of text, `no_text` when it is empty, a scan or scrambled."""
    if len(text.encode("utf-8", "replace")) > MAX_TEXT_BYTES or text.count("\n") >= MAX_LINES:
        raise Refused("too_large", TEXT_TOO_LONG)
    solid = [char for char in text if not char.isspace()]
    letters = sum(char.isalpha() for char in solid)
    unknown = sum(char == "\ufffd" for char in solid)
    if solid and unknown / len(solid) > _MOST_UNKNOWN:
        raise Refused("no_text", GARBLED)
    if letters < _FEWEST_LETTERS:
        raise Refused("no_text")
    if (letters / len(solid) < _FEWEST_LETTERS_SHARE and not _has_words(text)) or _is_scrambled(text):
        raise Refused("no_text", GARBLED)


def _has_words(text: str) -> bool:
    """Whether a text full of digits, signs or emoji still holds a few plain words."""
    return len({word for word in _WORD.findall(text) if len(word) > 3 and _VOWEL.search(word)}) >= _FEW_WORDS


def _is_scrambled(text: str) -> bool:
    """Latin letters without words: no vowels, or one endless word."""
    words = _WORD.findall(text)
    if not words:
        return True
    if len(words) < 20:
        return False
    if sum(map(len, words)) / len(words) > _LONGEST_WORD_MEAN:
        return True
    latin = [word for word in words if _LATIN.fullmatch(word) and len(word) > 3]
    voiceless = sum(not _VOWEL.search(word) for word in latin)
    return len(latin) >= 20 and voiceless / len(latin) > 0.5
