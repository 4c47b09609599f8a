"""The page's own lines above a posting: slogans and notices, known by where and how they stand, not by their words."""

from __future__ import annotations

import re

from reading.folding import fold
from reading.posting import titles
from reading.posting.lines import Line, is_chrome

LOOK_AHEAD = 14
LONG = 5  # words; what is longer than a name and no job is a slogan
LOGO = re.compile(r"(?P<name>\S.{0,38}?)\s+logo", re.IGNORECASE)
# A title names a job; it does not speak to the reader.
SPEAKS = re.compile(
    r"\b(?:you|your|yours|you're|we|our|us|my|i|get|find|discover|see|new|check|that|which|so|every|is|are|has"
    r"|uses?|reads?|picks?|shows?|scans?|matches|needs?|helps?|brings?)\b|[.!?]$"
)


def furniture(lines: list[Line]) -> frozenset[int]:
    """Which of the first lines belong to the page around the posting.

    Three shapes tell: lines above "<Name> Logo" where the name comes again as the employer's line; long lines between
    other furniture and the title; and a notice that ends in "!" right above the title.
    """
    top = lines[:LOOK_AHEAD]
    found: set[int] = set()
    found |= _above_logo(top)
    title = next((index for index, line in enumerate(top) if index not in found and _is_title(line)), None)
    if title is None:
        return frozenset(found)
    seen = any(is_chrome(line.text) for line in top[:title])
    for index, line in enumerate(top[:title]):
        # A page's words stand apart; a line directly on the title is the employer's.
        apart = top[index + 1].blank_before and not line.bullet
        slogan = seen and len(line.text.split()) >= LONG
        notice = line.text.endswith(("!", "→", "»")) and len(line.text.split()) >= LONG
        if apart and (slogan or notice) and len(line.text) <= 160:
            found.add(index)
    return frozenset(found)


def _above_logo(top: list[Line]) -> set[int]:
    for index, line in enumerate(top):
        match = LOGO.fullmatch(line.text)
        if match is None:
            continue
        name = fold(match["name"])
        below = [fold(other.text) for other in top[index + 1 : index + 4]]
        # "<Name> Logo", title, name: then all above is the page's. The name right below may have its title above.
        if name in below[1:] or (below[:1] == [name] and any(_is_title(other) for other in top[index + 2 : index + 3])):
            return set(range(index + 1))
    return set()


def _is_title(line: Line) -> bool:
    words = line.text.split()
    return (
        not line.bullet
        and len(words) <= 9
        and titles.is_title_like(line.text)
        and not is_chrome(line.text)
        and SPEAKS.search(fold(line.text)) is None
    )
