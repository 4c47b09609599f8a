"""A visitor's resume: sealed for the visit, readable by nobody but the visitor's browser."""

import base64
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from celery import current_app
from celery.signals import before_task_publish
from django.conf import settings as django_settings
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Resume, User, Visit
from accounts.resumes import forget_ended_visits
from postings.models import JobPosting
from tests.accounts.test_resumes import dump_of_the_database
from tests.factories import BACKEND_RESUME

SENTINEL = "Zwölfsternschrauber"
TEXT = BACKEND_RESUME + f"\n{SENTINEL} of the year 2021\n"


@pytest.fixture
def visitor(db: None) -> Iterator[Client]:
    client = Client()
    assert client.post("/match/", {"text": TEXT}).status_code == 302
    return client


def test_a_visitor_sees_matches_on_every_page(visitor: Client, posting: JobPosting, process_changes: object) -> None:
    process_changes()
    assert "Matched with Pasted resume" in visitor.get("/jobs/").content.decode()
    page = visitor.get(posting.get_absolute_url()).content.decode()
    assert "You meet" in page
    assert "Built web services with Python" in page


def test_every_page_with_jobs_carries_the_visits_matches(
    visitor: Client, posting: JobPosting, process_changes: Callable[[], None]
) -> None:
    process_changes()
    company = f"/companies/{posting.hiring_organization.slug}/"
    for path in ("/", "/jobs/", "/jobs/?q=python", "/jobs/?sort=newest", company):
        assert "requirements met" in visitor.get(path).content.decode(), path


def test_the_facts_of_the_visit_are_there_to_read_and_not_to_correct(visitor: Client) -> None:
    html = visitor.get("/me/resume/").content.decode()
    assert SENTINEL in html
    assert "Backend Developer" in html
    assert "Sign up to correct it" in html
    assert "/fact/" not in html


def test_without_a_resume_the_page_of_facts_asks_for_one(db: None) -> None:
    assert "No resume yet" in Client().get("/me/resume/").content.decode()


PAGES = (
    "/",
    "/jobs/",
    "/jobs/?sort=match",
    "/match/",
    "/me/resume/",
    "/me/preferences/",
    "/me/export/",
    "/how-matching-works/",
)


def test_nothing_readable_of_it_is_stored(
    visitor: Client, posting: JobPosting, process_changes: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for path in (*PAGES, posting.get_absolute_url()):
            visitor.get(path)
        process_changes()
        visitor.post("/match/", {"file": SimpleUploadedFile(f"{SENTINEL}.txt", TEXT.encode())})
        visitor.post("/match/", {"file": SimpleUploadedFile("cv.pdf", b"%PDF-1.4 " + SENTINEL.encode())})
        visitor.get("/me/resume/")
        held = repr(vars(caches["default"]))
    assert Visit.objects.count() == 1
    assert SENTINEL not in dump_of_the_database()
    assert SENTINEL not in caplog.text
    assert SENTINEL not in held
    assert nowhere_in(Path(django_settings.DATA_DIR), SENTINEL)


def test_no_word_of_a_members_resume_travels_through_the_broker(
    candidate: User, client_of: Callable[[User], Client], django_capture_on_commit_callbacks: Any
) -> None:
    """A nudge carries an id and nothing more: what lies in the queue says nothing."""
    sent: list[Any] = []
    app = current_app
    before_task_publish.connect(lambda body, **_: sent.append(body), weak=False, dispatch_uid="tests.sentinel")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            client_of(candidate).post("/match/", {"text": TEXT})
    finally:
        before_task_publish.disconnect(dispatch_uid="tests.sentinel")
    assert sent, app.conf.broker_url
    assert SENTINEL not in repr(sent)
    folders = [
        Path(str(folder)) for folder in app.conf.broker_transport_options.values() if isinstance(folder, str | Path)
    ]
    assert all(nowhere_in(folder, SENTINEL) for folder in folders)


def nowhere_in(folder: Path, word: str) -> bool:
    forms = (
        word.encode(),
        word.encode("utf-16-le"),
        base64.b64encode(word.encode())[:-4],
        repr(word).encode("ascii", "backslashreplace")[1:-1],
    )
    return not any(form in path.read_bytes() for path in folder.rglob("*") if path.is_file() for form in forms)


def test_signing_in_keeps_nothing_until_the_person_says_so(
    visitor: Client, candidate: User, posting: JobPosting, process_changes: Callable[[], None]
) -> None:
    process_changes()
    visitor.force_login(candidate)
    html = visitor.get("/me/").content.decode()
    assert "Keep it in my account" in html
    assert not Resume.objects.exists()
    assert SENTINEL not in dump_of_the_database()
    answer = visitor.post("/match/keep/", follow=True)
    assert "It is the resume you are matched with now" in answer.content.decode()
    assert Resume.objects.primary().get().candidate.user == candidate
    assert not Visit.objects.exists()
    assert not visitor.cookies["visit"].value


def test_a_visit_beside_a_resume_of_ones_own_is_offered_and_can_be_removed(
    visitor: Client, candidate: User, resume: Resume
) -> None:
    visitor.force_login(candidate)
    assert "You also dropped Pasted resume" in visitor.get("/me/").content.decode()
    visitor.post("/match/forget/")
    assert "You also dropped" not in visitor.get("/me/").content.decode()
    assert Resume.objects.get() == resume


def test_a_visit_that_has_ended_cannot_be_kept(visitor: Client, candidate: User) -> None:
    visitor.force_login(candidate)
    Visit.objects.all().delete()
    answer = visitor.post("/match/keep/", follow=True)
    assert "The visit has ended" in answer.content.decode()
    assert not Resume.objects.exists()


def test_the_key_is_in_the_cookie_only(visitor: Client) -> None:
    cookie = visitor.cookies["visit"]
    token, key = cookie.value.split(".", 1)
    assert cookie["httponly"]
    assert not cookie["max-age"], "the browser would throw the key away"
    dump = dump_of_the_database()
    assert token not in dump
    assert key not in dump


def test_another_browser_sees_nothing(visitor: Client) -> None:
    assert "Matched with" not in Client().get("/jobs/").content.decode()


def test_a_wrong_key_opens_nothing(visitor: Client) -> None:
    token = visitor.cookies["visit"].value.split(".", 1)[0]
    thief = Client()
    thief.cookies["visit"] = f"{token}.{'A' * 43}="
    assert "Matched with" not in thief.get("/jobs/").content.decode()


def test_remove_forgets_at_once(visitor: Client) -> None:
    visitor.post("/match/forget/")
    assert not Visit.objects.exists()
    assert "Matched with" not in visitor.get("/jobs/").content.decode()


def test_a_visit_ends_after_two_idle_hours(visitor: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)):
        assert "Matched with" not in visitor.get("/jobs/").content.decode()
        assert forget_ended_visits() == 1


def test_a_second_drop_replaces_the_first(visitor: Client) -> None:
    visitor.post("/match/", {"text": TEXT})
    assert Visit.objects.count() == 1
