"""Postings made ready for judging, and pairs brought together; all of it derived and cached on the features."""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from matching.core.demands import Demand, read_demand
from matching.core.evidence import Credit, PreparedResume, posting_runs, prepare_resume, without_copies
from matching.core.features import (
    PREFERRED,
    Degree,
    PostingFeatures,
    RequirementRow,
    ResumeFeatures,
    ResumeLine,
    Role,
    SkillEvidence,
    SkillVocabulary,
    Vector,
    row_matrix,
)
from matching.core.role import DIGITS, PostingSide, ResumeSide, posting_side
from matching.core.verdicts import Judgement, judge
from matching.core.weights import Weights


@dataclass(frozen=True, slots=True)
class PreparedPosting:
    demands: tuple[Demand, ...]
    runs: frozenset[str]
    side: PostingSide
    preferred: tuple[bool, ...]
    matrix: Vector | None


def prepare_posting(posting: PostingFeatures, vocabulary: SkillVocabulary) -> PreparedPosting:
    """Cached on the features. About 1 ms for ten requirements, once."""
    cached = posting.memo
    if cached is not None and cached[0] is vocabulary:
        prepared: PreparedPosting = cached[1]
        return prepared
    demands = tuple(read_demand(row, vocabulary) for row in posting.requirements)
    prepared = PreparedPosting(
        demands=demands,
        runs=posting_runs(posting),
        side=posting_side(posting),
        preferred=tuple(row.importance == PREFERRED for row in posting.requirements),
        matrix=row_matrix([row.vector for row in posting.requirements]),
    )
    object.__setattr__(posting, "memo", (vocabulary, prepared))
    return prepared


def remember(posting: PostingFeatures, ready: PreparedPosting, vocabulary: SkillVocabulary) -> None:
    """Let ``prepare_posting`` give what has been thawed, instead of preparing the posting once more."""
    if posting.memo is None:
        object.__setattr__(posting, "memo", (vocabulary, ready))


def freeze(ready: PreparedPosting) -> bytes:
    """As bytes that ``thaw`` reads many times faster than the posting is prepared; for this very code alone."""
    return marshal.dumps(
        (
            tuple((_values(replace(demand.row, vector=b"")), *_values(demand)[1:]) for demand in ready.demands),
            ready.runs,
            (_halves(ready.side.matrix), ready.side.title, ready.side.text),
            ready.preferred,
            _halves(ready.matrix),
        )
    )


def thaw(frozen: bytes) -> PreparedPosting:
    """What ``freeze`` made; the rows have lost their vectors, which are in ``matrix``. ValueError if it is damaged."""
    try:
        demands, runs, side, preferred, matrix = marshal.loads(frozen)  # noqa: S302  plain values, nothing is run
        return PreparedPosting(
            demands=tuple(Demand(RequirementRow(*row), *values) for row, *values in demands),
            runs=runs,
            side=PostingSide(_singles(side[0], -1, 2), side[1], side[2]),
            preferred=preferred,
            matrix=_singles(matrix, len(demands), -1),
        )
    except (EOFError, TypeError, IndexError) as error:
        raise ValueError("not a frozen posting") from error


# What a frozen resume carries in another form than as plain values.
_FEATURES_MADE = {"lines": ResumeLine, "roles": Role, "degrees": Degree}
_RESUME_MADE = frozenset({"features", "lines", "credits", "matrix", "sides"})


def freeze_resume(prepared: PreparedResume, weights: Weights) -> bytes:
    """A resume made ready, with its features, as bytes that ``thaw_resume`` reads many times faster than it is prepared;
    for this very code and vocabulary alone.
    """
    features, side = prepared.features, prepared.side(weights)
    return marshal.dumps(
        (
            {
                entry.name: getattr(features, entry.name)
                for entry in fields(features)
                if entry.init and entry.name not in _FEATURES_MADE and entry.name != "skills"
            },
            {name: tuple(map(_values, getattr(features, name))) for name in _FEATURES_MADE},
            {slug: _values(evidence) for slug, evidence in features.skills.items()},
            {entry.name: getattr(prepared, entry.name) for entry in fields(prepared) if entry.name not in _RESUME_MADE},
            {slug: _values(credit) for slug, credit in prepared.credits.items()},
            (b"" if side.matrix is None else side.matrix.astype("<f4").tobytes(), side.fading, side.roles, side.text),
        )
    )


def thaw_resume(frozen: bytes, vocabulary: SkillVocabulary, weights: Weights) -> ResumeFeatures:
    """The features of what ``freeze_resume`` made, which ``prepare_resume`` finds prepared. ValueError if it is damaged."""
    try:
        plain, records, skills, rest, shown, side = marshal.loads(frozen)  # noqa: S302  plain values
        made: dict[str, Any] = {
            name: tuple(kind(*values) for values in records[name]) for name, kind in _FEATURES_MADE.items()
        }
        made["skills"] = {slug: SkillEvidence(*values) for slug, values in skills.items()}
        features = ResumeFeatures(**plain, **made)
        lines = tuple(features.readable_lines())
        held, *words = side
        whole = np.frombuffer(held, "<f4").reshape(len(words[1]) + 1, -1) if held else None
        prepared = PreparedResume(
            features=features,
            lines=lines,
            credits={slug: Credit(*values) for slug, values in shown.items()},
            matrix=_rows_of([line.vector for line in lines]),
            sides={weights: ResumeSide(whole, *words)},
            **rest,
        )
    except (EOFError, TypeError, ValueError) as error:
        raise ValueError("not a frozen resume") from error
    object.__setattr__(features, "memo", (vocabulary, prepared))
    return features


def _rows_of(stored: Sequence[bytes]) -> Vector | None:
    """``row_matrix``, of all vectors at once."""
    width = max(map(len, stored), default=0)
    return _singles(b"".join(vector or bytes(width) for vector in stored), len(stored), -1) if width else None


def _values(record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, entry.name) for entry in fields(record))


def _halves(matrix: Vector | None) -> bytes:
    """Vectors are stored as float16, so nothing is lost."""
    return b"" if matrix is None else matrix.astype("<f2").tobytes()


def _singles(halves: bytes, *shape: int) -> Vector | None:
    return np.frombuffer(halves, "<f2").astype(np.float32).reshape(shape) if halves else None


def pair(
    posting: PostingFeatures, resume: ResumeFeatures, vocabulary: SkillVocabulary, weights: Weights
) -> tuple[PreparedPosting, PreparedResume, ResumeSide]:
    """Both sides ready; lines copied from this posting are already out of the resume."""
    return paired(prepare_posting(posting, vocabulary), prepare_resume(resume, vocabulary), vocabulary, weights)


def paired(
    ready: PreparedPosting, resume: PreparedResume, vocabulary: SkillVocabulary, weights: Weights
) -> tuple[PreparedPosting, PreparedResume, ResumeSide]:
    evidence = without_copies(ready.runs, resume, vocabulary)
    return ready, evidence, evidence.side(weights)


def line_cosines(ready: PreparedPosting, evidence: PreparedResume) -> list[tuple[float, int] | None]:
    """For each requirement the likeness of the most similar line and its index; None without vectors."""
    if ready.matrix is None or evidence.matrix is None:
        return [None] * len(ready.demands)
    cosines = ready.matrix @ evidence.matrix.T
    best = cosines.argmax(axis=1).tolist()
    return [(round(float(cosines[row, line]), DIGITS), line) for row, line in enumerate(best)]


def judge_all(
    ready: PreparedPosting, evidence: PreparedResume, weights: Weights, *, quoting: bool = True
) -> list[Judgement]:
    """The verdicts in the order of the requirements; without ``quoting`` only they are to be relied on."""
    likeness = line_cosines(ready, evidence)
    return [
        judge(demand, evidence, weights, near, quoting=quoting)
        for demand, near in zip(ready.demands, likeness, strict=True)
    ]
