"""Places at the end of a header line, which say where a job was and not for whom."""

import re
from functools import lru_cache
from typing import Final

from reading import places
from reading.resume.job_words import has_organization_word

_MOST_WORDS: Final = 7
_CUT: Final = re.compile(r"\s*(?:\t|\||·|•|, | [-–—] |\(|\s{2,})\s*")
_MODES: Final = frozenset({"remote", "hybrid", "onsite", "on-site", "home office"})
_STATE: Final = re.compile(r"[A-Z][\w.'’ -]{1,30}, ?[A-Z]{2}")
_DASHED: Final = re.compile(r"\s[-–—|·•]\s")
_REDACTED: Final = "City, State"


@lru_cache(maxsize=4096)
def is_place(text: str) -> bool:
    """Whether all of `text` names a place: "Boise, ID", "Springfield, Illinois, United States", "Remote"."""
    text = text.strip(" \t,;|()·•–—-")
    if not text or not text[0].isupper() or len(text.split()) > _MOST_WORDS or any(char.isdigit() for char in text):
        return False
    if text.lower() in _MODES or re.sub(r"\s*,\s*", ", ", text) == _REDACTED:
        return True
    if _DASHED.search(text):
        return False
    if _STATE.fullmatch(text):
        town = text.rsplit(",", 1)[0]
        return not has_organization_word(town) and (" " not in town or bool(places.lookup(town)))
    if has_organization_word(text):
        return False
    return all(places.resolve(part.strip()) is not None for part in text.split(",") if part.strip())


def without_place(text: str) -> str | None:
    """What stands before the place at the end of `text` ("Northwind | Chicago, IL" -> "Northwind"); None where there is
    none."""
    cuts = [(match.start(), match.end()) for match in _CUT.finditer(text)]
    for start, end in cuts[-3:]:
        is_region = re.fullmatch(r"[A-Z]{2}", text[end:]) is not None and "," in text[start:end]
        if start < 2 or not (is_region or is_place(text[end:])):
            continue
        head = text[:start].strip(" \t,;|(·•–—-")
        # "Blue Harbor Bank New York, NY": the town itself may stand without a sign before it.
        words = head.split()
        for size in (3, 2, 1):
            if size < len(words) and "," not in head and places.lookup(" ".join(words[-size:])):
                return " ".join(words[:-size])
        return head if head and not is_region else None
    return None
