"""A line of a resume among its neighbours, with the words in it that a requirement asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.core.features import SkillVocabulary
from reading.words import content_stems

_WORD = re.compile(r"[^\s,;:()|•·/]*[^\s,;:()|•·/.!?]")


@dataclass(frozen=True, slots=True)
class ContextLine:
    """``pieces`` are (text, is marked); together they are the line."""

    number: int
    pieces: tuple[tuple[str, bool], ...]
    is_quoted: bool


def in_context(
    lines: Sequence[str], number: int, wanted: str, skills: Iterable[str], vocabulary: SkillVocabulary
) -> list[ContextLine]:
    """Line ``number`` (from 1) with the nearest line above and below that has words; empty where there is no such line.

    Marked in it are the words it shares with ``wanted``, and the skills that are, or imply, one of ``skills``.
    """
    if not 1 <= number <= len(lines):
        return []
    above = next((place for place in range(number - 1, 0, -1) if lines[place - 1].strip()), None)
    below = next((place for place in range(number + 1, len(lines) + 1) if lines[place - 1].strip()), None)
    excerpt = [ContextLine(place, ((lines[place - 1].strip(), False),), False) for place in (above,) if place]
    excerpt.append(ContextLine(number, _marked(lines[number - 1].strip(), wanted, frozenset(skills), vocabulary), True))
    excerpt += [ContextLine(place, ((lines[place - 1].strip(), False),), False) for place in (below,) if place]
    return excerpt


def _marked(
    text: str, wanted: str, skills: frozenset[str], vocabulary: SkillVocabulary
) -> tuple[tuple[str, bool], ...]:
    stems = frozenset(content_stems(wanted))
    spans = [match.span() for match in _WORD.finditer(text) if not stems.isdisjoint(content_stems(match.group()))]
    spans += [
        (mention.span[0], mention.span[1])
        for mention in vocabulary.find(text)
        if mention.slug in skills or not skills.isdisjoint(vocabulary.implied(mention.slug))
    ]
    pieces: list[tuple[str, bool]] = []
    reached = 0
    for start, end in sorted(spans):
        if end <= reached:
            continue
        if max(start, reached) > reached:
            pieces.append((text[reached:start], False))
        pieces.append((text[max(start, reached) : end], True))
        reached = end
    if reached < len(text):
        pieces.append((text[reached:], False))
    return tuple(pieces)
