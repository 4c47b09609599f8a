"""Amounts of experience and other counts that a line asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reading import word_lists
from reading.folding import fold
from reading.patterns import alternation
from reading.posting import education

MOST_YEARS = 40
SHORT_LINE = 45  # characters; so short a line needs no word for experience: "5+ years Java"
REACH = 30  # characters before an amount, in which "at least" stands
AGES = range(14, 26)  # a number of years that people as often are, as have worked
NOT_EXPERIENCE_AFTER = re.compile(
    r"(?:'s)? (?:contract|program(?:me)?\b|degree|college|warranty|plan|term|assignment|of age|fixed|or older|and older|later|ago\b)"
)


@dataclass(frozen=True, slots=True)
class Months:
    value: int
    start: int
    end: int


class Wordings:
    """The words for time and experience of one language and of English; of all languages where it is unknown."""

    def __init__(self, language: str | None) -> None:
        codes = ("en", language) if language in word_lists.languages() else tuple(word_lists.languages())

        def words(name: str) -> list[str]:
            found = (phrase for code in codes for phrase in word_lists.phrases(f"experience.{name}", language=code))
            return list(dict.fromkeys(found))

        def any_of(*names: str) -> str:
            return alternation(word for name in names for word in words(name))

        self.numbers = {
            fold(word): number
            for code in dict.fromkeys(codes)
            for word, number in word_lists.languages()[str(code)].get("numbers", {}).items()
        }
        number = rf"(?:\d{{1,2}}(?:[.,]5)?|{alternation(self.numbers)})"
        counted = rf"{number}\s?(?:\(\d{{1,2}}\)\s?)?"
        dash = rf"(?:-+|~|à|a|e|y|en|to|tot|bis|et|und|{any_of('or', 'and')})"
        years, months = any_of("years"), any_of("months")
        self.amount = re.compile(
            rf"(?P<bound>{any_of('up_to')}\s)?(?<!\d)(?<!\d[.,])(?P<low>{number})\s?(?:\(\d{{1,2}}\)\s?)?(?P<plus>\+)?\s?"
            rf"(?:{dash}\s?(?P<high>{counted})\+?\s?)?"
            rf"(?P<more>or more |plus |oder mehr |ou plus |o más |ou mais |of meer )?(?:full |solid |consecutive |volle )?-?"
            rf"(?:(?P<years>{years})(?:,? (?:{any_of('and')} )?(?P<extra>{number})\s?{months})?|(?P<months>{months}))'?"
            rf"(?! old\b)(?! of age)(?!-old)",
        )
        # "5+ relevant experience": the years are left out.
        self.bare = re.compile(rf"(?<![\d.,])(?P<low>\d{{1,2}})\+ (?:\w+ )?{alternation(['experience'])}")
        self.experience = re.compile(any_of("words"))
        self.named = re.compile(any_of("named"))
        self.none = re.compile(any_of("none"))
        self.age = re.compile(any_of("age"))
        self.history = re.compile(any_of("history"))
        self.at_least = re.compile(rf"{any_of('at_least')}\W*(?:(?:of|de|von|van|di)\s)?\W*$")
        self.asked = re.compile(any_of("at_least") + "|experien|erfahrung|expérience")
        self.other_path = re.compile(rf"{any_of('or')}\s(?:(?!{any_of('and')}|plus|with)\w+\s){{0,4}}$")
        self.count = re.compile(
            rf"{any_of('at_least')}\s(?P<count>{number})\s(?!\+|-|{years}|{months}"
            rf"|weeks?|days|hours)(?P<noun>[a-z][a-z-]+ ?[a-z]*)"
        )

    def number(self, written: str) -> float:
        known = self.numbers.get(written)
        return float(written.replace(",", ".")) if known is None else float(known)


@lru_cache(maxsize=16)
def wordings(language: str | None) -> Wordings:
    return Wordings(language)


def read_months(text: str, *, language: str | None = None) -> Months | None:
    """The least amount of experience that a line asks for, in months; 0 for "no experience required"."""
    lowered = fold(text)
    words = wordings(language)
    none_needed = words.none.search(lowered)
    if none_needed:
        return Months(0, none_needed.start(), none_needed.end())
    for match in words.amount.finditer(lowered):
        if not match["bound"] and _is_experience(lowered, match, words, language):
            months = words.number(match["low"]) * (1 if match["months"] else 12)
            months += words.number(match["extra"]) if match["extra"] else 0
            if months <= MOST_YEARS * 12:
                return Months(round(months), match.start(), match.end())
    bare = words.bare.search(lowered)
    return Months(int(bare["low"]) * 12, bare.start(), bare.end()) if bare else None


def names_experience(text: str, *, language: str | None = None) -> bool:
    """Whether a line holds a word for experience."""
    return wordings(language).named.search(fold(text)) is not None


def _is_experience(lowered: str, match: re.Match[str], words: Wordings, language: str | None) -> bool:
    """Whether an amount of time is what somebody has worked: no age, no past of the employer, no contract."""
    around = lowered[max(0, match.start() - 60) : match.end() + 90]
    before = lowered[max(0, match.start() - 40) : match.start()]
    named = words.experience.search(around) is not None
    if not named and len(lowered) > SHORT_LINE and not _is_bounded(lowered, match, words):
        return False
    years = 0 if match["months"] else words.number(match["low"])
    if not named and (years in AGES or words.age.search(around)):
        return False
    if words.history.search(before) and not words.asked.search(before):
        return False
    if NOT_EXPERIENCE_AFTER.match(lowered, match.end()):
        return False
    # "Degree in X or ten years of experience": the years belong to another path than the degree's.
    other = words.other_path.search(before)
    return not (other and education.names_a_level(lowered[: match.start()], language))


def _is_bounded(lowered: str, match: re.Match[str], words: Wordings) -> bool:
    """Whether an amount says that it is the least one: "4+ years", "5-9 years", "at least three years"."""
    stated = match["plus"] or match["high"] or match["more"]
    return bool(stated) or words.at_least.search(lowered, max(0, match.start() - REACH), match.start()) is not None


def read_count(text: str) -> int | None:
    """A stated least number that is not a time: "at least 2 academic courses"."""
    words = wordings("en")
    match = words.count.search(fold(text))
    return int(words.number(match["count"])) if match else None
