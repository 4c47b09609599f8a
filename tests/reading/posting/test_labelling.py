"""The shipped weights read what a posting asks, names as duty and promises, in every layout and language."""

from collections import Counter

import pytest

from reading.learning.clauses import labelled_text, own_cases
from reading.learning.layouts import copies
from reading.posting import parse
from reading.posting.labelling import MODEL_PATH, default_model

MOST_BYTES = 2_500_000
LINE_KINDS = [
    ("Requirements", "You must have a clean driving record.", "requirement"),
    ("Requirements", "You have built at least one dry-stone wall.", "requirement"),
    ("Requirements", "An understanding of how to apply heat to dough", "requirement"),
    ("Requirements", "Drivers must be at least 21.", "requirement"),
    ("Requirements", "Halden Bakeries is proud to be an EEO employer and values diversity.", "fact"),
    ("Responsibilities", "You will plan the spring catalogue.", "duty"),
    ("Responsibilities", "The oven technician repairs ovens on ships.", "duty"),
    ("Responsibilities", "Experience working with rye and spelt is required", "requirement"),
    ("Responsibilities", "To promote and support the training of bakers", "duty"),
    ("Benefits", "A pension and paid vacation", "benefit"),
    ("Benefits", "Medical, dental, vision", "benefit"),
    ("How to apply", "Please send your CV to our office.", "fact"),
    ("About us", "Brightwell was founded in a barn.", "fact"),
    ("Equal opportunity", "All qualified applicants receive consideration without regard to race.", "fact"),
]
SURROUNDINGS = """Baker (m/f/d)
Brightwell Bakeries
Leeds

{About us}
Brightwell bakes for six markets and two ferries.
{Responsibilities}
• Bake bread and rolls every night
• Keep the flour store in order
• Teach one apprentice
{Requirements}
• Two years of experience in a bakery
• Good English
• A driving licence
{Benefits}
• Free bread
• Thirty days of holiday
{How to apply}
Write to our office in Leeds.
{Equal opportunity}
Everybody is welcome at Brightwell.
"""


def kinds_of(text: str) -> dict[str, str]:
    items = [item for section in parse(text).sections for item in section.items]
    return {item.text: "requirement" if item.kind == "constraint" else item.kind for item in items}


def put(heading: str, line: str, sign: str = "• ") -> str:
    text = SURROUNDINGS.replace(f"{{{heading}}}\n", f"{heading}\n{sign}{line}\n")
    return text.replace("{", "").replace("}", "")


def test_lines_are_told_by_their_words_and_their_heading() -> None:
    wrong = [(line, kind) for heading, line, kind in LINE_KINDS if kinds_of(put(heading, line)).get(line) != kind]
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize("layout", ["as it stands", *(name for name, _ in copies(labelled_text(own_cases()[0])))])
def test_the_weights_know_what_they_were_learned_from(layout: str) -> None:
    """Weights that no longer fit the features fail here."""
    hits: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    for case in own_cases()[::3]:
        source = labelled_text(case)
        text = source if layout == "as it stands" else dict(copies(source))[layout]
        found = kinds_of(text.text)
        for start, end, kind in text.spans:
            labelled[kind] += 1
            hits[kind] += found.get(text.text[start:end]) == kind
    for kind, number in labelled.items():
        assert hits[kind] / number >= (0.8 if layout == "as it stands" else 0.5), (kind, hits[kind], number)


def test_the_weights_are_small_say_what_they_were_learned_from_and_are_read_once() -> None:
    assert MODEL_PATH.stat().st_size <= MOST_BYTES
    assert default_model() is default_model()
    card = default_model().card
    assert card["postings"] >= 200
    assert {"requirement", "duty", "benefit"} == card["clauses"].keys()


def test_reading_twice_reads_alike() -> None:
    text = put(*LINE_KINDS[0][:2])
    assert parse(text) == parse(text)
