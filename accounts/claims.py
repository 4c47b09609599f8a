"""Asking to act for an organization that is here already, and deciding on it."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import permissions
from accounts.domains import domain_of_address, own_domain
from accounts.models import Membership, Organization, OrganizationClaim, User
from accounts.outbox import queue_letter
from accounts.signals import organization_decided, organization_taken_up

State = OrganizationClaim.State
MOST_OPEN_CLAIMS = 5


def verified_addresses(user: User) -> list[str]:
    """The addresses that the person has shown to be theirs."""
    rows = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return [str(email) for email in rows.values_list("email", flat=True)]


def claim_organization(user: User, organization: Organization, *, message: str = "") -> OrganizationClaim:
    """Ask to act for an organization. Granted at once, or open until a moderator has looked.

    At once needs all of: a confirmed address at the organization's own domain, no block, and nobody who owns it. Where
    somebody does, that person invites; a colleague of theirs must not come to the applicants without being let in.
    Raises ValidationError with a sentence where the claim is refused outright.
    """
    if not user.is_active:
        raise PermissionDenied
    if not permissions.may_claim(user, organization):
        raise ValidationError(f"You belong to {organization} already.")
    with transaction.atomic():
        organization = Organization.objects.select_for_update().get(pk=organization.pk)
        mine = OrganizationClaim.objects.open().filter(user=user)
        if mine.filter(organization=organization).exists():
            raise ValidationError("You have asked already; a moderator will look at it.")
        if mine.count() >= MOST_OPEN_CLAIMS:
            raise ValidationError(
                "You have asked for several organizations; wait until a moderator has looked at those."
            )
        claim = OrganizationClaim.objects.create(organization=organization, user=user, message=message[:1000])
        domain = shared_domain(user, organization)
        if domain and not organization.is_blocked and not _has_owner(organization):
            _grant(claim, organization, actor=None, reason=f"Your confirmed address is at {domain}.")
    return claim


def shared_domain(user: User, organization: Organization) -> str | None:
    """The organization's own domain if a confirmed address of the person is at it, else None.

    Registered domains are compared. What cannot be one organization's own is looked at again here, so that a domain that
    was stored before it became known as shared gives nobody a right.
    """
    domain = own_domain(organization.domain)
    if domain is None:
        return None
    return domain if any(domain_of_address(email) == domain for email in verified_addresses(user)) else None


def withdraw_claim(claim: OrganizationClaim, *, actor: User) -> None:
    if not permissions.may_withdraw_claim(actor, claim):
        raise PermissionDenied
    won = OrganizationClaim.objects.open().filter(pk=claim.pk).update(state=State.WITHDRAWN, decided_at=timezone.now())
    if not won:
        raise ValidationError("This request is decided already.")


def decide_claim(claim: OrganizationClaim, *, granted: bool, reason: str, actor: User) -> None:
    """A moderator grants or refuses; the person gets the reason by mail. Of two moderators, one wins."""
    if not permissions.may_decide_claim(actor, claim):
        raise PermissionDenied
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise ValidationError("Write a reason; it is mailed to the person.")
    with transaction.atomic():
        organization = Organization.objects.select_for_update().get(pk=claim.organization_id)
        if granted:
            _grant(claim, organization, actor=actor, reason=reason)
        else:
            _decide(claim, State.REFUSED, actor=actor, reason=reason)
            _tell(claim, organization, "accounts/claim_refused", reason)
        organization_decided.send(
            Organization, organization=organization, actor=actor, before={"claim": "open"},
            after={"claim": claim.state}, reason=reason,
        )  # fmt: skip


def _grant(claim: OrganizationClaim, organization: Organization, *, actor: User | None, reason: str) -> None:
    """The person joins: as its owner if it has none, else as a recruiter whose role the owner may change."""
    _decide(claim, State.GRANTED, actor=actor, reason=reason)
    was_empty = not organization.memberships.exists()
    role = Membership.Role.RECRUITER if _has_owner(organization) else Membership.Role.OWNER
    member, is_new = Membership.objects.get_or_create(
        organization=organization, user=claim.user, defaults={"role": role}
    )
    if not is_new and role == Membership.Role.OWNER:
        member.role = role
        member.save(update_fields=["role"])
    if role == Membership.Role.OWNER:
        organization.is_verified = True
        organization.save(update_fields=["is_verified"])
    if was_empty:
        organization_taken_up.send(Organization, organization=organization)
    _tell(claim, organization, "accounts/claim_granted", reason)


def _decide(claim: OrganizationClaim, state: str, *, actor: User | None, reason: str) -> None:
    values = {"state": state, "reason": reason, "decided_by": actor, "decided_at": timezone.now()}
    if not OrganizationClaim.objects.open().filter(pk=claim.pk).update(**values):
        raise ValidationError("This request is decided already.")
    claim.refresh_from_db()


def _has_owner(organization: Organization) -> bool:
    return organization.memberships.filter(role=Membership.Role.OWNER).exists()


def _tell(claim: OrganizationClaim, organization: Organization, kind: str, reason: str) -> None:
    queue_letter(
        kind,
        key=f"{kind}:{claim.uid}",
        to=claim.user.email,
        user=claim.user,
        context={
            "organization": organization.name,
            "reason": reason,
            "url": settings.SITE_URL + reverse("postings:hire"),
        },
    )
