"""Words of a text: folded, split, stemmed, and without the words that every posting of its language uses."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

from reading import languages

# The looks around keep a run of Latin letters inside a word of mixed script from passing as a word of its own.
WORD = re.compile(r"(?<!\w)(?:[a-z0-9][a-z0-9+#]*(?:[.'&-][a-z0-9+#]+)*|\.net)(?![\w+#])")
_SUFFIXES = (
    "izations", "ization", "ations", "ation", "ements", "ement", "ments", "ment", "ances", "ance", "ences", "ence",
    "ities", "ings", "ions", "ants", "ents", "ists", "ers", "ors", "ity", "ing", "ion", "ant", "ent", "ist", "ive",
    "ies", "ied", "ial", "er", "or", "ed", "es", "al", "ly", "y", "s", "e",
)  # fmt: skip
_LEAST_STEM = 3
# French and Italian articles and the like that lost their vowel: "d'équipe" is of the team.
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|all|nell|sull|un)'(?=\w)")
# Letters that no accent tells from a plain one.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "œ": "oe"})

# Words that carry no subject: function words, and the wording that requirement lines share whatever they ask for.
FUNCTION_WORDS = languages.words("en", "words", "function")
_STEMMED = {"de": "german", "fr": "french", "es": "spanish", "pt": "portuguese", "nl": "dutch", "it": "italian"}


def fold(text: str) -> str:
    """Lower case, compatible characters made plain, accents off. Look-alike letters of other scripts stay foreign."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch)).lower().replace("’", "'")


@lru_cache(maxsize=65536)
def stem(word: str, code: str = languages.ENGLISH) -> str:
    """A common form of a folded word: manage, manager, managing and management agree. Words with digits or signs stay
    whole. English has a cruder stemmer than the Snowball ones of the other languages: it measured alike and is quicker.
    """
    if not word.isalpha():
        return word
    if code in _STEMMED:
        return str(_stemmer(code).stemWord(word))
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _LEAST_STEM:
            word = word[: -len(suffix)]
            break
    if len(word) > _LEAST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > _LEAST_STEM and word[-1] == "e" else word


@cache
def _stemmer(code: str) -> Any:
    return snowballstemmer.stemmer(_STEMMED[code])


def tokens(text: str) -> list[str]:
    """Folded words in order, hyphenated words also split into their parts; words of mixed script are left out."""
    folded_words: list[str] = []
    for match in WORD.finditer(fold(text)):
        word = match.group().rstrip(".'-&")
        if word.endswith("'s"):
            word = word[:-2]
        word = _ELIDED.sub("", word)
        if "-" in word or "&" in word:
            folded_words.extend(part for part in re.split(r"[-&]", word) if part)
        elif word:
            folded_words.append(word)
    return folded_words


def content_stems(text: str, code: str = languages.ENGLISH) -> list[str]:
    """Stems that carry the subject of a text in the language ``code``, in order, each once."""
    empty = languages.words(code, "words", "function")
    shared = languages.words(code, "words", "requirement")
    seen: dict[str, None] = {}
    for word in tokens(text):
        if word in empty or word in shared or (len(word) == 1 and word not in "cr"):
            continue
        if word.isdigit():
            continue
        seen.setdefault(stem(word, code))
    return list(seen)


def is_listed(stemmed: str, code: str, table: str, key: str) -> bool:
    """Whether a stem is among the words of an entry, which may end in ``*`` for any ending."""
    stems, beginnings = _listed(code, table, key)
    return stemmed in stems or (bool(beginnings) and stemmed.startswith(beginnings))


@cache
def _listed(code: str, table: str, key: str) -> tuple[frozenset[str], tuple[str, ...]]:
    entries = languages.words(code, table, key)
    # A stem may be shorter than the beginning that an entry names, so the beginning counts as its own stem, too.
    whole = frozenset(stem(word.rstrip("*"), code) for word in entries)
    return whole, tuple(word[:-1] for word in entries if word.endswith("*"))
