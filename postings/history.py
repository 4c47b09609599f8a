"""What has been changed in postings after they were published, as everybody may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from postings.comparing import LABELS, Change
from postings.models import JobPosting, ModerationEvent

# What only people of the organization and moderators see of a change.
NOT_PUBLIC = frozenset({"moderation_note", "closing_reason", "contacts"})
# What may have been taken out for a reason, such as somebody's number: that it changed is said, not what it was.
WITHOUT_WORDS = frozenset({"text"})
CHANGED = (ModerationEvent.Action.EDIT, ModerationEvent.Action.ACCEPT)


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One edit: when, and each field before and after in words."""

    at: datetime
    fields: tuple[Change, ...]

    @property
    def labels(self) -> str:
        return ", ".join(change.label.lower() for change in self.fields)


def changes_of(postings: Iterable[JobPosting]) -> dict[int, list[PublicChange]]:
    """posting id -> its public changes since it was first on the board, latest first. One query for all."""
    first_seen = {posting.pk: posting.first_seen_at for posting in postings}
    changes: dict[int, list[PublicChange]] = {}
    for event in ModerationEvent.objects.filter(posting__in=list(first_seen), action__in=CHANGED):
        posting_id = event.posting_id or 0
        since = first_seen[posting_id]
        if since is None or event.created_at < since:
            continue
        fields = tuple(
            Change(name, LABELS[name], "", "")
            if name in WITHOUT_WORDS
            else Change(name, LABELS[name], str(event.before.get(name) or ""), str(new or ""))
            for name, new in event.after.items()
            if name in LABELS and name not in NOT_PUBLIC
        )
        if fields:
            changes.setdefault(posting_id, []).append(PublicChange(event.created_at, fields))
    return changes
