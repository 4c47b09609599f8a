"""Vectors of a byte per place: how they are made, how far they are off, and the products of many with a few."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import simsimd

try:  # not among the pinned packages; twice as fast for many queries where somebody has it
    import numkong
except ImportError:
    numkong = None

Bytes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float32]

WIDTH = 384
THREADS = min(2, os.cpu_count() or 1)
LARGEST = 127
# From so many queries on a row is compared with all of them while it is at hand.
MANY = 12


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


def quantise(vectors: Floats) -> Quantised:
    """Rows of float32 [n, d] as bytes. A zero row stays zero, with error 0."""
    largest = np.abs(vectors).max(axis=1)
    scale = np.where(largest > 0, largest / LARGEST, 1).astype(np.float32)
    values = np.rint(vectors / scale[:, None]).astype(np.int8)
    return Quantised(values, scale, rounded_up(np.linalg.norm(vectors - values * scale[:, None], axis=1)))


def rounded_up(error: Floats) -> Floats:
    """So that nothing that float arithmetic has lost is lost to the bound."""
    return (error * 1.0001 + 1e-6).astype(np.float32)


def products(rows: Bytes, queries: Bytes) -> Floats:
    """The whole-number products of every query [q, d] with every row [n, d], as float32 [q, n].

    Below 2 ** 24 for d up to 1,000, so float32 holds them exactly.
    """
    if not len(rows) or not len(queries):
        return np.zeros((len(queries), len(rows)), np.float32)
    if len(queries) >= MANY:
        return _products_of_many(rows, queries)
    found = simsimd.cdist(rows, queries, metric="dot", out_dtype="float32")
    return np.ascontiguousarray(np.asarray(found, dtype=np.float32).reshape(len(rows), len(queries)).T)


def _products_of_many(rows: Bytes, queries: Bytes) -> Floats:
    if numkong is not None:
        packed = numkong.dots_pack(np.ascontiguousarray(rows))
        return np.asarray(numkong.dots_packed(np.ascontiguousarray(queries), packed)).astype(np.float32)
    # Whole numbers below 2 ** 24 stay whole in float32, however the sums are grouped.
    return np.asarray(queries.astype(np.float32) @ rows.astype(np.float32).T)


def cosines(rows: Bytes, scale: Floats, queries: Quantised) -> Floats:
    """float32 [q, n], each within ``slack`` of the true product."""
    found = products(rows, queries.values)
    found *= scale
    found *= queries.scale[:, None]
    return found


def slack(error: Floats, queries: Quantised) -> Floats:
    """How far a cosine of each row may be off, for vectors of length 1 at most, whichever the query: float32 [n]."""
    most = float(queries.error.max(initial=0.0))
    return np.asarray(error * (1 + 1e-3) + most * (1 + error) + 1e-5, dtype=np.float32)
