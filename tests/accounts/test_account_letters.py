"""allauth's letters go through the outbox and look like the board's."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accounts.letters import letter_of_kind
from accounts.models import Email, User
from tests.factories import PASSWORD

Letters = Callable[[], list[EmailMessage]]
TEMPLATES = Path(allauth.__file__).parent / "templates"
PREFIXES = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt")
    for app in ("account", "mfa")
    for path in (TEMPLATES / app / "email").glob("*_subject.txt")
)


def refuse(self: object) -> int:
    raise ConnectionRefusedError("away")


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_letter_that_allauth_knows_has_the_boards_look(candidate: User, prefix: str, settings: Any) -> None:
    settings.SITE_NAME, settings.SITE_URL = "Quay", "https://quay.example"
    context = {
        "user": candidate, "code": "ABC-123", "timestamp": timezone.now(), "ip": "203.0.113.9", "user_agent": "A browser",
        "from_email": "old@people.example", "to_email": "new@people.example", "deleted_email": "old@people.example",
    } | {
        name: f"http://evil.example/there/?{name}"
        for name in ("activate_url", "password_reset_url", "signup_url")
    }  # fmt: skip
    get_adapter().send_mail(prefix, candidate.email, context)
    letter = Email.objects.get()
    assert letter.user == candidate
    message = letter_of_kind(letter)
    html, text = str(message.alternatives[0][0]), str(message.body)
    assert "Quay" in message.subject
    for part in (html, text):
        assert "Quay" in part
        assert "https://quay.example/" in part
        assert "evil.example" not in part
    assert "{{" not in html + text


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/accounts/signup/", {"email": "new@people.example", "password1": "quite-a-long-secret"}),
        ("/accounts/signup/", {"email": "candidate@people.example", "password1": "quite-a-long-secret"}),
        ("/accounts/password/reset/", {"email": "candidate@people.example"}),
        ("/accounts/password/reset/", {"email": "nobody@people.example"}),
    ],
)
def test_a_mail_server_that_is_away_answers_no_500_and_loses_no_letter(
    candidate: User, path: str, form: dict[str, str], send_letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.message.EmailMessage.send", refuse)
        assert Client().post(path, form).status_code == 302
        assert send_letters() == []
    Email.objects.update(not_before=None)
    assert [letter.to for letter in send_letters()] == [[form["email"]]]


def test_a_changed_password_is_told(
    candidate: User, client_of: Callable[[User], Client], send_letters: Letters
) -> None:
    form = {"oldpassword": PASSWORD, "password1": "another-long-secret", "password2": "another-long-secret"}
    assert client_of(candidate).post("/accounts/password/change/", form).status_code == 302
    (letter,) = send_letters()
    assert letter.subject.startswith("Your password for")


def test_a_reset_link_that_has_run_out_is_not_sent(candidate: User, send_letters: Letters) -> None:
    Client().post("/accounts/password/reset/", {"email": candidate.email})
    Email.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert send_letters() == []
    assert Email.objects.get().state == "skipped"


def test_a_link_to_sign_in_is_gone_from_the_database_once_it_was_sent(candidate: User, send_letters: Letters) -> None:
    Client().post("/accounts/password/reset/", {"email": candidate.email})
    assert "/password/reset/key/" in str(Email.objects.get().context)
    send_letters()
    assert Email.objects.get().context == {}


def test_somebody_without_an_account_leaves_no_address(db: None, send_letters: Letters) -> None:
    Client().post("/accounts/password/reset/", {"email": "nobody@people.example"})
    assert Email.objects.get().to == "nobody@people.example"
    assert len(send_letters()) == 1
    assert Email.objects.get().to == ""


def test_the_second_address_of_a_person_is_theirs_too(candidate: User) -> None:
    EmailAddress.objects.create(user=candidate, email="second@people.example", verified=True)
    Client().post("/accounts/signup/", {"email": "SECOND@people.example", "password1": "quite-a-long-secret"})
    assert Email.objects.get().user == candidate
