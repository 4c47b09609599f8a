"""Which words of a posting's body ask something, name a duty or promise a benefit: a learned labeller behind the rules.

The body is cut into atoms; the section reader's headings and answers are among the features of each; the model labels
the atoms and thereby joins them to clauses again.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reading import language
from reading.posting.atoms import Atom, cut_atoms
from reading.posting.clause_features import Context, describe_atoms
from reading.posting.lines import Line
from reading.posting.sections import Block
from reading.sequence_model import SequenceModel, read_model
from reading.spans import Span
from reading.vocabulary import Vocabulary

KINDS = ("requirement", "duty", "benefit")
LABELS = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BI"))
LINKS = ("apart", "section", "line", "sign", "list")
WITH_CAPITAL_NOUNS = frozenset({"de"})
MODEL_PATH = Path(__file__).parent.parent / "data" / "clauses.npz"
HEADING = "heading"
NOTHING = "none"


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
    kinds: Sequence[Sequence[str]],
    skill_starts: Sequence[int],
    vocabulary: Vocabulary,
) -> Labelled:
    """The atoms of a body with their features. ``kinds``: what the rules call each item of each block."""
    items = _items(blocks, kinds)
    given = [edge for start, end, kind, _ in items for edge in ((start, end) if kind == HEADING else (start,))]
    spoken = language.detect(text)
    atoms = cut_atoms(text, lines, vocabulary, capitals=spoken not in WITH_CAPITAL_NOUNS, given=given)
    contexts = _contexts(atoms, items, blocks)
    features = describe_atoms(text, atoms, contexts, skill_starts, spoken)
    return Labelled(atoms, contexts, features, link_atoms(atoms, contexts))


def link_atoms(atoms: Sequence[Atom], contexts: Sequence[Context]) -> list[int]:
    """How each atom stands to the one before: an index of ``LINKS``. Inside a list the kind hardly ever changes."""
    links = [LINKS.index("apart")] if atoms else []
    for (before, above), (atom, context) in itertools.pairwise(zip(atoms, contexts, strict=True)):
        if HEADING in (above.answer, context.answer) or above.section != context.section:
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
    """The clauses of a body in order. What no kind fits is a fact, cut where its line, section or item is; headings and
    lines of the page around the posting are none.
    """
    clauses: list[Clause] = []
    before: tuple[str, int, int] | None = None
    labels = model.decode(body.features, body.links)
    for atom, context, label in zip(body.atoms, body.contexts, labels, strict=True):
        if label == "O" and context.answer in (HEADING, NOTHING):
            before = None
            continue
        kind = label[2:] or "fact"
        key = (kind, context.section, atom.line)
        if label[:2] == "I-" or (label == "O" and key == before and not context.begins):
            last = clauses[-1]
            clauses[-1] = Clause((last.span[0], atom.end), last.kind, last.block)
        else:
            clauses.append(Clause(atom.span, kind, context.section))
        before = key
    return clauses


def _items(blocks: Sequence[Block], kinds: Sequence[Sequence[str]]) -> list[tuple[int, int, str, int]]:
    """(start, end, kind, number of the block) of all headings and items, in order."""
    found: list[tuple[int, int, str, int]] = []
    for number, (block, named) in enumerate(zip(blocks, kinds, strict=True)):
        if block.heading_span is not None:
            found.append((*block.heading_span, HEADING, number))
        found += [(*span, kind, number) for span, kind in zip(block.items, named, strict=True)]
    return sorted(found)


def _contexts(
    atoms: Sequence[Atom], items: Sequence[tuple[int, int, str, int]], blocks: Sequence[Block]
) -> list[Context]:
    contexts: list[Context] = []
    first = 0
    number = -1
    seen = -1
    for atom in atoms:
        while first < len(items) and items[first][1] <= atom.start:
            first += 1
        best, most = -1, 0
        index = first
        while index < len(items) and items[index][0] < atom.end:
            shared = min(items[index][1], atom.end) - max(items[index][0], atom.start)
            if shared > most:
                best, most = index, shared
            index += 1
        answer = NOTHING
        if best >= 0:
            answer, number = items[best][2], items[best][3]
        block = blocks[number] if number >= 0 else None
        contexts.append(
            Context(number, block.kind if block else "none", block.heading if block else "", answer, 0 <= best != seen)
        )
        seen = best
    return contexts
