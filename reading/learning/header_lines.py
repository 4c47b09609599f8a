"""From postings to the weights of the model of header lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from reading.folding import fold
from reading.posting.header_lines import BUCKETS, KINDS, LONGEST_LINE, MOST_WORDS, HeaderLines, features

MOST_LINES_OF_ONE = 60
EPOCHS, RATE, DECAY = 12, 0.05, 1e-5
SEED = 3


def lines_of(record: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """The lines of one posting with their kinds, of a labelled text or of a feed's own columns."""
    gold = record.get("gold")
    if gold is None:
        named = {"title": record.get("title"), "organization": record.get("company"), "place": record.get("location")}
        text = str(record.get("description") or "")
    else:
        named = {"title": gold.get("title"), "organization": gold.get("hiring_organization")}
        text = str(record["raw"])
    known = {fold(str(value)): kind for kind, value in named.items() if value}
    if gold is not None:
        known |= {fold(str(place["city"])): "place" for place in gold["locations"] if place.get("city")}
    for value, kind in ((str(value), kind) for kind, value in named.items() if value):
        if len(value) <= LONGEST_LINE:
            yield value, kind
    for line in text.split("\n")[:MOST_LINES_OF_ONE]:
        stripped = line.strip(" \t*•-–")
        if 2 < len(stripped) <= LONGEST_LINE and len(stripped.split()) <= MOST_WORDS:
            yield stripped, known.get(fold(stripped), "other")


def learn_header(records: Iterable[Mapping[str, Any]], seed: int = SEED) -> HeaderLines:
    """Fit the model on postings: labelled records (``raw`` and ``gold``) or feed rows with title, company, location."""
    examples = sorted({(line, kind) for record in records for line, kind in lines_of(record)})
    if not examples:
        raise ValueError("There is no posting to learn from.")
    rows = [features(line) for line, _ in examples]
    kinds = np.array([KINDS.index(kind) for _, kind in examples])
    # Each kind weighs the same in all, softened: there are ten other lines for each title.
    counts = np.bincount(kinds, minlength=len(KINDS)).clip(min=1)
    importance = (counts.max() / counts) ** 0.5
    weights = np.zeros((BUCKETS, len(KINDS)), dtype=np.float32)
    squares = np.full((BUCKETS, len(KINDS)), 1e-6, dtype=np.float32)
    bias = np.zeros(len(KINDS), dtype=np.float32)
    random = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        for at in random.permutation(len(rows)):
            row = rows[at]
            scores = weights[row].sum(axis=0) + bias
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            shares[kinds[at]] -= 1.0
            gradient = (shares * importance[kinds[at]]).astype(np.float32)
            squares[row] += gradient**2
            weights[row] -= RATE * (gradient / np.sqrt(squares[row]) + DECAY * weights[row])
            bias -= RATE * 0.1 * gradient
    return HeaderLines(weights, bias)
