"""Degrees with their school, field and dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from reading.folding import plain
from reading.resume.dates import PRESENT, Period, periods, without_periods
from reading.resume.degrees import RANK, Degree, degrees_in
from reading.resume.facts import DegreeLevel, Education, Section
from reading.resume.role_headers import PLACEHOLDER
from reading.resume.sections import first_content

_SCHOOL: Final = re.compile(
    r"\b(?:university|universitat|universidad|universite|universita|college|school|institute|institut|instituto|"
    r"academy|akademie|"
    r"hochschule|fachhochschule|\w*schule|gymnasium|lycee|ecole|escuela|facultad|faculte|polytechnic|"
    r"politecnic[oa]|iit|iut|nit|"
    r"\w+ universitat|uni|colegio|board|conservatory|seminary|mit|eth|tu|fh|ihk|ies|kolleg|campus|center|centre|"
    r"vidyalaya)\b"
)
_STUDYING: Final = re.compile(
    r"\b(?:in progress|expected|anticipated|currently (?:enrolled|pursuing|studying)|pursuing|ongoing|candidate|"
    r"voraussichtlich|"
    r"laufend|en curso|en cours|to be completed)\b"
)
_UNFINISHED: Final = re.compile(
    r"\b(?:completed \d+|\d+ credits?|credits? (?:towards?|hours)|coursework|not completed|unfinished|abgebrochen|"
    r"ohne abschluss|"
    r"no degree|incomplete|some college)\b"
)
_FIELD: Final = re.compile(
    r"^(?:\s*degree)?\s*(?:of (?:science|arts|applied science|engineering|technology|business administration|"
    r"commerce|fine arts|"
    r"education|applied arts)\b)?\s*(?:\((?:hons|honours|honors)\.?\))?\s*(?:[:,(-]|\bin\b|\bof\b|\ben\b|"
    r"\bde\b)*\s*([^,\t|()\d]{3,60})",
    re.IGNORECASE,
)
_MOST: Final = 40


@dataclass(slots=True)
class _Entry:
    first: int
    degree: Degree | None = None
    degree_line: str = ""
    school: str | None = None
    dates: list[Period] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    last: int = 0


_EXPECTED: Final = re.compile(
    r"\b(?:expected|anticipated|graduat(?:ion|ing|es)|completion|voraussichtlich|abschluss|prevista?|previsto|prevue?)\b"
)


def education_in(section: Section, lines: Sequence[str]) -> list[Education]:
    """The entries of an education section, in order as printed."""
    entries: list[_Entry] = []
    first = first_content(section, lines)
    dates_lead = _dates_lead(lines, first, section.last_line)
    for index in range(first, section.last_line):
        line = lines[index]
        if not line.strip():
            continue
        found = periods(line)
        rest = without_periods(line, found)
        school = school_in(rest)
        degrees = _earned(line, school)
        current = entries[-1] if entries else None
        if current is None or _starts_new(current, degrees, school, found, rest, dates_lead=dates_lead):
            current = _Entry(index)
            entries.append(current)
        _take(current, index, line, found, degrees, school)
        # "Higher Secondary ... Bachelor of Arts ..." on one line are two entries.
        for extra in degrees[1:]:
            if current.degree is not None and extra.level != current.degree.level and RANK.index(extra.level) > 1:
                current = _Entry(index)
                entries.append(current)
                tail = line[extra.at :]
                moved = Degree(extra.level, 0, extra.to - extra.at)
                _take(current, index, tail, periods(tail), [moved], school_in(without_periods(tail, periods(tail))))
    return [fact for entry in entries[:_MOST] if (fact := _fact(entry)) is not None]


def _earned(line: str, school: str | None) -> list[Degree]:
    """Degrees a line states; those a sentence only talks about (plans, memories) do not count."""
    words = len(line.split())
    return [
        degree
        for degree in degrees_in(line)
        if words <= 22 and not (degree.at > 60 and school is None) and not (degree.level == "other" and words > 14)
    ]


def school_in(line: str) -> str | None:
    """The part of a line that names a school, as printed."""
    line = PLACEHOLDER.sub("\t", line)
    parts = [
        part.strip(" .;:()")
        for part in re.split(r"\t|, | \| | - | – | — |;|\bGPA\b|\.(?= )|\) |\b(?:[Ff]rom|FROM|at|in)\b", line)
    ]
    for part in parts:
        if part and _SCHOOL.search(plain(part)) and len(part) <= 100:
            degrees = degrees_in(part)
            if degrees and degrees[0].at == 0 and len(part) > degrees[0].to + 3 and degrees[0].level != "high_school":
                tail = part[degrees[0].to :].strip(" .,:()").removeprefix("of ").removeprefix("in ")
                return tail if _SCHOOL.search(plain(tail)) else None
            if degrees and degrees[0].level == "high_school":
                part = re.sub(r"^high school(?: diploma)?\W*", "", part, flags=re.IGNORECASE)
                if not _SCHOOL.search(plain(part)):
                    continue
            return part
    return None


def _dates_lead(lines: Sequence[str], first: int, last: int) -> bool:
    """Whether dates stand above or before what they date."""
    for index in range(first, last):
        if lines[index].strip():
            found = periods(lines[index])
            return bool(found) and found[0].at <= 2
    return False


def _starts_new(
    current: _Entry, degrees: list[Degree], school: str | None, found: list[Period], rest: str, *, dates_lead: bool
) -> bool:
    if dates_lead and found and found[0].at <= 2 and (current.degree is not None or current.school is not None):
        return True
    strong = [degree for degree in degrees if degree.level != "other"]
    if strong and current.degree is not None and not school and not found and strong[0].level == current.degree.level:
        # The same degree again without school or date is talk about it ("I later received my GED").
        return strong[0].level == "certificate"
    if strong and current.degree is not None:
        return True
    if degrees and current.degree is not None and current.school is not None and bool(school):
        return True
    return bool(school) and current.school is not None and (current.degree is not None or bool(strong)) and bool(rest)


def _take(entry: _Entry, index: int, line: str, found: list[Period], degrees: list[Degree], school: str | None) -> None:
    if degrees and entry.degree is None:
        entry.degree = degrees[0]
        entry.degree_line = line
    if school and entry.school is None:
        entry.school = school
    if not entry.dates or len(entry.texts) < 3:
        entry.dates += found
    entry.texts.append(line)
    entry.last = index


def _fact(entry: _Entry) -> Education | None:
    if entry.degree is None and entry.school is None:
        return None
    text = plain(" ".join(entry.texts))
    unfinished = _UNFINISHED.search(plain(entry.degree_line) if entry.degree is not None else text)
    period = next((span for span in entry.dates if not span.single), entry.dates[0] if entry.dates else None)
    studying = _STUDYING.search(text) is not None or (period is not None and period.end == PRESENT)
    level: DegreeLevel = entry.degree.level if entry.degree is not None else "other"
    if unfinished and level in ("other", "certificate"):
        level = "other"
    start = end = None
    if period is not None:
        start = None if period.single else period.start
        end = None if period.end == PRESENT else period.end
    if end is None and studying:
        end = next(filter(None, map(_expected, entry.texts)), None)
    return Education(level, _field(entry), entry.school, start, end, studying, entry.first + 1, entry.last + 1)


def _expected(line: str) -> str | None:
    """The date at which a degree in progress is to end, where the line says so."""
    word = _EXPECTED.search(plain(line))
    if word is None:
        return None
    after = [period for period in periods(line) if period.at >= word.start() and period.at - word.end() <= 30]
    return after[0].start if after and after[0].single else None


def _field(entry: _Entry) -> str | None:
    if entry.degree is None or entry.degree.level == "high_school":
        return None
    tail = re.sub(r"^['’]?s?\b\.?", "", entry.degree_line[entry.degree.to :])
    match = _FIELD.match(without_periods(tail, periods(tail)).split("\t")[0])
    if match is None:
        return None
    name = re.split(r"\bfrom\b|\bat\b", match.group(1), flags=re.IGNORECASE)[0].strip(" .:;-–")
    return name if len(name) > 2 and not _SCHOOL.search(plain(name)) else None
