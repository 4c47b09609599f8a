"""What people save and hide, before and after they sign in."""

import csv
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Candidate, Organization, User
from accounts.services import candidate_of
from matching import alerts
from matching.models import Match
from postings import editing, services
from postings.models import JobPosting, SavedJob
from postings.search import folder, updating
from postings.writing import Edits
from tests.factories import BACKEND_RESUME, NURSE_POSTING, PASSWORD, publish_text, resume_of
from tests.pages import texts_of, words_of

Clients = Callable[[User], Client]


@pytest.fixture
def nurse(db: None) -> JobPosting:
    return publish_text(None, NURSE_POSTING)


@pytest.fixture
def board(posting: JobPosting, nurse: JobPosting) -> list[JobPosting]:
    updating.rebuild()
    return [posting, nurse]


def titles(client: Client, path: str = "/jobs/") -> set[str]:
    return set(texts_of(client.get(path).content.decode(), "[data-result]"))


def test_a_visitor_saves_for_the_visit_and_keeps_it_by_signing_in(
    board: list[JobPosting], candidate: User, client: Client
) -> None:
    posting, nurse = board
    for row in board:
        client.post(f"/jobs/{row.uid}/save/", {"saved": "1"})
    assert titles(client, "/me/jobs/") == {posting.title, nurse.title}
    client.post(f"/jobs/{nurse.uid}/save/", {"saved": "0"})
    assert titles(client, "/me/jobs/") == {posting.title}
    assert not SavedJob.objects.exists()
    client.post("/accounts/login/", {"login": candidate.email, "password": PASSWORD})
    assert [row.posting for row in SavedJob.objects.filter(candidate__user=candidate)] == [posting]
    assert "saved_jobs" not in client.session


def test_what_was_removed_meanwhile_is_not_carried_over(
    board: list[JobPosting], candidate: User, moderator: User, client: Client
) -> None:
    client.post(f"/jobs/{board[0].uid}/save/", {"saved": "1"})
    services.remove(board[0], actor=moderator, reason="It was a scam.")
    client.post("/accounts/login/", {"login": candidate.email, "password": PASSWORD})
    assert not SavedJob.objects.exists()


def test_a_hidden_job_is_in_no_list_until_it_is_shown_again(
    board: list[JobPosting], candidate: User, client_of: Clients
) -> None:
    posting, nurse = board
    for client in (Client(), client_of(candidate)):
        assert titles(client) == {posting.title, nurse.title}
        answer = client.post(f"/jobs/{nurse.uid}/hide/", {"hidden": "1", "next": "/jobs/"})
        assert answer.headers["Location"] == "/jobs/"
        assert titles(client) == {posting.title}
        assert "1 job" in words_of(client.get("/jobs/").content.decode())
        assert nurse.title in client.get("/me/jobs/").content.decode()
        client.post(f"/jobs/{nurse.uid}/hide/", {"hidden": "0"})
        assert titles(client) == {posting.title, nurse.title}


def test_a_hidden_company_is_in_no_list_and_its_counts_are_not_either(
    board: list[JobPosting], organization: Organization, client: Client
) -> None:
    client.post(f"/companies/{organization.slug}/hide/", {"hidden": "1"})
    page = client.get("/jobs/").content.decode()
    assert set(texts_of(page, "[data-result]")) == {board[1].title}
    assert "Show again" in client.get("/me/jobs/").content.decode()
    client.post(f"/companies/{organization.slug}/hide/", {"hidden": "0"})
    assert len(titles(client)) == 2


def test_the_database_leaves_out_what_is_hidden_while_the_index_is_away(
    board: list[JobPosting], organization: Organization, client: Client
) -> None:
    client.post(f"/companies/{organization.slug}/hide/", {"hidden": "1"})
    folder.marker_file().unlink()
    assert titles(client) == {board[1].title}


def test_a_hidden_job_is_no_match_and_is_not_mailed(
    board: list[JobPosting], candidate: User, client_of: Clients, process_changes: Callable[[], None]
) -> None:
    posting = board[0]
    resume_of(candidate, BACKEND_RESUME)
    process_changes()
    assert posting.pk in Match.objects.open().values_list("posting_id", flat=True)
    revision = Candidate.objects.get(user=candidate).revision
    client_of(candidate).post(f"/jobs/{posting.uid}/hide/", {"hidden": "1"})
    assert posting.pk not in Match.objects.open().values_list("posting_id", flat=True)
    assert Candidate.objects.get(user=candidate).revision > revision
    reader = alerts.Reader(candidate_of(candidate), [posting.cluster])
    answers = {clause.name: clause for clause in alerts.clauses(reader, posting, 90, posting.first_seen_at)}
    assert not answers["hidden"].holds
    assert answers["hidden"].words == "You have hidden this job."


def test_htmx_gets_the_button_and_the_line_in_place_of_the_card(board: list[JobPosting], client: Client) -> None:
    answer = client.post(f"/jobs/{board[0].uid}/save/", {"saved": "1"}, headers={"HX-Request": "true"})
    assert texts_of(answer.content.decode(), '[aria-pressed="true"]') == [f"Save {board[0].title}"]
    answer = client.post(f"/jobs/{board[0].uid}/hide/", {"hidden": "1"}, headers={"HX-Request": "true"})
    assert "Show it again" in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_no_button_leads_to_another_site(board: list[JobPosting], client: Client, address: str) -> None:
    answer = client.post(f"/jobs/{board[0].uid}/hide/", {"hidden": "1", "next": address})
    assert answer.headers["Location"] == "/me/jobs/"


def test_a_visit_keeps_the_latest_hundred(board: list[JobPosting], client: Client) -> None:
    session = client.session
    session["saved_jobs"] = list(range(1_000, 1_100))
    session.save()
    client.post(f"/jobs/{board[0].uid}/save/", {"saved": "1"})
    assert client.session["saved_jobs"] == [board[0].pk, *range(1_000, 1_099)]


def test_a_saved_job_has_a_stage_and_a_note(board: list[JobPosting], candidate: User, client_of: Clients) -> None:
    client, posting = client_of(candidate), board[0]
    services.set_saved(candidate_of(candidate), posting, saved=True)
    client.post(f"/me/jobs/{posting.uid}/", {"stage": "interview", "note": "Ask for Ms Ode."})
    row = SavedJob.objects.get()
    assert (row.stage, row.note) == ("interview", "Ask for Ms Ode.")
    page = client.get("/me/jobs/").content.decode()
    assert "Ask for Ms Ode." in page
    answer = client.post(f"/me/jobs/{posting.uid}/", {"stage": "married", "note": ""}, follow=True)
    assert "married is not one of the available choices" in words_of(answer.content.decode())
    assert SavedJob.objects.get().note == "Ask for Ms Ode."


def test_what_changed_or_closed_since_it_was_saved_is_said(
    board: list[JobPosting], candidate: User, employer: User, client_of: Clients
) -> None:
    posting = board[0]
    editing.edit_posting(posting, None, edits=Edits({"job_duration": "P3M"}), actor=employer)
    services.set_saved(candidate_of(candidate), posting, saved=True)
    page = words_of(client_of(candidate).get("/me/jobs/").content.decode())
    assert "after you saved it" not in page
    editing.edit_posting(posting, None, edits=Edits({"job_duration": "P6M"}), actor=employer)
    page = words_of(client_of(candidate).get("/me/jobs/").content.decode())
    assert "after you saved it: duration" in page
    services.close(posting, actor=employer)
    page = words_of(client_of(candidate).get("/me/jobs/").content.decode())
    assert "It has closed since you saved it" in page


def test_the_public_page_tells_of_edits_but_not_of_what_was_taken_out_of_the_text(
    board: list[JobPosting], employer: User, client: Client
) -> None:
    posting = board[0]
    assert "None since it was published" in client.get(posting.get_absolute_url()).content.decode()
    text = f"{posting.raw_text}\n\nCall Mr Quist, 0170 555 0199.\n"
    editing.edit_posting(posting, text, edits=Edits(), actor=employer)
    editing.edit_posting(posting, text.replace("Call Mr Quist, 0170 555 0199.", ""), edits=Edits(), actor=employer)
    posting.refresh_from_db()
    page = client.get(posting.get_absolute_url()).content.decode()
    assert "since it was published" in page
    assert "None since it was published" not in page
    assert "Quist" not in page


def test_the_table_of_saved_jobs_holds_no_formula(board: list[JobPosting], candidate: User, client_of: Clients) -> None:
    services.set_saved(candidate_of(candidate), board[0], saved=True)
    SavedJob.objects.update(note="=HYPERLINK(1)")
    answer = client_of(candidate).get("/me/jobs.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["Job"], row["Note"], row["Open"]) for row in rows] == [(board[0].title, "'=HYPERLINK(1)", "yes")]


def test_your_jobs_cost_the_same_at_any_length(
    posting: JobPosting, organization: Organization, candidate: User, client_of: Clients
) -> None:
    client, own = client_of(candidate), candidate_of(candidate)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/me/jobs/")
        return len(queries)

    def add(number: int) -> None:
        for row in range(number):
            other = publish_text(organization, NURSE_POSTING.replace("Registered Nurse", f"Nurse {number} {row}"))
            services.set_saved(own, other, saved=True)
            services.set_hidden(own, other, hidden=True)

    add(1)
    cost()
    before = cost()
    add(8)
    assert cost() == before
