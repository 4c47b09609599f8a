"""Amounts of experience and other counts that a line asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reading.folding import fold

WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ]
    )
}
FOREIGN_WORDS = {
    "ein": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
    "due": 2, "tre": 3, "quattro": 4, "cinque": 5,
    "twee": 2, "drie": 3, "vijf": 5,
}  # fmt: skip
_NUMBER = r"(?:\d{1,2}(?:\.5)?|" + "|".join([*list(WORDS)[1:], *FOREIGN_WORDS]) + r")"
YEARS = re.compile(
    rf"\b(?P<bound>up to |less than |no more than |maximum of )?(?P<low>{_NUMBER})\s?(?:\(\d{{1,2}}\)\s?)?(?P<plus>"
    rf"\+)?\s?(?:(?:-+|to|or|bis|à|~)\s?(?P<high>{_NUMBER})\s?(?:\(\d{{1,2}}\)\s?)?\+?\s?)?"
    rf"(?P<more>or more |plus )?(?:full |solid |consecutive )?(?P<unit>years?|yrs?|y\.?o\.?e|months?|jahren?|ans?"
    rf"|años?|anos?|anni|anno|jaar|jaren|monate?n?|mois|meses|mesi|maanden)\b'?(?! old\b)(?! of age)(?!-old)"
)
MONTHS = ("mon", "mois", "mes", "maand")
ANY_EXPERIENCE = re.compile(
    r"experien|erfahrung|expérience|experiência|esperienza|ervaring|background|practice|worked|working (?:as|in|with)|track record"
    r"|industry|in (?:a|an|the) (?:similar|related)|hands-on|programming|role|management|post[- ]qualif|pqe|berufs"
)
NO_EXPERIENCE = re.compile(
    r"no (?:[\w/]+ ){0,3}experience (?:is )?(?:required|necessary|needed)|experience (?:is )?not (?:required"
    r"|necessary|needed)|no (?:minimum )?(?:education or )?experience required|no experience\b(?! with)"
)
HISTORY = re.compile(
    r"founded|for over|we have|we've|our company|established|in business|company (?:has|with)|years of (?:success"
    r"|history|service|excellence)|over the (?:last|past)|in the (?:past|last|next)|within|contract|warranty"
    r"|vacation|after|anniversary|lease|plan|duration|assignment|year (?:old|contract)|since|olds?\b|per year|ago"
    r"|first|every|\bprogram(?:me)?s?\b"
)
COUNT = re.compile(
    rf"\b(?:at least|minimum(?: of)?|a minimum of|no fewer than)\s(?P<count>{_NUMBER})\s(?!\+|-|years?|yrs?|months?"
    rf"|weeks?|days|hours)(?P<noun>[a-z][a-z-]+ ?[a-z]*)"
)


@dataclass(frozen=True, slots=True)
class Months:
    value: int
    start: int
    end: int


def _number(word: str) -> float:
    known = WORDS.get(word, FOREIGN_WORDS.get(word))
    return float(word) if known is None else float(known)


def read_months(text: str) -> Months | None:
    """The least amount of experience that a line asks for, in months; 0 for "no experience required"."""
    lowered = fold(text)
    none_needed = NO_EXPERIENCE.search(lowered)
    if none_needed:
        return Months(0, none_needed.start(), none_needed.end())
    best: Months | None = None
    for match in YEARS.finditer(lowered):
        if match["bound"]:
            continue
        around = lowered[max(0, match.start() - 60) : match.end() + 90]
        before = lowered[max(0, match.start() - 40) : match.start()]
        after = lowered[match.end() : match.end() + 90]
        if not ANY_EXPERIENCE.search(around) and len(lowered) > 45:
            continue
        if HISTORY.search(before) and not re.search(r"experience|minimum|at least", before):
            continue
        if re.match(
            r"(?:'s)? (?:contract|program(?:me)?\b|degree|college|warranty|plan|term|assignment|of age|fixed)", after
        ):
            continue
        number = _number(match["low"])
        months = round(number if match["unit"].startswith(MONTHS) else number * 12)
        if months > 40 * 12:
            continue
        if best is None:
            best = Months(months, match.start(), match.end())
    return best


def read_count(text: str) -> int | None:
    """A stated least number that is not a time: "at least 2 academic courses"."""
    match = COUNT.search(fold(text))
    return int(_number(match["count"])) if match else None
