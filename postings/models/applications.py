"""What candidates do with postings."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models import Candidate, Resume
from postings.models.posting import JobPosting

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class SavedJobStage(models.TextChoices):
    SAVED = "saved", "Saved"
    APPLIED = "applied", "Applied"
    INTERVIEW = "interview", "Interview"
    OFFER = "offer", "Offer"
    CLOSED = "closed", "Closed"


class SavedJob(models.Model):
    Stage = SavedJobStage

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="saved_jobs")
    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="saved_by")
    stage = models.CharField(max_length=9, choices=Stage, default=Stage.SAVED)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "posting"], name="saved_once"),
            one_of("stage", SavedJobStage, name="saved_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.posting}"


class HiddenPosting(models.Model):
    """A posting that the candidate does not want to see: in no list, no match and no mail of theirs."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="hidden_postings")
    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="hidden_by")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["candidate", "posting"], name="posting_hidden_once")]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.posting}"


class ApplicationKind(models.TextChoices):
    DIRECT = "direct", "On this board"
    EXTERNAL = "external", "Told us they applied elsewhere"


class ApplicationState(models.TextChoices):
    RECEIVED = "received", "Received"
    REVIEWED = "reviewed", "Reviewed"
    INTERVIEW = "interview", "Interview"
    REJECTED = "rejected", "Not chosen"
    HIRED = "hired", "Hired"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CLOSED = "closed", "Closed without an answer"


UNDECIDED = (ApplicationState.RECEIVED, ApplicationState.REVIEWED, ApplicationState.INTERVIEW)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def undecided(self) -> Self:
        return self.filter(state__in=UNDECIDED)

    def within_reach(self) -> Self:
        """Those that who hires may see: neither taken back by the candidate nor sealed."""
        return self.filter(sealed_at=None).exclude(state=Application.State.WITHDRAWN)

    def within_reach_of(self, user: "User | AnonymousUser") -> Self:
        return self.within_reach().filter(posting__in=JobPosting.objects.owned_by(user))

    def replaceable(self) -> Self:
        """Those in whose place the candidate may apply again: taken back, or read by nobody who is there now."""
        return self.filter(Q(state=Application.State.WITHDRAWN) | Q(sealed_at__isnull=False))


class Application(models.Model):
    Kind = ApplicationKind
    State = ApplicationState

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="applications")
    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="applications")
    resume = models.ForeignKey(Resume, on_delete=models.SET_NULL, null=True, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.DIRECT)
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVED)
    message = models.TextField(blank=True)
    # When everybody whom it was sent to had left. From then on nobody of the organization sees it, whoever joins later.
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "posting"], name="application_once",
                violation_error_message="You have applied to this job already.",
            ),
            one_of("kind", ApplicationKind, name="application_kind_known"),
            one_of("state", ApplicationState, name="application_state_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.candidate} for {self.posting}"

    @property
    def may_be_withdrawn(self) -> bool:
        return self.state in UNDECIDED
