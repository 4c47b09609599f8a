"""Keeps the index up to date with the database: the one writer of its host."""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import tantivy
from django.utils import timezone
from tantivy import Query

from postings.models import JobPosting
from postings.search.folder import (
    data_folder,
    marker_file,
    open_index,
    open_searcher,
    read_marker,
    reader,
    write_marker,
)
from postings.search.schema import build_schema, document

logger = logging.getLogger(__name__)

# A transaction may commit after a later ``changed_at`` was read, so each pass looks back this far.
OVERLAP = timedelta(seconds=120)
BATCH = 500


@contextmanager
def _writer(index: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
    writer = index.writer(heap_size=30_000_000, num_threads=1)
    try:
        yield writer
    finally:
        writer.wait_merging_threads()


def rebuild() -> int:
    """Build the index anew from the database. Readers see none until it is whole. Returns documents written."""
    marker_file().unlink(missing_ok=True)
    reader.forget()
    shutil.rmtree(data_folder(), ignore_errors=True)
    data_folder().mkdir(parents=True)
    started = timezone.now()
    written = 0
    with _writer(open_index()) as writer:
        ids = list(JobPosting.objects.open().values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            written += _write(writer, ids[start : start + BATCH])
        writer.commit()
    write_marker(
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
    with _writer(open_index()) as writer:
        yield writer.add_document
        writer.commit()
    write_marker({**read_marker(), "indexed_at": timezone.now().isoformat()})


def catch_up() -> int:
    """Bring in every posting changed since the last pass. Builds the index where there is none. Returns rows looked at."""
    marker = read_marker()
    if not marker:
        return rebuild()
    started = timezone.now()
    since = datetime.fromisoformat(marker["watermark"]) - OVERLAP
    changed = dict(JobPosting.objects.filter(changed_at__gte=since).values_list("pk", "revision"))
    try:
        index = open_index()
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
    write_marker({**marker, "watermark": started.isoformat(), "indexed_at": timezone.now().isoformat()})
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
