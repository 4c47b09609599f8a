"""How well postings are read by what was learned from other sources: folds, languages, layouts, and two versions compared.

Only what is learned is cross-validated. A rule that was written after reading a text knows that text in every fold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import evaluation
from reading import language
from reading import posting as posting_reader
from reading.learning import clauses, layouts
from reading.learning.folds import FOLDS, fold_by_source, source_of
from reading.posting.lines import is_chrome, split_lines
from reading.sequence_model import SequenceModel

Case = Mapping[str, Any]
Predictions = Mapping[str, Mapping[str, Any]]
Say = Callable[[str], object]
Counts = NDArray[np.int64]
CLAUSES = ("requirements", "responsibilities", "benefits")
COMPARED = (*CLAUSES, "skills", "title", "hiring_organization", "locations", "employment_types", "salary")
LEAST_FURNITURE = 3
CHARACTERS_OF_A_LINE = 350
ROUNDS = 2000


def cross_validate_postings(
    cases: Sequence[Case], beside: Sequence[Case], say: Say, *, against: Predictions | None = None
) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """The predictions for all cases, each by a model that learned nothing from its source, and the figures.

    ``beside``: labelled cases to learn from as well, but for those of the fold's sources. ``against``: predictions of
    another version on the same cases, to compare with.
    """
    folds = fold_by_source(cases)
    own = clauses.own_cases()
    examples = {id(case): list(clauses.examples_of(case)) for case in (*cases, *beside, *own)}
    predictions: dict[str, dict[str, Any]] = {}
    elsewhere: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for fold in range(FOLDS):
        held = [case for case in cases if folds[source_of(case)] == fold]
        learned = [case for case in (*cases, *beside) if folds.get(source_of(case)) != fold]
        say(f"Fold {fold + 1} of {FOLDS}: learns from {len(learned) + len(own)} postings, reads {len(held)}.")
        model = clauses.train_on(example for case in (*learned, *own) for example in examples[id(case)])
        for case in held:
            predictions[case["id"]] = read_with(model, case, case["raw"])
            for name, copy in layouts.copies(clauses.labelled_text(case)):
                elsewhere[name][case["id"]] = read_with(model, case, copy.text)
    figures: dict[str, Any] = evaluation.evaluate_postings(cases, predictions).report()
    figures["by_language"] = _by(cases, predictions, lambda case: language.detect(case["raw"]) or "not known")
    figures["by_layout"] = _by(cases, predictions, lambda case: layout_of(case["raw"]))
    figures["in_another_layout"] = {name: _clause_figures(cases, read) for name, read in sorted(elsewhere.items())}
    if against is not None:
        figures["gained"] = compare(cases, predictions, against)
    return predictions, figures


def read_with(model: SequenceModel, case: Case, text: str) -> dict[str, Any]:
    captured = date.fromisoformat(case["captured_at"]) if case.get("captured_at") else None
    return posting_reader.as_gold(posting_reader.parse(text, captured_at=captured, clause_model=model))


def layout_of(text: str) -> str:
    """ "glued": most line breaks are lost; "furniture": the page around the posting came with it; else "lines"."""
    lines = split_lines(text)
    if len(text) > CHARACTERS_OF_A_LINE * max(1, len(lines)):
        return "glued"
    return "furniture" if sum(is_chrome(line.text) for line in lines) >= LEAST_FURNITURE else "lines"


def compare(cases: Sequence[Case], ours: Predictions, theirs: Predictions) -> dict[str, dict[str, float]]:
    """How much F1 of each field is gained over another version, with the interval of a paired bootstrap by posting."""
    draw = np.random.default_rng(0)
    chosen = draw.integers(0, len(cases), size=(ROUNDS, len(cases)))
    gained: dict[str, dict[str, float]] = {}
    for field in COMPARED:
        mine, other = _counts(cases, ours, field), _counts(cases, theirs, field)
        differences = np.sort(_f1(mine[chosen].sum(axis=1)) - _f1(other[chosen].sum(axis=1)))
        gained[field] = {
            "value": round(float(_f1(mine.sum(axis=0)) - _f1(other.sum(axis=0))), 3),
            "low": round(float(differences[int(0.025 * ROUNDS)]), 3),
            "high": round(float(differences[int(0.975 * ROUNDS)]), 3),
        }
    return gained


def _counts(cases: Iterable[Case], predictions: Predictions, field: str) -> Counts:
    """Hits, predicted and labelled values of a field, a row for each case."""
    rows = []
    for case in cases:
        tally = evaluation.evaluate_postings([case], predictions)
        rows.append(tally.fields[field])
    return np.array(rows, dtype=np.int64)


def _f1(counts: Counts) -> NDArray[np.float64]:
    return np.asarray(2 * counts[..., 0] / np.maximum(1, counts[..., 1] + counts[..., 2]))


def _by(cases: Sequence[Case], predictions: Predictions, name: Callable[[Case], str]) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        groups[name(case)].append(case)
    return {
        key: {"postings": len(group), **_clause_figures(group, predictions)} for key, group in sorted(groups.items())
    }


def _clause_figures(cases: Sequence[Case], predictions: Predictions) -> dict[str, Any]:
    report = evaluation.evaluate_postings(cases, predictions).report()
    return {**{name: report[name]["f1"] for name in CLAUSES}, "importance": report["importance_accuracy"]["value"]}
