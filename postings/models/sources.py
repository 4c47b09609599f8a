"""Where postings come from, and each copy of one."""

from django.db import models
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models import Organization
from postings.models.posting import JobPosting


class SourceTrust(models.TextChoices):
    LIVE = "live", "Changes go live and are flagged"
    WAIT = "wait", "Changes wait for a moderator"


class Source(models.Model):
    """Where postings come from: a feed, a board, a file, or people typing.

    ``trust`` says what becomes of a material change that it sends of a posting on the board.
    """

    Trust = SourceTrust

    kind = models.CharField(max_length=30)
    token = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    base_url = models.URLField(blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, blank=True)
    is_enabled = models.BooleanField(default=True)
    trust = models.CharField(max_length=4, choices=Trust, default=Trust.LIVE)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True)
    next_run_at = models.DateTimeField(null=True, blank=True)
    consecutive_failures = models.PositiveIntegerField(default=0)
    empty_confirmations = models.PositiveIntegerField(default=0)
    last_empty_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "token"], name="source_once"),
            one_of("trust", SourceTrust, name="source_trust_known"),
        ]
        indexes = [models.Index(fields=["is_enabled", "next_run_at"], name="source_due")]

    def __str__(self) -> str:
        return self.name or f"{self.kind}:{self.token}"


class SourceRunOutcome(models.TextChoices):
    COMPLETE = "complete", "Complete"
    PARTIAL = "partial", "Partial"
    FAILED = "failed", "Failed"
    NOT_MODIFIED = "not_modified", "Not modified"


class SourceRun(models.Model):
    Outcome = SourceRunOutcome

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.source} at {self.started_at:%Y-%m-%d %H:%M}"


class PostingSource(models.Model):
    """One copy of a posting at a source, with what it sent."""

    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="sources")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="posting_sources")
    external_id = models.CharField(max_length=300)
    external_url = models.URLField(max_length=1000, blank=True)
    raw_sha256 = models.CharField(max_length=64, blank=True)
    captured_at = models.DateTimeField(default=timezone.now)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    missed_runs = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="posting_source_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"
