"""``manage.py evaluate`` on small sets of our own: the documented measures, errors named, predictions written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from reading.learning import clauses
from tests.factories import BACKEND_POSTING, BACKEND_RESUME, NURSE_POSTING

Evaluate = Callable[..., Any]
POSTING_GOLD = {
    "title": "Backend Engineer", "hiring_organization": "Harbour Software", "job_location_type": "hybrid",
    "locations": [{"city": "Hamburg", "region": None, "country": "DE"}], "employment_types": ["FULL_TIME"],
    "salary": [{"min": 65000, "max": 80000, "currency": "EUR", "unit": "YEAR"}], "date_posted": None,
    "min_years_experience": 3, "education_min": None, "education_hard": None, "visa_sponsorship": None,
    "security_clearance_or_citizenship": None,
    "requirements": [
        {"text": "At least 3 years of experience with Python.", "importance": "required"},
        {"text": "Experience with PostgreSQL and Django.", "importance": "required"},
        {"text": "You write tests for what you build.", "importance": "required"},
        {"text": "Experience with Kubernetes.", "importance": "preferred"},
        {"text": "Knowledge of German.", "importance": "preferred"},
    ],
    "responsibilities": ["Design and run web services that ferry lines rely on.", "Keep the test suite honest and fast."],
    "benefits": [], "skills_required": ["Python", "PostgreSQL", "Django"], "skills_preferred": ["Kubernetes", "German"],
}  # fmt: skip
RESUME_GOLD = {
    "readable": True, "name": "Ines Falk", "email": "ines.falk@people.example", "phone": "+49 40 5550100",
    "headline": None, "sections": [], "total_years_experience": None,
    "experience": [
        {"title": "Backend Developer", "organization": "Kranich Systems", "start": "2019-03", "end": "present"}
    ],
    "education": [{"degree_level": "bachelor", "field": "Computer Science", "institution": None, "end": "2018"}],
    "skills": ["Python", "Django"], "languages": ["German", "English"],
    "reading_order_checks": [["Summary", "Experience"]],
}  # fmt: skip


@pytest.fixture
def evaluate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Evaluate:
    def run(kind: str, cases: list[dict[str, Any]] | Path, *options: str) -> Any:
        source = cases if isinstance(cases, Path) else tmp_path / f"{kind}.jsonl"
        if not isinstance(cases, Path):
            source.write_text("\n".join(map(json.dumps, cases)))
        call_command("evaluate", kind, str(source), "--json", *options)
        return json.loads(capsys.readouterr().out)

    return run


def test_postings(db: None, evaluate: Evaluate, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    cases = [{"id": "a", "raw": BACKEND_POSTING, "captured_at": None, "gold": POSTING_GOLD}]
    found = evaluate("postings", cases, "--errors", "--out", str(out))
    for field in ("title", "hiring_organization", "salary", "locations", "requirements", "employment_types"):
        assert found[field]["f1"] == 1, (field, found["errors"])
    assert found["importance_accuracy"] == {"value": 1.0, "n": 5}
    assert json.loads(out.read_text())["title"] == "Backend Engineer"


def test_a_wrong_field_is_counted_and_named(db: None, evaluate: Evaluate) -> None:
    gold = {**POSTING_GOLD, "title": "Pastry Chef", "visa_sponsorship": "yes"}
    found = evaluate("postings", [{"id": "a", "raw": BACKEND_POSTING, "gold": gold}], "--errors")
    assert (found["title"]["f1"], found["visa_sponsorship"]["r"]) == (0, 0)
    assert {"title", "visa_sponsorship"} <= {error["field"] for error in found["errors"]}


def test_resumes_and_refusals(db: None, evaluate: Evaluate, tmp_path: Path) -> None:
    (tmp_path / "cv.txt").write_text(BACKEND_RESUME)
    (tmp_path / "empty.pdf").write_bytes(b"")
    out = tmp_path / "out.jsonl"
    cases = [{"file": "cv.txt", "gold": RESUME_GOLD}, {"file": "empty.pdf", "gold": {"readable": False}}]
    found = evaluate("resumes", cases, "--out", str(out))
    assert found["readable"] == {"value": 1.0, "n": 2}
    assert found["nothing_invented"]["value"] == 1
    for field in ("roles", "role_dates", "languages"):
        assert found[field]["f1"] == 1
    assert json.loads(out.read_text().splitlines()[1])["error"] == "no_text"


def test_verdicts_and_twins(db: None, evaluate: Evaluate) -> None:
    rows = [
        {
            "text": "Experience with PostgreSQL and Django.",
            "verdict": "met",
            "evidence": ["Python, Django, PostgreSQL"],
        },
        {"text": "Knowledge of German.", "verdict": "met", "evidence": ["German (native)"]},
    ]
    pair = {
        "pair_id": "p", "posting_title": "Backend Engineer", "posting_text": BACKEND_POSTING,
        "resume_text": BACKEND_RESUME, "requirements": rows, "overall": 4,
    }  # fmt: skip
    found = evaluate("verdicts", [pair])
    assert (found["exact_quotes"], found["unmatched"], found["false_met_rate"]) == (1, 0, 0)
    assert found["f1_met"] > 0
    twin = {
        "id": "t", "kind": "name", "posting_title": "Backend Engineer", "posting_text": BACKEND_POSTING,
        "resume_a": BACKEND_RESUME, "resume_b": BACKEND_RESUME.replace("Ines Falk", "Jonas Okoro"),
        "expect": "scores equal",
    }  # fmt: skip
    stuffed = {
        **twin, "id": "s", "kind": "stuffing", "expect": "score of b must not exceed a",
        "resume_b": BACKEND_RESUME + "\nPython Django PostgreSQL Kubernetes" * 30,
    }  # fmt: skip
    assert evaluate("twins", [twin, stuffed]) == {
        "pairs": 2,
        "held": 2,
        "share_held": 1.0,
        "failed": [],
    }


def test_ranking_stands_beside_its_baselines(db: None, evaluate: Evaluate, tmp_path: Path) -> None:
    folder, out = tmp_path / "bench", tmp_path / "out.jsonl"
    folder.mkdir()
    postings = [
        {"id": "P1", "title": "Backend Engineer", "description": BACKEND_POSTING},
        {"id": "P2", "title": "Registered Nurse", "description": NURSE_POSTING},
    ]
    (folder / "postings.jsonl").write_text("\n".join(map(json.dumps, postings)))
    (folder / "resumes.jsonl").write_text(json.dumps({"id": "R1", "headline": None, "text": BACKEND_RESUME}))
    (folder / "qrels.tsv").write_text("resume_id\tposting_id\tgrade\nR1\tP1\t3\n")
    found = evaluate("ranking", folder, "--out", str(out))
    assert found["ours"]["ndcg10"]["mean"] == 1
    assert {"bm25", "tf_idf"} <= found.keys()
    row = json.loads(out.read_text())
    assert [posting for posting, _ in row["ranking"]] == ["P1", "P2"]


def test_an_error_gallery_names_what_was_said_and_what_was_right(db: None, evaluate: Evaluate) -> None:
    row = {"text": "Knowledge of German.", "verdict": "not_found", "evidence": []}
    pair = {
        "pair_id": "p", "posting_title": "Backend Engineer", "posting_text": BACKEND_POSTING,
        "resume_text": BACKEND_RESUME, "requirements": [row], "overall": 4,
    }  # fmt: skip
    (error,) = evaluate("verdicts", [pair], "--errors")["errors"]
    assert (error["case"], error["label"], error["said"]) == ("p", "not_found", "met")
    assert "German" in error["evidence"][0]


def test_ranking_without_each_signal(db: None, evaluate: Evaluate, tmp_path: Path) -> None:
    folder = tmp_path / "bench"
    folder.mkdir()
    postings = [
        {"id": "P1", "title": "Backend Engineer", "description": BACKEND_POSTING},
        {"id": "P2", "title": "Registered Nurse", "description": NURSE_POSTING},
    ]
    (folder / "postings.jsonl").write_text("\n".join(map(json.dumps, postings)))
    resumes = [{"id": f"R{n}", "headline": None, "text": BACKEND_RESUME} for n in range(4)]
    (folder / "resumes.jsonl").write_text("\n".join(map(json.dumps, resumes)))
    (folder / "qrels.tsv").write_text("resume_id\tposting_id\tgrade\n" + "".join(f"R{n}\tP1\t3\n" for n in range(4)))
    found = evaluate("ranking", folder, "--ablate", "--every", "2")
    assert found["queries"] == 2
    assert found["ours"]["ndcg10"]["mean"] == 1
    assert {"role row only", "requirement rows only", "without the model"} <= found.keys()


def test_titles_and_graded_pairs_stand_beside_their_baselines(db: None, evaluate: Evaluate, tmp_path: Path) -> None:
    titles, pairs = tmp_path / "titles", tmp_path / "pairs"
    titles.mkdir()
    pairs.mkdir()
    (titles / "corpus.tsv").write_text("1\tbackend developer\n2\tstaff nurse\n3\tbackend engineer\n")
    (titles / "queries.tsv").write_text("7\tbackend engineer\n")
    (titles / "qrels.tsv").write_text("7\t0\t1\t1\n")
    found = evaluate("titles", titles)
    assert (found["ours"]["map"]["mean"], found["queries"]) == (1, 1)
    assert {"bm25", "tf_idf"} <= found.keys()
    (pairs / "queries.jsonl").write_text(json.dumps({"id": "q", "skills": ["python", "django", "backend engineer"]}))
    people = [{"id": "a", "text": BACKEND_RESUME}, {"id": "b", "text": "Cook\nBaked bread for nine years in a hotel"}]
    (pairs / "resumes.jsonl").write_text("\n".join(map(json.dumps, people)))
    (pairs / "judgements.tsv").write_text("jd_id\tresume_id\tscore\thr_id\nq\ta\t5\t1\nq\tb\t1\t1\n")
    found = evaluate("pairs", pairs)
    assert (found["ours"]["mean"], found["pairs"]) == (1, 1)


def test_a_record_feeds_the_quality_page(
    db: None, evaluate: Evaluate, tmp_path: Path, settings: Any, client: Client
) -> None:
    settings.BASE_DIR = tmp_path
    assert "Nothing was measured" in client.get("/how-good-is-the-matching/").content.decode()
    cases = [{"id": "a", "raw": BACKEND_POSTING, "captured_at": None, "gold": POSTING_GOLD}]
    wrong = [{"id": "a", "raw": BACKEND_POSTING, "gold": {**POSTING_GOLD, "title": "Pastry Chef"}}]
    evaluate("postings", cases, "--record", "our own")
    evaluate("postings", wrong, "--record", "our own")
    page = client.get("/how-good-is-the-matching/").content.decode()
    assert "our own" in page
    assert "missed" in page
    assert "from 1.000 to 0.000" in page
    assert "Pastry" not in (tmp_path / "matching" / "data" / "quality.jsonl").read_text()


@pytest.mark.parametrize(("kind", "content"), [("postings", "{}"), ("postings", "not json"), ("twins", "")])
def test_what_is_no_labelled_set_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, content: str
) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(content)
    with pytest.raises(SystemExit) as stop:
        call_command("evaluate", kind, str(file), "--json")
    assert stop.value.code == 2
    assert "error" in json.loads(capsys.readouterr().out)


def test_cross_validation_reads_each_posting_by_what_other_sources_taught(
    db: None, evaluate: Evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = clauses.own_cases()
    monkeypatch.setattr(clauses, "own_cases", lambda: own[:2])
    learn = clauses.train_on
    monkeypatch.setattr(clauses, "train_on", lambda examples: learn(list(examples)[:12]))
    cases = [{**case, "source": f"feed-{number % 3}:{number}"} for number, case in enumerate(own[2:8])]
    beside, out, other = tmp_path / "beside.jsonl", tmp_path / "out.jsonl", tmp_path / "other.jsonl"
    beside.write_text(json.dumps({**own[8], "source": "feed-0:9"}))
    found = evaluate("postings", cases, "--cross-validate", "--beside", str(beside), "--out", str(out))
    assert {"p", "r", "f1", "gold", "predicted"} == found["requirements"].keys()
    assert sum(row["postings"] for row in found["by_language"].values()) == 6
    assert sum(row["postings"] for row in found["by_layout"].values()) == 6
    assert "glued" in found["in_another_layout"]
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert {row["id"] for row in rows} == {case["id"] for case in cases}
    other.write_text("\n".join(json.dumps({"id": row["id"], "requirements": []}) for row in rows))
    again = evaluate("postings", cases, "--cross-validate", "--against", str(other))
    gained = again["gained"]["requirements"]
    assert gained["low"] <= gained["value"] <= gained["high"]
    assert gained["value"] == again["requirements"]["f1"]


def test_cross_validation_refuses_what_it_cannot_do(
    db: None, evaluate: Evaluate, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind, case in (("postings", {"id": "a", "raw": "Cook", "gold": POSTING_GOLD}), ("resumes", {"file": "a.txt"})):
        with pytest.raises(SystemExit) as stopped:
            evaluate(kind, [case], "--cross-validate")
        assert stopped.value.code == 2
        assert json.loads(capsys.readouterr().out)["message"]
