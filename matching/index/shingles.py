"""Which rows share a shingle with a text: the hash of each run, sorted, with the row that holds it.

Two different shingles may share a hash; such a row is only looked at once more than needed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]

# So many unsorted entries are looked through in about a millisecond.
MOST_UNSORTED = 200_000
SORTED = "shingles.sorted"


def hashes(shingles: Iterable[str]) -> Hashes:
    """Sorted, each once; the same on every machine."""
    return np.array(sorted({zlib.crc32(run.encode()) for run in shingles}), dtype=np.uint32)


def run_columns(of_rows: Sequence[Hashes], first: int) -> dict[str, Any]:
    """The columns of the table "shingles" for the hashes of each row; ``first`` is the number of the first row."""
    return {
        "run": np.concatenate(of_rows),
        "run_row": np.repeat(np.arange(first, first + len(of_rows)), [len(hashes) for hashes in of_rows]),
    }


def sort_into(folder: Path, hashes: Hashes, rows: npt.NDArray[np.uint32]) -> None:
    """Write all entries in the order of their hashes, in one rename."""
    order = np.argsort(hashes, kind="stable")
    partial = folder / f"{SORTED}.part"
    with partial.open("wb") as file:
        file.write(np.array([len(hashes)], dtype=np.uint64).tobytes())
        file.write(np.ascontiguousarray(hashes[order]).tobytes())
        file.write(np.ascontiguousarray(rows[order]).tobytes())
    partial.replace(folder / SORTED)


class SortedRuns:
    """The sorted entries of a build, mapped again when they have been written anew."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / SORTED
        self.seen: tuple[int, int] | None = None
        self.hashes: Any = np.zeros(0, np.uint32)
        self.rows: Any = np.zeros(0, np.uint32)

    def rows_with(self, wanted: Hashes, hashes: Hashes, rows: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
        """Rows that hold one of the ``wanted`` shingles. ``hashes`` and ``rows`` are all entries as appended."""
        if not len(wanted):
            return np.zeros(0, np.int64)
        self._look_again(len(hashes))
        known = len(self.hashes)
        first = np.searchsorted(self.hashes, wanted, "left")
        last = np.searchsorted(self.hashes, wanted, "right")
        chunks = [np.asarray(self.rows[a:b]) for a, b in zip(first, last, strict=True) if b > a]
        rest = hashes[known:]
        if len(rest):
            place = np.minimum(np.searchsorted(wanted, rest), len(wanted) - 1)
            chunks.append(np.asarray(rows[known:][wanted[place] == rest]))
        return np.unique(np.concatenate(chunks)).astype(np.int64) if chunks else np.zeros(0, np.int64)

    def _look_again(self, entries: int) -> None:
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return
        if self.seen == (status.st_ino, status.st_size):
            return
        data = np.memmap(self.path, np.uint32, mode="r")
        count = int(np.frombuffer(data[:2].tobytes(), np.uint64)[0]) if len(data) >= 2 else 0
        # A sorted file may be ahead of the entries this reader counts; it says more than needed, never less.
        if len(data) >= 2 + 2 * count:
            self.hashes, self.rows = data[2 : 2 + count], data[2 + count : 2 + 2 * count]
            self.seen = (status.st_ino, status.st_size)
