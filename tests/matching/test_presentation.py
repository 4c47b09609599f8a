"""What pages say of a score in words."""

from dataclasses import replace

import pytest

from matching import core, presentation
from matching.core.explanation import Explanation, Row


def explanation(rows: tuple[int, int], role: tuple[int, int], score: int | None = 60) -> Explanation:
    """Points and possible points of the requirements and of the roles, in whole points."""

    def row(points: int, possible: int) -> Row:
        return Row("key", "Text", "required", "met", (), points * 100, possible * 100, "", ())

    return Explanation(
        score=score, interval=None, rows=(row(*rows),), role=row(*role), few_rows=(0, 0), constraints=(), counts={},
        lexical_only=False, set_aside={}, weights=core.DEFAULT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "role", "words", "sentence"),
    [
        (
            (45, 45), (15, 55), "your roles differ",
            "Most of it is shown, but your recent roles are of another kind: 45 of 45 points for what the posting asks, "
            "15 of 55 for your roles.",
        ),
        (
            (0, 45), (55, 55), "your roles are alike",
            "Little of it is shown, but your recent roles are of this kind: 0 of 45 points for what the posting asks, "
            "55 of 55 for your roles.",
        ),
        (
            (40, 45), (50, 55), "",
            "Most of it is shown, and your recent roles are of this kind: 40 of 45 points for what the posting asks, "
            "50 of 55 for your roles.",
        ),
        (
            (20, 45), (25, 55), "",
            "Part of it is shown, and your recent roles are partly of this kind: 20 of 45 points for what the posting "
            "asks, 25 of 55 for your roles.",
        ),
    ],
)  # fmt: skip
def test_a_sentence_says_what_the_count_and_the_score_mean_together(
    rows: tuple[int, int], role: tuple[int, int], words: str, sentence: str
) -> None:
    shown = explanation(rows, role)
    assert presentation.fit_words(shown) == words
    assert presentation.fit_sentence(shown) == sentence


def test_a_short_list_is_named_where_it_weighs() -> None:
    shown = replace(explanation((20, 20), (50, 55)), few_rows=(600, 2400))
    assert presentation.fit_sentence(shown).endswith("6 of 24 for a list as short as this.")


def test_without_a_score_nothing_is_said() -> None:
    shown = explanation((0, 0), (0, 0), score=None)
    assert presentation.fit_words(shown) == presentation.fit_sentence(shown) == ""
