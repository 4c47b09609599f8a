"""Export and import of a resume as JSON Resume: nothing that matters to a match is lost on the way."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import FactCorrection, Resume, User
from accounts.resumes import read_resume
from accounts.reviewing import document_of, facts_of
from jobboard import demo
from jobboard.filling.texts import posting_text, resume_text
from matching import extraction
from matching.text_matching import features_of_text
from postings.models import JobPosting
from reading.resumes import read_file
from tests.factories import BACKEND_POSTING, NURSE_POSTING, UserFactory, resume_of, verified

RESUMES = sorted((settings.BASE_DIR / "seeds" / "resumes").glob("*.*"))
POSTINGS = [BACKEND_POSTING, NURSE_POSTING]


def explained(text: str, postings: list[Any]) -> list[Any]:
    features = extraction.resume_features(text)
    return [extraction.explain(posting, features, None).to_json() for posting in postings]


@pytest.fixture(scope="module")
def seeds() -> list[Any]:
    written = sorted((demo.SEEDS / "pasted").glob("*.txt"))[:5]
    return [features_of_text(text) for text in [*POSTINGS, *(path.read_text() for path in written)]]


def exported(user: User, text: str) -> bytes:
    return json.dumps(document_of(resume_of(user, text)), ensure_ascii=False).encode()


@pytest.mark.parametrize("path", [path for path in RESUMES if path.suffix in {".pdf", ".docx", ".md", ".txt"}], ids=str)
def test_a_demo_candidate_comes_back_with_the_same_matches(candidate: User, seeds: list[Any], path: Any) -> None:
    text = read_resume(path.read_bytes(), path.name).text
    again = read_file(exported(candidate, text), "resume.json").text
    assert explained(again, seeds) == explained(text, seeds)


@pytest.mark.parametrize("number", range(6))
def test_a_generated_candidate_comes_back_with_the_same_matches(candidate: User, number: int) -> None:
    postings = [features_of_text(posting_text(3, other)) for other in range(8)]
    text = read_resume(resume_text(3, number).encode(), "cv.txt").text
    again = read_file(exported(candidate, text), "resume.json").text
    assert explained(again, postings) == explained(text, postings)


def test_what_the_owner_said_travels_with_the_export(
    candidate: User, resume: Resume, client_of: Callable[[User], Client]
) -> None:
    client = client_of(candidate)
    client.post(f"/me/resume/{resume.uid}/fact/delete/", {"kind": "skill", "key": "python"})
    answer = client.get(f"/me/resume/{resume.uid}/export.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    document = json.loads(answer.content)
    assert "Python" not in [skill["name"] for skill in document["skills"]]
    newcomer = verified(UserFactory(email="newcomer@people.example"))
    file = SimpleUploadedFile("resume.json", answer.content)
    assert client_of(newcomer).post("/match/", {"file": file}).status_code == 302
    assert FactCorrection.objects.filter(candidate__user=newcomer).count() == 1
    mine = Resume.objects.get(candidate__user=newcomer)
    assert "Python" not in {skill.name for skill in facts_of(mine).skills}
    assert mine.text == resume.text


def test_a_visitor_who_drops_an_export_is_matched_as_its_owner_was(
    candidate: User,
    resume: Resume,
    posting: JobPosting,
    process_changes: Callable[[], None],
    client_of: Callable[[User], Client],
) -> None:
    client = client_of(candidate)
    client.post(f"/me/resume/{resume.uid}/fact/delete/", {"kind": "skill", "key": "postgresql"})
    process_changes()
    visitor = Client()
    data = client.get(f"/me/resume/{resume.uid}/export.json").content
    visitor.post("/match/", {"file": SimpleUploadedFile("resume.json", data)})
    path = posting.get_absolute_url()
    score = '<text x="42" y="52">'
    assert (
        visitor.get(path).content.decode().split(score)[1][:3] == client.get(path).content.decode().split(score)[1][:3]
    )


def test_a_document_changed_elsewhere_is_read_by_its_own_fields(candidate: User, resume: Resume) -> None:
    document = document_of(resume)
    document["work"][0]["position"] = "Platform Engineer"
    text = read_file(json.dumps(document).encode(), "resume.json").text
    assert "Platform Engineer" in text
    assert text != resume.text


@pytest.mark.parametrize(
    "meta",
    [
        "jobboard", {"jobboard": 3}, {"jobboard": {"lines": [1, 2]}}, {"jobboard": {"lines": ["x"], "digest": "0"}},
        {"jobboard": {"said": [{"kind": "shoe"}, 5, {"kind": "skill", "action": "deleted", "key": "x", "evidence": "",
                                                      "value": {"name": {"deep": 1}}}]}},
    ],
)  # fmt: skip
def test_a_strange_meta_is_passed_over(meta: Any) -> None:
    document = {"basics": {"name": "Ada Quist", "summary": "Python developer with tests"}, "meta": meta}
    read = read_file(json.dumps(document).encode(), "resume.json")
    assert "Ada Quist" in read.text
    assert read.said == ()


def test_old_names_of_fields_are_read() -> None:
    document = {
        "bio": "ignored at the top",
        "basics": {"name": "Ada Quist", "bio": "Writes small services.", "website": "https://ada.example"},
        "work": [{"company": "Havblikk Lab", "position": "Developer", "startDate": "2020-01", "endDate": "2022-05",
                  "website": "https://havblikk.example", "summary": "Python and Django."}],
        "education": [{"institution": "Some School", "area": "Physics", "studyType": "Bachelor", "gpa": "3.9"}],
        "skills": [{"name": "Web", "keywords": ["Python", "Django"]}],
    }  # fmt: skip
    text = read_file(json.dumps(document).encode(), "resume.json").text
    for words in ("Writes small services.", "https://ada.example", "Havblikk Lab", "2020-01 – 2022-05", "3.9"):
        assert words in text


def test_the_export_says_what_the_schema_says(candidate: User, resume: Resume) -> None:
    document = document_of(resume)
    assert document["meta"]["version"] == "v1.3.1"
    assert document["work"][0] == {
        "name": "Kranich Systems", "position": "Backend Developer", "startDate": "2019-03",
        "highlights": document["work"][0]["highlights"],
    }  # fmt: skip
    assert document["$schema"].startswith("https://")
