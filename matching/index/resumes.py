"""Resumes as rows: the vectors of their roles and of the whole text, and the worst pair each keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.core import bounds
from matching.core.role import ResumeSide
from matching.core.weights import Weights
from matching.index.kernel import WIDTH, cosines, in_blocks, quantise, slack
from matching.index.runs import Hashes, SortedRuns, run_columns
from matching.index.table import Column, Reader, Snapshot, Writer

Rows = npt.NDArray[np.int64]

# The floor of a resume that keeps every pair lies below any score.
NO_FLOOR = -2
SCHEMA = {
    "values": Column("vectors", "i1", (WIDTH,)),
    "scale": Column("vectors", "f4"),
    "error": Column("vectors", "f4"),
    "fade": Column("vectors", "f4"),
    "run": Column("runs", "u4"),
    "run_row": Column("runs", "u4"),
    "id": Column("resumes", "i8"),
    "revision": Column("resumes", "i8"),
    "preferences": Column("resumes", "i8"),
    "first": Column("resumes", "i8"),
    "floor_score": Column("resumes", "i2"),
    "floor_posting": Column("resumes", "i8"),
    "has_vectors": Column("resumes", "u1"),
    "dead": Column("resumes", "u1"),
}
BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class ResumeRow:
    """``roles`` float [k, 384] with what each counts, ``whole`` [384]; None without vectors. ``floor``: the key of the
    best pair not kept, None where all are.
    """

    id: int
    revision: int
    preferences: int
    side: ResumeSide
    floor: tuple[int, int] | None
    runs: Hashes


class ResumeReader(Reader):
    def __init__(self, root: Path) -> None:
        super().__init__(root, SCHEMA)
        self.sorted = SortedRuns(root / self.build)

    def with_runs(self, snapshot: Snapshot, wanted: Hashes) -> Rows:
        """Living resumes with a line that holds one of the runs."""
        rows = self.sorted.rows_with(wanted, snapshot["run"], snapshot["run_row"])
        rows = rows[rows < len(snapshot["dead"])]
        return rows[~snapshot["dead"][rows]]


def most_points(snapshot: Snapshot, vectors: Any, most_of_rows: Sequence[int], weights: Weights) -> Any:
    """The hundredths of points that each of a batch of postings can earn with each resume, float32 [postings, resumes].

    ``vectors`` are the postings' titles and summaries, [postings, 2, 384]; a zero title stands for a posting without
    vectors.
    """
    count, batch = len(snapshot["dead"]), len(most_of_rows)
    queries = quantise(np.asarray(vectors, np.float32).reshape(-1, WIDTH))
    lexical = ~np.any(np.asarray(vectors)[:, 0], axis=1)
    found = np.empty((batch, count), np.float32)
    most = np.asarray(most_of_rows, np.float32)[:, None]
    first = np.asarray(snapshot["first"])
    total = len(snapshot["values"])
    # Whole resumes only: their vectors are added up and compared with each other.
    step = max(1, BLOCK // (1 + batch // 4))
    begins = np.searchsorted(first, np.arange(0, total, step), "left").tolist()

    def work(start: int, stop: int) -> None:
        begin, end = int(first[start]), int(first[stop]) if stop < count else total
        similarity = _of_block(snapshot, begin, end, first[start:stop] - begin, queries, weights)
        points = bounds.role_points(np.asarray(similarity, np.float32), weights)
        points[:, snapshot["has_vectors"][start:stop] == 0] = bounds.whole_role(weights)
        points[lexical] = bounds.whole_role(weights)
        np.add(points, most, out=found[:, start:stop])

    in_blocks(sorted({*begins, count}) if count else [], work)
    return found


def _of_block(snapshot: Snapshot, begin: int, end: int, first: Rows, queries: Any, weights: Weights) -> Any:
    """Similarities [postings, resumes], never too low. Each resume's last vector is the whole text."""
    cut = slice(begin, end)
    near = cosines(snapshot["values"][cut], snapshot["scale"][cut], queries)
    off, fade = slack(snapshot["error"][cut], queries), snapshot["fade"][cut]
    sizes = np.diff(first, append=end - begin)
    if (sizes == sizes[0]).all():
        return _of_equals(near, off, fade, slice(None), int(sizes[0]), first, weights)
    found = np.empty((near.shape[0] // 2, len(first)), np.float32)
    for size in np.unique(sizes).tolist():
        which = np.flatnonzero(sizes == size)
        found[:, which] = _of_equals(near, off, fade, which, size, first, weights)
    return found


def _of_equals(near: Any, off: Any, fade: Any, which: Any, size: int, first: Rows, weights: Weights) -> Any:
    """The same for resumes of ``size`` vectors each."""

    def part(values: Any, place: int) -> Any:
        return values[..., place::size] if isinstance(which, slice) else values[..., first[which] + place]

    whole = part(near, size - 1)
    weighed = whole[0::2] * np.float32(weights.lines_title)
    weighed += whole[1::2] * np.float32(weights.lines_summary)
    worst = part(off, size - 1)
    best = part(near, 0) * part(fade, 0)
    for place in range(size - 1):
        worst = np.maximum(worst, part(off, place))
        if place:
            np.maximum(best, part(near, place) * part(fade, place), out=best)
    best[0::2] *= np.float32(weights.role_title)
    best[1::2] *= np.float32(weights.role_summary)
    weighed += best[0::2]
    weighed += best[1::2]
    weighed += bounds.similarity_slack(worst, worst, weights).astype(np.float32)
    return weighed


def write(writer: Writer, new: Sequence[ResumeRow], gone: Sequence[int], watermark: int | None) -> None:
    """Append rows and mark those they replace, and those of ``gone`` ids, dead. What those held is wiped at once."""
    ids = [row.id for row in new] + list(gone)
    known = writer.column("id")
    dead: Any = np.flatnonzero(np.isin(known, np.asarray(ids, np.int64)) & (writer.column("dead") == 0)) if ids else []
    if new:
        stacks, fades, sizes = [], [], []
        for row in new:
            vectors, fading = _vectors(row.side)
            stacks.append(vectors)
            fades.append(fading)
            sizes.append(len(vectors))
        made = quantise(np.concatenate(stacks).astype(np.float32))
        begin = writer.append(
            "vectors",
            {"values": made.values, "scale": made.scale, "error": made.error, "fade": np.concatenate(fades)},
        )
        first = writer.count("resumes")
        writer.append("runs", run_columns([row.runs for row in new], first))
        writer.append(
            "resumes",
            {
                "id": np.array([row.id for row in new]),
                "revision": np.array([row.revision for row in new]),
                "preferences": np.array([row.preferences for row in new]),
                "first": begin + np.cumsum(sizes) - sizes,
                "floor_score": np.array([row.floor[0] if row.floor else NO_FLOOR for row in new]),
                "floor_posting": np.array([row.floor[1] if row.floor else 0 for row in new]),
                "has_vectors": np.array([row.side.matrix is not None for row in new]),
            },
        )
    writer.publish(dead=dead, watermark=watermark)
    _wipe(writer, np.asarray(dead, np.int64))


def _vectors(side: ResumeSide) -> tuple[Any, Any]:
    """The roles' vectors with what they count, then the whole text; where there is no role, the text stands for one."""
    if side.matrix is None:
        return np.zeros((2, WIDTH), np.float32), np.zeros(2, np.float32)
    fading = bounds.fading_of(side)
    if not fading:
        return np.stack([side.matrix[-1], side.matrix[-1]]), np.ones(2, np.float32)
    return side.matrix, np.array([*fading, 1.0], np.float32)


def _wipe(writer: Writer, dead: Rows) -> None:
    """A resume that was replaced or erased leaves nothing behind but the number of its row."""
    first, total = writer.column("first"), writer.count("vectors")
    for row in dead.tolist():
        end = int(first[row + 1]) if row + 1 < len(first) else total
        writer.wipe("values", np.arange(int(first[row]), end))
