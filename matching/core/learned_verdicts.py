"""The learned verdict on a requirement whose subject a resume may show in other words.

One small network reads what the rules say of the requirement, which lines come nearest and how, and the requirement's
vector. What is arithmetic or law stays with the rules in ``verdicts``: degrees, years, licences, spoken languages, and
what no resume can show. ``verdict_learning`` makes the weights; without them, or without vectors, the rules serve.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from matching.core.evidence import CompiledResume
from matching.core.features import REQUIRED, ResumeLine, Vector
from matching.core.requirements import CompiledRequirement
from matching.core.subjects import SubjectMatch
from matching.core.word_weights import RARE

PATH = Path(__file__).parent / "data" / "verdicts.npz"
VERSION = 1
CLASSES = ("met", "partly", "not_found", "unreadable")
SECTIONS = ("experience", "skills", "education", "summary", "projects", "certifications", "languages", "other")
REASONS = ("words", "skills", "leading", "nothing")
MOST_OFFERED = 3
LIKEST = 5
LONGEST_TOLD = 5  # words: a shorter line is a heading or a title
MOST_DEVIATIONS = 5.0
# Probabilities are rounded before they are compared, so that machines that add in another order agree.
DIGITS = 3
Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class VerdictModel:
    """``requirement_map`` and ``line_map`` [d, k] take vectors to where a requirement and the line that shows it are
    near; ``components`` [d, c] are the main directions of requirements. ``hidden`` [f, n * h] and ``output`` [n, h, 4]
    are n networks side by side. ``least_met``: met is said from this probability on; ``least_sure``: what is said to be
    shown is sure from this chance of being shown at all on.
    """

    requirement_map: Array
    line_map: Array
    components: Array
    mean: Array
    scale: Array
    hidden: Array
    hidden_bias: Array
    output: Array
    output_bias: Array
    least_met: float
    least_sure: float

    def save(self, path: Path = PATH) -> None:
        values = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        arrays = {
            name: np.asarray(value, np.float16 if np.ndim(value) > 1 else np.float32) for name, value in values.items()
        }
        np.savez_compressed(path, version=np.array(VERSION), **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path = PATH) -> Self:
        """Raises ValueError for a file that is damaged or of another version, FileNotFoundError where there is none."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                if int(stored["version"]) != VERSION:
                    raise ValueError("the weights of the verdicts are of another version")
                values: dict[str, Any] = {
                    name: stored[name].astype(np.float32) for name in stored.files if name != "version"
                }
        except (KeyError, EOFError, BadZipFile) as error:
            raise ValueError("the weights of the verdicts are damaged") from error
        for name in ("least_met", "least_sure"):
            values[name] = round(float(values[name]), DIGITS)
        return cls(**values)


@cache
def _shipped() -> VerdictModel | None:
    try:
        return VerdictModel.load()
    except (FileNotFoundError, ValueError):
        return None


_in_use: ContextVar[VerdictModel | None] = ContextVar("verdict_model", default=None)


def default_model() -> VerdictModel | None:
    """The shipped weights, or None where they are missing or of another version; ``doctor`` says so."""
    return _in_use.get() or _shipped()


@contextmanager
def using(model: VerdictModel) -> Iterator[None]:
    """Other weights than the shipped ones for what is judged inside, for measuring."""
    token = _in_use.set(model)
    try:
        yield
    finally:
        _in_use.reset(token)


@dataclass(frozen=True, slots=True)
class LineSide:
    """What the learned verdict wants of a resume's lines, made once: ``mapped`` [L, k], ``kinds`` [L, 8] one-hot by
    section, ``length`` [L] in hundreds of characters, ``is_short`` [L]."""

    mapped: Array
    kinds: Array
    length: Array
    is_short: Array
    of_section: tuple[npt.NDArray[np.int64], ...]  # the lines of the first three of SECTIONS


def line_side(lines: Sequence[ResumeLine], matrix: Vector | None, model: VerdictModel | None) -> LineSide | None:
    if matrix is None or model is None:
        return None
    kinds = np.array([[line.section == name for name in SECTIONS] for line in lines], np.float32)
    kinds = kinds.reshape(len(lines), len(SECTIONS))
    return LineSide(
        mapped=(matrix @ model.line_map).astype(np.float32),
        kinds=kinds,
        of_section=tuple(np.flatnonzero(kinds[:, kind]) for kind in range(3)),
        length=np.array([min(len(line.text), 200) / 100 for line in lines], np.float32),
        is_short=np.array([len(line.text.split()) <= LONGEST_TOLD for line in lines], np.float32),
    )


@dataclass(frozen=True, slots=True)
class RequirementSide:
    """What it wants of a posting's requirements, made once: ``mapped`` [R, k], ``main`` [R, c], ``stated`` [R, s]."""

    mapped: Array
    main: Array
    stated: Array


def requirement_side(
    requirements: Sequence[CompiledRequirement], matrix: Vector | None, model: VerdictModel | None
) -> RequirementSide | None:
    if matrix is None or model is None or not requirements:
        return None
    return RequirementSide(
        mapped=(matrix @ model.requirement_map).astype(np.float32),
        main=(matrix @ model.components).astype(np.float32),
        stated=np.array([stated_features(requirement) for requirement in requirements], np.float32),
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
        max(requirement.stem_weights, default=0.0) / RARE,
    ]  # fmt: skip


def line_scores(cosines: Array, words: Array, skills: Array, mapped_requirements: Array, mapped_lines: Array) -> Array:
    """How well each line shows each requirement, [R, L]: likeness, shared words, skills, and the learned map."""
    scores: Array = cosines + 0.5 * words + 0.5 * skills + mapped_requirements @ mapped_lines.T
    return scores


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
    verdicts: Sequence[str], reasons: Sequence[str], matches: Sequence[SubjectMatch], months: int, similarity: float
) -> Array:
    """What the rules make of each requirement, [R, 13]."""
    return np.array(
        [
            [
                *(float(verdict == name) for name in CLASSES[:3]),
                *(float(reason == name) for name in REASONS),
                match.spread / match.total, match.share, min(match.credited, default=0.0), float(any(match.credited)),
                min(months, 360) / 60, similarity,
            ]
            for verdict, reason, match in zip(verdicts, reasons, matches, strict=True)
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


def probabilities(model: VerdictModel, features: Array) -> Array:
    """Of the classes, [R, 4], rounded to DIGITS."""
    scaled = np.clip((features - model.mean) / model.scale, -MOST_DEVIATIONS, MOST_DEVIATIONS)
    hidden = np.maximum(scaled @ model.hidden + model.hidden_bias, 0.0)
    networks, width, classes = model.output.shape
    logits = np.einsum("rnh,nhc->rnc", hidden.reshape(len(features), networks, width), model.output) + model.output_bias
    logits -= logits.max(axis=2, keepdims=True)
    odds = np.exp(logits)
    mean = (odds / odds.sum(axis=2, keepdims=True)).mean(axis=1)
    rounded: Array = np.round(mean, DIGITS).reshape(len(features), classes)
    return rounded


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


def verdict_of(least_met: float, least_sure: float, chances: Sequence[float]) -> tuple[str, bool]:
    """The verdict, and whether it is sure, from the probabilities of the classes."""
    met, partly, not_found, unreadable = chances
    if met >= least_met:
        return CLASSES[0], met + partly >= least_sure
    verdict = max(zip((partly, not_found, unreadable), CLASSES[1:], strict=True), key=lambda pair: pair[0])[1]
    return verdict, verdict != CLASSES[1] or met + partly >= least_sure


def subject_features(
    requirements: RequirementSide,
    resume: CompiledResume,
    side: LineSide,
    cosines: Array,
    subjects: Sequence[int],
    verdicts: Sequence[str],
    reasons: Sequence[str],
    matches: Sequence[SubjectMatch],
    similarity: float,
) -> tuple[Array, Array]:
    """(features [r, f], line scores [r, L]) of the requirements numbered ``subjects``, in their order."""
    picked = np.array(subjects)
    near = cosines[picked]
    words, skills = word_and_skill_matrices(matches, len(resume.lines))
    scores = line_scores(near, words, skills, requirements.mapped[picked], side.mapped)
    of_lines = line_features(scores, near, words, skills, side)
    ruled = ruled_features(verdicts, reasons, matches, resume.features.total_months, similarity)
    context = context_features(of_lines[:, 0], ruled)
    return (
        np.concatenate([ruled, requirements.stated[picked], of_lines, requirements.main[picked], context], axis=1),
        scores,
    )
