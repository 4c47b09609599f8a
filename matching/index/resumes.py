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
from matching.index.kernel import WIDTH, Queries, fetch, in_blocks, products, quantise, scale_for
from matching.index.shingles import Hashes, SortedRuns, run_columns
from matching.index.table import Column, Reader, Snapshot, Writer

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

# The floor of a resume that keeps every pair lies below any score.
NO_FLOOR = -2
SCHEMA = {
    "values": Column("vectors", "i1", (WIDTH,)),
    "exact": Column("vectors", "f2", (WIDTH,)),
    "run": Column("shingles", "u4"),
    "run_row": Column("shingles", "u4"),
    "id": Column("resumes", "i8"),
    "revision": Column("resumes", "i8"),
    "preferences": Column("resumes", "i8"),
    "first": Column("resumes", "i8"),
    "limit": Column("resumes", "f4", (4,)),
    "floor_score": Column("resumes", "i2"),
    "floor_posting": Column("resumes", "i8"),
    "has_vectors": Column("resumes", "u1"),
    "dead": Column("resumes", "u1"),
}
# ``limit``: what the floor needs, how far the roles and the whole text are off, and 1, over the scale of the bytes.
# Bytes of vectors that a thread takes at once: for one query as they come, for many so that they stay in its cache.
BLOCK, BLOCK_OF_MANY = 12_000_000, 768_000
# A vector of length 1 at most, stored in half precision, is off by less.
OF_HALVES = 5e-4


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
    shingles: Hashes


class ResumeReader(Reader):
    def __init__(self, root: Path) -> None:
        super().__init__(root, SCHEMA)
        self.sorted = SortedRuns(root / self.build)

    def with_shingles(self, snapshot: Snapshot, wanted: Hashes) -> Rows:
        """Living resumes with a line that holds one of the shingles."""
        rows = self.sorted.rows_with(wanted, snapshot["run"], snapshot["run_row"])
        rows = rows[rows < len(snapshot["dead"])]
        return rows[~snapshot["dead"][rows]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Changed postings as queries. The role similarity is the largest product of a role with ``titles``, the same with
    ``summaries``, and the product of the whole text with ``whole``: [postings, 384] each, their weights in them.

    ``limits``: the most their requirement rows can earn; ``lexical`` where there are no vectors.
    """

    titles: Floats
    summaries: Floats
    whole: Floats
    limits: npt.NDArray[np.int64]
    lexical: npt.NDArray[np.bool_]
    each: float
    whole_role: int

    @classmethod
    def of(cls, vectors: Any, limits: Sequence[int], weights: Weights) -> Batch:
        floats = np.asarray(vectors, np.float32)
        title, summary = floats[:, 0], floats[:, 1]
        return cls(
            titles=np.float32(weights.role_title) * title,
            summaries=np.float32(weights.role_summary) * summary,
            whole=np.float32(weights.lines_title) * title + np.float32(weights.lines_summary) * summary,
            limits=np.asarray(limits, np.int64),
            lexical=~np.any(title, axis=1),
            each=bounds.points_of_similarity(weights),
            whole_role=bounds.whole_role(weights),
        )


def concerned(
    snapshot: Snapshot, ids: Sequence[int], vectors: Any, most_of_rows: Sequence[int], weights: Weights
) -> list[Rows]:
    """For each of a batch of postings the living rows of the resumes that may keep it: whose floor the most that the pair
    can score exceeds. One pass over the bytes for all, then the vectors as stored of those that are left.

    ``vectors`` are the postings' titles and summaries, [postings, 2, 384]; a zero title stands for a posting without
    vectors. ``most_of_rows`` as of ``bounds.most_of_rows``.
    """
    batch = Batch.of(vectors, most_of_rows, weights)
    per_posting = []
    for number, rows in enumerate(passing(snapshot, batch, weights)):
        rows = rows[~snapshot["dead"][rows]]
        if not batch.lexical[number]:
            rows = _still_passing(snapshot, rows, batch, number, ids[number], weights)
        per_posting.append(rows)
    return per_posting


def passing(snapshot: Snapshot, batch: Batch, weights: Weights) -> list[Rows]:
    """Rows, dead ones too, whose floor the bound may exceed, by the bytes alone."""
    count = len(snapshot["dead"])
    floors = snapshot["floor_score"]
    least = int(_needed(floors.min(initial=0)))
    parts: list[list[Rows]] = [[] for _ in batch.limits]
    without = np.flatnonzero(snapshot["has_vectors"] == 0)
    for number, limit in enumerate(batch.limits.tolist()):
        if limit < 0:
            continue  # a posting that no resume has a score with is kept by none
        if batch.lexical[number]:
            parts[number].append(np.flatnonzero(_needed(floors) < limit + batch.whole_role))
        elif len(without):
            parts[number].append(without[_needed(floors[without]) < limit + batch.whole_role])
    by_vectors = np.flatnonzero(~batch.lexical & (batch.limits >= 0))
    if len(by_vectors) and count:
        scan = _Scan(snapshot, batch, by_vectors, weights)
        in_blocks(scan.cuts(), scan.block)
        for number, rows in zip(by_vectors.tolist(), scan.found(), strict=True):
            parts[number].append(rows)
            if least < batch.limits[number]:
                # The role row never takes points away.
                parts[number].append(np.flatnonzero(_needed(floors) < batch.limits[number]))
    return [np.unique(np.concatenate(rows)) if rows else np.zeros(0, np.int64) for rows in parts]


def _needed(floor_score: Any) -> Any:
    """Hundredths of points that a pair must exceed to reach the floor: what rounds to the floor's score may tie."""
    return 100 * np.asarray(floor_score, np.int32) - 51


class _Scan:
    """One pass of a batch over the bytes.

    A pair passes if ``product * scale of the row * scale of the queries`` exceeds what its floor leaves to the role row;
    divided by both scales that is a threshold for the whole-number product itself, so that nothing else is computed of
    the pairs that do not pass. The thresholds of a block are a small product of the rows' ``limit`` and what the queries
    add to each part of it.
    """

    def __init__(self, snapshot: Snapshot, batch: Batch, which: Any, weights: Weights) -> None:
        self.snapshot = snapshot
        self.first = np.asarray(snapshot["first"])
        self.which = which
        self.codes: list[Rows] = []
        stacked = np.stack([batch.titles[which], batch.summaries[which], batch.whole[which]])
        joint = np.concatenate([stacked[0] + stacked[1], stacked[2]], axis=1)
        # Of one role the largest is that one: title and summary may be added up before.
        parts = np.concatenate([*stacked, joint.reshape(-1, WIDTH)])
        scale = scale_for(np.abs(parts).max(keepdims=True).reshape(1))
        made = quantise(parts, np.repeat(scale, len(parts)))
        few = len(which)
        self.one_role = made.values[3 * few :].reshape(few, 2 * WIDTH)
        self.of_roles, self.of_whole = made.values[: 2 * few], made.values[2 * few : 3 * few]
        self.packed = Queries.of(self.one_role), Queries.of(self.of_roles), Queries.of(self.of_whole)
        always = batch.limits[which] + bounds.spare_points(weights)
        self.unit = np.float32(scale[0] * batch.each)

        lengths = np.linalg.norm(parts, axis=1)
        self.of_queries = self._of_queries(lengths, made.error, always, batch.each)

    def _of_queries(self, long: Any, off: Any, always: Any, each: float) -> tuple[Floats, Floats]:
        """What each query takes from the threshold for each part of the rows' ``limit``, [4, q]: for resumes of one role,
        and of several. ``long`` and ``off``: the length of each part of the queries, and how far its bytes are off.
        """
        few = len(self.which)

        def roles_and_whole(values: Any) -> tuple[Any, Any]:
            titles, summaries, whole = values[: 3 * few].reshape(3, few)
            return values[3 * few :].reshape(few, 2), np.stack([titles + summaries, whole], axis=1)

        made = []
        for length, error in zip(roles_and_whole(long), roles_and_whole(off), strict=True):
            # |x.q - x'q'| <= |x - x'| |q| + |x'| |q - q'|, for the roles and for the whole, with |x'| <= 1 + |x - x'|.
            of_error = each * (length + error) * 1.001
            constant = each * (error.sum(axis=1) * 1.001 + 1e-5) + always
            taken = np.stack([np.ones(few), -of_error[:, 0], -of_error[:, 1], -constant])
            made.append(np.asarray(taken / self.unit, np.float32))
        return made[0], made[1]

    def cuts(self) -> list[int]:
        """Whole resumes only: their products are added up and compared with each other."""
        wide = BLOCK if len(self.which) == 1 else BLOCK_OF_MANY
        step = max(1, wide // WIDTH)
        total = len(self.snapshot["values"])
        begins = np.searchsorted(self.first, np.arange(0, total, step), "left").tolist()
        return sorted({0, *begins, len(self.first)})

    def block(self, start: int, stop: int) -> None:
        begins = self.first[start : stop + 1]
        if stop == len(self.first):
            begins = np.append(begins, len(self.snapshot["values"]))
        begin, end = int(begins[0]), int(begins[-1])
        values = np.asarray(self.snapshot["values"][begin:end])
        if len(self.which) > 1 or end - begin > 2 * (stop - start):
            fetch(values)
        sizes = np.diff(begins)
        if (sizes == sizes[0]).all():
            self._equals(values, int(sizes[0]), slice(start, stop), start)
            return
        for size in np.unique(sizes).tolist():
            rows = start + np.flatnonzero(sizes == size)
            taken = (begins[:-1][sizes == size] - begin)[:, None] + np.arange(size)
            self._equals(values[taken.reshape(-1)], size, rows, rows)

    def _equals(self, values: Any, size: int, cut: Any, numbers: Any) -> None:
        """Resumes of ``size`` vectors each: their rows ``cut``; ``numbers`` the rows, or the first of those in a row."""
        several = size > 2
        near = self._of_several(values, size) if several else self._of_one(values)
        over = near > self.snapshot["limit"][cut] @ self.of_queries[several]
        codes = np.flatnonzero(over)
        if len(codes):
            rows, which = np.divmod(codes, len(self.which))
            self.codes.append(len(self.which) * (rows + numbers if isinstance(numbers, int) else numbers[rows]) + which)

    def _of_one(self, values: Any) -> Any:
        values = values.reshape(-1, 2 * WIDTH)
        if len(self.which) == 1:
            return products(values, self.one_role[0])[:, None]
        return self.packed[0].products(values).astype(np.float32)

    def _of_several(self, values: Any, size: int) -> Any:
        """The largest product of any role with the title's part, the same with the summary's, and the whole text's."""
        values, few = values.reshape(-1, size, WIDTH), len(self.which)
        best = self.packed[1].products(values[:, 0])
        for place in range(1, size - 1):
            best = np.maximum(best, self.packed[1].products(values[:, place]))
        best[:, :few] += best[:, few:]
        best[:, :few] += self.packed[2].products(values[:, size - 1])
        return best[:, :few].astype(np.float32)

    def found(self) -> list[Rows]:
        """For each posting of the batch the rows that pass."""
        few = len(self.which)
        codes = np.concatenate(self.codes) if self.codes else np.zeros(0, np.int64)
        order = np.argsort((codes % few).astype(np.uint16), kind="stable")
        cuts = np.searchsorted((codes % few)[order], np.arange(1, few))
        return np.split((codes // few)[order], cuts)


def _still_passing(snapshot: Snapshot, rows: Rows, batch: Batch, number: int, posting: int, weights: Weights) -> Rows:
    """Those of the rows that pass by the vectors as stored, too."""
    kept = []
    for start in range(0, len(rows), 4096):
        some = rows[start : start + 4096]
        bound = bounds.score_at_most(sharper_points(snapshot, some, batch, number, weights))
        floors, beside = snapshot["floor_score"][some], snapshot["floor_posting"][some]
        kept.append(some[(bound > floors) | ((bound == floors) & (posting > beside))])
    return np.concatenate(kept) if kept else rows


def sharper_points(snapshot: Snapshot, rows: Rows, batch: Batch, number: int, weights: Weights) -> Floats:
    """The hundredths of points that a posting of the batch can earn with each of these resumes: off by rounding only."""
    first = snapshot["first"][rows]
    last = len(snapshot["first"]) - 1
    ends = np.where(rows < last, snapshot["first"][np.minimum(rows + 1, last)], len(snapshot["exact"]))
    of_roles = np.stack([batch.titles[number], batch.summaries[number]], axis=1)
    whole = snapshot["exact"][ends - 1].astype(np.float32) @ batch.whole[number]
    best = np.full((len(rows), 2), -np.inf, np.float32)
    sizes = ends - first - 1
    for place in range(int(sizes.max(initial=0))):
        some = np.flatnonzero(sizes > place)
        near = snapshot["exact"][first[some] + place].astype(np.float32) @ of_roles
        best[some] = np.maximum(best[some], near)
    lengths = float(np.linalg.norm(of_roles, axis=0).sum() + np.linalg.norm(batch.whole[number]))
    points = bounds.role_points(best.sum(axis=1) + whole + np.float32(OF_HALVES * lengths), weights)
    points[snapshot["has_vectors"][rows] == 0] = batch.whole_role
    return np.asarray(points + batch.limits[number], np.float32)


def write(writer: Writer, new: Sequence[ResumeRow], gone: Sequence[int], watermark: int | None) -> None:
    """Append rows and mark those they replace, and those of ``gone`` ids, dead. Their vectors are wiped."""
    ids = [row.id for row in new] + list(gone)
    known = writer.column("id")
    dead: Any = np.flatnonzero(np.isin(known, np.asarray(ids, np.int64)) & (writer.column("dead") == 0)) if ids else []
    if new:
        stacks = [_vectors(row.side) for row in new]
        sizes = np.array([len(vectors) for vectors in stacks])
        exact = np.concatenate(stacks).astype(np.float32)
        begin = writer.count("vectors")
        starts = np.cumsum(sizes) - sizes
        scale = scale_for(np.maximum.reduceat(np.abs(exact).max(axis=1), starts))
        made = quantise(exact, np.repeat(scale, sizes))
        error = made.error.copy()
        last = starts + sizes - 1
        whole = error[last]
        error[last] = 0
        floors = np.array([row.floor[0] if row.floor else NO_FLOOR for row in new])
        writer.append("vectors", {"values": made.values, "exact": exact.astype(np.float16)})
        first = writer.count("resumes")
        writer.append("shingles", run_columns([row.shingles for row in new], first))
        writer.append(
            "resumes",
            {
                "id": np.array([row.id for row in new]),
                "revision": np.array([row.revision for row in new]),
                "preferences": np.array([row.preferences for row in new]),
                "first": begin + starts,
                "limit": np.stack(
                    [_needed(floors), np.maximum.reduceat(error, starts), whole, np.ones(len(new))], axis=1
                )
                / scale[:, None],
                "floor_score": floors,
                "floor_posting": np.array([row.floor[1] if row.floor else 0 for row in new]),
                "has_vectors": np.array([row.side.matrix is not None for row in new]),
            },
        )
    writer.publish(dead=dead, watermark=watermark)
    _wipe(writer, np.asarray(dead, np.int64))


def _vectors(side: ResumeSide) -> Floats:
    """The roles' vectors, as long as what each counts, then the whole text; without roles the text stands for one."""
    if side.matrix is None:
        return np.zeros((2, WIDTH), np.float32)
    fading = bounds.fading_of(side)
    if not fading:
        return np.stack([side.matrix[-1], side.matrix[-1]])
    return np.asarray(side.matrix, np.float32) * np.array([*fading, 1.0], np.float32)[:, None]


def wipe_dead(writer: Writer) -> None:
    """Overwrite the vectors of dead rows: those of a process that died between marking and wiping as well."""
    _wipe(writer, np.flatnonzero(writer.column("dead") != 0))


def _wipe(writer: Writer, dead: Rows) -> None:
    """Of a resume that was replaced or erased no vector stays; numbers of its row and hashes of its shingles do."""
    first, total, exact = writer.column("first"), writer.count("vectors"), writer.column("exact")
    for row in dead.tolist():
        start, end = int(first[row]), int(first[row + 1]) if row + 1 < len(first) else total
        if exact[start:end].any():
            for name in ("values", "exact"):
                writer.wipe(name, np.arange(start, end))
