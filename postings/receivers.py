"""What a change of an organization means for its postings."""

from collections.abc import Sequence
from typing import Any

from accounts.models import Organization
from accounts.signals import organization_changed, organization_orphaned, organization_taken_up
from accounts.team import Traces
from postings import orphans
from postings.models import JobPosting


def bump_postings(*, organization_ids: Sequence[int], **_: Any) -> None:
    """Search and matches take the postings in anew: their employer's name, or whether they are listed, has changed."""
    JobPosting.objects.filter(hiring_organization__in=organization_ids).bump()


def set_aside(*, organization: Organization, traces: Traces, **_: Any) -> None:
    orphans.set_aside(organization, traces)


def seal(*, organization: Organization, **_: Any) -> None:
    """Whoever comes to an organization without members does not come to what was sent to others, or to nobody."""
    orphans.seal_applications(organization)


def connect() -> None:
    organization_changed.connect(bump_postings, dispatch_uid="postings.bump_postings")
    organization_orphaned.connect(set_aside, dispatch_uid="postings.set_aside")
    organization_taken_up.connect(seal, dispatch_uid="postings.seal")
