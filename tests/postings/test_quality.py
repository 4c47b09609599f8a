"""Advice on a posting: what it says for which draft, and that it never stands in the way."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from postings.models import BaseSalary
from postings.quality import Advice, advice

NOW = timezone.now()
GOOD: dict[str, Any] = {
    "bands": [BaseSalary(min_value=Decimal(50_000), max_value=Decimal(60_000), currency="EUR", unit="YEAR")],
    "is_remote": False, "places": 1, "assumed_places": 0, "musts": 6, "has_apply_link": True,
    "closes": NOW + timedelta(days=20), "now": NOW,
}  # fmt: skip


def band(low: int | None, high: int | None, currency: str | None = "EUR", unit: str | None = "YEAR") -> BaseSalary:
    return BaseSalary(
        min_value=None if low is None else Decimal(low),
        max_value=None if high is None else Decimal(high),
        currency=currency,
        unit=unit,
    )


def weak(**changes: Any) -> dict[str, str]:
    found: list[Advice] = advice(**{**GOOD, **changes})
    return {line.name: line.words for line in found if not line.is_good}


def test_a_complete_posting_needs_no_advice() -> None:
    assert weak() == {}
    assert [line.name for line in advice(**GOOD)] == ["pay", "place", "musts", "apply", "closing"]


@pytest.mark.parametrize(
    ("changes", "name", "words"),
    [
        ({"bands": []}, "pay", "Say what it pays"),
        ({"bands": [band(50, 60, unit=None)]}, "period", "for which period"),
        ({"bands": [band(50, 60, currency=None)]}, "currency", "Name the currency"),
        ({"bands": [band(5_610, 13_270)]}, "range", "more than 50 % wide"),
        ({"places": 0}, "place", "Say where the work is"),
        ({"places": 0, "is_remote": True}, "place", "from which countries"),
        ({"assumed_places": 1}, "place", "Confirm the place"),
        ({"musts": 0}, "musts", "No must-have was found"),
        ({"musts": 11}, "musts", "11 must-haves"),
        ({"has_apply_link": False}, "apply", "people apply on this board"),
        ({"closes": NOW - timedelta(days=1)}, "closing", "has passed"),
    ],
)
def test_each_weakness_has_its_sentence(changes: dict[str, Any], name: str, words: str) -> None:
    found = weak(**changes)
    assert list(found) == [name]
    assert words in found[name]


@pytest.mark.parametrize("pay", [band(100, 150), band(None, 90), band(90, None), band(90, 90)])
def test_a_range_of_exactly_half_or_with_one_end_is_no_wide_one(pay: BaseSalary) -> None:
    assert weak(bands=[pay]) == {}


def test_ten_must_haves_are_not_too_many_and_no_closing_date_is_no_fault() -> None:
    assert weak(musts=10) == {}
    assert weak(closes=None) == {}
    assert advice(**{**GOOD, "musts": 1})[2].words == "1 must-have."
