"""Terms that postings ask for and the skill vocabulary does not know, counted: what a reviewer adds entries from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from reading.languages import words
from reading.posting.structure import ParsedPosting
from reading.spans import Span

ASKING = ("requirement", "constraint", "duty")
MOST_WORDS = 4
_WORD = re.compile(r"[\w+#&./'-]*[\w+#]")
_CUT = re.compile(
    r"[,;:()•·|\n]|\.\s|\s[–—-]\s|\b(?:and|or|und|oder|et|ou|y|e|o|en|of|with|in|to|for|the|a|an|is|are|as|such)\b"
)


def unknown_terms(postings: Iterable[ParsedPosting]) -> Counter[str]:
    """In how many postings each unknown term stands, in lower case.

    A term is a run of one to four content words between commas, joining words and the edges of a sentence that asks
    something, outside the skills that were found.
    """
    counts: Counter[str] = Counter()
    for posting in postings:
        counts.update(set(_terms_of(posting)))
    return counts


def _terms_of(posting: ParsedPosting) -> Iterator[str]:
    for section in posting.sections:
        for item in section.items:
            if item.kind not in ASKING:
                continue
            code = item.asked.language if item.asked else "en"
            taken = [(mention.span[0] - item.span[0], mention.span[1] - item.span[0]) for mention in item.skills]
            for start, end in _pieces(item.text):
                if any(a < end and start < b for a, b in taken):
                    continue
                term = _trimmed(item.text[start:end], code)
                if term:
                    yield term


def _pieces(text: str) -> Iterator[Span]:
    start = 0
    for cut in _CUT.finditer(text):
        yield start, cut.start()
        start = cut.end()
    yield start, len(text)


def _trimmed(piece: str, code: str) -> str | None:
    """The piece in lower case without words of no subject at its edges; None where too many or too few words are left."""
    empty = words(code, "words", "function") | words(code, "words", "requirement")
    left = [match.group().lower() for match in _WORD.finditer(piece)]
    while left and left[0] in empty:
        left.pop(0)
    while left and left[-1] in empty:
        left.pop()
    if not 1 <= len(left) <= MOST_WORDS or any(word in empty for word in left) or not any(w[0].isalpha() for w in left):
        return None
    return " ".join(left)
