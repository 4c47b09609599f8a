"""The owner's word on a row: it counts everywhere, comes true as predicted, can be taken back, and is nobody else's."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts import outbox
from accounts.models import Candidate, Organization, Resume, User
from accounts.services import candidate_of
from matching import alerts, audit, core, extraction, feature_cache, gaps, stale
from matching.exporting import everything_of
from matching.models import EvidenceClaim, Match
from postings import editing
from postings.models import JobPosting
from postings.writing import Edits
from tests.factories import BACKEND_POSTING, BACKEND_RESUME, publish_text, resume_of
from tests.pages import texts_of, values_of, words_of

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "receipts" / "verify_receipt.py"
POSTING = BACKEND_POSTING.replace("Experience with PostgreSQL and Django.", "Experience with Terraform.")
LINE = BACKEND_RESUME.split("\n").index("Built web services with Python and Django on PostgreSQL.") + 1
ProcessChanges = Callable[[], None]


@pytest.fixture
def asked(organization: Organization, resume: Resume, process_changes: ProcessChanges) -> JobPosting:
    """Asks for Terraform, which the resume does not show."""
    posting = publish_text(organization, POSTING)
    process_changes()
    return posting


@pytest.fixture
def owner(candidate: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(candidate)


def receipt_of(client: Client, posting: JobPosting) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/match/{posting.uid}/receipt.json").json()
    return found


def key_of(posting: JobPosting, words: str = "Terraform") -> str:
    rows = feature_cache.features_of_postings([posting.pk])[posting.pk][1].requirements
    lasting = core.lasting_keys(rows)
    return next(lasting[row.key] for row in rows if words in row.text)


def row_of(receipt: dict[str, Any], words: str = "Terraform") -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in receipt["rows"] if words in row["text"])
    return found


def show(client: Client, posting: JobPosting, line: object = LINE, **sent: object) -> Any:
    return client.post(f"/match/{posting.uid}/show/", {"requirement": key_of(posting), "line": line, **sent})


def predicted(candidate: User, posting: JobPosting) -> int:
    (resume,) = feature_cache.fresh_resumes()
    features = feature_cache.features_of_postings([posting.pk])[posting.pk][1]
    explanation = extraction.explain(features, resume.features, resume.preferences)
    return next(entry.score for entry in core.suggestions(explanation) if "Terraform" in entry.row.text)


def test_the_prediction_comes_true_everywhere(
    candidate: User, owner: Client, asked: JobPosting, process_changes: ProcessChanges, tmp_path: Path
) -> None:
    before, promised = Match.objects.get().score, predicted(candidate, asked)
    assert before is not None
    assert promised > before
    assert f"{before} → {promised}" in owner.get(asked.get_absolute_url()).content.decode()
    assert show(owner, asked).url == f"{asked.get_absolute_url()}#match"
    assert stale.stale_resumes().exists()
    process_changes()
    match = Match.objects.get()
    assert match.score == promised
    assert any(row["reason"] == "shown by you" for row in match.best_rows)
    assert owner.get(f"/api/v1/me/matches/{asked.uid}/").json()["score"] == promised
    assert owner.get("/api/v1/me/matches/").json()["results"][0]["score"] == promised
    html = owner.get(asked.get_absolute_url()).content.decode()
    assert f"Match {promised} of 100" in html
    assert f"How the {promised} is worked out" in html
    for path in ("/jobs/?sort=match", "/me/"):
        assert f"Match {promised} /100" in words_of(owner.get(path).content.decode()), path
    answer = owner.get(f"/match/{asked.uid}/receipt.json")
    row = row_of(answer.json())
    assert (row["verdict"], row["reason"], row["evidence"][0]["line"]) == ("met", "shown by you", LINE)
    file = tmp_path / "receipt.json"
    file.write_bytes(answer.content)
    done = subprocess.run([sys.executable, str(SCRIPT), str(file)], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == f"The receipt is right: {promised} of 100."
    assert audit.audit_matches(everything=True).drift == 0


def test_it_can_be_taken_back_and_twice_is_no_harm(
    owner: Client, asked: JobPosting, process_changes: ProcessChanges
) -> None:
    before = Match.objects.get().score
    show(owner, asked)
    process_changes()
    assert "Take it back" in owner.get(asked.get_absolute_url()).content.decode()
    for words in ("Taken back", "nothing to take back"):
        answer = owner.post(
            f"/match/{asked.uid}/take-back/", {"requirement": key_of(asked), "back": "page"}, follow=True
        )
        assert words in answer.content.decode()
    process_changes()
    assert Match.objects.get().score == before
    assert not EvidenceClaim.objects.exists()


def test_another_line_takes_the_place_of_the_first(owner: Client, asked: JobPosting) -> None:
    show(owner, asked)
    show(owner, asked, LINE + 1)
    assert EvidenceClaim.objects.get().line == BACKEND_RESUME.split("\n")[LINE]


@pytest.mark.parametrize("side", ["posting", "resume"])
def test_whichever_side_is_read_again_the_word_stays(
    candidate: User, owner: Client, asked: JobPosting, process_changes: ProcessChanges, side: str
) -> None:
    show(owner, asked)
    process_changes()
    score = Match.objects.get().score
    if side == "posting":
        text = POSTING.replace("• Experience with Terraform.\n", "").replace(
            "• At least 3", "• Experience with  Terraform\n• At least 3"
        )
        editing.edit_posting(asked, text, edits=Edits(), actor=None)
    else:
        resume_of(candidate, "A new first line\n" + BACKEND_RESUME)
    process_changes()
    row = row_of(receipt_of(owner, asked))
    assert row["reason"] == "shown by you"
    assert row["evidence"][0]["line"] == LINE + (side == "resume")
    assert audit.audit_matches(everything=True).drift == 0
    if side == "posting":
        assert Match.objects.get().score == score


def test_a_line_that_is_gone_counts_no_more_and_says_so(
    candidate: User, owner: Client, asked: JobPosting, process_changes: ProcessChanges
) -> None:
    before = Match.objects.get().score
    show(owner, asked)
    resume_of(candidate, BACKEND_RESUME.replace("Built web services with Python", "Made web services with Python"))
    process_changes()
    assert Match.objects.get().score == before
    assert EvidenceClaim.objects.count() == 1
    html = owner.get(asked.get_absolute_url()).content.decode()
    assert "That line is not in your current resume" in html
    assert "Take it back" in html


def test_a_requirement_that_is_gone_is_ignored_and_can_be_taken_back(
    owner: Client, asked: JobPosting, process_changes: ProcessChanges
) -> None:
    show(owner, asked)
    editing.edit_posting(asked, POSTING.replace("Terraform", "Ansible"), edits=Edits(), actor=None)
    process_changes()
    assert row_of(receipt_of(owner, asked), "Ansible")["verdict"] == "not_found"
    html = owner.get(f"/match/{asked.uid}/").content.decode()
    assert "requirements that are gone" in html
    said = EvidenceClaim.objects.get()
    owner.post(f"/match/{asked.uid}/take-back/", {"requirement": said.requirement_key})
    assert not EvidenceClaim.objects.exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "Choose the line"),
        ("x", "Choose the line"),
        ("\0", "Choose the line"),
        ("9999", "has no line 9999"),
        ("0", "has no line 0"),
        ("-4", "has no line -4"),
        ("2", "says who you are"),
        ("4" * 400, "no line"),
    ],
)
def test_a_line_that_shows_nothing_is_refused_with_a_sentence(
    owner: Client, asked: JobPosting, line: str, words: str
) -> None:
    answer = show(owner, asked, line)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert len(texts_of(answer.content.decode(), "details[open]")) == 1
    assert not EvidenceClaim.objects.exists()


@pytest.mark.parametrize("requirement", ["", "nothing", "a" * 500, "\0", "a\0b"])
def test_a_row_that_is_not_there_is_refused_with_a_sentence(owner: Client, asked: JobPosting, requirement: str) -> None:
    for step in ("show", "take-back"):
        answer = owner.post(f"/match/{asked.uid}/{step}/", {"requirement": requirement, "line": LINE})
        assert answer.status_code == (422 if step == "show" else 302)
    assert not EvidenceClaim.objects.exists()


def test_what_the_resume_shows_by_itself_and_what_none_can_show_is_refused(owner: Client, asked: JobPosting) -> None:
    answer = owner.post(f"/match/{asked.uid}/show/", {"requirement": key_of(asked, "Python"), "line": LINE})
    assert answer.status_code == 422
    assert "shows this by itself already" in answer.content.decode()


def test_a_line_copied_from_the_posting_shows_nothing(
    candidate: User, owner: Client, organization: Organization, process_changes: ProcessChanges
) -> None:
    long = "Seven years of steering wooden ferries through fog between small northern islands in winter."
    posting = publish_text(organization, POSTING.replace("Experience with Terraform.", f"{long}\n• Terraform."))
    resume_of(candidate, f"{BACKEND_RESUME}\n{long}\n")
    process_changes()
    number = len(BACKEND_RESUME.split("\n")) + 1
    answer = show(owner, posting, number)
    assert answer.status_code == 422
    assert "word for word" in answer.content.decode()
    EvidenceClaim.objects.create(
        candidate=candidate_of(candidate), posting=posting, requirement="x", requirement_key=key_of(posting), line=long
    )
    Candidate.objects.all().bump()
    process_changes()
    assert row_of(receipt_of(owner, posting))["verdict"] == "not_found"
    assert audit.audit_matches(everything=True).drift == 0


def test_nobody_else_sees_or_changes_it(
    owner: Client,
    stranger: User,
    employer: User,
    moderator: User,
    asked: JobPosting,
    client_of: Callable[[User], Client],
) -> None:
    show(owner, asked)
    for user in (stranger, employer, moderator):
        client = client_of(user)
        paths = [asked.get_absolute_url(), f"/match/{asked.uid}/", f"/match/{asked.uid}/receipt.json", "/me/export/"]
        if user == employer:
            paths += [f"/hire/{asked.uid}/", f"/hire/{asked.uid}/preview/", f"/hire/{asked.uid}/applicants/"]
        for path in paths:
            body = client.get(path).content
            assert b"shown by you" not in body, path
            assert b"Built web services" not in body, path
        client.post(f"/match/{asked.uid}/take-back/", {"requirement": key_of(asked)})
        refused = client.post(f"/match/{asked.uid}/show/", {"requirement": key_of(asked), "line": 5})
        assert refused.status_code == 422
        assert "Add a resume first" in refused.content.decode()
    assert EvidenceClaim.objects.get().candidate.user.email == "candidate@people.example"


def test_it_moves_nobody_elses_score(
    owner: Client, stranger: User, asked: JobPosting, process_changes: ProcessChanges
) -> None:
    theirs = resume_of(stranger)
    process_changes()
    before = Match.objects.get(resume=theirs).score
    show(owner, asked)
    process_changes()
    assert Match.objects.get(resume=theirs).score == before
    assert not stale.stale_resumes().exists()


def test_a_visitor_is_invited_and_nothing_is_stored(asked: JobPosting) -> None:
    client = Client()
    client.post("/match/", {"text": BACKEND_RESUME})
    for path in (asked.get_absolute_url(), f"/match/{asked.uid}/"):
        html = client.get(path).content.decode()
        assert "Your word is kept in an account" in html
        assert "Count this line" not in html
        assert "Would this be mailed to me?" not in html
    assert show(client, asked).status_code == 302
    assert not EvidenceClaim.objects.exists()


def test_the_whole_page_shows_lines_among_their_neighbours(owner: Client, asked: JobPosting) -> None:
    show(owner, asked)
    html = owner.get(f"/match/{asked.uid}/").content.decode()
    assert any(line.startswith(f"{LINE} Built web services") for line in texts_of(html, "li.lit"))
    assert f"{LINE + 1} Wrote the test suite" in words_of(html)
    assert "Python" in texts_of(html, "mark")
    assert "Shown by you" in html
    assert "Sum, rounded" in html


def test_the_whole_page_without_a_resume_is_a_404_with_words(posting: JobPosting, stranger: User) -> None:
    answer = Client().get(f"/match/{posting.uid}/")
    assert answer.status_code == 404
    assert "There is no resume to compare" in answer.content.decode()


def test_a_word_costs_no_query_for_each_card(
    owner: Client,
    organization: Organization,
    asked: JobPosting,
    process_changes: ProcessChanges,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(11):
        publish_text(organization, POSTING.replace("Backend Engineer", f"Backend Engineer {number}"))
    process_changes()
    for posting in JobPosting.objects.all():
        show(owner, posting)
    process_changes()
    owner.get("/me/")  # what the steps above had to say is said here
    whole = f"/match/{asked.uid}/"
    for path, most in (("/jobs/?sort=match", 18), ("/me/", 18), (asked.get_absolute_url(), 34), (whole, 21)):
        with django_assert_max_num_queries(most):
            owner.get(path)


def test_a_long_resume_does_not_blow_up_the_page(
    candidate: User, owner: Client, organization: Organization, process_changes: ProcessChanges
) -> None:
    rows = "\n".join(f"• Experience with unheard-of subject number{number}." for number in range(20))
    posting = publish_text(organization, POSTING.replace("• Experience with Terraform.", rows))
    lines = "\n".join(f"Did ordinary thing {number} with a team of people in the harbour." for number in range(150))
    resume_of(candidate, f"{BACKEND_RESUME}\n{lines}")
    process_changes()
    for path in (posting.get_absolute_url(), f"/match/{posting.uid}/"):
        body = owner.get(path).content
        assert len(body) < 130_000, path
        html = body.decode()
        assert 150 <= len(texts_of(html, "option")) < 200
        assert set(values_of(html, "input[name=line]", "list")) == {"resume-lines"}
    refused = owner.post(f"/match/{posting.uid}/show/", {"requirement": key_of(posting, "number7"), "line": 2})
    assert "2" in values_of(refused.content.decode(), "input[name=line]", "value")
    owner.post(f"/match/{posting.uid}/show/", {"requirement": key_of(posting, "number7"), "line": 60})
    assert row_of(receipt_of(owner, posting), "number7")["reason"] == "shown by you"


def test_what_is_shown_in_a_job_is_no_gap_there(
    owner: Client, organization: Organization, process_changes: ProcessChanges
) -> None:
    asking = {number: core.PostingFeatures(title="x", skills={"terraform": "required"}) for number in range(6)}
    bare = core.ResumeFeatures()
    assert [gap.asked for gap in gaps.market_demand(asking, bare)] == [6]
    assert [gap.asked for gap in gaps.market_demand(asking, bare, {0: {"terraform"}, 1: {"terraform"}})] == [4]


def test_what_is_shown_may_bring_mail(
    candidate: User, owner: Client, asked: JobPosting, process_changes: ProcessChanges
) -> None:
    promised = predicted(candidate, asked)
    Candidate.objects.update(alert_frequency="instant", alert_min_score=promised)
    show(owner, asked)
    process_changes()
    outbox.send_due_mail()
    mail.outbox.clear()
    assert alerts.send_due_mail() == 1
    (letter,) = mail.outbox
    assert f"Score {promised} of 100" in letter.body
    assert f"line {LINE} (shown by you): Built web services" in letter.body


def test_a_word_is_in_the_export(owner: Client, asked: JobPosting, candidate: User) -> None:
    show(owner, asked)
    rows = everything_of(candidate, candidate_of(candidate))["evidence_claims"]
    assert [row["posting"] for row in rows] == [asked.title]
    assert "Terraform" in json.dumps(rows, default=str)


def test_rows_that_say_the_same_have_keys_of_their_own() -> None:
    rows = [core.RequirementRow(key=str(n), text=text) for n, text in enumerate(["Terraform.", "terraform", "Rust"])]
    keys = core.lasting_keys(rows)
    assert len(set(keys.values())) == 3
    resume = core.ResumeFeatures(lines=(core.ResumeLine(1, "Ran  Terraform"),))
    assert core.claimed_lines(rows, resume, {keys["1"]: "ran terraform"}) == {"1": 1}
