"""Postings as rows: their two vectors, the most their requirements can earn, when they close, and their compiled form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.core import bounds
from matching.core.role import ResumeSide
from matching.core.weights import Weights
from matching.index.kernel import WIDTH, Queries, fetch, in_blocks, products, quantise, rounded_up, slack
from matching.index.shingles import MOST_UNSORTED, Hashes, SortedRuns, run_columns, sort_into
from matching.index.table import Column, Reader, Snapshot, Writer

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

NEVER = 2**62
SCHEMA = {
    "blob": Column("blobs", "u1"),
    "run": Column("shingles", "u4"),
    "run_row": Column("shingles", "u4"),
    "id": Column("postings", "i8"),
    "revision": Column("postings", "i8"),
    "closes": Column("postings", "i8"),
    "most_of_rows": Column("postings", "i2"),
    "has_vectors": Column("postings", "u1"),
    "values": Column("postings", "i1", (2, WIDTH)),
    "scale": Column("postings", "f4"),
    "error": Column("postings", "f4", (2,)),
    "exact": Column("postings", "f2", (2, WIDTH)),
    "blob_at": Column("postings", "i8"),
    "blob_bytes": Column("postings", "i4"),
    "dead": Column("postings", "u1"),
}
# A block's bytes and its products stay in the processor's cache.
BLOCK, FEW_TOGETHER = 32_768, 4096
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
    shingles: Hashes
    blob: bytes


class PostingReader(Reader):
    def __init__(self, root: Path) -> None:
        super().__init__(root, SCHEMA)
        self.sorted = SortedRuns(root / self.build)

    def with_shingles(self, snapshot: Snapshot, wanted: Hashes) -> Rows:
        """Living rows whose requirements hold one of the shingles."""
        rows = self.sorted.rows_with(wanted, snapshot["run"], snapshot["run_row"])
        rows = rows[rows < len(snapshot["dead"])]
        return rows[~snapshot["dead"][rows]]


def living(snapshot: Snapshot, *, now: float, ids: Sequence[int] | None = None) -> npt.NDArray[np.bool_]:
    """Which rows stand for a posting that is open by the clock and can have a score, among ``ids`` where given."""
    mask = ~snapshot["dead"] & (snapshot["closes"] > now) & (snapshot["most_of_rows"] >= 0)
    if ids is not None:
        mask &= np.isin(snapshot["id"], np.asarray(ids, dtype=np.int64))
    return np.asarray(mask)


def most_points(
    snapshot: Snapshot, mask: npt.NDArray[np.bool_], side: ResumeSide, weights: Weights
) -> tuple[Rows, Floats]:
    """The rows of the mask, and the hundredths of points that each can earn at most with this resume.

    One pass over the bytes of the vectors; over those of the mask alone where it lets few through.
    """
    rows = np.flatnonzero(mask)
    if side.matrix is None:
        return rows, (snapshot["most_of_rows"][rows] + bounds.whole_role(weights)).astype(np.float32)
    pass_over = _pass(side, weights)
    total = len(mask)
    if len(rows) >= FEW * total:
        points = np.empty(total, np.float32)

        def all_of(start: int, stop: int) -> None:
            _block(snapshot, slice(start, stop), pass_over, points[start:stop], weights)

        in_blocks([*range(0, total, BLOCK), total], all_of)
        return rows, points if len(rows) == total else points[rows]
    points = np.empty(len(rows), np.float32)

    def some_of(start: int, stop: int) -> None:
        _block(snapshot, rows[start:stop], pass_over, points[start:stop], weights)

    in_blocks([*range(0, len(rows), FEW_TOGETHER), len(rows)], some_of)
    return rows, points


def _block(snapshot: Snapshot, cut: Any, pass_over: Any, out: Floats, weights: Weights) -> None:
    points = bounds.clipped_points(
        pass_over(snapshot["values"][cut], snapshot["scale"][cut], snapshot["error"][cut]), weights
    )
    without = snapshot["has_vectors"][cut] == 0
    if without.any():
        points[without] = bounds.whole_role(weights)
    np.add(points, snapshot["most_of_rows"][cut], out=out)


def _pass(side: ResumeSide, weights: Weights) -> Callable[[Any, Any, Any], Floats]:
    """From bytes, scales and errors of a block to its similarities, never too low, in hundredths of points."""
    each = bounds.points_of_similarity(weights)
    fused = bounds.fused_query(side, weights)
    if fused is not None:
        query = quantise(fused[None])
        halves = fused.reshape(2, WIDTH)
        off = rounded_up(np.linalg.norm((fused - query.values[0] * query.scale[0]).reshape(2, WIDTH), axis=1))
        # |x.q - x'q'| <= |x - x'| |q| + |x'| |q - q'|, for each half, with |x'| <= 1 + |x - x'|.
        of_error = (each * (np.linalg.norm(halves, axis=1) + off) * 1.001).astype(np.float32)
        always = np.float32(each * (float(off.sum()) * 1.001 + 1e-5))
        unit = np.float32(query.scale[0] * each)

        def one_role(values: Any, scale: Any, error: Any) -> Floats:
            points = products(values.reshape(-1, 2 * WIDTH), query.values[0])
            points *= scale
            points *= unit
            points += error @ of_error
            points += always
            return np.asarray(points, np.float32)

        return one_role
    queries, fading = quantise(np.asarray(side.matrix, np.float32)), bounds.fading_of(side)
    packed = Queries.of(queries.values)

    def several_roles(values: Any, scale: Any, error: Any) -> Floats:
        values = values.reshape(-1, WIDTH)
        fetch(values)
        near = np.ascontiguousarray(packed.products(values).T, np.float32)
        near *= queries.scale[:, None] * np.float32(each)
        titles, summaries = near[:, 0::2], near[:, 1::2]
        points = bounds.most_similar(list(titles), list(summaries), fading, weights)
        points *= scale
        off = slack(error.reshape(-1), queries)
        points += bounds.similarity_slack(off[0::2], off[1::2], weights) * each
        return np.asarray(points, np.float32)

    return several_roles


def sharper_points(snapshot: Snapshot, rows: Rows, side: ResumeSide, weights: Weights) -> Floats:
    """``most_points`` of a few rows from the vectors as stored: off by rounding only."""
    most = snapshot["most_of_rows"][rows].astype(np.float32)
    if side.matrix is None:
        return most + bounds.whole_role(weights)
    near = snapshot["exact"][rows].astype(np.float32) @ np.asarray(side.matrix, np.float32).T
    similarity = bounds.most_similar(list(near[:, 0].T), list(near[:, 1].T), bounds.fading_of(side), weights)
    role = bounds.role_points(np.asarray(similarity, np.float32), weights)
    role[snapshot["has_vectors"][rows] == 0] = bounds.whole_role(weights)
    return np.asarray(role + most, np.float32)


def blob_of(snapshot: Snapshot, row: int) -> bytes:
    start = int(snapshot["blob_at"][row])
    return bytes(snapshot["blob"][start : start + int(snapshot["blob_bytes"][row])].tobytes())


def write(writer: Writer, new: Sequence[PostingRow], gone: Sequence[int], watermark: int | None) -> None:
    """Append rows, mark those they replace and those of ``gone`` ids dead, and let readers see both at once."""
    dead = _rows_of(writer, [row.id for row in new] + list(gone))
    if new:
        vectors = [row.vectors if row.vectors is not None else np.zeros((2, WIDTH), np.float16) for row in new]
        exact = np.stack(vectors).astype(np.float16)
        full = exact.astype(np.float32).reshape(-1, 2 * WIDTH)
        made = quantise(full)
        error = np.linalg.norm((full - made.values * made.scale[:, None]).reshape(-1, 2, WIDTH), axis=2)
        sizes = np.array([len(row.blob) for row in new], np.int64)
        blob_at = writer.append("blobs", {"blob": np.frombuffer(b"".join(row.blob for row in new), np.uint8)})
        first = writer.count("postings")
        writer.append("shingles", run_columns([row.shingles for row in new], first))
        writer.append(
            "postings",
            {
                "id": np.array([row.id for row in new]),
                "revision": np.array([row.revision for row in new]),
                "closes": np.array([row.closes for row in new]),
                "most_of_rows": np.array([row.most_of_rows for row in new]),
                "has_vectors": np.array([row.vectors is not None for row in new]),
                "values": made.values.reshape(-1, 2, WIDTH),
                "scale": made.scale,
                "error": rounded_up(error),
                "exact": exact,
                "blob_at": blob_at + np.cumsum(sizes) - sizes,
                "blob_bytes": sizes,
            },
        )
    writer.publish(dead=dead, watermark=watermark)


def wipe_dead(writer: Writer) -> int:
    """Overwrite what dead rows held in words. Whoever still reads one finds nothing there. Returns rows wiped."""
    dead = np.flatnonzero((writer.column("dead") != 0) & (writer.column("blob_bytes") > 0))
    for row in dead.tolist():
        start = int(writer.column("blob_at")[row])
        writer.wipe("blob", np.arange(start, start + int(writer.column("blob_bytes")[row])))
    writer.wipe("blob_bytes", dead)
    return len(dead)


def _rows_of(writer: Writer, ids: Sequence[int]) -> Rows:
    known = writer.column("id")
    return (
        np.flatnonzero(np.isin(known, np.asarray(ids, np.int64)) & (writer.column("dead") == 0))
        if ids
        else np.zeros(0, np.int64)
    )


def sort_runs(writer: Writer, *, force: bool = False) -> None:
    """Sort the shingles again where many have been appended since."""
    folder = writer.files.folder
    known = SortedRuns(folder)
    known._look_again(0)
    entries = writer.count("shingles")
    if force or entries - len(known.hashes) > max(MOST_UNSORTED, len(known.hashes) // 4):
        sort_into(folder, np.array(writer.column("run")), np.array(writer.column("run_row")))
