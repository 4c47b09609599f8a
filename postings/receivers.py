"""What a change of an organization means for its postings."""

from collections.abc import Sequence
from typing import Any

from accounts.signals import organization_changed
from postings.models import JobPosting


def bump_postings(*, organization_ids: Sequence[int], **_: Any) -> None:
    """Search and matches take the postings in anew: their employer's name, or whether they are listed, has changed."""
    JobPosting.objects.filter(hiring_organization__in=organization_ids).bump()


def connect() -> None:
    organization_changed.connect(bump_postings, dispatch_uid="postings.bump_postings")
