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
_ANY_NAME = "|".join(sorted(NAMES, key=len, reverse=True))
LANGUAGE_NAME: Final = re.compile(rf"(?<![a-z])({_ANY_NAME})(?![a-z])")
IN_COMPOUND: Final = re.compile(rf"(?<![a-z])(?:{_ANY_NAME})")

# The levels of the Common European Framework, lowest first.
LEVEL: Final = re.compile(r"\b[ABC][12]\b")
OF_CODE: Final = {
    "de": "german", "es": "spanish", "fr": "french", "it": "italian", "nl": "dutch", "pt": "portuguese",
}  # fmt: skip


def name_in(text: str) -> str | None:
    """What a text calls the first language it names, with a capital, compounds included: "Deutsch" of
    "Deutschkenntnisse". None where it names none.
    """
    found = IN_COMPOUND.search(plain(text))
    return text[slice(*found.span())].capitalize() if found else None


def level_of(text: str, name: str) -> str | None:
    """The level that the text states of the language ``name``: behind its name, or the only one there is."""
    places = [(match.end(), NAMES[match.group(1)].lower()) for match in LANGUAGE_NAME.finditer(plain(text))]
    levels = [(match.start(), match.group()) for match in LEVEL.finditer(text)]
    for number, (end, named) in enumerate(places):
        until = places[number + 1][0] if number + 1 < len(places) else len(text)
        behind = [level for start, level in levels if end <= start < until]
        if named == name and behind:
            return behind[0]
    return levels[0][1] if len(levels) == 1 and len(places) == 1 else None


def languages_named(text: str) -> tuple[str, ...]:
    """The languages that the text names, in order, each once: English names in lower case."""
    return tuple(dict.fromkeys(NAMES[match.group(1)].lower() for match in LANGUAGE_NAME.finditer(plain(text))))
