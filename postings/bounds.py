"""What a posting may hold, whoever states it: amounts, days, counts and texts that every database gives back as they were.

Each function answers the value as it is kept, or nothing where the value is outside its bounds: a pay of 10^30, a closing
date in the year 9999 and a title that is a list of lists are not stated, rather than stated wrongly.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

MOST_PAY = Decimal("99999999999.99")
CENT = Decimal("0.01")
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2100, 12, 31)
MOST_MONTHS = 720
MOST_COUNT = 1000
# Where an object stands for a text, the text is under one of these.
NAMES = ("name", "@value", "value", "text")


def amount(value: object) -> Decimal | None:
    """A positive amount of money in whole cents, at most ``MOST_PAY``; a source's 0 means "not stated"."""
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
        if not number.is_finite() or not CENT / 2 <= number <= MOST_PAY:
            return None
        return number.quantize(CENT, ROUND_HALF_UP).normalize() + 0
    except ArithmeticError:
        return None


def day(value: date | None) -> date | None:
    """A calendar day between ``FIRST_DAY`` and ``LAST_DAY``; sources write the year 9999 where there is no end."""
    return value if value is not None and FIRST_DAY <= value <= LAST_DAY else None


def count(value: int | None, most: int) -> int | None:
    """A number of things between 0 and ``most``."""
    return value if value is not None and 0 <= value <= most else None


def storable(text: str) -> str:
    """The text without NULs and lone surrogates, which PostgreSQL and UTF-8 cannot hold."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def text(value: Any) -> str:
    """A value of any JSON shape as text: a list stands for its first text, an object for its name; else empty.

    Texts are cleaned by ``storable`` and stripped; whole and finite numbers are written out.
    """
    if isinstance(value, str):
        return storable(value).strip()
    if isinstance(value, list):
        return next(filter(None, map(text, (item for item in value if not isinstance(item, list)))), "")
    if isinstance(value, dict):
        return next(
            filter(None, (text(value.get(name)) for name in NAMES if not isinstance(value.get(name), dict))), ""
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value) if abs(value) < 1e15 else ""
    return ""
