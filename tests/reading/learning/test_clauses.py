"""Labelled postings become examples, in several layouts, with every label where its words are."""

import pytest

from reading.learning.clauses import describe_cases, examples_of, label_atoms, labelled_text, own_cases
from reading.learning.folds import fold_by_source, source_of
from reading.learning.layouts import LabelledText, copies, drop_signs, drop_spans, join_lines, shout_headings
from reading.mojibake import mend
from reading.posting.posting import describe_text

TEXT = "Miller\nFernhill\n\nYour tasks\n• Grind rye\n• Sweep the mill\n\nYou have\n• Strong arms\n"
CASE = {
    "id": "x",
    "source": "bench:mills:7",
    "raw": TEXT,
    "gold": {
        "requirements": [{"text": "Strong arms", "importance": "required"}],
        "responsibilities": ["Grind rye", "Sweep the mill"],
        "benefits": [],
    },
}


def quotes(source: LabelledText) -> list[tuple[str, str]]:
    return [(source.text[start:end], kind) for start, end, kind in source.spans]


def test_every_copy_keeps_what_is_labelled() -> None:
    source = labelled_text(CASE)
    assert quotes(source) == [("Grind rye", "duty"), ("Sweep the mill", "duty"), ("Strong arms", "requirement")]
    for _, copy in copies(source):
        assert quotes(copy) == quotes(source)


def test_copies_change_the_layout_only() -> None:
    source = labelled_text(CASE)
    assert join_lines("")(source).text == "MillerFernhillYour tasks• Grind rye• Sweep the millYou have• Strong arms\n"
    assert "\n" not in join_lines(" ")(source).text.rstrip()
    assert "•" not in drop_signs(source).text
    assert "YOUR TASKS" in shout_headings(source).text
    start = TEXT.index("Your tasks")
    dropped = drop_spans(source, [(start, start + 10), (TEXT.index("Grind"), TEXT.index("Grind") + 9)])
    assert "Your tasks" not in dropped.text
    assert quotes(dropped) == quotes(source)


def test_atoms_are_labelled_by_the_words_they_hold() -> None:
    source = labelled_text(CASE)
    body = describe_text(source.text)
    labels = dict(zip((TEXT[slice(*atom.span)] for atom in body.atoms), label_atoms(body, source.spans), strict=True))
    assert labels["Grind rye"] == "B-duty"
    assert labels["Strong arms"] == "B-requirement"
    assert labels["You have"] == "O"
    assert next(example.weight for example in examples_of(CASE)) == 1


def test_our_own_postings_are_labelled_in_their_own_words() -> None:
    cases = own_cases()
    card = describe_cases(cases)
    assert {"de", "en", "es", "fr", "nl", "pt"} <= card["languages"].keys()
    for case in cases:
        gold = case["gold"]
        labelled = [row["text"] for row in gold["requirements"]] + gold["responsibilities"] + gold["benefits"]
        assert sorted(words for words, _ in quotes(labelled_text(case))) == sorted(
            mend(words)[0] for words in labelled
        ), case["id"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [("bench:dice:P1", "dice"), ("fx_jobicy:9", "jobicy"), ("a/b:c/d.md", "a/b"), ("wwr", "wwr")],
)
def test_the_source_is_the_repository_or_feed(source: str, expected: str) -> None:
    assert source_of({"source": source}) == expected


def test_cases_of_one_source_share_a_fold() -> None:
    cases = [{"source": f"{name}:{number}"} for name in "abcdefg" for number in range(3)]
    folds = fold_by_source(cases)
    assert set(folds) == set("abcdefg")
    assert sorted(folds.values()) == [0, 0, 1, 1, 2, 3, 4]
