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
    DRAFT = "draft", "Not sent yet"
    RECEIVED = "received", "Received"
    REVIEWED = "reviewed", "Reviewed"
    INTERVIEW = "interview", "Interview"
    REJECTED = "rejected", "Not chosen"
    HIRED = "hired", "Hired"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CLOSED = "closed", "Closed without an answer"


UNDECIDED = (ApplicationState.RECEIVED, ApplicationState.REVIEWED, ApplicationState.INTERVIEW)
# Not sent yet, or not any more: nobody but the candidate sees these.
UNSENT = frozenset({ApplicationState.DRAFT, ApplicationState.WITHDRAWN})
# Where who hires may put an application: stages without a word, decisions only with a letter.
STAGES = frozenset(UNDECIDED)
DECISIONS = frozenset({ApplicationState.REJECTED, ApplicationState.HIRED, ApplicationState.CLOSED})


class ApplicationQuerySet(models.QuerySet["Application"]):
    def undecided(self) -> Self:
        return self.filter(state__in=UNDECIDED)

    def within_reach(self) -> Self:
        """Those that who hires may see: sent, and neither taken back by the candidate nor sealed."""
        return self.filter(sealed_at=None).exclude(state__in=UNSENT)

    def within_reach_of(self, user: "User | AnonymousUser") -> Self:
        return self.within_reach().filter(posting__in=JobPosting.objects.owned_by(user))

    def replaceable(self) -> Self:
        """Those in whose place the candidate may apply: not sent yet, taken back, or read by nobody who is there now."""
        return self.filter(Q(state__in=UNSENT) | Q(sealed_at__isnull=False))


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
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    # What the employer asked and the candidate wrote: a list of ``{"question", "answer"}``, in the order asked.
    answers = models.JSONField(default=list, blank=True)
    # When who hires first wrote back, or decided. The public reply rate is made of it.
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
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
        indexes = [models.Index(fields=["posting", "state"], name="application_by_posting")]

    def __str__(self) -> str:
        return f"{self.candidate} for {self.posting}"

    @property
    def person(self) -> str:
        """The name to show: as the application gives it, or as the account does."""
        return self.name or self.candidate.user.name or "Name not given"

    @property
    def may_be_withdrawn(self) -> bool:
        return self.state in UNDECIDED


class ApplicationEventKind(models.TextChoices):
    SENT = "sent", "Sent"
    VIEWED = "viewed", "Looked at"
    MOVED = "moved", "Moved"
    NOTED = "noted", "Noted"
    REPLIED = "replied", "Answered"
    WITHDRAWN = "withdrawn", "Taken back"
    LETTER = "letter", "A letter has come"


class ApplicationEventQuerySet(models.QuerySet["ApplicationEvent"]):
    def for_candidate(self) -> Self:
        """What the candidate may know: all but the notes that who hires keeps."""
        return self.exclude(kind=ApplicationEventKind.NOTED)


class ApplicationEvent(models.Model):
    """What happened to an application: who did it, and what was written. ``state`` is the state after it."""

    Kind = ApplicationEventKind

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    actor = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    state = models.CharField(max_length=9, choices=ApplicationState, blank=True)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ApplicationEventQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [one_of("kind", ApplicationEventKind, name="application_event_kind_known")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d %H:%M}"


def attachment_path(instance: "ApplicationAttachment", filename: str) -> str:
    """The stored name says nothing about the person; the original name lives in the database only."""
    return f"attachments/{uuid4()}"


class ApplicationAttachment(models.Model):
    """A file that belongs to an application: sent along by the candidate, or a letter that a third party uploads by a
    private link. Of a letter that has not come there is no file yet, only the link, until ``expires_at``.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attachments")
    material = models.CharField(max_length=30)
    is_letter = models.BooleanField(default=False)
    file = models.FileField(upload_to=attachment_path, blank=True)
    filename = models.CharField(max_length=255, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_letter=True, expires_at__isnull=False) | (Q(is_letter=False) & ~Q(file="")),
                name="attachment_has_file_or_link",
                violation_error_message="An attachment is a file, or a letter that is asked for until a day.",
            ),
        ]

    def __str__(self) -> str:
        return self.filename or self.material


class VisitKind(models.TextChoices):
    VIEW = "view", "Page opened"
    APPLY_CLICK = "apply", "Way to apply taken"


class PostingVisit(models.Model):
    """Somebody opened a posting, or went on to apply: once a person and day. ``visitor`` is a keyed hash that changes every
    day, so that nobody can be followed from one day to the next.
    """

    Kind = VisitKind

    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="visits")
    day = models.DateField()
    kind = models.CharField(max_length=5, choices=Kind)
    visitor = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["posting", "day", "kind", "visitor"], name="visit_once_a_day"),
            one_of("kind", VisitKind, name="visit_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.posting_id} on {self.day}"
