"""What a labeller is told of each atom of a posting: its words and form, what stands around it, the heading above it.

Features are short strings. None of them names a language's rule; words and their beginnings and ends speak for all.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reading.folding import fold
from reading.posting import importance, requirements, starters
from reading.posting.atoms import Atom

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]")
MOST_WORDS = 40
HEADING_WORDS = 8
SHORT = 6  # words: a neighbour this short is told word by word
LENGTHS = (1, 2, 3, 5, 8, 13, 21, 34)
FAR = 9
RUNS = (60, 120, 200, 400)  # characters
CHARACTERS_OF_A_LINE = 350  # more on average: the text lost its line breaks
CUES = {
    "must": importance.MUST,
    "wish": importance.WISH,
    "asks": requirements.ASKS,
    "asks-not": requirements.NOT_ASK,
    "duty": requirements.DUTY,
    "benefit": requirements.BENEFIT,
    "company": requirements.COMPANY,
    "trait": requirements.UNREADABLE,
    "constraint": requirements.CONSTRAINT,
}
HEADING, BODY, PAGE = "heading", "body", "page"
CUES_OF_NEIGHBOURS = frozenset({"asks", "duty", "benefit", "asks-not"})


@dataclass(frozen=True, slots=True)
class Context:
    """Where an atom stands: in a section of a kind, under a heading. ``section`` is a number that is the same for all
    atoms of one section; ``role`` is heading, body, or page (around the posting); ``begins``: the section reader begins
    an item here.
    """

    section: int
    kind: str
    heading: str
    role: str
    begins: bool


@dataclass(slots=True)
class _Piece:
    words: list[str]
    end: str
    cues: list[str]
    verb: bool


def describe_atoms(
    text: str, atoms: Sequence[Atom], contexts: Sequence[Context], skill_starts: Sequence[int], language: str | None
) -> list[list[str]]:
    """The features of each atom. ``skill_starts``: where skills are named, in order."""
    folded = fold(text)
    lines = len({atom.line for atom in atoms})
    glued = bool(atoms) and (atoms[-1].end - atoms[0].start) > CHARACTERS_OF_A_LINE * lines
    pieces = [_piece(text, folded, atom) for atom in atoms]
    runs = _runs(text, atoms)
    signs = Counter(atom.line for atom in atoms if atom.cut == "sign")
    described: list[list[str]] = []
    section, since = -1, 0
    for index, (atom, context, piece) in enumerate(zip(atoms, contexts, pieces, strict=True)):
        since = since + 1 if context.section == section else 0
        section = context.section
        named = bisect_left(skill_starts, atom.end) - bisect_left(skill_starts, atom.start)
        features = [f"posn={10 * index // len(atoms)}", *_of_words(piece)]
        features += _of_form(text[atom.start : atom.end], atom, piece)
        features += _of_section(atom, context, piece, min(since, FAR), min(named, 3), language or "?")
        if glued:
            features += ["G", f"G+cut={atom.cut}", f"G+sk={context.kind}{atom.cut}"]
        features += _of_neighbours(index, atoms, contexts, pieces)
        features += _of_cut(
            text, atom, piece, pieces[index - 1] if index else None, runs.get(atom.line, "0"), signs[atom.line]
        )
        described.append(features)
    return described


def _piece(text: str, folded: str, atom: Atom) -> _Piece:
    lowered = folded[atom.start : atom.end]
    words = WORD.findall(lowered) or ["?"]
    last = text[atom.end - 1]
    end = last if last in ".:;!?,)" else "a" if last.isalpha() else "d" if last.isdigit() else "s"
    cues = [name for name, pattern in CUES.items() if pattern.search(lowered)]
    return _Piece(words, end, cues, starters.is_duty_verb(words[0]))


def _of_words(piece: _Piece) -> list[str]:
    words = piece.words
    told = dict.fromkeys(words[:MOST_WORDS])
    features = [f"w={word}" for word in told]
    features += [f"s={word[:5]}" for word in told if len(word) > 5]
    features += [f"e={word[-4:]}" for word in dict.fromkeys(words[:8]) if len(word) > 6]
    first = words[0]
    features += [f"w0={first}", f"w01={' '.join(words[:2])}", f"w012={' '.join(words[:3])}"]
    features += [f"s0={first[:4]}", f"e0={first[-3:]}", f"wl={words[-1]}", f"wl2={' '.join(words[-2:])}"]
    if len(words) > 1:
        features += [f"w1={words[1]}", f"e1={words[1][-3:]}"]
    features += [f"bi={a} {b}" for a, b in itertools.pairwise(words)]
    return features


@lru_cache(maxsize=256)
def _length(words: int) -> str:
    return str(sum(words > bound for bound in LENGTHS))


def _of_form(raw: str, atom: Atom, piece: _Piece) -> list[str]:
    bullet, place = int(atom.bullet), atom.place
    case = "U" if raw.isupper() else "T" if raw[:1].isupper() else "l" if raw[:1].islower() else "x"
    features = [
        "b",
        f"len={_length(len(piece.words))}",
        f"end={piece.end}",
        f"cut={atom.cut}",
        f"bul={bullet}",
        f"cutbul={atom.cut}{bullet}{place}",
        f"blank={int(atom.blank_before)}{place}",
        f"al={place}",
        f"case={case}{atom.cut}",
    ]
    if any(character.isdigit() for character in raw):
        features.append("dig")
    if any(character in "$€£" for character in raw):
        features.append("money")
    if atom.chrome:
        features.append("chrome")
    return features


def _runs(text: str, atoms: Sequence[Atom]) -> dict[int, str]:
    """How long each line runs on without the end of a sentence, in classes."""
    edges: dict[int, tuple[int, int]] = {}
    for atom in atoms:
        start, _ = edges.get(atom.line, (atom.start, 0))
        edges[atom.line] = (start, atom.end)
    return {
        line: str(sum((end - start) // (1 + text.count(". ", start, end)) > bound for bound in RUNS))
        for line, (start, end) in edges.items()
    }


def _of_cut(text: str, atom: Atom, piece: _Piece, before: _Piece | None, run: str, signs: int) -> list[str]:
    """What tells a clause that begins from a word that only has a capital: the words on both sides of the cut."""
    cut, first = atom.cut, piece.words[0]
    shape = "".join(_shape(word) for word in text[atom.start : atom.end].split(None, 2)[:2])
    features = [
        f"k+w0={cut}{first}",
        f"k+e0={cut}{first[-3:]}",
        f"k+shape={cut}{shape}",
        f"k+run={cut}{run}",
        f"k+signs={cut}{min(signs, 3)}",
        f"k+verb={cut}{int(piece.verb)}{shape}",
        f"k+len={cut}{_length(len(piece.words))}",
    ]
    if before is not None:
        features += [
            f"k+before={cut}{before.words[-1]}",
            f"k+ebefore={cut}{before.words[-1][-3:]}",
            f"k+lbefore={cut}{_length(len(before.words))}",
        ]
    return features


def _shape(word: str) -> str:
    return "U" if word.isupper() else "T" if word[:1].isupper() else "l" if word[:1].islower() else "x"


def _of_section(atom: Atom, context: Context, piece: _Piece, since: int, skills: int, language: str) -> list[str]:
    kind, first = context.kind, piece.words[0]
    length, bullet = _length(len(piece.words)), f"{int(atom.bullet)}{atom.place}"
    features = [
        f"sk={kind}",
        f"sk+cut={kind}{atom.cut}",
        f"sk+bul={kind}{bullet}",
        f"sk+since={kind}{since}",
        f"sk+len={kind}{length}",
        f"sk+w0={kind}{first}",
        f"sk+lang={kind}{language}",
        f"ns={skills}",
        f"ns+sk={skills}{kind}",
        f"lang={language}",
        f"role={context.role}",
        f"begins={int(context.begins)}",
        f"begins+cut={int(context.begins)}{atom.cut}",
        f"begins+sk={int(context.begins)}{kind}",
        f"begins+len={int(context.begins)}{length}",
    ]
    features += [f"h={word}" for word in _heading_words(context.heading)]
    for cue in piece.cues:
        features += [f"c={cue}", f"c+sk={cue}{kind}"]
    if piece.verb:
        features += ["verb", f"verb+sk={kind}"]
    return features


@lru_cache(maxsize=256)
def _heading_words(heading: str) -> tuple[str, ...]:
    return tuple(WORD.findall(fold(heading))[:HEADING_WORDS])


def _of_neighbours(
    index: int, atoms: Sequence[Atom], contexts: Sequence[Context], pieces: Sequence[_Piece]
) -> list[str]:
    features: list[str] = []
    for step in (-2, -1, 1, 2):
        other = index + step
        if not 0 <= other < len(atoms):
            features.append(f"{step}edge")
            continue
        piece = pieces[other]
        features.append(f"{step}role={contexts[other].role}{int(contexts[other].begins)}{contexts[other].kind}")
        if piece.verb:
            features.append(f"{step}verb")
        if abs(step) == 1:
            features += _of_neighbour(step, atoms[index], atoms[other], piece)
    if index:
        features.append(f"endcut={pieces[index - 1].end}{atoms[index].cut}")
    return features


def _of_neighbour(step: int, atom: Atom, other: Atom, piece: _Piece) -> list[str]:
    first = piece.words[0]
    apart = other.line - atom.line
    features = [
        f"{step}w0={first}",
        f"{step}s0={first[:4]}",
        f"{step}e0={first[-3:]}",
        f"{step}wl={piece.words[-1]}",
        f"{step}end={piece.end}",
        f"{step}cut={other.cut}",
        f"{step}bul={int(other.bullet)}",
        f"{step}line={apart if abs(apart) < 2 else 'far'}",
    ]
    if len(piece.words) <= SHORT:
        features += [f"{step}W={word}" for word in piece.words]
    features += [f"{step}c={cue}" for cue in piece.cues if cue in CUES_OF_NEIGHBOURS]
    return features
