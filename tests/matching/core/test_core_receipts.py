"""A receipt that anybody can work out again, and what-ifs that come true exactly."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from matching.core import explain, receipt, requirement_row, score, score_if_met, suggestions
from matching.core.evidence import compile_resume
from tests.matching.core.people import VOCABULARY, posting, resume

SCRIPT = Path(__file__).resolve().parents[3] / "static" / "receipts" / "verify_receipt.py"
LINES = (
    "Tuned slow PostgreSQL queries of the tile store",
    "Django and Python services",
    "Baked pastry for a hotel",
    "Welding of steel frames",
    "Kept import scripts running",
    "Led a team of four",
)
ASKED = (
    "Knowledge of Rust", "Python and Django", "Welding or pastry", "Knowledge of PostgreSQL, MySQL or similar",
    "Excellent communication skills", "Two years of Python", "Valid driver's license", "Master's degree in law",
    "Tuning slow queries of a tile store", "Keeping import scripts of a catalogue running",
)  # fmt: skip


def some_pair(seed):
    draw = random.Random(seed)
    rows = [
        requirement_row(
            str(index), text, VOCABULARY, importance=draw.choice(["required", "preferred"]),
            kind=draw.choice(["requirement", "duty"]),
        )
        for index, text in enumerate(draw.sample(ASKED, draw.randint(1, len(ASKED))))
    ]  # fmt: skip
    asked = posting(())
    object.__setattr__(asked, "requirements", tuple(rows))
    text = "\n".join(["Backend Developer", *draw.sample(LINES, draw.randint(1, len(LINES)))])
    return asked, resume(text, ())


def verify(data, tmp_path):
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(data))
    done = subprocess.run([sys.executable, str(SCRIPT), str(file)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_the_script_is_short_and_needs_nothing_else():
    lines = SCRIPT.read_text().splitlines()
    assert len(lines) <= 60
    assert {line.split()[1] for line in lines if line.startswith("import")} == {"json", "math", "sys"}


def test_a_receipt_gives_the_same_score(tmp_path):
    for seed in range(12):
        explanation = explain(*some_pair(seed), vocabulary=VOCABULARY)
        code, said = verify(receipt(explanation, {"engine": "test"}), tmp_path)
        if explanation.score is None:
            continue
        assert (code, said.strip()) == (0, f"The receipt is right: {explanation.score} of 100.")


@pytest.mark.parametrize("change", ["verdict", "points", "similarity", "score", "importance"])
def test_a_receipt_that_was_tampered_with_is_wrong(tmp_path, change):
    explanation = explain(posting(), resume(), vocabulary=VOCABULARY)
    data = json.loads(json.dumps(receipt(explanation, {})))
    row = next(row for row in data["rows"] if row["verdict"] == "not_found")
    if change == "verdict":
        row["verdict"] = "met"
    elif change == "points":
        row["points"] += 1
    elif change == "importance":
        row["importance"] = "preferred" if row["importance"] == "required" else "required"
    elif change == "similarity":
        data["role"]["similarity"] = 0.2
    else:
        data["score"] += 1
    assert verify(data, tmp_path)[0] == 1


def test_two_hundred_what_ifs_come_true_exactly():
    tried = 0
    for seed in range(1000):
        asked, person = some_pair(seed)
        explanation = explain(asked, person, vocabulary=VOCABULARY)
        line = compile_resume(person, VOCABULARY).lines[0].number
        for entry in suggestions(explanation):
            shown = {entry.row.key: line}
            assert explain(asked, person, vocabulary=VOCABULARY, shown=shown).score == entry.score
            assert score(asked, person, vocabulary=VOCABULARY, shown=shown) == entry.score
            assert entry.score >= explanation.score
            tried += 1
        keys = {entry.row.key for entry in suggestions(explanation)}
        everything = explain(asked, person, vocabulary=VOCABULARY, shown=dict.fromkeys(keys, line))
        assert everything.score == score_if_met(explanation, keys)
        if tried >= 200:
            return
    pytest.fail(f"only {tried} suggestions")


def test_what_an_owner_shows_is_marked_and_quotes_the_line():
    explanation = explain(posting(), resume(), vocabulary=VOCABULARY)
    gap = suggestions(explanation)[0].row
    shown = explain(posting(), resume(), vocabulary=VOCABULARY, shown={gap.key: 4})
    row = next(row for row in shown.rows if row.key == gap.key)
    assert (row.verdict, row.reason, row.evidence[0].line) == ("met", "shown by you", 4)


def test_no_score_no_suggestion():
    empty = explain(posting(), resume("", ()), vocabulary=VOCABULARY)
    assert (empty.score, suggestions(empty), score_if_met(empty, {"0"})) == (None, [], None)
