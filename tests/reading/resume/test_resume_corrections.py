"""The owner's word over what was read: it holds in every file, and never invents a line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.resume.corrections import (
    FIELDS,
    Correction,
    as_read,
    corrected,
    hints,
    key_of,
    review,
    where_shown,
)
from reading.resume.dates import date_of
from reading.resumes import parse

TODAY = date(2026, 6, 15)
TEXT = """\
Runa Solberg
runa@people.example

Experience
Data Analyst, Fjordkart AS
March 2020 - December 2022
Built reports in Python and SQL.
Trainee, Havblikk Lab
2018 - 2019

Education
BSc Statistics, 2018

Skills
Python, SQL, Tableau

Languages
Norwegian (native), English (C1)

Certifications
Certified Scrum Master
"""
OTHER = """\
Runa Solberg

Experience
Lead Analyst, Fjordkart AS
2023 - present
Own the Python reports.

Skills
Python, dbt
"""


def facts_of(text: str = TEXT):
    return parse(text.strip("\n"), today=TODAY)


def said(kind: str, action: str, name: str, evidence: str = "", **value: object) -> Correction:
    return Correction(kind, key_of(kind, {"name": name}), action, {"name": name, **value}, evidence)


def names(facts, attribute: str = "skills") -> list[str]:
    return [entry.name for entry in getattr(facts, attribute)]


@pytest.mark.parametrize("text", [TEXT, OTHER])
def test_a_removed_skill_never_comes_back_from_any_file(text: str) -> None:
    assert "Python" in names(facts_of(text))
    kept = corrected(facts_of(text), [said("skill", "deleted", "PYTHON ")], today=TODAY)
    assert "Python" not in names(kept)


def test_a_changed_role_keeps_its_line_and_counts_by_its_new_dates() -> None:
    facts = facts_of()
    role = next(fact for fact in as_read(facts) if fact.kind == "role")
    longer = Correction("role", role.key, "edited", {**role.value, "start": "2012-01", "end": "2022-12"})
    changed = corrected(facts, [longer], today=TODAY)
    assert changed.experience[0].start == "2012-01"
    assert changed.experience[0].first_line == facts.experience[0].first_line
    assert changed.total_years_experience > facts.total_years_experience + 6


def test_a_changed_fact_is_one_fact_in_a_file_that_says_it_right() -> None:
    wrong = Correction("skill", "pyton", "edited", {"name": "Python"})
    assert names(corrected(facts_of(), [wrong], today=TODAY)).count("Python") == 1


def test_what_was_added_stays_in_another_file_without_a_line() -> None:
    added = said("skill", "added", "Airflow", "Built reports in Python and SQL.")
    here = next(skill for skill in corrected(facts_of(), [added], today=TODAY).skills if skill.name == "Airflow")
    there = next(skill for skill in corrected(facts_of(OTHER), [added], today=TODAY).skills if skill.name == "Airflow")
    assert facts_of().lines[here.line - 1] == "Built reports in Python and SQL."
    assert there.line == 0


def test_a_confirmed_fact_stands_where_the_next_file_leaves_it_out() -> None:
    confirmed = said("certification", "confirmed", "Certified Scrum Master")
    assert names(corrected(facts_of(OTHER), [confirmed], today=TODAY), "certifications") == ["Certified Scrum Master"]


def test_of_name_and_headline_the_owners_holds_over_any_file() -> None:
    stated = [said("headline", "added", "Analytics Lead")]
    for text in (TEXT, OTHER):
        headline = corrected(facts_of(text), stated, today=TODAY).headline
        assert headline is not None
        assert headline.name == "Analytics Lead"


def test_the_review_tells_read_from_said_and_lists_what_is_gone() -> None:
    found = review(facts_of(), [said("skill", "deleted", "Tableau"), said("skill", "confirmed", "SQL")])
    states = {fact.value["name"]: fact.state for fact in found.of("skill")}
    assert states == {"Python": "read", "SQL": "confirmed"}
    assert [fact.value["name"] for fact in found.removed] == ["Tableau"]


def test_without_a_word_nothing_changes() -> None:
    facts = facts_of()
    assert corrected(facts, [], today=TODAY) == facts


def test_a_skill_is_shown_on_its_lines_for_the_years_of_their_roles() -> None:
    vocabulary = lambda line: [("Python", 0, 6)] if "Python" in line else []  # noqa: E731
    shown = where_shown(facts_of(), vocabulary, today=TODAY)
    assert shown["python"].years == 3.0
    assert len(shown["python"].lines) == 2
    assert shown["tableau"].years == 0.0


def test_hints_say_what_is_missing_and_nothing_when_nothing_is() -> None:
    undated = facts_of(TEXT.replace("2018 - 2019", ""))
    assert any("no dates" in hint for hint in hints(undated)) or len(undated.experience) == 1
    assert hints(facts_of()) == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("03/2021", "2021-03"), ("March 2021", "2021-03"), ("mars 2021", "2021-03"), ("2021", "2021"),
        ("2021-03", "2021-03"), ("Present", "present"), ("heute", "present"), ("soon", None), ("2021 or so", None),
    ],
)  # fmt: skip
def test_a_date_is_read_as_people_type_it(written: str, read: str | None) -> None:
    assert date_of(written) == read


def test_a_word_that_names_nothing_makes_no_fact() -> None:
    empty = {"name": "", "title": ""}
    before = corrected(facts_of(), (), today=TODAY)
    for action in ("added", "edited", "confirmed"):
        said = [Correction(kind, "python", action, empty, "") for kind in FIELDS]
        assert corrected(facts_of(), said, today=TODAY) == before


@given(
    st.lists(
        st.builds(
            Correction,
            kind=st.sampled_from(sorted(FIELDS)),
            key=st.sampled_from(["python", "sql", "", "x|y|2020", "norwegian"]),
            action=st.sampled_from(["confirmed", "edited", "added", "deleted"]),
            value=st.fixed_dictionaries({"name": st.text(max_size=8), "title": st.text(max_size=8)}),
            evidence=st.sampled_from(["", "Built reports in Python and SQL.", "a line of another file"]),
        ),
        max_size=8,
    )
)
def test_any_word_leaves_facts_that_stand_on_real_lines(statements: list[Correction]) -> None:
    facts = corrected(facts_of(), statements, today=TODAY)
    count = len(facts.lines)
    assert all(0 <= skill.line <= count for skill in facts.skills)
    assert all(0 <= role.first_line <= role.last_line <= count for role in facts.experience)
    gone = {(c.kind, c.key) for c in {(c.kind, c.key): c for c in statements}.values() if c.action == "deleted"}
    assert not gone & {(fact.kind, key_of(fact.kind, fact.value)) for fact in as_read(facts)}
