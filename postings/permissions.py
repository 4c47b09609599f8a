"""Who may do what with postings."""

from typing import TYPE_CHECKING

from accounts.models import Membership
from postings.models import JobPosting

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

EDITORS = (Membership.Role.OWNER, Membership.Role.RECRUITER)


def may_edit(user: "User | AnonymousUser", posting: JobPosting) -> bool:
    return (
        user.is_authenticated
        and Membership.objects.filter(user=user, organization=posting.hiring_organization_id, role__in=EDITORS).exists()
    )


def may_review(user: "User | AnonymousUser") -> bool:
    """Whether somebody is a moderator of postings: what they change needs no other moderator."""
    return user.is_staff and user.has_perm("postings.change_jobposting")
