"""Languages a person speaks, under their English names."""

import re
from collections.abc import Sequence
from typing import Final

from reading.folding import plain
from reading.resume.facts import Section, SpokenLanguage
from reading.spoken import LANGUAGE_NAME, NAMES

_LEVEL: Final = re.compile(
    r"\b(?:[abc][12]\+?|native|mother ?tongue|bilingual|fluent(?:ly)?|proficient|advanced|upper[ -]intermediate|"
    r"pre[ -]advanced|"
    r"intermediate|conversational|basic|beginner|elementary|good|excellent|working proficiency|"
    r"professional(?: working)?|limited|"
    r"muttersprach\w*|verhandlungssicher|fliessend|flussend|gut|sehr gut|grundkenntnisse|konversationssicher|"
    r"nativo|lengua materna|"
    r"fluido|avanzado|intermedio|basico|alto|medio|langue maternelle|maternelle|courant|bilingue|intermediaire|"
    r"notions|avance)\b"
)
_SPEAKS: Final = re.compile(
    r"(?:fluent|fluency|proficient|native|bilingual|speaks?|speaking|spoken|conversational|"
    r"working knowledge)\b[^.;]{0,40}"
)
_LABELLED: Final = re.compile(
    r"^(?:foreign |spoken )?(?:languages?|sprachen|idiomas|langues)(?: known|"
    r" spoken)?\s*(?:[:\t-]|\b)"
)


def languages_in(sections: Sequence[Section], lines: Sequence[str]) -> list[SpokenLanguage]:
    """Languages from language sections, labelled lines and plain claims ("fluent in Spanish"), each once."""
    found: dict[str, SpokenLanguage] = {}
    own = {
        number
        for section in sections
        if section.kind == "languages"
        for number in range(section.first_line, section.last_line + 1)
    }
    for number, line in enumerate(lines, 1):
        text = plain(line[:600])
        if (number in own and len(line.split()) <= 40) or (
            _LABELLED.match(text) and len(line.split()) <= 60 and LANGUAGE_NAME.search(text)
        ):
            _collect(text, line, number, found)
        elif LANGUAGE_NAME.search(text):
            _collect_claims(text, line, number, found)
    return list(found.values())


def _collect(text: str, line: str, number: int, found: dict[str, SpokenLanguage]) -> None:
    matches = list(LANGUAGE_NAME.finditer(text))
    for position, match in enumerate(matches):
        end = matches[position + 1].start() if position + 1 < len(matches) else len(text)
        level = _LEVEL.search(text[match.end() : end])
        written = line[match.end() + level.start() : match.end() + level.end()] if level else None
        name = NAMES[match.group(1)]
        found.setdefault(name, SpokenLanguage(name, written, number))


def _collect_claims(text: str, line: str, number: int, found: dict[str, SpokenLanguage]) -> None:
    for claim in _SPEAKS.finditer(text):
        _collect(claim.group(), line[claim.start() : claim.end()], number, found)
    for match in re.finditer(LANGUAGE_NAME.pattern + r"[ -](?:speak\w*|\((?:[abc][12]|native|fluent)\))", text):
        name = NAMES[match.group(1)]
        found.setdefault(name, SpokenLanguage(name, None, number))
