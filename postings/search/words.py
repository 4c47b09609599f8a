"""How texts and questions are cut into words: by the language of the posting, with every spelling that people use.

A text becomes a stream of stems, in which phrases are found, and behind it further forms of single words: compounds as
one ("fullstack"), and other spellings of what has accents ("koeln" for Köln). A question asks for each form
of its words in each language that the index holds, so that "Koeln", "Köln" and "Koln" find the same postings, and
"Entwicklerin" finds "Entwickler" in a German posting while an English one is cut in English.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import tantivy

FOLDER = Path(__file__).resolve().parent
ENGLISH = "en"
UNSTEMMED = "-"
LONGEST_WORD = 60
SHORT = 700
# "C++", "C#" and ".NET" are words; "Node.js" is two that stand in a row.
WORD = r"\.?\w[\w+#]*"
_HYPHENATED = re.compile(r"\w[\w+#]*(?:-\w[\w+#]*)+")
_INNER_DOT = re.compile(r"(?<=\w)\.(?=\w)|\.{2,}")
_DOTTED = re.compile(r"(?<!\S)\.(\w[\w+#]*)")
_ACCENTED = re.compile(r"\w*[^\W\x00-\x7f]\w*")
# "ae", "oe", "ue" as a transcribed umlaut; not the "ue" of "neue" and "Quelle".
_TWO_LETTERS = re.compile(r"ae|oe|(?<![aeq])ue")


@dataclass(frozen=True, slots=True)
class Form:
    """Stems that stand in a row, and the languages in which this is how the word is cut; None: in all that there are."""

    stems: tuple[str, ...]
    languages: tuple[str, ...] | None


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / "languages.toml").read_text("utf-8"))


def stemming_language(code: str) -> str:
    """The language by which a text is cut: its own, English where none is known, or ``UNSTEMMED``."""
    short = code.lower().partition("-")[0]
    if not short:
        return ENGLISH
    return short if short in _tables()["stemmers"] else UNSTEMMED


@cache
def _analyzer(language: str, *, folded_first: bool = False) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(WORD))
    filters = [tantivy.Filter.lowercase()]
    if language in _tables()["stemmers"]:
        filters.append(tantivy.Filter.stemmer(_tables()["stemmers"][language]))
    filters.insert(1 if folded_first else len(filters), tantivy.Filter.ascii_fold())
    for step in (*filters, tantivy.Filter.remove_long(LONGEST_WORD)):
        builder = builder.filter(step)
    return builder.build()


@cache
def _is_transcribed(language: str) -> bool:
    return language in _tables()["transcribed"]["languages"]


def _contract(stems: Sequence[str], language: str) -> list[str]:
    if not _is_transcribed(language):
        return list(stems)
    return [_TWO_LETTERS.sub(lambda found: found[0][0], stem) for stem in stems]


def cut(text: str, language: str = ENGLISH) -> list[str]:
    """The stream of stems of a text."""
    return _contract(_analyzer(language).analyze(_INNER_DOT.sub(" ", text)), language)


def other_forms(text: str, language: str = ENGLISH) -> list[str]:
    """Forms of single words of a text that its stream does not hold."""
    forms: set[str] = set()
    forms.update(_contract(_analyzer(language).analyze(" ".join(_joined(text))), language))
    forms.update(_analyzer(language).analyze(" ".join(_DOTTED.findall(text))))
    if not text.isascii():
        accented = " ".join(_ACCENTED.findall(text))
        plain_first = _analyzer(language, folded_first=True)
        forms.update(_contract(plain_first.analyze(accented), language))
        forms.update(_contract(plain_first.analyze(_transcribe(accented)), language))
    return sorted(forms)


def _joined(text: str) -> list[str]:
    return [compound.replace("-", "") for compound in _HYPHENATED.findall(text)]


def index_words(text: str, language: str) -> str:
    """What the index holds of a text: the stream, and behind it the further forms."""
    return _cut_short(text, language) if len(text) <= SHORT else _index_words(text, language)


def _index_words(text: str, language: str) -> str:
    stream = cut(text, language)
    known = set(stream)
    return " ".join([*stream, *(form for form in other_forms(text, language) if form not in known)])


def _transcribe(text: str) -> str:
    lowered = text.lower()
    for letter, letters in _tables()["transcriptions"].items():
        lowered = lowered.replace(letter, letters)
    return lowered


@lru_cache(maxsize=4096)
def forms_of(text: str, languages: tuple[str, ...]) -> tuple[Form, ...]:
    """Every form under which the words of a question are looked for, each with the languages that cut them so."""
    found: dict[tuple[str, ...], list[str]] = {}
    for language in languages:
        stream = tuple(cut(text, language))
        ways = [stream]
        if len(stream) == 1 or _HYPHENATED.fullmatch(text):
            ways += [(form,) for form in other_forms(text, language) if not _is_bare(text, form)]
        for way in dict.fromkeys(ways):
            if way:
                found.setdefault(way, []).append(language)
    everywhere = len(languages)
    return tuple(Form(way, None if len(codes) == everywhere else tuple(codes)) for way, codes in found.items())


def _is_bare(text: str, form: str) -> bool:
    """Whoever asks for ".NET" does not ask for "net"; a text that says ".NET" is found by either."""
    return text.startswith(".") and not form.startswith(".")


# Titles, names and places come again and again.
_cut_short = lru_cache(maxsize=4096)(_index_words)


@cache
def synonyms() -> tuple[Mapping[str, str], Mapping[str, Sequence[str]]]:
    """(slug of a skill by what is typed for it, other words by what is typed)."""
    tables = tomllib.loads((FOLDER / "synonyms.toml").read_text("utf-8"))
    return tables["skills"], tables["words"]
