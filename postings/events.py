"""What leaves a trace: events of the audit log, and word to whoever derives from postings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Organization, User
from postings.comparing import Change
from postings.models import JobPosting, ModerationEvent, ModerationWords
from postings.signals import posting_changed

Action = ModerationEvent.Action
_batch: ContextVar[UUID | None] = ContextVar("batch", default=None)


@contextmanager
def batch(number: UUID) -> Iterator[None]:
    """All events that are recorded inside belong together."""
    token = _batch.set(number)
    try:
        yield
    finally:
        _batch.reset(token)


def record(
    posting: JobPosting | None,
    action: str,
    actor: User | None,
    *,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    organization: Organization | None = None,
    person: User | None = None,
    redacts: ModerationEvent | None = None,
) -> ModerationEvent:
    """Add an event to the audit log, in the transaction of what it tells of. ``actor`` None is the system."""
    words = ModerationWords(
        reason=reason[:500], before=dict(before or {}), after=dict(after or {}), salt=ModerationWords.new_salt()
    )
    with transaction.atomic():
        words.event = ModerationEvent.objects.create(
            posting=posting,
            organization=organization,
            person=person,
            actor=actor,
            action=action,
            batch=_batch.get(),
            redacts=redacts,
            promise=words.promise,
        )
        words.save(force_insert=True)
    return words.event


def record_changes(
    posting: JobPosting, action: str, actor: User | None, changed: Sequence[Change], *, reason: str = ""
) -> None:
    record(
        posting,
        action,
        actor,
        reason=reason,
        before={change.field: change.old for change in changed},
        after={change.field: change.new for change in changed},
    )


def record_organization(
    organization: Organization,
    actor: User | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str = "",
) -> None:
    """Who an organization is, who may act for it, or what it may do has changed."""
    record(None, Action.ORGANIZATION, actor, reason=reason, before=before, after=after, organization=organization)


def redact(events: Iterable[ModerationEvent], change: Callable[[Any], Any]) -> None:
    """Take people who have left out of the words of events. The events stay as they are; that their words have changed is
    an event of its own, which says what the words promise from now on.
    """
    for event in events:
        if event.action == Action.REDACT:
            continue  # it holds no words about anybody
        kept = {name: change(getattr(event, name)) for name in ("reason", "before", "after")}
        if all(getattr(event, name) == value for name, value in kept.items()):
            continue
        words = ModerationWords(event=event, salt=ModerationWords.new_salt(), **kept)
        with transaction.atomic():
            record(None, Action.REDACT, None, after={"promise": words.promise}, redacts=event)
            ModerationWords.objects.put(event.pk, salt=words.salt, **kept)


def announce(posting: JobPosting) -> None:
    """After commit, tell who listens. A hint only: who derives from postings also looks at revisions by itself."""
    transaction.on_commit(lambda: posting_changed.send(JobPosting, posting_id=posting.pk), robust=True)
