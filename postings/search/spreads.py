"""How pay is spread over the jobs of a search, counted by the index: in one currency, a year, by the middle of each range."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

import tantivy
from django.utils import timezone
from tantivy import Order, Query

from postings.pay import steps_between
from postings.search.clauses import both, has_value, pays_in
from postings.search.folder import open_searcher
from postings.search.index import build_for, count_in, count_values
from postings.search.query import SearchQuery
from postings.search.schema import NOT_STATED

# Fewer say too little of anybody's pay, and too much of one employer's.
LEAST = 5
MOST_BARS = 12
# The ends that few pays lie beyond share the outermost bars.
ENDS = (2.0, 98.0)


@dataclass(frozen=True, slots=True)
class Spread:
    """Of the jobs found, how many state yearly pay in the currency, how many state other pay, how many none; where at
    least ``LEAST`` do, their median and how many lie between each two ``edges``, the first and last reaching beyond.
    """

    currency: str
    stated: int
    other: int
    silent: int
    median: float | None = None
    edges: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return self.stated + self.other + self.silent


@dataclass(frozen=True, slots=True)
class Median:
    value: str
    currency: str
    stated: int
    median: float


def pay_spread(query: SearchQuery, *, now: datetime | None = None) -> Spread:
    """The pay of the jobs that a search finds. Raises IndexMissingError."""
    searcher = open_searcher()
    built = build_for(searcher, query, now or timezone.now())
    paid = both(built, pays_in(query.pay_currency))
    stated, silent = count_in(searcher, paid), count_in(searcher, both(built, has_value("silent", ["pay"])))
    other = count_in(searcher, built) - stated - silent
    if stated < LEAST:
        return Spread(query.pay_currency, stated, other, silent)
    edges = _edges(searcher, paid)
    return Spread(
        query.pay_currency,
        stated,
        other,
        silent,
        _median(searcher, paid, stated),
        edges,
        _counts(searcher, paid, edges),
    )


def medians_by(name: str, query: SearchQuery, *, most: int, now: datetime | None = None) -> list[Median]:
    """The median pay for each value of a facet among the jobs found that pay in the query's currency: the values with the
    most such jobs, at most ``most``, none with fewer than ``LEAST``. Raises IndexMissingError.
    """
    searcher = open_searcher()
    paid = both(build_for(searcher, query, now or timezone.now()), pays_in(query.pay_currency))
    counts = count_values(searcher, paid, [name])[name]
    commonest = sorted(counts, key=lambda value: (-counts[value], value))
    medians = []
    for value in [value for value in commonest if value != NOT_STATED and counts[value] >= LEAST][:most]:
        median = _median(searcher, both(paid, has_value(name, [value])), counts[value])
        medians.append(Median(value, query.pay_currency, counts[value], median))
    return medians


def currencies_of(query: SearchQuery, *, now: datetime | None = None) -> dict[str, int]:
    """In which currencies the jobs found pay, with how many do, most first; those of fewer than ``LEAST`` are left out."""
    searcher = open_searcher()
    counts = count_values(searcher, build_for(searcher, query, now or timezone.now()), ["pay_in"])["pay_in"]
    known = {code: number for code, number in counts.items() if len(code) == 3 and number >= LEAST}
    return dict(sorted(known.items(), key=lambda pair: (-pair[1], pair[0])))


def _median(searcher: tantivy.Searcher, paid: Query, stated: int) -> float:
    """Of an even number, the mean of the two in the middle."""
    first, wanted = (stated - 1) // 2, 2 - stated % 2
    found: Any = searcher.search(paid, limit=wanted, offset=first, order_by_field="pay_middle", order=Order.Asc)
    values = [float(value) for value, _ in found.hits]
    return sum(values) / len(values)


def _edges(searcher: tantivy.Searcher, paid: Query) -> tuple[float, ...]:
    answer = searcher.aggregate(paid, {"ends": {"percentiles": {"field": "pay_middle", "percents": list(ENDS)}}})
    values = answer["ends"]["values"]
    low, high = (float(values[str(end)]) for end in ENDS)
    return steps_between(low, high, MOST_BARS)


def _counts(searcher: tantivy.Searcher, paid: Query, edges: Sequence[float]) -> tuple[int, ...]:
    inner = edges[1:-1]
    bounds = [None, *inner, None]
    ranges = [
        {name: value for name, value in (("from", start), ("to", stop)) if value is not None}
        for start, stop in pairwise(bounds)
    ]
    if not inner:
        return (count_in(searcher, paid),)
    answer = searcher.aggregate(paid, {"pay": {"range": {"field": "pay_middle", "ranges": ranges}}})
    return tuple(int(bucket["doc_count"]) for bucket in answer["pay"]["buckets"])
