"""The score: a sum of hundredths of points over shown rows, rounded once at the end.

    row possible = (100 - role_points) * 100 * weight // all weights     weights: required, preferred, few rows
    row points   = possible * share // 1000                              share: met 1000, partly 500, not found 0
    role points  = role_points * 100 * share // 1000                     share: see ``role``
    score        = (sum of all points + 50) // 100

Unreadable rows weigh nothing. The stand-in row "few requirements" always earns a quarter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matching.core.compiled import CompiledPosting, judge_all, pair, paired
from matching.core.evidence import CompiledResume
from matching.core.features import PostingFeatures, ResumeFeatures, SkillVocabulary
from matching.core.role import ResumeSide, role_fit, share
from matching.core.verdicts import MET, PARTLY, UNREADABLE
from matching.core.weights import DEFAULT, Weights

NO_RESUME, NO_REQUIREMENTS = "resume_not_readable", "no_readable_requirements"


@dataclass(frozen=True, slots=True)
class Points:
    """Hundredths of points. ``rows`` are (points, possible) in the order given, (0, 0) for an unreadable row."""

    rows: tuple[tuple[int, int], ...]
    few_rows: tuple[int, int]
    role: tuple[int, int]

    @property
    def score(self) -> int:
        return (sum(points for points, _ in self.rows) + self.few_rows[0] + self.role[0] + 50) // 100


def score_of(verdicts: Sequence[str], preferred: Sequence[bool], role_points: int, weights: Weights) -> int:
    """The score for verdicts and the points (in hundredths) that the role row has earned."""
    others = points_of(verdicts, preferred, 0, weights)
    return replace(others, role=(role_points, weights.role_points * 100)).score


def points_of(verdicts: Sequence[str], preferred: Sequence[bool], role_share: int, weights: Weights) -> Points:
    """``role_share`` in thousandths. The one place where verdicts become points."""
    values = [
        0 if verdict == UNREADABLE else weights.preferred if is_preferred else weights.required
        for verdict, is_preferred in zip(verdicts, preferred, strict=True)
    ]
    total = sum(values) + weights.few_rows
    block = (100 - weights.role_points) * 100
    partly = round(weights.partly * 1000)
    rows = []
    for verdict, value in zip(verdicts, values, strict=True):
        possible = block * value // total
        earned = 1000 if verdict == MET else partly if verdict == PARTLY else 0
        rows.append((possible * earned // 1000, possible))
    few = block * weights.few_rows // total
    role = weights.role_points * 100
    return Points(tuple(rows), (few * round(weights.middle * 1000) // 1000, few), (role * role_share // 1000, role))


def why_no_score(resume: ResumeFeatures, verdicts: Sequence[str]) -> str | None:
    """The reason why the pair has no score, or None. ``verdicts`` may be empty."""
    if not any(True for line in resume.readable_lines() if line.text.strip()):
        return NO_RESUME
    if all(verdict == UNREADABLE for verdict in verdicts):
        return NO_REQUIREMENTS
    return None


def score(
    posting: PostingFeatures,
    resume: ResumeFeatures,
    *,
    vocabulary: SkillVocabulary,
    shown: Mapping[str, int] | None = None,
    weights: Weights = DEFAULT,
) -> int | None:
    """The score of ``explain`` without its words. None where there is nothing to judge."""
    return _score(*pair(posting, resume, vocabulary, weights), shown, weights)


def score_compiled(
    compiled: CompiledPosting,
    resume: CompiledResume,
    *,
    vocabulary: SkillVocabulary,
    shown: Mapping[str, int] | None = None,
    weights: Weights = DEFAULT,
) -> int | None:
    """``score`` where both sides have been compiled before."""
    return _score(*paired(compiled, resume, vocabulary, weights), shown, weights)


def _score(
    compiled: CompiledPosting,
    evidence: CompiledResume,
    side: ResumeSide,
    claimed: Mapping[str, int] | None,
    weights: Weights,
) -> int | None:
    fit = role_fit(compiled.side, side, weights)
    judgements = judge_all(compiled, evidence, weights, similarity=fit.similarity, quoting=False)
    verdicts = [judgement.verdict for judgement in judgements]
    if claimed:
        verdicts = [
            MET if claimed.get(requirement.row.key) in evidence.index_of and verdict != UNREADABLE else verdict
            for requirement, verdict in zip(compiled.requirements, verdicts, strict=True)
        ]
    if why_no_score(evidence.features, verdicts) is not None:
        return None
    role_share = share(fit, weights)
    return points_of(verdicts, compiled.preferred, role_share, weights).score


def score_under(
    posting: PostingFeatures, resume: ResumeFeatures, variants: Sequence[Weights], *, vocabulary: SkillVocabulary
) -> list[int | None]:
    """The score under other weights of the role row and the points; verdicts are those of the published weights.

    For measuring what each signal adds.
    """
    compiled, evidence, side = pair(posting, resume, vocabulary, DEFAULT)
    similarity = role_fit(compiled.side, side, DEFAULT).similarity
    judgements = judge_all(compiled, evidence, DEFAULT, similarity=similarity, quoting=False)
    verdicts = [judgement.verdict for judgement in judgements]
    if why_no_score(evidence.features, verdicts) is not None:
        return [None] * len(variants)
    return [
        points_of(
            verdicts,
            compiled.preferred,
            share(role_fit(compiled.side, evidence.side(weights), weights), weights),
            weights,
        ).score
        for weights in variants
    ]
