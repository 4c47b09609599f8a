"""Who belongs to an organization: inviting, joining, roles, leaving, and what happens when the last one leaves.

An organization with members always has an owner who can sign in. So the last owner hands over before leaving, or closes
the organization down, which takes everybody out of it.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import permissions
from accounts.claims import verified_addresses
from accounts.models import Invitation, Membership, Organization, User
from accounts.outbox import queue_letter
from accounts.signals import organization_decided, organization_orphaned

Role = Membership.Role
INVITATION_LIFETIME = timedelta(days=7)
MOST_INVITATIONS = 20  # per organization that wait for an answer: nobody mails the world from here
FORMER_NAME = "Former employer"
ABOUT_ITS_PEOPLE = (
    "url",
    "employer_overview",
    "about",
    "backers",
    "same_as",
)  # what the people of an organization say of it


class InvitationRefusedError(Exception):
    """The link lets this person into nothing. The message is for the person; ``why`` is "unknown", "expired" or "foreign"."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True)
class Traces:
    """In which words people may stand in an organization's texts: their addresses and their full names."""

    addresses: frozenset[str]
    names: frozenset[str]


def invite(organization: Organization, *, actor: User, email: str, role: str) -> Invitation:
    """Mail a link that lets the holder of this address join. A second invitation of an address replaces the first."""
    if role not in Role.values:
        raise ValidationError("Choose a role.")
    email = User.objects.normalize_email(email.strip())
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        organization = _managed(organization, actor)
        if organization.memberships.filter(user__email__iexact=email).exists():
            raise ValidationError(f"{email} belongs to {organization} already.")
        organization.invitations.filter(email__iexact=email).delete()
        if organization.invitations.open(now).count() >= MOST_INVITATIONS:
            raise ValidationError(f"{MOST_INVITATIONS} invitations wait for an answer; take one back first.")
        invitation = Invitation.objects.create(
            organization=organization, email=email, role=role, token_hash=_hash(token), invited_by=actor,
            created_at=now, expires_at=now + INVITATION_LIFETIME,
        )  # fmt: skip
        queue_letter(
            "accounts/invitation",
            key=f"accounts/invitation:{invitation.uid}",
            to=email,
            context={
                "organization": organization.name,
                "role": invitation.get_role_display().lower(),
                "url": settings.SITE_URL + reverse("accounts:invitation", args=[token]),
                "days": INVITATION_LIFETIME.days,
            },
        )
    return invitation


def take_back_invitation(invitation: Invitation, *, actor: User) -> None:
    with transaction.atomic():
        _managed(invitation.organization, actor)
        invitation.delete()


def find_invitation(token: str, user: User) -> Invitation:
    """The invitation behind a link, if this person may accept it. Raises InvitationRefusedError."""
    invitation = Invitation.objects.select_related("organization").filter(token_hash=_hash(token)).first()
    if invitation is None:
        raise InvitationRefusedError(
            "unknown", "This invitation has been used, replaced or taken back. Ask for a new one if you need it."
        )
    if invitation.email.casefold() not in {email.casefold() for email in verified_addresses(user)}:
        raise InvitationRefusedError(
            "foreign", "This invitation is for another address. Sign in with the address that it was sent to."
        )
    if invitation.expires_at <= timezone.now():
        raise InvitationRefusedError("expired", "This invitation has expired. Ask for a new one.")
    if not permissions.may_manage_team(invitation.invited_by, invitation.organization):
        raise InvitationRefusedError(
            "expired", "Whoever invited you does not manage this organization any more. Ask for a new invitation."
        )
    return invitation


def accept_invitation(token: str, *, user: User) -> Organization:
    """Join with the role of the invitation, once. Raises InvitationRefusedError; somebody who belongs keeps their role."""
    if not user.is_active:
        raise PermissionDenied
    with transaction.atomic():
        invitation = find_invitation(token, user)
        organization = Organization.objects.select_for_update().get(pk=invitation.organization_id)
        used, _rows = Invitation.objects.filter(pk=invitation.pk).delete()
        if not used:
            raise InvitationRefusedError("unknown", "This invitation has been used already.")
        Membership.objects.get_or_create(organization=organization, user=user, defaults={"role": invitation.role})
    return organization


def forget_expired_invitations() -> int:
    """Addresses of people who never answered are not kept. Until then an old link says that it has expired."""
    past = timezone.now() - INVITATION_LIFETIME
    return Invitation.objects.filter(expires_at__lte=past).delete()[0]


def change_role(membership: Membership, *, role: str, actor: User) -> None:
    if role not in Role.values:
        raise ValidationError("Choose a role.")
    with transaction.atomic():
        _managed(membership.organization, actor)
        membership = _locked(membership)
        if role != Role.OWNER and is_last_owner(membership):
            raise ValidationError(f"{membership.organization} needs an owner. Make somebody else one first.")
        membership.role = role
        membership.save(update_fields=["role"])


def hand_over(membership: Membership, *, actor: User) -> None:
    """Make another member the owner; whoever hands over stays as a recruiter."""
    with transaction.atomic():
        _managed(membership.organization, actor)
        membership = _locked(membership)
        if membership.user_id == actor.pk:
            raise ValidationError("You own it already.")
        if not membership.user.is_active:
            raise ValidationError("This person cannot sign in.")
        Membership.objects.filter(pk=membership.pk).update(role=Role.OWNER)
        Membership.objects.filter(organization=membership.organization_id, user=actor).update(role=Role.RECRUITER)
        _tell(membership.user, membership.organization, "accounts/ownership")


def remove_member(membership: Membership, *, actor: User) -> None:
    """An owner takes somebody out of the team; oneself is left with ``leave``."""
    with transaction.atomic():
        _managed(membership.organization, actor)
        membership = _locked(membership)
        if membership.user_id == actor.pk:
            raise ValidationError("To go yourself, leave the organization.")
        membership.delete()


def remove_by_moderator(membership: Membership, *, actor: User) -> None:
    """Take somebody out of an organization that they should not act for. Without another owner it is closed down."""
    if not permissions.may_remove_members(actor):
        raise PermissionDenied
    organization = membership.organization
    with transaction.atomic():
        organization_decided.send(
            Organization, organization=organization, actor=actor, before={"member": membership.role},
            after={"member": "taken out"}, reason="",
        )  # fmt: skip
        _depart(membership)


def leave(organization: Organization, *, user: User, close_down: bool = False) -> None:
    """Go. The last owner hands over first or, with ``close_down``, takes everybody out of it."""
    membership = Membership.objects.filter(organization=organization, user=user).first()
    if membership is None:
        raise ValidationError(f"You do not belong to {organization}.")
    with transaction.atomic():
        membership = _locked(membership)
        if is_last_owner(membership) and not close_down:
            raise ValidationError(
                f"You are the only owner of {organization}. Make somebody else the owner first, or close it down."
            )
        _depart(membership)


def leave_all(user: User) -> None:
    """For whoever deletes their account: what they own alone is closed down, and no invitation keeps their address."""
    for membership in Membership.objects.filter(user=user).order_by("pk"):
        _depart(membership)
    for email in traces_of([user]).addresses:
        Invitation.objects.filter(email__iexact=email).delete()


def owned_alone(user: User) -> list[Organization]:
    """What is closed down if this person goes."""
    memberships = Membership.objects.filter(user=user, role=Role.OWNER).select_related("organization", "user")
    return [membership.organization for membership in memberships if is_last_owner(membership)]


def is_last_owner(membership: Membership) -> bool:
    """Whether nobody who can sign in owns the organization but this member."""
    others = Membership.objects.filter(
        organization=membership.organization_id, role=Role.OWNER, user__is_active=True
    ).exclude(pk=membership.pk)
    return membership.role == Role.OWNER and not others.exists()


def _depart(membership: Membership) -> None:
    with transaction.atomic():
        membership = _locked(membership)
        last_one = not membership.organization.memberships.exclude(pk=membership.pk).exists()
        if last_one or is_last_owner(membership):
            _close_down(membership.organization, leaving=membership.user)
        else:
            membership.delete()


def _close_down(organization: Organization, *, leaving: User) -> None:
    """Nobody belongs to it any more. What was founded here keeps no word about the people who did.

    An imported organization stays as it is: what is known of it comes from public postings.
    """
    members = [row.user for row in organization.memberships.select_related("user")]
    traces = traces_of(members)
    for user in members:
        if user != leaving:
            _tell(user, organization, "accounts/closed_down")
    organization.memberships.all().delete()
    organization.invitations.all().delete()
    orphan(organization, traces)


def orphan(organization: Organization, traces: Traces) -> None:
    """Note that nobody is left, tell the apps above, and take out what an organization founded here says of its people."""
    organization.orphaned_at = timezone.now()
    organization.save(update_fields=["orphaned_at"])
    organization_orphaned.send(Organization, organization=organization, traces=traces)
    if (
        organization.origin != Organization.Origin.FOUNDED
        or not Organization.objects.filter(pk=organization.pk).exists()
    ):
        return
    organization.aliases.all().delete()
    organization.url = organization.employer_overview = ""
    organization.backers, organization.same_as, organization.is_verified = [], [], False
    organization.about = []
    if bears_a_name(organization.name, traces.names):
        organization.name, organization.slug = FORMER_NAME, f"former-employer-{organization.pk}"
    organization.save(update_fields=[*ABOUT_ITS_PEOPLE, "is_verified", "name", "name_key", "slug"])


def traces_of(users: Iterable[User]) -> Traces:
    users = list(users)
    addresses = {user.email for user in users}
    addresses |= set(EmailAddress.objects.filter(user__in=users).values_list("email", flat=True))
    names = {" ".join(user.name.split()) for user in users}
    return Traces(frozenset(addresses), frozenset(name for name in names if " " in name))


def bears_a_name(text: str, names: Iterable[str]) -> bool:
    """Whether a full name or a family name of the people stands in a text as whole words."""
    words = text.casefold().split()
    return any(name.casefold() in " ".join(words) or name.casefold().split()[-1] in words for name in names)


def _managed(organization: Organization, actor: User) -> Organization:
    """The organization, held until the transaction ends, if the actor still owns it.

    Of two owners who remove each other at once, one stays.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if not permissions.may_manage_team(actor, organization):
        raise PermissionDenied
    return organization


def _locked(membership: Membership) -> Membership:
    """The row as it is now, with its organization held until the transaction ends: of two last owners, one stays."""
    Organization.objects.select_for_update().get(pk=membership.organization_id)
    current = Membership.objects.select_related("organization", "user").filter(pk=membership.pk).first()
    if current is None:
        raise ValidationError("This person does not belong to the organization any more.")
    return current


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _tell(user: User, organization: Organization, kind: str) -> None:
    """Nobody else is named in it: a letter outlives the account of the person it would name."""
    queue_letter(
        kind,
        key=f"{kind}:{organization.uid}:{user.pk}:{timezone.now():%Y%m%d%H%M%S}",
        to=user.email,
        user=user,
        context={"organization": organization.name, "url": settings.SITE_URL + reverse("postings:hire")},
    )
