"""A visitor's resume: sealed for the visit, readable by nobody but the visitor's browser."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Visit
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


def test_a_visitor_sees_matches_on_every_page(visitor: Client, posting: JobPosting, absorb: object) -> None:
    absorb()
    assert "Matched with Pasted resume" in visitor.get("/jobs/").content.decode()
    page = visitor.get(posting.get_absolute_url()).content.decode()
    assert "You meet" in page
    assert "Built web services with Python" in page


def test_nothing_readable_of_it_is_stored(visitor: Client, posting: JobPosting) -> None:
    visitor.get("/jobs/")
    visitor.get(posting.get_absolute_url())
    assert Visit.objects.count() == 1
    assert SENTINEL not in dump_of_the_database()
    for path in Path(settings.DATA_DIR).rglob("*"):
        if path.is_file():
            assert SENTINEL.encode() not in path.read_bytes()


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
