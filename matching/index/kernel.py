"""Vectors of a byte per place: how they are made, how far they are off, and the products of many with a few."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numkong
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.int8]
Whole = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

WIDTH = 384
THREADS = min(2, os.cpu_count() or 1)
LARGEST = 127


_pools: dict[int, ThreadPoolExecutor] = {}


def in_blocks(cuts: Sequence[int], work: Callable[[int, int], None]) -> None:
    """``work(start, stop)`` for each two neighbours of ``cuts``, in as many threads as help.

    Each thread has its own share from beginning to end, so none waits for another at every block.
    """
    blocks = list(pairwise(cuts))
    if len(blocks) < 2 or THREADS < 2:
        for block in blocks:
            work(*block)
        return
    pool = _pools.get(os.getpid())
    if pool is None:  # a forked process has the pool, but not its threads
        pool = _pools[os.getpid()] = ThreadPoolExecutor(THREADS - 1, "scan")
    size = -(-len(blocks) // THREADS)
    shares = [blocks[start : start + size] for start in range(0, len(blocks), size)]

    def go(share: list[tuple[int, int]]) -> None:
        for block in share:
            work(*block)

    others = [pool.submit(go, share) for share in shares[1:]]
    go(shares[0])
    for other in others:
        other.result()


@dataclass(frozen=True, slots=True)
class Quantised:
    """``values * scale`` is near the vectors; ``error`` is the length of the difference, per row."""

    values: Bytes
    scale: Floats
    error: Floats


def quantise(vectors: Floats, scale: Floats | None = None) -> Quantised:
    """Rows of float32 [n, d] as bytes, each with a scale of its own where none is given. A zero row stays zero, with error
    0.
    """
    if scale is None:
        scale = scale_for(np.abs(vectors).max(axis=1))
    values = np.rint(vectors / scale[:, None]).astype(np.int8)
    return Quantised(values, scale, rounded_up(np.linalg.norm(vectors - values * scale[:, None], axis=1)))


def scale_for(largest: Any) -> Floats:
    """The finest scale at which values as large as these fit into a byte."""
    return np.where(largest > 0, largest / LARGEST, 1).astype(np.float32)


def rounded_up(error: Floats) -> Floats:
    """So that nothing that float arithmetic has lost is lost to the bound."""
    return (error * 1.0001 + 1e-6).astype(np.float32)


def products(rows: Bytes, query: Bytes) -> Floats:
    """The products of every row [n, d] with one query [d]: whole numbers, held exactly by float32 for d up to 1,000."""
    if not len(rows):
        return np.zeros(0, np.float32)
    dots = numkong.cdist(rows, query[None], "dot", out_dtype="float32")
    return np.asarray(dots, np.float32).reshape(-1)


@dataclass(frozen=True, slots=True)
class Queries:
    """Several queries in the order in which the processor takes them."""

    count: int
    packed: Any

    @classmethod
    def of(cls, values: Bytes) -> Queries:
        return cls(len(values), numkong.dots_pack(np.ascontiguousarray(values)))

    def products(self, rows: Bytes) -> Whole:
        """With every row [n, d], as int32 [n, q]. Rows that come from memory are best ``fetch``ed block by block."""
        if not len(rows):
            return np.zeros((0, self.count), np.int32)
        return np.asarray(numkong.dots_packed(rows, self.packed), np.int32)


def fetch(rows: Bytes) -> None:
    """Have contiguous rows in the cache: the products of many queries do not read ahead, and wait for every row."""
    if len(rows):
        rows.reshape(-1).view(np.int64).max()


def slack(error: Floats, queries: Quantised) -> Floats:
    """How far a cosine of each row may be off, for vectors of length 1 at most, whichever the query: float32 [n]."""
    most = float(queries.error.max(initial=0.0))
    return np.asarray(error * (1 + 1e-3) + most * (1 + error) + 1e-5, dtype=np.float32)
