"""The score is the sum of what is shown, and nothing else."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching.core import DEFAULT, Weights, explain, score
from matching.core.explanation import score_interval
from matching.core.scoring import points_of
from tests.matching.core.people import REQUIREMENTS, RESUME, VOCABULARY, posting, resume

VERDICTS = st.sampled_from(["met", "partly", "not_found", "unreadable"])
ROWS = st.lists(st.tuples(VERDICTS, st.booleans()), min_size=1, max_size=14)
LINES = st.lists(st.sampled_from([*RESUME.split("\n"), *REQUIREMENTS, "Shoe repair", ""]), max_size=12)
ASKED = st.lists(st.sampled_from([*REQUIREMENTS, "Pastry", "Two years of welding", "Team player"]), max_size=8)


def test_the_score_is_the_sum_of_the_points_shown():
    shown = explain(posting(), resume(), vocabulary=VOCABULARY)
    hundredths = sum(row.points for row in shown.rows) + shown.few_rows[0] + shown.role.points
    assert shown.score == (hundredths + 50) // 100


@settings(max_examples=40, deadline=None)
@given(LINES, ASKED)
@example(RESUME.split("\n"), list(REQUIREMENTS))
@example(RESUME.split("\n"), ["Team player"])
@example([], list(REQUIREMENTS))
def test_the_fast_path_gives_the_number_of_the_explanation(lines, asked):
    job, person = posting(asked), resume("\n".join(lines))
    assert score(job, person, vocabulary=VOCABULARY) == explain(job, person, vocabulary=VOCABULARY).score


def test_the_same_pair_gives_the_same_explanation():
    one = explain(posting(), resume(), vocabulary=VOCABULARY).to_json()
    two = explain(posting(), resume(), vocabulary=VOCABULARY).to_json()
    assert json.dumps(one) == json.dumps(two)


@pytest.mark.parametrize("text", ["", "   \n  "])
def test_an_empty_resume_has_no_score(text):
    explanation = explain(posting(), resume(text), vocabulary=VOCABULARY)
    assert explanation.score is None
    assert explanation.interval is None
    assert explanation.no_score_reason == "resume_not_readable"
    assert score(posting(), resume(text), vocabulary=VOCABULARY) is None


@pytest.mark.parametrize("asked", [[], ["Excellent communication skills", "Proactive team player"]])
def test_a_posting_without_readable_requirements_has_no_score(asked):
    explanation = explain(posting(asked), resume(), vocabulary=VOCABULARY)
    assert explanation.score is None
    assert explanation.no_score_reason == "no_readable_requirements"
    assert explanation.counts["unreadable"] == len(asked)


@given(ROWS, st.integers(0, 1000))
def test_the_points_never_leave_the_scale(rows, role):
    verdicts, preferred = zip(*rows, strict=True)
    points = points_of(verdicts, preferred, role, DEFAULT)
    assert 0 <= points.score <= 100
    assert all(0 <= earned <= possible for earned, possible in (*points.rows, points.few_rows, points.role))
    assert sum(possible for _, possible in (*points.rows, points.few_rows, points.role)) <= 10_000


@given(ROWS, st.integers(0, 1000), st.data())
def test_a_better_verdict_never_lowers_the_score(rows, role, data):
    verdicts, preferred = (list(part) for part in zip(*rows, strict=True))
    place = data.draw(st.integers(0, len(rows) - 1))
    verdicts[place] = "not_found"
    before = points_of(verdicts, preferred, role, DEFAULT).score
    verdicts[place] = "met"
    assert points_of(verdicts, preferred, role, DEFAULT).score >= before


@settings(max_examples=60)
@given(st.lists(st.tuples(VERDICTS, st.booleans(), VERDICTS), min_size=1, max_size=14), st.integers(0, 1000))
@example([("unreadable", False, "met")] * 14, 1000)
@example([("unreadable", False, "not_found")] * 14, 0)
@example([("met", False, "met"), ("unreadable", True, "unreadable"), ("unreadable", False, "not_found")], 500)
@example([("not_found", False, "met"), ("unreadable", True, "met"), ("unreadable", True, "partly")], 500)
def test_filling_unreadable_rows_keeps_the_score_inside_the_interval(rows, role):
    verdicts, preferred, fillings = (list(part) for part in zip(*rows, strict=True))
    low, high = score_interval(verdicts, preferred, role, DEFAULT)
    filled = [
        filling if verdict == "unreadable" else verdict for verdict, filling in zip(verdicts, fillings, strict=True)
    ]
    assert low <= points_of(filled, preferred, role, DEFAULT).score <= high


def test_one_met_row_of_one_does_not_reach_what_ten_of_ten_reach():
    few = points_of(["met"], [False], 1000, DEFAULT).score
    many = points_of(["met"] * 10, [False] * 10, 1000, DEFAULT).score
    assert few < many - 10


def test_unreadable_rows_leave_the_denominator():
    plain = points_of(["met", "not_found"], [False, False], 300, DEFAULT).score
    with_unreadable = points_of(["met", "unreadable", "not_found"], [False, False, False], 300, DEFAULT).score
    assert plain == with_unreadable


def test_a_receipt_can_be_worked_out_again():
    receipt = json.loads(json.dumps(explain(posting(), resume(), vocabulary=VOCABULARY).to_json()))
    weights = receipt["weights"]
    values = [0 if row["verdict"] == "unreadable" else weights[row["importance"]] for row in receipt["rows"]]
    total = sum(values) + weights["few_rows"]
    block = (100 - weights["role_points"]) * 100
    share = {"met": 1000, "partly": round(weights["partly"] * 1000), "not_found": 0, "unreadable": 0}
    hundredths = block * weights["few_rows"] // total * round(weights["middle"] * 1000) // 1000
    for row, value in zip(receipt["rows"], values, strict=True):
        hundredths += block * value // total * share[row["verdict"]] // 1000
    low, high = (
        (weights["word_floor"], weights["word_full"])
        if receipt["lexical_only"]
        else (weights["role_floor"], weights["role_full"])
    )
    role = int(1000 * (receipt["role"]["similarity"] - low) / (high - low) + 0.5)
    hundredths += weights["role_points"] * 100 * min(1000, max(0, role)) // 1000
    assert (hundredths + 50) // 100 == receipt["score"]


def test_other_weights_give_another_score():
    flat = Weights(role_points=0)
    assert explain(posting(), resume(), vocabulary=VOCABULARY, weights=flat).role.points == 0
