"""One case for each way in which a requirement is met, partly met, not found or unreadable."""

import numpy as np
import pytest

from matching.core import (
    DEFAULT,
    OwnersWord,
    RoleFeatures,
    build_posting_features,
    build_resume_features,
    explain,
    requirement_row,
)
from matching.core.compiled import judge_all, pair
from matching.core.verdicts import judge
from tests.matching.core.people import VOCABULARY, SmallVocabulary, lines_of, posting, resume


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
    roles = (
        RoleFeatures("Developer", 3, 4, 2020 * 12, 2021 * 12 + 11),
        RoleFeatures("Developer", 5, 6, 2021 * 12, 2021 * 12 + 11),
    )
    text = "x\ny\nDeveloper\nPython work\nDeveloper\nMore Python work"
    assert row_of("2 years of Python", text, roles).verdict == "met"
    assert row_of("3 years of Python", text, roles).verdict == "partly"


def test_a_stated_length_counts_as_stated():
    text = "Skills\nWelding- Experience - 30 months\nShop hand"
    assert row_of("Two years of welding experience", text, ()).verdict == "met"
    assert row_of("Three years of welding experience", text, ()).verdict == "partly"


def test_years_of_work_stand_in_partly_for_a_degree_or_its_equivalent():
    text = "Shop hand\nWelded frames"
    roles = (RoleFeatures("Shop hand", 1, 2, 2010 * 12, 2019 * 12),)
    assert row_of("Bachelor's degree or equivalent work experience", text, roles).verdict == "partly"


def test_a_degree_in_progress_meets_enrolment_but_only_partly_a_degree():
    text = "PhD student, Computer Science, Northmoor University, 2024 to present\nx"
    assert row_of("Currently enrolled in a PhD program in Computer Science", text, ()).verdict == "met"
    assert row_of("PhD in Computer Science", text, ()).verdict == "partly"


def test_a_licence_of_an_unstated_state_is_partly_met():
    text = "Registered Nurse, license 4711\nWard work"
    assert row_of("Licensed as a registered nurse in the state of practice", text, ()).verdict == "partly"
    assert row_of("Licensed registered nurse", text, ()).verdict == "met"


def test_the_licence_of_colleagues_is_nobodys_own():
    asked = "Licensed as a registered nurse in the state of practice"
    assert row_of(asked, "Wrote care plans with doctors and registered nurses\nx", ()).verdict == "not_found"


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


ORCHARD = """Orchard Robotics Student
Wrote the Django pages where growers book a robot
Skills
Languages: Python, Rust, PostgreSQL
Coursework: welding, welding of thin steel"""
ORCHARD_SECTIONS = {1: "other", 2: "projects", 3: "other", 4: "skills", 5: "education"}


def orchard(requirement, **more):
    return row_of(requirement, ORCHARD, (), sections=ORCHARD_SECTIONS, **more)


@pytest.mark.parametrize(
    ("requirement", "verdict"),
    [
        # One example shows the kind; what the examples describe need not be repeated in the resume.
        ("Experience with scalable storage engines such as PostgreSQL, MySQL or similar", "met"),
        ("Experience with scalable storage engines such as MySQL", "not_found"),
        # Several things known, and a few words around them.
        ("Knowledge of welding and Python, for orchard machines", "met"),
        ("Knowledge of welding and pastry", "partly"),
        # A remark after a dash asks for nothing.
        ("Unafraid of Rust – it frightens people whose first language allowed everything everywhere", "met"),
        # One common skill, and none of the rarer words that make the requirement.
        ("Welding of submarine bulkheads in pressurised habitats", "not_found"),
        # A skill is named, but the rest of the deed is another.
        ("Sell Python lessons, pastry and camping trips to schools on the coast", "not_found"),
        # One of several things is only wished for.
        ("Tools of the trade (pastry preferred, Python)", "met"),
        # A list of traits stays one, with a skill among them.
        ("Listening, empathy, resolving conflict, welding, patience, tact, punctuality, humility", "unreadable"),
        ("Patience and welding", "partly"),
        # The count is of courses, not of skills.
        ("At least two courses or projects about welding", "partly"),
        ("Interns are expected to be physically present where the welding happens", "unreadable"),
    ],
)
def test_naming_shows_knowledge_but_not_a_special_deed(requirement, verdict):
    assert orchard(requirement).verdict == verdict


def test_a_skill_is_also_shown_by_all_its_words_in_one_line():
    class Phrases(SmallVocabulary):
        names = {**SmallVocabulary.names, "bench": "grafting bench tools", "trade": "e-trellis"}

        def kind(self, slug):
            return "domain" if slug in ("bench", "trade") else super().kind(slug)

    def verdict(requirement, text):
        vocabulary = Phrases()
        rows = [requirement_row("0", requirement, vocabulary)]
        asked = build_posting_features(title="Gardener", description="We grow.", requirements=rows)
        person = build_resume_features(lines=lines_of(text), roles=(), vocabulary=vocabulary)
        return explain(asked, person, vocabulary=vocabulary).rows[0].verdict

    assert verdict("Knowledge of grafting bench tools", "Benches for grafting pears, built twice\nx") == "met"
    assert verdict("Knowledge of grafting bench tools", "Benches of oak\nGrafted pears every spring") != "met"
    # The words of such a name say less than the name: a trellis is no e-trellis.
    assert verdict("E-trellis of glass", "Mended the trellis\nx") != "met"


def test_the_most_telling_line_is_quoted_first():
    text = "Welding\nSkills: welding, Python\nRepaired gates by welding for three farms\nHeadline"
    row = row_of("Knowledge of welding", text, (), sections={1: "other", 2: "skills", 3: "experience", 4: "other"})
    assert [quote.line for quote in row.evidence] == [3, 2]


@pytest.mark.parametrize(
    "text",
    ["Four years of Python at two nurseries\nx", "Seeds, soil, and in all four\nyears of Python beside them"],
)
def test_years_stated_of_a_skill_count_even_across_a_line_break(text):
    assert row_of("At least 3 years of Python", text, ()).verdict == "met"
    assert row_of("At least 5 years of Python", text, ()).verdict == "partly"
    assert row_of("At least 3 years of Rust", text, ()).verdict == "not_found"


def test_years_of_work_do_not_stand_in_for_enrolment():
    roles = (RoleFeatures("Shop hand", 1, 2, 2010 * 12, 2019 * 12),)
    asked = "Currently enrolled in a bachelor's program in computer science or a comparable technical field"
    assert row_of(asked, "Shop hand\nWelded frames", roles).verdict == "not_found"


def test_verdicts_are_the_same_with_and_without_quotes():
    ready, evidence, _ = pair(posting(), resume(), VOCABULARY, DEFAULT)
    quoted = [judgement.verdict for judgement in judge_all(ready, evidence, DEFAULT, similarity=0.2)]
    assert quoted == [
        judgement.verdict for judgement in judge_all(ready, evidence, DEFAULT, similarity=0.2, quoting=False)
    ]


def test_only_skills_that_the_posting_parser_gave_are_asked():
    text = "Experience of pastry in kitchens such as Python or Rust"
    row = requirement_row("0", text, VOCABULARY, skills=("python", "rust"), any_of=(("python", "rust"),))
    asked = build_posting_features(title="Baker", description="We bake.", requirements=[row])
    assert explain(asked, resume(), vocabulary=VOCABULARY).rows[0].looked_for[0] == "Python or Rust"


def test_one_word_of_a_phrase_is_not_one_entry_of_a_list():
    text = "Pastry cook for six years\nBaked bread for a hotel"
    assert row_of("Selling Rust welding to pastry shops", text, ()).verdict == "not_found"
    assert row_of("Rust, welding and pastry", text, ()).verdict == "partly"


def test_a_sentence_broken_over_two_lines_is_embedded_whole():
    seen = []

    def embed(texts):
        seen.extend(texts)
        return np.ones((len(texts), 384), np.float32)

    text = (
        "Planned the rounds of the night shift and kept the records of the\n"
        "forty guests of the house.\nBaked bread.\nshort\nline"
    )
    build_resume_features(lines=lines_of(text), roles=(), vocabulary=VOCABULARY, embed=embed)
    assert "Planned the rounds of the night shift and kept the records of the forty guests of the house." in seen
    assert "Baked bread." in seen
    assert "short line" not in seen


def test_a_skill_that_was_taken_back_is_not_implied_by_another():
    text = "Wrote the Django services of a shop\nBaked bread"
    assert row_of("Knowledge of Python", text, ()).verdict == "met"
    word = OwnersWord(withdrawn=frozenset({"python"}))
    assert row_of("Knowledge of Python", text, (), word=word).verdict == "not_found"
    assert row_of("Knowledge of Django", text, (), word=word).verdict == "met"


def test_a_skill_that_was_looked_for_is_named_once():
    looked_for = row_of("Experience with Rust on large boards").looked_for
    assert [word for word in looked_for if word.lower() == "rust"] == ["Rust"]
    assert "boards" in looked_for


@pytest.mark.parametrize(
    "line",
    [
        "Ability to tolerate heat, noise and dust",
        "Must pass a background check and a drug screen",
        "Willing to work weekends, holidays and a rotating schedule",
        "Able to lift and carry 50lbs repeatedly",
        "At least 18 years of age",
        "Flexible availability",
        "Ability to accept direction and to work well in a close team",
        "Manages competing priorities in a hectic environment",
    ],
)
def test_a_promise_cannot_be_shown(line):
    assert row_of(line, "Shop hand\nMended gates", ()).verdict == "unreadable"


@pytest.mark.parametrize(
    "line",
    [
        "Two years of experience on the night shift of a bakery",
        "Welding of gates for weekend markets",
        "Licensed to drive a forklift on any shift",
        "Minimum 3 years relevant experience",
    ],
)
def test_what_is_asked_beside_a_promise_is_looked_for(line):
    assert row_of(line, "Shop hand\nSold lamps", ()).verdict == "not_found"


def test_a_heading_of_years_asks_nothing():
    assert row_of("At least 3 years of experience with:", "Shop hand\nSold lamps", ()).verdict == "unreadable"


def test_years_without_a_subject_are_years_of_work():
    roles = (RoleFeatures("Shop hand", 1, 2, 2010 * 12, 2014 * 12),)
    assert row_of("Minimum 3 years relevant experience", "Shop hand\nSold lamps", roles).verdict == "met"


def test_years_of_a_part_of_what_is_asked_are_a_part():
    roles = (RoleFeatures("Kitchen hand", 1, 2, 2010 * 12, 2019 * 12),)
    asked = "5 years of lighthouse pastry"
    row = row_of(asked, "Kitchen hand\nKept the kitchen and its pastry", roles)
    assert (row.verdict, row.reason) == ("partly", "Dated roles cover the time, but not all that is asked of it")
    assert row_of(asked, "Kitchen hand\nBaked pastry for the lighthouse", roles).verdict == "met"
    # Where the years were spent is no subject.
    assert row_of("5 years in a kitchen setting", "Kitchen hand\nKept the kitchen", roles).verdict == "met"
    assert row_of("5 years of welding and pastry", "Kitchen hand\nBaked pastry", roles).verdict == "partly"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Foreman\nSupervised a crew of nine masons", "met"),
        ("Foreman\nManaged the stores", "not_found"),
    ],
)
def test_people_led_are_found_whatever_the_words(text, verdict):
    assert row_of("Ability to lead and manage multiple people", text, ()).verdict == verdict


def test_tools_show_the_use_of_computers():
    assert row_of("Operate a computer and the till of a bakery", "Python scripts\nx", ()).verdict == "met"
    assert row_of("Operate a computer and the till of a bakery", "Baked bread\nx", ()).verdict == "not_found"


def test_a_degree_in_a_subject_of_its_own_is_looked_for_by_its_words():
    asked = "Bachelor's degree in lute making"
    assert row_of(asked, "Bachelor of Arts, Lute Making\nx", ()).verdict == "met"
    assert row_of(asked, "Bachelor of Arts, Economics\nx", ()).verdict == "partly"


def alike(requirement, text, likeness):
    """The verdict where every line is as like the requirement as said."""

    def embed(texts):
        asked = np.zeros((len(texts), 384), np.float32)
        asked[:, 0] = 1.0
        return asked

    row = requirement_row("0", requirement, VOCABULARY)
    demand = build_posting_features(title="Gardener", description="We grow.", requirements=[row], embed=embed)
    ready, evidence, _ = pair(demand, resume(text, ()), VOCABULARY, DEFAULT)
    return judge(ready.requirements[0], evidence, DEFAULT, (likeness, 0)).verdict


def test_half_of_the_words_spread_over_the_resume_are_a_part_where_a_line_is_like_them():
    text = "Kept ledgers of a ferry\nPainted lanterns\nMended ropes"
    asked = "Ledgers, lanterns, walnut shelves"
    assert alike(asked, text, 0.31) == "partly"
    assert alike(asked, text, 0.25) == "not_found"
    assert alike(asked, "Kept ledgers of a ferry\nBaked bread", 0.31) == "not_found"


def test_a_common_skill_and_a_word_elsewhere_are_not_met():
    asked = "Lantern welding required"
    assert alike(asked, "Welding of gates\nBread\nRolls\nLantern festival", 0.2) == "partly"
    assert alike(asked, "Welding of lantern frames\nBread\nRolls", 0.2) == "met"


@pytest.mark.parametrize(
    "asked",
    [
        "At least three years of programming in Python, Rust, or a similar systems-oriented language",
        "At least three years with Python or another comparable language through work, projects, or research",
        "Three years of Python gained in welding projects or internships",
    ],
)
def test_where_years_come_from_and_what_else_would_do_is_not_asked(asked):
    text = "Developer, Larkspur Mapping\nPython programming for hikers' maps"
    roles = (RoleFeatures("Developer", 1, 2, 2019 * 12, 2023 * 12),)
    assert row_of(asked, text, roles).verdict == "met"
