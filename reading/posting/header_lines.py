"""A small learned model of what a short line at the top of a posting names: title, organization, place or none of them.

It sees only lines that no label, date, amount or list of words explains, and is asked where the words for jobs and
companies leave several answers open. Its features are words, pieces of words and the answers of those word lists; its
weights are whole numbers of one byte, in ``reading/data/header_lines.npz``.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from reading.folding import fold
from reading.posting import titles

KINDS = ("title", "organization", "place", "other")
WEIGHTS = Path(__file__).resolve().parent.parent / "data" / "header_lines.npz"
BUCKETS = 1 << 14
LONGEST_LINE = 90  # characters; what is longer is a sentence
GRAMS = (3, 4)
WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?|\d+|[^\w\s]")
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class HeaderLines:
    """The weights of each hashed feature for each kind, and of the kinds themselves."""

    weights: np.ndarray[Any, np.dtype[np.float32]]
    bias: np.ndarray[Any, np.dtype[np.float32]]

    def probabilities(self, line: str) -> dict[str, float]:
        """How likely a line is of each kind."""
        scores = self.weights[features(line)].sum(axis=0) + self.bias
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return {kind: float(share) for kind, share in zip(KINDS, shares, strict=True)}

    def save(self, path: Path) -> None:
        """Write the weights as bytes with one scale; equal weights give equal files."""
        scale = float(np.abs(self.weights).max()) / 127 or 1.0
        whole = np.rint(self.weights / scale).astype(np.int8)
        np.savez_compressed(path, weights=whole, scale=np.float32(scale), bias=self.bias)


def _hash(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8", "backslashreplace")) % BUCKETS


def features(line: str) -> list[int]:
    """The hashed features of a line, each once."""
    written = WORD.findall(line[:LONGEST_LINE])[:MOST_WORDS]
    words = [fold(word) for word in written]
    found = {f"n={min(len(words), 9)}", f"job={titles.is_title_like(line)}", f"firm={titles.company_like(line)}"}
    found.add(f"both={titles.is_title_like(line)}{titles.company_like(line)}")
    letters = [word for word in written if word[0].isalpha()]
    found.add(f"capitals={sum(word[0].isupper() for word in letters) == len(letters)}")
    found.add(f"shouted={line.isupper()}")
    found.add(f"mark={titles.MARK.search(line) is not None}")
    found.add(f"place={titles.is_place(line)}")
    found.add(f"inner={any(any(letter.isupper() for letter in word[1:]) and not word.isupper() for word in letters)}")
    for index, word in enumerate(words):
        found.add(f"w={word}")
        found.add(f"p={'first' if index == 0 else 'last' if index == len(words) - 1 else 'in'}={word}")
        if index:
            found.add(f"b={words[index - 1]}_{word}")
        edged = f"<{word}>"
        for size in GRAMS:
            found.update(f"g={edged[at : at + size]}" for at in range(len(edged) - size + 1))
    return sorted({_hash(feature) for feature in found})


@lru_cache(maxsize=1)
def header_lines() -> HeaderLines:
    """The shipped model, loaded once."""
    with np.load(WEIGHTS) as stored:
        weights = stored["weights"].astype(np.float32) * stored["scale"]
        return HeaderLines(weights, stored["bias"])
