"""General ways of writing that the reader met late: glued lists, adverts without a headline, trades, other offices."""

from __future__ import annotations

import pytest

from reading.posting import as_gold, parse
from reading.posting import organizations as employers
from reading.posting.structure import Item, ParsedPosting
from reading.vocabulary import default_vocabulary


def items(parsed: ParsedPosting, *kinds: str) -> list[str]:
    return [item.text for section in parsed.sections for item in section.items if item.kind in kinds]


def rows(parsed: ParsedPosting) -> list[Item]:
    return [item for section in parsed.sections for item in section.items if item.kind in ("requirement", "constraint")]


def cities(parsed: ParsedPosting) -> list[tuple[str | None, str | None]]:
    return [(place["city"], place["country"]) for place in as_gold(parsed)["locations"]]


@pytest.mark.parametrize("line", ["Healthcare Services", "Other/Not Classified", "BankingFinancial Services", "Retail"])
def test_a_trade_is_no_employer(line: str) -> None:
    assert employers.is_trade(line)
    assert parse(f"Night Baker\n{line}\nDayton, OH\n\nWe bake bread.").value("hiring_organization") is None


@pytest.mark.parametrize("line", ["Halden Foods", "Wren Energy Partners Ltd", "Oakfield", "Salt"])
def test_a_name_is_no_trade(line: str) -> None:
    assert not employers.is_trade(line)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Bread is baked at night. Halden Bakeries, Inc. is an equal opportunity employer.", "Halden Bakeries, Inc."),
        ("Night Baker Leeds **** per hour Wren Recruitment are currently recruiting bakers.", "Wren Recruitment"),
        ("Headquarters: Oslo URL: https://halden.example About Halden Halden makes ovens for ships.", "Halden"),
        ("Every night counts. We're Brightloaf. Our ovens never sleep.", "Brightloaf"),
        ("At Brightloaf , we bake at night.", "Brightloaf"),
        ("Fine bread, fine people. Wren Staffing Ltd acts as an employment agency for this post.", "Wren Staffing Ltd"),
    ],
)
def test_an_employer_is_known_by_what_it_says_of_itself(body: str, name: str) -> None:
    assert parse(f"Night Baker\n\n{body}").value("hiring_organization") == name


@pytest.mark.parametrize(
    "body",
    [
        "Individuals' needs come first. We care for individuals of every age.",
        "Familiarity with ovens. Familiarity with dough.",
        "Bachelor's Degree is a plus. Join Degree holders.",
    ],
)
def test_an_ordinary_word_is_no_employer(body: str) -> None:
    assert parse(f"Night Baker\n\n{body}").value("hiring_organization") is None


def test_a_line_apart_is_the_employer_where_fields_follow() -> None:
    parsed = parse("Night Baker\n\nOvenlight\n\nPart-time\nLeeds, United Kingdom\n\nRequirements\n\n• Rye.\n")
    assert parsed.value("hiring_organization") == "Ovenlight"


def test_a_section_below_a_lone_title_is_no_employer() -> None:
    assert parse("Night Baker\n\nGeneral Function\n\nYou bake bread at night.").value("hiring_organization") is None


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Night Baker Job Leeds\n\nBread for the north.", "Night Baker"),
        ("Night Nurse Devizes\n\nA home in Devizes looks after forty people.", "Night Nurse"),
        ("Full time Oven Technician positions in our valley. Ovens break at night.", "Oven Technician"),
        ("The Senior Oven Engineer designs ovens for ships. Ships move.", "Senior Oven Engineer"),
        ("Position: Sr. Oven EngineerDuration: 6 months. Ovens for ships.", "Sr. Oven Engineer"),
        ("We are seeking a talented and motivated oven technician to join a small team.", "oven technician"),
        ("Oven AnalystOne of the ship owners keeps ovens. Bring order to them.", "Oven Analyst"),
    ],
)
def test_a_job_is_named_without_its_town_or_without_a_headline(raw: str, title: str) -> None:
    assert parse(raw).value("title") == title


@pytest.mark.parametrize(
    "raw",
    ["What the Baker Will Do\n\nBake bread.", "About Halden\nHalden is a bakery on the coast.", "Le contexte\n\nPain."],
)
def test_a_heading_is_no_title(raw: str) -> None:
    assert parse(raw).value("title") is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("GB, LND, ", [(None, "GB")]),
        ("NZ, N, Auckland", [("Auckland", "NZ")]),
        ("Surrey, South East", [(None, "GB")]),
        ("Kent, Kent", [(None, "GB")]),
        ("Durham, County Durham", [("Durham", "GB")]),
        ("Oven Hall, 3rd Floor, San Francisco, CA 94105, US", [("San Francisco", "US")]),
        ("San Francisco Bay Area", [("San Francisco", "US")]),
    ],
)
def test_a_place_is_read_as_feeds_write_it(line: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert cities(parse(f"Night Baker\nHalden Ltd\n{line}\n\nWe bake.")) == expected


@pytest.mark.parametrize("code", ["AI", "IT", "HR", "QA"])
def test_two_letters_are_no_country(code: str) -> None:
    parsed = parse(f"Oven Engineer - {code}\nHalden Ltd\nRemote\n\nThe role is in {code}.")
    assert cities(parsed) == []


def test_other_offices_are_no_places_of_work() -> None:
    parsed = parse(
        "Night Baker\nHalden Ltd\nLeeds, West Yorkshire\n\nHalden also has offices in Berlin, Oslo and Madrid."
    )
    assert cities(parsed) == [("Leeds", "GB")]
    assert (
        cities(parse("Night Baker\n\nHeadquarters: Berlin, Germany; Oslo URL: https://halden.example We bake.")) == []
    )


def test_a_town_behind_a_label_inside_a_line_is_read() -> None:
    assert cities(parse("Night Baker\n\nJob Ref: 7 Location: Leeds Salary: good. UK wide training.")) == [
        ("Leeds", "GB")
    ]
    assert cities(
        parse("Night Baker\n\nBread never sleeps in this house. Primary Location: United States-Ohio-Dayton-7 Oven Dr")
    ) == [("Dayton", "US")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("19-21k with bonus", [(19000, 21000)]),
        ("31000 - 36000/annum 31k - growing to 36k", [(31000, 36000)]),
        ("33000 - 41000/annum OTE 52,000 - 57,000", [(33000, 41000)]),
        ("16,500 - 18,000 plus bonus", [(16500, 18000)]),
    ],
)
def test_a_line_of_pay_is_read_to_its_end(line: str, expected: list[tuple[int, int]]) -> None:
    found = as_gold(parse(f"Night Baker\nHalden Ltd\n{line}\n\nWe bake."))["salary"]
    assert [(band["min"], band["max"]) for band in found] == expected


def test_names_and_german_nouns_do_not_cut_a_sentence() -> None:
    english = "Work with the Oven Board and with Halden Foods on bread for the Navy and the Coast Guard every week"
    german = "Du backst jeden Tag Brot und verkaufst Kuchen an Kunden, und der Ofen ist von uns für die Stadt gebaut"
    for sentence in (english, german):
        assert sentence in items(parse(f"Night Baker\n\nResponsibilities:\n• {sentence}\n• Clean ovens"), "duty")


def test_headings_that_were_glued_shouted_or_put_together_open_their_section() -> None:
    parsed = parse(
        "Night Baker\n\nKey Responsibilities: Bake bread at night Knowledge/Experience/Qualifications Minimum 1 year of "
        "baking Be able to lift flour Good understanding of dough"
    )
    assert [row.text for row in rows(parsed)] == [
        "Minimum 1 year of baking", "Be able to lift flour", "Good understanding of dough",
    ]  # fmt: skip


def test_beside_what_is_asked_the_ideal_is_a_wish() -> None:
    parsed = parse(
        "Baker\n\nMinimum Qualifications\n\n- Two years of baking\n\nThe Ideal Candidate\n\n- Knowledge of rye\n"
    )
    assert [(row.text, row.importance) for row in rows(parsed)] == [
        ("Two years of baking", "required"), ("Knowledge of rye", "preferred"),
    ]  # fmt: skip


def test_a_track_record_is_no_verb() -> None:
    parsed = parse(
        "Night Baker\n\n• Prepare the dough\n• Clean the ovens\n• Record what was sold\n\nQualifications\n\n"
        "• Track record in baking\n• Two years of night work\n"
    )
    assert [row.text for row in rows(parsed)] == ["Track record in baking", "Two years of night work"]


def test_customer_service_is_asked_for_beside_narrower_skills() -> None:
    found = as_gold(parse("Clerk\n\nRequirements\n• Customer service and Salesforce\n"))["skills_required"]
    assert found == ["Customer Service", "Salesforce"]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("We run Spring Boot on EKS and ship with GitHub Actions", ["spring-boot", "eks", "github-actions"]),
        ("Traces go to OpenTelemetry and Dynatrace", ["opentelemetry", "dynatrace"]),
        ("Queues on AWS SQS and functions on AWS Lambda", ["sqs", "lambda"]),
        ("Experiência com microsserviços e sistemas distribuídos", ["microservices", "distributed-systems"]),
        ("Stoma care, catheter care and PEG feeding", ["stoma-care", "catheter-care", "peg-feeding"]),
        ("Keep a safe kitchen; drive an ambulance; in spring we wash", []),
    ],
)
def test_tools_and_methods_are_known_by_their_own_names(text: str, slugs: list[str]) -> None:
    assert [mention.slug for mention in default_vocabulary().find(text)][: len(slugs) or None] == slugs
