"""The learned model of header lines: what it is taught it tells apart, and the same lessons give the same weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reading.learning.header_lines import learn_header
from reading.posting.header_lines import KINDS, HeaderLines, features, header_lines

JOBS = ["Kiln Operator", "Night Baker", "Senior Kiln Engineer", "Bakery Manager", "Clay Technician", "Oven Fitter"]
FIRMS = ["Halden Works Ltd", "Clay & Sons GmbH", "Northgate Inc", "Ovens of Ulm AG", "Halden Group", "Kessel Labs LLC"]
LINES = ["Apply now", "About the team", "We bake bread", "What you will do", "Benefits", "Our values"]


def _records() -> list[dict[str, object]]:
    return [
        {"title": job, "company": firm, "location": "Ulm", "description": "\n".join(LINES)}
        for job, firm in zip(JOBS, FIRMS, strict=True)
    ]


def test_it_tells_apart_what_it_was_taught() -> None:
    model = learn_header(_records(), seed=3)
    for kind, lines in (("title", JOBS), ("organization", FIRMS), ("other", LINES)):
        for line in lines:
            shares = model.probabilities(line)
            assert max(shares, key=lambda name: shares[name]) == kind, line


def test_labelled_texts_teach_as_feed_rows_do() -> None:
    text = "Kiln Operator\nHalden Works\nUlm\n\nApply now"
    gold = {"title": "Kiln Operator", "hiring_organization": "Halden Works", "locations": [{"city": "Ulm"}]}
    model = learn_header([{"raw": text, "gold": gold}], seed=3)
    assert model.probabilities("Kiln Operator")["title"] > 1 / len(KINDS)
    assert model.probabilities("Apply now")["other"] > 1 / len(KINDS)


def test_the_same_lessons_give_the_same_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        learn_header(_records(), seed=3).save(tmp_path / f"{name}.npz")
    with np.load(tmp_path / "one.npz") as one, np.load(tmp_path / "two.npz") as two:
        assert all((one[key] == two[key]).all() for key in one)


def test_nothing_to_learn_from_is_refused() -> None:
    with pytest.raises(ValueError, match="no posting"):
        learn_header([], seed=3)


def test_the_shipped_model_is_small_and_sensible() -> None:
    model = header_lines()
    assert isinstance(model, HeaderLines)
    assert model.probabilities("Data Scientist")["title"] > 0.5
    assert model.probabilities("Pacific Freight Holdings, Inc.")["organization"] > 0.5
    assert model.probabilities("Apply now")["other"] > 0.5


@pytest.mark.parametrize("line", ["", "\ud800", "💡" * 200, "x" * 5000, "١٢٣ مهندس"])
def test_any_line_has_features(line: str) -> None:
    assert features(line)
