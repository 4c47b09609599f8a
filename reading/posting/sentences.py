"""A text cut into sentences that lose nothing, so that a page can point at the one a value was read from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from reading.spans import Span

LINE_END = re.compile(r"[\n\r\u2028\u2029]\s*")
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*[ \t\u00a0]+(?=[\"'“‘(\[]*[^\W_a-z])|[。！？]\s*")
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|incl|approx|vs|no|nr|mr|mrs|ms|dr|prof|st|inc|ltd|co|corp|dept|ca|cf|z\.b|d\.h|u\.a|bzw)"
    r"|\b[a-z]|\b\d{1,2})\.$",
    re.IGNORECASE,
)


def sentences(text: str, keep: Iterable[Span] = ()) -> list[Span]:
    """Half-open spans that join to the whole text, blanks with the sentence before them. None for an empty text.

    No cut falls inside a span of ``keep``: each lies in exactly one of the sentences.
    """
    if not text:
        return []
    cuts = {match.end() for match in LINE_END.finditer(text)}
    cuts |= {
        match.end()
        for match in SENTENCE_END.finditer(text)
        if not ABBREVIATION.search(text, max(0, match.start() - 8), match.start() + 1)
    }
    first = len(text) - len(text.lstrip())
    kept = _joined(keep)
    starts = [start for start, _ in kept]
    edges = [0]
    for cut in sorted(cuts):
        at = bisect_right(starts, cut) - 1
        if first < cut < len(text) and not (at >= 0 and kept[at][0] < cut < kept[at][1]):
            edges.append(cut)
    return list(zip(edges, [*edges[1:], len(text)], strict=True))


def sentence_at(parts: Sequence[Span], offset: int) -> Span:
    """The sentence that holds the character at ``offset``; offsets outside the text give the nearest one."""
    return parts[max(0, bisect_right(parts, offset, key=lambda part: part[0]) - 1)]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap made one; those that only touch stay apart."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif start < end:
            joined.append((start, end))
    return joined
