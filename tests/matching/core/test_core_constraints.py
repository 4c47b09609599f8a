"""Hard constraints stand beside the score; silence is neither permission nor refusal."""

import pytest

from matching.core import Degree, Pay, Place, Preferences, RoleFeatures, explain
from matching.core.constraints import check, distance_km
from tests.matching.core.people import VOCABULARY, posting, resume

LEEDS = Place(country="GB", region="England", city="Leeds", latitude=53.80, longitude=-1.55)
YORK = Place(country="GB", region="England", city="York", latitude=53.96, longitude=-1.08)
LYON = Place(country="FR", region="ARA", city="Lyon", latitude=45.76, longitude=4.84)


def outcome(name, stated, wants, person=None):
    found = check(posting(**stated), person or resume(), Preferences(**wants))
    return next((constraint.outcome for constraint in found if constraint.name == name), None)


@pytest.mark.parametrize(
    ("name", "stated", "wants", "expected"),
    [
        ("place", {"places": (LEEDS,)}, {}, "unknown"),
        ("place", {"places": (LEEDS,)}, {"places": (YORK,), "radius_km": 50.0}, "pass"),
        ("place", {"places": (LEEDS,)}, {"places": (YORK,), "radius_km": 10.0}, "fail"),
        ("place", {"places": (LEEDS,)}, {"places": (LYON,)}, "fail"),
        ("place", {"places": (LEEDS, LYON)}, {"places": (LYON,)}, "pass"),
        ("place", {}, {"places": (LYON,)}, "unknown"),
        ("place", {"job_location_type": "TELECOMMUTE"}, {"places": (LYON,)}, "pass"),
        ("place", {"job_location_type": "TELECOMMUTE", "places": (LEEDS,)}, {"places": (LYON,)}, "fail"),
        ("place", {"places": (Place(country="GB"),)}, {"places": (Place(country="GB", city="Leeds"),)}, "unknown"),
        ("workplace", {"job_location_type": "ON_SITE"}, {"workplaces": ("HYBRID",)}, "fail"),
        ("workplace", {"job_location_type": "ON_SITE"}, {}, "unknown"),
        ("workplace", {}, {"workplaces": ("HYBRID",)}, "unknown"),
        ("authorisation", {"visa_sponsorship": "NO"}, {"needs_sponsorship": True}, "fail"),
        ("authorisation", {"visa_sponsorship": "YES"}, {"needs_sponsorship": True}, "pass"),
        ("authorisation", {"visa_sponsorship": "NO"}, {"needs_sponsorship": False}, "pass"),
        ("authorisation", {"visa_sponsorship": "NO"}, {}, "unknown"),
        ("authorisation", {"authorised_countries": ("GB",)}, {"authorised_countries": ("GB",)}, "pass"),
        ("authorisation", {}, {"needs_sponsorship": True}, "unknown"),
        ("start", {"start_month": 24300}, {"available_from_month": 24299}, "pass"),
        ("start", {"start_month": 24300}, {"available_from_month": 24301}, "fail"),
        ("start", {"start_month": 24300}, {}, "unknown"),
        ("start", {}, {"available_from_month": 24301}, "unknown"),
        ("degree", {"degree_levels": ("bachelor",)}, {}, "pass"),
        ("degree", {"degree_levels": ("master",), "degree_hard": True}, {}, "fail"),
        ("degree", {"degree_levels": ("master",)}, {}, "unknown"),
        (
            "degree",
            {"degree_levels": ("bachelor",), "degree_state": "enrolled", "degree_hard": True},
            {},
            "fail",
        ),
        ("employment_type", {"employment_types": ("FULL_TIME",)}, {"employment_types": ("PART_TIME",)}, "fail"),
        ("employment_type", {"employment_types": ("FULL_TIME",)}, {"employment_types": ("FULL_TIME",)}, "pass"),
        ("employment_type", {}, {"employment_types": ("FULL_TIME",)}, "unknown"),
        ("employment_type", {"employment_types": ("FULL_TIME",)}, {}, "unknown"),
        ("clearance", {"clearance": "secret"}, {}, "unknown"),
        ("clearance", {"clearance": "secret"}, {"clearance": True}, "pass"),
        ("clearance", {"clearance": "secret"}, {"clearance": False}, "fail"),
        ("experience", {"months_of_experience": 36}, {}, "pass"),
        ("experience", {"months_of_experience": 120}, {}, "fail"),
        ("language", {"languages": ("german",)}, {}, "unknown"),
    ],
)
def test_a_constraint_has_its_outcome(name, stated, wants, expected):
    assert outcome(name, stated, wants) == expected


@pytest.mark.parametrize(
    ("bands", "minimum", "expected"),
    [
        ((), 40_000, "unknown"),
        ((Pay(30_000, 45_000, "GBP", "YEAR"),), 40_000, "pass"),
        ((Pay(30_000, 35_000, "GBP", "YEAR"),), 40_000, "fail"),
        ((Pay(20, 25, "GBP", "HOUR"),), 40_000, "pass"),
        ((Pay(5_610, 13_270, "GBP", None),), 40_000, "unknown"),
        ((Pay(90_000, None, "EUR", "YEAR"),), 40_000, "unknown"),
        ((Pay(41_000, None, "GBP", "YEAR"),), 40_000, "pass"),
    ],
)
def test_pay_without_a_period_or_in_another_currency_is_unknown(bands, minimum, expected):
    wants = {"minimum_pay": minimum, "pay_currency": "GBP", "pay_unit": "YEAR"}
    assert outcome("pay", {"pay": bands}, wants) == expected


def test_what_neither_side_states_is_not_listed():
    assert check(posting(), resume(), Preferences()) == ()


def test_a_constraint_quotes_the_posting():
    stated = {"visa_sponsorship": "NO", "quotes": {"authorisation": "We cannot sponsor visas."}}
    explanation = explain(posting(**stated), resume(), Preferences(needs_sponsorship=True), vocabulary=VOCABULARY)
    assert explanation.constraints[0].quote == "We cannot sponsor visas."
    assert explanation.score == explain(posting(), resume(), vocabulary=VOCABULARY).score


def test_a_degree_in_progress_is_not_yet_a_degree():
    student = resume(degrees_held=[Degree("master", ("computing",), True, 8)])
    assert outcome("degree", {"degree_levels": ("master",), "degree_hard": True}, {}, student) == "unknown"
    enrolled = {"degree_levels": ("master",), "degree_state": "enrolled"}
    assert outcome("degree", enrolled, {}, student) == "pass"


def test_distances_are_great_circles():
    assert distance_km((53.80, -1.55), (53.96, -1.08)) == pytest.approx(35.6, abs=1.0)


@pytest.mark.parametrize(("asked", "outcome"), [("Three years of Python", "pass"), ("Nine years of Python", "fail")])
def test_years_that_a_row_shows_are_no_bar(asked, outcome):
    """Dated roles cover little, yet the resume states the years of the skill."""
    text = "Student\nFour years of Python for research and projects\nTutor, 2024"
    person = resume(text, (RoleFeatures("Tutor", 3, 3, 2024 * 12, 2024 * 12 + 2),))
    months = {"Three years of Python": 36, "Nine years of Python": 108}[asked]
    wanted = posting([asked], months_of_experience=months)
    found = {entry.name: entry.outcome for entry in explain(wanted, person, vocabulary=VOCABULARY).constraints}
    assert found["experience"] == outcome


@pytest.mark.parametrize(("skill", "outcome"), [("Python", "pass"), ("Rust", "unknown"), ("something quiet", "pass")])
def test_years_of_other_work_are_no_years_of_what_is_asked(skill, outcome):
    """The resume shows years of Python, none of Rust; a row that names no skill asks for years alone."""
    wanted = posting([f"At least three years of {skill}"], months_of_experience=36)
    found = {entry.name: entry for entry in explain(wanted, resume(), vocabulary=VOCABULARY).constraints}
    assert found["experience"].outcome == outcome
