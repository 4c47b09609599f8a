"""Measures of matching quality: ranking against graded pairs, verdicts against labelled rows. Pure functions."""

from __future__ import annotations

import math
import random
import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reading.words import FUNCTION_WORDS, stem, tokens

RELEVANT = 2
RANKING_CUT, RECALL_CUT = 10, 50
K1, B = 1.2, 0.75


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], cut: int = RANKING_CUT) -> float:
    """With gains 2 ** grade - 1; 0 where nothing is graded."""
    gains = [2 ** grades.get(item, 0) - 1 for item in ranked[:cut]]
    ideal = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:cut]
    best = sum(gain / math.log2(place + 2) for place, gain in enumerate(ideal))
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains)) / best if best else 0.0


def recall(ranked: Sequence[str], relevant: set[str], cut: int = RECALL_CUT) -> float:
    """Of the relevant items (at most ``cut`` of them) the share in the first ``cut``."""
    return len(relevant.intersection(ranked[:cut])) / min(len(relevant), cut) if relevant else 0.0


def precision(ranked: Sequence[str], relevant: set[str], cut: int = RANKING_CUT) -> float:
    return len(relevant.intersection(ranked[:cut])) / cut


def average_precision(ranked: Sequence[str], relevant: set[str]) -> float:
    hits, total = 0, 0.0
    for place, item in enumerate(ranked, start=1):
        if item in relevant:
            hits += 1
            total += hits / place
    return total / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], relevant: set[str]) -> float:
    return next((1 / place for place, item in enumerate(ranked, start=1) if item in relevant), 0.0)


@dataclass(frozen=True, slots=True)
class Measure:
    """A mean over queries and its 95 % interval."""

    mean: float
    low: float
    high: float


def bootstrap(values: Sequence[float], rounds: int = 1000, seed: int = 0) -> Measure:
    """The interval from resampling with a fixed seed, so that a report repeats exactly."""
    if not values:
        return Measure(0.0, 0.0, 0.0)
    draw = random.Random(seed)  # noqa: S311 - a repeatable sample, not a secret
    means = sorted(statistics.fmean(draw.choices(values, k=len(values))) for _ in range(rounds))
    low, high = means[int(0.025 * rounds)], means[min(rounds - 1, int(0.975 * rounds))]
    return Measure(round(statistics.fmean(values), 4), round(low, 4), round(high, 4))


def evaluate_ranking(
    rankings: Mapping[str, Sequence[str]], grades: Mapping[str, Mapping[str, int]]
) -> dict[str, Measure]:
    """Every graded query counts; one without a ranking scores 0. Queries without a relevant item count 0 recall."""
    rows: dict[str, list[float]] = {name: [] for name in ("ndcg10", "recall50", "map", "p10", "mrr")}
    for query, graded in sorted(grades.items()):
        ranked = rankings.get(query, ())
        relevant = {item for item, grade in graded.items() if grade >= RELEVANT}
        rows["ndcg10"].append(ndcg(ranked, graded))
        rows["recall50"].append(recall(ranked, relevant))
        rows["map"].append(average_precision(ranked, relevant))
        rows["p10"].append(precision(ranked, relevant))
        rows["mrr"].append(reciprocal_rank(ranked, relevant))
    return {name: bootstrap(values) for name, values in rows.items()}


Words = list[str]


def _words(text: str) -> Words:
    return [stem(word) for word in tokens(text) if word not in FUNCTION_WORDS]


def bm25(documents: Sequence[str]) -> Callable[[str], list[float]]:
    """A baseline: scores of all documents for a query text."""
    counts = [Counter(_words(text)) for text in documents]
    lengths = [sum(count.values()) for count in counts]
    average = statistics.fmean(lengths) if lengths else 1.0
    frequency = Counter(word for count in counts for word in count)
    postings: dict[str, list[tuple[int, int]]] = {}
    for index, count in enumerate(counts):
        for word, times in count.items():
            postings.setdefault(word, []).append((index, times))

    def score(query: str) -> list[float]:
        scores = [0.0] * len(documents)
        for word in set(_words(query)):
            rarity = math.log(1 + (len(documents) - frequency[word] + 0.5) / (frequency[word] + 0.5))
            for index, times in postings.get(word, ()):
                share = times + K1 * (1 - B + B * lengths[index] / (average or 1.0))
                scores[index] += rarity * times * (K1 + 1) / share
        return scores

    return score


def tf_idf(documents: Sequence[str]) -> Callable[[str], list[float]]:
    """A baseline: cosines of one- and two-word terms."""
    counts = [_terms(text) for text in documents]
    frequency = Counter(term for count in counts for term in count)
    rarity = {term: math.log((1 + len(documents)) / (1 + number)) + 1 for term, number in frequency.items()}
    postings: dict[str, list[tuple[int, float]]] = {}
    for index, count in enumerate(counts):
        for term, value in _unit(count, rarity).items():
            postings.setdefault(term, []).append((index, value))

    def score(query: str) -> list[float]:
        scores = [0.0] * len(documents)
        for term, value in _unit(_terms(query), rarity).items():
            for index, other in postings.get(term, ()):
                scores[index] += value * other
        return scores

    return score


def _terms(text: str) -> Counter[str]:
    words = _words(text)
    return Counter(words) + Counter(f"{one} {two}" for one, two in pairwise(words))


def _unit(counts: Counter[str], rarity: Mapping[str, float]) -> dict[str, float]:
    values = {term: (1 + math.log(count)) * rarity[term] for term, count in counts.items() if term in rarity}
    length = math.sqrt(sum(value * value for value in values.values()))
    return {term: value / length for term, value in values.items()} if length else {}


def spearman(one: Sequence[float], two: Sequence[float]) -> float:
    """Rank correlation, ties sharing their mean rank; 0 where one side does not vary."""
    if len(one) < 2:
        return 0.0
    left, right = _ranks(one), _ranks(two)
    mean_left, mean_right = statistics.fmean(left), statistics.fmean(right)
    top = sum((a - mean_left) * (b - mean_right) for a, b in zip(left, right, strict=True))
    spread = sum((a - mean_left) ** 2 for a in left) * sum((b - mean_right) ** 2 for b in right)
    return top / math.sqrt(spread) if spread else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in range(start, end + 1):
            ranks[order[place]] = (start + end) / 2
        start = end + 1
    return ranks
