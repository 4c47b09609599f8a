"""The same posting in other layouts, its labelled spans moved along: line breaks lost, bullets lost, headings shouted.

A labeller that learns from all of them does not let the layout decide.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

BREAK = re.compile(r"\s*\n\s*")
SIGN = re.compile(r"(?m)^[ \t]*(?:[•·▪●◦‣■✓✔»*–—-]|\d{1,2}[.)])[ \t]+")
LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with the spans labelled in it, in order: (start, end, kind)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


Edits = Iterator[tuple[int, int, str]]
"""What is put in place of which span of a text, in order."""


def rewrite(source: LabelledText, edits: Edits) -> LabelledText:
    """A text with some spans replaced. A labelled span keeps the characters that are left of it."""
    parts: list[str] = []
    moved: list[int] = []  # where each old offset stands now
    length = position = 0
    for start, end, instead in edits:
        parts += [source.text[position:start], instead]
        moved += range(length, length + start - position)
        length += start - position
        moved += [length if start + offset == start else length + len(instead) for offset in range(end - start)]
        length += len(instead)
        position = end
    parts.append(source.text[position:])
    moved += range(length, length + len(source.text) - position + 1)
    spans = tuple((moved[start], moved[end - 1] + 1, kind) for start, end, kind in source.spans)
    return LabelledText("".join(parts), spans)


def join_lines(joint: str) -> Callable[[LabelledText], LabelledText]:
    """All line breaks replaced by ``joint``: nothing, or a blank."""
    return lambda source: rewrite(
        source, ((*match.span(), joint) for match in BREAK.finditer(source.text) if match.end() < len(source.text))
    )


def drop_signs(source: LabelledText) -> LabelledText:
    """Every line without its bullet sign or number."""
    return rewrite(source, ((*match.span(), "") for match in SIGN.finditer(source.text)))


def shout_headings(source: LabelledText) -> LabelledText:
    """Short lines outside the labelled spans in capitals, where that keeps their length."""
    taken = {offset for start, end, _ in source.spans for offset in range(start, end)}

    def edits() -> Edits:
        for match in re.finditer(r"[^\n]+", source.text):
            line = match.group()
            free = taken.isdisjoint(range(*match.span()))
            if free and len(line) <= LONGEST_HEADING and len(line.upper()) == len(line):
                yield (*match.span(), line.upper())

    return rewrite(source, edits())


def drop_spans(source: LabelledText, spans: Iterable[tuple[int, int]]) -> LabelledText:
    """A text without some spans, such as its headings; what is labelled stays."""
    taken = sorted((start, end) for start, end, _ in source.spans)
    free: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        labelled = bisect_left(taken, (end, end)) > bisect_left([stop for _, stop in taken], start + 1)
        if not labelled and (not free or free[-1][1] <= start):
            free.append((start, end))
    return rewrite(source, ((start, end, "") for start, end in free))


def put_before(source: LabelledText, line: str) -> LabelledText:
    """A text with a line put in behind its first."""
    at = source.text.find("\n\n") + 2
    return rewrite(source, iter([(at, at, line)]))


def crop(source: LabelledText, start: int, end: int) -> LabelledText:
    """The first line of a text and a piece of it, with what is labelled in that piece."""
    first = source.text.split("\n", 1)[0] + "\n\n"
    moved = len(first) - start
    inside = (span for span in source.spans if start <= span[0] and span[1] <= end)
    return LabelledText(
        first + source.text[start:end], tuple((begin + moved, stop + moved, kind) for begin, stop, kind in inside)
    )


def copies(source: LabelledText) -> Sequence[tuple[str, LabelledText]]:
    """Named copies of a text in other layouts."""
    return [
        ("glued", join_lines("")(source)),
        ("one line", join_lines(" ")(source)),
        ("no signs, shouted", shout_headings(drop_signs(source))),
    ]
