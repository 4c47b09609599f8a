"""Dates of postings with their precision; what is ambiguous stays unknown instead of being guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from reading.folding import fold

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier janv enero janeiro gennaio januari jän jänner",
            "february feb februar février févr febrero fevereiro febbraio februari",
            "march mar märz mars marzo março maart mär",
            "april apr avril abril aprile avr",
            "may mai mayo maio maggio mei",
            "june jun juni juin junio junho giugno",
            "july jul juli juillet julio julho luglio",
            "august aug août agosto augustus ago",
            "september sep sept septembre septiembre setembro settembre set",
            "october oct oktober okt octobre octubre outubro ottobre out",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre diciembre dezembro dicembre déc dic",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")"
ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(?:z|utc|[+-]\d{2}:?\d{2})?)?")
MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")
DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of |de )?({_MONTH})\.?,?\s+(?:de )?(\d{{4}})\b")
NUMERIC = re.compile(r"\b(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})\b")
RFC822 = re.compile(
    rf"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,\s+\d{{1,2}}\s+{_MONTH}\s+\d{{4}}\s+\d{{2}}:\d{{2}}(?::\d{{2}})?\s*("
    rf"?:[+-]\d{{4}}|gmt|utc|[a-z]{{1,4}})?"
)
EPOCH = re.compile(r"\b(1[0-9]{9}|[1-2][0-9]{12})\b")
RELATIVE = re.compile(
    r"\b(?:(today|heute|hoy|aujourd'hui|hoje|just (?:now|posted)|moments? ago)|(yesterday|gestern|ayer|hier|ontem)"
    r"|(?:(?:vor|hace|il y a|há) )?(\d{1,3}|an?|one)(\+?)\s?(h|hr|hrs|hours?|d|days?|w|wks?|weeks?|mo|mos|months?|m"
    r"|min|minutes?|y|years?|tage?n?|stunden?"
    r"|wochen?|monate?n?)(?: ago|$|(?<=tagen)|(?<=stunden)))"
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
    match = RELATIVE.search(lowered)
    if match is None:
        return None
    days = _days_ago(match)
    value = captured_at - timedelta(days=days) if captured_at is not None and days is not None else None
    return ReadDate(value, "relative", match.start(), match.end())


def _days_ago(match: re.Match[str]) -> int | None:
    if match[1]:
        return 0
    if match[2]:
        return 1
    if match[4]:
        return None  # "30+ days ago" is only a lower bound
    number = 1 if match[3] in ("a", "an", "one") else int(match[3])
    unit = match[5]
    if unit.startswith(("h", "st", "min")) or unit == "m":
        return 0
    if unit.startswith("mo"):
        return number * 30
    if unit.startswith("w"):
        return number * 7
    return number * 365 if unit.startswith("y") else number
