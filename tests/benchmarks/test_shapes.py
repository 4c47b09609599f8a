"""The benchmarks run and print the document others read. How fast they are is not asserted here."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jobboard.filling.texts import pdf_of, posting_text, resume_text

ROOT = Path(__file__).resolve().parents[2]
GOAL_KEYS = {"id", "what", "ours", "beside", "ratio", "goal", "met"}
RUNS = {
    "matching": (
        ["--postings", "30", "--resumes", "3", "--rate-seconds", "0.5"],
        {"P1", "P2", "P3", "P4", "P5", "P10", "P11", "memory"},
    ),
    "search": (["--postings", "30"], {"P6", "P7", "rebuild", "catch_up"}),
    "web": (["--postings", "30", "--resumes", "3"], {"P8", "P9"}),
    "parsing": (["--limit", "5"], {"reading", "crashes", "the", "vocabulary"}),
    "resumes": ([], {"read", "seconds", "memory"}),
}


@pytest.fixture(autouse=True)
def quick_and_apart() -> None:
    """Nothing of the unit tests' set-up: a benchmark has a board of its own."""


def run(name: str, *options: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", f"benchmarks.{name}", "--repetitions", "2", *options]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.parametrize("name", RUNS)
def test_a_benchmark_prints_one_document_of_the_promised_shape(name: str) -> None:
    options, goals = RUNS[name]
    document: dict[str, Any] = json.loads(run(name, *options, "--json"))
    assert document.keys() == {"goals", "machine"}
    assert goals <= {goal["id"].split()[0] for goal in document["goals"]}
    for goal in document["goals"]:
        assert goal.keys() == GOAL_KEYS
        assert goal["met"] in {True, False, None}
        assert goal["what"]
        assert goal["goal"]
        if goal["ours"] is None:
            assert goal["met"] is None
        for figures in (goal["ours"] or {}, goal["beside"] or {}):
            assert all(isinstance(value, float | int) and value >= 0 for value in figures.values())


def test_without_json_a_person_reads_a_table() -> None:
    table = run("parsing", "--limit", "5")
    assert "goal: precision and recall 1" in table
    assert "skills found in the vocabulary's own yes and no sentences" in table


def test_the_same_seed_and_number_give_the_same_text() -> None:
    assert posting_text(1, 7) == posting_text(1, 7) != posting_text(1, 8)
    assert resume_text(1, 7) == resume_text(1, 7) != resume_text(2, 7)
    assert pdf_of("One (1) line").startswith(b"%PDF-")
