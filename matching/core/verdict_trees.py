"""Boosted decision tables for the learned verdict: small trees that ask the same question of all rows at each depth.

Every tree asks DEPTH questions (is this feature above this border?) and gives each of its 2 ** DEPTH answers a step for
the logits of all classes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]

DEPTH = 4
ROUNDS, RATE = 250, 0.05
RIDGE = 20.0
BINS = 24
ROWS_DRAWN, FEATURES_DRAWN = 0.7, 0.3


@dataclass(frozen=True, slots=True)
class Trees:
    """``asked`` [t, DEPTH] are numbers of features, ``borders`` [t, DEPTH]; ``steps`` [t, 2 ** DEPTH, c]; ``start`` [c]."""

    asked: Whole
    borders: Array
    steps: Array
    start: Array

    def logits(self, features: Array) -> Array:
        """Of the classes, [R, c]."""
        powers = 1 << np.arange(self.asked.shape[1])[::-1]
        leaves = ((features[:, self.asked] > self.borders) * powers).sum(axis=2)
        found: Array = self.start + self.steps[np.arange(len(self.asked)), leaves].sum(axis=1)
        return found


def fit_trees(features: Array, wanted: Array, *, seed: int = 0) -> Trees:
    """``wanted`` [n, c] is one-hot. Second-order boosting of the softmax, rows and features drawn anew for each tree."""
    draw = np.random.default_rng(seed)
    count, width = features.shape
    borders = [np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1])) for column in features.T]
    binned = np.stack(
        [np.searchsorted(edges, column, side="left") for edges, column in zip(borders, features.T, strict=True)], axis=1
    )
    start = np.log(wanted.mean(axis=0) + 1e-6).astype(np.float32)
    logits = np.tile(start, (count, 1))
    asked, at, steps = [], [], []
    for _ in range(ROUNDS):
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        chances = odds / odds.sum(axis=1, keepdims=True)
        rows = np.flatnonzero(draw.random(count) < ROWS_DRAWN)
        columns = draw.choice(width, max(1, int(FEATURES_DRAWN * width)), replace=False)
        slope, bend = (wanted - chances)[rows], (chances * (1 - chances))[rows]
        questions = _questions(binned[np.ix_(rows, columns)], [len(borders[column]) for column in columns], slope, bend)
        tree = np.array([columns[column] for column, _ in questions])
        edges = np.array([borders[columns[column]][cut] for column, cut in questions], np.float32)
        powers = 1 << np.arange(DEPTH)[::-1]
        leaves = ((features[:, tree] > edges) * powers).sum(axis=1)
        sums = [
            [np.bincount(leaves[rows], part[:, name], 1 << DEPTH) for name in range(wanted.shape[1])]
            for part in (slope, bend)
        ]
        step = (RATE * np.array(sums[0]) / (np.array(sums[1]) + RIDGE)).T.astype(np.float32)
        logits += step[leaves]
        asked.append(tree)
        at.append(edges)
        steps.append(step)
    return Trees(np.stack(asked), np.stack(at), np.stack(steps), start)


def _questions(binned: Whole, cuts: list[int], slope: Array, bend: Array) -> list[tuple[int, int]]:
    """DEPTH times (column, cut) that part the rows best, each taken after those before."""
    count, width = binned.shape
    leaves = np.zeros(count, np.int64)
    possible = np.arange(BINS - 1) < np.array(cuts)[:, None]
    found: list[tuple[int, int]] = []
    for depth in range(DEPTH):
        shape = (1 << depth, width, BINS)
        places = ((leaves[:, None] * width + np.arange(width)) * BINS + binned).ravel()
        gain = np.zeros((width, BINS - 1))
        for name in range(slope.shape[1]):
            slopes, bends = (
                np.bincount(places, np.repeat(part[:, name], width), int(np.prod(shape))).reshape(shape)
                for part in (slope, bend)
            )
            below, bent = slopes.cumsum(axis=2)[:, :, :-1], bends.cumsum(axis=2)[:, :, :-1]
            above, bent_above = slopes.sum(axis=2)[:, :, None] - below, bends.sum(axis=2)[:, :, None] - bent
            gain += (below**2 / (bent + RIDGE) + above**2 / (bent_above + RIDGE)).sum(axis=0)
        column, cut = np.unravel_index(np.where(possible, gain, -1.0).argmax(), gain.shape)
        found.append((int(column), int(cut)))
        leaves = leaves * 2 + (binned[:, column] > cut)
    return found
