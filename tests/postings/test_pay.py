from dataclasses import dataclass
from decimal import Decimal

import pytest

from postings import pay


@dataclass(frozen=True)
class Band:
    min_value: Decimal | None
    max_value: Decimal | None
    currency: str | None
    unit: str | None


def band(low: int | None, high: int | None, currency: str | None = "USD", unit: str | None = "YEAR") -> Band:
    return Band(Decimal(low) if low else None, Decimal(high) if high else None, currency, unit)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (band(5610, 13270), "$5,610 – $13,270"),
        (band(None, 70_000, "EUR"), "up to €70,000"),
        (band(20, None, "GBP", "HOUR"), "from £20"),
        (band(90_000, 90_000, "CHF"), "CHF 90,000"),
        (band(100, 200, None), "100 – 200"),
    ],
)
def test_a_range_in_words(given: Band, words: str) -> None:
    assert pay.range_words(given) == words


def test_a_missing_period_is_said() -> None:
    assert pay.period_words(band(1, 2, unit=None)) == "pay period not stated"
    assert pay.period_words(band(1, 2, unit="HOUR")) == "an hour"


@pytest.mark.parametrize(
    ("given", "annual"),
    [
        (band(20, 25, unit="HOUR"), (41_600, 52_000)),
        (band(4_000, 5_000, unit="MONTH"), (48_000, 60_000)),
        (band(5_610, 13_270, unit=None), None),
        (band(90_000, 120_000, unit=None), None),
        (band(90_000, 120_000, None), None),
        (band(3_000_000, 4_000_000, "JPY", None), None),
    ],
)
def test_the_yearly_range_for_filters(given: Band, annual: tuple[int, int] | None) -> None:
    found = pay.annual([given])
    assert (found and (found.minimum, found.maximum)) == annual


def test_bands_of_two_currencies_are_not_added_up() -> None:
    found = pay.annual([band(50_000, 60_000, "EUR"), band(90_000, 95_000, "USD")])
    assert found == pay.AnnualPay(Decimal(50_000), Decimal(60_000), "EUR")
