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
ODD_LAYOUTS = [
    (
        "Shop Clerk\n\nQualifications:You know our townYou are friendly with dogsAbility to lift 30 poundsKnowledge of "
        "PowerPoint is a plus",
        "requirement",
        [
            "You know our town", "You are friendly with dogs", "Ability to lift 30 pounds",
            "Knowledge of PowerPoint is a plus",
        ],
    ),
    (
        "Payroll Clerk\nBrightwell\n\nOur office in Ghent grows. Three years of payroll experienceClose the month for four "
        "sitesPost journal entries and accrualsDegree in accounting requiredStrong Excel skillsKnowledge of Dutch tax law "
        "is a plusFollow us on our blog!",
        "requirement",
        [
            "Three years of payroll experience", "Degree in accounting required", "Strong Excel skills",
            "Knowledge of Dutch tax law is a plus",
        ],
    ),
    (
        "Ledger Clerk\nBrightwell\n\nBrightwell has kept books since the flood. Prepares the monthly statements of four "
        "ferries. Accountable for the float. Reconciles the tills of the kiosks each evening. Apply at the harbour office.",
        "duty",
        [
            "Prepares the monthly statements of four ferries.", "Accountable for the float.",
            "Reconciles the tills of the kiosks each evening.",
        ],
    ),
    (
        "Potter\nBrightwell\n\nRequirements: Has thrown tall vases for a guild; fires two kilns a week; and mixes glazes from "
        "ash.",
        "requirement",
        ["Has thrown tall vases for a guild;", "fires two kilns a week;", "mixes glazes from ash."],
    ),
    (
        "Night Baker\n\nOther responsibilities: Oven stock keeping Recipe planning Flour tasting and buying Capability "
        "building",
        "duty",
        ["Oven stock keeping", "Recipe planning", "Flour tasting and buying", "Capability building"],
    ),
    (
        "Night Baker\n\nBread never sleeps, and neither do the four people who bake it.\nREASONS TO JOIN US: 1. Full training "
        "given 2. Health plan 3. Free bread",
        "benefit",
        ["Full training given", "Health plan", "Free bread"],
    ),
    (
        "Night Baker\n\nRequirements: * Experience with: Rye; Wheat and spelt; Sourdough * 4 years of baking * Good hands",
        "requirement",
        ["Experience with: Rye; Wheat and spelt; Sourdough", "4 years of baking", "Good hands"],
    ),
    (
        "Night Baker\n\nBread never sleeps, and neither do the four people who bake it for the harbour.\nPrepare the dough\n"
        "Clean the ovens\nRecord what was sold\n",
        "duty",
        ["Prepare the dough", "Clean the ovens", "Record what was sold"],
    ),
    (
        "Night Baker\n\nResponsibilities\n• Bake bread\nWhy you will love working at Halden...\nFree bread\n",
        "benefit",
        ["Free bread"],
    ),
]  # fmt: skip
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


def test_most_of_a_list_is_read_whatever_layout_it_lost() -> None:
    missing = [words for text, kind, expected in ODD_LAYOUTS for words in expected if kinds_of(text).get(words) != kind]
    assert len(missing) <= 0.3 * sum(len(expected) for _, _, expected in ODD_LAYOUTS), missing


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
