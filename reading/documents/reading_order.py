"""From runs of text scattered over a page to lines in the order a person reads them.

Runs on one baseline that nearly touch form a segment. A gutter that several rows respect on both sides separates
columns, unless one side holds only short cells standing on the other side's baselines (dates, labels): that is a
table, and tables are read row by row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from reading.documents.page_marks import Run
from reading.documents.segments import SAME_BASELINE, segments_of

_GUTTER: Final = 7.0  # points
_PARAGRAPH_GAP: Final = 1.75  # of the usual line distance
_SHORT_CELL: Final = 34  # characters
_LIST_CELL: Final = 45
_DEPTH: Final = 12
_DATE_CELL: Final = re.compile(
    r"(?:19|20)\d\d|\b(?:present|current|heute|actualidad|aujourd|now)\b|^\d{1,2}[/.]\d{2,4}", re.IGNORECASE
)
_LABEL_CELL: Final = re.compile(
    r":$|^(?:native|fluent|basic|good|advanced|intermediate|beginner|proficient|[ABC][12]|muttersprache|nativo|"
    r"courant)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line; `gap_before` tells a block apart from the one above."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    gap_before: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    segments: tuple[Line, ...]
    y: float
    size: float


def lines_in_order(runs: Sequence[Run]) -> list[Line]:
    """The page's lines in reading order; turned text comes last."""
    segments = [
        Line(segment.text, segment.x0, segment.x1, segment.y, segment.size)
        for segment in segments_of([run for run in runs if run.upright])
    ]
    ordered = _name_first(_ordered(segments, 0))
    turned = [
        Line(run.text, run.x0, run.x1, run.y, run.size, gap_before=True)
        for run in runs
        if not run.upright and run.text.strip()
    ]
    return ordered + turned


def _rows(segments: Sequence[Line]) -> list[_Row]:
    rows: list[list[Line]] = []
    for segment in sorted(segments, key=lambda segment: -segment.y):
        if rows and abs(rows[-1][0].y - segment.y) <= SAME_BASELINE * min(rows[-1][0].size, segment.size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [
        _Row(tuple(sorted(row, key=lambda segment: segment.x0)), row[0].y, max(segment.size for segment in row))
        for row in rows
    ]


def _ordered(segments: Sequence[Line], depth: int) -> list[Line]:
    rows = _rows(segments)
    if depth < _DEPTH and len(rows) > 2 and (split := _column_block(rows)) is not None:
        first, last, x = split
        inside = [segment for row in rows[first : last + 1] for segment in row.segments]
        left = [segment for segment in inside if (segment.x0 + segment.x1) / 2 < x]
        right = [segment for segment in inside if (segment.x0 + segment.x1) / 2 >= x]
        above = [segment for row in rows[:first] for segment in row.segments]
        below = [segment for row in rows[last + 1 :] for segment in row.segments]
        parts = [_ordered(part, depth + 1) for part in (above, left, right, below) if part]
        return [line for part in parts for line in _opened(part)]
    return _read_rows(rows)


def _opened(lines: list[Line]) -> list[Line]:
    return [replace(lines[0], gap_before=True), *lines[1:]]


def _read_rows(rows: Sequence[_Row]) -> list[Line]:
    """One line per row, cells apart by a tab."""
    distances = [above.y - below.y for above, below in pairwise(rows)]
    usual = median(distances) if distances else 0.0
    lines: list[Line] = []
    for index, row in enumerate(rows):
        gap = index > 0 and (
            distances[index - 1] > usual * _PARAGRAPH_GAP or distances[index - 1] > 2.2 * max(row.size, 1.0)
        )
        text = "\t".join(segment.text.strip() for segment in row.segments)
        if len(row.segments) == 1:
            text = row.segments[0].text
        lines.append(Line(text, row.segments[0].x0, row.segments[-1].x1, row.y, row.size, gap))
    return lines


def _column_block(rows: Sequence[_Row]) -> tuple[int, int, float] | None:
    """First row, last row and middle x of the gutter that separates most lines; None without columns."""
    candidates = {round(segment.x0, 0) for row in rows for segment in row.segments[1:]}
    candidates |= {round(row.segments[0].x0, 0) for row in rows}
    best: tuple[int, int, int, float] | None = None
    for start in sorted(candidates)[:200]:
        for first, last, x in _blocks(rows, start - 1.0):
            weight = sum(len(row.segments) for row in rows[first : last + 1])
            if (best is None or weight > best[0]) and not _is_table(rows[first : last + 1], x):
                best = (weight, first, last, x)
    return best[1:] if best is not None else None


def _blocks(rows: Sequence[_Row], x: float) -> list[tuple[int, int, float]]:
    """Stretches of rows that leave the strip left of `x` free, with at least two lines on both sides."""
    blocks: list[tuple[int, int, float]] = []
    start: int | None = None
    for index, row in enumerate([*rows, None]):
        crossed = row is None or any(segment.x0 < x and segment.x1 > x - _GUTTER for segment in row.segments)
        if not crossed and start is None:
            start = index
        if crossed and start is not None:
            first, last = _trimmed(rows, start, index - 1, x)
            left = sum(any(segment.x0 < x for segment in row.segments) for row in rows[first : last + 1])
            right = sum(any(segment.x0 >= x for segment in row.segments) for row in rows[first : last + 1])
            if left >= 2 and right >= 2:
                blocks.append((first, last, x))
            start = None
    return blocks


def _trimmed(rows: Sequence[_Row], first: int, last: int, x: float) -> tuple[int, int]:
    """Leaves out rows at both ends that stand on one side only and far from the block."""
    sides = [
        (any(segment.x0 < x for segment in row.segments), any(segment.x0 >= x for segment in row.segments))
        for row in rows[first : last + 1]
    ]
    has_left = [index for index, side in enumerate(sides) if side[0]]
    has_right = [index for index, side in enumerate(sides) if side[1]]
    if not has_left or not has_right:
        return first, last
    begin = max(has_left[0], has_right[0])
    end = min(has_left[-1], has_right[-1])
    paired = sum(left and right for left, right in sides[begin : end + 1])
    cells = [segment.text.strip() for row in rows[first + begin : first + end + 1] for segment in row.segments]
    if paired >= 0.8 * (end + 1 - begin) and all(len(cell) <= _LIST_CELL and not _is_heading(cell) for cell in cells):
        # A short list set in two columns: what stands above and below it on one side is not part of it.
        return first + begin, first + end
    # A heading or name above one column belongs to that column only if it is no further than a few lines away.
    while begin > 0 and rows[first + begin - 1].y - rows[first + begin].y < 3.2 * rows[first + begin].size:
        begin -= 1
    return first + begin, last


def _is_table(rows: Sequence[_Row], x: float) -> bool:
    left = [segment for row in rows for segment in row.segments if segment.x0 < x]
    right = [segment for row in rows for segment in row.segments if segment.x0 >= x]
    shared = sum(
        any(segment.x0 < x for segment in row.segments) and any(segment.x0 >= x for segment in row.segments)
        for row in rows
    )
    if any(_dates_the_rows(side, shared) for side in (left, right)):
        return True
    # Headings among other lines on one side: a sidebar, even if it stands on the other side's grid.
    if any(0 < len(side) - len(_bodies(side)) < len(side) * 0.6 for side in (left, right)):
        return False
    for side, other in ((left, right), (right, left)):
        aligned = shared / len(side)
        short = sum(len(segment.text) <= _SHORT_CELL for segment in side) / len(side)
        labels = sum(bool(_LABEL_CELL.search(segment.text)) for segment in side) / len(side)
        if aligned >= 0.8 and short >= 0.9 and labels >= 0.5:
            return True
        wordier = _letters(other) > 2 * _letters(side)
        # Two or three aligned rows say nothing; a list set in two columns has more, and cells of one kind.
        if aligned >= 0.9 and short >= 0.9 and (wordier or len(side) < 3):
            return True
    return False


def _dates_the_rows(side: Sequence[Line], shared: int) -> bool:
    """Whether one side holds the dates of what stands beside them (headings aside)."""
    cells = _bodies(side)
    if not cells:
        return False
    dates = sum(bool(_DATE_CELL.search(cell.text)) for cell in cells) / len(cells)
    short = sum(len(cell.text) <= _SHORT_CELL for cell in cells) / len(cells)
    return dates >= 0.5 and short >= 0.8 and shared >= len(cells) * 0.5


def _bodies(side: Sequence[Line]) -> list[Line]:
    return [segment for segment in side if not _is_heading(segment.text.strip())]


def _letters(side: Sequence[Line]) -> float:
    """The usual length of the cells of one side."""
    return median(len(segment.text) for segment in side)


def _name_first(lines: list[Line]) -> list[Line]:
    """Moves the page's largest lines (the name, with the title under it) to the front when a sidebar precedes them."""
    if len(lines) < 4:
        return lines
    usual = median(line.size for line in lines)
    biggest = max(line.size for line in lines)
    start = next(index for index, line in enumerate(lines) if line.size == biggest)
    top = max(line.y for line in lines)
    bottom = min(line.y for line in lines)
    if start == 0 or biggest < usual * 1.25 or lines[start].y < top - 0.25 * (top - bottom):
        return lines
    end = start + 1
    while end < len(lines) and end - start < 3 and not lines[end].gap_before and lines[end].size > usual * 1.05:
        end += 1
    rest = lines[:start] + _opened(lines[end:]) if end < len(lines) else lines[:start]
    return [*lines[start:end], *_opened(rest)]


def _is_heading(text: str) -> bool:
    # Only pages in columns ask, and the words of headings take longer to load than a plain page takes to read.
    from reading.resume.headings import heading_kind

    return heading_kind(text) is not None
