"""The index folder: one writer (the indexer), any number of readers that look again when it has committed."""

import json
import logging
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from django.utils import timezone
from tantivy import Order, Query

from postings.models import JobPosting
from postings.search.query import SearchQuery, build
from postings.search.schema import SCHEMA_VERSION, WORDS, analyzer, build_schema, document

logger = logging.getLogger(__name__)

# A transaction may commit after a later ``changed_at`` was read, so each pass looks back this far.
OVERLAP = timedelta(seconds=120)
MAX_OFFSET = 10_000
BATCH = 500
MANY = 65_000


class IndexMissingError(Exception):
    """There is no readable index on this host now; it is being built."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of posting ids, the exact number of hits, and counts by facet value."""

    ids: list[int]
    total: int
    facets: dict[str, dict[str, int]]


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
    index = tantivy.Index(build_schema(), path=str(_data()), reuse=True)
    index.register_tokenizer(WORDS, analyzer())
    return index


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


def search(
    query: SearchQuery, *, offset: int = 0, limit: int = 20, facets: bool = False, now: datetime | None = None
) -> Found:
    """Ids in the order asked for. Raises IndexMissingError. Sorts: relevance, newest, pay, closing."""
    searcher = _reader.searcher()
    now = now or timezone.now()
    built = build(query, now)
    offset = min(offset, MAX_OFFSET)
    order_field, order = {
        "newest": ("first_seen", Order.Desc),
        "pay": ("pay_max", Order.Desc),
        "closing": ("closes", Order.Asc),
    }.get(query.sort, (None, Order.Desc))
    if order_field is None and not query.q:
        order_field = "first_seen"
    result: Any = searcher.search(
        built, limit=max(1, limit), offset=offset, count=True, order_by_field=order_field, order=order
    )
    ids = [int(searcher.doc(address)["id"][0]) for _, address in result.hits] if limit else []
    counts = count_facets(searcher, query, built, now) if facets else {}
    return Found(ids, int(result.count or 0), counts)


def matching_ids(query: SearchQuery, *, now: datetime | None = None) -> list[int]:
    """Every id that passes the filters, in no order. Raises IndexMissingError."""
    searcher = _reader.searcher()
    built = build(query, now or timezone.now())
    result = searcher.search(built, limit=max(1, searcher.num_docs), order_by_field="pk")
    return [int(key) for key, _ in result.hits]


def best_of(query: Query, limit: int) -> list[int]:
    """The ids of a query made elsewhere, best first. Raises IndexMissingError."""
    searcher = _reader.searcher()
    return [int(searcher.doc(address)["id"][0]) for _, address in searcher.search(query, limit=limit).hits]


def count(query: SearchQuery, *, now: datetime | None = None) -> int:
    searcher = _reader.searcher()
    result: Any = searcher.search(build(query, now or timezone.now()), limit=1, count=True)
    return int(result.count or 0)


def count_facets(
    searcher: tantivy.Searcher, query: SearchQuery, built: tantivy.Query, now: datetime
) -> dict[str, dict[str, int]]:
    """Counts per value. A facet that is filtered on counts as if it were not, so that its other values show."""
    chosen = [name for name in query.FACET_FIELDS if getattr(query, name)]
    free = [name for name in query.FACET_FIELDS if name not in chosen]
    counts = _aggregate(searcher, built, free)
    for name in chosen:
        counts |= _aggregate(searcher, build(query.without(name), now), [name])
    return counts


def _aggregate(searcher: tantivy.Searcher, query: Query, names: list[str]) -> dict[str, dict[str, int]]:
    if not names:
        return {}
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
    searcher = _reader.searcher()
    hits = searcher.search(Query.all_query(), limit=max(1, searcher.num_docs)).hits
    documents = (searcher.doc(address) for _, address in hits)
    return {int(document["id"][0]): int(document["revision"][0]) for document in documents}
