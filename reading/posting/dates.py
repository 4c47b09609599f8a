"""Dates of postings with their precision; what is ambiguous stays unknown instead of being guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from reading import word_lists
from reading.folding import fold
from reading.patterns import alternation

MONTHS = word_lists.months()
_MONTH = r"(?:" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + r")"
_OF = alternation(word_lists.phrases("calendar.of"))
ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(?:z|utc|[+-]\d{2}:?\d{2})?)?")
MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")
DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:{_OF}\s)?({_MONTH})\.?,?\s+(?:{_OF}\s)?(\d{{4}})\b"
)
NUMERIC = re.compile(r"\b(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})\b")
RFC822 = re.compile(
    rf"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,\s+\d{{1,2}}\s+{_MONTH}\s+\d{{4}}\s+\d{{2}}:\d{{2}}(?::\d{{2}})?\s*("
    rf"?:[+-]\d{{4}}|gmt|utc|[a-z]{{1,4}})?"
)
EPOCH = re.compile(r"\b(1[0-9]{9}|[1-2][0-9]{12})\b")
_UNITS = {
    unit: alternation(word_lists.phrases(f"calendar.{unit}"), after_digit=True)
    for unit in ("MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR")
}
_NUMBERS = word_lists.numbers()
_AGO_BEFORE, _AGO_BEHIND = (alternation(word_lists.phrases(f"calendar.{side}")) for side in ("before", "ago"))
# "vor 3 Tagen", "il y a 2 semaines", "3 days ago", and on job sites just "3d".
RELATIVE = re.compile(
    rf"(?:(?P<today>{alternation(word_lists.phrases('calendar.today'))})"
    rf"|(?P<yesterday>{alternation(word_lists.phrases('calendar.yesterday'))})"
    rf"|(?P<before>{_AGO_BEFORE}\s(?:(?:mehr als|más de|mais de|plus de|over|meer dan)\s)?)?(?<![\w.,])(?P<count>\d{{1,3}}|an?|{alternation(_NUMBERS)})(?P<more>\+?)\s?"
    rf"(?:{'|'.join(f'(?P<{unit}>{source})' for unit, source in _UNITS.items())})(?P<behind>\s{_AGO_BEHIND}|$)?)"
)
SEASON = re.compile(
    r"\b(?:(spring|summer|fall|autumn|winter)\s+(?:of\s+)?(20\d{2})|(20\d{2})\s+(spring|summer|fall|autumn|winter)"
    r"|(q[1-4])\s+(20\d{2}))\b"
)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """``value`` is None where the text cannot be resolved; ``start`` and ``end`` are offsets into the text given."""

    value: date | None
    precision: str
    start: int
    end: int
    instant: datetime | None = None


def read_date(text: str, *, captured_at: date | None = None, order: str | None = None) -> ReadDate | None:
    """The first date in a short text. ``order`` is the source's declared order of numeric dates: MDY, DMY or YMD."""
    lowered = fold(text[:400])
    return (
        _iso(lowered) or _rfc822(lowered, text) or _named(lowered) or _numeric(lowered, order) or _epoch(lowered)
        or _relative(lowered, captured_at)
    )  # fmt: skip


def read_season(text: str) -> tuple[str, int, int] | None:
    """A season or quarter with its year as "2027-spring" or "2027-q1", with offsets."""
    match = SEASON.search(fold(text[:2000]))
    if match is None:
        return None
    season = match[1] or match[4] or match[5]
    year = match[2] or match[3] or match[6]
    return f"{year}-{'fall' if season == 'autumn' else season}", match.start(), match.end()


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(lowered: str) -> ReadDate | None:
    match = ISO.search(lowered)
    if match is None:
        return None
    raw = match.group().upper().replace(" UTC", "+00:00").replace("UTC", "+00:00")
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return None
    if len(raw) <= 10:
        return ReadDate(moment.date(), "day", match.start(), match.end())
    if moment.tzinfo is None:
        return ReadDate(moment.date(), "day", match.start(), match.end())
    moment = moment.astimezone(UTC)
    return ReadDate(moment.date(), "instant", match.start(), match.end(), moment)


def _rfc822(lowered: str, text: str) -> ReadDate | None:
    match = RFC822.search(lowered)
    if match is None:
        return None
    try:
        moment = parsedate_to_datetime(text[match.start() : match.end()])
    except ValueError:
        return None
    if moment.tzinfo is None:
        return ReadDate(moment.date(), "day", match.start(), match.end())
    moment = moment.astimezone(UTC)
    return ReadDate(moment.date(), "instant", match.start(), match.end(), moment)


def _named(lowered: str) -> ReadDate | None:
    match = MONTH_FIRST.search(lowered)
    if match:
        value = _valid(int(match[3]), MONTHS[match[1]], int(match[2]))
        return ReadDate(value, "day", match.start(), match.end()) if value else None
    match = DAY_FIRST.search(lowered)
    if match:
        value = _valid(int(match[3]), MONTHS[match[2]], int(match[1]))
        return ReadDate(value, "day", match.start(), match.end()) if value else None
    return None


def _numeric(lowered: str, order: str | None) -> ReadDate | None:
    match = NUMERIC.search(lowered)
    if match is None:
        return None
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    if len(match[1]) == 4:
        value = _valid(first, second, third)
        return ReadDate(value, "day" if value else "unknown", match.start(), match.end())
    if len(match[1]) > 2 or len(match[4]) == 3:
        return None
    year = third if third > 99 else 2000 + third
    month_first, day_first = _valid(year, first, second), _valid(year, second, first)
    if month_first and day_first and month_first != day_first:
        chosen = {"MDY": month_first, "DMY": day_first}.get(order or "")
        if match[2] == "." and order is None:
            chosen = day_first  # no country writes month first with dots
        return ReadDate(chosen, "day" if chosen else "unknown", match.start(), match.end())
    either = month_first or day_first
    return ReadDate(either, "day", match.start(), match.end()) if either else None


def _epoch(lowered: str) -> ReadDate | None:
    match = EPOCH.search(lowered)
    if match is None:
        return None
    number = int(match.group())
    moment = datetime.fromtimestamp(number / 1000 if number > 10**11 else number, tz=UTC)
    return ReadDate(moment.date(), "instant", match.start(), match.end(), moment)


def _relative(lowered: str, captured_at: date | None) -> ReadDate | None:
    for match in RELATIVE.finditer(lowered):
        counted = match["count"] is not None
        if counted and match["before"] is None and match["behind"] is None:
            continue  # "3 days" says nothing of when
        days = _days_ago(match)
        value = captured_at - timedelta(days=days) if captured_at is not None and days is not None else None
        return ReadDate(value, "relative", match.start(), match.end())
    return None


DAYS_OF = {"MINUTE": 0, "HOUR": 0, "DAY": 1, "WEEK": 7, "MONTH": 30, "YEAR": 365}


def _days_ago(match: re.Match[str]) -> int | None:
    if match["today"]:
        return 0
    if match["yesterday"]:
        return 1
    if match["more"]:
        return None  # "30+ days ago" is only a lower bound
    count = match["count"]
    number = _NUMBERS.get(count, 1 if count in ("a", "an") else 0) or int(count)
    return next(number * days for unit, days in DAYS_OF.items() if match[unit])


def date_order(text: str, *, english: bool) -> str | None:
    """The order of numeric dates that a text as a whole shows: by a date that reads one way only, or by its language."""
    orders = set()
    for match in NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3])
        if len(match[1]) <= 2 and max(first, second) > MONTHS_IN_YEAR >= min(first, second):
            orders.add("DMY" if first > MONTHS_IN_YEAR else "MDY")
    if len(orders) == 1:
        return orders.pop()
    return None if english or orders else "DMY"


MONTHS_IN_YEAR = 12
