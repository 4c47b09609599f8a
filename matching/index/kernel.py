"""Vectors of a byte per place: how they are made, how far they are off, and the products of many with a few."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import simsimd

Bytes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float32]

WIDTH = 384
THREADS = min(2, os.cpu_count() or 1)
# Below this a second thread costs more than it brings.
LEAST_FOR_THREADS = 20_000
LARGEST = 127


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
    """The whole-number products of every row [n, d] with every query [q, d], as float32 [n, q].

    Below 2 ** 24 for d up to 1,000, so float32 holds them exactly.
    """
    if not len(rows) or not len(queries):
        return np.zeros((len(rows), len(queries)), np.float32)
    threads = THREADS if len(rows) >= LEAST_FOR_THREADS else 1
    found = simsimd.cdist(rows, queries, metric="dot", out_dtype="float32", threads=threads)
    return np.asarray(found, dtype=np.float32).reshape(len(rows), len(queries))


def cosines(rows: Bytes, scale: Floats, queries: Quantised) -> Floats:
    """float32 [n, q], each within ``slack`` of the true product."""
    found = products(rows, queries.values)
    found *= scale[:, None]
    found *= queries.scale
    return found


def slack(error: Floats, queries: Quantised) -> Floats:
    """How far a cosine of each row may be off, for vectors of length 1 at most, whichever the query: float32 [n]."""
    most = float(queries.error.max(initial=0.0))
    return np.asarray(error * (1 + 1e-3) + most * (1 + error) + 1e-5, dtype=np.float32)
