"""The learned verdict on a requirement that a resume may show in other words.

Small networks and boosted trees read what the rules say of the requirement, which lines come nearest and how, the facts
on both sides, and the requirement's vector; half of the chances comes from each. What is arithmetic or law stays with the
rules in ``verdicts``. ``verdict_learning`` makes the weights; without them, or without vectors, the rules serve.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np

from matching.core.verdict_features import CLASSES, Array, Maps
from matching.core.verdict_trees import Trees

PATH = Path(__file__).parent / "data" / "verdicts.npz"
VERSION = 2
MOST_DEVIATIONS = 5.0
# Probabilities are rounded before they are compared, so that machines that add in another order agree.
DIGITS = 3
_PARTS = {"maps": Maps, "trees": Trees}
_SINGLE = frozenset({"prior", "mean", "scale", "hidden_bias", "borders", "start"})


@dataclass(frozen=True, slots=True)
class VerdictModel:
    """``hidden`` [f, n * h] and ``output`` [n, h, 4] are n networks side by side, which read features less ``mean``, in
    units of ``scale``. ``least_met``: met is said from this probability on; ``least_sure``: what is said to be shown is sure
    from this chance of being shown at all on.
    """

    maps: Maps
    mean: Array
    scale: Array
    hidden: Array
    hidden_bias: Array
    output: Array
    output_bias: Array
    trees: Trees
    least_met: float
    least_sure: float

    def save(self, path: Path = PATH) -> None:
        arrays = {name: _stored(name, value) for name, value in self._arrays().items()}
        np.savez_compressed(path, version=np.array(VERSION), **arrays)

    def _arrays(self) -> dict[str, Any]:
        """Everything by its name in the file; parts of parts as "part.name"."""
        values: dict[str, Any] = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if entry.name in _PARTS:
                values |= {f"{entry.name}.{inner.name}": getattr(value, inner.name) for inner in fields(value)}
            else:
                values[entry.name] = value
        return values

    @classmethod
    def load(cls, path: Path = PATH) -> Self:
        """Raises ValueError for a file that is damaged or of another version, FileNotFoundError where there is none."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                if int(stored["version"]) != VERSION:
                    raise ValueError("the weights of the verdicts are of another version")
                values: dict[str, Any] = {name: _loaded(stored[name]) for name in stored.files if name != "version"}
            for name, kind in _PARTS.items():
                values[name] = kind(**{entry.name: values.pop(f"{name}.{entry.name}") for entry in fields(kind)})
            for name in ("least_met", "least_sure"):
                values[name] = round(float(values[name]), DIGITS)
            return cls(**values)
        except (KeyError, TypeError, EOFError, BadZipFile) as error:
            raise ValueError("the weights of the verdicts are damaged") from error


def _stored(name: str, value: Any) -> Any:
    """Numbers of features stay whole; matrices are stored as halves; what is compared or added once, as singles."""
    array = np.asarray(value)
    if array.dtype.kind == "i":
        return array.astype(np.int16)
    return array.astype(np.float32 if array.ndim < 2 or name.rpartition(".")[2] in _SINGLE else np.float16)


def _loaded(array: Any) -> Any:
    return array.astype(np.int64 if array.dtype.kind == "i" else np.float32)


@cache
def _shipped() -> VerdictModel | None:
    try:
        return VerdictModel.load()
    except (FileNotFoundError, ValueError):
        return None


_in_use: ContextVar[VerdictModel | None] = ContextVar("verdict_model", default=None)


def default_model() -> VerdictModel | None:
    """The shipped weights, or None where they are missing or of another version; ``doctor`` says so."""
    return _in_use.get() or _shipped()


@contextmanager
def using(model: VerdictModel) -> Iterator[None]:
    """Other weights than the shipped ones for what is judged inside, for measuring."""
    token = _in_use.set(model)
    try:
        yield
    finally:
        _in_use.reset(token)


def probabilities(model: VerdictModel, features: Array) -> Array:
    """Of the classes, [R, 4], rounded to DIGITS."""
    scaled = np.clip((features - model.mean) / model.scale, -MOST_DEVIATIONS, MOST_DEVIATIONS)
    hidden = np.maximum(scaled @ model.hidden + model.hidden_bias, 0.0)
    networks, width, _ = model.output.shape
    logits = np.einsum("rnh,nhc->rnc", hidden.reshape(len(features), networks, width), model.output) + model.output_bias
    by_trees = _chances(model.trees.logits(features))
    rounded: Array = np.round((_chances(logits).mean(axis=1) + by_trees) / 2, DIGITS)
    return rounded


def _chances(logits: Array) -> Array:
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances: Array = odds / odds.sum(axis=-1, keepdims=True)
    return chances


def verdict_of(least_met: float, least_sure: float, chances: Sequence[float]) -> tuple[str, bool]:
    """The verdict, and whether it is sure, from the probabilities of the classes."""
    met, partly, not_found, unreadable = chances
    if met >= least_met:
        return CLASSES[0], met + partly >= least_sure
    verdict = max(zip((partly, not_found, unreadable), CLASSES[1:], strict=True), key=lambda pair: pair[0])[1]
    return verdict, verdict != CLASSES[1] or met + partly >= least_sure
