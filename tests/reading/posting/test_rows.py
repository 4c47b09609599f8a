"""Headings, importance of requirement rows, groups of alternatives, glued text and tag lists."""

from __future__ import annotations

import pytest

from reading.posting import parse
from reading.posting.headings import cue_kind, exact_kind, is_heading_shaped
from reading.posting.importance import importance_of
from reading.posting.materials import read_materials
from reading.posting.tags import agrees, split_by_list, split_by_vocabulary
from reading.vocabulary import default_vocabulary


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("About Brightwell", None),
        ("Summary", "summary"),
        ("Responsibilities", "responsibilities"),
        ("Your Impact", "responsibilities"),
        ("Requirements:", "required"),
        ("What You Bring", "required"),
        ("Required Qualifications", "required"),
        ("Nice to Haves", "preferred"),
        ("Preferred Qualifications:", "preferred"),
        ("Required Skills", "skills"),
        ("Our perks", "benefits"),
        ("Benefits", "benefits"),
        ("Our Culture", "culture"),
        ("Internship Start Date", "logistics"),
        ("Other", "other"),
        ("Things you should know", "other"),
        ("Job Description", "wrapper"),
        ("Ihre Aufgaben", "responsibilities"),
        ("Votre profil", "required"),
        ("Requisitos", "required"),
        ("任职资格", "required"),
        ("WHAT WE OFFER", "benefits"),
    ],
)
def test_exact_headings(heading: str, kind: str | None) -> None:
    assert exact_kind(heading) == kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("What you'll do at Brightwell:", "responsibilities"),
        ("We'd love to hear from you if you have:", "required"),
        ("While it's not required, it's an added plus if you also have:", "preferred"),
        ("What You'll Achieve (first year)", "responsibilities"),
        ("Annual Base Salary Range:", "compensation"),
        ("About Brightwell", "about"),
        ("How to apply", "application"),
    ],
)
def test_cue_words_of_headings(heading: str, kind: str) -> None:
    assert cue_kind(heading) == kind


@pytest.mark.parametrize(
    "line",
    [
        "Boundless curiosity.",
        "We bake fast.",
        "Work with kind people, every day.",
        "$80,000 - $90,000",
        "18 weeks of leave.",
    ],
)
def test_sentences_are_not_headings(line: str) -> None:
    assert not is_heading_shaped(line, list_follows=True)


@pytest.mark.parametrize(
    ("text", "section", "importance"),
    [
        ("Python", "required", "required"),
        ("Python is a plus", "required", "preferred"),
        ("A driving licence would be an advantage", "required", "preferred"),
        ("Experience with Figma preferred", "required", "preferred"),
        ("Patient builder of models, ideally of small boats", "required", "required"),
        ("5 years of sales experience (software preferred)", "required", "required"),
        ("Python (preferably with Django)", "required", "required"),
        ("Figma (preferred)", "required", "preferred"),
        ("Python", "preferred", "preferred"),
        ("You must hold a licence", "preferred", "required"),
        ("The ideal candidate has a sense of rhythm", "preamble", "preferred"),
        ("The ideal candidate must be free on Sundays", "preamble", "required"),
        ("Familiarity with Rust is not required but helpful", "required", "preferred"),
    ],
)
def test_words_in_the_line_beat_the_heading(text: str, section: str, importance: str) -> None:
    assert importance_of(text, section) == importance


def groups(line: str) -> list[tuple[str, ...]]:
    parsed = parse(f"Engineer\nBrightwell\n\nRequirements\n\n• {line}\n• Patience\n")
    return [group for section in parsed.sections for item in section.items for group in item.any_of]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Experience with PyTorch or TensorFlow", [("pytorch", "tensorflow")]),
        ("Has run vLLM/SGLang/TensorRT-LLM in anger", [("vllm", "sglang", "tensorrt-llm")]),
        ("Tools such as Kafka, RabbitMQ, or Redis", [("apache-kafka", "rabbitmq", "redis")]),
        ("Proficiency in Python, C++", []),
        ("Python and SQL", []),
        ("Python, C++, or a similar systems language", [("python", "cpp")]),
        ("Proficient in Python and PyTorch (or similar framework)", [("pytorch",)]),
        ("Programming with CUDA, Triton, or similar tools", [("cuda", "triton-lang")]),
        (
            "Low-level topics, e.g. compilers, accelerators (e.g. GPUs, TPUs), or interconnects such as NVLink",
            [("compilers", "accelerator-architectures", "gpu", "tpu")],
        ),
        ("Degree in computer science or mathematics", []),
    ],
)
def test_alternatives_form_one_group(line: str, expected: list[tuple[str, ...]]) -> None:
    assert groups(line) == expected


def test_prose_behind_a_list_leaves_its_section() -> None:
    text = "Baker\n\nRequirements\n\n• A steady hand\n\nThe bakery opens at four in the morning and smells of rye.\n"
    kinds = {item.text: item.kind for section in parse(text).sections for item in section.items}
    assert kinds["A steady hand"] == "requirement"
    assert kinds["The bakery opens at four in the morning and smells of rye."] == "fact"


def test_glued_tags_follow_the_declared_list() -> None:
    assert split_by_list("pythonc++carpentry", ["Python", "C++", "Carpentry"]) == [(0, 6), (6, 9), (9, 18)]
    assert split_by_list("pythonc++", ["Python", "Carpentry"]) is None


def test_glued_tags_without_a_list_follow_the_vocabulary() -> None:
    blob = "pythonlinux internalspytorchjax"
    pieces = split_by_vocabulary(blob, default_vocabulary())
    assert [blob[a:b] for a, b in pieces] == ["python", "linux internals", "pytorch", "jax"]


@pytest.mark.parametrize(
    ("tag", "wording", "expected"),
    [
        ("Cold-storage logistics", "both cold-storage and dry-storage logistics", True),
        ("MRI scans", "MRI (magnetic resonance imaging) scans", True),
        ("Rust", "Proficiency in Rust", True),
        ("Rust", "Trust and care", False),
    ],
)
def test_elided_wordings_agree(tag: str, wording: str, expected: bool) -> None:
    assert agrees(tag, wording) is expected


def test_a_declared_list_does_not_upgrade_what_is_preferred() -> None:
    text = (
        "Engineer\nBrightwell\n\nRequired Qualifications:\n- Python\nPreferred Qualifications:\n- Rust\n"
        "Required Skills: Python, Rust, Basket weaving\n"
    )
    parsed = parse(text)
    declared = {skill.name: skill.importance for skill in parsed.skills if skill.source == "declared"}
    assert declared == {"Python": "required", "Rust": "preferred", "Basket weaving": "mentioned"}
    assert [conflict.message for conflict in parsed.conflicts] == ["listed required, stated preferred: Rust"]


def test_no_experience_required_against_a_demand_is_a_conflict() -> None:
    text = "Cook\nBrightwell\nExperience\nNo experience required\n\nRequirements\n- Prior work in a busy kitchen\n"
    parsed = parse(text)
    assert parsed.value("months_of_experience") == 0
    assert [conflict.field for conflict in parsed.conflicts] == ["months_of_experience"]


def test_materials_are_counted() -> None:
    assert read_materials("Please submit at least two reference letters, a cover letter and work samples.") == {
        "reference_letter": 2,
        "cover_letter": 1,
        "work_sample": 1,
    }
    assert read_materials("You write letters well.") == {}


def test_an_employers_own_stack_counts_a_tag_list_does_not() -> None:
    stack = parse("Engineer\nBrightwell\n\nOur stack\n- Docker, AWS and a little Perl\n")
    tags = parse("Engineer\nBrightwell\n\nTags: Docker, AWS\n")
    assert {skill.importance for skill in stack.skills} == {"required"}
    assert {skill.importance for skill in tags.skills} == {"mentioned"}


def test_worldwide_is_remote_and_no_place() -> None:
    parsed = parse("Potter\nBrightwell\nWorldwide\n\nWe make bowls.")
    assert parsed.value("job_location_type") == "TELECOMMUTE"
    assert parsed.locations == ()


def test_markdown_is_read_like_plain_text() -> None:
    parsed = parse("# Potter\n\n**Company:** Brightwell\n\n## Requirements\n* Two steady hands\n* Wheel throwing\n")
    assert parsed.value("title") == "Potter"
    assert parsed.value("hiring_organization") == "Brightwell"
    rows = [item.text for section in parsed.sections for item in section.items if item.kind == "requirement"]
    assert rows == ["Two steady hands", "Wheel throwing"]


@pytest.mark.parametrize(
    ("line", "readable"),
    [
        ("Proactive and a little stubborn", False),
        ("Strong analytical and problem-solving skills, with an interest in ML systems", False),
        ("Excellent communication skills", False),
        ("Experience with Python", True),
        ("Two years of experience in a bakery", True),
        ("A valid driver's license", True),
        ("Keeping bees", True),
        ("Grafting pears", True),
    ],
)
def test_traits_cannot_be_read_from_a_resume(line: str, readable: bool) -> None:
    parsed = parse(f"Engineer\nBrightwell\n\nRequirements\n\n• {line}\n• Patience\n")
    assert next(item.readable for section in parsed.sections for item in section.items if item.text == line) is readable


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Must be authorized to work in Canada", "constraint"),
        ("Ability to work evenings and weekends", "constraint"),
        ("Willingness to travel", "constraint"),
        ("Experience with Python", "requirement"),
    ],
)
def test_status_and_availability_are_constraints(line: str, kind: str) -> None:
    parsed = parse(f"Engineer\nBrightwell\n\nRequirements\n\n• {line}\n• Patience\n")
    item = next(item for section in parsed.sections for item in section.items if item.text == line)
    assert (item.kind, item.importance) == (kind, "required")


def rows(text: str) -> list[tuple[str, str]]:
    return [(item.kind, item.text) for section in parse(text).sections for item in section.items]


def test_a_description_in_one_breath_is_cut_before_its_verbs() -> None:
    found = rows(
        "HR Assistant\nBrightwell\n\nJob Description:\nCoordinate the files of all staff members Partner with the service centre to "
        "plan interviews Compile monthly reports for the site (for example sick days, training) Order supplies for the desk"
    )
    texts = [text for kind, text in found if kind == "duty"]
    assert texts[0] == "Coordinate the files of all staff members"
    assert "Partner with the service centre to plan interviews" in texts
    assert texts[-1] == "Order supplies for the desk"


@pytest.mark.parametrize(
    "line",
    [
        "Bachelor Degree in finance or a related field",
        "Customer Service Experience in a hotel",
        "Valid Class A or B licence and a clean record",
        "Use of Microsoft Project Plan files",
    ],
)
def test_names_inside_a_line_are_not_cut(line: str) -> None:
    assert line in [text for _, text in rows(f"Driver\nBrightwell\n\nRequirements\n- {line}\n")]
    assert line in [text for _, text in rows(f"Driver\nBrightwell\n\nRequirements: {line}")]


def test_sentences_under_skills_are_requirements_and_names_are_tags() -> None:
    asked = rows(
        "Engineer\nBrightwell\n\nRequired skills: Expert in Terraform. Experience with large clusters. Good at Helm charts."
    )
    assert ("requirement", "Experience with large clusters.") in asked
    tags = parse("Engineer\nBrightwell\n\nRequirements\n- Knows Go\n\nRequired Skills: Terraform, Helm, Docker\n")
    assert [section.kind for section in tags.sections][-1] == "skills"


def test_dashes_between_capitals_are_bullets_and_a_single_one_is_a_thought() -> None:
    many = rows(
        "Engineer\nBrightwell\n\nQUALIFICATIONS : - Eye for detail in plans - Strong modelling skills - Working knowledge of SQL - Calm"
    )
    assert [text for _, text in many if text.startswith(("Strong", "Working"))] == [
        "Strong modelling skills",
        "Working knowledge of SQL",
    ]
    one = rows("Engineer\nBrightwell\n\nRequirements\n- You know SQL - Postgres above all\n")
    assert ("requirement", "You know SQL - Postgres above all") in one


def test_the_line_separators_of_unicode_are_line_breaks() -> None:
    found = rows("Seller\nBrightwell\n\nRequirements\nKnows the retail trade\u2028Has sold software\u2029Speaks Dutch")
    assert [text for kind, text in found if kind == "requirement"] == [
        "Knows the retail trade",
        "Has sold software",
        "Speaks Dutch",
    ]


def test_what_a_clause_of_demands_ends_with_ends_it() -> None:
    found = rows(
        "Tester\nBrightwell\n\nRequirements: Two years of testing are required Salesforce experience preferred Calm"
    )
    assert ("requirement", "Salesforce experience preferred") in found


@pytest.mark.parametrize("sign", ["â€¢", "â\x80¢", "•", "\x95"])
def test_bullets_that_lost_their_encoding_are_bullets(sign: str) -> None:
    found = rows(
        f"Teller\nBrightwell\n\nQualifications: {sign} Two years behind a counter.{sign} A steady hand with coins{sign} High school diploma"
    )
    assert [text for kind, text in found if kind == "requirement"] == [
        "Two years behind a counter.",
        "A steady hand with coins",
        "High school diploma",
    ]


def test_hyphens_behind_a_stop_are_bullets() -> None:
    found = rows(
        "Engineer\nBrightwell\n\nRequirements: You have:-Degree in bridge building.-Two years of experience with full-Time crews."
    )
    texts = [text for kind, text in found if kind == "requirement"]
    assert texts[-2:] == ["Degree in bridge building.", "Two years of experience with full-Time crews."]


def test_a_clause_glued_to_capitals_is_cut_and_a_protocol_is_no_address() -> None:
    found = rows(
        "Engineer\nBrightwell\n\nRequired Skills\nExpert knowledge of HTTP and SSLAdvanced knowledge of ferry radiosExperience with tide gauges"
    )
    assert [text for kind, text in found if kind == "requirement"] == [
        "Expert knowledge of HTTP and SSL",
        "Advanced knowledge of ferry radios",
        "Experience with tide gauges",
    ]


@pytest.mark.parametrize("name", ["OneDrive", "LinkedIn"])
def test_a_name_in_one_word_stays_whole(name: str) -> None:
    line = f"Knows Word and {name} & other tools of the office"
    assert line in [text for _, text in rows(f"Clerk\nBrightwell\n\nRequirements: {line}")]


def test_a_posting_glued_behind_its_first_field_is_read_all_the_same() -> None:
    filler = "The yard mends the vans of two counties and keeps them on the road all year. " * 5
    found = rows(
        f"Fleet Foreman\nBrightwell\nLocation: Leeds, UK{filler}Requirements: Four years of work on diesel engines. A clean "
        "driving licence. Good computer skills."
    )
    asked = [text for kind, text in found if kind in ("requirement", "constraint")]
    assert asked == ["Four years of work on diesel engines.", "A clean driving licence.", "Good computer skills."]
