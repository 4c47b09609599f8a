"""The five postings that people paste in the demo, read as a careful reader would read them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reading.posting import as_gold, parse
from reading.posting.structure import Item, ParsedPosting

FOLDER = Path(__file__).resolve().parents[3] / "seeds" / "pasted"
CAPTURED = date(2026, 11, 21)
CARTESIA_INTERN = "000_cartesia_research_intern"
CARTESIA = "001_cartesia_researcher"
ETCHED = "002_etched_inference_intern"
MICROSOFT = "003_microsoft_research_intern"
SID = "004_sid_training_infrastructure_engineer"
ALL = (CARTESIA_INTERN, CARTESIA, ETCHED, MICROSOFT, SID)


@cache
def text_of(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@cache
def read(name: str) -> ParsedPosting:
    return parse(text_of(name), captured_at=CAPTURED)


def items(name: str, heading: str) -> tuple[Item, ...]:
    """The items below the first section with this heading."""
    return next(section.items for section in read(name).sections if section.heading.strip(":") == heading)


def item(name: str, beginning: str) -> Item:
    found = [item for section in read(name).sections for item in section.items if item.text.startswith(beginning)]
    assert len(found) == 1, beginning
    return found[0]


@pytest.mark.parametrize(
    ("name", "title", "organization", "types", "method"),
    [
        (CARTESIA_INTERN, "Research Intern", "Cartesia", ["INTERN"], "title"),
        (CARTESIA, "Researcher, Model Architecture", "Cartesia", ["FULL_TIME"], "header"),
        (ETCHED, "Inference Intern - Spring 2027", "Etched", ["FULL_TIME", "INTERN"], "header"),
        (MICROSOFT, "Research Intern - AI/ML Numerics & Efficiency", "Microsoft", ["INTERN"], "title"),
        (SID, "Training Infrastructure Engineer", "SID", [], ""),
    ],
)
def test_title_organization_and_types(name: str, title: str, organization: str, types: list[str], method: str) -> None:
    parsed = read(name)
    assert parsed.value("title") == title
    assert parsed.value("hiring_organization") == organization
    assert [fact.value for fact in parsed.employment_types] == types
    assert all(fact.method == method for fact in parsed.employment_types)


@pytest.mark.parametrize(
    ("name", "places"),
    [
        (CARTESIA_INTERN, [("San Francisco", "CA", "US", ())]),
        (CARTESIA, [("San Francisco", "CA", "US", ())]),
        (ETCHED, [("San Jose", "CA", "US", ("country", "region"))]),
        (MICROSOFT, [("Redmond", "WA", "US", ())]),
        (SID, [("San Francisco", "CA", "US", ()), ("Zürich", None, "CH", ())]),
    ],
)
def test_places(name: str, places: list[tuple[str, str | None, str, tuple[str, ...]]]) -> None:
    found = read(name).locations
    assert [(place.city, place.region, place.country, place.assumed) for place in found] == places
    assert {place.workplace for place in found} == {"ON_SITE"}
    assert all(place.ambiguous is bool(place.assumed) is bool(place.reason) for place in found)


def test_the_star_and_the_word_before_a_place_are_no_part_of_it() -> None:
    assert [place.raw for place in read(CARTESIA).locations] == ["San Francisco, CA"]


@pytest.mark.parametrize("name", ALL)
def test_all_work_on_site(name: str) -> None:
    assert read(name).value("job_location_type") == "ON_SITE"


def test_who_works_only_in_person() -> None:
    assert read(SID).value("in_person_only") is True


@pytest.mark.parametrize(
    ("name", "posted", "precision", "raw"),
    [
        (CARTESIA_INTERN, date(2025, 9, 19), "day", "Sep 19, 2025"),
        (CARTESIA, date(2026, 4, 13), "day", "4/13/2026"),
        (ETCHED, CAPTURED, "relative", "Today"),
        (MICROSOFT, date(2025, 12, 2), "day", "Dec 2, 2025"),
    ],
)
def test_posting_dates(name: str, posted: date, precision: str, raw: str) -> None:
    parsed = read(name)
    assert parsed.value("date_posted") == posted
    assert parsed.date_precision == precision
    assert parsed.facts["date_posted"].raw == raw


def test_no_date_is_made_up() -> None:
    assert read(SID).value("date_posted") is None
    assert read(SID).date_precision == "unknown"
    unknown_capture = parse(text_of(ETCHED))
    assert unknown_capture.value("date_posted") is None
    assert unknown_capture.facts["date_posted_raw"].raw == "Today"
    assert unknown_capture.date_precision == "relative"


def test_pay() -> None:
    band = read(MICROSOFT).salaries[0]
    assert len(read(MICROSOFT).salaries) == 1
    assert (band.min_value, band.max_value, band.currency, band.unit) == (Decimal(5610), Decimal(13270), "USD", None)
    assert band.raw == "$5,610 - $13,270"
    assert "salary_unit" not in read(MICROSOFT).inferred
    for name in (CARTESIA_INTERN, CARTESIA, ETCHED, SID):
        assert read(name).salaries == ()


@pytest.mark.parametrize(
    ("name", "disclosure", "raw"),
    [
        (CARTESIA_INTERN, "NOT_STATED", "Salary not specified"),
        (ETCHED, "NOT_STATED", "Not listed"),
        (MICROSOFT, "STATED", "$5,610 - $13,270"),
        (SID, "TEXT_ONLY", "Competitive pay"),
    ],
)
def test_what_is_said_of_pay(name: str, disclosure: str, raw: str) -> None:
    fact = read(name).facts["salary_disclosure"]
    assert (fact.value, fact.raw) == (disclosure, raw)


def test_equity_is_kept_as_told() -> None:
    assert read(SID).value("equity") is True
    assert read(CARTESIA).value("salary_disclosure") is None


@pytest.mark.parametrize(
    ("name", "levels", "state", "strength"),
    [
        (CARTESIA_INTERN, ("master", "doctorate"), "enrolled", "soft"),
        (ETCHED, ("bachelor", "master", "doctorate"), "enrolled", "hard"),
        (MICROSOFT, ("master", "doctorate"), "enrolled", "hard"),
        (SID, ("bachelor", "master", "doctorate"), "indicative", "soft"),
    ],
)
def test_degrees(name: str, levels: tuple[str, ...], state: str, strength: str) -> None:
    parsed = read(name)
    assert parsed.value("education_levels") == levels
    assert parsed.value("education_state") == state
    assert parsed.value("education_strength") == strength


def test_founders_degrees_are_not_asked_for() -> None:
    assert read(CARTESIA).value("education_levels") is None


@pytest.mark.parametrize(
    ("name", "relocation", "visa"),
    [
        (CARTESIA_INTERN, "YES", None),
        (CARTESIA, "YES", "YES"),
        (ETCHED, "YES", None),
        (MICROSOFT, None, None),
        (SID, None, "YES"),
    ],
)
def test_help_with_moving_and_permits(name: str, relocation: str | None, visa: str | None) -> None:
    assert read(name).value("relocation") == relocation
    assert read(name).value("visa_sponsorship") == visa
    assert read(name).value("eligibility_to_work_requirement") is None


def test_backers() -> None:
    assert read(CARTESIA).value("backers") == (
        "Index Ventures", "Lightspeed Venture Partners", "Factory", "Conviction", "A Star", "General Catalyst",
        "SV Angel", "Databricks",
    )  # fmt: skip
    assert read(SID).value("backers")[:4] == ("Y Combinator", "Canaan", "Rebel", "General Catalyst")
    assert read(SID).value("backers")[-1] == "Jeff Dean"


def test_single_facts() -> None:
    assert read(CARTESIA).value("employment_unit") == "Engineering"
    assert read(ETCHED).value("job_start_text") == "2027-spring"
    assert read(MICROSOFT).value("job_duration") == "P12W"
    assert read(MICROSOFT).value("application_requirements") == {
        "reference_letter": 2, "cover_letter": 1, "work_sample": 1,
    }  # fmt: skip
    assert str(read(SID).value("encouragement")).startswith("Please do not wait until you match all")


@pytest.mark.parametrize("name", ALL)
def test_what_no_page_states_is_absent(name: str) -> None:
    parsed = read(name)
    for field in ("apply_url", "apply_email", "valid_through", "security_clearance_or_citizenship", "url"):
        assert parsed.value(field) is None, field


KINDS = {
    "About Cartesia": "about",
    "Summary": "summary",
    "Responsibilities": "responsibilities",
    "Your Impact": "responsibilities",
    "Requirements": "required",
    "What You Bring": "required",
    "Required Qualifications": "required",
    "Nice to Haves": "preferred",
    "Preferred Qualifications": "preferred",
    "Required Skills": "skills",
    "Our perks": "benefits",
    "Perks": "benefits",
    "Benefits": "benefits",
    "Our Culture": "culture",
    "Internship Start Date": "logistics",
    "Other": "other",
    "Things you should know": "other",
    "Job Description": "wrapper",
}


def test_each_of_the_eighteen_headings_opens_its_kind_of_section() -> None:
    found = {
        (section.heading.strip(":"), section.kind) for name in ALL for section in read(name).sections if section.heading
    }
    assert found == set(KINDS.items())


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        (CARTESIA_INTERN, {"Requirements": 7, "Responsibilities": 4, "Other": 5}),
        (CARTESIA, {"Your Impact": 1 + 5, "What You Bring": 7, "Nice to Haves": 3, "Our perks": 5, "Our Culture": 3}),
        (ETCHED, {"Responsibilities": 6, "Required Qualifications": 5, "Preferred Qualifications": 7}),
        (MICROSOFT, {"Requirements": 7, "Responsibilities": 7, "Other": 5}),
        (SID, {"Responsibilities": 4, "Perks": 6, "Requirements": 6, "Things you should know": 3}),
    ],
)
def test_bullets_of_each_section(name: str, counts: dict[str, int]) -> None:
    assert {heading: len(items(name, heading)) for heading in counts} == counts


@pytest.mark.parametrize(
    ("name", "required", "preferred"),
    [(CARTESIA_INTERN, 7, 0), (CARTESIA, 7, 3), (ETCHED, 5, 7), (MICROSOFT, 7, 0), (SID, 6, 0)],
)
def test_musts_and_wishes_never_mix(name: str, required: int, preferred: int) -> None:
    for kind, count in (("required", required), ("preferred", preferred)):
        listed = [item for section in read(name).sections if section.kind == kind for item in section.items]
        assert len(listed) == count
        assert {item.importance for item in listed} <= {kind}


def test_emoji_are_bullets() -> None:
    assert [fact.value for fact in read(CARTESIA).benefits] == [
        "Office lunch, dinner and snacks",
        "Medical, dental and vision insurance, paid in full for employees",
        "401(k)",
        "Help with relocation and immigration",
        "A Yoshi that is yours alone",
    ]


def test_benefits_told_twice_are_counted_once() -> None:
    assert [fact.value for fact in read(ETCHED).benefits] == [
        "Ample housing support for people who relocate",
        "Lunch and dinner at the office every day",
        "Mentoring by leaders of the industry and engineers among the best in the world",
    ]


def test_tags_keep_the_importance_that_the_employer_gives_them() -> None:
    declared = {skill.name: skill.importance for skill in read(ETCHED).skills if skill.source == "declared"}
    assert len(declared) == 22
    assert {name for name, importance in declared.items() if importance == "required"} == {
        "Python", "C++", "Linux Internals", "Accelerator Architectures", "GPU", "TPU", "Compilers",
        "High-speed Interconnects", "NVLink", "InfiniBand", "Transformers", "LLM Inference",
    }  # fmt: skip
    softer = [
        "Rust", "Kernel-level networking stacks", "User-space networking stacks", "Distributed systems concepts",
        "Consensus protocols", "Consistency models", "Communication patterns", "SIMD optimizations", "PyTorch", "JAX",
    ]  # fmt: skip
    assert sum(importance == "preferred" for importance in declared.values()) == len(softer)
    conflicts = [conflict.message for conflict in read(ETCHED).conflicts if conflict.field == "skills"]
    assert conflicts == [f"listed required, stated preferred: {label}" for label in softer]


def test_skills_that_the_tags_leave_out_are_read_from_the_text() -> None:
    extracted = {skill.name: skill.importance for skill in read(ETCHED).skills if skill.source == "extracted"}
    assert extracted["vLLM"] == extracted["SGLang"] == "required"
    assert extracted["Mixture of Experts"] == "preferred"


def test_no_experience_against_a_demand_for_some() -> None:
    assert read(ETCHED).value("months_of_experience") == 0
    conflict = next(entry for entry in read(ETCHED).conflicts if entry.field == "months_of_experience")
    a, b = (text_of(ETCHED)[slice(*span)] for span in conflict.spans)
    assert a == "No experience required"
    assert b.startswith("Ported software to accelerator hardware")


def test_amounts() -> None:
    assert read(MICROSOFT).value("months_of_experience") == 36
    assert item(MICROSOFT, "At least 3 years").months_of_experience == 36
    assert item(MICROSOFT, "Finished at least 2").minimum_count == 2
    assert read(SID).value("months_of_experience") is None


@pytest.mark.parametrize(
    ("name", "beginning", "groups"),
    [
        (CARTESIA_INTERN, "Strong Python and Pytorch", [("pytorch",)]),
        (CARTESIA_INTERN, "Experience in making model inference", [("cuda", "triton-lang")]),
        (CARTESIA, "Fluent programming with", [("pytorch", "tensorflow")]),
        (ETCHED, "Fluency in Python", []),
        (ETCHED, "Some experience with PyTorch", [("pytorch", "jax")]),
        (MICROSOFT, "At least 3 years", [("python", "cpp")]),
        (
            MICROSOFT,
            "Experience with current ML frameworks",
            [("pytorch", "hugging-face-transformers", "sglang", "vllm", "tensorrt-llm")],
        ),
        (MICROSOFT, "Practice in GPU programming", [("cuda", "triton-lang")]),
        (SID, "Familiar with vLLM", [("vllm", "sglang", "tensorrt-llm")]),
    ],
)
def test_alternatives(name: str, beginning: str, groups: list[tuple[str, ...]]) -> None:
    assert list(item(name, beginning).any_of) == groups


def test_examples_are_one_demand() -> None:
    (group,) = item(ETCHED, "A grasp of software systems").any_of
    assert {"gpu", "tpu", "nvlink", "infiniband"} < set(group)


@pytest.mark.parametrize(
    ("name", "beginning", "kind", "readable"),
    [
        (CARTESIA_INTERN, "We have no part-time", "fact", True),
        (MICROSOFT, "Besides what is listed", "fact", True),
        (MICROSOFT, "Strong analytical", "requirement", False),
        (CARTESIA, "Outstanding analytical", "requirement", False),
        (SID, "Believes 2 weeks", "requirement", False),
        (SID, "Proactive.", "requirement", False),
        (SID, "Familiar with 'You", "requirement", False),
        (SID, "We might publish", "fact", True),
    ],
)
def test_lines_that_prove_nothing(name: str, beginning: str, kind: str, readable: bool) -> None:
    assert (item(name, beginning).kind, item(name, beginning).readable) == (kind, readable)


@pytest.mark.parametrize("name", ALL)
def test_every_character_is_accounted_for_and_every_span_is_exact(name: str) -> None:
    text, parsed = text_of(name), read(name)
    assert [text[slice(*span)] for span in parsed.uncovered] == []
    facts = (*parsed.facts.values(), *parsed.employment_types, *parsed.benefits)
    for fact in facts:
        if fact.span:
            assert text[slice(*fact.span)] == fact.raw
    entries: list[Any] = [*parsed.locations, *parsed.salaries]
    for entry in entries:
        assert text[slice(*entry.span)] == entry.raw
    for section in parsed.sections:
        assert section.heading_span is None or text[slice(*section.heading_span)] == section.heading
        for row in section.items:
            assert text[slice(*row.span)] == row.text
            assert all(row.span[0] <= a < b <= row.span[1] for a, b in (mention.span for mention in row.skills))


@pytest.mark.parametrize(
    ("name", "dropped"),
    [
        (CARTESIA_INTERN, ["Job Board", "LogoLogo", "Cartesia Logo", "Apply Now"]),
        (CARTESIA, ["New: our list of investors in voice AI is out! Check it out"]),
        (ETCHED, []),
        (MICROSOFT, ["Job Board", "LogoLogo", "Microsoft Logo", "Apply Now"]),
        (SID, []),
    ],
)
def test_only_the_pages_own_lines_are_dropped(name: str, dropped: list[str]) -> None:
    found = [text_of(name)[slice(*span)] for span in read(name).chrome]
    slogans = [line for line in found if len(line) > 24 and not line.startswith("New:")]
    assert [line for line in found if line not in slogans] == dropped
    assert len(slogans) == (2 if "LogoLogo" in dropped else 0)


@pytest.mark.parametrize("name", ALL)
def test_reading_twice_gives_the_same(name: str) -> None:
    first, second = (
        json.dumps(as_gold(parse(text_of(name), captured_at=CAPTURED)), sort_keys=True, default=str) for _ in range(2)
    )
    assert first == second
    assert parse(text_of(name), captured_at=CAPTURED) == read(name)
