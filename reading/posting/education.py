"""Degrees that a posting asks for: the levels, whether still in progress, and whether they are a hard condition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reading import word_lists
from reading.folding import fold
from reading.patterns import alternation

ORDER = ("none", "high_school", "certificate", "associate", "bachelor", "master", "doctorate")


# What follows a short form that is a degree, and what stands between it and another degree.
BEHIND_SHORT = re.compile(r"\.? (?:degree|in [a-z]+|required|preferred|or (?:equivalent|higher|above))|\.?/")
JOINT = re.compile(r"\.?[/, ]+(?:or )?")


class Wordings:
    """The words for degrees that count in a text of one language: its own and the English ones, which all use."""

    def __init__(self, language: str | None) -> None:
        codes = dict.fromkeys(("en", language if language in word_lists.languages() else "en"))

        def pattern(*names: str) -> re.Pattern[str]:
            words = [
                word
                for code in codes
                for name in names
                for word in word_lists.phrases(f"degrees.{name}", language=code)
            ]
            return re.compile(alternation(words))

        self.levels = {level: pattern(level) for level in ORDER if level not in ("none", "certificate")}
        self.any_level = pattern(*self.levels)
        self.generic = pattern("generic")
        self.not_degree = pattern("not_degree")
        self.enrolled = pattern("enrolled")
        self.equivalent = pattern("equivalent")
        self.wished = pattern("wished")
        self.none = pattern("none")
        self.short = {level: pattern(f"abbreviations_{level}") for level in ("bachelor", "master")}

    def is_degree(self, masked: str, start: int, end: int) -> bool:
        """Whether a short form is a degree here: before another one, "degree" or "in Biology", or behind a slash."""
        if masked[start - 1 : start] == "/" or BEHIND_SHORT.match(masked, end):
            return True
        joint = JOINT.match(masked, end)
        if joint is None:
            return False
        others = (self.any_level, *self.short.values())
        return any(other.match(masked, joint.end()) for other in others)


@lru_cache(maxsize=16)
def wordings(language: str | None) -> Wordings:
    return Wordings(language)


EQUIVALENT_DEGREE = re.compile(
    r"(?:ged|high school diploma|diploma) or (?:equivalent|ged)|or equivalent (?:degree|certificate|diploma"
    r"|qualification)|or equivalency|equivalency certificate|or g\.?e\.?d"
)


FIELD_OF_STUDY = re.compile(
    r"\b(?:degree|bachelor'?s?|master'?s?|phd|ph\.d\.?|bs|b\.s\.?|ba|ms|bsc|msc|diploma|graduate"
    r"|enrolled)\b(?:(?!experience|knowledge|skills|proficien|;|\. )[^\n]){0,100}$"
)


@dataclass(frozen=True, slots=True)
class Education:
    """What a line asks; ``named`` is False where it says no more than "degree"."""

    """``named`` is False where the line says no more than "degree"."""

    levels: tuple[str, ...]
    state: str
    strength: str
    start: int
    end: int
    named: bool = True


def read_education(text: str, *, section_kind: str, language: str | None = None) -> Education | None:
    """The degree that one requirement line asks for, or None. Offsets are into ``text``.

    ``language`` is that of the posting: the names of degrees of other languages are ordinary words in it.
    """
    lowered = fold(text)
    words = wordings(language)
    none_needed = words.none.search(lowered)
    if none_needed:
        return Education(("none",), "completed", "soft", none_needed.start(), none_needed.end())
    masked = words.not_degree.sub(lambda match: "." * len(match.group()), lowered)
    found = _levels(text, masked, words)
    named = True
    enrolled = words.enrolled.search(lowered)
    if not found:
        generic = words.generic.search(masked)
        if generic is None:
            return None
        found["bachelor"] = generic.span()
        named = False
    first, last = min(span[0] for span in found.values()), max(span[1] for span in found.values())
    indicator = "indicator" in lowered
    state = "indicative" if indicator else "enrolled" if enrolled else "completed"
    strength = _strength(lowered, found, section_kind, words)
    return Education(tuple(level for level in ORDER if level in found), state, strength, first, last, named)


def names_a_level(lowered: str, language: str | None) -> bool:
    """Whether a folded passage names a degree."""
    words = wordings(language)
    return words.any_level.search(words.not_degree.sub(".", lowered)) is not None


def _levels(text: str, masked: str, words: Wordings) -> dict[str, tuple[int, int]]:
    """The first mention of each level; of two names at one place the longer one counts ("Bac+5" is no "Bac")."""
    found: dict[str, tuple[int, int]] = {}
    for match in words.any_level.finditer(masked):
        level = next(name for name, pattern in words.levels.items() if pattern.fullmatch(match.group()))
        found.setdefault(level, match.span())
    for level, pattern in words.short.items():
        for match in pattern.finditer(masked):
            written = text[match.start() : match.end()].replace(".", "").isupper()
            if written and words.is_degree(masked, *match.span()):
                found.setdefault(level, match.span())
    return found


def _strength(lowered: str, found: dict[str, tuple[int, int]], section_kind: str, words: Wordings) -> str:
    if section_kind == "preferred" and not re.search(r"\bmust\b|required", lowered):
        return "soft"
    cleaned = EQUIVALENT_DEGREE.sub(" ", lowered) if set(found) <= {"high_school", "associate"} else lowered
    wished = words.wished.search(cleaned)
    if words.equivalent.search(cleaned):
        return "soft"
    if wished is None:
        return "hard"
    if len(found) > 1 and not wished.group().startswith(("is an", "isn't")):
        # "Bachelor's required, Master's preferred": the lowest level stays hard.
        lowest = min(found, key=ORDER.index)
        before = [(span[0], level) for level, span in found.items() if span[0] <= wished.start()]
        nearest = max(before)[1] if before else lowest
        if nearest != lowest and found[nearest][0] > found[lowest][0]:
            return "hard"
    return "soft"


def names_field_of_study(before: str) -> bool:
    """Whether words behind ``before`` name what is studied: "degree in computer science, mathematics"."""
    return FIELD_OF_STUDY.search(fold(before[-110:])) is not None
