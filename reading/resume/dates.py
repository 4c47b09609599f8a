"""Dates and periods as resumes write them, in the languages of `reading.languages`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from reading import phrases as word_phrases
from reading.folding import plain

PRESENT: Final = "present"

_MONTHS: Final = word_phrases.month_numbers()


def _with_gap(name: str) -> str:
    """A long name may have lost its first letter to the one before: "J anuary"."""
    return f"{name[0]}[ ]?{name[1:]}" if len(name) > 4 else name


_MONTH: Final = (
    "(?:"
    + "|".join(_with_gap(name) for name in sorted(_MONTHS, key=lambda name: (-len(name), name)))
    + r")(?![a-z])\.?"
)
_YEAR: Final = r"(?:19[4-9]\d|20[0-4]\d)"
_OF: Final = "(?:" + "|".join(word_phrases.phrases("resume", "dates", "of")) + ")[ ]"
_SEASON: Final = rf"(?:{'|'.join(word_phrases.phrases('resume', 'dates', 'seasons'))}|q[1-4]|[1-4]q|h[12])"
_POINT: Final = (
    rf"(?:(?<![a-z\d])(?:\d{{1,2}}(?:st|nd|rd|th|er)?\.?[ ,]{{1,2}}(?:{_OF})?)?{_MONTH}[ ]?(?:\d{{1,2}}(?:st|nd|rd|th)?,[ ]?)?"
    rf"(?:[ ,./-]|{_OF}){{0,3}}(?:{_YEAR}(?!\d)|'[ ]?\d\d(?!\d))"
    rf"|(?<!\d){_YEAR}(?:[ ,]{{1,2}}|[./-])(?!may\b|mar\b){_MONTH}(?![ ,.]{{0,2}}'?\d)"
    rf"|(?<!\d){_YEAR}[-/.](?:0[1-9]|1[0-2]|[1-9])(?:[-/.]\d{{1,2}})?(?![\d/])"
    rf"|(?<![\d/])\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}(?!\d)"
    rf"|(?<![\d/])(?:0?[1-9]|1[0-2])[ ]?[./-]{{1,2}}[ ]?{_YEAR}(?!\d)"
    rf"|(?<![a-z]){_SEASON}[ ,-]{{1,2}}(?:{_OF})?{_YEAR}(?!\d)"
    rf"|(?<![\d$€£]){_YEAR}(?![\d%]))"
)
_PRESENT_WORDS: Final = (
    rf"(?:{'|'.join(re.escape(p) for p in sorted(word_phrases.phrases('resume', 'dates', 'present'), key=len, reverse=True))})"
    rf"(?![a-z])"
)
_PRESENT: Final = rf"(?:\([ ]?{_PRESENT_WORDS}[ ]?\)|\[[ ]?{_PRESENT_WORDS}[ ]?\]|{_PRESENT_WORDS})"
_TO_WORDS: Final = "|".join(sorted(word_phrases.phrases("resume", "dates", "to"), key=len, reverse=True))
_TO: Final = rf"(?:[ ]?[-~>]{{1,3}}[ ]?|\t|[ ](?:{_TO_WORDS})[ ])(?:(?:{_TO_WORDS})[ ])?"
_RANGE: Final = re.compile(rf"(?P<start>{_POINT}){_TO}(?P<end>{_POINT}|{_PRESENT}|'?\d\d(?![\da-z%+]))")
_MONTH_RANGE: Final = re.compile(rf"(?<![a-z])(?P<start>{_MONTH}){_TO}(?P<end>{_MONTH}[ ,.]{{0,2}}{_YEAR}(?!\d))")
_SHORT_RANGES: Final = tuple(
    re.compile(
        rf"(?<![\d/.])(?P<start>(?:0?[1-9]|1[0-2]){sign}\d\d)(?![\d{sign}]){_TO}"
        rf"(?P<end>(?:0?[1-9]|1[0-2]){sign}\d\d(?![\d{sign}])|{_PRESENT})"
    )
    for sign in ("/", r"\.")
)
# "Jan 22 - Mar 24": month and short year. Alone, or before a whole year, the number is a day.
_MONTH_SHORT: Final = rf"(?<![a-z\d]){_MONTH}[ -]?\d\d(?![\d:]|[ ]?(?:st|nd|rd|th)\b|,?[ ]{_YEAR})"
_MONTH_SHORT_RANGE: Final = re.compile(rf"(?P<start>{_MONTH_SHORT}){_TO}(?P<end>{_MONTH_SHORT}|{_PRESENT})")
# Exports that lose the dash leave "01/2013 09/2013"; bare years side by side stay two dates.
_MONTHED: Final = rf"(?:{_MONTH}[ ,]{{0,2}}{_YEAR}(?!\d)|(?<![\d/])(?:0?[1-9]|1[0-2])[./]{_YEAR}(?!\d))"
_GAP_RANGE: Final = re.compile(rf"(?<![a-z\d])(?P<start>{_MONTHED})[ ]{{1,3}}(?P<end>{_MONTHED}|{_PRESENT})")
_STUCK_RANGE: Final = re.compile(rf"(?<!\d)(?P<start>{_YEAR})(?P<end>{_YEAR})(?!\d)")
_SCHOOL_YEARS: Final = re.compile(rf"(?<![\d/])(?P<start>{_YEAR})[ ]?/[ ]?(?P<end>{_YEAR})(?![\d/])")
_SINCE: Final = re.compile(
    rf"(?<![a-z])(?:{'|'.join(sorted(word_phrases.phrases('resume', 'dates', 'since'), key=len, reverse=True))})[ ](?P<start>{_POINT})"
)
_ONWARDS: Final = re.compile(
    rf"(?P<start>{_POINT})[ ,]{{1,2}}(?:{'|'.join(sorted(word_phrases.phrases('resume', 'dates', 'onwards'), key=len, reverse=True))})"
    rf"(?![a-z])"
)
_OPEN: Final = re.compile(rf"(?P<start>{_POINT})[ ]?-{{1,2}}(?=[ ]?(?:$|\t|\||,|\)))")
_SINGLE: Final = re.compile(rf"(?P<start>{_POINT})")
_PATTERNS: Final = (
    _RANGE, _MONTH_RANGE, *_SHORT_RANGES, _MONTH_SHORT_RANGE, _GAP_RANGE, _STUCK_RANGE, _SCHOOL_YEARS, _SINCE, _ONWARDS,
    _OPEN, _SINGLE,
)  # fmt: skip
_NUMBERS: Final = re.compile(r"\d+")
_LINKS: Final = re.compile(rf"\b(?:{'|'.join(word_phrases.phrases('resume', 'dates', 'of'))})\b")
# What stands before a period and belongs to it: "from", "since".
_OPENS_PERIOD: Final = re.compile(
    rf"(?<!\w)(?:{word_phrases.source('resume', 'dates', 'from')}|{word_phrases.source('resume', 'dates', 'since')})"
    r"\s*(?=\t)"
)
_SPLIT: Final = re.compile(r"(?<![a-z])([a-z])[ ](?=[a-z]{4})")
_QUARTER: Final = re.compile(r"\b(?:q[1-4]|[1-4]q|h[12])\b")
_CENTURY_TURN: Final = 50
_LONGEST_LINE: Final = 1_500  # characters; dates further in are prose, and the cost stays linear


_TWO_DIGITS: Final = re.compile(r"\d\d")


@dataclass(frozen=True, slots=True)
class Period:
    """A period found at `at`..`to` of a line. `single` is one date alone; dates that cannot be are None."""

    start: str | None
    end: str | None
    at: int
    to: int
    single: bool = False


def periods(line: str) -> list[Period]:
    """Periods and single dates in the first 1,500 characters of a line, from left to right."""
    line = line[:_LONGEST_LINE]
    if _TWO_DIGITS.search(line) is None:  # every year is written with two at least
        return []
    text = plain(line)
    found: list[Period] = []
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.append(_period(match, pattern))
    return sorted(found, key=lambda period: period.at)


def date_of(text: str) -> str | None:
    """One date as a person types it ("03/2021", "März 2021", "2021", "today") -> "YYYY-MM", "YYYY" or "present"; None
    where it is none."""
    text = text.strip()
    if re.fullmatch(_PRESENT, plain(text)):
        return PRESENT
    if re.fullmatch(rf"{_YEAR}-(?:0[1-9]|1[0-2])", text):  # beside other dates this reads as two years
        return text
    found = periods(text)
    if len(found) != 1 or not found[0].single or found[0].at > 0 or found[0].to < len(text):
        return None
    return found[0].start


def _period(match: re.Match[str], pattern: re.Pattern[str]) -> Period:
    start = None if pattern is _MONTH_RANGE else _point(match["start"])
    if pattern is _SINGLE:
        return Period(start, start, match.start(), match.end(), single=True)
    if pattern in (_SINCE, _ONWARDS, _OPEN):
        return Period(start, PRESENT, match.start(), match.end())
    written = match["end"]
    if pattern is _MONTH_RANGE:
        end = _point(written)
        month = _MONTHS.get(_SPLIT.sub(r"\1", match["start"]).strip(" ."))
        start = f"{end[:4]}-{month:02d}" if end is not None and month is not None else None
        if start is not None and end is not None and start > end:
            start = f"{int(end[:4]) - 1}{start[4:]}"
    elif re.fullmatch(_PRESENT, written):
        end = PRESENT
    elif re.fullmatch(r"'?\d\d", written):
        end = f"{start[:2]}{written[-2:]}" if start is not None else None
    else:
        end = _point(written)
    if start is not None and end not in (None, PRESENT) and start[:4] > str(end)[:4]:
        start = end = None
    return Period(start, end, match.start(), match.end())


def _point(written: str) -> str | None:
    """ "YYYY-MM" or "YYYY" for one folded date; None for a month that does not exist."""
    written = _QUARTER.sub(" ", written)
    numbers = _NUMBERS.findall(written)
    name = re.search(r"[a-z]{3,}", _LINKS.sub(" ", _SPLIT.sub(r"\1", written)))
    month = _MONTHS.get(name.group()) if name else None
    year = next((number for number in numbers if len(number) == 4), None)
    if year is None:
        short = numbers[-1]
        year = f"{'19' if int(short) > _CENTURY_TURN else '20'}{short}"
        if month is None and len(numbers) == 2:
            month = int(numbers[0])
    if month is None and name is None and len(numbers) > 1 and len(numbers[-1]) != 2:
        month = _numeric_month(numbers, written)
        if month is None:
            return None
    elif month is None and name is None and len(numbers) > 1 and numbers[0] == year:
        month = int(numbers[1])
    if month is None:
        return year
    return f"{year}-{month:02d}" if 1 <= month <= 12 else None


def _numeric_month(numbers: list[str], written: str) -> int | None:
    if numbers[0] and len(numbers[0]) == 4:
        return int(numbers[1])
    if len(numbers) == 2:
        return int(numbers[0])
    first, second = int(numbers[0]), int(numbers[1])
    # Dots mean day first; with slashes the larger number tells, and Americans write the month first.
    if "." in written or first > 12:
        return second if second <= 12 else None
    return first


def opens_with_end(line: str) -> tuple[str, int] | None:
    """The end of a period a line begins with ("Present", "now Developer", "09/2020 / Leeds") and where it stops.

    Some files break a period between its two dates.
    """
    text = plain(line[:60])
    match = re.match(rf"[ -]{{0,3}}(?:(?P<end>{_POINT})|{_PRESENT})", text)
    if match is None:
        return None
    end = _point(match["end"]) if match["end"] else PRESENT
    return (end, match.end()) if end is not None else None


def without_periods(line: str, found: list[Period]) -> str:
    """`line` with its dates cut out and the separators left hanging by that removed."""
    for period in reversed(found):
        line = line[: period.at] + "\t" + line[period.to :]
    line = re.sub(r"\(\s*\)|\[\s*\]", " ", line)
    for match in reversed(list(_OPENS_PERIOD.finditer(plain(line)))):
        line = line[: match.start()] + line[match.end() :]
    line = re.sub(r"\(\s*\t|\t\s*\)", "\t", line)
    cells = (re.sub(r"^[\s,;:|·•/–—-]+|[\s,;:|·/–—-]+$", "", cell) for cell in line.split("\t"))
    return "\t".join(cell for cell in cells if cell)


def bounds(start: str | None, end: str | None, today: date) -> tuple[float, float] | None:
    """Begin and end of a role as years with fractions. A month begins on its 1st and ends with its last day, a bare
    year is its 1st of July, the same bare year twice is six months, "present" is `today`. None when a date is missing,
    in the future or impossible."""
    if start is None or end is None:
        return None
    now = today.year + (today.month - 1) / 12 + min(today.day, 30) / 360
    first = _moment(start, last=False)
    last = (
        now
        if end == PRESENT
        else min(now, int(end) + 1.0 if start == end and len(start) == 4 else _moment(end, last=True))
    )
    return (first, last) if first < last else None


def _moment(written: str, *, last: bool) -> float:
    year = int(written[:4])
    if len(written) == 4:
        return year + 0.5
    return year + (int(written[5:7]) - (0 if last else 1)) / 12


def years_covered(spans: Iterable[tuple[str | None, str | None]], today: date) -> float:
    """Years in the union of dated roles, to the nearest half."""
    total = 0.0
    reached = 0.0
    for first, last in sorted(filter(None, (bounds(start, end, today) for start, end in spans))):
        total += max(0.0, last - max(first, reached))
        reached = max(reached, last)
    return int(total * 2 + 0.5 + 1e-9) / 2
