import pytest

from reading.resumes import matching_lines

RESUME = """
Lena Marlow
Harbour Engineer
lena@example.org | 01632 960 123
12 Quay Street, Hull
Experience
Harbour Engineer, Kranwerk GmbH, 03/2018 - 05/2020
• Rebuilt two cranes
Education
MSc Mechanics, University of Kiel, 2017
Personal details
Marital status: married
Nationality: Danish
"""


def test_personal_lines_are_left_out(facts):
    texts = [line.text for line in matching_lines(facts(RESUME))]
    assert texts[0] == "Harbour Engineer"
    for private in ("Lena", "example.org", "Quay Street", "married", "Danish"):
        assert not any(private in text for text in texts)


def test_personal_lines_can_be_shown_as_such(facts):
    lines = matching_lines(facts(RESUME), with_personal=True)
    assert [line.text for line in lines if line.is_personal][:2] == ["Lena Marlow", "lena@example.org | 01632 960 123"]


def test_lines_know_section_and_dates(facts):
    (line,) = [line for line in matching_lines(facts(RESUME)) if "cranes" in line.text]
    assert (line.section, line.start, line.end, line.number) == ("experience", "2018-03", "2020-05", 7)


def test_the_school_can_be_cut_out(facts):
    (line,) = [line for line in matching_lines(facts(RESUME)) if "MSc" in line.text]
    first, last = line.school_at
    assert line.text[first:last] == "University of Kiel"


@pytest.mark.parametrize(
    "private",
    [
        "Date of birth: 1 Jan 1990", "Gender: female", "Father's name: A. Holm", "Age: 34", "Geburtsdatum: 01.01.1990",
        "Familienstand: ledig", "Staatsangehörigkeit: dänisch", "Fecha de nacimiento: 1/1/1990",
        "Estado civil: soltera", "Née le 1er janvier 1990", "Situation familiale : mariée", "Photo: attached",
        "Permanent address: 1 Hill Road",
    ],
)  # fmt: skip
def test_personal_details_in_four_languages(facts, private):
    read = facts(f"Experience\nBaker, Mill Ltd, 2018 - 2020\n• Rye bread\n{private}")
    assert private not in [line.text for line in matching_lines(read)]
