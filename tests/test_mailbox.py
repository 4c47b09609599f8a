"""Mail that is kept here instead of being sent."""

from datetime import UTC, datetime
from email import message_from_string, policy
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from jobboard import mailbox


@pytest.mark.parametrize(
    ("header", "when"),
    [
        ("Date: Sat, 21 Nov 2026 19:51:25 -0000\n", datetime(2026, 11, 21, 19, 51, 25, tzinfo=UTC)),
        ("Date: Sat, 21 Nov 2026 20:51:25 +0100\n", datetime(2026, 11, 21, 19, 51, 25, tzinfo=UTC)),
        ("Date: some day\n", None),
        ("", None),
    ],
)
def test_a_letter_knows_when_it_was_written(header: str, when: datetime | None) -> None:
    message: Any = message_from_string(f"{header}Subject: A match\n\nHello", policy=policy.default)
    assert mailbox.StoredMail("1", message).date == when


def test_letters_are_listed_newest_first_and_shown_whole(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR, settings.LOCAL = tmp_path, True
    settings.EMAIL_BACKEND = "jobboard.mailbox.StoringBackend"
    for subject in ("First", "Second"):
        mail.send_mail(subject, f"{subject} letter.", "board@jobs.example", ["ada@jobs.example"])
    html = Client().get("/mail/").content.decode()
    assert html.index("Second") < html.index("First")
    newest = mailbox.latest_mail()[0]
    assert newest.date is not None
    assert "Second letter." in Client().get(f"/mail/{newest.name}/").content.decode()
    for name in ("no-such-letter", "x" * 300, "00000000000000000000-00000000"):
        assert Client().get(f"/mail/{name}/").status_code == 404


def test_kept_letters_that_tell_others_of_somebody_who_has_left_go_too(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "jobboard.mailbox.StoringBackend"
    letters = {
        "To her": ("Hello.", "ada@jobs.example"),
        "Of her": ("Ask Ada Kelp.", "bo@jobs.example"),
        "Join Kelp Farms": ("Hello.", "bo@jobs.example"),
        "Her address": ("Write to ADA@jobs.example.", "bo@jobs.example"),
        "Kelping": ("Of something else.", "bo@jobs.example"),
    }
    for subject, (text, to) in letters.items():
        mail.send_mail(subject, text, "board@jobs.example", [to])
    mailbox.forget(addresses={"ada@jobs.example"}, names={"Ada Kelp"})
    assert [letter.subject for letter in mailbox.latest_mail()] == ["Kelping"]
