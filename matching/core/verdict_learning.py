"""Learns the weights of ``learned_verdicts`` from labelled pairs: seeded, on the processor, in some minutes.

First the maps: where a requirement and the lines that show it are near (a softmax over the lines of each resume), and what
the requirement's vector tells by itself. Then small networks and boosted trees on the features of every requirement. The
maps that make the features of a pair are learned from other pairs, so that the features are no better where the networks
learn than where they serve.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from matching.core.compiled import CompiledPosting, cosine_matrix, judged_by_rules
from matching.core.evidence import CompiledResume
from matching.core.learned_verdicts import MOST_DEVIATIONS, VerdictModel, probabilities, verdict_of
from matching.core.role import ResumeSide, role_fit
from matching.core.verdict_features import CLASSES, LINE_FACTS, Array, Maps, line_side, pair_features, requirement_side
from matching.core.verdict_trees import fit_trees
from matching.core.verdicts import model_decides, settle
from matching.core.weights import Weights
from matching.core.word_relations import default_relations

WIDTH, MAPPED, MAIN = 384, 16, 20
NETWORKS, HIDDEN = 6, 64
MAP_ROUNDS, PRIOR_ROUNDS, NETWORK_ROUNDS, BATCH = 8, 150, 60, 64
PRIOR_DECAY, NETWORK_DECAY = 0.002, 0.01
RANK_ROUNDS, RANK_DECAY = 40, 0.002
INPUTS_LEFT_OUT, UNITS_LEFT_OUT = 0.2, 0.5
SHARPNESS = 10.0
MOST_FALSE_MET = 0.02
MOST_UNSURE = 0.15
FOLDS, INNER_FOLDS = 5, 4


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """``labels`` are of CLASSES, for each requirement of the posting those of the labelled lines that it holds: one each
    where it is compiled from the labelled lines themselves, any number where ``own`` says that the rows are the product's.
    ``shown_by`` are the indexes of the lines that show each. The keys say which pairs share a posting or a resume.
    """

    posting: CompiledPosting
    resume: CompiledResume
    side: ResumeSide
    labels: tuple[tuple[str, ...], ...]
    shown_by: tuple[tuple[int, ...], ...]
    posting_key: str
    resume_key: str
    own: bool = False


def learn(pairs: Sequence[LabelledPair], weights: Weights, *, seed: int = 0) -> VerdictModel:
    """The model of all pairs; its thresholds are chosen on predictions for pairs of other folds, on the product's own
    rows where there are any.
    """
    own = any(pair.own for pair in pairs)
    lines: list[LabelledLine] = []
    for training, kept_apart in folds(pairs, seed=seed):
        model = fit(training, weights, seed=seed)
        for pair in kept_apart:
            if pair.own == own:
                lines += labelled_lines(pair, model, weights)
    least_met, least_sure = _thresholds(lines)
    return replace(fit(pairs, weights, seed=seed), least_met=least_met, least_sure=least_sure)


def folds(pairs: Sequence[LabelledPair], *, seed: int = 0) -> Iterator[tuple[list[LabelledPair], list[LabelledPair]]]:
    """(training, kept apart), FOLDS times: by posting, and nobody's resume stands on both sides."""
    fold = _fold_of(pairs, FOLDS, seed)
    for number in range(FOLDS):
        kept_apart = [pair for pair in pairs if fold[pair.posting_key] == number]
        people = {pair.resume_key for pair in kept_apart}
        yield (
            [pair for pair in pairs if fold[pair.posting_key] != number and pair.resume_key not in people],
            kept_apart,
        )


def _fold_of(pairs: Sequence[LabelledPair], count: int, seed: int) -> dict[str, int]:
    postings = sorted({pair.posting_key for pair in pairs})
    np.random.default_rng(seed).shuffle(postings)
    return {posting: number % count for number, posting in enumerate(postings)}


def fit(pairs: Sequence[LabelledPair], weights: Weights, *, seed: int = 0) -> VerdictModel:
    """The model of the pairs, with thresholds that say met where it is likeliest, and are always sure."""
    fold = _fold_of(pairs, INNER_FOLDS, seed + 1)
    inner = []
    for number in range(INNER_FOLDS):
        others = [pair for pair in pairs if fold[pair.posting_key] != number]
        inner.append(_learn_maps(others or pairs, seed))
    maps = _learn_maps(pairs, seed)
    # The directions are those of all pairs: the networks need the same ones everywhere.
    inner = [replace(other, components=maps.components) for other in inner]
    line_weights = _learn_line_weights([(pair, inner[fold[pair.posting_key]]) for pair in pairs], weights, seed)
    inner = [replace(other, line_weights=line_weights) for other in inner]
    maps = replace(maps, line_weights=line_weights)
    rows, targets = [], []
    for pair in pairs:
        table = pair_tables(pair, inner[fold[pair.posting_key]], weights)
        if table is None:
            continue
        features = table[0]
        for number, labels in enumerate(pair.labels):
            rows += [features[number]] * len(labels)
            targets += [CLASSES.index(label) for label in labels]
    examples = np.stack(rows).astype(np.float32)
    wanted = np.eye(len(CLASSES), dtype=np.float32)[targets]
    mean, scale = examples.mean(axis=0), examples.std(axis=0) + 1e-6
    scaled = np.clip((examples - mean) / scale, -MOST_DEVIATIONS, MOST_DEVIATIONS).astype(np.float32)
    networks = [_network(scaled, wanted, seed * NETWORKS + number) for number in range(NETWORKS)]
    trees = fit_trees(examples, wanted, seed=seed)
    return VerdictModel(
        maps=maps,
        mean=mean.astype(np.float32), scale=scale.astype(np.float32),
        hidden=_half(np.concatenate([network[0] for network in networks], axis=1)),
        hidden_bias=np.concatenate([network[1] for network in networks]).astype(np.float32),
        output=_half(np.stack([network[2] for network in networks])),
        output_bias=_half(np.stack([network[3] for network in networks])),
        trees=replace(trees, steps=_half(trees.steps)),
        least_met=0.5, least_sure=0.0,
    )  # fmt: skip


def _half(values: npt.NDArray[np.floating]) -> Array:
    """As the weights are stored, so that what is measured is what is shipped."""
    return values.astype(np.float16).astype(np.float32)


def pair_tables(pair: LabelledPair, maps: Maps, weights: Weights) -> tuple[Array, Array, Array] | None:
    """What ``pair_features`` gives of a pair; None without vectors."""
    cosines = cosine_matrix(pair.posting, pair.resume)
    relations = default_relations()
    requirements, matrix = pair.posting.requirements, pair.posting.matrix
    wanted = requirement_side(requirements, matrix, pair.posting.side, maps, relations)
    offered = line_side(pair.resume, maps, relations)
    if cosines is None or wanted is None or offered is None or matrix is None:
        return None
    rules, _ = judged_by_rules(pair.posting, pair.resume, weights, cosines, quoting=False)
    similarity = role_fit(pair.posting.side, pair.side, weights).similarity
    return pair_features(
        requirements, matrix, pair.posting.side, wanted, pair.resume, pair.side, offered, cosines, rules, similarity,
        maps.line_weights,
    )  # fmt: skip


def _learn_line_weights(pairs: Sequence[tuple[LabelledPair, Maps]], weights: Weights, seed: int) -> Array:
    """What the facts of a line weigh, [LINE_FACTS], by Adam on the softmax over the lines of each resume."""
    examples = []
    for pair, maps in pairs:
        table = None if pair.own else pair_tables(pair, maps, weights)
        if table is None:
            continue
        for number, lines in enumerate(pair.shown_by):
            if lines:
                target = np.zeros(table[2].shape[1], np.float32)
                target[list(lines)] = 1.0
                examples.append((table[2][number], target))
    if not examples:
        return np.zeros(LINE_FACTS, np.float32)
    scale = np.concatenate([facts for facts, _ in examples]).std(axis=0) + 1e-6
    draw = np.random.default_rng(seed)
    learned = np.zeros(LINE_FACTS, np.float32)
    step = _Adam([learned], rate=0.03)
    for _ in range(RANK_ROUNDS):
        order = draw.permutation(len(examples))
        for start in range(0, len(order), BATCH):
            gradient = RANK_DECAY * learned
            for index in order[start : start + BATCH]:
                facts, target = examples[index]
                scaled = facts / scale
                scores = scaled @ learned
                chances = np.exp(scores - scores.max())
                chances /= chances.sum()
                hit = chances * target
                gradient = gradient + scaled.T @ (chances - hit / max(float(hit.sum()), 1e-9)) / BATCH
            step.take([gradient.astype(np.float32)])
    # In units of the likeness, so that scores of other folds are alike.
    found: Array = (learned / scale).astype(np.float32)
    return found / np.float32(max(abs(float(found[0])), 1e-6))


def _learn_maps(pairs: Sequence[LabelledPair], seed: int) -> Maps:
    requirement_map, line_map = _learn_map(pairs, seed)
    vectors = np.concatenate([pair.posting.matrix for pair in pairs if pair.posting.matrix is not None])
    centred = vectors - vectors.mean(axis=0)
    # The directions of the squares are those of the vectors, and cheaper.
    _, directions = np.linalg.eigh(centred.T @ centred)
    components = np.ascontiguousarray(directions[:, ::-1][:, :MAIN], np.float32)
    nothing = np.zeros(LINE_FACTS, np.float32)
    return Maps(_half(requirement_map), _half(line_map), _half(components), _learn_prior(pairs), nothing)


def _learn_prior(pairs: Sequence[LabelledPair]) -> Array:
    """A softmax regression from the vectors of requirements to their labels, [WIDTH + 1, 4]."""
    vectors, targets = [], []
    for pair in pairs:
        if pair.posting.matrix is None:
            continue
        for vector, labels in zip(pair.posting.matrix, pair.labels, strict=True):
            vectors += [np.append(vector, 1.0)] * len(labels)
            targets += [CLASSES.index(label) for label in labels]
    rows = np.stack(vectors).astype(np.float32)
    wanted = np.eye(len(CLASSES), dtype=np.float32)[targets]
    prior = np.zeros((rows.shape[1], len(CLASSES)), np.float32)
    step = _Adam([prior], rate=0.05)
    for _ in range(PRIOR_ROUNDS):
        logits = rows @ prior
        chances = np.exp(logits - logits.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        step.take([rows.T @ (chances - wanted) / len(rows) + PRIOR_DECAY * prior])
    return _half(prior)


def _learn_map(pairs: Sequence[LabelledPair], seed: int) -> tuple[Array, Array]:
    """The two sides of the map, [WIDTH, MAPPED] each, by Adam on the softmax over the lines of each resume."""
    draw = np.random.default_rng(seed)
    sides = [draw.normal(0, 0.05, (WIDTH, MAPPED)).astype(np.float32) for _ in range(2)]
    examples = []
    for pair in pairs:
        # The labelled lines themselves; the product's rows say the same once more, and less exactly.
        cosines = None if pair.own else cosine_matrix(pair.posting, pair.resume)
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


def _network(features: Array, wanted: Array, seed: int) -> list[Array]:
    """Weights and biases of one hidden layer and of the classes, learned with inputs and units left out at random."""
    draw = np.random.default_rng(seed)
    width = features.shape[1]
    parts = [
        draw.normal(0, np.sqrt(2 / width), (width, HIDDEN)).astype(np.float32), np.zeros(HIDDEN, np.float32),
        draw.normal(0, 0.1, (HIDDEN, len(CLASSES))).astype(np.float32), np.zeros(len(CLASSES), np.float32),
    ]  # fmt: skip
    step = _Adam(parts, rate=0.002)
    for _ in range(NETWORK_ROUNDS):
        order = draw.permutation(len(features))
        for start in range(0, len(order), BATCH):
            rows = features[order[start : start + BATCH]]
            rows = rows * (draw.random(rows.shape, np.float32) > INPUTS_LEFT_OUT) / np.float32(1 - INPUTS_LEFT_OUT)
            before = rows @ parts[0] + parts[1]
            kept = (draw.random(before.shape, np.float32) > UNITS_LEFT_OUT) / np.float32(1 - UNITS_LEFT_OUT)
            hidden = np.maximum(before, 0) * kept
            logits = hidden @ parts[2] + parts[3]
            chances = np.exp(logits - logits.max(axis=1, keepdims=True))
            chances /= chances.sum(axis=1, keepdims=True)
            slope = (chances - wanted[order[start : start + BATCH]]) / len(rows)
            back = (slope @ parts[2].T) * kept * (before > 0)
            step.take(
                [
                    rows.T @ back + NETWORK_DECAY * parts[0],
                    back.sum(axis=0),
                    hidden.T @ slope + NETWORK_DECAY * parts[2],
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


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A labelled line with the ``chances`` that another fold's model gives it; ``settled`` makes a verdict of what the
    model says.
    """

    chances: list[float]
    settled: Callable[[str], str]
    decided: bool
    label: str

    def verdict(self, least_met: float) -> str:
        return self.settled(verdict_of(least_met, 0.0, self.chances)[0])


def labelled_lines(pair: LabelledPair, model: VerdictModel, weights: Weights) -> list[LabelledLine]:
    table = pair_tables(pair, model.maps, weights)
    if table is None:
        return []
    rules, judgements = judged_by_rules(
        pair.posting, pair.resume, weights, cosine_matrix(pair.posting, pair.resume), quoting=False
    )
    any_readable = any(requirement.asked.readable for requirement in pair.posting.requirements)
    lines = []
    for number, chances in enumerate(probabilities(model, table[0]).tolist()):
        requirement = pair.posting.requirements[number]
        settled = partial(
            settle, requirement, rules.matches[number], judgements[number].verdict, any_readable=any_readable
        )
        decided = model_decides(requirement, any_readable=any_readable)
        lines += [LabelledLine(chances, settled, decided, label) for label in pair.labels[number]]
    return lines


def _thresholds(lines: Sequence[LabelledLine]) -> tuple[float, float]:
    """(``least_met``, ``least_sure``): met is said as early as MOST_FALSE_MET allows, and as many of the rows said to be
    shown are left unsure as MOST_UNSURE of all rows allow, the least likely first.
    """
    absent = [line for line in lines if line.label not in CLASSES[:2]]
    least_met = 0.9
    for candidate in np.arange(0.34, 0.9, 0.01):
        wrong = sum(line.verdict(float(candidate)) == CLASSES[0] for line in absent)
        if wrong <= MOST_FALSE_MET * len(absent):
            least_met = round(float(candidate), 2)
            break
    least_sure = 0.0
    shown = [sum(line.chances[:2]) for line in lines if line.decided and line.verdict(least_met) in CLASSES[:2]]
    for candidate in np.arange(0.3, 1.0, 0.01):
        if sum(chance < candidate for chance in shown) > MOST_UNSURE * len(lines):
            break
        least_sure = round(float(candidate), 2)
    return least_met, least_sure


def predict(pair: LabelledPair, model: VerdictModel, weights: Weights) -> dict[int, tuple[str, bool]]:
    """The learned verdict, and whether it is sure, by the number of each requirement; without vectors none."""
    table = pair_tables(pair, model.maps, weights)
    if table is None:
        return {}
    return {
        number: verdict_of(model.least_met, model.least_sure, chances)
        for number, chances in enumerate(probabilities(model, table[0]).tolist())
    }
