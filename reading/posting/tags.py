"""Skill tags that lost their separators ("pythonc++linux internals"), and comma lists of declared skills."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reading.folding import fold
from reading.spans import Span
from reading.vocabulary import Vocabulary, skill_key

MAX_BLOB = 2_000
MAX_PIECE = 40


def split_list(text: str, start: int, end: int) -> list[Span]:
    """The entries of a comma list; commas inside parentheses do not split."""
    spans: list[Span] = []
    begin = start
    depth = 0
    for position in range(start, end):
        character = text[position]
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif character in ",;|•·" and depth == 0:
            spans.append((begin, position))
            begin = position + 1
    spans.append((begin, end))
    return [trimmed for span in spans if (trimmed := _trim(text, span))[0] < trimmed[1]]


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in " \t\n.*-•":
        start += 1
    while end > start and text[end - 1] in " \t\n.*":
        end -= 1
    return start, end


def looks_glued(text: str) -> bool:
    """One long run with few separators, as a page's tag row becomes when its markup is dropped."""
    return 24 <= len(text) <= MAX_BLOB and not re.search(r"[,;|•.]", text) and len(text) / (1 + text.count(" ")) > 11


def split_by_list(blob: str, declared: Iterable[str]) -> list[Span] | None:
    """Offsets of declared tags within a glued blob, if the blob is exactly those tags joined; else None."""
    lowered = fold(blob)
    position = 0
    spans: list[Span] = []
    for tag in declared:
        piece = fold(tag)
        if not lowered.startswith(piece, position):
            return None
        spans.append((position, position + len(piece)))
        position += len(piece)
    return spans if position == len(lowered) else None


def split_by_vocabulary(blob: str, vocabulary: Vocabulary) -> list[Span]:
    """The best cover of a glued blob by known labels; text between known labels stays together as one piece."""
    lowered = skill_key_preserving(blob)
    size = min(len(lowered), MAX_BLOB)
    keys = vocabulary.label_keys
    best = [0.0] * (size + 1)
    step = [(0, False)] * (size + 1)
    for end in range(1, size + 1):
        best[end], step[end] = best[end - 1], (end - 1, False)
        for length in range(2, min(MAX_PIECE, end) + 1):
            piece = lowered[end - length : end]
            if piece in keys or (piece.endswith("s") and piece[:-1] in keys):
                score = best[end - length] + length * length
                if score > best[end]:
                    best[end], step[end] = score, (end - length, True)
    pieces: list[tuple[int, int, bool]] = []
    position = size
    while position > 0:
        previous, known = step[position]
        if pieces and not known and not pieces[-1][2]:
            pieces[-1] = (previous, pieces[-1][1], False)
        else:
            pieces.append((previous, position, known))
        position = previous
    return [(start, end) for start, end, _ in reversed(pieces) if blob[start:end].strip()]


def skill_key_preserving(text: str) -> str:
    return fold(text).replace("-", " ").replace("/", " ")


def agrees(declared: str, wording: str) -> bool:
    """Whether a declared tag is worded in a sentence, elisions included.

    "kernel-level networking stacks" is found in "both kernel-level and user-space networking stacks", and "SIMD
    optimizations" in "SIMD (Single Instruction, Multiple Data) optimizations".
    """
    tag_words = skill_key(declared).split()
    text_words = re.findall(r"[a-z0-9+#.]+", skill_key(wording))
    if len(tag_words) == 1:
        return any(_same(tag_words[0], word) for word in text_words)
    position = 0
    first: int | None = None
    for index, word in enumerate(text_words):
        if _same(tag_words[position], word):
            first = index if first is None else first
            position += 1
            if position == len(tag_words):
                return first is not None and index - first <= len(tag_words) + 5
    return False


def _same(a: str, b: str) -> bool:
    a, b = a.strip("."), b.strip(".")
    return a == b or a == b + "s" or b == a + "s"
