"""What the learned verdict is told of each requirement of a pair, as one row of numbers.

``RequirementSide`` holds what a posting's requirements say by themselves, ``LineSide`` what a resume's lines say; both are
made once. ``pair_features`` puts them together, about half a millisecond a pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from matching.core.evidence import CompiledResume, union_months
from matching.core.features import REQUIRED, ResumeLine, Vector
from matching.core.requirements import CompiledRequirement
from matching.core.role import PostingSide, ResumeSide
from matching.core.subjects import SubjectMatch
from matching.core.word_relations import WordRelations
from matching.core.word_weights import RARE
from reading import degrees

CLASSES = ("met", "partly", "not_found", "unreadable")
SECTIONS = ("experience", "skills", "education", "summary", "projects", "certifications", "languages", "other")
SUBJECT_REASONS = ("words", "skills", "leading", "nothing")
RULED_REASONS = (
    *SUBJECT_REASONS, "degree", "degree_partly", "experience_for_degree", "no_degree", "language", "licence",
    "licence_partly", "computer_use", "years", "years_short", "years_beside", "years_unstated", "unreadable",
)  # fmt: skip
MOST_OFFERED = 3
LIKEST = 5
LINE_FACTS = 18
LONGEST_TOLD = 5  # words: a shorter line is a heading or a title
TOUCHED, BRUSHED = 0.4, 0.25  # shares of the subject's words that make a role be about it, surely or by chance
HIGHEST_DEGREE = max(degrees.RANK.values())
Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Maps:
    """What is learned before the features are made.

    ``requirement_map`` and ``line_map`` [d, k] take vectors to where a requirement and the line that shows it are near;
    ``components`` [d, c] are the main directions of requirements; ``prior`` [d + 1, 4] tells the logits of the classes from the
    requirement's vector alone, the last row being added to it; ``line_weights`` [LINE_FACTS] rank the lines of a resume.
    """

    requirement_map: Array
    line_map: Array
    components: Array
    prior: Array
    line_weights: Array


@dataclass(frozen=True, slots=True)
class LineSide:
    """``mapped`` [L, k]; ``kinds`` [L, 8] one-hot by section, ``of_section`` the lines of the first three; ``length`` [L] in
    hundreds of characters; ``is_short`` [L]. ``words`` [n, d] are the vectors of the words in the lines ``worded``
    [m], line by line from ``starts`` [m] on; ``whole`` [d] is the mean of all.
    ``lines_of`` says in which lines a stem stands.
    """

    mapped: Array
    kinds: Array
    length: Array
    is_short: Array
    of_section: tuple[npt.NDArray[np.int64], ...]
    words: Array
    worded: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    whole: Array
    lines_of: Mapping[str, frozenset[int]]


def line_side(resume: CompiledResume, maps: Maps | None, relations: WordRelations | None) -> LineSide | None:
    if resume.matrix is None or maps is None:
        return None
    lines: Sequence[ResumeLine] = resume.lines
    kinds = np.array([[line.section == name for name in SECTIONS] for line in lines], np.float32)
    kinds = kinds.reshape(len(lines), len(SECTIONS))
    by_line: list[list[int]] = [[] for _ in lines]
    for word, where in resume.stem_lines.items() if relations is not None else ():
        place = relations.places.get(word) if relations is not None else None
        if place is not None:
            for index in where:
                by_line[index].append(place)
    told = [places for places in by_line if places]
    width = 0 if relations is None else relations.vectors.shape[1]
    words, whole = np.zeros((0, width), np.float32), np.zeros(width, np.float32)
    if relations is not None and told:
        words = relations.vectors[np.concatenate(told)]
        whole = relations.vectors[sorted({place for places in told for place in places})].mean(axis=0)
        whole /= np.linalg.norm(whole) + 1e-9
    return LineSide(
        mapped=(resume.matrix @ maps.line_map).astype(np.float32),
        kinds=kinds,
        length=np.array([min(len(line.text), 200) / 100 for line in lines], np.float32),
        is_short=np.array([len(line.text.split()) <= LONGEST_TOLD for line in lines], np.float32),
        of_section=tuple(np.flatnonzero(kinds[:, kind]) for kind in range(3)),
        words=words,
        worded=np.array([index for index, places in enumerate(by_line) if places], np.int64),
        starts=np.cumsum([0, *map(len, told[:-1])]) if told else np.zeros(0, np.int64),
        whole=whole,
        lines_of={word: frozenset(where) for word, where in resume.stem_lines.items()},
    )


@dataclass(frozen=True, slots=True)
class RequirementSide:
    """``mapped`` [R, k], ``main`` [R, c], ``prior`` [R, 4], ``stated`` [R, s], ``central`` [R, 2]: the likeness to the
    posting's title and summary. ``words`` [n, d] are the vectors of the words of the ``worded`` requirements, one after the
    other from ``starts`` on; ``shares`` [n] how much each word counts of its requirement.
    """

    mapped: Array
    main: Array
    prior: Array
    stated: Array
    central: Array
    worded: npt.NDArray[np.int64]
    words: Array
    starts: npt.NDArray[np.int64]
    shares: Array
    heaviest: npt.NDArray[np.int64]


def requirement_side(
    requirements: Sequence[CompiledRequirement],
    matrix: Vector | None,
    posting: PostingSide,
    maps: Maps | None,
    relations: WordRelations | None,
) -> RequirementSide | None:
    if matrix is None or maps is None or not requirements:
        return None
    central = np.zeros((len(requirements), 2), np.float32)
    if posting.matrix is not None:
        central = (matrix @ posting.matrix).astype(np.float32)
    worded, places, starts, heaviest = list[int](), list[int](), list[int](), list[int]()
    shares: list[float] = []
    for number, requirement in enumerate(requirements):
        known = [
            (relations.places[word], value)
            for word, value in zip(requirement.stems, requirement.stem_weights, strict=True)
            if relations is not None and word in relations.places
        ]
        if not known:
            continue
        worded.append(number)
        starts.append(len(places))
        values = [value for _, value in known]
        heaviest.append(len(places) + values.index(max(values)))
        places += [place for place, _ in known]
        shares += [value / max(sum(values), 1e-6) for value in values]
    return RequirementSide(
        mapped=(matrix @ maps.requirement_map).astype(np.float32),
        main=(matrix @ maps.components).astype(np.float32),
        prior=(matrix @ maps.prior[:-1] + maps.prior[-1]).astype(np.float32),
        stated=np.array([stated_features(requirement) for requirement in requirements], np.float32),
        central=central,
        worded=np.array(worded, np.int64),
        words=relations.vectors[places] if relations is not None and places else np.zeros((0, 0), np.float32),
        starts=np.array(starts, np.int64),
        shares=np.array(shares, np.float32),
        heaviest=np.array(heaviest, np.int64),
    )


def stated_features(requirement: CompiledRequirement) -> list[float]:
    """What the requirement says by itself."""
    asked, row = requirement.asked, requirement.row
    total = sum(requirement.stem_weights)
    return [
        float(requirement.technical), float(asked.exemplified), float(asked.knowing), float(asked.any_item),
        float(asked.listed), float(asked.courses), len(requirement.groups) / 5, float(row.importance == REQUIRED),
        float(row.kind == "duty"), min(len(requirement.stems), 20) / 10, min(len(row.text), 300) / 150,
        min(total, 60.0) / 30, float(any(character.isdigit() for character in row.text)),
        max(requirement.stem_weights, default=0.0) / RARE, min(asked.months or 0, 240) / 60, float(bool(asked.months)),
        _lowest_degree(requirement) / HIGHEST_DEGREE, float(bool(asked.degree_levels)), len(asked.degree_fields) / 3,
        float(asked.enrolled), float(asked.or_experience), float(asked.licence), float(asked.of_state),
        float(asked.driving), float(asked.computer_use), float(asked.leading), float(len(asked.languages)),
        float(asked.readable), min(asked.count or 0, 10) / 5,
    ]  # fmt: skip


def _lowest_degree(requirement: CompiledRequirement) -> int:
    return min((degrees.RANK[level] for level in requirement.asked.degree_levels), default=0)


def line_facts(cosines: Array, words: Array, skills: Array, mapped: Array, related: Array, side: LineSide) -> Array:
    """What may make a line show a requirement, [R, L, LINE_FACTS]: likeness, shared words and skills, the learned map,
    related words, some products of these, and what the line is.
    """
    of_pairs = np.stack(
        [
            cosines, words, skills, mapped, related, cosines * words, cosines * related, words * side.is_short,
        ],
        axis=2,
    )  # fmt: skip
    of_lines = np.concatenate([side.kinds, side.is_short[:, None], side.length[:, None]], axis=1)
    return np.concatenate([of_pairs, np.broadcast_to(of_lines, (len(cosines), *of_lines.shape))], axis=2)


def line_features(scores: Array, cosines: Array, words: Array, skills: Array, side: LineSide) -> Array:
    """What the lines say of each requirement, [R, 24]."""
    rows = np.arange(len(scores))
    count = scores.shape[1]
    order = np.argsort(-scores, axis=1, kind="stable")[:, :MOST_OFFERED]
    best = order[:, 0]
    top = scores[rows[:, None], order]
    second = top[:, 1] if count > 1 else top[:, 0]
    most = min(LIKEST, count)
    likest = np.partition(cosines, count - most, axis=1)[:, count - most :].sum(axis=1) / most
    by_section = [
        scores[:, inside].max(axis=1) if len(inside) else np.full(len(scores), -0.5, np.float32)
        for inside in side.of_section
    ]
    columns = [
        top[:, 0], cosines[rows, best], words[rows, best], skills[rows, best], side.length[best], side.is_short[best],
        *side.kinds[best].T, cosines.max(axis=1), words.max(axis=1), skills.max(axis=1),
        top.sum(axis=1) / top.shape[1], top[:, 0] - second, scores.sum(axis=1) / count, likest, *by_section,
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def ruled_features(
    on_subject: Sequence[tuple[str, str]],
    ruled: Sequence[tuple[str, str]],
    matches: Sequence[SubjectMatch],
    months: int,
    similarity: float,
) -> Array:
    """What the rules make of each requirement, [R, 34]; pairs of verdict and reason, on its subject alone and in all."""
    return np.array(
        [
            [
                *(float(subject[0] == name) for name in CLASSES[:3]),
                *(float(subject[1] == name) for name in SUBJECT_REASONS),
                match.spread / match.total, match.share, min(match.credited, default=0.0), float(any(match.credited)),
                min(months, 360) / 60, similarity,
                *(float(whole[0] == name) for name in CLASSES),
                *(float(whole[1] == name) for name in RULED_REASONS),
            ]
            for subject, whole, match in zip(on_subject, ruled, matches, strict=True)
        ],
        np.float32,
    )  # fmt: skip


def context_features(best: Array, ruled: Array) -> Array:
    """What the other requirements of the pair say, [R, 4]; ``best`` is the best line score of each."""
    mean = best.mean()
    share = float((ruled[:, 0] + 0.5 * ruled[:, 1]).mean())
    return np.stack(
        [np.full_like(best, mean), np.full_like(best, np.median(best)), best - mean, np.full_like(best, share)], axis=1
    )


def fact_features(
    requirements: Sequence[CompiledRequirement], resume: CompiledResume, lines_of: Mapping[str, frozenset[int]]
) -> Array:
    """Months and degrees beside what is asked, and which words are missing, [R, 14]."""
    features = resume.features
    held = max((degrees.RANK[degree.level] for degree in features.degrees), default=0)
    stated = max((months for months, _ in resume.stated), default=0)
    rows = []
    for requirement in requirements:
        stems, weights = requirement.stems, requirement.stem_weights
        total = sum(weights) or 1.0
        shares = [
            sum(value for word, value in zip(stems, weights, strict=True) if word in known) / total
            for known in resume.role_stems
        ]
        roles = list(zip(features.roles, shares, strict=True))
        touched = union_months([role for role, share in roles if share >= TOUCHED])
        brushed = union_months([role for role, share in roles if share >= BRUSHED])
        asked, lowest = requirement.asked.months or 0, _lowest_degree(requirement)
        missing = [value for word, value in zip(stems, weights, strict=True) if word not in lines_of]
        present = [value for word, value in zip(stems, weights, strict=True) if word in lines_of]
        nothing: frozenset[int] = frozenset()
        pairs = list(pairwise(stems))
        together = sum(not lines_of.get(one, nothing).isdisjoint(lines_of.get(other, nothing)) for one, other in pairs)
        rows.append(
            [
                min(touched, 240) / 60, min(brushed, 240) / 60,
                *(min(months / asked, 2) if asked else 0.0 for months in (touched, brushed, features.total_months, stated)),
                held - lowest if lowest else 0, held / HIGHEST_DEGREE, together / max(1, len(pairs)),
                max(missing, default=0.0) / RARE, max(present, default=0.0) / RARE, sum(missing) / 30,
                len(missing) / 10, len(present) / 10,
            ]
        )  # fmt: skip
    return np.array(rows, np.float32)


def relation_features(wanted: RequirementSide, side: LineSide) -> tuple[Array, Array]:
    """How nearly the resume's words are related to each requirement's, [R, 6], and each line's words, [R, L]."""
    features = np.zeros((len(wanted.stated), 6), np.float32)
    related = np.zeros((len(wanted.stated), len(side.length)), np.float32)
    if not len(wanted.worded) or not len(side.words):
        return features, related
    by_line = np.maximum.reduceat(wanted.words @ side.words.T, side.starts, axis=1)
    nearest = by_line.max(axis=1)
    most = min(MOST_OFFERED, by_line.shape[1])
    several = np.partition(by_line, by_line.shape[1] - most, axis=1)[:, -most:].mean(axis=1)
    weighed = wanted.shares[:, None]
    subject = np.add.reduceat(wanted.words * weighed, wanted.starts, axis=0)
    subject /= np.linalg.norm(subject, axis=1, keepdims=True) + 1e-9
    shared = np.add.reduceat(by_line * weighed, wanted.starts, axis=0)
    related[np.ix_(wanted.worded, side.worded)] = shared
    features[wanted.worded] = np.stack(
        [
            np.add.reduceat(nearest * wanted.shares, wanted.starts),
            np.add.reduceat(several * wanted.shares, wanted.starts),
            shared.max(axis=1),
            subject @ side.whole,
            np.minimum.reduceat(nearest, wanted.starts),
            nearest[wanted.heaviest],
        ],
        axis=1,
    )
    return features, related


def role_features(
    wanted: RequirementSide, matrix: Vector, posting: PostingSide, person: ResumeSide, resume: CompiledResume
) -> Array:
    """How near the requirement is to the person's roles, and the roles to the posting, [R, 12]."""
    features = np.zeros((len(wanted.stated), 12), np.float32)
    if posting.matrix is None or person.matrix is None:
        return features
    to_roles = matrix @ person.matrix.T
    features[:, 0] = (to_roles[:, :-1] if to_roles.shape[1] > 1 else to_roles).max(axis=1)
    features[:, 1] = to_roles[:, -1]
    features[:, 2:4] = wanted.central
    fit = person.matrix @ posting.matrix
    faded = [fade * row for fade, row in zip(person.fading, fit[:-1], strict=False)] or [fit[-1]]
    features[:, 4:6] = np.max(faded, axis=0)
    features[:, 6:8] = fit[-1]
    features[:, 8:] = (
        min(resume.features.total_months, 360) / 60, len(resume.features.roles) / 5, len(resume.lines) / 50,
        len(wanted.stated) / 20,
    )  # fmt: skip
    return features


def word_and_skill_matrices(matches: Sequence[SubjectMatch], count: int) -> tuple[Array, Array]:
    """The share of the subject's words, and of its skills, that each line holds, both [R, L]."""
    words = np.zeros((len(matches), count), np.float32)
    skills = np.zeros((len(matches), count), np.float32)
    for row, match in enumerate(matches):
        for line, value in match.sums.items():
            words[row, line] = value / match.total
        for line, value in match.skill_lines.items():
            skills[row, line] = value / match.of_skills
    return words, skills


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules say of the requirements of a pair: on each one's subject alone, and in all (verdict, reason)."""

    matches: Sequence[SubjectMatch]
    on_subject: Sequence[tuple[str, str]]
    whole: Sequence[tuple[str, str]]


def pair_features(
    requirements: Sequence[CompiledRequirement],
    matrix: Vector,
    posting: PostingSide,
    wanted: RequirementSide,
    resume: CompiledResume,
    person: ResumeSide,
    side: LineSide,
    cosines: Array,
    rules: Ruled,
    similarity: float,
    weights: Array,
) -> tuple[Array, Array, Array]:
    """(features [R, f], line scores [R, L], what they are made of [R, L, LINE_FACTS]) of all requirements of a pair."""
    words, skills = word_and_skill_matrices(rules.matches, len(resume.lines))
    of_words, related = relation_features(wanted, side)
    facts = line_facts(cosines, words, skills, wanted.mapped @ side.mapped.T, related, side)
    scores = facts @ weights
    of_lines = line_features(scores, cosines, words, skills, side)
    ruled = ruled_features(rules.on_subject, rules.whole, rules.matches, resume.features.total_months, similarity)
    parts = [
        ruled, wanted.stated, of_lines, wanted.main, context_features(of_lines[:, 0], ruled), wanted.prior,
        fact_features(requirements, resume, side.lines_of), of_words, role_features(wanted, matrix, posting, person, resume),
    ]  # fmt: skip
    return np.concatenate(parts, axis=1), scores, facts
