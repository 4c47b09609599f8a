"""What leaves a trace: moderation events, and word to whoever derives from postings."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from postings.comparing import Change
from postings.models import JobPosting, ModerationEvent
from postings.signals import posting_changed


def record(
    posting: JobPosting,
    action: str,
    actor: User | None,
    *,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    ModerationEvent.objects.create(
        posting=posting, actor=actor, action=action, reason=reason[:500], before=before or {}, after=after or {}
    )


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


def announce(posting: JobPosting) -> None:
    """After commit, tell who listens. A hint only: who derives from postings also looks at revisions by itself."""
    transaction.on_commit(lambda: posting_changed.send(JobPosting, posting_id=posting.pk), robust=True)
