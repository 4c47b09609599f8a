"""Who may do what with postings. ``WHO`` is the answer; every verb of ``services``, ``editing`` and ``reports`` asks ``check``
before it does anything.

An editor is an owner or a recruiter of the posting's organization; a moderator is staff with the right to change postings.
The system (an import, a clock, a command) acts without a person: its actor is None and it may do everything. Who may see
which posting is a question of rows: ``visible_to``, ``owned_by`` and ``editable_by`` of its QuerySet.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from accounts.models import EDITING_ROLES, Membership
from postings.lifecycle import EDITOR, MODERATOR, MODERATORS, PEOPLE, TRANSITIONS
from postings.models import Application, JobPosting

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

ROLES: Mapping[str, frozenset[str]] = {
    EDITOR: EDITING_ROLES,
}
EDITORS = tuple(sorted(ROLES[EDITOR]))

# The steps of the life cycle say themselves who takes them (see ``lifecycle.TRANSITIONS``).
WHO: Mapping[str, frozenset[str]] = {verb: rule.who for verb, rule in TRANSITIONS.items()} | {
    "create": PEOPLE,
    "edit": PEOPLE,
    "withdraw_change": PEOPLE,
    "answer": frozenset({EDITOR}),  # moderators decide on postings, not on people
    "accept_change": MODERATORS,
    "refuse_change": MODERATORS,
    "look_at_change": MODERATORS,
    "annotate": MODERATORS,
    "ask": MODERATORS,
    "claim": MODERATORS,
    "undo": MODERATORS,
    "settle_report": MODERATORS,
}
REFUSALS: Mapping[str, str] = {
    "publish": "Only a moderator publishes postings.",
    "reject": "Only a moderator rejects postings.",
    "remove": "Only a moderator removes postings.",
}


def is_moderator(user: "User | AnonymousUser") -> bool:
    """Whether this person reviews postings: active staff with the right to change them."""
    return user.is_active and user.is_authenticated and user.is_staff and user.has_perm("postings.change_jobposting")


def may(user: "User | AnonymousUser", verb: str, organization_id: int) -> bool:
    """Whether a person may do ``verb`` with the postings of an organization. At most three queries."""
    who = WHO[verb]
    if not user.is_authenticated or not user.is_active:
        return False
    if MODERATOR in who and is_moderator(user):
        return True
    roles = frozenset[str]().union(*(ROLES[name] for name in who if name in ROLES))
    return bool(roles) and Membership.objects.filter(user=user, organization=organization_id, role__in=roles).exists()


def check(actor: "User | None", verb: str, posting: JobPosting) -> None:
    """Raise PermissionDenied where ``actor`` may not do ``verb`` with ``posting``. None is the system."""
    check_organization(actor, verb, posting.hiring_organization_id)


def check_organization(actor: "User | None", verb: str, organization_id: int) -> None:
    """``check`` where there is no posting yet, only the organization that is to hire."""
    if actor is not None and not may(actor, verb, organization_id):
        raise PermissionDenied(REFUSALS.get(verb, "Only people who hire for this organization may do that."))


def may_edit(user: "User | AnonymousUser", posting: JobPosting) -> bool:
    """Whether the page of a posting offers to edit it: to its editors, not to moderators, who have the admin."""
    return (
        user.is_authenticated
        and Membership.objects.filter(
            user=user, organization=posting.hiring_organization_id, role__in=ROLES[EDITOR]
        ).exists()
    )


def may_withdraw(user: "User | AnonymousUser", application: Application) -> bool:
    return user.is_authenticated and application.candidate.user_id == user.pk
