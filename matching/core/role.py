"""The role row: how near the resume's recent roles and text are to the posting's title and summary, as one number."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.core.centres import unit
from matching.core.features import PostingFeatures, ResumeFeatures, ResumeLine, Vector, unpack
from matching.core.title_map import title_vector
from matching.core.titles import clean_title
from matching.core.weights import Weights
from matching.core.word_weights import weight
from reading import languages
from reading.languages import ENGLISH
from reading.words import stem, tokens

TITLE_WEIGHT = 3
LEAST_LINE = 15
# Machines add floats in different orders; four digits are the same on all of them.
DIGITS = 4
Sparse = dict[str, float]


def sparse(texts: Sequence[tuple[str, int]], code: str = ENGLISH) -> Sparse:
    """Stems of the texts, in the language ``code`` (each with the times it counts) weighed by rarity, of length 1."""
    empty = languages.words(code, "words", "function")
    counts: Counter[str] = Counter()
    for text, times in texts:
        for word in tokens(text):
            if word not in empty and not word.isdigit():
                counts[stem(word, code)] += times
    values = {word: (1 + math.log(count)) * weight(word) for word, count in counts.items()}
    length = math.sqrt(sum(value * value for value in values.values()))
    return {word: value / length for word, value in values.items()} if length else {}


def cosine(left: Sparse, right: Sparse) -> float:
    if len(right) < len(left):
        left, right = right, left
    return sum(value * right[word] for word, value in left.items() if word in right)


@dataclass(frozen=True, slots=True)
class PostingSide:
    """``matrix`` holds the title's and the summary's vector as columns, [d, 2]; None without a model."""

    matrix: Vector | None
    title: Sparse
    text: Sparse


@dataclass(frozen=True, slots=True)
class ResumeSide:
    """``matrix`` holds the roles and then the whole text as rows, [k + 1, d]; ``fading`` is what each role counts."""

    matrix: Vector | None
    fading: tuple[float, ...]
    roles: tuple[Sparse, ...]
    text: Sparse


@dataclass(frozen=True, slots=True)
class RoleFit:
    """``similarity`` is the published sum; ``role`` the index of the role that counts most, None without roles."""

    similarity: float
    role: int | None
    lexical: bool


def posting_side(posting: PostingFeatures) -> PostingSide:
    title_text = posting.clean_title or posting.title
    title, summary = unpack(posting.title_vector), unpack(posting.summary_vector)
    matrix = None
    if title is not None:
        matrix = np.ascontiguousarray(np.stack([title, title if summary is None else summary], axis=1))
    code = posting.language
    whole = sparse([(title_text, TITLE_WEIGHT), (posting.summary, 1)], code)
    return PostingSide(matrix, sparse([(title_text, 1)], code), whole)


def whole_text_vector(lines: Sequence[ResumeLine]) -> Vector | None:
    """The mean of the vectors of the longer lines, of length 1; None without vectors."""
    vectors = [
        (len(line.text.strip()) > LEAST_LINE, vector) for line in lines if (vector := unpack(line.vector)) is not None
    ]
    if not vectors:
        return None
    mean = np.mean([vector for long, vector in vectors if long] or [vector for _, vector in vectors], axis=0)
    return unit(mean)


def resume_side(
    resume: ResumeFeatures, lines: Sequence[ResumeLine], texts: Sequence[str], weights: Weights
) -> ResumeSide:
    """``lines`` are those that count, ``texts`` what of them may be read."""
    stated_roles = [role for role in resume.roles if not role.guessed]
    recent = stated_roles[: len(weights.older_role)] or list(resume.roles)
    fading = weights.older_role if stated_roles else (weights.guessed_role,) * len(recent)
    whole = whole_text_vector(lines)
    matrix = None
    if whole is not None:
        rows = [vector for role in recent if (vector := unpack(role.vector)) is not None]
        matrix = np.stack([*rows, whole]) if len(rows) == len(recent) else None
    titles = tuple(sparse([(role.title, 1)], resume.language) for role in recent)
    return ResumeSide(matrix, fading, titles, sparse([(text, 1) for text in texts], resume.language))


def retrieval_queries(resume: ResumeFeatures, weights: Weights) -> tuple[Vector, Vector] | None:
    """Two vectors whose products with a posting's title and summary vectors add up to nearly the role similarity.

    For choosing which postings to score; only the most recent role counts. None without vectors.
    """
    lines = tuple(resume.readable_lines())
    side = resume_side(resume, lines, [line.text for line in lines], weights)
    if side.matrix is None:
        return None
    role, whole = side.matrix[0], side.matrix[-1]
    title = weights.role_title * role + weights.lines_title * whole
    return title, weights.role_summary * role + weights.lines_summary * whole


def title_likeness(
    some: Sequence[str], others: Sequence[str], *, embed: Callable[[Sequence[str]], Vector] | None
) -> list[list[float]]:
    """The likeness of titles as the role row sees it, [len(some)][len(others)]; without ``embed`` by shared words."""
    if embed is None:
        right = [sparse([(clean_title(title), 1)]) for title in others]
        return [[cosine(sparse([(clean_title(title), 1)]), other) for other in right] for title in some]
    left, right_side = (
        np.stack([title_vector(vector) for vector in embed([clean_title(title) for title in titles])])
        for titles in (some, others)
    )
    likeness: list[list[float]] = (left @ right_side.T).tolist()
    return likeness


def role_fit(posting: PostingSide, resume: ResumeSide, weights: Weights) -> RoleFit:
    """About 5 microseconds with vectors; the lexical form about 20."""
    fading = resume.fading
    if posting.matrix is not None and resume.matrix is not None:
        cosines = (resume.matrix @ posting.matrix).tolist()
        *roles, (lines_title, lines_summary) = cosines
        by_title = [fade * row[0] for fade, row in zip(fading, roles, strict=False)] or [lines_title]
        by_summary = [fade * row[1] for fade, row in zip(fading, roles, strict=False)] or [lines_summary]
        total = (
            weights.role_title * max(by_title)
            + weights.role_summary * max(by_summary)
            + weights.lines_title * lines_title
            + weights.lines_summary * lines_summary
        )
        best = by_title.index(max(by_title)) if roles else None
        return RoleFit(round(total, DIGITS), best, lexical=False)
    lines_title, lines_text = cosine(posting.title, resume.text), cosine(posting.text, resume.text)
    by_title = [fade * cosine(posting.title, role) for fade, role in zip(fading, resume.roles, strict=False)]
    by_text = [fade * cosine(posting.text, role) for fade, role in zip(fading, resume.roles, strict=False)]
    total = (
        weights.word_title * max(by_title, default=lines_title)
        + weights.word_summary * max(by_text, default=lines_text)
        + weights.word_lines_title * lines_title
        + weights.word_lines_summary * lines_text
    )
    return RoleFit(round(total, DIGITS), by_title.index(max(by_title)) if by_title else None, lexical=True)


def share(fit: RoleFit, weights: Weights) -> int:
    """Thousandths of the role row's points that the similarity earns."""
    low, high = (weights.word_floor, weights.word_full) if fit.lexical else (weights.role_floor, weights.role_full)
    return min(1000, max(0, math.floor(1000 * (fit.similarity - low) / (high - low) + 0.5)))
