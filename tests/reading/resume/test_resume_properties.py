"""Whatever comes in: an answer or a refusal, and facts that point into the text."""

import unicodedata
from datetime import date
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reading.resumes import Extracted, Refused, as_gold, as_json_resume, matching_lines, parse, read_file, read_text

TODAY = date(2026, 6, 30)
PIECES = st.sampled_from(
    ["Experience", "Education", "Skills", "2018 - 2020", "Mar 2018", "present", "Baker", "Ltd", "BSc", "University",
     ",", "\t", "\n", "• ", " ", ":", "|", "ada@example.org", "+44 1632 960 123", "–", "/", "(", ")", "19", "20",
     "\u00ad", "-\n", "Ã©"]
)  # fmt: skip
RESUME_LIKE = st.lists(PIECES, max_size=80).map("".join)
FILES = st.tuples(
    st.sampled_from(
        [b"", b"%PDF-1.7\n", b"PK\x03\x04", b'{"basics":', b"\xff\xfe", b"Experience and skills of a person\n"]
    ),
    st.binary(max_size=400),
    st.sampled_from(["cv.pdf", "cv.docx", "cv.txt", "cv.md", "cv.json", "cv", "", "..", "cv.exe"]),
)


@settings(max_examples=40, deadline=None)
@given(FILES)
@example((b"%PDF-1.7\n", b"trailer << /Root 1 0 R >> startxref 0", "cv.pdf"))
def test_any_bytes_are_read_or_refused(file):
    start, rest, name = file
    try:
        extracted = read_file(start + rest, name)
    except Refused:
        return
    assert isinstance(extracted, Extracted)


@settings(deadline=None)
@given(st.text(max_size=400) | RESUME_LIKE)
def test_pasted_text_comes_out_clean(text):
    try:
        extracted = read_text(text)
    except Refused:
        return
    assert not any(
        unicodedata.category(char) in {"Cc", "Cs", "Co", "Cf"} for char in extracted.text if char not in "\n\t"
    )
    assert "\n\n\n" not in extracted.text


@settings(deadline=None)
@given(st.text(max_size=400) | RESUME_LIKE)
def test_facts_of_any_text_point_into_it(text):
    facts = parse(text, today=TODAY)
    count = len(facts.lines)
    for section in facts.sections:
        assert 1 <= section.first_line <= section.last_line <= count
    for role in facts.experience:
        assert 1 <= role.first_line <= role.last_line <= count
    mentions: list[Any] = [*facts.skills, *facts.links, *facts.languages, *facts.certifications]
    for mention in mentions:
        assert 1 <= mention.line <= count
    assert 0 <= facts.total_years_experience <= 75 + 12
    as_gold(facts)
    as_json_resume(facts)
    assert len(matching_lines(facts, with_personal=True)) == sum(bool(line) for line in facts.lines)


def test_long_hostile_lines_are_read_too():
    for line in (
        "1" * 100_000,
        "a@" * 50_000,
        "(" * 100_000,
        "Jan 2020 - " * 9_000,
        "A, " * 30_000,
        "de " * 30_000,
        "\t" * 100_000,
    ):
        parse(line, today=TODAY)
        parse(f"Experience\n{line}\nEducation\n{line}\nSkills\n{line}", today=TODAY)


def test_a_word_put_together_again_leaves_one_empty_line_at_most() -> None:
    assert read_text("Gard-\rener\r\rRoses and pears").text == "Gardener\n\nRoses and pears"
