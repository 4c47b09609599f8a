"""What a change of an organization means for its postings."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from accounts.models import Ban, Organization, User
from accounts.signals import (
    ban_decided,
    organization_changed,
    organization_decided,
    organization_orphaned,
    organization_taken_up,
    person_leaves,
)
from accounts.team import Traces
from postings import attachments, events, orphans, redacting, shortlist
from postings.models import JobPosting, ModerationEvent


def bump_postings(*, organization_ids: Sequence[int], **_: Any) -> None:
    """Search and matches take the postings in anew: their employer's name, or whether they are listed, has changed."""
    JobPosting.objects.filter(hiring_organization__in=organization_ids).bump()


def set_aside(*, organization: Organization, traces: Traces, **_: Any) -> None:
    orphans.set_aside(organization, traces)


def forget_person(*, user: User, traces: Traces, **_: Any) -> None:
    redacting.forget_reports(user)
    redacting.forget_words(traces)
    redacting.forget_in_bans(traces)


def forget_applications(*, user: User, traces: Traces, **_: Any) -> None:
    """The files of what a person has sent, and their name in what they noted and wrote as somebody who hires."""
    attachments.forget_files_of(user)
    redacting.redact_answers(user, traces)


def seal(*, organization: Organization, **_: Any) -> None:
    """Whoever comes to an organization without members does not come to what was sent to others, or to nobody."""
    orphans.seal_applications(organization)


def carry_over(*, request: HttpRequest | None = None, user: User, **_: Any) -> None:
    """What was saved and hidden before signing in becomes the member's."""
    if request is not None:
        shortlist.carry_over(request, user)


def note(
    *,
    organization: Organization,
    actor: User | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str,
    **_: Any,
) -> None:
    events.record_organization(organization, actor, before, after, reason)


def note_ban(*, ban: Ban, actor: User | None, is_lifted: bool, **_: Any) -> None:
    """What is banned is no word about a person: a domain, or the fingerprint of a text."""
    until = {"until": ban.expires_at.isoformat()} if ban.expires_at else {}
    action = ModerationEvent.Action.LIFT_BAN if is_lifted else ModerationEvent.Action.BAN
    after = {"kind": ban.kind, "value": ban.value, **until}
    events.record(None, action, actor, reason=ban.reason, after=after, organization=ban.organization, person=ban.user)


def connect() -> None:
    ban_decided.connect(note_ban, dispatch_uid="postings.note_ban")
    organization_decided.connect(note, dispatch_uid="postings.note")
    user_logged_in.connect(carry_over, dispatch_uid="postings.carry_over")
    organization_changed.connect(bump_postings, dispatch_uid="postings.bump_postings")
    organization_orphaned.connect(set_aside, dispatch_uid="postings.set_aside")
    person_leaves.connect(forget_person, dispatch_uid="postings.forget_person")
    person_leaves.connect(forget_applications, dispatch_uid="postings.forget_applications")
    organization_taken_up.connect(seal, dispatch_uid="postings.seal")
