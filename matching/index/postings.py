"""Postings as rows: their two vectors, the most their requirements can earn, when they close, and what makes them ready."""

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
from matching.index.kernel import WIDTH, Quantised, cosines, quantise, slack
from matching.index.runs import MOST_UNSORTED, Hashes, SortedRuns, sort_into
from matching.index.table import Column, Reader, Snapshot, Writer

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

NEVER = 2**62
SCHEMA = {
    "blob": Column("blobs", "u1"),
    "run": Column("runs", "u4"),
    "run_row": Column("runs", "u4"),
    "id": Column("postings", "i8"),
    "revision": Column("postings", "i8"),
    "closes": Column("postings", "i8"),
    "most_of_rows": Column("postings", "i2"),
    "has_vectors": Column("postings", "u1"),
    "values": Column("postings", "i1", (2, WIDTH)),
    "scale": Column("postings", "f4", (2,)),
    "error": Column("postings", "f4", (2,)),
    "exact": Column("postings", "f2", (2, WIDTH)),
    "blob_at": Column("postings", "i8"),
    "blob_bytes": Column("postings", "i4"),
    "dead": Column("postings", "u1"),
}
# A block's bytes and its products stay in the processor's cache.
BLOCK = 65_536
# Rows that pass are copied together where they are few; else all are gone through.
FEW = 0.35


@dataclass(frozen=True, slots=True)
class PostingRow:
    """``closes`` in seconds since 1970, NEVER if not stated; ``vectors`` float [2, 384] or None; ``blob`` what the
    caller wants back with the row.
    """

    id: int
    revision: int
    closes: int
    most_of_rows: int
    vectors: npt.NDArray[Any] | None
    runs: Hashes
    blob: bytes


class PostingReader(Reader):
    def __init__(self, root: Path) -> None:
        super().__init__(root, SCHEMA)
        self.sorted = SortedRuns(root / self.build)

    def with_runs(self, snapshot: Snapshot, wanted: Hashes) -> Rows:
        """Living rows whose requirements hold one of the runs."""
        rows = self.sorted.rows_with(wanted, snapshot["run"], snapshot["run_row"])
        rows = rows[rows < len(snapshot["dead"])]
        return rows[~snapshot["dead"][rows]]


def living(snapshot: Snapshot, *, now: float, ids: Sequence[int] | None = None) -> npt.NDArray[np.bool_]:
    """Which rows stand for a posting that is open by the clock, and among ``ids`` where given."""
    mask = ~snapshot["dead"] & (snapshot["closes"] > now)
    if ids is not None:
        mask &= np.isin(snapshot["id"], np.asarray(ids, dtype=np.int64))
    return np.asarray(mask)


def score_bounds(
    snapshot: Snapshot, mask: npt.NDArray[np.bool_], side: ResumeSide, weights: Weights
) -> tuple[Rows, Any]:
    """The rows of the mask, and the most each can score with this resume (NO_SCORE: certainly none)."""
    rows = np.flatnonzero(mask)
    most = snapshot["most_of_rows"][rows].astype(np.int32)
    if side.matrix is None:
        return rows, bounds.score_at_most(bounds.whole_role(weights), most)
    similarity = similarities(snapshot, rows, side, weights)
    role = bounds.most_of_role(similarity, weights)
    role[snapshot["has_vectors"][rows] == 0] = bounds.whole_role(weights)
    return rows, bounds.score_at_most(role, most)


def similarities(snapshot: Snapshot, rows: Rows, side: ResumeSide, weights: Weights) -> Any:
    """The role similarity of each row, never too low; by bytes."""
    if side.matrix is None:
        raise ValueError("a resume without vectors has no similarity")
    queries, fading = quantise(np.asarray(side.matrix, np.float32)), bounds.fading_of(side)
    total = len(snapshot["dead"])
    values, scale, error = snapshot["values"], snapshot["scale"], snapshot["error"]
    if len(rows) >= FEW * total:
        found = np.empty(total, np.float32)
        for start in range(0, total, BLOCK):
            cut = slice(start, min(total, start + BLOCK))
            found[cut] = _of_block(values[cut], scale[cut], error[cut], queries, fading, weights)
        return found[rows]
    found = np.empty(len(rows), np.float32)
    for start in range(0, len(rows), BLOCK):
        some = rows[start : start + BLOCK]
        found[start : start + BLOCK] = _of_block(values[some], scale[some], error[some], queries, fading, weights)
    return found


def _of_block(
    values: Any, scale: Any, error: Any, queries: Quantised, fading: Sequence[float], weights: Weights
) -> Any:
    near = cosines(values.reshape(-1, WIDTH), scale.reshape(-1), queries)
    off = slack(error.reshape(-1), queries)
    titles, summaries = near[0::2].T, near[1::2].T
    return bounds.most_similar(list(titles), list(summaries), fading, weights) + bounds.similarity_slack(
        off[0::2], off[1::2], weights
    )


def sharper(snapshot: Snapshot, rows: Rows, side: ResumeSide, weights: Weights) -> Any:
    """The bounds of a few rows from the vectors as stored: off by rounding only."""
    most = snapshot["most_of_rows"][rows].astype(np.int32)
    if side.matrix is None:
        return bounds.score_at_most(bounds.whole_role(weights), most)
    near = snapshot["exact"][rows].astype(np.float32) @ np.asarray(side.matrix, np.float32).T
    similarity = bounds.most_similar(list(near[:, 0].T), list(near[:, 1].T), bounds.fading_of(side), weights)
    role = bounds.most_of_role(np.asarray(similarity, np.float64), weights)
    role[snapshot["has_vectors"][rows] == 0] = bounds.whole_role(weights)
    return bounds.score_at_most(role, most)


def blob_of(snapshot: Snapshot, row: int) -> bytes:
    start = int(snapshot["blob_at"][row])
    return bytes(snapshot["blob"][start : start + int(snapshot["blob_bytes"][row])].tobytes())


def write(writer: Writer, new: Sequence[PostingRow], gone: Sequence[int], watermark: int | None) -> None:
    """Append rows, mark those they replace and those of ``gone`` ids dead, and let readers see both at once."""
    dead = _rows_of(writer, [row.id for row in new] + list(gone))
    if new:
        held = [row.vectors if row.vectors is not None else np.zeros((2, WIDTH), np.float16) for row in new]
        exact = np.stack(held).astype(np.float16)
        made = quantise(exact.astype(np.float32).reshape(-1, WIDTH))
        sizes = np.array([len(row.blob) for row in new], np.int64)
        blob_at = writer.append("blobs", {"blob": np.frombuffer(b"".join(row.blob for row in new), np.uint8)})
        first = writer.count("postings")
        writer.append(
            "runs",
            {
                "run": np.concatenate([row.runs for row in new]),
                "run_row": np.repeat(np.arange(first, first + len(new)), [len(row.runs) for row in new]),
            },
        )
        writer.append(
            "postings",
            {
                "id": np.array([row.id for row in new]),
                "revision": np.array([row.revision for row in new]),
                "closes": np.array([row.closes for row in new]),
                "most_of_rows": np.array([row.most_of_rows for row in new]),
                "has_vectors": np.array([row.vectors is not None for row in new]),
                "values": made.values.reshape(-1, 2, WIDTH),
                "scale": made.scale.reshape(-1, 2),
                "error": made.error.reshape(-1, 2),
                "exact": exact,
                "blob_at": blob_at + np.cumsum(sizes) - sizes,
                "blob_bytes": sizes,
            },
        )
    writer.publish(dead=dead, watermark=watermark)


def _rows_of(writer: Writer, ids: Sequence[int]) -> Rows:
    known = writer.column("id")
    return (
        np.flatnonzero(np.isin(known, np.asarray(ids, np.int64)) & (writer.column("dead") == 0))
        if ids
        else np.zeros(0, np.int64)
    )


def sort_runs(writer: Writer, *, force: bool = False) -> None:
    """Sort the runs again where many have been appended since."""
    folder = writer.files.folder
    known = SortedRuns(folder)
    known._look_again(0)
    entries = writer.count("runs")
    if force or entries - len(known.hashes) > max(MOST_UNSORTED, len(known.hashes) // 4):
        sort_into(folder, np.array(writer.column("run")), np.array(writer.column("run_row")))
