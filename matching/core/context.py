"""Lines of a resume as pages show them: whole clauses, among their neighbours, the words that a requirement asks for
marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.core.features import SkillVocabulary
from reading.words import content_stems

Pieces = tuple[tuple[str, bool], ...]

LONGEST_CLAUSE = 240
# How much of a clause stands before its first marked word where it has to fit on one line.
BEFORE_MARK = 28
_BULLET = re.compile(r"^[\s\-–—*•·▪◦●‣>o]+(?=\s)\s*")
_END = re.compile(r"[.;:!?]\s*$")
_CLAUSE_END = re.compile(r"[.;!?](?=\s|$)")
_WORD = re.compile(r"[^\s,;:()|•·/]*[^\s,;:()|•·/.!?]")


@dataclass(frozen=True, slots=True)
class ContextLine:
    """``pieces`` are (text, is marked); together they are the line."""

    number: int
    pieces: Pieces
    is_quoted: bool


def in_context(
    lines: Sequence[str], number: int, wanted: str, skills: Iterable[str], vocabulary: SkillVocabulary
) -> list[ContextLine]:
    """Line ``number`` (from 1) with the nearest line above and below that has words; empty where there is no such line.

    The words of it that ``mark_words`` marks are marked.
    """
    if not 1 <= number <= len(lines):
        return []
    above = next((place for place in range(number - 1, 0, -1) if lines[place - 1].strip()), None)
    below = next((place for place in range(number + 1, len(lines) + 1) if lines[place - 1].strip()), None)
    excerpt = [ContextLine(place, ((lines[place - 1].strip(), False),), False) for place in (above,) if place]
    excerpt.append(ContextLine(number, mark_words(lines[number - 1].strip(), wanted, skills, vocabulary), True))
    excerpt += [ContextLine(place, ((lines[place - 1].strip(), False),), False) for place in (below,) if place]
    return excerpt


def whole_clause(lines: Sequence[str], number: int, quote: str) -> str:
    """``quote`` of line ``number`` (from 1) without its bullet, and with what of the same clause stands on the lines
    beside it: a line that is broken in mid-sentence goes on in the next one. At most ``LONGEST_CLAUSE`` characters.
    """
    text = _BULLET.sub("", quote).strip()
    if not 1 <= number <= len(lines) or not text:
        return text
    line, whole = _BULLET.sub("", lines[number - 1]).strip(), text
    before = _BULLET.sub("", lines[number - 2]).strip() if number > 1 else ""
    after = lines[number].strip() if number < len(lines) else ""
    if line.startswith(text) and text[0].islower() and before and not _END.search(before):
        whole = f"{_CLAUSE_END.split(before)[-1].strip()} {whole}"
    if line.endswith(text) and after[:1].islower() and not _END.search(text):
        end = _CLAUSE_END.search(after)
        whole = f"{whole} {after[: end.end()] if end else after}"
    return whole if len(whole) <= LONGEST_CLAUSE else text


def around_mark(pieces: Pieces) -> Pieces:
    """The pieces with little before the first marked word, so that it shows where the end of a line is cut."""
    if len(pieces) < 2 or pieces[0][1] or len(pieces[0][0]) <= BEFORE_MARK:
        return pieces
    words = pieces[0][0][-BEFORE_MARK:].partition(" ")[2]
    return ((f"… {words}", False), *pieces[1:])


def mark_words(text: str, wanted: str, slugs: Iterable[str], vocabulary: SkillVocabulary) -> Pieces:
    """(text, is marked) pieces of ``text``; marked are the words it shares with ``wanted``, and the skills that are, or
    imply, one of ``slugs``.
    """
    skills = frozenset(slugs)
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
        if pieces and pieces[-1][1] and not text[reached:start].strip():
            pieces[-1] = (f"{pieces[-1][0]}{text[reached:end]}", True)
            reached = end
            continue
        if max(start, reached) > reached:
            pieces.append((text[reached:start], False))
        pieces.append((text[max(start, reached) : end], True))
        reached = end
    if reached < len(text):
        pieces.append((text[reached:], False))
    return tuple(pieces)
