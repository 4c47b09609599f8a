"""Measures worked out by hand."""

import pytest

from matching.core.evaluation import (
    average_precision,
    bm25,
    bootstrap,
    evaluate_ranking,
    ndcg,
    precision,
    recall,
    reciprocal_rank,
    spearman,
    tf_idf,
)
from matching.core.verdict_evaluation import LabelledRow, PredictedRow, VerdictTally


def test_a_perfect_ranking_scores_one():
    grades = {"a": 3, "b": 2, "c": 1}
    assert ndcg(["a", "b", "c", "d"], grades) == pytest.approx(1.0)
    assert ndcg(["d"], {}) == 0.0


def test_ranking_measures_by_hand():
    relevant = {"a", "c"}
    assert recall(["a", "b"], relevant, cut=2) == 0.5
    assert precision(["a", "b"], relevant, cut=2) == 0.5
    assert average_precision(["a", "b", "c"], relevant) == pytest.approx((1 + 2 / 3) / 2)
    assert reciprocal_rank(["b", "a"], relevant) == 0.5
    assert reciprocal_rank(["b"], relevant) == average_precision(["b"], set()) == recall(["b"], set()) == 0.0


def test_a_query_without_a_ranking_counts_as_zero():
    measured = evaluate_ranking({"one": ["a"]}, {"one": {"a": 2}, "two": {"b": 3}})
    assert measured["ndcg10"].mean == 0.5
    assert measured["map"].low <= measured["map"].mean <= measured["map"].high


def test_the_interval_repeats_with_its_seed():
    values = [0.1, 0.4, 0.9, 0.3]
    assert bootstrap(values) == bootstrap(values)
    assert bootstrap([]).mean == 0.0


@pytest.mark.parametrize("baseline", [bm25, tf_idf])
def test_a_baseline_prefers_the_document_with_the_words(baseline):
    scores = baseline(["bread and ovens", "steel welding", "bread"])("baking bread in ovens")
    assert scores.index(max(scores)) == 0
    assert scores[1] == 0.0


def test_rank_correlation_shares_ties():
    assert spearman([1, 2, 3], [10, 20, 30]) == pytest.approx(1.0)
    assert spearman([1, 2, 2], [3, 1, 1]) == pytest.approx(-1.0)
    assert spearman([1, 1], [1, 2]) == spearman([1], [1]) == 0.0


def test_verdicts_are_compared_row_by_row():
    resume = "Baked rye bread daily"
    labelled = [
        LabelledRow("Baking bread", "met", ("Baked rye bread",)),
        LabelledRow("Steel welding", "not_found"),
        LabelledRow("Forklift licence", "not_found"),
    ]
    predicted = [
        PredictedRow("Baking bread", "met", ("Baked rye bread daily",)),
        PredictedRow("Steel welding", "met", ("not in the resume",)),
    ]
    tally = VerdictTally()
    tally.add(labelled, predicted, resume)
    measures = tally.measures()
    assert measures["accuracy"] == pytest.approx(1 / 3)
    assert measures["met_precision"] == measures["exact_quotes"] == measures["false_met_rate"] == 0.5
    assert measures["evidence_overlap"] == 1.0
    assert measures["unmatched"] == pytest.approx(1 / 3)
    assert tally.confusion["not_found", "none"] == 1


def test_chances_kinds_and_other_words_are_counted():
    labelled = [
        LabelledRow("Keeps the books", "met", ("Reconciled ledgers",)),
        LabelledRow("Steel welding", "not_found"),
        LabelledRow("Baking bread", "partly", ("Baked rye bread",)),
    ]
    predicted = [
        PredictedRow("Keeps the books", "met", ("Reconciled ledgers monthly",), True, (0.7, 0.2, 0.1, 0.0), "subject"),
        PredictedRow("Steel welding", "partly", ("Swept",), False, (0.1, 0.5, 0.4, 0.0), "subject"),
        PredictedRow("Baking bread", "not_found", (), True, None, "years"),
    ]
    tally = VerdictTally()
    tally.add(labelled, predicted, "Reconciled ledgers monthly\nBaked rye bread\nSwept")
    measures, tables = tally.measures(), tally.tables()
    assert measures["shown_precision"] == measures["other_words_found"] == measures["evidence_offered"] == 1.0
    assert measures["shown_recall"] == 0.5
    assert measures["unsure"] == pytest.approx(1 / 3)
    assert measures["calibration_error"] == pytest.approx((0.1 + 0.6) / 2)
    assert [entry["lines"] for entry in tables["reliability"]] == [1, 1]
    assert tables["by_demand"]["subject"] == {"lines": 2, "accuracy": 0.5, "false_met": 0}
    assert tables["by_demand"]["years"]["lines"] == 1
