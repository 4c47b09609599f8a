"""The command that learns anew what titles say of texts."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command

from matching import core, engine
from matching.embedding.lexical import LexicalEmbedder

TRADES = ("Roof Tiler", "Ward Nurse", "Payroll Clerk", "Tram Driver", "Pastry Cook")


def learn(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
    try:
        call_command("learn_title_map", str(path), "--json", *options)
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    return code, json.loads(capsys.readouterr().out)


def write(path: Path, number: int) -> Path:
    cases = [
        {"title": TRADES[i % 5], "description": f"{TRADES[i % 5]} wanted, shift {i}, for the work of that trade."}
        for i in range(number)
    ]
    path.write_text("\n".join(json.dumps(case) for case in cases))
    return path


def test_a_map_is_learned_from_postings_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "embed", lambda: LexicalEmbedder().embed)
    out = tmp_path / "map.npy"
    code, said = learn(write(tmp_path / "postings.jsonl", 1000), capsys, "--out", str(out))
    assert (code, said["postings"], said["written"]) == (0, 1000, str(out))
    assert np.load(out).shape == (2, 384, said["rank"])
    assert not np.array_equal(np.load(out), np.load(core.TITLE_MAP_PATH))


@pytest.mark.parametrize("number", [0, 999])
def test_too_few_postings_are_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(engine, "embed", lambda: LexicalEmbedder().embed)
    out = tmp_path / "map.npy"
    code, said = learn(write(tmp_path / "postings.jsonl", number), capsys, "--out", str(out))
    assert (code, said["error"]) == (2, "too_few")
    assert not out.exists()


def test_without_the_model_there_is_nothing_to_learn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = learn(write(tmp_path / "postings.jsonl", 5), capsys)
    assert (code, said["error"]) == (2, "no_model")
