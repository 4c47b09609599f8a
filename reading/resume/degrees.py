"""Degrees a person says to hold, and the level each stands for, in the languages of `reading.languages`."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, get_args

from reading import phrases as word_phrases
from reading.folding import plain
from reading.resume.facts import DegreeLevel

RANK: Final[tuple[DegreeLevel, ...]] = (
    "other", "certificate", "high_school", "associate", "bachelor", "master", "doctorate",
)  # fmt: skip
_LEVELS: Final[tuple[DegreeLevel, ...]] = get_args(DegreeLevel)
_LONGEST_LINE: Final = 1_500
# Letters that are words, places or units too: "a med student", "Boston, MA", "MS Office", "as".
_WORDS_TOO: Final = frozenset({"med", "bed", "march", "mas", "mat"})
_NEEDS_FIELD: Final = re.compile(r"(?:'?s)?(?: degree\b| ?[:(/]|,? (?:in|of)\b|(?: ?-| –|,)? (?=[A-Z]))")
_OFFICE: Final = re.compile(
    r" ?-?(?:office|excel|word|access|sql|project|outlook|power|windows|visio|dynamics|teams|crm|dos|azure|visual|exchange|server)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree named at `at`..`to` of a line. A `weak` one is a course or the like: it says what an entry is, not
    where one begins."""

    level: DegreeLevel
    at: int
    to: int
    weak: bool = False


@cache
def _patterns() -> tuple[tuple[DegreeLevel, bool, re.Pattern[str]], ...]:
    phrases = [(level, level == "other", word_phrases.finder("degrees", "held", level)) for level in _LEVELS]
    return (*phrases, ("certificate", True, word_phrases.finder("degrees", "held", "course")))


@cache
def _letters() -> tuple[tuple[DegreeLevel, re.Pattern[str]], ...]:
    """What finds the letters of degrees with or without their dots."""
    found = []
    for level in _LEVELS:
        written = word_phrases.phrases("degrees", "held", f"{level}_letters")
        if written:
            forms = "|".join(map(_dotted, sorted(written, key=len, reverse=True)))
            found.append((level, re.compile(rf"(?<![\w.])(?:{forms})(?!\w|\.? ?[a-z]\.)\.?")))
    return tuple(found)


def _dotted(letters: str) -> str:
    """ "bsc" finds "bsc", "b.sc", "b. sc." and "b sc"; two letters need their dot before a space."""
    first = r"(?:\. ?| )?" if len(letters) > 2 else r"(?:\. ?)?"
    return letters[0] + first + r"(?:\. ?)?".join(letters[1:])


def degrees_in(line: str) -> list[Degree]:
    """Degrees named in a line, from left to right, without overlaps; of two at one place the longer name counts."""
    line = line[:_LONGEST_LINE]
    text = plain(line)
    named = [
        Degree(level, match.start(), match.end(), weak)
        for level, weak, pattern in _patterns()
        for match in pattern.finditer(text)
    ]
    named += [
        Degree(level, match.start(), match.end())
        for level, pattern in _letters()
        for match in pattern.finditer(text)
        if _means_a_degree(line, match.start(), match.end())
    ]
    found: list[Degree] = []
    for degree in sorted(named, key=lambda degree: (degree.at, -degree.to, degree.weak, -RANK.index(degree.level))):
        if not found or degree.at >= found[-1].to:
            found.append(degree)
    return found


def _means_a_degree(line: str, at: int, to: int) -> bool:
    """Whether letters that spell a degree are one here and no word, place or program."""
    written, after = line[at:to], line[to:]
    letters = re.sub(r"[^A-Za-z]", "", written)
    if "." in written.rstrip("."):
        return True
    if len(letters) == 2:
        placed = line[:at].endswith(", ") and re.match(r"(?: \d{5}\b|[,;)]|$)", after) is not None
        alone = not line[:at].strip(" •-") and not after.strip(" .,")
        return (
            letters.isupper()
            and not placed
            and (alone or _NEEDS_FIELD.match(after) is not None)
            and _OFFICE.match(after) is None
        )
    return letters.lower() not in _WORDS_TOO or sum(letter.isupper() for letter in letters) > 1
