"""Learning the reader anew from files of labelled postings and rows of feeds."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command

from postings.management.commands import learn_reader
from reading.learning import clauses
from reading.posting.header_lines import HeaderLines


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """A few postings of our own instead of all: learning takes seconds, not minutes."""
    cases = clauses.own_cases()[:3]
    monkeypatch.setattr(clauses, "own_cases", lambda: cases)
    monkeypatch.setattr(learn_reader, "LEAST", 3)
    return cases


def learn(folder: Path, *rows: object) -> dict[str, object]:
    source = folder / "rows.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = StringIO()
    call_command(
        "learn_reader", str(source), out=folder / "clauses.npz", header_out=folder / "header.npz", json=True, stdout=out
    )
    answer: dict[str, object] = json.loads(out.getvalue())
    return answer


def test_clauses_and_header_are_learned_from_what_a_file_holds(own: list[dict[str, object]], tmp_path: Path) -> None:
    feed = {"title": "Kiln Tender", "company": "Halden Hops", "location": "Ulm", "description": "You tend the kiln."}
    answer = learn(tmp_path, *own, feed)
    assert answer["rows of feeds"] == 1
    assert answer["postings"] == 2 * len(own)
    written = answer["written"]
    assert isinstance(written, list)
    assert [Path(entry["path"]).name for entry in written] == ["clauses.npz", "header.npz"]
    assert all(entry["bytes"] > 0 for entry in written)
    with np.load(tmp_path / "header.npz") as stored:
        model = HeaderLines(stored["weights"].astype(np.float32) * stored["scale"], stored["bias"])
    likely = model.probabilities("Kiln Tender")
    assert max(likely, key=lambda kind: likely[kind]) == "title"


def test_learning_twice_writes_the_same_bytes(own: list[dict[str, object]], tmp_path: Path) -> None:
    learn(tmp_path, own[0])
    first = [(tmp_path / name).read_bytes() for name in ("clauses.npz", "header.npz")]
    learn(tmp_path, own[0])
    assert [(tmp_path / name).read_bytes() for name in ("clauses.npz", "header.npz")] == first
