"""Which words stand for like things: a short vector for each common stem, learned from postings and resumes alone.

Two stems are related where they keep the same company ("payroll" and "ledger"). The vectors are the strongest directions
of the positive pointwise mutual information of stems that stand near each other. English only.
``data/word_relations.npz`` is written by ``manage.py learn_word_relations``; no label enters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from matching.core.features import Vector
from reading.words import content_stems

PATH = Path(__file__).parent / "data" / "word_relations.npz"
MOST_WORDS, DIMENSIONS = 4500, 40
LEAST_TIMES = 8  # passages that hold the word
WINDOW = 12  # stems to the right
SMOOTHED = 0.75  # frequent words are weighed down a little less
SWEEPS, SPARE = 4, 16  # of the randomised search for the strongest directions
LONGEST = 60
_PASSAGE = re.compile(r"\n|(?<=[.;:])\s")


class WordRelations:
    """``places`` maps a stem to its row of ``vectors`` [n, d], of length 1."""

    def __init__(self, words: Sequence[str], vectors: npt.NDArray[np.floating]) -> None:
        self.places = {word: place for place, word in enumerate(words)}
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        self.vectors: Vector = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)

    def known(self, stems: Iterable[str]) -> list[int]:
        """The rows of those stems that have a vector."""
        return [self.places[word] for word in stems if word in self.places]

    def save(self, path: Path = PATH) -> None:
        whole = np.round(self.vectors / np.abs(self.vectors).max() * 127).astype(np.int8)
        np.savez_compressed(path, words=np.array("\n".join(self.places)), vectors=whole)

    @classmethod
    def load(cls, path: Path = PATH) -> WordRelations:
        """ValueError for a damaged file, FileNotFoundError where there is none."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                return cls(str(stored["words"]).split("\n"), stored["vectors"].astype(np.float32))
        except (KeyError, EOFError, BadZipFile) as error:
            raise ValueError("the relations of words are damaged") from error


@cache
def default_relations() -> WordRelations | None:
    """The shipped relations, or None where the file is missing or damaged."""
    try:
        return WordRelations.load()
    except (FileNotFoundError, ValueError):
        return None


def learn(texts: Iterable[str], *, seed: int = 0) -> WordRelations:
    """From texts in English; about half a minute for 5,000 postings."""
    passages = [
        stems[:LONGEST] for text in texts for part in _PASSAGE.split(text) if len(stems := content_stems(part)) > 1
    ]
    frequent = Counter(word for stems in passages for word in set(stems)).most_common()
    # Sorted by count and then by word: the same texts in another order give the same file.
    kept = sorted((-count, word) for word, count in frequent if count >= LEAST_TIMES)[:MOST_WORDS]
    words = [word for _, word in kept]
    return WordRelations(words, _directions(_information(passages, words), min(DIMENSIONS, len(words)), seed))


def _information(passages: Iterable[Sequence[str]], words: Sequence[str]) -> npt.NDArray[np.float32]:
    """The positive pointwise mutual information of each two words, [n, n]; nearer ones count more."""
    places = {word: place for place, word in enumerate(words)}
    counts = np.zeros((len(words), len(words)), np.float32)
    for stems in passages:
        known = [places[word] for word in stems if word in places]
        for first, left in enumerate(known):
            for distance, right in enumerate(known[first + 1 : first + WINDOW], start=1):
                counts[left, right] += distance**-0.5
    counts += counts.T
    totals = counts.sum(axis=1)
    shares = totals**SMOOTHED / (totals**SMOOTHED).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.log(counts / (totals[:, None] * shares[None, :]))
    return np.where(counts > 0, np.maximum(information, 0.0), 0.0).astype(np.float32)


def _directions(matrix: npt.NDArray[np.float32], rank: int, seed: int) -> npt.NDArray[np.float32]:
    """The rows of the matrix along its ``rank`` strongest directions, each weighed by the root of its strength."""
    draw = np.random.default_rng(seed)
    found = matrix @ draw.normal(0, 1, (len(matrix), min(rank + SPARE, len(matrix)))).astype(np.float32)
    for _ in range(SWEEPS):
        found, _ = np.linalg.qr(found)
        found = matrix @ (matrix.T @ found)
    basis, _ = np.linalg.qr(found)
    small, strength, _ = np.linalg.svd(basis.T @ matrix, full_matrices=False)
    scaled: npt.NDArray[np.float32] = (basis @ small[:, :rank]) * np.sqrt(strength[:rank])
    return scaled
