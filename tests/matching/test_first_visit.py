"""From the home page to an account, as somebody who has none."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import Organization, Resume, User
from matching import examples
from postings import services
from postings.models import JobPosting
from tests.factories import BACKEND_RESUME, PASSWORD, publish_text, resume_of
from tests.pages import texts_of, words_of

Letters = Callable[[], list[EmailMessage]]

ACCOUNTANT = """Senior Accountant

Requirements

• Monthly close and reconciliation of accounts.
• Experience with audits.
• Experience of keeping bees.
"""


@pytest.fixture(autouse=True)
def without_kept_examples(db: None) -> None:
    cache.clear()


def sign_up(client: Client, send_letters: Letters, email: str = "new@people.example") -> User:
    client.post("/accounts/signup/", {"email": email, "password1": PASSWORD})
    link = re.search(r"http://\S+(/accounts/confirm-email/\S+/)", send_letters()[-1].body)
    assert link
    client.post(link[1])
    return User.objects.get(email=email)


def test_a_visitor_who_drops_a_resume_and_signs_up_lands_with_it_kept_and_matched(
    posting: JobPosting, client: Client, send_letters: Letters, process_changes: Callable[[], None]
) -> None:
    client.post("/match/", {"text": BACKEND_RESUME})
    user = sign_up(client, send_letters)
    resume = Resume.objects.get(candidate__user=user)
    assert resume.is_primary
    assert resume.text.strip() == BACKEND_RESUME.strip()
    process_changes()
    assert texts_of(client.get("/me/").content.decode(), "[data-result]") == [posting.title]


def test_a_resume_that_is_kept_already_stays_the_one_that_is_matched(candidate: User, client: Client) -> None:
    kept = resume_of(candidate, BACKEND_RESUME)
    client.post("/match/", {"text": BACKEND_RESUME.replace("Python", "Cobol")})
    client.post("/accounts/login/", {"login": candidate.email, "password": PASSWORD})
    assert list(Resume.objects.filter(candidate__user=candidate)) == [kept]


def test_a_sample_resume_can_be_tried_and_is_nobodys(
    posting: JobPosting, client: Client, send_letters: Letters
) -> None:
    for file in examples.samples():
        answer = client.post("/match/", {"sample": file}, follow=True)
        assert f"Matched with {file}" in words_of(answer.content.decode())
    user = sign_up(client, send_letters)
    assert not Resume.objects.filter(candidate__user=user).exists()


@pytest.mark.parametrize("sample", ["../../jobboard/settings.py", "index.toml", "", "nobody.pdf"])
def test_nothing_but_a_sample_is_tried(db: None, client: Client, sample: str) -> None:
    answer = client.post("/match/", {"sample": sample})
    assert answer.status_code == 422
    assert "visit" not in answer.cookies


def test_the_home_page_shows_three_scored_rows_of_an_open_posting(
    organization: Organization, employer: User, client: Client, process_changes: Callable[[], None]
) -> None:
    assert texts_of(client.get("/").content.decode(), ".example") == []
    cache.clear()
    posting = publish_text(organization, ACCOUNTANT)
    process_changes()
    page = client.get("/").content.decode()
    assert texts_of(page, ".example figcaption a") == [posting.title]
    assert texts_of(page, ".example .verdict")[-1] == "Not found"
    assert "Met" in texts_of(page, ".example .verdict")
    assert texts_of(page, ".example mark")
    services.close(posting, actor=employer)
    assert texts_of(client.get("/").content.decode(), ".example") == []


def test_with_a_resume_the_home_page_shows_ones_own_matches_instead(
    organization: Organization, client: Client, process_changes: Callable[[], None], monkeypatch: Any
) -> None:
    publish_text(organization, ACCOUNTANT)
    process_changes()
    client.post("/match/", {"text": BACKEND_RESUME})
    monkeypatch.setattr(examples, "example", lambda: pytest.fail("nobody asks for an example"))
    assert client.get("/").status_code == 200
