"""Learns the weights of ``learned_verdicts`` from labelled pairs: seeded, on the processor, in a minute or two.

First the map under which a requirement and the lines that show it are near (a softmax over the lines of each resume),
then small networks on the features of every requirement about a subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matching.core.compiled import CompiledPosting, cosine_matrix, line_cosines
from matching.core.evidence import CompiledResume
from matching.core.learned_verdicts import (
    CLASSES,
    MOST_DEVIATIONS,
    Array,
    VerdictModel,
    line_side,
    probabilities,
    requirement_side,
    subject_features,
    verdict_of,
)
from matching.core.role import ResumeSide, role_fit
from matching.core.subjects import match_subject
from matching.core.verdicts import is_about_subject, judge_subject
from matching.core.weights import Weights

WIDTH, MAPPED, MAIN = 384, 16, 20
NETWORKS, HIDDEN = 4, 48
MAP_ROUNDS, NETWORK_ROUNDS, BATCH = 8, 60, 64
SHARPNESS = 10.0
MOST_FALSE_MET = 0.02
MOST_UNSURE = 0.15
FOLDS = 5


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """``posting`` is compiled from the labelled requirements, in their order. ``labels`` are of CLASSES; ``shown_by``
    are the indexes of the lines that show each requirement. The keys say which pairs share a posting or a resume.
    """

    posting: CompiledPosting
    resume: CompiledResume
    side: ResumeSide
    labels: tuple[str, ...]
    shown_by: tuple[tuple[int, ...], ...]
    posting_key: str
    resume_key: str


def learn(pairs: Sequence[LabelledPair], weights: Weights, *, seed: int = 0) -> VerdictModel:
    """The model of all pairs; its thresholds are chosen on predictions for pairs of other folds."""
    chances: list[Array] = []
    labels: list[str] = []
    for training, kept_apart in folds(pairs, seed=seed):
        model = fit(training, weights, seed=seed)
        for pair in kept_apart:
            features, subjects = _features(pair, model, weights)
            if subjects:
                chances.append(probabilities(model, features))
                labels += [pair.labels[row] for row in subjects]
    least_met, least_sure = _thresholds(np.concatenate(chances), labels)
    return replace(fit(pairs, weights, seed=seed), least_met=least_met, least_sure=least_sure)


def folds(pairs: Sequence[LabelledPair], *, seed: int = 0) -> Iterator[tuple[list[LabelledPair], list[LabelledPair]]]:
    """(training, kept apart), FOLDS times: by posting, and nobody's resume stands on both sides."""
    postings = sorted({pair.posting_key for pair in pairs})
    np.random.default_rng(seed).shuffle(postings)
    fold = {posting: number % FOLDS for number, posting in enumerate(postings)}
    for number in range(FOLDS):
        kept_apart = [pair for pair in pairs if fold[pair.posting_key] == number]
        people = {pair.resume_key for pair in kept_apart}
        yield (
            [pair for pair in pairs if fold[pair.posting_key] != number and pair.resume_key not in people],
            kept_apart,
        )


def fit(pairs: Sequence[LabelledPair], weights: Weights, *, seed: int = 0) -> VerdictModel:
    """The model of the pairs, with thresholds that say met where it is likeliest, and are always sure."""
    requirement_map, line_map = _learn_map(pairs, seed)
    vectors = np.concatenate([pair.posting.matrix for pair in pairs if pair.posting.matrix is not None])
    _, _, directions = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
    components = np.ascontiguousarray(directions[:MAIN].T, np.float32)
    nothing = np.zeros(0, np.float32)
    model = VerdictModel(
        requirement_map=_half(requirement_map), line_map=_half(line_map), components=_half(components),
        mean=nothing, scale=nothing, hidden=nothing, hidden_bias=nothing, output=nothing, output_bias=nothing,
        least_met=0.5, least_sure=0.0,
    )  # fmt: skip
    made = [
        (features, [pair.labels[row] for row in rows])
        for pair in pairs
        for features, rows in [_features(pair, model, weights)]
    ]
    features = np.concatenate([rows for rows, labels in made if labels])
    targets = np.array([CLASSES.index(label) for _, labels in made for label in labels])
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled = np.clip((features - mean) / scale, -MOST_DEVIATIONS, MOST_DEVIATIONS)
    networks = [_network(scaled, targets, seed * NETWORKS + number) for number in range(NETWORKS)]
    return VerdictModel(
        requirement_map=model.requirement_map, line_map=model.line_map, components=model.components,
        mean=mean.astype(np.float32), scale=scale.astype(np.float32),
        hidden=_half(np.concatenate([network[0] for network in networks], axis=1)),
        hidden_bias=np.concatenate([network[1] for network in networks]).astype(np.float32),
        output=_half(np.stack([network[2] for network in networks])),
        output_bias=_half(np.stack([network[3] for network in networks])),
        least_met=0.5, least_sure=0.0,
    )  # fmt: skip


def _half(values: npt.NDArray[np.floating]) -> Array:
    """As the weights are stored, so that what is measured is what is shipped."""
    return values.astype(np.float16).astype(np.float32)


def _features(pair: LabelledPair, model: VerdictModel, weights: Weights) -> tuple[Array, list[int]]:
    """(features, the numbers of the requirements they are of) of one pair."""
    cosines = cosine_matrix(pair.posting, pair.resume)
    wanted = requirement_side(pair.posting.requirements, pair.posting.matrix, model)
    offered = line_side(pair.resume.lines, pair.resume.matrix, model)
    subjects = [number for number, asked in enumerate(pair.posting.requirements) if is_about_subject(asked)]
    if cosines is None or wanted is None or offered is None or not subjects:
        return np.zeros((0, 0), np.float32), []
    near = line_cosines(pair.posting, cosines)
    asked = [pair.posting.requirements[number] for number in subjects]
    matches = [match_subject(requirement, pair.resume, weights) for requirement in asked]
    ruled = [
        judge_subject(requirement, pair.resume, weights, near[number], match, quoting=False)
        for number, requirement, match in zip(subjects, asked, matches, strict=True)
    ]
    features, _ = subject_features(
        wanted, pair.resume, offered, cosines, subjects, [judgement.verdict for judgement in ruled],
        [judgement.reason for judgement in ruled], matches, role_fit(pair.posting.side, pair.side, weights).similarity,
    )  # fmt: skip
    return features, subjects


def _learn_map(pairs: Sequence[LabelledPair], seed: int) -> tuple[Array, Array]:
    """The two sides of the map, [WIDTH, MAPPED] each, by Adam on the softmax over the lines of each resume."""
    draw = np.random.default_rng(seed)
    sides = [draw.normal(0, 0.05, (WIDTH, MAPPED)).astype(np.float32) for _ in range(2)]
    examples = []
    for pair in pairs:
        cosines = cosine_matrix(pair.posting, pair.resume)
        if cosines is None or pair.posting.matrix is None or pair.resume.matrix is None:
            continue
        for number, lines in enumerate(pair.shown_by):
            if lines:
                target = np.zeros(cosines.shape[1], np.float32)
                target[list(lines)] = 1.0
                examples.append((pair.posting.matrix[number], pair.resume.matrix, target, cosines[number]))
    step = _Adam(sides, rate=0.003)
    for _ in range(MAP_ROUNDS):
        order = draw.permutation(len(examples))
        for start in range(0, len(order), BATCH // 2):
            batch = order[start : start + BATCH // 2]
            gradients = [0.003 * side for side in sides]
            for index in batch:
                vector, lines, target, likeness = examples[index]
                wanted, offered = vector @ sides[0], lines @ sides[1]
                scores = SHARPNESS * (likeness + offered @ wanted)
                chances = np.exp(scores - scores.max())
                chances /= chances.sum()
                hit = chances * target
                slope = SHARPNESS * (chances - hit / max(float(hit.sum()), 1e-9)) / len(batch)
                gradients[0] += np.outer(vector, offered.T @ slope)
                gradients[1] += lines.T @ np.outer(slope, wanted)
            step.take(gradients)
    return sides[0], sides[1]


def _network(features: Array, targets: npt.NDArray[np.int64], seed: int) -> list[Array]:
    """Weights and biases of one hidden layer and of the classes, learned with inputs and units left out at random."""
    draw = np.random.default_rng(seed)
    width = features.shape[1]
    wanted = np.eye(len(CLASSES), dtype=np.float32)[targets]
    parts = [
        draw.normal(0, np.sqrt(2 / width), (width, HIDDEN)).astype(np.float32), np.zeros(HIDDEN, np.float32),
        draw.normal(0, 0.1, (HIDDEN, len(CLASSES))).astype(np.float32), np.zeros(len(CLASSES), np.float32),
    ]  # fmt: skip
    step = _Adam(parts, rate=0.002)
    for _ in range(NETWORK_ROUNDS):
        order = draw.permutation(len(features))
        for start in range(0, len(order), BATCH):
            rows = features[order[start : start + BATCH]]
            rows = rows * (draw.random(rows.shape) > 0.1) / 0.9
            before = rows @ parts[0] + parts[1]
            kept = (draw.random(before.shape) > 0.3) / 0.7
            hidden = np.maximum(before, 0) * kept
            logits = hidden @ parts[2] + parts[3]
            chances = np.exp(logits - logits.max(axis=1, keepdims=True))
            chances /= chances.sum(axis=1, keepdims=True)
            slope = (chances - wanted[order[start : start + BATCH]]) / len(rows)
            back = (slope @ parts[2].T) * kept * (before > 0)
            step.take(
                [
                    rows.T @ back + 0.001 * parts[0],
                    back.sum(axis=0),
                    hidden.T @ slope + 0.001 * parts[2],
                    slope.sum(axis=0),
                ]
            )
    return parts


class _Adam:
    """Adam's steps, in place."""

    def __init__(self, parts: Sequence[Array], *, rate: float) -> None:
        self.parts, self.rate, self.count = parts, rate, 0
        self.means = [np.zeros_like(part) for part in parts]
        self.squares = [np.zeros_like(part) for part in parts]

    def take(self, gradients: Sequence[Array]) -> None:
        self.count += 1
        for part, gradient, mean, square in zip(self.parts, gradients, self.means, self.squares, strict=True):
            mean += 0.1 * (gradient - mean)
            square += 0.001 * (gradient * gradient - square)
            steady = mean / (1 - 0.9**self.count)
            part -= (self.rate * steady / (np.sqrt(square / (1 - 0.999**self.count)) + 1e-8)).astype(np.float32)


def _thresholds(chances: Array, labels: Sequence[str]) -> tuple[float, float]:
    """(``least_met``, ``least_sure``): met is said as early as MOST_FALSE_MET allows, and as many of the rows said to be
    shown are left unsure as MOST_UNSURE of all rows allow, the least likely first.
    """
    negative = np.array([label not in CLASSES[:2] for label in labels])
    least_met = 0.9
    for candidate in np.arange(0.34, 0.9, 0.01):
        if (chances[negative, 0] >= candidate).mean() <= MOST_FALSE_MET:
            least_met = round(float(candidate), 2)
            break
    shown = chances[:, 0] + chances[:, 1]
    said = np.array([verdict_of(least_met, 0.0, row)[0] in CLASSES[:2] for row in chances.tolist()])
    least_sure = 0.0
    for candidate in np.arange(0.3, 1.0, 0.01):
        if (said & (shown < candidate)).mean() > MOST_UNSURE:
            break
        least_sure = round(float(candidate), 2)
    return least_met, least_sure


def predict(pair: LabelledPair, model: VerdictModel, weights: Weights) -> dict[int, tuple[str, bool]]:
    """The learned verdict, and whether it is sure, by the number of each requirement about a subject."""
    features, subjects = _features(pair, model, weights)
    if not subjects:
        return {}
    return {
        number: verdict_of(model.least_met, model.least_sure, chances)
        for number, chances in zip(subjects, probabilities(model, features).tolist(), strict=True)
    }
