"""From labelled postings to the weights of the clause labeller."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from reading.learning.folds import source_of
from reading.learning.layouts import LabelledText, copies, crop, drop_spans, join_lines, put_before
from reading.learning.random_field import Example, train
from reading.mojibake import mend
from reading.posting.clause_features import BODY, HEADING
from reading.posting.labelling import LABELS, LINKS, Labelled
from reading.posting.posting import describe_text
from reading.sequence_model import SequenceModel

Case = Mapping[str, Any]
OWN_CASES = Path(__file__).parent.parent / "training" / "postings.jsonl"
LEAST_SHARE = 0.5
"""An atom belongs to a labelled span that holds this share of it."""
WEIGHT_OF_COPY = 0.5
COPIES_OF_EACH = 2
SHORT_COPIES, LONGEST_SHORT = 3, 4
TURN = 2  # of four copies, the two that are least alike


def learn_clauses(cases: Iterable[Case]) -> SequenceModel:
    """The labeller learned from labelled postings (keys of the gold sets) and from copies of them in other layouts."""
    cases = list(cases)
    return train_on((example for case in cases for example in examples_of(case)), card=describe_cases(cases))


def train_on(examples: Iterable[Example], card: Mapping[str, Any] | None = None) -> SequenceModel:
    return train(list(examples), LABELS, len(LINKS), card=card)


def own_cases() -> list[dict[str, Any]]:
    """Postings written and labelled for learning, in our own words; nothing is measured on them."""
    return [json.loads(line) for line in OWN_CASES.read_text(encoding="utf-8").splitlines()]


def describe_cases(cases: Sequence[Case]) -> dict[str, Any]:
    """The data card: how many postings, from how many sources, in which languages, with how many labelled clauses."""
    clauses = Counter(kind for case in cases for _, _, kind in labelled_text(case).spans)
    return {
        "postings": len(cases),
        "sources": len({source_of(case) for case in cases}),
        "languages": dict(sorted(Counter(str(case.get("language") or "not said") for case in cases).items())),
        "clauses": dict(sorted(clauses.items())),
        "copies of each": COPIES_OF_EACH,
        "weight of a copy": WEIGHT_OF_COPY,
    }


def examples_of(case: Case) -> Iterator[Example]:
    """A posting as it stands, then some of its copies, which count less. Which ones its text decides, so that learning
    twice is learning alike.
    """
    source = labelled_text(case)
    body = describe_text(source.text)
    yield _example(source, body, 1.0)
    others = all_copies(source, body)
    first = zlib.crc32(source.text.encode())
    for turn in range(COPIES_OF_EACH):
        _, copy = others[(first + turn * TURN) % len(others)]
        yield _example(copy, describe_text(copy.text), WEIGHT_OF_COPY)
    for copy in short_copies(source, body, first):
        yield _example(copy, describe_text(copy.text), WEIGHT_OF_COPY)


def short_copies(source: LabelledText, body: Labelled, choice: int) -> Iterator[LabelledText]:
    """The first few clauses below a heading and nothing else, because postings may be that short: with the heading, with
    it and all glued together, and without it but behind a line that asks nothing.
    """
    atoms = list(zip(body.atoms, body.contexts, strict=True))
    starts = [atom.start for atom, context in atoms if context.role == HEADING]
    for turn in range(min(SHORT_COPIES, len(starts))):
        start = starts[(choice + turn * TURN) % len(starts)]
        below = [span for span in source.spans if span[0] > start][: 1 + (choice + turn) % LONGEST_SHORT]
        if not below:
            continue
        if turn == 2:
            plain = [atom for atom, context in atoms if context.role == BODY and atom.end <= source.spans[0][0]]
            first = crop(source, below[0][0], below[-1][1])
            yield put_before(first, source.text[slice(*plain[-1].span)] + "\n") if plain else first
            continue
        short = crop(source, start, below[-1][1])
        yield join_lines("")(short) if turn == 1 else short


def all_copies(source: LabelledText, body: Labelled) -> Sequence[tuple[str, LabelledText]]:
    """A posting in other layouts, and without its headings."""
    headings = (atom.span for atom, context in zip(body.atoms, body.contexts, strict=True) if context.role == HEADING)
    return [*copies(source), ("no headings", drop_spans(source, headings))]


def labelled_text(case: Case) -> LabelledText:
    """The labelled clauses of a posting where they stand in its text. Of words that stand there twice, the first that
    no other clause has taken.
    """
    text, gold = mend(str(case["raw"]))[0], case["gold"]
    named = [
        *(("requirement", row["text"]) for row in gold["requirements"]),
        *(("duty", row) for row in gold["responsibilities"]),
        *(("benefit", row) for row in gold["benefits"]),
    ]
    taken: list[tuple[int, int, str]] = []
    for kind, given in named:
        words = mend(given)[0]
        start = text.find(words)
        while start >= 0 and any(a < start + len(words) and start < b for a, b, _ in taken):
            start = text.find(words, start + 1)
        if start >= 0 and words:
            taken.append((start, start + len(words), kind))
    return LabelledText(text, tuple(sorted(taken)))


def _example(source: LabelledText, body: Labelled, weight: float) -> Example:
    return Example(body.features, body.links, label_atoms(body, source.spans), weight)


def label_atoms(body: Labelled, spans: Sequence[tuple[int, int, str]]) -> list[str]:
    """The right label of each atom: the kind that holds most of it. An atom that holds several labelled spans, because
    nothing cuts between them, is one of that kind.
    """
    labels: list[str] = []
    last = -1
    first = 0
    for atom in body.atoms:
        while first < len(spans) and spans[first][1] <= atom.start:
            first += 1
        shares: Counter[str] = Counter()
        begun: dict[str, int] = {}
        ended: dict[str, int] = {}
        for index in range(first, len(spans)):
            start, end, kind = spans[index]
            if start >= atom.end:
                break
            shares[kind] += min(end, atom.end) - max(start, atom.start)
            begun.setdefault(kind, index)
            ended[kind] = index
        kind, share = shares.most_common(1)[0] if shares else ("", 0)
        if share < LEAST_SHARE * (atom.end - atom.start):
            labels.append("O")
            last = -1
        else:
            labels.append(f"{'I' if begun[kind] == last else 'B'}-{kind}")
            last = ended[kind]
    return labels
