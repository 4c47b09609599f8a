"""Letters that a board has from before the outbox move into it, with their alerts and their time."""

from typing import Any

import pytest

from tests.old_board import run_in_an_empty_database

pytestmark = pytest.mark.xdist_group("outbox-migration")  # one process migrates for all of them

MOVE = """
from datetime import timedelta
from django.utils import timezone

BEFORE = [("matching", "0004_shown_rows"), ("accounts", "0002_fact_corrections")]
AFTER = [("matching", "0005_outbox"), ("accounts", "0005_outbox")]

to([("account", "0009_emailaddress_unique_primary_email")])
apps = to([*BEFORE, ("postings", "0002_sources_and_corrections")])
get = apps.get_model
now = timezone.now()
organization = get("accounts", "Organization").objects.create(name="Harbour", slug="harbour", name_key="harbour")
for number, frequency in enumerate(["weekly", "instant", "off"]):
    user = get("accounts", "User").objects.create(email=f"reader{number}@people.example")
    person = get("accounts", "Candidate").objects.create(user=user, alert_frequency=frequency, alerts_since=now)
    recipient = get("matching", "Recipient").objects.create(candidate=person, email=user.email, token=str(number))
    for kind, moment in (("sent", now - timedelta(days=2)), ("queued", now - timedelta(hours=1))):
        letter = get("matching", "Email").objects.create(
            recipient=recipient, period_key=kind, message_id=f"<{number}.{kind}@x>", state=kind, created_at=moment,
            sent_at=moment if kind == "sent" else None,
        )
        posting = get("postings", "JobPosting").objects.create(
            hiring_organization=organization, title="Engineer", slug=f"engineer-{number}-{kind}"
        )
        get("matching", "Alert").objects.create(
            recipient=recipient, cluster=posting.cluster, posting=posting, email=letter,
            state="claimed" if kind == "queued" else "sent",
        )
    waits = get("postings", "JobPosting").objects.create(
        hiring_organization=organization, title="Engineer", slug=f"waits-{number}"
    )
    get("matching", "Alert").objects.create(recipient=recipient, cluster=waits.cluster, posting=waits, state="queued")

def look(apps):
    alerts = apps.get_model("matching", "Alert").objects.order_by("pk")
    settings = apps.get_model("matching", "AlertSetting").objects.order_by("recipient")
    letters = apps.get_model("accounts", "Email").objects.order_by("message_id")
    return {
        "letters": [[row.message_id, row.to, row.user.email, row.state, row.kind] for row in letters],
        "alerts": [[alert.state, alert.letter and alert.letter.message_id] for alert in alerts],
        "due_in_hours": [
            None if row.next_due_at is None else round((row.next_due_at - now).total_seconds() / 3600)
            for row in settings
        ],
    }

moved = look(to(AFTER))
to(BEFORE)
again = look(to(AFTER))
print(json.dumps({"moved": moved, "again": again}))
"""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    found: dict[str, Any] = run_in_an_empty_database(MOVE, tmp_path_factory.mktemp("board"))
    return found


def test_each_letter_keeps_its_message_id_its_state_and_its_alerts(moved: dict[str, Any]) -> None:
    found = moved["moved"]
    assert len(found["letters"]) == 6
    assert found["letters"][0] == [
        "<0.queued@x>", "reader0@people.example", "reader0@people.example", "queued", "matching/matches",
    ]  # fmt: skip
    assert found["alerts"][:3] == [["sent", "<0.sent@x>"], ["claimed", "<0.queued@x>"], ["queued", None]]


def test_what_is_owed_is_due_when_it_was_before(moved: dict[str, Any]) -> None:
    assert moved["moved"]["due_in_hours"] == [7 * 24 - 1, -1, None]


def test_the_way_back_and_forth_changes_nothing(moved: dict[str, Any]) -> None:
    assert moved["again"] == moved["moved"]
