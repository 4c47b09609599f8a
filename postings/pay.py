"""Pay as numbers for filters and as words for people. One table of hours serves both."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

TIMES_A_YEAR = {
    "HOUR": Decimal(2080),
    "DAY": Decimal(260),
    "WEEK": Decimal(52),
    "MONTH": Decimal(12),
    "YEAR": Decimal(1),
}
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$", "AUD": "A$", "INR": "₹", "JPY": "¥"}
PERIOD_WORDS = {"HOUR": "an hour", "DAY": "a day", "WEEK": "a week", "MONTH": "a month", "YEAR": "a year"}


class Band(Protocol):
    """What a parsed band and a stored one have in common."""

    @property
    def min_value(self) -> Decimal | None: ...
    @property
    def max_value(self) -> Decimal | None: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def unit(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class AnnualPay:
    minimum: Decimal
    maximum: Decimal
    currency: str


def annual(bands: Iterable[Band]) -> AnnualPay | None:
    """The yearly range that pay filters read, or None where no band states currency and period.

    An amount whose period is not stated has no yearly value: it is shown as it stands, and no filter or order counts it.
    """
    low: list[Decimal] = []
    high: list[Decimal] = []
    currency = ""
    for band in bands:
        top, bottom = band.max_value or band.min_value, band.min_value or band.max_value
        if not band.currency or not band.unit or top is None or bottom is None or currency not in {"", band.currency}:
            continue
        currency = band.currency
        low.append(bottom * TIMES_A_YEAR[band.unit])
        high.append(top * TIMES_A_YEAR[band.unit])
    return AnnualPay(min(low), max(high), currency) if low else None


def steps_between(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round edges, evenly apart, from at most ``low`` to at least ``high``: one more than steps, of which there are at most
    ``most``.
    """
    sizes = (factor * 10.0**power for power in range(14) for factor in (1.0, 2.0, 2.5, 5.0))
    for size in sizes:
        start, stop = math.floor(low / size), math.floor(high / size) + 1
        if stop - start <= most:
            return tuple(size * number for number in range(start, stop + 1))
    return (low, high)


def amount_words(value: Decimal, currency: str | None) -> str:
    places = 0 if value == value.to_integral_value() else 2
    digits = f"{value:,.{places}f}"
    if currency is None:
        return digits
    sign = SIGNS.get(currency)
    return f"{sign}{digits}" if sign else f"{currency} {digits}"


def range_words(band: Band) -> str:
    """``$5,610 – $13,270``, ``up to €70,000``, ``from £20``."""
    if band.min_value is not None and band.max_value is not None:
        low, high = amount_words(band.min_value, band.currency), amount_words(band.max_value, band.currency)
        return low if band.min_value == band.max_value else f"{low} – {high}"
    if band.max_value is not None:
        return f"up to {amount_words(band.max_value, band.currency)}"
    return f"from {amount_words(band.min_value, band.currency)}" if band.min_value is not None else ""


def period_words(band: Band) -> str:
    return PERIOD_WORDS[band.unit] if band.unit else "pay period not stated"
