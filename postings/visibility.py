"""Which employers may look at a candidate's resume, and the trace that each look leaves for the candidate."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from accounts.models import Candidate, Organization, Resume, User
from accounts.visibility import is_blocked, is_hidden_from
from postings.events import record
from postings.models import Application, ModerationEvent

Level = Candidate.Visibility
MOST_SHOWN = 100
BLOCKED = "You have blocked this employer. Unblock it under “Who sees my resume” to apply."


@dataclass(frozen=True, slots=True)
class Look:
    """That an employer has looked at the resume; None where the organization is gone."""

    organization: str | None
    at: datetime


def seen_by(candidate: Candidate, user: User | AnonymousUser) -> Organization | None:
    """The organization for which this person may look at the candidate's resume; None where they may not.

    ``private``: none. ``applied``: those that hold an application of the candidate. ``verified``: these, and all that are
    verified. Never a blocked one, nor the candidate's own employer, nor one that is itself blocked on this board.
    """
    if not user.is_authenticated or not user.is_active or candidate.resume_visibility == Level.PRIVATE:
        return None
    for organization in Organization.objects.filter(memberships__user=user, is_blocked=False).order_by("pk"):
        is_open = candidate.resume_visibility == Level.VERIFIED and organization.is_verified
        if (is_open or _holds_application(organization, candidate)) and not is_hidden_from(candidate, organization):
            return organization
    return None


def look_at(uid: UUID, user: User) -> Resume | None:
    """The candidate's matched resume, for an employer who may see it; None for everybody else. Leaves a trace."""
    resume = Resume.objects.primary().filter(uid=uid).select_related("candidate__user").first()
    organization = seen_by(resume.candidate, user) if resume is not None else None
    if resume is None or organization is None:
        return None
    record(None, ModerationEvent.Action.VIEW_RESUME, user, person=resume.candidate.user, organization=organization)
    return resume


def looks_at(candidate: Candidate) -> list[Look]:
    """Which employers have looked, latest first. Who of their people it was stays with them."""
    events = ModerationEvent.objects.filter(person=candidate.user, action=ModerationEvent.Action.VIEW_RESUME)
    return [
        Look(event.organization.name if event.organization else None, event.created_at)
        for event in events.select_related("organization")[:MOST_SHOWN]
    ]


def refuse_blocked(candidate: Candidate, organization: Organization) -> None:
    """Raise ValidationError where the candidate applies to whom they have blocked. Applying inside one's own employer is
    the candidate's own act, and goes through.
    """
    if is_blocked(candidate, organization):
        raise ValidationError(BLOCKED)


def _holds_application(organization: Organization, candidate: Candidate) -> bool:
    rows = Application.objects.within_reach().filter(candidate=candidate, posting__hiring_organization=organization)
    return rows.exists()
