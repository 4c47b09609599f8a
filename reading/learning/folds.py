"""Folds of labelled cases by source, so that no case is read by what was learned from its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

FOLDS = 5


def source_of(case: Mapping[str, Any]) -> str:
    """The repository or feed a case is from."""
    return str(case["source"]).removeprefix("bench:").removeprefix("fx_").split(":")[0]


def fold_by_source(cases: Sequence[Mapping[str, Any]], number: int = FOLDS) -> dict[str, int]:
    """The fold of each source: the largest first, each into the fold that has the fewest cases."""
    sizes = [0] * number
    folds: dict[str, int] = {}
    counts = Counter(source_of(case) for case in cases)
    for source, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
        smallest = sizes.index(min(sizes))
        folds[source] = smallest
        sizes[smallest] += count
    return folds
