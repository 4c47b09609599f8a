"""Changes that moderators decide on, and what people have reported."""

import secrets
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models import User
from postings.models.posting import JobPosting


class ProposedRevisionState(models.TextChoices):
    WAITING = "waiting", "Waits for review"
    LIVE = "live", "Live, to be looked at"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ProposedRevisionQuerySet(models.QuerySet["ProposedRevision"]):
    def waiting(self) -> Self:
        """Not on the page yet: a moderator decides."""
        return self.filter(state=ProposedRevisionState.WAITING)

    def undecided(self) -> Self:
        """What moderators still have to look at, whether it waits or is live."""
        return self.filter(state__in=[ProposedRevisionState.WAITING, ProposedRevisionState.LIVE])


class ProposedRevision(models.Model):
    """A material edit of a posting that was live: it waits for a moderator, or it is live and flagged for one.

    ``changes`` holds field, label, old, new and is_material of each change, in words. ``text`` is null where the text
    stays, and ``edits`` is what ``writing.plain_edits`` answers. ``base`` holds the prints of the fields it was made on
    (``comparing.prints_of``); ``version`` counts what its author has added since. A null author is a source.
    """

    State = ProposedRevisionState

    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="proposals")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.ForeignKey("postings.Source", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    version = models.PositiveIntegerField(default=1)
    base = models.JSONField(default=dict, blank=True)
    text = models.TextField(null=True, blank=True)
    edits = models.JSONField(default=dict, blank=True)
    changes = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ProposedRevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "change to review"
        verbose_name_plural = "changes to review"
        constraints = [
            one_of("state", ProposedRevisionState, name="proposal_state_known"),
            models.UniqueConstraint(
                fields=["posting"], condition=models.Q(state="waiting", source=None), name="proposal_of_people_once"
            ),
            models.UniqueConstraint(
                fields=["posting", "source"], condition=models.Q(state="waiting"), name="proposal_of_a_source_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state__in=["waiting", "live"]),
                name="proposal_undecided",
            )
        ]

    def __str__(self) -> str:
        return f"{self.posting}: {self.labels}"

    @property
    def labels(self) -> str:
        """The material fields that change, for a line of a list."""
        return ", ".join(change["label"].lower() for change in self.changes if change["is_material"])


class ReportReason(models.TextChoices):
    CLOSED = "closed", "It is closed already"
    SCAM = "scam", "It looks like a scam"
    WRONG = "wrong", "Pay or place is wrong"
    DISCRIMINATORY = "discriminatory", "It is discriminatory"
    DUPLICATE = "duplicate", "It is a duplicate"
    NOT_A_JOB = "not_a_job", "It is not a job"
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

    @staticmethod
    def unlinked_hash() -> str:
        """Counts as one person, of whom nobody can tell who it was."""
        return secrets.token_hex(32)
