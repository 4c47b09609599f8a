"""Sentences join to the text they were cut from, and no value is cut in two."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reading.posting import parse
from reading.posting.sentences import sentence_at, sentences
from tests.reading.posting.test_hostile import TEXTS, _claims


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_lines_and_sentences_are_cut_apart() -> None:
    assert cut("Gardener\n\nYou plant. You prune! Do you mow? Yes.\n• Roses") == [
        "Gardener\n\n", "You plant. ", "You prune! ", "Do you mow? ", "Yes.\n", "• Roses",
    ]  # fmt: skip


def test_an_abbreviation_or_a_number_ends_no_sentence() -> None:
    for text in (
        "Tools, e.g. Secateurs and spades, are ours.", "Kelp Inc. Hires divers.", "U.S. Citizens only.", "Pay 3. 5 each.",
        "Version 2.0 Of the plan",
    ):  # fmt: skip
        assert cut(text) == [text], text


def test_other_scripts_and_separators_end_sentences_too() -> None:
    assert cut("任职资格。经验！") == ["任职资格。", "经验！"]
    assert cut("One\u2028Two\u2029Three") == ["One\u2028", "Two\u2029", "Three"]
    assert cut("Über uns. Ärzte gesucht.") == ["Über uns. ", "Ärzte gesucht."]


def test_an_empty_text_has_none_and_a_blank_one_is_one() -> None:
    assert sentences("") == []
    assert cut(" \n\n ") == [" \n\n "]
    assert cut("\n\nGardener") == ["\n\nGardener"]


def test_a_kept_span_is_never_cut() -> None:
    text = "You plant. You prune. You mow."
    assert [text[a:b] for a, b in sentences(text, [(4, 20)])] == ["You plant. You prune. ", "You mow."]
    assert [text[a:b] for a, b in sentences(text, [(0, 11), (11, 22)])] == ["You plant. ", "You prune. ", "You mow."]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_the_sentences_of_any_text_join_to_it_and_hold_every_value(text: str) -> None:
    spans = [span for _, span in _claims(parse(text))]
    parts = sentences(text, spans)
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(start < end for start, end in parts)
    for start, end in spans:
        first, last = sentence_at(parts, start)
        assert first <= start
        assert end <= last


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.lists(st.tuples(st.integers(0, 220), st.integers(0, 220)), max_size=8))
def test_any_spans_at_all_leave_the_text_whole(text: str, spans: list[tuple[int, int]]) -> None:
    parts = sentences(text, spans)
    assert "".join(text[start:end] for start, end in parts) == text
    for start, end in spans:
        if start < end <= len(text):
            assert sentence_at(parts, start) == sentence_at(parts, end - 1)
