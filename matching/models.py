"""Everything derived from postings and resumes, which can be deleted and comes back; and what was promised by mail."""

import secrets
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models import Candidate, Email, Resume
from postings.models import HiddenPosting, JobPosting

# A second worker on the same object is harmless (the write is guarded), so a lease may be short: it bounds how long an
# object waits when its worker was killed.
LEASE_SECONDS = 45
MAX_ATTEMPTS = 8


class ProcessedSequence(models.Model):
    """One row: the last number given. Numbers are taken inside ``short_write``, so they commit in their order."""

    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def current(cls) -> int:
        return cls.objects.filter(pk=1).values_list("value", flat=True).first() or 0

    @classmethod
    def next(cls) -> int:
        if not cls.objects.filter(pk=1).update(value=F("value") + 1):
            cls.objects.create(pk=1, value=1)
        return cls.current()


class ProcessedQuerySet(models.QuerySet[Any]):
    def claimable(self, now: datetime) -> Self:
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        rested = Q(not_before__isnull=True) | Q(not_before__lte=now)
        return self.filter(free, rested, is_dead=False)


class Processed(models.Model):
    """The state of one object's derived data: which revision it has processed, under which engine.

    Stale = no row, or a smaller revision, or another engine. ``attempts`` counts unfinished tries of ``tried_revision``;
    at ``MAX_ATTEMPTS`` the object is left alone until it changes or somebody presses Retry.

    ``sequence`` numbers what was processed in the order of the commits: who has seen a number has seen all before it.
    ``compiled`` is what the index of each host holds of this object (see ``matching.indexing``); it may be missing.
    """

    processed_revision = models.PositiveIntegerField(default=0)
    engine_version = models.CharField(max_length=40, blank=True)
    features = models.JSONField(default=dict, blank=True)
    compiled = models.BinaryField(null=True, blank=True)
    sequence = models.BigIntegerField(default=0, db_index=True)
    tried_revision = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    is_dead = models.BooleanField(default=False)
    not_before = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        abstract = True


class ProcessedPosting(Processed):
    """The row that stores a posting's features (``core.PostingFeatures`` as JSON) and the state of their processing."""

    posting = models.OneToOneField(JobPosting, on_delete=models.CASCADE, related_name="features")

    objects = ProcessedQuerySet.as_manager()

    class Meta:
        db_table = "matching_postingfeatures"

    def __str__(self) -> str:
        return f"features of posting {self.posting_id}"


class ProcessedResume(Processed):
    """The row that stores a resume's features (``core.ResumeFeatures`` as JSON) and the state of their processing.

    ``floor_score``/``floor_posting`` mark the worst pair kept: a pair below it is not stored. Null = all are stored.

    ``preferences_revision`` is the candidate's revision that was processed together with the resume's.
    """

    resume = models.OneToOneField(Resume, on_delete=models.CASCADE, related_name="features_row")
    preferences_revision = models.PositiveIntegerField(default=0)
    floor_score = models.SmallIntegerField(null=True, blank=True)
    floor_posting = models.BigIntegerField(null=True, blank=True)
    needs_refill = models.BooleanField(default=False)

    objects = ProcessedQuerySet.as_manager()

    class Meta:
        db_table = "matching_resumefeatures"

    def __str__(self) -> str:
        return f"features of resume {self.resume_id}"


class MatchQuerySet(models.QuerySet["Match"]):
    def open(self) -> Self:
        """Matches whose posting is on the board now, and that the candidate has not hidden, nor its organization."""
        hidden = Candidate.hidden_organizations.through.objects.filter(
            candidate=OuterRef("candidate"), organization=OuterRef("posting__hiring_organization")
        )
        gone = HiddenPosting.objects.filter(candidate=OuterRef("candidate"), posting=OuterRef("posting"))
        # Asked of each match: a subquery of all open postings would cost as much as the board is long.
        on_board = JobPosting.objects.open().filter(pk=OuterRef("posting"))
        return self.filter(Exists(on_board), ~Exists(hidden), ~Exists(gone))

    def best_first(self) -> Self:
        return self.order_by(F("score").desc(nulls_last=True), "-posting_id")


class Match(models.Model):
    """One resume against one posting. ``score`` is null where either side says too little."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="matches")
    resume = models.ForeignKey(Resume, on_delete=models.CASCADE, related_name="matches")
    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="matches")
    score = models.SmallIntegerField(null=True)
    counts = models.JSONField(default=dict)
    best_rows = models.JSONField(default=list)
    constraints = models.JSONField(default=list)
    posting_revision = models.PositiveIntegerField()
    resume_revision = models.PositiveIntegerField()
    preferences_revision = models.PositiveIntegerField()
    engine_version = models.CharField(max_length=40)
    lexical_only = models.BooleanField(default=False)
    computed_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(fields=["resume", "posting"], name="match_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
                name="match_score_in_range",
                violation_error_message="A score lies between 0 and 100.",
            ),
        ]
        indexes = [
            models.Index("candidate", F("score").desc(), name="match_best"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} / {self.posting}: {self.score}"


class EvidenceClaimQuerySet(models.QuerySet["EvidenceClaim"]):
    def words(self) -> dict[int, dict[int, dict[str, str]]]:
        """candidate id -> posting id -> lasting key of a row -> the line that its owner points to. One query."""
        by_candidate: dict[int, dict[int, dict[str, str]]] = {}
        for candidate, posting, key, line in self.values_list("candidate_id", "posting_id", "requirement_key", "line"):
            by_candidate.setdefault(candidate, {}).setdefault(posting, {})[key] = line
        return by_candidate


class EvidenceClaim(models.Model):
    """The owner's word on one row of one posting: this line of my resume shows it.

    Kept by the words of both sides, so it survives a posting that is read again and a resume that is uploaded again. It
    counts while both stand.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="evidence_claims")
    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="evidence_claims")
    requirement = models.TextField()
    requirement_key = models.CharField(max_length=60)
    line = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EvidenceClaimQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "posting", "requirement_key"], name="evidence_claim_once")
        ]

    def __str__(self) -> str:
        return f"{self.candidate} / {self.posting}: {self.requirement[:60]}"


def new_token() -> str:
    return secrets.token_urlsafe(24)


class Recipient(models.Model):
    """An address that may get alerts: a candidate's, or (candidate null) a mail-only subscriber's.

    ``token`` opens the unsubscribe page; it is stored, not signed, so it survives a change of the secret key.
    """

    candidate = models.OneToOneField(
        Candidate, on_delete=models.CASCADE, null=True, blank=True, related_name="recipient"
    )
    email = models.EmailField(max_length=254)
    token = models.CharField(max_length=64, unique=True, default=new_token)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    suppressed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="recipient_email_once")]

    def __str__(self) -> str:
        return self.email


class SavedSearchFrequency(models.TextChoices):
    INSTANT = "instant", "As they come"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    OFF = "off", "Never"


class SavedSearch(models.Model):
    Frequency = SavedSearchFrequency

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=200)
    query = models.JSONField(default=dict)
    frequency = models.CharField(max_length=7, choices=Frequency, default=Frequency.WEEKLY)
    min_score = models.PositiveSmallIntegerField(null=True, blank=True)
    last_run_at = models.DateTimeField(null=True, blank=True)
    token = models.CharField(max_length=64, unique=True, default=new_token)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "saved searches"
        constraints = [one_of("frequency", SavedSearchFrequency, name="saved_search_frequency_known")]

    def __str__(self) -> str:
        return self.name


class AlertSetting(models.Model):
    """One thing that an address is mailed about at its own pace: all matches, or (with ``saved_search``) one search.

    How often, and from which score on, stands with the candidate for all matches and with the search for its own.
    ``next_due_at`` says when its next letter is due, and is null while nothing waits: whoever owes an alert sets it, and
    who builds the letter empties it. So a tick asks for what is due and for nothing else. ``last_letter_at`` is when the
    last letter was made that had something to say.
    """

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="alert_settings")
    saved_search = models.OneToOneField(SavedSearch, on_delete=models.CASCADE, null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    last_letter_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient"], condition=Q(saved_search=None), name="alert_setting_once_for_matches"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.saved_search or 'all matches'}"


class AlertKind(models.TextChoices):
    MATCH = "match", "Match"
    SAVED_SEARCH = "saved_search", "Saved search"


class AlertState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    CLAIMED = "claimed", "In a letter"
    SENT = "sent", "Sent"
    SKIPPED = "skipped", "Not wanted any more"


class Alert(models.Model):
    """A recipient is owed a word about a posting. Unique per cluster: once in a lifetime."""

    Kind = AlertKind
    State = AlertState

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="alerts")
    cluster = models.UUIDField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.MATCH)
    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="alerts")
    saved_search = models.ForeignKey(SavedSearch, on_delete=models.SET_NULL, null=True, blank=True)
    letter = models.ForeignKey(Email, on_delete=models.SET_NULL, null=True, blank=True, related_name="alerts")
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "cluster"], name="alert_once_per_cluster"),
            one_of("state", AlertState, name="alert_state_known"),
            one_of("kind", AlertKind, name="alert_kind_known"),
        ]
        indexes = [models.Index(fields=["state", "recipient"], name="alert_waiting")]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.posting}"
