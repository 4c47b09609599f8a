"""Who and what may not post or apply on the board, why, and until when."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models.organizations import Organization
from accounts.models.users import User


class BanKind(models.TextChoices):
    PERSON = "person", "Person"
    ORGANIZATION = "organization", "Organization"
    DOMAIN = "domain", "Domain"
    TEXT = "text", "Text"


class BanQuerySet(models.QuerySet["Ban"]):
    def active(self, now: datetime | None = None) -> Self:
        now = now or timezone.now()
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), lifted_at=None)


class Ban(models.Model):
    """``value`` is the domain, or the fingerprint of the text. A ban that ran out or was lifted stays, to be read."""

    Kind = BanKind

    kind = models.CharField(max_length=12, choices=Kind)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="bans")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="bans")
    value = models.CharField(max_length=253, blank=True)
    reason = models.CharField(max_length=500)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = BanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            one_of("kind", BanKind, name="ban_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="person", user__isnull=False, organization=None, value="")
                | Q(kind="organization", organization__isnull=False, user=None, value="")
                | (Q(kind__in=["domain", "text"], user=None, organization=None) & ~Q(value="")),
                name="ban_is_of_its_kind",
                violation_error_message="Say who or what is banned: one of person, organization, domain or text.",
            ),
        ]
        indexes = [models.Index(fields=["kind", "value"], name="ban_by_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user or self.organization or self.value}"

    @property
    def is_active(self) -> bool:
        """``BanQuerySet.active`` of this row."""
        return self.lifted_at is None and (self.expires_at is None or self.expires_at > timezone.now())
