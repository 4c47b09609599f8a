"""Job titles freed of what is not the job: places, pay, adverts, and the word "job"."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_SHORT_LINE = 6
LONGEST_ACRONYM = 4
MOST_SHORT_LINES = 30
_BRACKETS = re.compile(r"\*+|\([^)]*\)|\[[^\]]*\]")
_TAIL = re.compile(r"\s[-–—|]\s|:\s")
_PLACE_WORD = re.compile(r"[^\W\d_]{3,}")
_DATE_WORDS = re.compile(
    r"\b(?:\d{1,2}/\d{4}|(?:19|20)\d\d|to|current|present|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?"
    r"|may|june?|july?"
    r"|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"\s+")


def clean_title(title: str, place_words: Iterable[str] = ()) -> str:
    """The title without brackets, without what follows a dash or colon, and without the posting's own place names."""
    places = {word.lower() for text in place_words for word in _PLACE_WORD.findall(text)}
    plain = _TAIL.split(_BRACKETS.sub(" ", title))[0]
    words = [word for word in plain.split() if word.strip(",.-").lower() not in places | {"job", "jobs"}]
    cleaned = " ".join(words).strip(" ,-/")
    if cleaned.isupper() and len(cleaned) > LONGEST_ACRONYM:
        cleaned = cleaned.title()
    return cleaned or title.strip()


def short_line(text: str) -> str | None:
    """The line without dates if it is short enough to be a title, else None."""
    plain = _BLANKS.sub(" ", _DATE_WORDS.sub(" ", text)).strip(" -–—:,/|")
    if not 1 <= len(plain.split()) <= LONGEST_SHORT_LINE or len(plain) < 5:
        return None
    return plain if plain[0].isupper() and not plain.endswith(".") else None
