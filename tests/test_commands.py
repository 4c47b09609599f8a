"""The commands others build on: one JSON document, and exit codes that mean something."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import Resume
from matching.models import Match
from postings.models import JobPosting
from tests.factories import BACKEND_POSTING, BACKEND_RESUME

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(name: str, *arguments: str) -> tuple[int, Any]:
        code = 0
        try:
            call_command(name, *arguments, "--json")
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def texts(tmp_path: Path) -> tuple[str, str]:
    posting, resume = tmp_path / "posting.txt", tmp_path / "resume.txt"
    posting.write_text(BACKEND_POSTING)
    resume.write_text(BACKEND_RESUME)
    return str(posting), str(resume)


def test_parse_posting(db: None, run: Run, texts: tuple[str, str]) -> None:
    code, answer = run("parse_posting", texts[0], "--captured-at", "2026-11-21")
    assert code == 0
    assert (answer["title"], answer["hiring_organization"]) == ("Backend Engineer", "Harbour Software")
    assert {"spans", "conflicts", "inferred", "requirements", "salary", "locations"} <= answer.keys()
    assert run("parse_posting", texts[0])[1] == run("parse_posting", texts[0])[1]


@pytest.mark.parametrize(
    ("content", "arguments", "kind"),
    [
        (b"", [], "empty"),
        (b"\xff\xfe\xff", [], "not_text"),
        (b"x" * 300_000, [], "too_large"),
        (b"x", ["--captured-at", "soon"], "bad_date"),
    ],
)
def test_parse_posting_refuses(tmp_path: Path, run: Run, content: bytes, arguments: list[str], kind: str) -> None:
    file = tmp_path / "p.txt"
    file.write_bytes(content)
    code, answer = run("parse_posting", str(file), *arguments)
    assert (code, answer["error"]) == (2, kind)
    assert answer["message"].endswith(".")


def test_parse_resume(db: None, run: Run, texts: tuple[str, str]) -> None:
    code, answer = run("parse_resume", texts[1], "--today", "2026-11-21")
    assert code == 0
    assert answer["readable"] is True
    assert answer["name"] == "Ines Falk"
    assert answer["experience"][0]["start"] == "2019-03"
    assert "Kranich Systems" in answer["text"]


def test_parse_resume_refuses_with_its_kind(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "cv.pdf"
    file.write_bytes(b"")
    assert run("parse_resume", str(file))[0] == 2
    assert run("parse_resume", str(file))[1]["error"] == "no_text"
    assert run("parse_resume", str(tmp_path / "nothing.pdf"))[1]["error"] == "no_file"


def test_explain_match_quotes_both_sides_verbatim_and_stores_nothing(
    db: None, run: Run, texts: tuple[str, str]
) -> None:
    code, answer = run("explain_match", "--posting", texts[0], "--resume", texts[1])
    assert code == 0
    assert 0 <= answer["score"] <= 100
    assert {"constraints", "requirements", "role"} <= answer.keys()
    for row in answer["requirements"]:
        assert row["text"] in BACKEND_POSTING
        assert row["verdict"] in {"met", "partly", "not_found", "unreadable"}
        assert all(quote["text"] in BACKEND_RESUME for quote in row["evidence"])
    assert not JobPosting.objects.exists()
    assert not Resume.objects.exists()


def test_the_stored_score_is_the_one_of_the_texts(
    resume: Resume, posting: JobPosting, process_changes: Callable[[], None], run: Run, texts: tuple[str, str]
) -> None:
    process_changes()
    assert run("explain_match", "--posting", texts[0], "--resume", texts[1])[1]["score"] == Match.objects.get().score


def test_match_resume(
    posting: JobPosting, process_changes: Callable[[], None], run: Run, texts: tuple[str, str]
) -> None:
    process_changes()
    code, ranked = run("match_resume", texts[1], "--top", "5")
    assert code == 0
    assert [(row["posting_id"], row["title"]) for row in ranked] == [(str(posting.uid), "Backend Engineer")]
    assert {"score", "constraints", "requirements"} <= ranked[0].keys()
    assert not Resume.objects.exists()


def test_audit_matches_fails_on_drift(
    resume: Resume, posting: JobPosting, process_changes: Callable[[], None], run: Run
) -> None:
    process_changes()
    assert run("audit_matches", "--all")[0] == 0
    Match.objects.update(score=1)
    code, answer = run("audit_matches", "--all")
    assert (code, answer["wrong"]) == (1, 1)
    assert {"checked", "missing", "extra", "wrong", "in_flight"} == answer.keys()


def test_sweep_does_the_workers_work(resume: Resume, posting: JobPosting, run: Run) -> None:
    assert run("sweep")[1]["refreshed"] == 2
    assert Match.objects.count() == 1


def test_the_doctor_names_each_part_and_what_to_do(posting: JobPosting, run: Run) -> None:
    code, parts = run("doctor")
    assert code == 0
    states = {part["part"]: part for part in parts}
    assert states["database"]["state"] == "ok"
    assert states["search index"]["state"] == "degraded"
    assert "run_indexer" in states["search index"]["fix"]
    assert all(part["fix"] for part in parts if part["state"] != "ok")
