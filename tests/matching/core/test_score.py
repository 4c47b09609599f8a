"""The score is the sum of what is shown, and nothing else."""

import pytest

from matching.core import explain, score
from tests.matching.core.people import VOCABULARY, posting, resume


def test_the_score_is_the_sum_of_the_points_shown():
    explanation = explain(posting(), resume(), vocabulary=VOCABULARY)
    hundredths = sum(row.points for row in explanation.rows) + explanation.few_rows[0] + explanation.role.points
    assert explanation.score == (hundredths + 50) // 100


def test_the_fast_path_gives_the_same_number():
    assert (
        score(posting(), resume(), vocabulary=VOCABULARY) == explain(posting(), resume(), vocabulary=VOCABULARY).score
    )


@pytest.mark.parametrize("text", ["", "   \n  "])
def test_an_empty_resume_has_no_score(text):
    explanation = explain(posting(), resume(text), vocabulary=VOCABULARY)
    assert explanation.score is None
    assert explanation.no_score_reason == "resume_not_readable"
    assert score(posting(), resume(text), vocabulary=VOCABULARY) is None


def test_a_posting_of_traits_alone_has_no_score():
    only_traits = posting(["Excellent communication skills", "Proactive team player"])
    explanation = explain(only_traits, resume(), vocabulary=VOCABULARY)
    assert explanation.score is None
    assert explanation.counts["unreadable"] == 2
