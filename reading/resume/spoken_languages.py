"""Languages a person speaks, under their English names."""

import re
from collections.abc import Sequence
from typing import Final

from reading.resume.dates import fold
from reading.resume.facts import Section, SpokenLanguage

# The English name, then how it is written in the four languages, folded.
_SPELLINGS: Final = """
    English: english englisch ingles anglais
    German: german deutsch aleman allemand
    French: french franzosisch frances francais
    Spanish: spanish spanisch espanol castellano espagnol
    Italian: italian italienisch italiano italien
    Portuguese: portuguese portugiesisch portugues portugais
    Dutch: dutch niederlandisch holandes neerlandais nederlands
    Polish: polish polnisch polaco polonais polski
    Russian: russian russisch ruso russe
    Ukrainian: ukrainian ukrainisch ucraniano ukrainien
    Czech: czech tschechisch checo tcheque
    Slovak: slovak slowakisch eslovaco
    Turkish: turkish turkisch turco turc
    Arabic: arabic arabisch arabe
    Hebrew: hebrew hebraisch hebreo hebreu
    Persian: persian farsi persisch persa
    Hindi: hindi
    Urdu: urdu
    Bengali: bengali bangla
    Punjabi: punjabi panjabi
    Gujarati: gujarati gujrati
    Marathi: marathi
    Tamil: tamil
    Telugu: telugu
    Kannada: kannada
    Malayalam: malayalam
    Odia: odia oriya
    Assamese: assamese
    Nepali: nepali
    Sinhala: sinhala
    Sanskrit: sanskrit
    Chinese: chinese chinesisch chino chinois
    Mandarin: mandarin
    Cantonese: cantonese
    Japanese: japanese japanisch japones japonais
    Korean: korean koreanisch coreano coreen
    Vietnamese: vietnamese
    Thai: thai
    Indonesian: indonesian bahasa
    Malay: malay
    Tagalog: tagalog filipino
    Swedish: swedish schwedisch sueco suedois
    Norwegian: norwegian norwegisch noruego
    Danish: danish danisch danes danois
    Finnish: finnish finnisch
    Icelandic: icelandic
    Hungarian: hungarian ungarisch hungaro hongrois
    Romanian: romanian rumanisch rumano roumain
    Bulgarian: bulgarian bulgarisch
    Greek: greek griechisch griego grec
    Croatian: croatian kroatisch croata
    Serbian: serbian serbisch serbio
    Bosnian: bosnian
    Slovenian: slovenian
    Albanian: albanian albanisch
    Lithuanian: lithuanian
    Latvian: latvian
    Estonian: estonian
    Swahili: swahili
    Yoruba: yoruba
    Igbo: igbo
    Hausa: hausa
    Amharic: amharic
    Zulu: zulu
    Afrikaans: afrikaans
    Catalan: catalan katalanisch
    Basque: basque euskera
    Galician: galician gallego
    Georgian: georgian
    Armenian: armenian
    Belarusian: belarusian
    Kazakh: kazakh
    Yiddish: yiddish
    Irish: irish gaelic
    Welsh: welsh
    Latin: latin latein
"""
_NAMES: Final = {
    spelling: name.strip()
    for name, spellings in (line.split(":") for line in _SPELLINGS.strip().splitlines())
    for spelling in spellings.split()
}
_LANGUAGE: Final = re.compile(r"(?<![a-z])(" + "|".join(sorted(_NAMES, key=len, reverse=True)) + r")(?![a-z])")
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
        text = fold(line[:600])
        if (number in own and len(line.split()) <= 40) or (
            _LABELLED.match(text) and len(line.split()) <= 60 and _LANGUAGE.search(text)
        ):
            _collect(text, line, number, found)
        elif _LANGUAGE.search(text):
            _collect_claims(text, line, number, found)
    return list(found.values())


def _collect(text: str, line: str, number: int, found: dict[str, SpokenLanguage]) -> None:
    matches = list(_LANGUAGE.finditer(text))
    for position, match in enumerate(matches):
        end = matches[position + 1].start() if position + 1 < len(matches) else len(text)
        level = _LEVEL.search(text[match.end() : end])
        written = line[match.end() + level.start() : match.end() + level.end()] if level else None
        name = _NAMES[match.group(1)]
        found.setdefault(name, SpokenLanguage(name, written, number))


def _collect_claims(text: str, line: str, number: int, found: dict[str, SpokenLanguage]) -> None:
    for claim in _SPEAKS.finditer(text):
        _collect(claim.group(), line[claim.start() : claim.end()], number, found)
    for match in re.finditer(_LANGUAGE.pattern + r"[ -](?:speak\w*|\((?:[abc][12]|native|fluent)\))", text):
        name = _NAMES[match.group(1)]
        found.setdefault(name, SpokenLanguage(name, None, number))
