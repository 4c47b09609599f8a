"""The most that a pair can score, told from little: what its rows could earn at best, and the role row from vectors.

Everything is rounded so that no pair ever scores above its bound; that is all that exactness rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.core.compiled import CompiledPosting
from matching.core.role import DIGITS, PostingSide, ResumeSide
from matching.core.scoring import points_of
from matching.core.verdicts import MET
from matching.core.weights import Weights

NO_SCORE = -1
# What rounding to DIGITS may add, and what float32 products may differ by from machine to machine.
ROUNDING = 10.0**-DIGITS


def most_of_rows(compiled: CompiledPosting, weights: Weights) -> int:
    """Hundredths of points that all rows but the role row earn if every one is met; NO_SCORE where no row is readable, so
    that no resume has a score.

    A trait counts too, as a resume may tell of it. A row that turns out unreadable only leaves less to earn, but for the
    rounding of each row.
    """
    if not any(requirement.asked.readable for requirement in compiled.requirements):
        return NO_SCORE
    points = points_of([MET] * len(compiled.requirements), compiled.preferred, 0, weights)
    return sum(earned for earned, _ in points.rows) + points.few_rows[0] + len(compiled.requirements)


def most_similar(titles: Sequence[Any], summaries: Sequence[Any], fading: Sequence[float], weights: Weights) -> Any:
    """The role similarity of ``role.role_fit`` from cosines: of each role, and last of the whole text, with the titles
    and with the summaries; numbers, or arrays over many pairs.
    """
    *of_roles, whole_title = titles
    *of_roles_summary, whole_summary = summaries
    by_title = [fade * value for fade, value in zip(fading, of_roles, strict=False)] or [whole_title]
    by_summary = [fade * value for fade, value in zip(fading, of_roles_summary, strict=False)] or [whole_summary]
    return (
        weights.role_title * np.maximum.reduce(by_title)
        + weights.role_summary * np.maximum.reduce(by_summary)
        + weights.lines_title * whole_title
        + weights.lines_summary * whole_summary
    )


def similarity_slack(title: Any, summary: Any, weights: Weights) -> Any:
    """How far the similarity may be above what is told, where each cosine may be off by so much."""
    return (weights.role_title + weights.lines_title) * title + (weights.role_summary + weights.lines_summary) * summary


def role_points(similarity: Any, weights: Weights) -> Any:
    """Hundredths of points of the role row, at most, for a similarity of at most ``similarity``; in place, for float32
    arrays that the caller no longer needs.
    """
    each = points_of_similarity(weights)
    similarity *= each
    return clipped_points(similarity, weights)


def points_of_similarity(weights: Weights) -> float:
    """How many hundredths a similarity of 1 is worth."""
    return 100 * weights.role_points / (weights.role_full - weights.role_floor)


def clipped_points(points: Any, weights: Weights) -> Any:
    """From ``similarity * points_of_similarity``, in place: less the floor, within what the row can earn, and more than
    any rounding on the way can add.
    """
    points += spare_points(weights)
    return np.clip(points, 0, weights.role_points * 100, out=points)


def spare_points(weights: Weights) -> float:
    """What is added to ``similarity * points_of_similarity`` for the most that the role row earns, before it is clipped."""
    # A share is rounded to the nearest thousandth; float32 is off by less than a hundredth here.
    spare = points_of_similarity(weights) * ROUNDING + weights.role_points * 0.05 + 0.01
    return spare - points_of_similarity(weights) * weights.role_floor


def score_at_most(points: Any) -> Any:
    """The score for hundredths of points, in whole numbers; negative points stay no score."""
    whole = np.ceil(np.asarray(points, np.float64))
    return np.where(whole < 0, NO_SCORE, np.minimum(100, (whole + 50) // 100)).astype(np.int64)


def whole_role(weights: Weights) -> int:
    """What is assumed of the role row where there are no vectors to tell."""
    return weights.role_points * 100


def vectors_of(side: PostingSide) -> npt.NDArray[np.float32] | None:
    """Title and summary as rows, [2, d], or None without a model."""
    return None if side.matrix is None else np.ascontiguousarray(side.matrix.T)


def fading_of(side: ResumeSide) -> tuple[float, ...]:
    """What each role of ``side.matrix`` counts; as many as it has rows but one."""
    return () if side.matrix is None else side.fading[: len(side.matrix) - 1]


def fused_query(side: ResumeSide, weights: Weights) -> npt.NDArray[np.float32] | None:
    """With one role at most, the one vector [2d] whose product with title and summary together is the similarity."""
    fading = fading_of(side)
    if side.matrix is None or len(fading) > 1:
        return None
    whole = side.matrix[-1]
    role = side.matrix[0] * np.float32(fading[0]) if fading else whole
    title = weights.role_title * role + weights.lines_title * whole
    summary = weights.role_summary * role + weights.lines_summary * whole
    return np.concatenate([title, summary]).astype(np.float32)
