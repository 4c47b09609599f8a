"""Words that tell job titles, organisations and places apart, in the languages of `reading.languages`."""

import re
from typing import Final

from reading import phrases as word_phrases
from reading.folding import plain

_TITLE_WORDS: Final = frozenset(word_phrases.phrases("resume", "titles", "words"))
_TITLE_ENDINGS: Final = word_phrases.phrases("resume", "titles", "endings")
_ORGANIZATION: Final = re.compile(
    rf"(?<!\w)(?:{word_phrases.source('resume', 'organizations', 'words')}|{word_phrases.source('resume', 'organizations', 'phrases')})\.?"
)
_LEGAL_FORM: Final = re.compile(
    r"^(.{2,60}?\b(?:Inc|LLC|Ltd|Limited|GmbH(?:\s*&\s*Co\.?\s*KG)?|AG|Corp|Corporation|PLC|LLP|S\.A\.|S\.L\.|"
    r"SARL|SAS|B\.V\.)\b\.?)"
    r"[\s,]+(?=\S)"
)
_WORDS: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def has_title_word(text: str) -> bool:
    """Whether a job title could be in `text`."""
    for word in _WORDS.findall(plain(text)):
        if word in _TITLE_WORDS or (len(word) > 9 and word.endswith(_TITLE_ENDINGS)):
            return True
        if word.endswith("s") and word[:-1] in _TITLE_WORDS and word not in ("services", "heads", "partners", "leads"):
            return True
        if "-" in word and any(part in _TITLE_WORDS for part in word.split("-")):
            return True
        if word.endswith(":in") or (len(word) > 5 and word.endswith("in") and word[:-2] in _TITLE_WORDS):
            return True
    return False


def has_organization_word(text: str) -> bool:
    """Whether `text` carries a legal form or a word for a kind of organisation."""
    return _ORGANIZATION.search(plain(text)) is not None


def split_after_legal_form(text: str) -> tuple[str, str] | None:
    """ "Acme Inc. Software Engineer" -> ("Acme Inc.", "Software Engineer")."""
    match = _LEGAL_FORM.match(text)
    if match is None or not text[match.end() :].strip():
        return None
    return match.group(1), text[match.end() :].strip()
