"""What the index answers: a page of ids in an order, counts by value of a facet, and what ranges leave out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import tantivy
from django.utils import timezone
from tantivy import Order, Query

from postings.models.freshness import DAY_SHIFT
from postings.search.clauses import (
    between,
    both,
    build,
    but_not,
    closes_by_itself,
    has_value,
    pays_in,
)
from postings.search.folder import open_searcher
from postings.search.query import RANGES, SearchQuery
from postings.search.schema import PK_BITS, split_order_key

MAX_OFFSET = 10_000
MANY = 65_000
LAST_KEY = 2**63 - 1
# How many days beside a cursor are looked through before all are.
NEAR_DAYS = (1, 16, None)


@dataclass(frozen=True, slots=True)
class Statement:
    """Under a range of pay, years, degree or country: how many of the jobs that pass every other filter are within it, how
    many say nothing, how many say it in another unit (pay: another currency, or no currency or period), and how many are
    outside it. Together they are all of them.
    """

    within: int
    silent: int
    other: int
    outside: int


@dataclass(frozen=True, slots=True)
class Found:
    """One page of posting ids, the exact number of hits, and counts by facet value. ``first`` and ``last`` are the places
    of the page's ends among the newest, where that is the order. ``lead`` is how many hits are ordered by what was asked;
    those behind them have no pay in the currency, or no end.
    """

    ids: list[int]
    total: int
    facets: dict[str, dict[str, int]]
    first: int | None = None
    last: int | None = None
    has_more: bool = False
    lead: int | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place among the newest: the page lies behind it, or in front of it."""

    key: int
    is_behind: bool = True

    def __str__(self) -> str:
        return f"{'after' if self.is_behind else 'before'}-{self.key}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """What an address gives, or None where it is no cursor."""
        word, _, digits = text.partition("-")
        if word not in ("after", "before") or not digits.isdecimal() or len(digits) > 19 or int(digits) >= 2**63:
            return None
        return cls(int(digits), word == "after")


def languages_of(searcher: tantivy.Searcher) -> tuple[str, ...]:
    """The languages by which the postings of the index are cut."""
    return tuple(term for term, _ in searcher.terms_with_prefix("stemmed_in", ""))


def build_for(searcher: tantivy.Searcher, query: SearchQuery, now: datetime) -> tantivy.Query:
    return build(query, now, languages_of(searcher))


def search(
    query: SearchQuery,
    *,
    offset: int = 0,
    limit: int = 20,
    facets: bool | Sequence[str] = False,
    now: datetime | None = None,
    cursor: Cursor | None = None,
) -> Found:
    """Ids in the order asked for. Raises IndexMissingError. Sorts: relevance, newest, pay, closing.

    A cursor is for the newest alone; with it the page stays the same whatever is added in front of it.
    """
    searcher = open_searcher()
    now = now or timezone.now()
    built = build_for(searcher, query, now)
    names = query.FACET_FIELDS if facets is True else tuple(facets or ())
    counts = count_facets(searcher, query, built, now, names)
    if is_by_freshness(query):
        page = _newest_page(searcher, built, min(offset, MAX_OFFSET), limit, cursor)
    else:
        page = _ordered_page(searcher, query, built, min(offset, MAX_OFFSET), limit)
    return replace(page, facets=counts)


def is_by_freshness(query: SearchQuery) -> bool:
    return query.sort in ("newest", "match") or (query.sort == "relevance" and not query.q)


def _newest_page(
    searcher: tantivy.Searcher, built: tantivy.Query, offset: int, limit: int, cursor: Cursor | None
) -> Found:
    wanted = max(1, limit) + 1
    if cursor is None:
        result: Any = searcher.search(built, limit=wanted, offset=offset, count=True, order_by_field="fresh")
        total, hits = int(result.count), list(result.hits)
        has_more = len(hits) == wanted
        hits = hits[: wanted - 1]
    else:
        total = count_in(searcher, built)
        hits = _beside(searcher, built, cursor, wanted)
        has_more = len(hits) == wanted or not cursor.is_behind
        hits = hits[: wanted - 1]
        if not cursor.is_behind:
            hits.reverse()
    keys = [int(key) for key, _ in hits] if limit else []
    ids = [split_order_key(key)[1] for key in keys]
    return Found(ids, total, {}, keys[0] if keys else None, keys[-1] if keys else None, has_more)


def _beside(
    searcher: tantivy.Searcher, built: tantivy.Query, cursor: Cursor, wanted: int
) -> list[tuple[Any, tantivy.DocAddress]]:
    """The hits next to a place, nearest first: looked for in the days beside it, and further only where those are few."""
    order = Order.Desc if cursor.is_behind else Order.Asc
    for days in NEAR_DAYS:
        width = None if days is None else days << (DAY_SHIFT + PK_BITS)
        if cursor.is_behind:
            near = between(None if width is None else cursor.key - width, cursor.key)
        else:
            near = between(cursor.key, None if width is None else min(cursor.key + width, LAST_KEY))
        found: Any = searcher.search(both(built, near), limit=wanted, count=False, order_by_field="fresh", order=order)
        if len(found.hits) == wanted or width is None:
            break
    return list(found.hits)


def _ordered_page(
    searcher: tantivy.Searcher, query: SearchQuery, built: tantivy.Query, offset: int, limit: int
) -> Found:
    """A page of the order asked for; behind what it orders come the others, newest first."""
    lead: tantivy.Query | None = None
    if query.sort == "pay":
        lead = pays_in(query.pay_currency)
    elif query.sort == "closing":
        lead = closes_by_itself()
    if lead is None:
        result: Any = searcher.search(built, limit=max(1, limit), offset=offset, count=True)
        return Found(_ids(searcher, result.hits) if limit else [], int(result.count), {})
    field, order = ("pay_max", Order.Desc) if query.sort == "pay" else ("closes", Order.Asc)
    result = searcher.search(
        both(built, lead), limit=max(1, limit), offset=offset, count=True, order_by_field=field, order=order
    )
    rest: Any = searcher.search(
        but_not(built, lead),
        limit=max(1, limit - len(result.hits)),
        offset=max(0, offset - int(result.count)),
        count=True,
        order_by_field="fresh",
    )
    hits = [*result.hits, *rest.hits][:limit]
    leading = int(result.count)
    return Found(_ids(searcher, hits), leading + int(rest.count), {}, lead=leading)


def _ids(searcher: tantivy.Searcher, hits: Sequence[tuple[Any, tantivy.DocAddress]]) -> list[int]:
    return [int(number or 0) for number in searcher.fast_field_values("pk", [address for _, address in hits])]


def matching_ids(query: SearchQuery, *, now: datetime | None = None) -> list[int]:
    """Every id that passes the filters, in no order. Raises IndexMissingError."""
    searcher = open_searcher()
    built = build_for(searcher, query, now or timezone.now())
    result = searcher.search(built, limit=max(1, searcher.num_docs), order_by_field="pk")
    return [int(key) for key, _ in result.hits]


def best_of(query: Query, limit: int) -> list[int]:
    """The ids of a query made elsewhere, best first. Raises IndexMissingError."""
    searcher = open_searcher()
    return _ids(searcher, searcher.search(query, limit=limit).hits)


def count(query: SearchQuery, *, now: datetime | None = None) -> int:
    searcher = open_searcher()
    return count_in(searcher, build_for(searcher, query, now or timezone.now()))


def count_in(searcher: tantivy.Searcher, built: tantivy.Query) -> int:
    result: Any = searcher.search(built, limit=1, count=True)
    return int(result.count or 0)


def count_found(query: SearchQuery, name: str, *, now: datetime | None = None) -> dict[str, int]:
    """How many of the jobs found have each value of a facet. Raises IndexMissingError."""
    searcher = open_searcher()
    return count_values(searcher, build_for(searcher, query, now or timezone.now()), [name])[name]


def count_statements(query: SearchQuery, *, now: datetime | None = None) -> dict[str, Statement]:
    """For each range that is asked for, what the jobs that pass every other filter state of it."""
    searcher = open_searcher()
    now = now or timezone.now()
    statements = {}
    for name in filter(query.asks, RANGES):
        others = build_for(searcher, query.without_range(name), now)
        silent = count_in(searcher, both(others, has_value("silent", [name])))
        only = replace(query, only_stated=(*query.only_stated, name))
        within = count_in(searcher, build_for(searcher, only, now))
        other = 0
        if name == "pay":
            stated = but_not(others, has_value("silent", [name]))
            other = count_in(searcher, but_not(stated, pays_in(query.pay_currency)))
        statements[name] = Statement(within, silent, other, count_in(searcher, others) - within - silent - other)
    return statements


def count_facets(
    searcher: tantivy.Searcher, query: SearchQuery, built: tantivy.Query, now: datetime, names: Sequence[str]
) -> dict[str, dict[str, int]]:
    """For each value how many of the jobs found have it; for one that choosing would add to others of its facet, how many
    it would add. So the list after the click holds as many as the count says: the count itself, or so many more.
    """
    if not names:
        return {}
    counts = count_values(searcher, built, names)
    for name in names:
        chosen = getattr(query, name)
        if not chosen or (name == "skill" and query.skill_mode == "all"):
            continue
        others = but_not(build_for(searcher, query.without(name), now), has_value(name, chosen))
        added = count_values(searcher, others, [name])[name]
        counts[name] = {value: counts[name].get(value, 0) for value in chosen if value in counts[name]} | added
    return counts


def count_values(searcher: tantivy.Searcher, query: Query, names: Sequence[str]) -> dict[str, dict[str, int]]:
    answer = searcher.aggregate(query, {name: {"terms": {"field": name, "size": MANY}} for name in names})
    return {
        name: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer[name]["buckets"]} for name in names
    }
