"""Who acts for an organization, who is invited to, and who asks to."""

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models.organizations import Organization
from accounts.models.users import User


class MembershipRole(models.TextChoices):
    OWNER = "owner", "Owner"
    RECRUITER = "recruiter", "Recruiter"
    VIEWER = "viewer", "Viewer"


# Members who may write, and are told by mail what happens to postings; a viewer only looks.
EDITING_ROLES = frozenset({MembershipRole.OWNER, MembershipRole.RECRUITER})


class Membership(models.Model):
    Role = MembershipRole

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.RECRUITER)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="membership_once_per_organization"),
            one_of("role", MembershipRole, name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.organization}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime | None = None) -> Self:
        return self.filter(expires_at__gt=now or timezone.now())


class Invitation(models.Model):
    """An owner asks an address to join. The row goes when it is accepted or taken back; the link is stored as a hash."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=MembershipRole)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sent_invitations")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(db_index=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint("organization", Lower("email"), name="invitation_once_per_address"),
            one_of("role", MembershipRole, name="invitation_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.organization}"


class OrganizationClaimState(models.TextChoices):
    OPEN = "open", "Waits for a moderator"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"


class OrganizationClaimQuerySet(models.QuerySet["OrganizationClaim"]):
    def open(self) -> Self:
        return self.filter(state=OrganizationClaim.State.OPEN)


class OrganizationClaim(models.Model):
    """A person asks to act for an organization that is here already. Until it is granted it gives no right at all."""

    State = OrganizationClaimState

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="claims")
    message = models.TextField(blank=True, max_length=1000)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OrganizationClaimQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"], condition=Q(state="open"), name="claim_one_open_per_person"
            ),
            one_of("state", OrganizationClaimState, name="claim_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.organization}"
