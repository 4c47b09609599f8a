"""Postings compiled for judging, and pairs brought together; all of it derived and cached on the features."""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from matching.core.evidence import CompiledResume, Credit, compile_resume, posting_shingles, without_copies
from matching.core.features import (
    PREFERRED,
    Degree,
    PostingFeatures,
    RequirementRow,
    ResumeFeatures,
    ResumeLine,
    RoleFeatures,
    SkillEvidence,
    SkillVocabulary,
    Vector,
    row_matrix,
)
from matching.core.learned_verdicts import VerdictModel, default_model, probabilities
from matching.core.requirements import CompiledRequirement, compile_requirement
from matching.core.role import DIGITS, PostingSide, ResumeSide, posting_side
from matching.core.subjects import match_subject
from matching.core.verdict_features import LineSide, RequirementSide, Ruled, line_side, pair_features, requirement_side
from matching.core.verdicts import Judgement, is_about_subject, judge, judge_subject, learned
from matching.core.weights import Weights
from matching.core.word_relations import default_relations
from reading.requirement import Asked


@dataclass(frozen=True, slots=True)
class CompiledPosting:
    requirements: tuple[CompiledRequirement, ...]
    shingles: frozenset[str]
    side: PostingSide
    preferred: tuple[bool, ...]
    matrix: Vector | None
    # What the learned verdict derives, by the identity of its weights; never compared, never stored.
    learned: dict[int, RequirementSide | None] = field(default_factory=dict, compare=False, repr=False)


def compile_posting(posting: PostingFeatures, vocabulary: SkillVocabulary) -> CompiledPosting:
    """Cached on the features. About 1 ms for ten requirements, once."""
    cached = posting.memo
    if cached is not None and cached[0] is vocabulary:
        compiled: CompiledPosting = cached[1]
        return compiled
    requirements = tuple(compile_requirement(row, vocabulary) for row in posting.requirements)
    compiled = CompiledPosting(
        requirements=requirements,
        shingles=posting_shingles(posting),
        side=posting_side(posting),
        preferred=tuple(row.importance == PREFERRED for row in posting.requirements),
        matrix=row_matrix([row.vector for row in posting.requirements]),
    )
    object.__setattr__(posting, "memo", (vocabulary, compiled))
    return compiled


def remember(posting: PostingFeatures, compiled: CompiledPosting, vocabulary: SkillVocabulary) -> None:
    """Let ``compile_posting`` give what has been loaded, instead of preparing the posting once more."""
    if posting.memo is None:
        object.__setattr__(posting, "memo", (vocabulary, compiled))


def serialize(compiled: CompiledPosting) -> bytes:
    """As bytes that ``load`` reads many times faster than the posting is compiled; for this very code alone."""
    return marshal.dumps(
        (
            tuple((_row_values(requirement.row), *_values(requirement)[1:]) for requirement in compiled.requirements),
            compiled.shingles,
            (_halves(compiled.side.matrix), compiled.side.title, compiled.side.text),
            compiled.preferred,
            _halves(compiled.matrix),
        )
    )


def load(serialized: bytes) -> CompiledPosting:
    """What ``serialize`` made; the rows have lost their vectors, which are in ``matrix``. ValueError if it is damaged."""
    try:
        requirements, shingles, side, preferred, matrix = marshal.loads(serialized)  # noqa: S302  plain values, nothing is run
        return CompiledPosting(
            requirements=tuple(CompiledRequirement(_row_of(row), *values) for row, *values in requirements),
            shingles=shingles,
            side=PostingSide(_singles(side[0], -1, 2), side[1], side[2]),
            preferred=preferred,
            matrix=_singles(matrix, len(requirements), -1),
        )
    except (EOFError, TypeError, IndexError) as error:
        raise ValueError("not a serialized posting") from error


# What a serialized resume carries in another form than as plain values.
_FEATURES_MADE = {"lines": ResumeLine, "roles": RoleFeatures, "degrees": Degree}
_RESUME_MADE = frozenset({"features", "lines", "credits", "matrix", "sides", "learned"})


def serialize_resume(compiled: CompiledResume, weights: Weights) -> bytes:
    """A resume compiled, with its features, as bytes that ``load_resume`` reads many times faster than it is compiled;
    for this very code and vocabulary alone.
    """
    features, side = compiled.features, compiled.side(weights)
    return marshal.dumps(
        (
            {
                entry.name: getattr(features, entry.name)
                for entry in fields(features)
                if entry.init and entry.name not in _FEATURES_MADE and entry.name != "skills"
            },
            {name: tuple(map(_values, getattr(features, name))) for name in _FEATURES_MADE},
            {slug: _values(evidence) for slug, evidence in features.skills.items()},
            {entry.name: getattr(compiled, entry.name) for entry in fields(compiled) if entry.name not in _RESUME_MADE},
            {slug: _values(credit) for slug, credit in compiled.credits.items()},
            (b"" if side.matrix is None else side.matrix.astype("<f4").tobytes(), side.fading, side.roles, side.text),
        )
    )


def load_resume(serialized: bytes, vocabulary: SkillVocabulary, weights: Weights) -> ResumeFeatures:
    """The features of what ``serialize_resume`` made, which ``compile_resume`` finds compiled. ValueError if it is damaged."""
    try:
        plain, records, skills, rest, credit_values, side = marshal.loads(serialized)  # noqa: S302  plain values
        made: dict[str, Any] = {
            name: tuple(kind(*values) for values in records[name]) for name, kind in _FEATURES_MADE.items()
        }
        made["skills"] = {slug: SkillEvidence(*values) for slug, values in skills.items()}
        features = ResumeFeatures(**plain, **made)
        lines = tuple(features.readable_lines())
        whole_bytes, *words = side
        whole = np.frombuffer(whole_bytes, "<f4").reshape(len(words[1]) + 1, -1) if whole_bytes else None
        compiled = CompiledResume(
            features=features,
            lines=lines,
            credits={slug: Credit(*values) for slug, values in credit_values.items()},
            matrix=_rows_of([line.vector for line in lines]),
            sides={weights: ResumeSide(whole, *words)},
            learned={},
            **rest,
        )
    except (EOFError, TypeError, ValueError) as error:
        raise ValueError("not a serialized resume") from error
    object.__setattr__(features, "memo", (vocabulary, compiled))
    return features


def _rows_of(stored: Sequence[bytes]) -> Vector | None:
    """``row_matrix``, of all vectors at once."""
    width = max(map(len, stored), default=0)
    return _singles(b"".join(vector or bytes(width) for vector in stored), len(stored), -1) if width else None


def _row_values(row: RequirementRow) -> tuple[Any, ...]:
    """The row without its vector, in plain values."""
    return row.key, row.text, row.importance, row.span, row.kind, _values(row.asked)


def _row_of(values: tuple[Any, ...]) -> RequirementRow:
    key, text, importance, span, kind, asked = values
    return RequirementRow(key, text, importance, span, kind, Asked(*asked))


def _values(record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, entry.name) for entry in fields(record))


def _halves(matrix: Vector | None) -> bytes:
    """Vectors are stored as float16, so nothing is lost."""
    return b"" if matrix is None else matrix.astype("<f2").tobytes()


def _singles(halves: bytes, *shape: int) -> Vector | None:
    return np.frombuffer(halves, "<f2").astype(np.float32).reshape(shape) if halves else None


def pair(
    posting: PostingFeatures, resume: ResumeFeatures, vocabulary: SkillVocabulary, weights: Weights
) -> tuple[CompiledPosting, CompiledResume, ResumeSide]:
    """Both sides compiled; lines copied from this posting are already out of the resume."""
    return paired(compile_posting(posting, vocabulary), compile_resume(resume, vocabulary), vocabulary, weights)


def paired(
    compiled: CompiledPosting, resume: CompiledResume, vocabulary: SkillVocabulary, weights: Weights
) -> tuple[CompiledPosting, CompiledResume, ResumeSide]:
    evidence = without_copies(compiled.shingles, resume, vocabulary)
    return compiled, evidence, evidence.side(weights)


def cosine_matrix(compiled: CompiledPosting, evidence: CompiledResume) -> Vector | None:
    """The likeness of each requirement to each line, [R, L]; None without vectors."""
    if compiled.matrix is None or evidence.matrix is None:
        return None
    return compiled.matrix @ evidence.matrix.T


def line_cosines(compiled: CompiledPosting, cosines: Vector | None) -> list[tuple[float, int] | None]:
    """For each requirement the likeness of the most similar line and its index; None without vectors."""
    if cosines is None:
        return [None] * len(compiled.requirements)
    best = cosines.argmax(axis=1).tolist()
    return [(round(float(cosines[row, line]), DIGITS), line) for row, line in enumerate(best)]


def _wanted(compiled: CompiledPosting, model: VerdictModel | None) -> RequirementSide | None:
    if id(model) not in compiled.learned:
        compiled.learned[id(model)] = requirement_side(
            compiled.requirements,
            compiled.matrix,
            compiled.side,
            model.maps if model is not None else None,
            default_relations(),
        )
    return compiled.learned[id(model)]


def _offered(evidence: CompiledResume, model: VerdictModel | None) -> LineSide | None:
    if id(model) not in evidence.learned:
        maps = model.maps if model is not None else None
        evidence.learned[id(model)] = line_side(evidence, maps, default_relations())
    side: LineSide | None = evidence.learned[id(model)]
    return side


def judged_by_rules(
    compiled: CompiledPosting,
    evidence: CompiledResume,
    weights: Weights,
    cosines: Vector | None,
    *,
    quoting: bool = True,
) -> tuple[Ruled, list[Judgement]]:
    """What the rules say, as the learned verdict is told it, and their judgements in the order of the requirements.

    Of a trait, which no rule reads, the judgement holds the lines that its words are in.
    """
    matches, on_subject, whole, judgements = [], [], [], []
    near = line_cosines(compiled, cosines)
    for requirement, nearest in zip(compiled.requirements, near, strict=True):
        match = match_subject(requirement, evidence, weights)
        subject = judge_subject(requirement, evidence, weights, nearest, match, quoting=quoting)
        ruled = subject
        if not is_about_subject(requirement):
            ruled = judge(requirement, evidence, weights, nearest, quoting=quoting)
        matches.append(match)
        on_subject.append((subject.verdict, subject.reason))
        whole.append((ruled.verdict, ruled.reason))
        judgements.append(ruled if requirement.asked.readable else replace(ruled, lines=subject.lines))
    return Ruled(matches, on_subject, whole), judgements


def judge_all(
    compiled: CompiledPosting,
    evidence: CompiledResume,
    weights: Weights,
    *,
    similarity: float,
    quoting: bool = True,
    model: VerdictModel | None = None,
) -> list[Judgement]:
    """The verdicts in the order of the requirements; without ``quoting`` only they are to be relied on.

    ``similarity`` is the role row's. ``model``: other weights of the learned verdict than the shipped ones.
    """
    cosines = cosine_matrix(compiled, evidence)
    model = model or default_model()
    wanted, offered = _wanted(compiled, model), _offered(evidence, model)
    if model is None or wanted is None or offered is None or cosines is None or compiled.matrix is None:
        near = line_cosines(compiled, cosines)
        return [
            judge(requirement, evidence, weights, nearest, quoting=quoting)
            for requirement, nearest in zip(compiled.requirements, near, strict=True)
        ]
    rules, judgements = judged_by_rules(compiled, evidence, weights, cosines, quoting=quoting)
    features, scores, _ = pair_features(
        compiled.requirements,
        compiled.matrix,
        compiled.side,
        wanted,
        evidence,
        evidence.side(weights),
        offered,
        cosines,
        rules,
        similarity,
        model.maps.line_weights,
    )
    any_readable = any(requirement.asked.readable for requirement in compiled.requirements)
    return [
        learned(
            model,
            chances,
            requirement,
            rules.matches[row],
            ruled,
            scores[row],
            cosines[row],
            any_readable=any_readable,
            quoting=quoting,
        )
        for row, (requirement, ruled, chances) in enumerate(
            zip(compiled.requirements, judgements, probabilities(model, features).tolist(), strict=True)
        )
    ]
