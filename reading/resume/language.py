"""The language of a resume, where it is too short for its common words to tell."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from reading import word_lists
from reading.folding import plain
from reading.language import detect

_LONGEST: Final = 48


def _languages_of_headings() -> dict[str, str]:
    """The language of each heading that only one language uses."""
    found: dict[str, set[str]] = {}
    for code, table in word_lists.languages().items():
        for phrases in table.get("resume", {}).get("headings", {}).values():
            for phrase in phrases:
                found.setdefault(phrase.replace("-", " "), set()).add(code)
    return {phrase: min(codes) for phrase, codes in found.items() if len(codes) == 1}


_LANGUAGE_OF: Final = _languages_of_headings()


def language_of_resume(lines: Iterable[str]) -> str | None:
    """ISO 639-1 code by the common words, else by the headings; None where neither tells."""
    kept = list(lines)
    told = detect(" ".join(kept))
    if told is not None:
        return told
    headings = (plain(line).strip(" :•-").replace("-", " ") for line in kept if len(line) <= _LONGEST)
    counted = Counter(code for heading in headings if (code := _LANGUAGE_OF.get(heading)))
    most = counted.most_common(2)
    return most[0][0] if most and (len(most) == 1 or most[0][1] > most[1][1]) else None
