"""A linear-chain conditional random field, read: features of each step in, the best sequence of labels out.

The weights are learned elsewhere (``reading.learning``) and stand in one compressed file. Deterministic; needs numpy only.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FORBIDDEN = -1e4


@dataclass(frozen=True, slots=True)
class SequenceModel:
    """``weights[feature, label]`` and ``transitions[link, label before, label]``. ``card`` says what it was learned from.

    A label "I-x" follows only "B-x" or "I-x". A link says how a step stands to the one before it.
    """

    labels: tuple[str, ...]
    features: Mapping[str, int]
    weights: Floats
    transitions: Floats
    card: Mapping[str, Any]

    def decode(self, steps: Sequence[Iterable[str]], links: Sequence[int]) -> list[str]:
        """The likeliest labels of a sequence, one for each step. Time grows with the number of steps."""
        if not steps:
            return []
        scores = self.scores(steps)
        allowed = self.transitions + forbidden_transitions(self.labels)
        best = scores[0] + forbidden_starts(self.labels)
        came_from: list[NDArray[np.intp]] = []
        for step, link in zip(scores[1:], links[1:], strict=True):
            options = best[:, None] + allowed[link]
            came_from.append(options.argmax(axis=0))
            best = options.max(axis=0) + step
        path = [int(best.argmax())]
        for origin in reversed(came_from):
            path.append(int(origin[path[-1]]))
        return [self.labels[index] for index in reversed(path)]

    def scores(self, steps: Sequence[Iterable[str]]) -> Floats:
        """The sum of the weights of each step's known features, for each label."""
        known = self.features
        rows: list[int] = []
        edges: list[int] = []
        for names in steps:
            edges.append(len(rows))
            rows += [row for name in names if (row := known.get(name)) is not None]
        empty = np.diff([*edges, len(rows)]) == 0
        summed = np.add.reduceat(self.weights[[*rows, 0]], edges, axis=0)  # the last row ends what the last step sums
        summed[-1] -= self.weights[0]
        summed[empty] = 0.0
        return np.asarray(summed, dtype=np.float32)


def forbidden_transitions(labels: Sequence[str]) -> Floats:
    """Zero where a label may follow another, a very low score where it may not."""
    return np.array(
        [
            [FORBIDDEN if label[:2] == "I-" and before[2:] != label[2:] else 0.0 for label in labels]
            for before in labels
        ],
        dtype=np.float32,
    )


def forbidden_starts(labels: Sequence[str]) -> Floats:
    return np.array([FORBIDDEN if label[:2] == "I-" else 0.0 for label in labels], dtype=np.float32)


def write_model(path: Path, model: SequenceModel) -> None:
    """Write the weights as whole numbers of one byte, each label with its own scale. The same model gives the same bytes."""
    scale = np.maximum(np.abs(model.weights).max(axis=0), 1e-6) / 127
    small = np.round(model.weights / scale).astype(np.int8)
    kept = [(name, row) for name, row in sorted(model.features.items()) if small[row].any()]
    names = "\n".join(name for name, _ in kept)
    np.savez_compressed(
        path,
        features=np.frombuffer(names.encode(), dtype=np.uint8),
        weights=small[[row for _, row in kept]],
        scale=scale.astype(np.float32),
        transitions=model.transitions.astype(np.float32),
        about=np.frombuffer(json.dumps({"labels": model.labels, "card": model.card}).encode(), dtype=np.uint8),
    )


def read_model(content: bytes) -> SequenceModel:
    """The model in a file's content. Loads no code: arrays of numbers only."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        about = json.loads(arrays["about"].tobytes().decode())
        names = arrays["features"].tobytes().decode().split("\n")
        weights = arrays["weights"].astype(np.float32) * arrays["scale"]
        transitions = arrays["transitions"]
    return SequenceModel(
        tuple(about["labels"]), {name: row for row, name in enumerate(names)}, weights, transitions, about["card"]
    )
