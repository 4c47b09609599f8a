"""The verdict on one requirement: met, partly, not found or unreadable, and the lines it rests on.

One function serves list, page and score alike; the words around a verdict are made in ``explanation``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.core import degrees
from matching.core.demands import Demand
from matching.core.evidence import PreparedResume, union_months
from matching.core.features import unpack
from matching.core.weights import Weights
from matching.core.word_weights import weight

NOT_FOUND, PARTLY, MET, UNREADABLE = "not_found", "partly", "met", "unreadable"


@dataclass(frozen=True, slots=True)
class Judgement:
    """``lines`` are indexes into the prepared resume, best first. ``similarity`` is carried where it decided."""

    verdict: str
    lines: tuple[int, ...] = ()
    reason: str = ""
    similarity: float | None = None


_NOTHING = Judgement(NOT_FOUND, (), "nothing")
_UNREADABLE = Judgement(UNREADABLE, (), "unreadable")
_LEVEL = {NOT_FOUND: 0, PARTLY: 1, MET: 2}


def judge(demand: Demand, resume: PreparedResume, weights: Weights) -> Judgement:
    """Deterministic; about 10 microseconds without vectors."""
    if not demand.readable:
        return _UNREADABLE
    if demand.degree_levels:
        return _judge_degree(demand, resume, weights)
    if demand.languages and len(demand.stems) <= 6:
        return _judge_language(demand, resume)
    if demand.driving:
        return _judge_licence(demand, resume, weights)
    found = _judge_subject(demand, resume, weights)
    if demand.months and found.verdict != NOT_FOUND:
        return _judge_years(demand, resume, found)
    return found


def _judge_degree(demand: Demand, resume: PreparedResume, weights: Weights) -> Judgement:
    lowest = min(degrees.RANK[level] for level in demand.degree_levels)
    best: tuple[int, int, str] | None = None
    for degree in resume.features.degrees:
        index = resume.index_of.get(degree.line)
        if index is None:
            continue
        rank = degrees.RANK[degree.level]
        fit = degrees.field_fit(demand.degree_fields, degree.fields, related_counts=demand.related_field)
        if demand.enrolled:
            level = (
                2 if degree.in_progress and rank >= lowest and fit == 1.0 else 1 if degree.in_progress and fit else 0
            )
        elif rank >= lowest:
            level = 2 if fit == 1.0 and not degree.in_progress else 1 if fit else 0
        else:
            level = 1 if fit == 1.0 and demand.degree_fields and rank >= degrees.RANK["certificate"] else 0
        reason = "degree" if level == 2 else "degree_partly"
        if level and (best is None or level > best[0]):
            best = (level, index, reason)
    if best is not None:
        return Judgement(MET if best[0] == 2 else PARTLY, (best[1],), best[2])
    if demand.or_experience and resume.features.total_months >= 48 and resume.features.roles:
        index = resume.index_of.get(resume.features.roles[0].line)
        if index is not None:
            return Judgement(PARTLY, (index,), "experience_for_degree")
    return Judgement(NOT_FOUND, (), "no_degree")


def _judge_language(demand: Demand, resume: PreparedResume) -> Judgement:
    held = [name for name in demand.languages if name in resume.features.languages]
    lines = tuple(where[0] for name in held if (where := resume.stem_lines.get(name)))
    if not held or not lines:
        return _NOTHING
    enough = len(held) == len(demand.languages) or demand.any_item
    return Judgement(MET if enough else PARTLY, lines, "language")


def _judge_licence(demand: Demand, resume: PreparedResume, weights: Weights) -> Judgement:
    for index in resume.licence_lines:
        if "driv" in resume.lines[index].text.lower():
            return Judgement(MET, (index,), "licence")
    return _NOTHING


def _judge_years(demand: Demand, resume: PreparedResume, found: Judgement) -> Judgement:
    assert demand.months is not None
    months = max((resume.months_of.get(slug, 0) for group in demand.groups for slug in group), default=0)
    subject = [word for word in demand.stems]
    wanted = sum(weight(word) for word in subject)
    roles = [
        role
        for role, stems in zip(resume.features.roles, resume.role_stems, strict=True)
        if not wanted or sum(weight(word) for word in subject if word in stems) >= 0.6 * wanted
    ]
    lines = tuple(resume.index_of[role.line] for role in roles[:2] if role.line in resume.index_of)
    months = max(months, union_months(roles))
    if months >= demand.months:
        return Judgement(MET, lines + found.lines, "years", found.similarity)
    return Judgement(PARTLY, lines + found.lines, "years_short" if months else "years_unstated", found.similarity)


def _judge_subject(demand: Demand, resume: PreparedResume, weights: Weights) -> Judgement:
    words, word_line, shared = _words_in_one_line(demand, resume)
    similarity, similar_line = _similarity(demand, resume)
    skill_share, skill_lines = _skills(demand, resume)
    level, lines, reason = 0, (), "nothing"
    if demand.groups:
        rest = [word for word in demand.stems if word not in demand.skill_stems]
        pure = len(rest) <= 2
        if skill_share >= 0.75 and (pure or words >= weights.words_beside or similarity >= weights.partly_similarity):
            level = 2
        elif skill_share >= 0.3:
            level = 1
        lines, reason = skill_lines, "skills"
    by_words = 0
    if words >= weights.met_words or (similarity >= weights.met_similarity and words >= weights.words_beside):
        by_words = 2
    elif words >= weights.partly_words or similarity >= weights.partly_similarity:
        by_words = 1
    if by_words > level:
        level = by_words
        lines = (word_line,) if words >= weights.partly_words or similar_line is None else (similar_line,)
        reason = "words"
    if not level:
        return _NOTHING
    return Judgement(MET if level == 2 else PARTLY, lines, reason, similarity if similarity > 0 else None)


def _words_in_one_line(demand: Demand, resume: PreparedResume) -> tuple[float, int, int]:
    """The largest share (by rarity) of the subject's words in one line, that line, and how many words it shares."""
    total = 0.0
    sums: dict[int, float] = {}
    counts: dict[int, int] = {}
    for word in demand.stems:
        value = weight(word)
        total += value
        for index in resume.stem_lines.get(word, ()):
            sums[index] = sums.get(index, 0.0) + value
            counts[index] = counts.get(index, 0) + 1
    if not sums or not total:
        return 0.0, 0, 0
    best = min(sums, key=lambda index: (-sums[index], resume.sizes[index], index))
    return sums[best] / total, best, counts[best]


def _similarity(demand: Demand, resume: PreparedResume) -> tuple[float, int | None]:
    vector = unpack(demand.row.vector)
    if vector is None or resume.matrix is None:
        return 0.0, None
    cosines = resume.matrix @ vector
    best = int(np.argmax(cosines))
    return float(cosines[best]), best


def _skills(demand: Demand, resume: PreparedResume) -> tuple[float, tuple[int, ...]]:
    """The share of the skill groups that the resume shows, and one line for each."""
    if not demand.groups:
        return 0.0, ()
    shares: list[float] = []
    lines: list[int] = []
    for group in demand.groups:
        shown = [credit for slug in group if (credit := resume.credits.get(slug)) is not None]
        best = max(shown, key=lambda credit: credit.weight, default=None)
        shares.append(best.weight if best else 0.0)
        if best and best.lines[0] not in lines:
            lines.append(best.lines[0])
    if demand.count:
        return min(1.0, sum(shares) / demand.count), tuple(lines)
    return sum(shares) / len(shares), tuple(lines)


def levels(judgements: Sequence[Judgement]) -> list[int]:
    """0 not found, 1 partly, 2 met, -1 unreadable."""
    return [_LEVEL.get(judgement.verdict, -1) for judgement in judgements]
