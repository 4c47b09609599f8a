"""What moderators did, and what people have reported."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models import User
from postings.models.posting import JobPosting


class ModerationEventQuerySet(models.QuerySet["ModerationEvent"]):
    def update(self, **_: Any) -> int:
        raise TypeError("Moderation events are append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("Moderation events are append-only.")


class ModerationEventAction(models.TextChoices):
    SUBMIT = "submit", "Submitted"
    PUBLISH = "publish", "Published"
    REJECT = "reject", "Rejected"
    CLOSE = "close", "Closed"
    REOPEN = "reopen", "Reopened"
    REMOVE = "remove", "Removed"
    EDIT = "edit", "Edited"
    FLAG = "flag", "Flagged"


class ModerationEvent(models.Model):
    """Append-only: what was done to a posting, by whom, and why. A null actor is the system."""

    Action = ModerationEventAction

    posting = models.ForeignKey(
        JobPosting, on_delete=models.DO_NOTHING, related_name="moderation_events", db_constraint=False
    )
    actor = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+", db_constraint=False
    )
    action = models.CharField(max_length=8, choices=Action)
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ModerationEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [one_of("action", ModerationEventAction, name="moderation_action_known")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.created_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Moderation events are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("Moderation events are append-only.")


class ReportReason(models.TextChoices):
    CLOSED = "closed", "It is closed already"
    SCAM = "scam", "It looks like a scam"
    WRONG = "wrong", "Pay or place is wrong"
    DISCRIMINATORY = "discriminatory", "It is discriminatory"
    DUPLICATE = "duplicate", "It is a duplicate"
    OTHER = "other", "Something else"


class ReportState(models.TextChoices):
    OPEN = "open", "Open"
    UPHELD = "upheld", "Upheld"
    DISMISSED = "dismissed", "Dismissed"


class Report(models.Model):
    """Somebody says that a posting is not right."""

    Reason = ReportReason
    State = ReportState

    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reporter_hash = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=14, choices=Reason)
    detail = models.TextField(blank=True, max_length=2000)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "reporter"],
                condition=Q(state="open", reporter__isnull=False),
                name="report_open_once_per_member",
            ),
            one_of("reason", ReportReason, name="report_reason_known"),
            one_of("state", ReportState, name="report_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.posting}"
