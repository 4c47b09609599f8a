"""Lines of a resume as pages show them."""

import pytest

from matching import core
from reading.vocabulary import default_vocabulary

LINES = [
    "Experience",
    "- Ran the night shift of a bakery with nine people and",
    "  planned their rosters. Kept the ovens going.",
    "• Bakes bread",
    "certified in food hygiene, and used to",
    "work at height.",
    "Speaks Dutch",
]


@pytest.mark.parametrize(
    ("number", "quote", "whole"),
    [
        (
            2, "- Ran the night shift of a bakery with nine people and",
            "Ran the night shift of a bakery with nine people and planned their rosters.",
        ),
        (
            3, "planned their rosters. Kept the ovens going.",
            "Ran the night shift of a bakery with nine people and planned their rosters. Kept the ovens going.",
        ),
        (4, "• Bakes bread", "Bakes bread certified in food hygiene, and used to"),
        (3, "Kept the ovens going.", "Kept the ovens going."),
        (5, "certified in food hygiene", "Bakes bread certified in food hygiene"),
        (7, "Speaks Dutch", "Speaks Dutch"),
        (99, "- Bakes bread", "Bakes bread"),
    ],
)  # fmt: skip
def test_a_quote_shows_the_whole_clause_without_its_bullet(number: int, quote: str, whole: str) -> None:
    assert core.whole_clause(LINES, number, quote) == whole


def test_a_clause_that_grows_too_long_stays_as_it_was_quoted() -> None:
    lines = ["Planned the rosters of the bakery and", "of " + "many and " * 40 + "more shops"]
    assert core.whole_clause(lines, 1, lines[0]) == lines[0]


def test_the_words_that_count_are_marked_and_words_side_by_side_are_one_mark() -> None:
    pieces = core.mark_words("Ran night shifts at a bakery", "Night shift in bakeries", (), default_vocabulary())
    assert pieces == (("Ran ", False), ("night shifts", True), (" at a ", False), ("bakery", True))
    assert "".join(text for text, _ in pieces) == "Ran night shifts at a bakery"


def test_what_stands_long_before_the_first_mark_is_cut_for_one_line() -> None:
    pieces = (("After six years of something else altogether she ran ", False), ("ovens", True))
    short = core.around_mark(pieces)
    assert short[0][0].startswith("… ")
    assert short[0][0].endswith("she ran ")
    assert short[1:] == pieces[1:]
    assert core.around_mark((("Ran ", False), ("ovens", True))) == (("Ran ", False), ("ovens", True))
