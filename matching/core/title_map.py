"""What the text of a posting says where its title is known: a linear map, learned from postings alone.

Two titles of one job may share no word ("Staff Nurse", "Ward Sister"), yet stand over like texts. The map sends the
vector of a title to where the vector of its text would lie; a title's vector moved that way is near to titles of like
work. ``data/title_map.npy`` holds its two factors for all-MiniLM-L6-v2, learned by ``manage.py learn_title_map``.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matching.core.centres import POSTING_TITLE, centre, unit
from matching.core.features import Vector

PATH = Path(__file__).parent / "data" / "title_map.npy"
# How far a title leans to the text imagined for it. More finds more jobs of like work, and tells near titles apart
# less: rankings by occupation gain up to 1, human judgements of titles lose beyond a half.
LEAN = 0.5
RIDGE = 3.0
RANK = 64

Factors = npt.NDArray[np.float32]


def learn(titles: Vector, texts: Vector) -> npt.NDArray[np.float16]:
    """The factors [2, d, RANK] of the ridge regression from centred titles to centred texts, both [n, d].

    Seconds for thousands of postings. No label enters: a posting's own title and text are all that is asked.
    """
    left, right = titles.astype(np.float64), texts.astype(np.float64)
    exact = np.linalg.solve(left.T @ left + RIDGE * np.eye(left.shape[1]), left.T @ right)
    into, strength, out_of = np.linalg.svd(exact)
    rank = min(RANK, len(strength))
    halves = np.sqrt(strength[:rank])
    return np.stack([into[:, :rank] * halves, out_of[:rank].T * halves]).astype(np.float16)


@lru_cache(maxsize=1)
def factors() -> Factors:
    """The learned factors, [2, d, RANK]."""
    return np.asarray(np.load(PATH), dtype=np.float32)


def imagined_text(title: Vector, learned: Factors | None = None) -> Vector:
    """Where the text under this centred title would lie, of length 1; zero for a zero vector or one of another model.

    ``learned`` are other factors than the stored ones.
    """
    into, out_of = factors() if learned is None else learned
    if title.shape[-1] != len(into):
        return np.zeros_like(title)
    return unit((title @ into) @ out_of.T)


def title_vector(raw: Vector) -> Vector:
    """The vector of a job title as matching compares it, from what the sentence model gives; of length 1, or zero."""
    title = centre(raw, POSTING_TITLE)
    return unit(title + LEAN * imagined_text(title))
