"""Training of a linear-chain conditional random field: weighted log-likelihood with an L2 penalty, by L-BFGS.

Numpy only; the sequences run through the forward-backward recursion side by side. Deterministic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reading.sequence_model import SequenceModel, forbidden_starts, forbidden_transitions

Doubles = NDArray[np.float64]
Objective = Callable[[Doubles], tuple[float, Doubles]]


@dataclass(frozen=True, slots=True)
class Example:
    """One sequence: the features of each step, how it stands to the step before, its right label; and how much it
    counts.
    """

    features: Sequence[Sequence[str]]
    links: Sequence[int]
    labels: Sequence[str]
    weight: float = 1.0


def train(
    examples: Sequence[Example],
    labels: Sequence[str],
    links: int,
    *,
    penalty: float = 1.0,
    least_count: int = 2,
    iterations: int = 80,
    card: Mapping[str, Any] | None = None,
) -> SequenceModel:
    """The weights under which the examples are likeliest. ``links``: how many ways there are to stand to
    the step before. Features seen less than ``least_count`` times are left out."""
    kept = [example for example in examples if example.features]
    counts = Counter(name for example in kept for step in example.features for name in step)
    features = {name: row for row, name in enumerate(sorted(n for n, count in counts.items() if count >= least_count))}
    field = _Field(kept, labels, links, features, penalty)
    parameters = minimize(field.loss, np.zeros(field.size), iterations)
    weights, transitions = field.split(parameters)
    return SequenceModel(
        tuple(labels), features, weights.astype(np.float32), transitions.astype(np.float32), dict(card or {})
    )


class _Field:
    """The examples as arrays. A row is a step of a sequence; ``entries`` are its features, one after the other."""

    def __init__(
        self,
        examples: Sequence[Example],
        labels: Sequence[str],
        links: int,
        features: Mapping[str, int],
        penalty: float,
    ) -> None:
        self.labels, self.links, self.width, self.penalty = len(labels), links, len(features), penalty
        self.size = (self.width + links * self.labels) * self.labels
        number = {label: index for index, label in enumerate(labels)}
        order = sorted(range(len(examples)), key=lambda index: -len(examples[index].features))
        examples = [examples[index] for index in order]
        lengths = np.array([len(example.features) for example in examples])
        self.starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self.running = [int((lengths > step).sum()) for step in range(int(lengths[0]))]
        entries: list[int] = []
        edges = [0]
        for example in examples:
            for step in example.features:
                entries.extend(row for name in step if (row := features.get(name)) is not None)
                edges.append(len(entries))
        self.entries = np.array(entries, dtype=np.int64)
        self.edges = np.array(edges[:-1], dtype=np.int64)
        row_of_entry = np.repeat(np.arange(len(self.edges)), np.diff(np.array(edges)))
        by_feature = np.argsort(self.entries, kind="stable")
        self.rows_by_feature = row_of_entry[by_feature]
        self.used, self.feature_edges = np.unique(self.entries[by_feature], return_index=True)
        self.right = np.array([number[label] for example in examples for label in example.labels])
        self.link = np.array([link for example in examples for link in example.links])
        self.weight = np.repeat(np.array([example.weight for example in examples]), lengths)
        inner = np.ones(len(self.right), dtype=bool)
        inner[self.starts] = False
        self.inner = np.flatnonzero(inner)
        self.mask = forbidden_transitions(labels).astype(np.float64)
        self.first = forbidden_starts(labels).astype(np.float64)

    def split(self, parameters: Doubles) -> tuple[Doubles, Doubles]:
        cut = self.width * self.labels
        square = (self.links, self.labels, self.labels)
        return parameters[:cut].reshape(self.width, self.labels), parameters[cut:].reshape(square)

    def loss(self, parameters: Doubles) -> tuple[float, Doubles]:
        """The penalised negative log-likelihood and its gradient."""
        weights, transitions = self.split(parameters)
        scores = np.add.reduceat(weights.astype(np.float32)[self.entries], self.edges, axis=0).astype(np.float64)
        scores[self.starts] += self.first
        allowed = transitions + self.mask
        top = scores.max(axis=1, keepdims=True)
        potentials, moves = np.exp(scores - top), np.exp(allowed)
        forward, scale = self._run_forward(potentials, moves)
        backward, expected_moves = self._run_backward(potentials, moves, forward, scale)
        likely = forward * backward
        likely /= likely.sum(axis=1, keepdims=True)
        rows = np.arange(len(self.right))
        before, behind = self.right[self.inner - 1], self.right[self.inner]
        told = (self.weight * (np.log(scale) + top[:, 0] - scores[rows, self.right])).sum()
        link = self.link[self.inner]
        told -= (self.weight[self.inner] * allowed[link, before, behind]).sum()
        wrong = likely * self.weight[:, None]
        wrong[rows, self.right] -= self.weight
        slope = np.zeros_like(weights)
        narrow = wrong.astype(np.float32)  # half the memory to walk through
        slope[self.used] = np.add.reduceat(narrow[self.rows_by_feature], self.feature_edges, axis=0)
        np.add.at(expected_moves, (link, before, behind), -self.weight[self.inner])
        gradient = np.concatenate([slope.ravel(), expected_moves.ravel()]) + self.penalty * parameters
        return float(told + 0.5 * self.penalty * (parameters @ parameters)), gradient

    def _run_forward(self, potentials: Doubles, moves: Doubles) -> tuple[Doubles, Doubles]:
        forward = np.zeros_like(potentials)
        scale = np.zeros(len(potentials))
        current = potentials[self.starts]
        for step, running in enumerate(self.running):
            rows = self.starts[:running] + step
            if step:
                current = np.einsum("ri,rij->rj", current[:running], moves[self.link[rows]]) * potentials[rows]
            total = current.sum(axis=1)
            current = current / total[:, None]
            forward[rows], scale[rows] = current, total
        return forward, scale

    def _run_backward(
        self, potentials: Doubles, moves: Doubles, forward: Doubles, scale: Doubles
    ) -> tuple[Doubles, Doubles]:
        backward = np.ones_like(potentials)
        expected = np.zeros_like(moves)
        for step in range(len(self.running) - 1, 0, -1):
            rows = self.starts[: self.running[step]] + step
            coming = backward[rows] * potentials[rows] / scale[rows][:, None]
            link = self.link[rows]
            backward[rows - 1] = np.einsum("rj,rij->ri", coming, moves[link])
            leaving = forward[rows - 1] * self.weight[rows][:, None]
            for number in range(self.links):
                chosen = link == number
                expected[number] += (leaving[chosen].T @ coming[chosen]) * moves[number]
        return backward, expected


MEMORY = 8
LEAST_STEP = 1e-6
ENOUGH = 1e-4
"""A share of the loss: less gain than this in one step ends the search."""


def minimize(objective: Objective, start: Doubles, iterations: int) -> Doubles:
    """L-BFGS with a halving line search."""
    point = start
    value, slope = objective(point)
    moved: list[Doubles] = []
    bent: list[Doubles] = []
    for _ in range(iterations):
        direction = -_curved(slope, moved, bent)
        descent, step = float(slope @ direction), 1.0
        while True:
            candidate = point + step * direction
            new_value, new_slope = objective(candidate)
            if new_value <= value + 1e-4 * step * descent or step < LEAST_STEP:
                break
            step /= 2
        change, turn = candidate - point, new_slope - slope
        if change @ turn > 1e-10:
            moved, bent = [*moved, change][-MEMORY:], [*bent, turn][-MEMORY:]
        gain = (value - new_value) / max(1.0, abs(new_value))
        point, value, slope = candidate, new_value, new_slope
        if gain < ENOUGH:
            break
    return point


def _curved(slope: Doubles, moved: Sequence[Doubles], bent: Sequence[Doubles]) -> Doubles:
    """The slope times the inverse curvature that the last steps showed."""
    direction = slope.copy()
    if not moved:
        return direction / max(1.0, float(np.linalg.norm(direction)))
    shares: list[tuple[float, float]] = []
    for change, turn in zip(reversed(moved), reversed(bent), strict=True):
        inverse = 1 / float(turn @ change)
        share = inverse * float(change @ direction)
        direction -= share * turn
        shares.append((share, inverse))
    direction *= float(moved[-1] @ bent[-1]) / float(bent[-1] @ bent[-1])
    for change, turn, (share, inverse) in zip(moved, bent, reversed(shares), strict=True):
        direction += change * (share - inverse * float(turn @ direction))
    return direction
