"""Applying on the board: what is sent, what the other side does with it, and what the candidate learns."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Organization, Resume, User
from accounts.services import candidate_of, delete_account
from postings import answering, applications, attachments, services
from postings.answering import Answer
from postings.applications import Sending
from postings.models import Application, ApplicationAttachment, ApplicationEvent, JobPosting, PostingVisit
from postings.reply_rate import reply_rate_of
from tests.factories import BACKEND_POSTING, UserFactory, publish_text, resume_of, verified
from tests.pages import link_on

Clients = Callable[[User], Client]
Letters = Callable[[], list[EmailMessage]]
PDF = b"%PDF-1.4\nA sample of what I have made.\n%%EOF"


def upload(name: str, data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def asking(posting: JobPosting, employer: User) -> JobPosting:
    """A posting that asks for a sample, two letters and an answer."""
    JobPosting.objects.filter(pk=posting.pk).update(
        application_requirements={"work_sample": 1, "reference_letter": 2, "salary_expectation": 1}
    )
    applications.ask_applicants(posting, ["Why ferries?"], actor=employer)
    posting.refresh_from_db()
    return posting


@pytest.fixture
def application(posting: JobPosting, resume: Resume) -> Application:
    return applications.apply(resume.candidate, posting, message="I like ferries.")


def test_what_is_asked_for_is_sent_after_it_was_seen(
    asking: JobPosting, candidate: User, resume: Resume, employer: User, client_of: Clients, send_letters: Letters
) -> None:
    send_letters()
    person, page = client_of(candidate), f"/jobs/{asking.uid}/apply/"
    form = {
        "name": "Ines Falk", "phone": "+49 40 5550100", "message": "Hello.", "question_0": "They float.",
        "file_work_sample": upload("sample.pdf"), "letters_reference_letter": "2", "do": "preview",
    }  # fmt: skip
    seen = person.post(page, form)
    preview = seen.headers["Location"]
    html = person.get(preview).content.decode()
    for words in (
        "Ines Falk",
        "+49 40 5550100",
        "Hello.",
        "Why ferries?",
        "They float.",
        "sample.pdf",
        "Salary expectation",
    ):
        assert words in html
    assert send_letters() == []
    assert client_of(employer).get(f"/hire/{asking.uid}/applicants/").content.decode().count("Ines Falk") == 0
    assert "They float." in person.get(page).content.decode()  # nothing is lost on the way back
    sent = person.post(preview)
    receipt, news = sorted(send_letters(), key=lambda letter: letter.to != [candidate.email])
    assert (receipt.to, news.to) == ([candidate.email], [employer.email])
    own_page = person.get(sent.headers["Location"]).content.decode()
    assert len(re.findall(r"/letters/[^\"]+", own_page)) == 2
    assert (
        "You have applied to this job already."
        in person.post(page, form | {"do": "", "file_work_sample": upload("b.pdf")}).content.decode()
    )
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("sample.pdf", b"MZ\x90 a program", "is not what its name says"),
        ("sample.png", PDF, "is not the picture that its name says"),
        ("sample.exe", b"MZ\x90", "is not what its name says"),
        ("sample.pdf", b"%PDF-" + b"0" * (5 * 1024 * 1024), "may have at most 5 MB"),
        ("sample.pdf", b"", "This file is empty."),
        ("page.txt", b"<!doctype html><script>", "is not what its name says"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence_and_nothing_is_lost(
    asking: JobPosting, candidate: User, resume: Resume, client_of: Clients, name: str, data: bytes, why: str
) -> None:
    form = {"message": "My long letter.", "file_work_sample": upload(name, data)}
    answer = client_of(candidate).post(f"/jobs/{asking.uid}/apply/", form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert why in html
    assert "My long letter." in html
    assert not Application.objects.exists()


def test_files_are_reached_by_who_hires_alone_and_go_with_the_person(
    asking: JobPosting, candidate: User, resume: Resume, employer: User, stranger: User, client_of: Clients, settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    file = attachments.check_file(PDF, "sample.pdf")
    sent = applications.apply(resume.candidate, asking, Sending(files={"work_sample": [file]}))
    path = link_on(client_of(employer), f"/hire/applications/{sent.uid}/", "/hire/attachments/")
    download = client_of(employer).get(path)
    assert download.content == PDF
    assert download.headers["Content-Disposition"].startswith("attachment")
    for other in (stranger, candidate):
        assert client_of(other).get(path).status_code == 404
    stored = list(Path(settings.MEDIA_ROOT, "attachments").iterdir())
    assert len(stored) == 1
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(candidate)
    assert not ApplicationAttachment.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT, "attachments").iterdir())


def test_a_letter_comes_by_its_private_link_once_and_the_candidate_cannot_read_it(
    asking: JobPosting, candidate: User, resume: Resume, employer: User, client_of: Clients
) -> None:
    sent = applications.apply(resume.candidate, asking, Sending(letters={"reference_letter": 2}))
    one, two = (attachments.letter_path(row) for row in sent.attachments.all())
    referee = Client()
    assert candidate.name in referee.get(one).content.decode()
    assert referee.post(one, {"file": upload("letter.pdf", b"GIF89a")}).status_code == 422
    assert "Choose the file" in referee.post(one).content.decode()
    assert "Thank you" in referee.post(one, {"file": upload("letter.pdf")}).content.decode()
    again = referee.post(one, {"file": upload("letter.pdf")})
    assert (again.status_code, "has arrived already" in again.content.decode()) == (410, True)
    html = client_of(candidate).get(f"/me/applications/{sent.uid}/").content.decode()
    assert "Letter 1 came on" in html
    assert "/hire/attachments/" not in html
    assert "letter.pdf" in client_of(employer).get(f"/hire/applications/{sent.uid}/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        late = referee.post(two, {"file": upload("letter.pdf")})
        assert (late.status_code, "has run out" in late.content.decode()) == (410, True)
    applications.withdraw(sent, actor=candidate)
    assert referee.get(two).status_code == 410


def test_the_candidate_sees_who_looked_where_it_stands_and_what_was_answered_but_no_note(
    application: Application, candidate: User, employer: User, client_of: Clients, send_letters: Letters
) -> None:
    send_letters()
    hires, page = client_of(employer), f"/hire/applications/{application.uid}/"
    for _ in range(2):
        assert hires.get(page).status_code == 200
    hires.post(f"{page}stage/", {"stage": "interview"})
    hires.post(f"{page}note/", {"note": "Knows the harbour."})
    assert send_letters() == []
    hires.post(f"{page}answer/", {"template": "", "text": "Bring your <b>boots</b>, {name}."})
    html = client_of(candidate).get(f"/me/applications/{application.uid}/").content.decode()
    assert html.count("Looked at") == 1
    for words in ("Now: Interview", "Bring your &lt;b&gt;boots&lt;/b&gt;, Somebody."):
        assert words in html
    assert "Knows the harbour." not in html
    assert "Knows the harbour." in hires.get(page).content.decode()
    (letter,) = send_letters()
    assert letter.to == [candidate.email]
    assert "Bring your <b>boots</b>, Somebody." in str(letter.body)
    assert "Knows the harbour." not in str(letter.body)


def test_a_decision_needs_words_is_told_and_stands(
    application: Application, employer: User, client_of: Clients, send_letters: Letters
) -> None:
    hires, page = client_of(employer), f"/hire/applications/{application.uid}/"
    hires.post(f"{page}stage/", {"stage": "rejected"})
    application.refresh_from_db()
    assert application.state == "received"
    assert "Choose an answer, or write one." in hires.post(f"{page}answer/", {}).content.decode()
    hires.post(f"{page}answer/", {"template": "not_chosen"})
    application.refresh_from_db()
    assert application.state == "rejected"
    assert application.answered_at is not None
    assert "gone on with others" not in str(send_letters()[-1].body)
    again = hires.post(f"{page}answer/", {"template": "hired", "text": "Welcome after all."})
    assert again.status_code == 422
    assert "decided already" in again.content.decode()
    assert "Welcome after all." in again.content.decode()


def test_an_answer_to_what_was_taken_back_is_refused_and_the_words_stay(
    application: Application, candidate: User, employer: User, client_of: Clients
) -> None:
    applications.withdraw(application, actor=candidate)
    page = f"/hire/applications/{application.uid}/"
    answer = client_of(employer).post(f"{page}answer/", {"text": "We like you."})
    html = answer.content.decode()
    assert (answer.status_code, "was taken back" in html, "We like you." in html) == (422, True, True)
    assert "I like ferries." not in html
    assert client_of(employer).get(page).status_code == 404
    with pytest.raises(Exception, match="taken back"):
        answering.answer(application, Answer("Hello."), actor=employer)


def test_several_are_answered_after_a_count(
    posting: JobPosting, employer: User, client_of: Clients, send_letters: Letters
) -> None:
    rows = [
        applications.apply(candidate_of(user), posting)
        for user in (verified(UserFactory()) for _ in range(3))
        if resume_of(user)
    ]
    answering.answer(rows[0], Answer("No.", "rejected"), actor=employer)
    send_letters()
    hires = client_of(employer)
    form = {"application": [str(row.uid) for row in rows], "template": "not_chosen", "posting": str(posting.uid)}
    html = hires.post("/hire/applicants/answer/", form | {"do": "count"}).content.decode()
    assert "Answer 2 applications" in html
    assert "1 of those ticked is decided already" in html
    assert send_letters() == []
    hires.post("/hire/applicants/answer/", form | {"do": "send"})
    assert len(send_letters()) == 2
    hires.post("/hire/applicants/answer/", form | {"do": "send"})
    assert send_letters() == []


def test_a_viewer_looks_but_neither_sorts_nor_answers(
    application: Application, organization: Organization, stranger: User, client_of: Clients
) -> None:
    Membership.objects.create(organization=organization, user=stranger, role="viewer")
    client, page = client_of(stranger), f"/hire/applications/{application.uid}/"
    assert client.get(page).status_code == 200
    for act in ("answer/", "stage/", "note/"):
        assert client.post(page + act, {"text": "x", "stage": "interview", "note": "x"}).status_code == 403
    assert (
        client.post("/hire/applicants/answer/", {"application": str(application.uid), "text": "x"}).status_code == 403
    )


def test_the_explanation_of_an_applicant_rests_on_the_resume_that_was_sent_alone(
    application: Application, candidate: User, employer: User, stranger: User, client_of: Clients
) -> None:
    page = f"/hire/applications/{application.uid}/match/"
    html = client_of(employer).get(page).content.decode()
    assert "requirements met" in " ".join(html.split())
    assert "At least 3 years of experience with Python." in html
    resume_of(candidate, "Nothing of use.\nI have written poems for ten years.")
    assert client_of(employer).get(page).content.decode().count("lit") == html.count("lit")
    assert client_of(stranger).get(page).status_code == 404


def test_applicants_are_sorted_by_match_only_where_the_board_says_so(
    posting: JobPosting, employer: User, client_of: Clients, settings: Any
) -> None:
    fits, other = (verified(UserFactory(name=name)) for name in ("Fit", "Other"))
    applications.apply(resume_of(fits).candidate, posting)
    applications.apply(resume_of(other, "Cook\nI have cooked in a kitchen for ten years.").candidate, posting)
    page = f"/hire/{posting.uid}/applicants/"

    def names() -> list[str]:
        return re.findall(r'aria-label="(Fit|Other)"', client_of(employer).get(f"{page}?sort=match").content.decode())

    assert names() == ["Other", "Fit"]
    settings.SORT_APPLICANTS_BY_MATCH = True
    assert names() == ["Fit", "Other"]


def test_an_application_races_the_end_of_its_posting_and_is_refused(posting: JobPosting, resume: Resume) -> None:
    stale = JobPosting.objects.get(pk=posting.pk)
    services.close(posting, actor=None)
    with pytest.raises(Exception, match="has closed"):
        applications.apply(resume.candidate, stale)


def test_the_way_to_the_employers_own_page_is_counted_once_for_a_person_and_never_for_a_program(
    posting: JobPosting, employer: User, client_of: Clients
) -> None:
    JobPosting.objects.filter(pk=posting.pk).update(apply_url="https://jobs.harbour.example/1", direct_apply=False)
    browser = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}
    page, way = posting.get_absolute_url(), f"/jobs/{posting.uid}/apply/elsewhere/"
    assert "leads to jobs.harbour.example" in Client().get(page).content.decode()
    for _ in range(3):
        Client().get(page, **browser)
        assert Client().get(way, **browser).headers["Location"] == "https://jobs.harbour.example/1"
    for agent in ("Googlebot/2.1", "curl/8.5", "Mozilla/5.0 (compatible; bingbot/2.0)", ""):
        Client().get(page, HTTP_USER_AGENT=agent)
    Client().get(page, HTTP_SEC_PURPOSE="prefetch;prerender", REMOTE_ADDR="10.0.0.9", **browser)
    Client().head(page, REMOTE_ADDR="10.0.0.9", **browser)
    client_of(employer).get(page, REMOTE_ADDR="10.0.0.9", **browser)
    counted = sorted(PostingVisit.objects.values_list("kind", flat=True))
    assert counted == ["apply", "view"]


def test_the_reply_rate_is_shown_from_ten_and_equals_sql(posting: JobPosting, organization: Organization) -> None:
    now = timezone.now()
    waits = [1, 2, 3, 5, 8, None, None, None, 13]
    for number, wait in enumerate(waits):
        user = User.objects.create(email=f"a{number}@people.example")
        sent = now - timedelta(days=20 + number)
        answered = None if wait is None else sent + timedelta(days=wait)
        Application.objects.create(
            candidate=candidate_of(user), posting=posting, created_at=sent, answered_at=answered,
            state="received" if wait is None else "rejected",
        )  # fmt: skip
    for state, days in (("withdrawn", 30), ("draft", 30), ("received", 3)):
        user = User.objects.create(email=f"{state}@people.example")
        Application.objects.create(
            candidate=candidate_of(user), posting=posting, state=state, created_at=now - timedelta(days=days)
        )
    assert reply_rate_of(organization) is None
    assert "Answers" not in Client().get(f"/companies/{organization.slug}/").content.decode()
    user = User.objects.create(email="tenth@people.example")
    Application.objects.create(candidate=candidate_of(user), posting=posting, created_at=now - timedelta(days=40))
    rate = reply_rate_of(organization)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*), COUNT(a.answered_at) FROM postings_application a"
            " JOIN postings_jobposting p ON p.id = a.posting_id"
            " WHERE p.hiring_organization_id = %s AND a.kind = 'direct' AND a.created_at <= %s"
            " AND a.state <> 'draft' AND NOT (a.state = 'withdrawn' AND a.answered_at IS NULL)",
            [organization.pk, connection.ops.adapt_datetimefield_value(now - timedelta(days=14))],
        )
        sent, answered = cursor.fetchone()
    assert rate is not None
    assert (rate.sent, rate.percent) == (sent, round(100 * answered / sent)) == (10, 60)
    assert rate.days == round(median(wait for wait in waits if wait is not None))
    page = " ".join(Client().get(f"/companies/{organization.slug}/").content.decode().split())
    assert "Answers 60 % of applications, half of them within 4 days" in page


def test_the_table_of_applicants_holds_no_formula(
    application: Application, posting: JobPosting, employer: User, client_of: Clients
) -> None:
    Application.objects.update(name="=HYPERLINK(1)", phone="+49 40 1")
    table = client_of(employer).get(f"/hire/{posting.uid}/applicants.csv").content.decode()
    assert "'=HYPERLINK(1)" in table
    assert "'+49 40 1" in table
    assert not re.search(r"(^|,)[=+@-]", table, re.MULTILINE)


def test_the_inbox_costs_the_same_at_any_length(
    posting: JobPosting, employer: User, client_of: Clients, django_assert_num_queries: Any
) -> None:
    client = client_of(employer)

    def fill(start: int, end: int) -> None:
        for number in range(start, end):
            user = User.objects.create(email=f"b{number}@people.example")
            Application.objects.create(candidate=candidate_of(user), posting=posting)

    fill(0, 3)
    client.get("/hire/applicants/")
    with django_assert_num_queries(6):
        client.get("/hire/applicants/")
    fill(3, 60)
    with django_assert_num_queries(6):
        client.get("/hire/applicants/")


def test_who_leaves_takes_their_name_out_of_what_they_noted(
    application: Application, employer: User, organization: Organization
) -> None:
    User.objects.filter(pk=employer.pk).update(name="Erik Employer")
    employer.refresh_from_db()
    Membership.objects.create(organization=organization, user=UserFactory(), role="owner")
    answering.note(application, "Ask Erik Employer.", actor=employer)
    delete_account(employer)
    event = ApplicationEvent.objects.get(kind="noted")
    assert (event.actor, "Erik Employer" in event.text) == (None, False)


def test_a_second_posting_of_the_same_organization_takes_its_own_application(
    organization: Organization, application: Application, resume: Resume
) -> None:
    second = publish_text(organization, BACKEND_POSTING.replace("Backend Engineer", "Ferry Engineer"))
    assert applications.apply(resume.candidate, second).pk != application.pk


def test_a_database_that_is_busy_costs_the_count_and_not_the_page(
    posting: JobPosting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(PostingVisit.objects, "bulk_create", refuse)
    answer = Client().get(posting.get_absolute_url(), HTTP_USER_AGENT="Mozilla/5.0 Firefox/140.0")
    assert answer.status_code == 200
    assert "was not counted" in caplog.text
