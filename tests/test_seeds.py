"""The demo data of ``seeds/``: complete, varied, in the shapes the loader reads, and read as it is meant."""

import tomllib
from datetime import date

import pytest
from django.conf import settings

from accounts.models import Candidate, User
from accounts.resumes import parse_facts
from jobboard import demo
from postings.geography import find_spot
from postings.models import JobPosting
from reading import posting as posting_reader
from reading import resumes as resume_reader

SEEDS = settings.BASE_DIR / "seeds"
FILES = sorted((SEEDS / "postings").glob("*.toml"))
ALLOWED = {
    "organization", "title", "text", "locations", "job_location_type", "employment_types", "pay", "days_ago", "closed",
}  # fmt: skip
COMPANIES = {"cartesia", "etched", "microsoft", "sid"}
COPIED_ON = date(2026, 11, 21)


def entries(path, key):
    return tomllib.loads(path.read_text())[key]


PASTED = entries(SEEDS / "pasted" / "index.toml", "posting")
RESUMES = entries(SEEDS / "resumes" / "index.toml", "resume")
POSTINGS = [entry for path in FILES for entry in entries(path, "posting")]


def pasted_text(file):
    return (SEEDS / "pasted" / file).read_text()


def read(file):
    return posting_reader.as_gold(posting_reader.parse(pasted_text(file), captured_at=COPIED_ON))


def read_resume(file):
    return resume_reader.read_file((SEEDS / "resumes" / file).read_bytes(), file)


def test_every_file_stands_in_its_index():
    assert {entry["file"] for entry in PASTED} == {path.name for path in (SEEDS / "pasted").glob("*.txt")}
    kept = {path.name for path in (SEEDS / "resumes").iterdir() if path.suffix in (".pdf", ".docx", ".txt")}
    assert {entry["file"] for entry in RESUMES} == kept
    assert all(entry["site"] for entry in PASTED)
    assert all(entry["name"] and entry["email"].endswith("@demo.example") for entry in RESUMES)
    assert RESUMES[0]["file"].startswith("ml_systems_student")


def test_there_are_many_postings_of_many_kinds():
    assert len(POSTINGS) >= 105
    assert len(FILES) >= 15
    assert len({(entry["organization"], entry["title"]) for entry in POSTINGS}) == len(POSTINGS)
    assert sum(entry["organization"] == "Tidewater Robotics" for entry in POSTINGS) >= 3
    assert {kind for entry in POSTINGS for kind in entry["employment_types"]} == {
        "FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN",
    }  # fmt: skip
    assert {entry.get("job_location_type") for entry in POSTINGS} == {"ON_SITE", "HYBRID", "TELECOMMUTE", None}


def test_postings_have_the_fields_the_loader_knows():
    for entry in POSTINGS:
        assert entry.keys() <= ALLOWED, entry["title"]
        assert 60 <= len(entry["text"].split()) <= 150, entry["title"]
        assert entry["locations"], entry["title"]


def test_places_are_known_and_lie_in_ten_countries_or_more():
    spots = [find_spot(place) for entry in POSTINGS for place in entry["locations"]]
    assert [spot.text for spot in spots if not spot.country or spot.is_ambiguous] == []
    remote = {
        place for entry in POSTINGS for place in entry["locations"] if entry.get("job_location_type") == "TELECOMMUTE"
    }
    assert {spot.text for spot in spots if spot.latitude is None} <= remote
    assert len({spot.country for spot in spots}) >= 10


def test_pay_is_stated_in_about_half():
    paid = [entry["pay"] for entry in POSTINGS if "pay" in entry]
    assert 0.45 < len(paid) / len(POSTINGS) < 0.65
    assert {pay["unit"] for pay in paid} == {"YEAR", "MONTH", "HOUR"}
    assert len({pay["currency"] for pay in paid}) >= 6
    assert all(pay["min"] <= pay["max"] for pay in paid)


def test_open_postings_are_young_enough_to_be_listed():
    closed = [entry for entry in POSTINGS if entry.get("closed")]
    assert len(closed) >= 8
    assert all(0 <= entry["days_ago"] <= 28 for entry in POSTINGS if not entry.get("closed"))
    assert all(0 <= entry["days_ago"] <= 75 for entry in closed)


def test_written_organizations_are_not_those_of_the_pasted_postings():
    assert not {entry["organization"].casefold() for entry in POSTINGS} & COMPANIES


@pytest.mark.parametrize("entry", POSTINGS, ids=lambda entry: entry["title"])
def test_every_posting_asks_for_something_readable(entry):
    gold = posting_reader.as_gold(posting_reader.parse(entry["text"]))
    assert len(gold["requirements"]) >= 2
    assert gold["conflicts"] == []


@pytest.mark.parametrize(
    ("file", "title", "organization", "places", "posted", "types", "asked"),
    [
        ("000_cartesia_research_intern.txt", "Research Intern", "Cartesia", [("San Francisco", "CA", "US")],
         "2025-09-19", ["INTERN"], 8),
        ("001_cartesia_researcher.txt", "Researcher, Model Architecture", "Cartesia", [("San Francisco", "CA", "US")],
         "2026-04-13", ["FULL_TIME"], 10),
        ("002_etched_inference_intern.txt", "Inference Intern - Spring 2027", "Etched", [("San Jose", None, None)],
         None, ["FULL_TIME", "INTERN"], 12),
        ("003_microsoft_research_intern.txt", "Research Intern - AI/ML Numerics & Efficiency", "Microsoft",
         [("Redmond", "WA", "US")], "2025-12-02", ["INTERN"], 10),
        ("004_sid_training_infrastructure_engineer.txt", "Training Infrastructure Engineer", "SID",
         [("San Francisco", "CA", "US"), ("Zürich", None, "CH")], None, [], 6),
    ],
)  # fmt: skip
def test_pasted_posting_is_read(file, title, organization, places, posted, types, asked):
    gold = read(file)
    assert gold["title"] == title
    assert gold["hiring_organization"] == organization
    assert [(place["city"], place["region"], place["country"]) for place in gold["locations"]] == places
    assert gold["date_posted"] == posted
    assert gold["employment_types"] == types
    assert gold["job_location_type"] == "on_site"
    assert len(gold["requirements"]) == asked


def test_only_one_pasted_posting_states_pay_and_that_without_a_period():
    pay = {entry["file"][:3]: read(entry["file"])["salary"] for entry in PASTED}
    assert pay.pop("003") == [{"min": 5610, "max": 13270, "currency": "USD", "unit": None}]
    assert set(map(len, pay.values())) == {0}


def test_today_is_the_day_the_page_was_copied():
    entry = next(entry for entry in PASTED if entry["file"].startswith("002"))
    parsed = posting_reader.parse(pasted_text(entry["file"]), captured_at=entry["captured_at"])
    assert parsed.value("date_posted") == entry["captured_at"]
    assert parsed.date_precision == "relative"


def test_glued_tags_are_the_list_of_skills():
    lines = pasted_text("002_etched_inference_intern.txt").splitlines()
    glued = lines[lines.index("Skills") + 1]
    listed = next(line for line in lines if line.startswith("Required Skills: ")).removeprefix("Required Skills: ")
    assert glued == "".join(listed.split(", ")).lower()
    assert len(listed.split(", ")) == 22


def test_stated_preferences_contradict_the_list_of_skills():
    gold = read("002_etched_inference_intern.txt")
    assert sum(conflict["field"] == "skills" for conflict in gold["conflicts"]) == 10
    assert sum(conflict["field"] == "months_of_experience" for conflict in gold["conflicts"]) == 1
    assert len(gold["benefits"]) == 3


@pytest.mark.parametrize(
    ("file", "title", "years", "level", "skills"),
    [
        ("ml_systems_student.pdf", "Student Researcher", 3, "master", {"Python", "C++", "vLLM", "CUDA", "Triton"}),
        ("backend_engineer.docx", "Senior Backend Engineer", 7, "bachelor", {"Python", "Django", "PostgreSQL"}),
        ("nurse.pdf", "Senior Staff Nurse", 8, "bachelor", {"Wound care", "Triage", "NMC Registration"}),
        ("accountant.txt", "Senior Accountant", 9, "bachelor", {"IFRS", "NetSuite", "CPA"}),
        ("construction_site_manager.docx", "Site Manager", 13, "certificate", {"Primavera P6", "Procore"}),
    ],
)  # fmt: skip
def test_resume_is_read(file, title, years, level, skills):
    name = next(entry["name"] for entry in RESUMES if entry["file"] == file)
    gold = resume_reader.as_gold(parse_facts(read_resume(file), today=COPIED_ON))
    assert gold["name"] == name
    assert gold["experience"][0]["title"] == title
    assert gold["experience"][0]["end"] == "present"
    assert all(role["organization"] and role["start"] for role in gold["experience"])
    assert years <= gold["total_years_experience"] < years + 1
    assert gold["education"][0]["degree_level"] == level
    assert skills <= set(gold["skills"])


def test_each_resume_is_listed_with_its_reading():
    assert len(RESUMES) == 5
    assert all(read_resume(entry["file"]).text.strip() for entry in RESUMES)


def test_the_demo_board_loads_into_an_empty_database(db: None) -> None:
    said: list[object] = []
    demo.load(said.append)
    assert len(JobPosting.objects.open()) >= 100
    assert {email for _, email, _ in demo.LOGINS} <= {user.email for user in User.objects.all()}
    assert Candidate.objects.get(user__email="candidate@demo.example").alert_frequency == "instant"
    assert "resumes loaded" in str(said[0])
