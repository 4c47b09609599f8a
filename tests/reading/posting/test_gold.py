"""Our own written postings in several layouts and languages, with gates on what is read from them."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from reading.posting import as_gold, parse

FOLDER = Path(__file__).parent / "gold"
CASES = sorted(path.stem for path in FOLDER.glob("*.txt"))
EXACT = (
    "title",
    "hiring_organization",
    "locations",
    "job_location_type",
    "employment_types",
    "salary",
    "date_posted",
    "min_years_experience",
    "education_min",
    "visa_sponsorship",
    "security_clearance_or_citizenship",
)


def _read(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    found = as_gold(parse((FOLDER / f"{name}.txt").read_text(encoding="utf-8")))
    found["required"] = [row["text"] for row in found["requirements"] if row["importance"] == "required"]
    found["preferred"] = [row["text"] for row in found["requirements"] if row["importance"] == "preferred"]
    return expected, found


AT_MOST_ONE_WRONG = frozenset({"salary", "visa_sponsorship", "security_clearance_or_citizenship"})


def test_the_set_is_large_enough_to_say_something() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("field", EXACT)
def test_field_reaches_its_gate(field: str) -> None:
    wrong = {}
    for name in CASES:
        expected, found = _read(name)
        if found[field] != expected[field]:
            wrong[name] = (expected[field], found[field])
    allowed = 1 if field in AT_MOST_ONE_WRONG else int(len(CASES) * 0.05)
    assert len(wrong) <= allowed, wrong


@pytest.mark.parametrize("importance", ["required", "preferred"])
def test_demands_reach_their_gate(importance: str) -> None:
    right = predicted = wanted = 0
    wrong = {}
    for name in CASES:
        expected, found = _read(name)
        common = set(expected[importance]) & set(found[importance])
        right, predicted, wanted = (
            right + len(common),
            predicted + len(found[importance]),
            wanted + len(expected[importance]),
        )
        if set(expected[importance]) != set(found[importance]):
            wrong[name] = sorted(set(expected[importance]) ^ set(found[importance]))
    assert right / wanted >= 0.95, wrong
    assert right / predicted >= 0.95, wrong


def test_skills_reach_the_gate() -> None:
    hits: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for name in CASES:
        expected, found = _read(name)
        for field in ("skills_required", "skills_preferred"):
            hits[field][0] += len(set(expected[field]) & set(found[field]))
            hits[field][1] += len(set(found[field]))
            hits[field][2] += len(set(expected[field]))
    for field, (right, predicted, wanted) in hits.items():
        assert right / wanted >= 0.9, field
        assert right / predicted >= 0.7, field


@pytest.mark.parametrize("name", CASES)
def test_every_word_is_accounted_for(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert [text[start:end] for start, end in parse(text).uncovered] == []
