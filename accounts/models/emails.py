"""The outbox: every letter the board owes or has sent."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models.users import User


class EmailState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    SKIPPED = "skipped", "Nothing left to say"
    FAILED = "failed", "Given up"


class EmailQuerySet(models.QuerySet["Email"]):
    def due(self, now: datetime) -> Self:
        """Letters that may be sent now: those that wait, and those whose sender did not come back within its lease."""
        free = Q(state=Email.State.QUEUED) | Q(state=Email.State.SENDING, lease_until__lt=now)
        return self.filter(free, Q(not_before=None) | Q(not_before__lte=now))

    def waiting(self) -> Self:
        return self.filter(state__in=[Email.State.QUEUED, Email.State.SENDING])


class Email(models.Model):
    """One letter to one address, from the moment it is owed. It is sent at least once, always under the same Message-ID.

    ``context`` is what its templates need and may hold a token; it is emptied once the letter is sent or skipped. A letter
    that was given up keeps it, so that it can be tried again (see ``accounts.outbox.tidy``). ``error`` says why the last
    try failed, or why the letter was not sent after all. Bulk letters go after all others.
    """

    State = EmailState

    kind = models.CharField(max_length=80)
    to = models.EmailField(max_length=254, blank=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="emails")
    context = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    is_bulk = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    give_up_at = models.DateTimeField()
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            one_of("state", EmailState, name="email_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="email_sent_has_time",
                violation_error_message="A sent letter carries the time it was sent.",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "is_bulk", "created_at"], name="email_next"),
            models.Index(fields=["user", "kind", "created_at"], name="email_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"
