"""One case for each way in which a requirement is met, partly met, not found or unreadable."""

import pytest

from matching.core import Role, explain
from tests.matching.core.people import VOCABULARY, posting, resume


def row_of(requirement, text=None, roles=None, **more):
    person = resume(
        **{key: value for key, value in {"text": text, "roles": roles}.items() if value is not None}, **more
    )
    return explain(posting([requirement]), person, vocabulary=VOCABULARY).rows[0]


@pytest.mark.parametrize(
    ("requirement", "verdict"),
    [
        ("Knowledge of Django", "met"),
        ("Knowledge of Rust", "not_found"),
        ("Experience with Rust or Python", "met"),
        ("Python, Rust, welding", "partly"),
        ("Knowledge of SQL", "met"),
        ("Excellent communication skills", "unreadable"),
        ("Bachelor's degree in computer science or a related field", "met"),
        ("Bachelor's degree in nursing", "not_found"),
        ("Bachelor's degree in electrical engineering", "partly"),
        ("Master's degree in computer science", "partly"),
        ("Master's degree in law", "not_found"),
        ("Currently enrolled in a bachelor's program in computer science", "not_found"),
        ("Computer literate", "met"),
        ("Tuning slow queries of a tile store", "met"),
        ("Valid driver's license", "not_found"),
        ("Fluent in German", "not_found"),
        ("Experience deploying services to Kubernetes", "not_found"),
    ],
)
def test_a_requirement_gets_its_verdict(requirement, verdict):
    assert row_of(requirement).verdict == verdict


@pytest.mark.parametrize(
    ("years", "verdict"),
    [("Three years of Python", "met"), ("6 years of Python", "met"), ("7+ years of Python", "partly")],
)
def test_years_are_the_union_of_the_roles_that_show_the_skill(years, verdict):
    assert row_of(years).verdict == verdict


def test_overlapping_roles_count_once():
    roles = (Role("Developer", 3, 4, 2020 * 12, 2021 * 12 + 11), Role("Developer", 5, 6, 2021 * 12, 2021 * 12 + 11))
    text = "x\ny\nDeveloper\nPython work\nDeveloper\nMore Python work"
    assert row_of("2 years of Python", text, roles).verdict == "met"
    assert row_of("3 years of Python", text, roles).verdict == "partly"


def test_a_stated_length_counts_as_stated():
    text = "Skills\nWelding- Experience - 30 months\nShop hand"
    assert row_of("Two years of welding experience", text, ()).verdict == "met"
    assert row_of("Three years of welding experience", text, ()).verdict == "partly"


def test_years_of_work_stand_in_partly_for_a_degree_or_its_equivalent():
    text = "Shop hand\nWelded frames"
    roles = (Role("Shop hand", 1, 2, 2010 * 12, 2019 * 12),)
    assert row_of("Bachelor's degree or equivalent work experience", text, roles).verdict == "partly"


def test_a_degree_in_progress_meets_enrolment_but_only_partly_a_degree():
    text = "PhD student, Computer Science, Northmoor University, 2024 to present\nx"
    assert row_of("Currently enrolled in a PhD program in Computer Science", text, ()).verdict == "met"
    assert row_of("PhD in Computer Science", text, ()).verdict == "partly"


def test_a_licence_of_an_unstated_state_is_partly_met():
    text = "Registered Nurse, license 4711\nWard work"
    assert row_of("Licensed as a registered nurse in the state of practice", text, ()).verdict == "partly"
    assert row_of("Licensed registered nurse", text, ()).verdict == "met"


def test_a_minimum_count_needs_as_many_skills():
    asked = posting(["At least 2 of the following: Python, Rust, Django"])
    assert explain(asked, resume(), vocabulary=VOCABULARY).rows[0].verdict == "met"
    alone = resume("Python scripts\nother", ())
    assert explain(asked, alone, vocabulary=VOCABULARY).rows[0].verdict != "met"


def test_a_language_counts_where_it_is_named():
    assert row_of("Fluent in German", "Languages: German, English\nx", ()).verdict == "met"
    assert row_of("Fluent in German and Polish", "Languages: German, English\nx", ()).verdict == "partly"


def test_quotes_are_exact_and_carry_their_line():
    person = resume()
    explanation = explain(posting(), person, vocabulary=VOCABULARY)
    quotes = [quote for row in (*explanation.rows, explanation.role) for quote in row.evidence]
    assert quotes
    for quote in quotes:
        assert quote.text in person.lines[quote.line - 1].text


def test_a_long_line_is_quoted_by_its_best_sentence():
    long = (
        "Kept the shop tidy and greeted the guests of the house every day. Counted the till in the evening with two "
        "others and drove the van to market. Built the Django booking pages."
    )
    row = row_of("Knowledge of Django", long + "\nx", ())
    assert row.evidence[0].text == "Built the Django booking pages."


def test_a_miss_says_what_was_looked_for():
    row = row_of("Knowledge of Rust")
    assert "Rust" in row.looked_for
    assert row.reason


def test_the_owner_can_point_to_a_line():
    explanation = explain(posting(), resume(), vocabulary=VOCABULARY, shown={"3": 4})
    row = explanation.rows[3]
    assert (row.verdict, row.reason, row.evidence[0].line) == ("met", "shown by you", 4)


def test_an_unreadable_row_stays_unreadable_whatever_is_pointed_at():
    assert explain(posting(), resume(), vocabulary=VOCABULARY, shown={"4": 4}).rows[4].verdict == "unreadable"
