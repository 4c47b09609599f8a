"""Every letter is a row: written with what it tells of, sent once, tried again, given up, forgotten."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts import outbox
from accounts.letters import blocks_of, letter_of_kind
from accounts.models import Email, User
from accounts.outbox import queue_letter
from accounts.services import delete_account
from jobboard import health, mailbox
from matching import tasks
from tests.pages import texts_of

Clients = Callable[[User], Client]
KIND = "postings/rejected"


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The kinds as a test may change them: without what the apps register."""
    monkeypatch.setattr(outbox, "_kinds", {})
    return outbox._kinds


@pytest.fixture
def letter(candidate: User, kinds: dict[str, Any]) -> Email:
    owe(candidate)
    return Email.objects.get()


def owe(user: User | None, key: str = "1", to: str = "", kind: str = KIND) -> None:
    context = {"title": "Engineer <b>", "reason": "No & never.", "edit_url": "http://127.0.0.1:8000/hire/x/"}
    queue_letter(kind, key=key, to=to or (user.email if user else ""), user=user, context=context)


def refuse_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(self: object) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)


def test_the_same_letter_owed_twice_is_one(candidate: User, stranger: User) -> None:
    owe(candidate)
    owe(candidate)
    assert Email.objects.count() == 1
    owe(candidate, key="2")
    owe(stranger)
    assert Email.objects.count() == 3


def test_a_letter_is_part_of_the_callers_transaction(candidate: User) -> None:
    def owe_and_fail() -> None:
        owe(candidate)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        transaction.atomic(owe_and_fail)()
    assert not Email.objects.exists()


def test_the_message_id_follows_from_what_the_letter_is_about(candidate: User, letter: Email) -> None:
    Email.objects.all().delete()
    owe(candidate)
    assert Email.objects.get().message_id == letter.message_id


def test_the_worker_is_told_of_a_letter_after_the_commit_and_may_be_away(
    candidate: User, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []

    def broker_is_away(*_: Any, **__: Any) -> None:
        told.append(Email.objects.count())
        raise OSError("away")

    monkeypatch.setattr(tasks.send_due_mail, "apply_async", broker_is_away)
    with django_capture_on_commit_callbacks(execute=True):
        owe(candidate)
        assert told == []
    assert told == [1]


def test_a_letter_is_sent_once_and_then_says_nothing_any_more(letter: Email) -> None:
    assert [outbox.send_due_mail() for _ in range(3)] == [1, 0, 0]
    letter.refresh_from_db()
    assert (letter.state, letter.context, letter.attempts) == ("sent", {}, 1)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == letter.message_id


def test_text_and_html_say_the_same_and_carry_the_boards_name(letter: Email, settings: Any) -> None:
    settings.SITE_NAME = "Quay & Harbour"
    message = letter_of_kind(letter)
    html = str(message.alternatives[0][0])
    (shown,) = texts_of(html, "body")
    for words in ("Engineer <b>", "The reason: No & never.", "Quay & Harbour", "Change it and submit"):
        assert words in shown
    for words in ("Engineer <b>", "The reason: No & never.", "Quay & Harbour", "http://127.0.0.1:8000/hire/x/"):
        assert words in str(message.body)
    for line in filter(None, map(str.strip, str(message.body).splitlines())):
        assert all(
            word in shown for word in line.removeprefix("-- ").replace(": http", " http").split() if word != "--"
        )


def test_only_a_link_into_this_board_becomes_a_button() -> None:
    found = blocks_of(
        "Hello\nyou\n\nLook: http://127.0.0.1:8000/jobs/\n\nWin: https://evil.example/x\n\nhttp://127.0.0.1:8000/"
    )
    assert found == [
        {"text": "Hello\nyou"},
        {"url": "http://127.0.0.1:8000/jobs/", "words": "Look"},
        {"text": "Win: https://evil.example/x"},
        {"url": "http://127.0.0.1:8000/", "words": "http://127.0.0.1:8000/"},
    ]


def test_a_server_that_is_away_is_asked_once_a_run(
    candidate: User, letter: Email, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        owe(candidate, key=f"more {number}")
    with monkeypatch.context() as patched:
        refuse_with(patched, ConnectionRefusedError("away"))
        assert outbox.send_due_mail() == 0
        assert Email.objects.filter(attempts=1).count() == 1
    assert outbox.send_due_mail() == 5
    assert outbox.send_due_mail(timezone.now() + timedelta(seconds=11)) == 1


def test_a_run_does_not_wait_for_a_server_that_another_run_waits_for(
    candidate: User, letter: Email, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that does not answer at all would else hold every worker for as long as the timeout."""
    seen = []

    def ask_again(self: object) -> int:
        seen.append(outbox.send_due_mail())
        return 1

    owe(candidate, key="2")
    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", ask_again)
    assert outbox.send_due_mail() == 2
    assert seen == [0, 0]


def test_what_the_server_refuses_does_not_stop_the_others(
    candidate: User, letter: Email, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    send = EmailMultiAlternatives.send

    def refuse_one(self: EmailMultiAlternatives, **_: Any) -> int:
        if self.to == ["gone@people.example"]:
            raise smtplib.SMTPRecipientsRefused({"gone@people.example": (550, b"no such person")})
        return send(self)

    owe(None, to="gone@people.example")
    owe(candidate, key="last")
    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse_one)
    assert outbox.send_due_mail() == 2
    assert "no such person" in Email.objects.get(state="queued").error
    assert "was not taken" in caplog.text
    assert "gone@people.example" not in caplog.text


def test_a_letter_is_tried_ever_more_rarely_and_given_up_after_a_day(
    letter: Email, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_with(monkeypatch, ConnectionRefusedError("away"))
    now, waits = timezone.now(), []
    while True:
        outbox.send_due_mail(now)
        letter.refresh_from_db()
        if letter.state == "failed":
            break
        assert letter.not_before is not None
        waits.append((letter.not_before - now).total_seconds())
        now = letter.not_before
    assert [round(wait) for wait in waits[:4]] == [10, 20, 40, 80]
    assert max(waits) <= 3601
    assert now - letter.created_at >= timedelta(hours=24)
    assert letter.context


def test_a_letter_that_was_given_up_is_tried_again_from_the_admin(
    letter: Email, moderator: User, client_of: Clients
) -> None:
    Email.objects.update(state="failed", attempts=30, error="away", give_up_at=timezone.now())
    form = {"action": "retry", "_selected_action": [letter.pk]}
    page = client_of(moderator).get("/admin/accounts/email/").content.decode()
    assert letter.to in page
    client_of(moderator).post("/admin/accounts/email/", form)
    assert outbox.send_due_mail() == 1


def test_the_admin_does_not_show_what_a_letter_says(letter: Email, moderator: User, client_of: Clients) -> None:
    html = client_of(moderator).get(f"/admin/accounts/email/{letter.pk}/change/").content.decode()
    assert "No &amp; never." not in html
    assert letter.message_id.strip("<>") in html


def test_a_staff_member_without_the_right_retries_nothing(letter: Email, client_of: Clients) -> None:
    Email.objects.update(state="failed")
    staff = User.objects.create_user("staff@people.example", is_staff=True)
    client_of(staff).post("/admin/accounts/email/", {"action": "retry", "_selected_action": [letter.pk]})
    letter.refresh_from_db()
    assert letter.state == "failed"


def test_a_sender_that_was_killed_is_followed_by_another(letter: Email) -> None:
    now = timezone.now()
    Email.objects.update(state="sending", attempts=1, lease_until=now + timedelta(seconds=30))
    assert outbox.send_due_mail(now) == 0
    assert outbox.send_due_mail(now + timedelta(seconds=31)) == 1


def test_letters_about_an_account_go_ahead_of_bulk_mail(candidate: User, kinds: dict[str, Any]) -> None:
    outbox.register("postings/published", is_bulk=True)
    for number in range(3):
        owe(candidate, key=str(number), kind="postings/published")
    owe(candidate)
    outbox.send_due_mail()
    assert "not published" in mail.outbox[0].subject
    assert len(mail.outbox) == 4


def test_a_letter_that_cannot_be_written_does_not_stop_the_others(candidate: User, letter: Email) -> None:
    owe(candidate, kind="postings/no_such_letter")
    assert outbox.send_due_mail() == 1
    assert "TemplateDoesNotExist" in Email.objects.get(state="queued").error


def test_what_has_run_out_is_not_sent(letter: Email, kinds: dict[str, Any]) -> None:
    outbox.register(KIND, lifetime=timedelta(hours=1))
    assert outbox.send_due_mail(timezone.now() + timedelta(minutes=61)) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.context, letter.error) == ("skipped", {}, "What it says has run out.")


def test_what_was_given_up_keeps_no_link_that_has_run_out(letter: Email, kinds: dict[str, Any]) -> None:
    outbox.register(KIND, lifetime=timedelta(hours=1))
    Email.objects.update(state="failed")
    outbox.tidy()
    assert Email.objects.get().context
    outbox.tidy(timezone.now() + timedelta(hours=2))
    assert Email.objects.get().context == {}


def test_old_letters_are_dropped_and_waiting_ones_are_not(candidate: User, letter: Email) -> None:
    outbox.send_due_mail()
    owe(candidate, key="waits")
    assert outbox.tidy(timezone.now() + timedelta(days=29)) == 0
    assert outbox.tidy(timezone.now() + timedelta(days=31)) == 1
    assert Email.objects.get().state == "queued"


def test_with_the_account_go_its_letters_waiting_and_kept(
    candidate: User,
    stranger: User,
    kinds: dict[str, Any],
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.EMAIL_BACKEND = "jobboard.mailbox.StoringBackend"
    for user in (candidate, stranger):
        owe(user, key="sent")
    owe(None, key="sent before", to=candidate.email.upper())
    outbox.send_due_mail()
    owe(candidate, key="waits")
    owe(None, key="waits too", to=candidate.email.title())
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(candidate)
    assert set(Email.objects.values_list("to", flat=True)) == {stranger.email, ""}
    assert [kept.to for kept in mailbox.latest_mail()] == [stranger.email]


def test_doctor_says_what_waits_and_what_was_given_up(letter: Email) -> None:
    def said() -> str:
        return next(part.fix for part in health.look() if part.part == "mail")

    assert said() == ""
    Email.objects.update(created_at=timezone.now() - timedelta(minutes=20), error=f"{letter.to} is unknown")
    assert "1 letters have waited" in said()
    assert letter.to not in said()
    Email.objects.update(state="failed")
    assert "1 were given up" in said()
