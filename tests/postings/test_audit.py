"""The audit log: nothing in it can be changed, by no way, and what was changed nevertheless is found."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from accounts.services import delete_account
from postings import audit, events, services, triggers
from postings.chain import digest_of
from postings.models import JobPosting, ModerationEvent, ModerationSeal, ModerationWords
from tests.factories import UserFactory


def run(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def log(posting: JobPosting, moderator: User) -> list[ModerationEvent]:
    services.close(posting, actor=moderator, reason="We found somebody.")
    audit.seal()
    return list(ModerationEvent.objects.order_by("pk"))


def findings() -> list[str]:
    return audit.verify().findings


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE postings_moderationevent SET action = 'close'",
        "UPDATE postings_moderationevent SET actor_id = NULL",
        "DELETE FROM postings_moderationevent",
        "UPDATE postings_moderationwords SET reason = 'Another'",
        "DELETE FROM postings_moderationwords",
        "UPDATE postings_moderationseal SET digest = 'x'",
        "DELETE FROM postings_moderationseal",
    ],
)
def test_the_database_refuses_to_change_or_delete(log: list[ModerationEvent], statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)
    assert findings() == []


@pytest.mark.parametrize("model", [ModerationEvent, ModerationWords, ModerationSeal])
def test_model_and_rows_refuse_to_change_or_delete(log: list[ModerationEvent], model: Any) -> None:
    row = model.objects.first()
    rows = model.objects.all()
    for spoil in (row.save, row.delete, rows.delete, lambda: rows.update(pk=7)):
        with pytest.raises(TypeError):
            spoil()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE postings_moderationevent SET action = 'publish' WHERE id = %s",
            "Event {id}, at place 3, was changed.",
        ),
        ("UPDATE postings_moderationevent SET actor_id = NULL WHERE id = %s", "Event {id}, at place 3, was changed."),
        ("DELETE FROM postings_moderationevent WHERE id = %s", "Event {id}, at place 3, was deleted."),
        (
            "UPDATE postings_moderationwords SET reason = 'Another' WHERE event_id = %s",
            "The words of event {id} were changed.",
        ),
        ("DELETE FROM postings_moderationwords WHERE event_id = %s", "The words of event {id} were deleted."),
        ("DELETE FROM postings_moderationseal WHERE position = 2", "The chain lacks its places 2 to 2."),
    ],
)
def test_what_is_changed_past_the_database_is_found(log: list[ModerationEvent], statement: str, said: str) -> None:
    triggers.remove(connection)
    run(statement, *[log[2].pk] * statement.count("%s"))
    triggers.install(connection)
    assert said.format(id=log[2].pk) in findings()


def test_rules_that_are_off_and_an_end_that_was_cut_off_are_found(
    log: list[ModerationEvent], capsys: pytest.CaptureFixture[str]
) -> None:
    head = audit.verify().head
    assert audit.verify(known_head=head).findings == []
    triggers.remove(connection)
    assert any("does not refuse changes" in finding for finding in findings())
    run("DELETE FROM postings_moderationseal WHERE event_id = %s", log[2].pk)
    run("DELETE FROM postings_moderationwords WHERE event_id = %s", log[2].pk)
    run("DELETE FROM postings_moderationevent WHERE id = %s", log[2].pk)
    triggers.install(connection)
    assert findings() == []  # a shorter log is a right one, for who does not know how long it was
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit", json=True, head=head)
    assert ended.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["events"], told["sealed"]) == (2, 2)
    assert "its end was cut off" in told["findings"][0]


def test_two_who_seal_at_once_do_not_fork_the_chain(
    log: list[ModerationEvent], moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has seen the same end of the chain as the first, and finds its place taken."""
    seen = audit._end_of_chain()
    events.record(None, "export", moderator)
    assert audit.seal() == 1
    events.record(None, "export", moderator)
    monkeypatch.setattr(audit, "_end_of_chain", lambda: seen)
    assert audit.seal() == 0
    monkeypatch.undo()
    assert audit.seal() == 1
    assert list(ModerationSeal.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert findings() == []


def test_an_event_that_is_committed_late_is_sealed_after_the_others(log: list[ModerationEvent]) -> None:
    late, early = events.record(None, "export", None), events.record(None, "export", None)
    end = ModerationSeal.objects.latest("position")
    ModerationSeal.objects.create(position=4, event=early, digest=digest_of(end.digest, early.sealed_part))
    assert audit.seal() == 1
    assert late.seal.position == 5
    assert findings() == []


def test_a_person_who_leaves_goes_from_the_words_and_not_one_event_is_rewritten(posting: JobPosting) -> None:
    person = UserFactory(email="nora@people.example", name="Nora Zänder", is_staff=True, is_superuser=True)
    services.close(posting, actor=person, reason="Nora Zänder found somebody.")
    events.record(posting, "edit", None, after={"title": "With NORA  ZÄNDER"})
    audit.seal()
    before = list(ModerationEvent.objects.order_by("pk").values_list())
    delete_account(person)
    assert list(ModerationEvent.objects.filter(pk__lte=before[-1][0]).order_by("pk").values_list()) == before
    event = ModerationEvent.objects.get(action="close")
    assert ModerationEvent.objects.get(action="edit").after == {"title": "With [removed]"}
    assert event.reason == "[removed] found somebody."
    assert isinstance(event.actor_id, UUID)
    assert not User.objects.filter(pseudonym=event.actor_id).exists()
    assert findings() == []
    run(
        "UPDATE postings_moderationwords SET reason = 'Tampered' WHERE event_id = %s", event.pk
    )  # it was noted, so the database lets it in
    assert findings() == [f"The words of event {event.pk} were changed."]
