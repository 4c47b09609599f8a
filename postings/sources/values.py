"""Values as feeds write them, in our types: one stated rule for each kind of value, whatever its shape.

What none of the rules can read is "not stated". Words are read by the same reader as pasted texts.
"""

import html
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from postings import bounds
from reading import currencies
from reading.documents.html import read_html
from reading.posting import employment, locations, salary

TYPES = frozenset({"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"})
UNIT_WORDS = {
    "HOUR": ("hour", "hourly", "hr", "h", "stunde"),
    "DAY": ("day", "daily", "tag"),
    "WEEK": ("week", "weekly", "woche"),
    "MONTH": ("month", "monthly", "monat"),
    "YEAR": ("year", "yearly", "annual", "annually", "annum", "yr", "pa", "jahr"),
}
UNITS = {word: unit for unit, words in UNIT_WORDS.items() for word in words}
SEVERAL = re.compile(r"(?<![\d.])(?:[2-9]|0?[.,]\d|1\d+)\s")  # "2 WEEK", "0.5 MONTH": no unit of ours
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
ESCAPED_TAG = re.compile(r"&(?:lt|#60|#x3c);\s*/?[a-z][a-z0-9]*(?:\s[^&]{0,200})?/?&(?:gt|#62|#x3e);", re.IGNORECASE)
DIGITS = re.compile(r"\d[\d.,'’\s]*")
SLASHED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:\s.*)?")
HAS_TIME = re.compile(r"\d[T ]\d{2}:\d{2}")
LONGEST_PLACE = 300


def plain(value: Any) -> str:
    """A value of any shape as one line of text. Entities of a feed that escapes its plain texts are decoded once."""
    text = bounds.text(value)
    return " ".join(bounds.text(html.unescape(text)).split()) if "&" in text else text


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, or the one object; whatever else stands there is none."""
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def object_of(value: Any) -> dict[str, Any]:
    """The object, or the first of a list, or an empty one."""
    return next(iter(objects(value)), {})


def listed(value: Any) -> list[Any]:
    """A list as it is, nothing as an empty list, and all else as a list of one."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def texts(value: Any) -> list[str]:
    """The texts of a list, or the one text."""
    return [text for item in listed(value) if (text := plain(item))]


def markup_text(value: Any) -> str:
    """HTML of any shape as lines of text: the parts of a list one below the other, escaped markup decoded once."""
    if isinstance(value, list):
        return "\n\n".join(filter(None, (markup_text(part) for part in value if not isinstance(part, list))))
    markup = bounds.text(value)
    if not TAG.search(markup) and ESCAPED_TAG.search(markup):
        markup = html.unescape(markup)
    return read_html(markup).text


def employment_types(value: Any) -> tuple[str, ...]:
    """The employment types that a value names in whatever words: ``Full-time``, ``FULL_TIME, PART_TIME``, ``Vollzeit``."""
    found: list[str] = []
    for text in texts(value):
        text = text.rsplit("schema.org/", 1)[-1]
        if text in TYPES:
            found.append(text)
        else:
            words = employment.types_in_title(CAMEL.sub(" ", text).replace("_", " "))
            found += [token.value for token in sorted(words, key=lambda token: token.start)]
    return tuple(dict.fromkeys(found))


def workplace(value: Any) -> str | None:
    """Where one works, as a value of ``JobLocationType``, where the words name exactly one."""
    found = {_workplace_word(text) for text in texts(value)} - {None}
    return found.pop() if len(found) == 1 else None


def _workplace_word(text: str) -> str | None:
    compact = re.sub(r"[\s_-]", "", text).lower()
    if compact in ("telecommute", "fullyremote", "fully"):
        return "TELECOMMUTE"
    if compact == "onsite":
        return "ON_SITE"
    named = {token.value for token in employment.places_in_field(CAMEL.sub(" ", text).replace("_", " "))}
    return named.pop() if len(named) == 1 else None


def split_places(values: Any) -> tuple[tuple[str, ...], str | None]:
    """(the places that texts name, the way of working that stands among them).

    "Remote - US" is the United States and remote; "New York, NY | Austin, TX" are two places. A text in which our reader
    knows no place stays as it is, unless it names a way of working and nothing else.
    """
    places: list[str] = []
    ways: set[str] = set()
    for text in texts(values):
        text = text.replace("•", ";")[:LONGEST_PLACE]
        named = {token.value for token in employment.places_in_field(text)}
        ways |= named
        found = locations.read_line(text, (0, len(text)), strict=False)
        if found and (named or len(found) > 1):
            places += [place.raw if place.raw.count("emote") == 0 else place.country or place.raw for place in found]
        elif len(found) == 1 and found[0].city and " - " in text:
            places.append(", ".join(filter(None, (found[0].city, found[0].country))))
        elif found or not _names_no_place(text):
            places.append(text)
    return tuple(dict.fromkeys(places)), ways.pop() if len(ways) == 1 else None


def _names_no_place(text: str) -> bool:
    return all(
        locations.is_filler(part) or part.strip().lower() in ("hybrid", "on-site", "onsite")
        for part in re.split(r"[;|/]", text)
    )


def amount(value: Any) -> Decimal | None:
    """A positive amount of money: a number, or a text such as "35.000", "30,000", "1.234,50 €" or "£30k"."""
    if isinstance(value, int | float | Decimal):
        return bounds.amount(value)
    text = plain(value)
    try:
        digits = DIGITS.search(text)
        if digits is None or text[: digits.start()].rstrip().endswith("-"):
            return None
        factor = 1000 if re.match(r"\s?[kK](?![a-zA-Z])", text[digits.end() :]) else 1
        number = salary.read_number(re.sub(r"[\s’]", "", digits.group()).rstrip(".,'"), factor)
    except ArithmeticError:
        return None
    return bounds.amount(number)


def currency(*values: Any) -> str | None:
    """The ISO code of the first value that names a currency: "EUR", "€", "£30k"."""
    for text in map(plain, values):
        code = currencies.currency_code(text, None) if text else None
        if code is None:
            sign = re.sub(r"[\d.,'’\s]+[kK]?", "", text)
            code = currencies.currency_code(sign, None) if sign else None
        if code is not None:
            return code
    return None


def pay_unit(value: Any) -> str | None:
    """HOUR to YEAR, where a value names one period: "per-year-salary", "1 YEAR", "hourly", "per annum"."""
    text = plain(value)
    if SEVERAL.search(text):
        return None
    found = {UNITS[word] for word in re.findall(r"[a-zäöü]+", text.lower().replace(".", "")) if word in UNITS}
    return found.pop() if len(found) == 1 else None


def day_of(value: Any, *, day_first: bool | None = None) -> date | None:
    """A calendar day: ISO, RFC 822, seconds or milliseconds since 1970, or "20.11.2026" and "11/20/2026".

    A day that could be a month is read only where ``day_first`` says which (dots say it themselves).
    """
    if isinstance(value, list | dict):
        value = bounds.text(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e14:
        return bounds.day(datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC).date())
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()
    instant = _instant(text)
    if instant is not None:
        return bounds.day(instant.date())
    slashed = SLASHED.fullmatch(text)
    return bounds.day(_slashed_day(slashed, day_first)) if slashed else None


def _slashed_day(match: re.Match[str], day_first: bool | None) -> date | None:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if first > 12 or match[2] == ".":
        day_first = True
    elif second > 12:
        day_first = False
    if day_first is None and first != second:
        return None
    day, month = (first, second) if day_first is not False else (second, first)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def order_of_days(written: Iterable[str]) -> bool | None:
    """Whether days stand before months in the dates of one file, as far as one of them shows it."""
    shown = {
        int(match[1]) > 12
        for value in written
        if (match := SLASHED.fullmatch(value.strip())) and (int(match[1]) > 12) != (int(match[3]) > 12)
    }
    return shown.pop() if len(shown) == 1 else None


def closing_of(value: Any, *, day_first: bool | None = None) -> date | datetime | None:
    """When a posting closes: the exact instant where time and zone are stated, else the day."""
    if isinstance(value, list | dict):
        value = bounds.text(value)
    if isinstance(value, str) and HAS_TIME.search(value):
        instant = _instant(value.strip())
        if instant is not None and instant.tzinfo is not None and bounds.day(instant.date()):
            try:
                return instant.astimezone(UTC)
            except OverflowError:
                return None
    return day_of(value, day_first=day_first)


def _instant(text: str) -> datetime | None:
    written = re.sub(r"\s+UTC$", "+00:00", text.replace("Z", "+00:00") if text.endswith("Z") else text)
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
