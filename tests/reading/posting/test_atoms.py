"""A body is cut wherever a clause might begin, and no sign, name or abbreviation is taken apart."""

import pytest

from reading.posting.atoms import cut_atoms
from reading.posting.lines import split_lines
from reading.vocabulary import default_vocabulary


def cut(text: str, *, capitals: bool = True) -> list[tuple[str, str]]:
    atoms = cut_atoms(text, split_lines(text), default_vocabulary(), capitals=capitals)
    return [(text[slice(*atom.span)], atom.cut) for atom in atoms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bake bread. Sell it.", ["Bake bread.", "Sell it."]),
        ("Bake breadSell it to guestsClean the oven", ["Bake bread", "Sell it to guests", "Clean the oven"]),
        ("• Bake bread • Sell it » Clean", ["Bake bread", "Sell it", "Clean"]),
        ("tables.- sell it- clean", ["tables.", "sell it", "clean"]),
        ("Du backst; du verkaufst", ["Du backst;", "du verkaufst"]),
        ("Needs: bread", ["Needs:", "bread"]),
        ("1. Bake bread 2. Sell it", ["Bake bread", "Sell it"]),
        ("🍞 Bread daily🧀 Cheese daily", ["Bread daily", "Cheese daily"]),
        ("e.g. Dr. Crumb of St. Ives", ["e.g. Dr. Crumb of St. Ives"]),
        ("Write JavaScript and GitHub actions", ["Write JavaScript and GitHub actions"]),
        ("3 - 5 years", ["3 - 5 years"]),
        ("<li>Bake bread</li><li>Sell it</li>", ["Bake bread", "Sell it"]),
    ],
)
def test_a_line_is_cut_where_a_clause_might_begin(text: str, expected: list[str]) -> None:
    assert [words for words, _ in cut(text)] == expected


def test_only_long_runs_are_cut_at_capitals_and_not_where_every_noun_has_one() -> None:
    text = "a passion for good bread Be able to rise very early in the morning Hold a licence to drive our old van"
    assert [words for words, _ in cut(text)][1] == "Be able to rise very early in the morning"
    assert len(cut(text, capitals=False)) == 1


def test_each_atom_says_what_stands_before_it() -> None:
    assert [cut for _, cut in cut("Bake. Sell; clean\n• Sweep")] == ["line", "sentence", "semicolon", "line"]


@pytest.mark.parametrize("piece", [" ", "• ", "-", "A", "aA", "a.", ": ", "1. ", ") ", "Ünd "])
def test_a_long_line_of_anything_is_cut_in_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    assert sum(len(words) for words, _ in cut(text)) <= len(text)
