"""Which words of a posting's body ask something, name a duty or promise a benefit: a learned labeller.

The body is cut into atoms; the headings above are among the features of each; the model labels the atoms and thereby
joins them to clauses again.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reading.posting.atoms import Atom, cut_atoms
from reading.posting.clause_features import BODY, HEADING, PAGE, Context, describe_atoms
from reading.posting.lines import Line
from reading.posting.sections import Block
from reading.posting.wording import spoken_in
from reading.sequence_model import SequenceModel, read_model
from reading.spans import Span
from reading.vocabulary import Vocabulary

KINDS = ("requirement", "duty", "benefit")
LABELS = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BI"))
LINKS = ("apart", "section", "line", "sign", "list")
WITH_CAPITAL_NOUNS = frozenset({"de"})
MODEL_PATH = Path(__file__).parent.parent / "data" / "clauses.npz"


@dataclass(frozen=True, slots=True)
class Clause:
    """Some neighbouring atoms that belong together. ``kind`` is requirement, duty, benefit or fact; ``block`` is the
    number of the section it stands in.
    """

    span: Span
    kind: str
    block: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """The atoms of a body and their features: what a model labels, and what it learns from."""

    atoms: list[Atom]
    contexts: list[Context]
    features: list[list[str]]
    links: list[int]


@lru_cache(maxsize=1)
def default_model() -> SequenceModel:
    """The shipped weights, read once per process."""
    return read_model(MODEL_PATH.read_bytes())


def describe_body(
    text: str,
    lines: Sequence[Line],
    blocks: Sequence[Block],
    skill_starts: Sequence[int],
    vocabulary: Vocabulary,
) -> Labelled:
    """The atoms of a body with their features. ``blocks``: its sections; what stands in none belongs to the page."""
    pieces = _pieces(blocks)
    given = {start: "item" for start, _, _, _ in pieces}
    given |= {edge: HEADING for start, end, role, _ in pieces if role == HEADING for edge in (start, end)}
    spoken = spoken_in(text)
    atoms = cut_atoms(text, lines, vocabulary, capitals=spoken not in WITH_CAPITAL_NOUNS, given=given)
    contexts = _contexts(atoms, pieces, blocks)
    features = describe_atoms(text, atoms, contexts, skill_starts, spoken)
    return Labelled(atoms, contexts, features, link_atoms(atoms, contexts))


def link_atoms(atoms: Sequence[Atom], contexts: Sequence[Context]) -> list[int]:
    """How each atom stands to the one before: an index of ``LINKS``. Inside a list the kind hardly ever changes."""
    links = [LINKS.index("apart")] if atoms else []
    for (before, above), (atom, context) in itertools.pairwise(zip(atoms, contexts, strict=True)):
        if HEADING in (above.role, context.role) or above.section != context.section:
            link = "section"
        elif atom.line == before.line:
            link = "sign" if atom.cut == "sign" else "line"
        elif atom.bullet != before.bullet or (atom.blank_before and not atom.bullet):
            link = "apart"
        else:
            link = "list"
        links.append(LINKS.index(link))
    return links


def label_clauses(body: Labelled, model: SequenceModel) -> list[Clause]:
    """The clauses of a body in order. What no kind fits is a fact, as the section reader cuts it; headings and lines of the page
    around the posting are none.
    """
    clauses: list[Clause] = []
    before: tuple[int, int] | None = None
    labels = model.decode(body.features, body.links)
    for atom, context, label in zip(body.atoms, body.contexts, labels, strict=True):
        if label == "O" and context.role != BODY:
            before = None
            continue
        stands = (context.section, atom.line)
        turns = atom.bullet and context.begins  # a bullet that goes on with what is only welcome
        if (label[:2] == "I-" and not turns) or (label == "O" and stands == before and not context.begins):
            last = clauses[-1]
            clauses[-1] = Clause((last.span[0], atom.end), last.kind, last.block)
        else:
            clauses.append(Clause(atom.span, label[2:] or "fact", context.section))
        before = stands if label == "O" else None
    return clauses


def _pieces(blocks: Sequence[Block]) -> list[tuple[int, int, str, int]]:
    """(start, end, role, number of the block) of all headings and items below them, in order."""
    found: list[tuple[int, int, str, int]] = []
    for number, block in enumerate(blocks):
        if block.heading_span is not None:
            found.append((*block.heading_span, HEADING, number))
        found += [(*span, BODY, number) for span in block.items]
    return sorted(found)


def _contexts(
    atoms: Sequence[Atom], pieces: Sequence[tuple[int, int, str, int]], blocks: Sequence[Block]
) -> list[Context]:
    contexts: list[Context] = []
    first = 0
    number = seen = -1
    for atom in atoms:
        while first < len(pieces) and pieces[first][1] <= atom.start:
            first += 1
        best, most = -1, 0
        index = first
        while index < len(pieces) and pieces[index][0] < atom.end:
            shared = min(pieces[index][1], atom.end) - max(pieces[index][0], atom.start)
            if shared > most:
                best, most = index, shared
            index += 1
        role = PAGE
        if best >= 0:
            role, number = pieces[best][2], pieces[best][3]
        block = blocks[number] if number >= 0 else None
        contexts.append(
            Context(number, block.kind if block else "none", block.heading if block else "", role, 0 <= best != seen)
        )
        seen = best
    return contexts
