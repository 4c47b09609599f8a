"""Italian, which came by a data file alone: texts that were written and labelled before the file existed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from matching import measuring

FOLDER = Path(__file__).parent / "italian"


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


def test_ten_postings_are_read(db: None) -> None:
    texts = cases("postings.jsonl")
    assert len(texts) == 10
    measures = measuring.measure_read("postings", texts, measuring.predict_postings(texts)).report()
    assert measures["requirements"]["f1"] >= 0.70
    assert measures["responsibilities"]["f1"] >= 0.70
    assert measures["title"]["f1"] >= 0.80
    assert measures["min_years_experience"]["f1"] == 1.0


def test_five_resumes_are_read(db: None) -> None:
    texts = cases("resumes.jsonl")
    assert len(texts) == 5
    measures = measuring.measure_read("resumes", texts, measuring.predict_resumes(texts, FOLDER)).report()
    assert measures["years"]["value"] == 1.0
    assert measures["top_degree"]["value"] == 1.0
    assert measures["languages"]["f1"] >= 0.90
