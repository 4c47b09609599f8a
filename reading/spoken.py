"""The human languages that a text names, under their English names, as postings and resumes write them."""

from __future__ import annotations

import re
from typing import Final

from reading.folding import plain

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
NAMES: Final = {
    spelling: name.strip()
    for name, spellings in (line.split(":") for line in _SPELLINGS.strip().splitlines())
    for spelling in spellings.split()
}
LANGUAGE_NAME: Final = re.compile(r"(?<![a-z])(" + "|".join(sorted(NAMES, key=len, reverse=True)) + r")(?![a-z])")


def languages_named(text: str) -> tuple[str, ...]:
    """The languages that the text names, in order, each once: English names in lower case."""
    return tuple(dict.fromkeys(NAMES[match.group(1)].lower() for match in LANGUAGE_NAME.finditer(plain(text))))
