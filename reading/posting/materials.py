"""What an application must hold: letters, samples, transcripts."""

from __future__ import annotations

import re

from reading import word_lists
from reading.folding import fold
from reading.patterns import alternation

SUBMIT = re.compile(
    r"\b(?:submit|send|include|attach|provide|upload|forward|enclose|email|supply|need to|must|require[sd]?"
    r"|application should|please)\b"
)
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("reference_letter", re.compile(r"(?:reference letters?|letters? of (?:reference|recommendation)"
                                    r"|recommendation letters?)")),
    ("references", re.compile(r"\b(?:professional |contactable )?references\b(?! letter)")),
    ("cover_letter", re.compile(r"\bcover(?:ing)? letters?\b|anschreiben|motivationsschreiben|letter of motivation"
                                r"|lettre de motivation")),
    ("resume", re.compile(r"\b(?:resume|résumé|cv|curriculum vitae|lebenslauf)\b")),
    ("work_sample", re.compile(r"\b(?:(?:work|research|writing|code|design)(?: or \w+)? samples?"
                               r"|samples? of (?:your )?(?:work|writing)|work or research samples)\b")),
    ("portfolio", re.compile(r"\bportfolio (?:link|url)|link to (?:your )?portfolio|your portfolio")),
    ("transcript", re.compile(r"\b(?:academic |university )?transcripts?\b(?! of)")),
    ("salary_expectation", re.compile(r"salary (?:expectations?|requirements?|history)|gehaltsvorstellung")),
)  # fmt: skip
NUMBERS = word_lists.numbers()
COUNT = re.compile(rf"(\d|{alternation(word for word, number in NUMBERS.items() if number <= 5)})\s(?:\w+\s)?$")


def read_materials(sentence: str) -> dict[str, int]:
    """Kinds of material with the least number of each, e.g. {"reference_letter": 2, "cover_letter": 1}."""
    lowered = fold(sentence)
    if not SUBMIT.search(lowered):
        return {}
    found: dict[str, int] = {}
    for kind, pattern in KINDS:
        match = pattern.search(lowered)
        if match:
            number = COUNT.search(lowered[: match.start()])
            amount = (NUMBERS.get(number[1]) or int(number[1])) if number else 1
            found[kind] = amount
    if "reference_letter" in found:
        found.pop("references", None)
    return found
