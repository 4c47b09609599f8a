"""Reading words, titles, degrees and demands."""

import pytest

from matching.core.evidence import union_months
from matching.core.features import RoleFeatures
from matching.core.titles import clean_title, short_line
from reading.degrees import (
    field_fit,
    field_words,
    fields_in,
    levels_asked,
    levels_in,
    without_school,
)
from reading.requirement import is_trait, months_asked
from reading.words import content_stems, stem, tokens


@pytest.mark.parametrize(
    "words",
    [("manage", "manager", "managing", "management"), ("test", "tests", "testing", "tester"), ("nurse", "nursing")],
)
def test_forms_of_a_word_share_a_stem(words):
    assert len({stem(word) for word in words}) == 1


def test_technical_words_stay_whole():
    assert tokens("C++, C# and .NET; Node.js") == ["c++", "c#", "and", ".net", "node.js"]


def test_words_of_mixed_script_are_left_out():
    assert tokens("Аngulаr and React") == ["and", "react"]


def test_content_words_leave_the_wording_of_requirements_out():
    assert content_stems("Strong experience with the baking of bread is required") == ["bak", "bread"]


@pytest.mark.parametrize(
    ("title", "places", "clean"),
    [
        ("Pastry Cook Leeds", ["Leeds, England"], "Pastry Cook"),
        ("Welder (nights) **** per hour", [], "Welder per hour"),
        ("Ward Nurse - North Wing", [], "Ward Nurse"),
        ("BAKER JOB YORK", ["York"], "Baker"),
        ("Leeds", ["Leeds"], "Leeds"),
    ],
)
def test_a_title_is_freed_of_places_and_adverts(title, places, clean):
    assert clean_title(title, places) == clean


def test_a_short_line_may_be_a_title_a_sentence_not():
    assert short_line("Head Baker, 05/2011 to 06/2012") == "Head Baker"
    assert short_line("Baked four hundred loaves of rye bread each morning") is None
    assert short_line("Baked bread.") is None


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Ph.D. in Physics", ("doctorate",)),
        ("M.S. or Ph.D.", ("doctorate", "master")),
        ("BSc/MSc", ("master", "bachelor")),
        ("B.Tech. Electronics", ("bachelor",)),
        ("High school diploma or GED", ("high_school",)),
        ("vLLM, TensorRT-LLM", ()),
        ("as well as MS Office", ()),
        ("Doctor offices", ()),
        ("AA in floristry", ("associate",)),
        ("M.Ed. in reading", ("master",)),
        # Words and figures of speech that look like degrees.
        ("Med surg ward, and to be involved in rounds", ()),
        ("Must be in good standing", ()),
        ("Master of ceremonies, props master", ()),
        ("Master and other systems", ()),
    ],
)
def test_levels_are_read(text, levels):
    assert levels_in(text) == levels


def test_the_school_is_blanked_and_the_study_kept():
    line = "Bachelor of Science in Nursing, University of Northmoor"
    assert "Northmoor" not in without_school(line)
    assert len(without_school(line)) == len(line)


def test_a_certificate_of_competence_and_an_abbreviation_are_no_degrees():
    assert levels_asked("Certificate of Diving Competence (CDC)") == ()
    assert levels_asked("Attends training on SSC products") == ()
    assert levels_asked("Certificate of Higher Education from a college") == ("certificate",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bachelor's degree in lute making", "lute making"),
        ("Degree in lute making or a related field", "lute making"),
        ("Associate's degree in a related area", ""),
        ("Bachelor's degree in nursing", ""),
        ("Bachelor's degree or equivalent", ""),
    ],
)
def test_a_subject_of_no_known_family_is_kept_as_words(text, words):
    assert field_words(text) == words


def test_fields_have_families_and_neighbours():
    assert "computing" in fields_in("Computer Science")
    assert field_fit(("accounting",), ("business",), related_counts=False) == 0.5
    assert field_fit(("accounting",), ("business",), related_counts=True) == 1.0
    assert field_fit(("nursing",), ("law",), related_counts=True) == 0.0
    assert field_fit((), ("law",), related_counts=False) == 1.0


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("5+ years of baking", 60),
        ("At least two years", 24),
        ("3-5 years", 36),
        ("18 months on a ward", 18),
        ("Must be 18 years of age", None),
        ("Bread", None),
    ],
)
def test_asked_months_are_read(text, months):
    assert months_asked(text) == months


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("Excellent written and verbal communication skills", True),
        ("Able to stand for long periods", True),
        ("Passion for learning new things", True),
        ("Bread baking in a fast-paced kitchen with wood ovens", False),
        ("Knowledge of wood ovens", False),
    ],
)
def test_traits_are_told_from_what_a_resume_can_show(text, trait):
    assert is_trait(text) is trait


def test_months_are_counted_once():
    assert (
        union_months([RoleFeatures("a", 1, 1, 0, 11), RoleFeatures("b", 2, 2, 6, 17), RoleFeatures("c", 3, 3, None, 5)])
        == 18
    )
    assert union_months([]) == 0


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Abgeschlossenes Studium der Wirtschaftsinformatik", ("computing",)),
        ("Licence en génie civil", ("engineering",)),
        ("Grado en Derecho", ("law",)),
        ("Bacharelado em Ciências Contábeis", ("accounting",)),
        ("HBO Verpleegkunde", ("nursing",)),
    ],
)
def test_fields_of_study_in_other_languages(text, families):
    assert fields_in(text) == families
