"""Joins runs of text that stand side by side on one baseline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from reading.documents.page_marks import Run

SAME_BASELINE: Final = 0.35  # of the font size
_WORD_GAP: Final = 0.15  # of the font size
_SEGMENT_GAP: Final = 1.5
_SPACED_OUT: Final = 0.1  # letters further apart than this are letter-spaced
_SPACED_WORD_GAP: Final = 1.6  # of the usual gap between spaced letters
_SPACED_SEGMENT_GAP: Final = 5.0


@dataclass(frozen=True, slots=True)
class Segment:
    """Text without a wide gap; `x0`, `x1`, `y` and `size` in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


def segments_of(runs: Sequence[Run]) -> list[Segment]:
    """Segments from top to bottom, then from left to right."""
    return [segment for baseline in _baselines(runs) for segment in _joined(baseline)]


def _baselines(runs: Sequence[Run]) -> list[list[Run]]:
    groups: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.y):
        if groups and abs(groups[-1][0].y - run.y) <= SAME_BASELINE * min(groups[-1][0].size, run.size):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [sorted(group, key=lambda run: (run.x0, run.x1)) for group in groups]


def _joined(baseline: Sequence[Run]) -> Iterator[Segment]:
    pieces: list[Run] = []
    # A run of blanks paints nothing, but it says that two words are two words.
    blank_after: set[int] = set()
    for run in baseline:
        if not run.text.strip():
            if pieces:
                blank_after.add(len(pieces) - 1)
            continue
        if pieces:
            last = pieces[-1]
            em = max(min(last.size, run.size), 1.0)
            # The same text twice at one place is a bold effect, not a repetition.
            if run.text.strip() == last.text.strip() and abs(run.x0 - last.x0) < em * 0.08:
                continue
            if run.x0 - max(piece.x1 for piece in pieces[-3:]) > max(em * _SEGMENT_GAP, _spaced_gap(pieces, run)):
                yield _segment(pieces, blank_after)
                pieces, blank_after = [], set()
        pieces.append(run)
    if pieces:
        yield _segment(pieces, blank_after)


def _spaced_gap(pieces: Sequence[Run], run: Run) -> float:
    """The widest gap that may stand between two words set letter by letter; 0 for other text."""
    latest = [*pieces[-3:], run]
    if len(latest) < 4 or any(len(piece.text.strip()) != 1 for piece in latest):
        return 0.0
    return _SPACED_SEGMENT_GAP * min(after.x0 - before.x1 for before, after in pairwise(latest[:-1]))


def _segment(pieces: Sequence[Run], blank_after: set[int]) -> Segment:
    gaps = [(after.x0 - before.x1) / max(min(before.size, after.size), 1.0) for before, after in pairwise(pieces)]
    word_gap = _WORD_GAP
    letters = sum(len(piece.text.strip()) == 1 for piece in pieces)
    if len(pieces) >= 4 and letters >= len(pieces) * 0.8 and (usual := median(gaps)) > _SPACED_OUT:
        word_gap = usual * _SPACED_WORD_GAP
        blank_after = set()
    text = pieces[0].text
    for index, (gap, piece) in enumerate(zip(gaps, pieces[1:], strict=True)):
        apart = gap > word_gap or (index in blank_after and gap > -_WORD_GAP)
        if apart and not text.endswith(" ") and not piece.text.startswith(" "):
            text += " "
        text += piece.text
    first = pieces[0]
    return Segment(text.rstrip(), first.x0, max(run.x1 for run in pieces), first.y, max(run.size for run in pieces))
