"""The index folder: one writer (the indexer), any number of readers that look again when it has committed."""

import json
import logging
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from django.utils import timezone
from tantivy import Order, Query

from postings.models import JobPosting
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
from postings.search.query import RANGES, SearchQuery
from postings.search.schema import PK_BITS, SCHEMA_VERSION, build_schema, document, split_order_key

logger = logging.getLogger(__name__)

# A transaction may commit after a later ``changed_at`` was read, so each pass looks back this far.
OVERLAP = timedelta(seconds=120)
MAX_OFFSET = 10_000
BATCH = 500
MANY = 65_000
LAST_KEY = 2**63 - 1
# How many days beside a cursor are looked through before all are.
NEAR_DAYS = (1, 16, None)


class IndexMissingError(Exception):
    """There is no readable index on this host now; it is being built."""


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


def folder() -> Path:
    return Path(settings.SEARCH_INDEX_DIR)


def _data() -> Path:
    return folder() / f"v{SCHEMA_VERSION}"


def _marker() -> Path:
    return folder() / f"v{SCHEMA_VERSION}.ready.json"


class _Reader:
    """The open index of this process, kept until the marker of another build appears."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.build = ""
        self.index: tantivy.Index | None = None

    def searcher(self) -> tantivy.Searcher:
        build_id = read_marker().get("build", "")
        if not build_id:
            raise IndexMissingError
        with self.lock:
            if self.index is None or self.build != build_id:
                try:
                    self.index = _open()
                except ValueError as error:
                    raise IndexMissingError from error
                self.build = build_id
            self.index.reload()
            return self.index.searcher()

    def forget(self) -> None:
        with self.lock:
            self.index, self.build = None, ""


_reader = _Reader()


def _open() -> tantivy.Index:
    return tantivy.Index(build_schema(), path=str(_data()), reuse=True)


def read_marker() -> dict[str, str]:
    """``{"build", "watermark", "indexed_at"}`` of the finished index, or {} while there is none."""
    try:
        marker = json.loads(_marker().read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return marker if _data().is_dir() else {}


def _write_marker(marker: dict[str, str]) -> None:
    partial = _marker().with_suffix(".part")
    partial.write_text(json.dumps(marker))
    partial.replace(_marker())


def open_searcher() -> tantivy.Searcher:
    """The index as it stands now. Raises IndexMissingError."""
    return _reader.searcher()


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
        total = _count(searcher, built)
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
    return _count(searcher, build_for(searcher, query, now or timezone.now()))


def _count(searcher: tantivy.Searcher, built: tantivy.Query) -> int:
    result: Any = searcher.search(built, limit=1, count=True)
    return int(result.count or 0)


def count_statements(query: SearchQuery, *, now: datetime | None = None) -> dict[str, Statement]:
    """For each range that is asked for, what the jobs that pass every other filter state of it."""
    searcher = open_searcher()
    now = now or timezone.now()
    statements = {}
    for name in filter(query.asks, RANGES):
        others = build_for(searcher, query.without_range(name), now)
        silent = _count(searcher, both(others, has_value("silent", [name])))
        only = replace(query, only_stated=(*query.only_stated, name))
        within = _count(searcher, build_for(searcher, only, now))
        other = 0
        if name == "pay":
            stated = but_not(others, has_value("silent", [name]))
            other = _count(searcher, but_not(stated, pays_in(query.pay_currency)))
        statements[name] = Statement(within, silent, other, _count(searcher, others) - within - silent - other)
    return statements


def count_facets(
    searcher: tantivy.Searcher, query: SearchQuery, built: tantivy.Query, now: datetime, names: Sequence[str]
) -> dict[str, dict[str, int]]:
    """For each value how many of the jobs found have it; for one that choosing would add to others of its facet, how many
    it would add. So the list after the click holds as many as the count says: the count itself, or so many more.
    """
    if not names:
        return {}
    counts = _aggregate(searcher, built, names)
    for name in names:
        chosen = getattr(query, name)
        if not chosen or (name == "skill" and query.skill_mode == "all"):
            continue
        others = but_not(build_for(searcher, query.without(name), now), has_value(name, chosen))
        added = _aggregate(searcher, others, [name])[name]
        counts[name] = {value: counts[name].get(value, 0) for value in chosen if value in counts[name]} | added
    return counts


def _aggregate(searcher: tantivy.Searcher, query: Query, names: Sequence[str]) -> dict[str, dict[str, int]]:
    answer = searcher.aggregate(query, {name: {"terms": {"field": name, "size": MANY}} for name in names})
    return {
        name: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer[name]["buckets"]} for name in names
    }


@contextmanager
def _writer(index: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
    writer = index.writer(heap_size=30_000_000, num_threads=1)
    try:
        yield writer
    finally:
        writer.wait_merging_threads()


def rebuild() -> int:
    """Build the index anew from the database. Readers see none until it is whole. Returns documents written."""
    _marker().unlink(missing_ok=True)
    _reader.forget()
    shutil.rmtree(_data(), ignore_errors=True)
    _data().mkdir(parents=True)
    started = timezone.now()
    written = 0
    with _writer(_open()) as writer:
        ids = list(JobPosting.objects.open().values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            written += _write(writer, ids[start : start + BATCH])
        writer.commit()
    _write_marker(
        {"build": started.isoformat(), "watermark": started.isoformat(), "indexed_at": timezone.now().isoformat()}
    )
    return written


@contextmanager
def adding() -> Iterator[Callable[[tantivy.Document], object]]:
    """A function that adds documents of postings that are not in the index yet; readers see them at the end. The index is
    built first where there is none.
    """
    if not read_marker():
        rebuild()
    with _writer(_open()) as writer:
        yield writer.add_document
        writer.commit()
    _write_marker({**read_marker(), "indexed_at": timezone.now().isoformat()})


def catch_up() -> int:
    """Bring in every posting changed since the last pass. Builds the index where there is none. Returns rows looked at."""
    marker = read_marker()
    if not marker:
        return rebuild()
    started = timezone.now()
    since = datetime.fromisoformat(marker["watermark"]) - OVERLAP
    changed = dict(JobPosting.objects.filter(changed_at__gte=since).values_list("pk", "revision"))
    try:
        index = _open()
    except ValueError:
        logger.exception("the search index cannot be read; it is built anew")
        return rebuild()
    searcher = index.searcher()
    behind = [pk for pk, revision in changed.items() if _indexed_revision(searcher, pk) != revision]
    gone = set(behind) - set(JobPosting.objects.open().filter(pk__in=behind).values_list("pk", flat=True))
    behind = [pk for pk in behind if pk not in gone or _indexed_revision(searcher, pk) is not None]
    if JobPosting.objects.filter(
        pk__in=gone.intersection(behind), hiring_organization__orphaned_at__isnull=False
    ).exists():
        _write_all_anew(index)
    elif behind:
        with _writer(index) as writer:
            for start in range(0, len(behind), BATCH):
                _write(writer, behind[start : start + BATCH])
            writer.commit()
    _write_marker({**marker, "watermark": started.isoformat(), "indexed_at": timezone.now().isoformat()})
    return len(behind)


def _write_all_anew(index: tantivy.Index) -> None:
    """A document that is deleted stays in its file while others of that file live. Where the people of an organization
    have left, the words of its postings are not to stay, so all files are written anew; readers see the former ones
    until the new ones are whole.
    """
    with _writer(index) as writer:
        writer.delete_all_documents()
        ids = list(JobPosting.objects.open().values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            _write(writer, ids[start : start + BATCH])
        writer.commit()
        writer.garbage_collect_files()


def _indexed_revision(searcher: tantivy.Searcher, pk: int) -> int | None:
    hits = searcher.search(Query.term_query(build_schema(), "id", str(pk)), limit=1).hits
    return int(searcher.doc(hits[0][1])["revision"][0]) if hits else None


def _write(writer: tantivy.IndexWriter, ids: list[int]) -> int:
    for pk in ids:
        writer.delete_documents_by_term("id", str(pk))
    written = 0
    for posting in JobPosting.objects.open().for_page().filter(pk__in=ids):
        writer.add_document(document(posting))
        written += 1
    return written


def indexed_ids() -> dict[int, int]:
    """id -> revision of every document, for the nightly comparison with the database. Raises IndexMissingError."""
    searcher = open_searcher()
    hits = searcher.search(Query.all_query(), limit=max(1, searcher.num_docs)).hits
    documents = (searcher.doc(address) for _, address in hits)
    return {int(document["id"][0]): int(document["revision"][0]) for document in documents}
