"""What the moderators' queue knows of a posting, beside what the posting says itself."""

from django.db import models
from django.utils import timezone

from accounts.models import User
from postings.models.posting import JobPosting


class PostingReview(models.Model):
    """The findings of the risk rules, who looks at it, and what was asked.

    ``findings`` holds rule, points and sentence of each; ``assessed_revision`` is the revision of the posting they are of.
    A claim keeps others from deciding until it ends. ``asked_at`` says that the employer was asked and has not changed the
    posting since.
    """

    posting = models.OneToOneField(JobPosting, on_delete=models.CASCADE, primary_key=True, related_name="review")
    points = models.PositiveSmallIntegerField(default=0)
    findings = models.JSONField(default=list, blank=True)
    assessed_revision = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    hidden = models.JSONField(default=list, blank=True)
    waiting_since = models.DateTimeField(default=timezone.now)
    claimed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    question = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-points", "waiting_since"], name="review_riskiest")]

    def __str__(self) -> str:
        return f"{self.posting}: {self.points} points"
