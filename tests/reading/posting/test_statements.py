"""Facts where no field states them: years, types, workplace and places in sentences and in the lines of a header."""

from __future__ import annotations

from typing import Any

import pytest

from reading.posting import as_gold, parse, requirements

BODY = "Halden grows hops in three valleys.\n\nRequirements\n- A steady hand\n"


def read(text: str) -> dict[str, Any]:
    return as_gold(parse(text))


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("4+ years building dry stone walls on steep ground.", 4),
        ("At least three years of hedge laying, including winters spent on the hill farms of the north", 3),
        ("5–9 years restoring church organs for parishes or museums across the country", 5),
        ("You kept bees on a commercial scale, with swarms of your own, for a minimum of 2 years.", 2),
        ("Diploma required.5 years related experience required.", 5),
        ("A diploma, preferably in forestry, plus 2-3 years of related work experience", 2),
        ("3 years keeping a kiln going, pottery training a plus", 3),
        ("Master brewer's diploma preferred 6+ years of relevant experience", 6),
        ("Preferably 5 years of experience with kilns", None),
        ("At least 18 years old and fit to carry sacks", None),
        ("Join us for a 3-year contract in the valley", None),
    ],
)
def test_the_least_years_are_read_by_their_own_clause(line: str, years: int | None) -> None:
    assert read(f"Waller\nHalden\n\nRequirements\n- {line}\n- A steady hand\n")["min_years_experience"] == years


def test_a_title_may_state_the_years() -> None:
    assert read(f"Stone Mason (8+ YOE)\nHalden\n\n{BODY}")["min_years_experience"] == 8


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("Experienced cook, Ulverston, Full Time, up to 14 pounds an hour.", ["FULL_TIME"]),
        ("Posts are offered part time at 20 hours per week.", ["PART_TIME"]),
        ("Schedule Type: Full Time", ["FULL_TIME"]),
        ("We are seeking a freelance, travelling piano tuner.", ["CONTRACTOR"]),
        ("Halden seeks patient full and part-time carers.", ["FULL_TIME", "PART_TIME"]),
        ("Health cover for Full-Time Regular Staff, and for their families.", []),
        ("We employ 20 people full-time, and 30 part-time.", []),
    ],
)
def test_a_type_may_stand_by_itself(sentence: str, types: list[str]) -> None:
    assert read(f"Piano Tuner\nHalden\n\nHalden looks after pianos. {sentence}\n")["employment_types"] == types


@pytest.mark.parametrize(
    ("text", "workplace"),
    [
        ("Data Clerk\nHalden Labs - Anywhere in the World", "remote"),
        ("Data Clerk\nHalden Labs, Remote", "remote"),
        ("Data Clerk\nFlexible / Remote\nHalden", "remote"),
        ("Remote Copy Editor - Cookery Books\nHalden", "remote"),
        ("Copy Editor (Hybrid - Reno, NV)\nHalden", "hybrid"),
        ("Remote Sensing Engineer\nHalden", None),
        ("Editor\nHalden\nRemote\n\nWe pay for online and on-site team events twice a year.", "remote"),
        ("Editor\nHalden\n\nThis is a fully remote job with hybrid available to those near Ulm.", "remote"),
        (
            "Tester\nHalden\n\nYou automate tests of every kind: keyword driven, table driven, model driven, or hybrid.",
            None,
        ),
        ("Editor\nHalden\n\nAll candidates must be willing to interview in person.", None),
        ("Editor\nHalden\n\nYou work on site.", "on_site"),
    ],
)
def test_workplace_in_titles_rows_and_sentences(text: str, workplace: str | None) -> None:
    assert read(f"{text}\n\n{BODY}")["job_location_type"] == workplace


@pytest.mark.parametrize(
    ("header", "organization", "place"),
    [
        ("Berkshire\nSales Manager\nHalden Ltd", "Halden Ltd", (None, "Berkshire", "GB")),
        ("Lockhart, TX\nPiping Technician\nHalden", "Halden", ("Lockhart", "TX", "US")),
        ("Data Clerk\nHalden · New Providence", "Halden", None),
        ("Cook\nAstoria, OR 97103\nHalden", "Halden", ("Astoria", "OR", "US")),
        ("Cook\nHalden\nUS, TN, Spring Hill", "Halden", ("Spring Hill", "TN", "US")),
    ],
)
def test_the_lines_of_a_header_in_any_order(
    header: str, organization: str, place: tuple[str | None, str | None, str | None] | None
) -> None:
    found = read(f"{header}\n\n{BODY}")
    assert found["hiring_organization"] == organization
    places = [(town["city"], town["region"], town["country"]) for town in found["locations"]]
    assert places == ([place] if place else [])


@pytest.mark.parametrize(
    ("first_lines", "title", "organization"),
    [
        ("Auberge du Gué, Lyon – cherche serveur en salle", "serveur en salle", "Auberge du Gué"),
        ("Pousada Mar Manso (Paraty/RJ) contrata COZINHEIRO(A)", "COZINHEIRO(A)", "Pousada Mar Manso"),
        ("Halden Inn is hiring a night cook", "night cook", "Halden Inn"),
        ("HALDEN INN SEEKS\nNIGHT COOK", "NIGHT COOK", "HALDEN INN"),
        ("Fahrradladen Speiche – Leipzig – Verkäufer (Vollzeit)", "Verkäufer", "Fahrradladen Speiche"),
        ("Geachte kandidaat,\nBoekhouder\nKantoor Hazelaar", "Boekhouder", "Kantoor Hazelaar"),
        (
            "VILLE DE MONTCLAIR\nLa Ville recrute par voie statutaire ou contractuelle\nUN AGENT D'ENTRETIEN (H/F)",
            "AGENT D'ENTRETIEN (H/F)",
            "VILLE DE MONTCLAIR",
        ),
        (
            "Société : Maçonnerie Berthelot (45 salariés)\nPoste : Chef de chantier",
            "Chef de chantier",
            "Maçonnerie Berthelot",
        ),
    ],
)
def test_who_hires_whom_in_the_first_lines(first_lines: str, title: str, organization: str) -> None:
    found = read(f"{first_lines}\n\n{BODY}")
    assert (found["title"], found["hiring_organization"]) == (title, organization)


def test_a_heading_over_the_fields_of_a_header_does_not_end_it() -> None:
    found = read(f"HALDEN\nKiln Tender\nJob details\nFull-time\nLeeds\n\n{BODY}")
    assert found["employment_types"] == ["FULL_TIME"]
    assert [town["city"] for town in found["locations"]] == ["Leeds"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Halden is based in Cincinnati, OH, with branch offices in Columbus, OH, and Indianapolis, IN.",
        "Halden runs modern mills, located in Tiel, the Netherlands, and all applicants must be eligible to live and work in the UK.",
    ],
)
def test_other_offices_and_permits_are_no_places_of_work(sentence: str) -> None:
    found = read(f"Miller\nHalden\nCincinnati, OH\n\n{sentence}\n")
    assert [town["city"] for town in found["locations"]] == ["Cincinnati"]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Undergraduate or graduate degree in botany", "bachelor"),
        ("A degree or postgraduate qualification in botany", "bachelor"),
        ("PhD, MS or equivalent experience in botany", "master"),
        ("Graduate of an accredited school of professional nursing", "associate"),
        ("You will work towards a Level 3 certificate in horticulture", None),
    ],
)
def test_the_lowest_degree_of_a_line(line: str, level: str | None) -> None:
    assert read(f"Botanist\nHalden\n\nRequirements\n- {line}\n- A steady hand\n")["education_min"] == level


def test_two_countries_are_no_town_in_a_country() -> None:
    found = read("Editor\nHalden\n\nWe are looking for candidates in the UK, Spain and Ireland only.\n")
    assert {town["country"] for town in found["locations"]} == {"GB", "ES", "IE"}
    assert all(town["city"] is None for town in found["locations"])


def test_a_code_of_a_state_before_the_next_sentence_is_no_part_of_a_name() -> None:
    found = read(
        "Nurse\nHalden\n\nHalden heals people. Travel:0% Location:Astoria, OR Sunspire Health is a network of clinics.\n"
    )
    assert [(town["city"], town["region"]) for town in found["locations"]] == [("Astoria", "OR")]


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("You must hold a licence for the kiln.", True),
        ("The position requires two evening shifts a week.", True),
        ("If you are a mason with 5+ years of experience and own tools, we should talk.", True),
        ("Halden is an equal opportunity employer.", False),
        ("We have 30 years of experience with hops.", False),
        ("Must we say more?", False),
    ],
)
def test_a_sentence_may_ask_by_its_words_alone(sentence: str, asks: bool) -> None:
    assert requirements.surely_asks(sentence, "preamble") is asks


@pytest.mark.parametrize(
    ("clause", "is_duty"),
    [
        ("Schedule, coordinate and attend the opening of the kiln.?", True),
        ("Observes the heat of the kiln.", True),
        ("The kiln is hot all day", False),
        ("Apply online today", False),
    ],
)
def test_a_clause_under_duties_may_name_one_by_its_verb(clause: str, is_duty: bool) -> None:
    assert requirements.surely_a_duty(clause) is is_duty
