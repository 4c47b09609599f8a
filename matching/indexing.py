"""This host's index of what has been processed: made from the database, followed, and told where it is behind.

Rows are numbered as they are processed (``models.Sequence``). The index holds every row up to its watermark; what came
later is asked of the database with each use and compared exactly. So an index may be old, or away altogether: then
everything came later, and the answer is the same.
"""

import logging
import marshal
import shutil
import threading
import time
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from accounts.models import Resume
from matching import core, engine
from matching.index import postings, resumes, table
from matching.index.kernel import WIDTH
from matching.index.postings import PostingReader, PostingRow
from matching.index.resumes import ResumeReader, ResumeRow
from matching.index.shingles import hashes
from matching.index.table import DamagedError, Writer, locked, make_current
from matching.models import ProcessedPosting, ProcessedResume, ProcessedSequence
from postings.models import JobPosting, earliest_end

logger = logging.getLogger(__name__)

BATCH = 500
# An index is written anew when so many of its rows stand for nothing any more.
MOST_DEAD, FEWEST_DEAD = 0.3, 2000
POSTINGS, RESUMES = "postings", "resumes"

R = TypeVar("R", PostingReader, ResumeReader)


def root(kind: str) -> Path:
    """Of this engine, code and database; another's files are never read."""
    where = connection.settings_dict
    database = zlib.crc32(f"{where['HOST']}:{where['PORT']}/{where['NAME']}".encode())
    name = f"{engine.version()}-{engine.code()}-{database:08x}".replace("/", "-")
    return Path(settings.MATCH_INDEX_DIR) / name / kind


# What a row of the database carries for the index


def serialize_posting(features: core.PostingFeatures) -> bytes:
    """The posting compiled, and what the index compares first."""
    compiled = core.compile_posting(features, engine.vocabulary())
    vectors = core.vectors_of(compiled.side)
    return marshal.dumps(
        (
            engine.code(),
            core.most_of_rows(compiled, core.DEFAULT),
            b"" if vectors is None else vectors.astype("<f2").tobytes(),
            hashes(compiled.shingles).tobytes(),
            core.serialize(compiled),
        )
    )


def serialize_resume_row(features: core.ResumeFeatures) -> bytes:
    """The vectors of the role row and the shingles of the resume's lines, which go into the index, and the resume
    compiled, which stays in the database: no text of it lies in the index's files.
    """
    compiled = core.compile_resume(features, engine.vocabulary())
    side = compiled.side(core.DEFAULT)
    return marshal.dumps(
        (
            engine.code(),
            b"" if side.matrix is None else side.matrix.astype("<f4").tobytes(),
            tuple(side.fading),
            hashes(compiled.shingles).tobytes(),
            core.serialize_resume(compiled, core.DEFAULT),
        )
    )


def _unpacked(stored: Any) -> tuple[Any, ...] | None:
    """What was packed by this very code, else None."""
    if not stored:
        return None
    try:
        values = marshal.loads(bytes(stored))  # noqa: S302  plain values, nothing is run
    except (EOFError, ValueError, TypeError):
        return None
    return values[1:] if isinstance(values, tuple) and values and values[0] == engine.code() else None


def compiled_posting(stored: Any, features: Callable[[], core.PostingFeatures]) -> core.CompiledPosting:
    values = _unpacked(stored)
    if values is not None:
        return core.load(values[3])
    return core.compile_posting(features(), engine.vocabulary())


def compiled_resume(stored: Any) -> core.ResumeFeatures | None:
    """The features of what ``serialize_resume_row`` made, compiled; None where other code made it."""
    values = _unpacked(stored)
    return None if values is None else core.load_resume(values[3], engine.vocabulary(), core.DEFAULT)


# Reading


class _Held:
    """The readers of this process; each looks whether another build has become current."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.readers: dict[Path, Any] = {}
        self.maker: dict[str, type[PostingReader] | type[ResumeReader]] = {
            POSTINGS: PostingReader,
            RESUMES: ResumeReader,
        }

    def reader(self, kind: str) -> Any:
        where = root(kind)
        build = table.read_current(where)
        with self.lock:
            reader = self.readers.get(where)
            if not build:
                self.readers.pop(where, None)
                return None
            if reader is None or reader.build != build:
                try:
                    reader = self.readers[where] = self.maker[kind](where)
                except (DamagedError, OSError, ValueError) as error:
                    logger.warning("the index of %s cannot be read, and is not used: %s", kind, error)
                    self.readers.pop(where, None)
                    return None
            return reader

    def forget(self) -> None:
        with self.lock:
            self.readers.clear()


_held = _Held()


def forget() -> None:
    _held.forget()


def posting_view() -> tuple[PostingReader, table.Snapshot] | None:
    """The index of postings as it is now, or None while this host has none."""
    view: tuple[PostingReader, table.Snapshot] | None = _view(POSTINGS)
    return view


def resume_view() -> tuple[ResumeReader, table.Snapshot] | None:
    view: tuple[ResumeReader, table.Snapshot] | None = _view(RESUMES)
    return view


def _view(kind: str) -> Any:
    reader = _held.reader(kind)
    if reader is None:
        return None
    try:
        return reader, reader.snapshot()
    except (DamagedError, OSError, ValueError) as error:
        logger.warning("the index of %s cannot be read, and is not used: %s", kind, error)
        return None


def processed_postings(after: int) -> QuerySet[ProcessedPosting]:
    """What the index does not hold yet, whose watermark is ``after``."""
    return ProcessedPosting.objects.filter(
        sequence__gt=after, processed_revision__gt=0, engine_version=engine.version()
    ).order_by("sequence")


def processed_resumes(after: int) -> QuerySet[ProcessedResume]:
    return ProcessedResume.objects.filter(
        sequence__gt=after, processed_revision__gt=0, engine_version=engine.version()
    ).order_by("sequence")


# Writing


def catch_up() -> int:
    """Bring this host's index up to the database; make it anew where it is away or damaged. Returns rows written.

    Of several processes one writes; the others go on with what there is.
    """
    try:
        return _catch_up(POSTINGS, postings.SCHEMA, _write_postings) + _catch_up(
            RESUMES, resumes.SCHEMA, _write_resumes
        )
    except OSError:
        # A full or read-only disk must not stop the matching: without an index every pair is scored.
        logger.exception("the match index cannot be written")
        return 0


def rebuild() -> int:
    """Make this host's index anew. Readers use the former one until it is whole."""
    for kind in (POSTINGS, RESUMES):
        with locked(root(kind), wait=True):
            (root(kind) / "current").unlink(missing_ok=True)
    return catch_up()


def behind() -> int:
    """How many numbers the index of this host is behind; all of them where there is none."""
    current = ProcessedSequence.current()
    return max(current - view[1].watermark if (view := _view(kind)) else current for kind in (POSTINGS, RESUMES))


Write = Callable[[Writer, int], int]


def _catch_up(kind: str, schema: table.Schema, write: Write) -> int:
    where = root(kind)
    target = ProcessedSequence.current()
    view = _view(kind)
    if view is not None and view[1].watermark == target and not _needs_compaction(view[1]):
        return 0
    with locked(where) as mine:
        if not mine:
            return 0
        build = table.read_current(where)
        if build:
            try:
                writer = Writer(where / build, schema)
                # A database that has been put back to an earlier state gives the same numbers to other rows.
                if writer.watermark <= target and not _is_worn(writer):
                    written = write(writer, target)
                    postings.sort_runs(writer)
                    return written
            except (DamagedError, OSError, ValueError):
                logger.exception("the index of %s is damaged; it is made anew", kind)
        fresh = f"{time.time_ns():x}"
        writer = Writer.create(where / fresh, schema)
        written = write(writer, target)
        postings.sort_runs(writer, force=True)
        make_current(where, fresh)
        _remove_others(where.parent)
        return written


def _needs_compaction(snapshot: table.Snapshot) -> bool:
    return _many(int(snapshot["dead"].sum()), len(snapshot["dead"]))


def _is_worn(writer: Writer) -> bool:
    dead = writer.column("dead")
    return _many(int(np.count_nonzero(dead)), len(dead))


def _many(dead: int, rows: int) -> bool:
    return dead > max(FEWEST_DEAD, MOST_DEAD * rows)


def _remove_others(mine: Path) -> None:
    """The files of other engines and of code that has been replaced, a day after they were last used."""
    for other in mine.parent.iterdir():
        if other.is_dir() and other != mine and time.time() - other.stat().st_mtime > 86_400:
            shutil.rmtree(other, ignore_errors=True)


def _batches(rows: QuerySet[Any], *fields: str) -> Any:
    """Rows in the order of their numbers, ``BATCH`` at a time, each batch asked for anew."""
    last = 0
    while True:
        batch = list(rows.filter(sequence__gt=last).values_list("sequence", *fields)[:BATCH])
        if not batch:
            return
        yield [row[1:] for row in batch]
        last = batch[-1][0]


def _write_postings(writer: Writer, target: int) -> int:
    written = 0
    for batch in _batches(processed_postings(writer.watermark), "posting_id", "processed_revision", "compiled"):
        ids = [row[0] for row in batch]
        # Only what changes with the posting's revision: whether its organization is blocked, the database says.
        published = JobPosting.objects.filter(pk__in=ids, status=JobPosting.Status.PUBLISHED)
        closes = {
            pk: _closes(earliest_end(valid, listed))
            for pk, valid, listed in published.values_list("pk", "valid_through", "listed_until")
        }
        new = [_posting_row(pk, revision, closes[pk], compiled) for pk, revision, compiled in batch if pk in closes]
        postings.write(writer, new, [pk for pk in ids if pk not in closes], None)
        written += len(batch)
    writer.publish(watermark=max(target, writer.watermark))
    return written


def _closes(end: datetime | None) -> int:
    return postings.NEVER if end is None else int(end.timestamp())


def _posting_row(pk: int, revision: int, closes: int, compiled: Any) -> PostingRow:
    values = _unpacked(compiled)
    if values is None:
        data = ProcessedPosting.objects.values_list("features", flat=True).get(posting=pk)
        values = _unpacked(serialize_posting(core.PostingFeatures.from_json(data)))
    if values is None:
        raise DamagedError(f"posting {pk} cannot be packed")
    most, vectors, shingles, serialized = values
    matrix = np.frombuffer(vectors, "<f2").reshape(2, WIDTH) if vectors else None
    return PostingRow(pk, revision, closes, most, matrix, np.frombuffer(shingles, np.uint32), serialized)


def _write_resumes(writer: Writer, target: int) -> int:
    written = 0
    fields = ("resume_id", "processed_revision", "preferences_revision", "floor_score", "floor_posting", "compiled")
    for batch in _batches(processed_resumes(writer.watermark), *fields):
        ids = [row[0] for row in batch]
        current = set(Resume.objects.primary().filter(pk__in=ids).values_list("pk", flat=True))
        new = [_resume_row(*row) for row in batch if row[0] in current]
        resumes.write(writer, new, [pk for pk in ids if pk not in current], None)
        written += len(batch)
    writer.publish(watermark=max(target, writer.watermark))
    return written


def _resume_row(
    pk: int, revision: int, preferences: int, floor: int | None, floor_posting: int | None, compiled: Any
) -> ResumeRow:
    values = _unpacked(compiled)
    if values is None:
        data = ProcessedResume.objects.values_list("features", flat=True).get(resume=pk)
        values = _unpacked(serialize_resume_row(core.ResumeFeatures.from_json(data)))
    if values is None:
        raise DamagedError(f"resume {pk} cannot be packed")
    matrix, fading, shingles, _ = values
    role_matrix = np.frombuffer(matrix, "<f4").reshape(-1, WIDTH) if matrix else None
    side = core.ResumeSide(role_matrix, fading, (), {})
    key = (floor, floor_posting or 0) if floor is not None else None
    return ResumeRow(pk, revision, preferences, side, key, np.frombuffer(shingles, np.uint32))


def forget_gone() -> int:
    """Take out what the database no longer holds, erased resumes above all, and wipe the words of postings that were
    replaced. Returns how many rows were taken out.
    """
    removed = 0
    for kind, schema, stored_ids in ((POSTINGS, postings.SCHEMA, _posting_ids), (RESUMES, resumes.SCHEMA, _resume_ids)):
        where = root(kind)
        with locked(where) as mine:
            build = table.read_current(where)
            if not mine or not build:
                continue
            try:
                writer = Writer(where / build, schema)
            except (DamagedError, OSError, ValueError):
                continue
            known = np.array(writer.column("id"))[writer.column("dead") == 0]
            gone = sorted(set(known.tolist()) - stored_ids())
            (postings if kind == POSTINGS else resumes).wipe_dead(writer)
            if gone and kind == POSTINGS:
                postings.write(writer, [], gone, None)
            elif gone:
                resumes.write(writer, [], gone, None)
            removed += len(gone)
    return removed


def _posting_ids() -> set[int]:
    return set(ProcessedPosting.objects.values_list("posting_id", flat=True))


def _resume_ids() -> set[int]:
    return set(Resume.objects.primary().values_list("pk", flat=True))


def state() -> dict[str, Any]:
    """For doctor and measurements: rows, dead rows and the watermark of each part, beside the database's."""
    parts: dict[str, Any] = {"processed": ProcessedSequence.current()}
    for kind in (POSTINGS, RESUMES):
        view: tuple[Any, table.Snapshot] | None = _view(kind)
        if view is not None:
            dead = view[1]["dead"]
            parts[kind] = {"rows": len(dead), "dead": int(dead.sum()), "watermark": view[1].watermark}
    return parts
