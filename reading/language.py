"""The language of a text from its commonest words, and the country that its wording suggests."""

from __future__ import annotations

import re
from functools import lru_cache

from reading import word_lists
from reading.folding import fold, plain
from reading.languages import CODES, words
from reading.patterns import alternation

COMMON = {
    "en": [
        "the",
        "and",
        "of",
        "to",
        "in",
        "for",
        "with",
        "you",
        "our",
        "we",
        "are",
        "is",
        "will",
        "your",
        "this",
        "on",
        "as",
        "be",
        "or",
        "an",
    ],
    "de": [
        "und",
        "der",
        "die",
        "das",
        "wir",
        "du",
        "mit",
        "für",
        "ist",
        "ein",
        "eine",
        "auf",
        "sie",
        "dich",
        "im",
        "den",
        "von",
        "zu",
        "bei",
        "als",
    ],
    "fr": [
        "et",
        "les",
        "des",
        "vous",
        "une",
        "pour",
        "dans",
        "est",
        "nous",
        "votre",
        "avec",
        "sur",
        "aux",
        "notre",
        "qui",
        "du",
        "le",
        "la",
    ],
    "es": [
        "y",
        "los",
        "las",
        "para",
        "con",
        "una",
        "por",
        "que",
        "del",
        "nuestro",
        "se",
        "tu",
        "el",
        "en",
        "como",
        "más",
        "experiencia",
    ],
    "it": [
        "e",
        "di",
        "che",
        "per",
        "una",
        "con",
        "il",
        "del",
        "sono",
        "della",
        "nel",
        "nostro",
        "gli",
        "alla",
        "ricerca",
    ],
    "nl": [
        "en",
        "het",
        "een",
        "van",
        "voor",
        "met",
        "jij",
        "wij",
        "je",
        "zijn",
        "op",
        "naar",
        "ons",
        "bij",
        "niet",
        "werk",
    ],
    "pt": [
        "e",
        "de",
        "para",
        "com",
        "uma",
        "os",
        "das",
        "do",
        "em",
        "que",
        "você",
        "não",
        "na",
        "por",
        "experiência",
        "são",
    ],
}
# The languages with a file of their own know more small words; they are written without accents there.
_SETS = {
    code: frozenset(map(plain, COMMON.get(code, ()))) | words(code, "words", "function")
    for code in dict.fromkeys((*COMMON, *CODES))
}
WORD = re.compile(r"[^\W\d_]+")
SAMPLE = 4_000
LEGAL_FORMS = (
    (re.compile(r"\b(?:GmbH|gGmbH|e\.V\.|UG \(haft)"), "DE"),
    (re.compile(r"\bPty\.? Ltd"), "AU"),
    (re.compile(r"\bPvt\.? Ltd|\bPrivate Limited|\bLPA\b|\blakhs?\b"), "IN"),
    (re.compile(r"\bS\.?p\.?A\b"), "IT"),
    (
        re.compile(
            r"\b(?:NHS|DBS check|NVQ|CSCS|GCSEs?|P45|National Insurance|per annum|CQC|CRB"
            r"|Ofsted|NMC|SVQ|PVG|GDC|HCPC|RGN|RMN|RNLD|QTS|NQT|UK|United Kingdom|pcm|p/h|County Durham)\b|£"
            r"|\b(?!Cheshire|Berkshire)(?<!New )[A-Z][a-z]{3,12}shire\b|\b(?:West|East) Sussex\b"
        ),
        "GB",
    ),
    (re.compile(r"\b(?:401\(?[kK]\)?|403\(?[bB]\)?|CDL|GED|EEOC?|EOE|OSHA|H-?1B|W-?2|FLSA|U\.S\.)"), "US"),
)


@lru_cache(maxsize=16)
def _country_words(spoken: str) -> dict[str, re.Pattern[str]]:
    table = word_lists.languages().get(spoken, {}).get("countries", {})
    return {
        country: re.compile(alternation(map(fold, words)))
        for country, words in table.items()
        if isinstance(words, list)
    }


FEWEST_WORDS = 12
_CODES_OF = {
    word: tuple(code for code, known in _SETS.items() if word in known) for word in set().union(*_SETS.values())
}


def detect(text: str) -> str | None:
    """ISO 639-1 code, or None for a text too short or too mixed to say. Only the first SAMPLE characters are read."""
    words = WORD.findall(plain(text[:SAMPLE]))
    if len(words) < FEWEST_WORDS:
        return None
    hits = dict.fromkeys(_SETS, 0)
    for word in words:
        for code in _CODES_OF.get(word, ()):
            hits[code] += 1
    best = max(hits, key=lambda code: hits[code])
    return best if hits[best] >= max(3, len(words) * 0.06) else None


@lru_cache(maxsize=4)
def country_hint(text: str) -> str | None:
    """A country to prefer among namesakes; never a stated fact."""
    for pattern, country in LEGAL_FORMS:
        if pattern.search(text):
            return country
    spoken = detect(text) or ""
    sample = fold(text[: 2 * SAMPLE])
    told = {country: len(set(pattern.findall(sample))) for country, pattern in _country_words(spoken).items()}
    best = max(told, key=lambda country: told[country], default="")
    # English is everybody's second language: one word of a country says little there.
    if best and told[best] >= (2 if spoken == "en" else 1):
        return best
    usual = word_lists.languages().get(spoken, {}).get("countries", {}).get("usual")
    return str(usual) if usual else None
