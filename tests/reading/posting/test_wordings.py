"""Sentences that were once misread, each standing for a general way of wording."""

from __future__ import annotations

import pytest

from reading.posting import parse
from reading.posting.demands import DURATION
from reading.posting.employment import place_in_sentence, types_in_sentence
from reading.posting.structure import Item, ParsedPosting


def rows(parsed: ParsedPosting) -> list[Item]:
    demands = ("requirement", "constraint")
    return [item for section in parsed.sections for item in section.items if item.kind in demands]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("We don't offer apprenticeships that are part-time or remote.", "NOT_REMOTE"),
        ("Our apprenticeships are neither part-time nor remote.", "NOT_REMOTE"),
        ("None of our jobs is part-time, unpaid or remote.", "NOT_REMOTE"),
        ("Remote work is not possible.", "NOT_REMOTE"),
        ("Remote working isn't something we can offer.", "NOT_REMOTE"),
        ("There is no remote option for this job.", "NOT_REMOTE"),
        ("The job is not remote; it is hybrid.", "HYBRID"),
        ("This isn't a hybrid role.", None),
        ("You need not be on-site.", None),
        ("No experience required, remote position", "TELECOMMUTE"),
        ("You do not have to move and can work remotely.", "TELECOMMUTE"),
        ("If you don't live near the kiln, the role is remote.", "TELECOMMUTE"),
        ("This is not only a remote role but a calm one.", "TELECOMMUTE"),
        ("No kiln, no dust: the role is remote.", "TELECOMMUTE"),
    ],
)
def test_a_negation_reaches_over_its_clause_and_no_further(sentence: str, value: str | None) -> None:
    found = place_in_sentence(sentence)
    assert (found.value if found else None) == value


def test_a_denied_employment_type_is_not_stated() -> None:
    assert types_in_sentence("None of the jobs we have in this valley is a part-time position.") == []
    assert types_in_sentence("Neither full-time roles nor part-time roles are open.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3 years of programming", False),
        ("two or 3 years project management", False),
        ("5 years program experience", False),
        ("a 12-week program", True),
        ("a 6-month contract", True),
        ("duration: 18 months", True),
    ],
)
def test_only_a_stretch_of_the_job_is_its_duration(text: str, found: bool) -> None:
    assert (DURATION.search(text) is not None) is found


def test_a_backers_name_ends_where_its_capitals_do() -> None:
    text = "Mason\n\nFernhill is backed by Oakline in the lead and Birch Ventures as well.\n"
    assert parse(text).value("backers") == ("Oakline", "Birch Ventures")
    text = "Mason\n\nFernhill is backed by Oakline and Birch of Leeds in the lead.\n"
    assert parse(text).value("backers") == ("Oakline", "Birch of Leeds")


def test_help_with_a_permit_is_no_bar() -> None:
    text = "Mason\nFernhill\n\nIf you lack US work authorization, we can help you with that.\n"
    parsed = parse(text)
    assert parsed.value("visa_sponsorship") == "YES"
    assert parsed.value("eligibility_to_work_requirement") is None


SITE = "Job Board\nLogoLogo\n\nFind work that suits your own CV\n\nSift reads every advert, so an engineer need not\n\n"
BODY = "Salary not specified\nSep 19, 2025\nLeeds, UK\n\nFernhill keeps clocks running.\n\nRequirements\n• Python\n"


@pytest.mark.parametrize(
    "top",
    [
        f"{SITE}Fernhill Logo\n\nClock Repair Intern\n\nFernhill\n\n",
        f"{SITE}Clock Repair Intern\n\nFernhill\n\n",
        "Just out: the big list of all who wind clocks! Have a look!\n\nClock Repair Intern\nFernhill\n\n",
        "Clock Repair Intern\n\nFernhill Logo\n\nFernhill\n\n",
    ],
)
def test_a_sites_own_words_are_told_by_place_and_shape(top: str) -> None:
    parsed = parse(top + BODY)
    assert parsed.value("title") == "Clock Repair Intern"
    assert parsed.value("hiring_organization") == "Fernhill"
    assert [place.city for place in parsed.locations] == ["Leeds"]
    assert parsed.uncovered == ()


@pytest.mark.parametrize(
    ("second", "organization"),
    [
        ("We grow hops.", "Fernhill"),
        ("Fernhill grows hops.", "Fernhill"),
        ("Hops need hands.", "Fernhill"),
        ("Oakline Inc.", "Oakline Inc."),
        ("Yahoo!", "Yahoo!"),
        ("Oakline & Sons", "Oakline & Sons"),
    ],
)
def test_a_sentence_below_the_title_is_no_organization(second: str, organization: str) -> None:
    text = f"Hop Picker\n{second}\n\nFernhill is a company above the lake.\n\nRequirements\n• Patience\n"
    assert parse(text).value("hiring_organization") == organization


@pytest.mark.parametrize("sign", ["• ", "- ", ""])
def test_a_bare_skill_under_requirements_is_asked_for(sign: str) -> None:
    lines = ["Go", "C++", "Excel", "BSN"]
    text = "Beekeeper\nFernhill\n\nRequirements\n\n" + "".join(f"{sign}{line}\n" for line in lines)
    found = [(item.text, item.importance, item.readable) for item in rows(parse(text))]
    assert found == [(line, "required", True) for line in lines]


@pytest.mark.parametrize(
    ("heading", "importance"),
    [
        ("Selection criteria", "required"),
        ("What we ask", "required"),
        ("Essential", "required"),
        ("Prerequisites", "required"),
        ("Wat we vragen", "required"),
        ("Cosa chiediamo", "required"),
        ("Imprescindible", "required"),
        ("Highly regarded", "preferred"),
        ("Assets", "preferred"),
        ("We'd love if", "preferred"),
        ("Desirable", "preferred"),
        ("What sets you apart", "preferred"),
        ("Pluspunten", "preferred"),
        ("Serait un plus", "preferred"),
        ("Titoli preferenziali", "preferred"),
    ],
)
def test_further_headings_of_demands(heading: str, importance: str) -> None:
    parsed = parse(f"Beekeeper\nFernhill\n\n{heading}\n\n• Calm hands near forty hives\n• Knowledge of Figma\n")
    assert [(item.text, item.importance) for item in rows(parsed)] == [
        ("Calm hands near forty hives", importance),
        ("Knowledge of Figma", importance),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Excellent English; Dutch is nice to have",
            [("Excellent English;", "required"), ("Dutch is nice to have", "preferred")],
        ),
        (
            "Experience with Python, Rust would be a plus",
            [("Experience with Python,", "required"), ("Rust would be a plus", "preferred")],
        ),
        ("Python is a plus; so is Perl", [("Python is a plus; so is Perl", "preferred")]),
        (
            "Patience; good humour; Dutch would be a plus",
            [("Patience; good humour;", "required"), ("Dutch would be a plus", "preferred")],
        ),
        ("Patience; good humour; warm gloves", [("Patience; good humour; warm gloves", "required")]),
    ],
)
def test_a_line_may_ask_and_wish(line: str, expected: list[tuple[str, str]]) -> None:
    parsed = parse(f"Beekeeper\nFernhill\n\nRequirements\n\n• {line}\n• A veil\n")
    assert [(item.text, item.importance) for item in rows(parsed)][:-1] == expected


def test_pay_without_a_sign_keeps_its_currency_and_period_unknown() -> None:
    text = "Glazier\nFernhill\nManchester\n45,000 - 52,000\n\nAbout us\nOther firms pay glaziers £39k.\n"
    parsed = parse(text)
    band = parsed.salaries[0]
    assert (band.min_value, band.max_value, band.currency, band.unit) == (45_000, 52_000, None, None)
    assert "salary_unit" not in parsed.inferred


def test_fields_below_a_motto_are_still_read() -> None:
    parsed = parse("Hop Picker\nWe grow hops.\nLeeds, UK\n£13 per hour\nFull-time\n\nRequirements\n• Patience\n")
    assert [place.city for place in parsed.locations] == ["Leeds"]
    assert [(band.min_value, band.unit) for band in parsed.salaries] == [(13, "HOUR")]
    assert parsed.value("hiring_organization") is None
    assert parsed.uncovered == ()


def test_past_training_is_not_the_jobs_duration() -> None:
    parsed = parse("Hop Picker\nFernhill\n\nRequirements\n• A 3-year apprenticeship programme completed\n")
    assert parsed.value("job_duration") is None


@pytest.mark.parametrize("line", ["Minimum 3 years' programming", "Programming: at least 3 years of it"])
def test_years_of_programming_are_experience(line: str) -> None:
    parsed = parse(f"Hop Picker\nFernhill\n\nRequirements\n• {line}\n")
    assert parsed.value("months_of_experience") == 36
    assert parsed.value("job_duration") is None
