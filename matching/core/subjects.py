"""How a resume covers the subject of a requirement: its words, its skills, and the lines that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.core.evidence import CompiledResume
from matching.core.requirements import CompiledRequirement
from matching.core.weights import Weights


@dataclass(frozen=True, slots=True)
class SubjectMatch:
    """``sums`` maps a line's index to the weight of the subject's words it shares, ``total`` is the weight of all of
    them and ``spread`` of those in any line. ``credited`` says for each skill group how surely it is shown, 0 to 1;
    ``skill_lines`` maps the lines that show one to the weight of the groups each shows, of ``of_skills`` in all.
    """

    sums: dict[int, float]
    total: float
    spread: float
    credited: list[float]
    skill_lines: dict[int, float]
    of_skills: float
    share: float


def match_subject(requirement: CompiledRequirement, resume: CompiledResume, weights: Weights) -> SubjectMatch:
    """About 10 microseconds."""
    sums, total, spread = word_sums(requirement, resume)
    credited = group_credits(requirement, resume, weights)
    of_skills = sum(requirement.group_weights) or 1.0
    share = sum(credit * weight for credit, weight in zip(credited, requirement.group_weights, strict=True)) / of_skills
    lines = skill_lines(requirement, resume) if any(credited) else {}
    return SubjectMatch(sums, total, spread, credited, lines, of_skills, share)


def word_sums(requirement: CompiledRequirement, resume: CompiledResume) -> tuple[dict[int, float], float, float]:
    """For each line the weight of the subject's words it shares; the weight of all of them, and of those in any line."""
    total = spread = 0.0
    sums: dict[int, float] = {}
    for word, value in zip(requirement.stems, requirement.stem_weights, strict=True):
        total += value
        where = resume.stem_lines.get(word)
        if where is None:
            continue
        spread += value
        for index in where:
            sums[index] = sums.get(index, 0.0) + value
    return sums, total or 1.0, spread


def group_credits(requirement: CompiledRequirement, resume: CompiledResume, weights: Weights) -> list[float]:
    """For each skill group how surely the resume shows it, 0 to 1."""
    certainties = []
    for group, ways in zip(requirement.groups, requirement.group_words, strict=True):
        best = 0.0
        for slug in group:
            credit = resume.credits.get(slug)
            if credit is not None and credit.weight > best:
                best = credit.weight
        if not best and any(lines_with(words, resume) for words in ways):
            best = weights.said_in_words
        certainties.append(best)
    return certainties


def lines_with(words: Sequence[str], resume: CompiledResume) -> set[int]:
    """The lines that hold all the words."""
    lines: set[int] | None = None
    for word in words:
        where = resume.stem_lines.get(word)
        if where is None:
            return set()
        lines = set(where) if lines is None else lines.intersection(where)
    return lines or set()


def skill_lines(requirement: CompiledRequirement, resume: CompiledResume) -> dict[int, float]:
    """The lines that show a skill asked for, with the weight of the groups that each shows."""
    lines: dict[int, float] = {}
    for group, ways, value in zip(requirement.groups, requirement.group_words, requirement.group_weights, strict=True):
        where = {index for slug in group if (credit := resume.credits.get(slug)) is not None for index in credit.lines}
        for words in () if where else ways:
            where |= lines_with(words, resume)
        for index in where:
            lines[index] = lines.get(index, 0.0) + value
    return lines
