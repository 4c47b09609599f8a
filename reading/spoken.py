"""The human languages that a text names, under their English names, as postings and resumes write them."""

from __future__ import annotations

import re
from typing import Final

from reading import phrases as word_phrases
from reading.folding import plain

NAMES: Final = {
    spelling: name
    for table in word_phrases.entries("spoken")
    for name, spellings in table.items()
    for spelling in spellings
}
LANGUAGE_NAME: Final = re.compile(r"(?<![a-z])(" + "|".join(sorted(NAMES, key=len, reverse=True)) + r")(?![a-z])")


def languages_named(text: str) -> tuple[str, ...]:
    """The languages that the text names, in order, each once: English names in lower case."""
    return tuple(dict.fromkeys(NAMES[match.group(1)].lower() for match in LANGUAGE_NAME.finditer(plain(text))))
