"""The smallest pieces a posting's text is cut into, before anything is known of them.

Cuts are made wherever a clause might begin: at lines, bullet signs, sentence ends, semicolons, colons, and where a lost
line break glued two words together or left a capital behind a small letter. Cutting too far does no harm: who labels the
pieces joins them again.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reading.posting.lines import Line, is_chrome
from reading.posting.starters import is_duty_verb
from reading.spans import Span
from reading.vocabulary import Vocabulary

SIGN = re.compile(
    r"(?:[•·▪●◦‣■➢✓✔∙►▶▸»❖✅\uf0b7\x95]|â€¢|â\x80¢|Â·|[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF][\uFE0F\u200D\U0001F3FB-\U0001F3FF]*"
    r"|</?[a-z]{1,6}\s?/?>)|(?<!\d )[-–*+](?=\s)|(?<=\s)[-–*](?=[A-ZÀ-Þ\d])|(?<=[.:;!?)a-zà-ÿ])[*-](?=[A-ZÀ-Þ][a-zà-ÿ])"
    r"|(?<=[.;:a-zà-ÿ)])\d{1,2}[.)](?=\s?[A-ZÀ-Þ])|(?<=\s)\(?\d{1,2}[.)](?=\s+\S)"
)
DASHES = frozenset("-–")
END = re.compile(
    r"(?P<sentence>[.!?…][\"'”’)\]]*\s+(?=[\"'“„«(¿¡\[]*[A-ZÀ-Þ0-9])|[。！？]\s*|[.!?](?=[A-ZÀ-Þ][a-zà-ÿ]))|(?P<semicolon>;\s*(?=\w))"
)
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|inc|ltd|co|corp|mr|mrs|ms|dr|st|no|nr|vs|approx|sr|jr|dept|est|min|max|incl|inkl|bzw|z\.b|u\.a|d\.h|ca"
    r"|ave|prof|assoc|bv|tel|ref|ph\.d|b\.s|m\.s|b\.a|m\.a|u\.s|u\.k|a\.m|p\.m)|\b[A-Za-z])\.$",
    re.IGNORECASE,
)
LONGEST_ABBREVIATION = 12
COLON = re.compile(r":\s+(?=\S)|:(?=[A-ZÀ-Þ][a-zà-ÿ])")
LONGEST_LABEL = 60
GLUE = re.compile(
    r"(?<=[a-zà-ÿ)\]%”:;!?,])(?=[A-ZÀ-Þ][a-zà-ÿ]+(?:[ ,'’/:)-]|$))|(?<=[a-zà-ÿ]{3})(?=\d{1,4}(?:\+|\(|[a-z]\b| ))"
    r"|(?<=[a-zà-ÿ]{4})(?=[A-ZÀ-Þ]{2,}\b)|(?<=[A-ZÀ-Þ]{2})(?=[A-ZÀ-Þ][a-zà-ÿ]{2,}[ ,:])|(?<=[A-ZÀ-Þ]{2}\))(?=[A-ZÀ-Þ][a-zà-ÿ])"
    r"|(?<=[a-zà-ÿ]{3})(?=[AIÀ] [a-zà-ÿ])|(?<=[.;:)])(?=\d{1,2}\+? [a-z])"
)
BEFORE = re.compile(r"[^\W_][\w&+#]*$")
BEHIND = re.compile(r"[\w&+#]*")
MIXED = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+[A-ZÀ-Þ][\w&+#]*")
WORD_REACH = 40
SECOND_HALVES = frozenset({"In", "On", "Up", "Us", "It", "One", "Go"})
GOES_ON = re.compile(r" [a-z]")
NAME_PARTS = frozenset({"Mac", "Von", "Van", "San", "Mc"})
LONGEST_NAME = 24
CAPITAL = re.compile(r"(?<=[a-zà-ÿ0-9)%+])\s+(?=[A-ZÀ-Þ][\w'’-]*(?:\s|$|,|/))")
LONG_PIECE = 90
MOST_PIECES = 20_000


@dataclass(slots=True)
class Atom:
    """A piece of a line. ``cut`` says what stands before it: line, sign, sentence, semicolon, colon, glue, capital, or what was
    given.

    ``line`` is the number of its line; ``place`` is alone, first, middle or last in it.
    """

    start: int
    end: int
    cut: str
    line: int
    place: str
    bullet: bool
    blank_before: bool
    chrome: bool

    @property
    def span(self) -> Span:
        return (self.start, self.end)


def cut_atoms(
    text: str, lines: Sequence[Line], vocabulary: Vocabulary, *, capitals: bool, given: Mapping[int, str] | None = None
) -> list[Atom]:
    """The atoms of some lines. ``capitals``: cut long runs at capitals (not where every noun has one); ``given``: other
    offsets to cut at, and what to call these cuts.
    """
    atoms: list[Atom] = []
    given = given or {}
    edges = sorted(given)
    repeated = _repeated_words(text)
    for number, line in enumerate(lines):
        pieces = _cut_line(text, line, vocabulary, repeated, capitals, edges, given)
        chrome = is_chrome(line.text)
        last = len(pieces) - 1
        for index, (start, end, cut) in enumerate(pieces):
            place = "alone" if last == 0 else "first" if index == 0 else "last" if index == last else "middle"
            atoms.append(Atom(start, end, cut, number, place, line.bullet, line.blank_before, chrome))
        if len(atoms) > MOST_PIECES:
            break
    return atoms


def _repeated_words(text: str) -> frozenset[str]:
    counts = Counter(match.group() for match in MIXED.finditer(text))
    return frozenset(word for word, count in counts.items() if count > 1)


def _cut_line(
    text: str,
    line: Line,
    vocabulary: Vocabulary,
    repeated: frozenset[str],
    capitals: bool,
    edges: list[int],
    given: Mapping[int, str],
) -> list[tuple[int, int, str]]:
    start, end = line.span
    cuts: dict[int, str] = {}
    gaps: dict[int, int] = {}  # where an atom begins -> where the sign before it does, which belongs to no atom
    signs = list(SIGN.finditer(text, start, end))
    thoughts = [match for match in signs if match.group() in DASHES and text[match.start() - 1].isspace()]
    for match in signs:
        if len(thoughts) == 1 and match is thoughts[0]:
            continue  # one dash between words is a thought; several are bullets
        begin = _skip_space(text, match.end(), end)
        gaps[begin] = match.start()
        if begin < end:
            cuts[begin] = "sign"
    for match in END.finditer(text, start, end):
        if match.lastgroup == "sentence":
            tail = text[max(start, match.start() - LONGEST_ABBREVIATION) : match.start() + 1]
            if ABBREVIATION.search(tail):
                continue
        cuts.setdefault(match.end(), str(match.lastgroup))
    for point in _glue_points(text, start, end, vocabulary, repeated):
        cuts.setdefault(point, "glue")
    for point in edges[bisect_left(edges, start + 1) : bisect_left(edges, end)]:
        cuts.setdefault(_skip_space(text, point, end), given[point])
    edges = sorted({start, end, *cuts})
    for left, right in itertools.pairwise(edges):
        colon = COLON.search(text, left, min(right, left + LONGEST_LABEL))
        if colon and colon.end() < right:
            cuts.setdefault(colon.end(), "colon")
        if capitals and right - left > LONG_PIECE:
            for match in CAPITAL.finditer(text, left, right):
                cuts.setdefault(match.end(), "capital")
    edges = sorted({start, end, *cuts})
    pieces: list[tuple[int, int, str]] = []
    for left, right in itertools.pairwise(edges):
        first, last = left, min(right, gaps.get(right, right))
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if any(character.isalnum() for character in text[first:last]):
            pieces.append((first, last, cuts.get(left, "line")))
    return pieces


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _glue_points(text: str, start: int, end: int, vocabulary: Vocabulary, repeated: frozenset[str]) -> list[int]:
    """Where a lost line break glued two words together, but for names such as JavaScript or LinkedIn."""
    points: list[int] = []
    for match in GLUE.finditer(text, start, end):
        point = match.start()
        left = BEFORE.search(text, max(start, point - WORD_REACH), point)
        right = BEHIND.match(text, point, min(end, point + WORD_REACH))
        before, behind = left.group() if left else "", right.group() if right else ""
        if (before and len(before) <= 2 and not before.isdigit()) or before in NAME_PARTS or text[point - 1] in "'’/":
            continue
        whole = before + behind
        if before and (vocabulary.slug(whole) is not None or vocabulary.slug(f"{whole}s") is not None):
            continue
        # A capitalised first half may be a brand written in one word; it is one if the text repeats it.
        if before.istitle() and len(whole) <= LONGEST_NAME and whole in repeated:
            continue
        joined = is_duty_verb(behind) or behind in SECOND_HALVES
        if before.istitle() and joined and not GOES_ON.match(text, point + len(behind)):
            continue  # OneDrive, LinkedIn
        points.append(point)
    return points
