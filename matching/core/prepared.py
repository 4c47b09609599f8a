"""Postings made ready for judging, and pairs brought together; all of it derived and cached on the features."""

from __future__ import annotations

from dataclasses import dataclass

from matching.core.demands import Demand, read_demand
from matching.core.evidence import PreparedResume, posting_runs, prepare_resume, without_copies
from matching.core.features import PREFERRED, PostingFeatures, ResumeFeatures, SkillVocabulary, Vector, row_matrix
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


def pair(
    posting: PostingFeatures, resume: ResumeFeatures, vocabulary: SkillVocabulary, weights: Weights
) -> tuple[PreparedPosting, PreparedResume, ResumeSide]:
    """Both sides ready; lines copied from this posting are already out of the resume."""
    ready = prepare_posting(posting, vocabulary)
    evidence = without_copies(ready.runs, prepare_resume(resume, vocabulary), vocabulary)
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
