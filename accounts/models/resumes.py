"""Resumes: those of an account with their owner's corrections, and what a visitor dropped."""

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models.candidates import Candidate
from accounts.revisions import Revised, RevisedQuerySet


def resume_path(instance: "Resume", filename: str) -> str:
    """The stored name says nothing about the person; the original name lives in the database only."""
    return f"resumes/{uuid4()}"


class ResumeQuerySet(RevisedQuerySet["Resume"]):
    def primary(self) -> Self:
        return self.filter(is_primary=True, status=Resume.Status.PARSED)


class ResumeStatus(models.TextChoices):
    PARSED = "parsed", "Read"
    FAILED = "failed", "Could not be read"


class Resume(Revised):
    """One resume of a candidate, as text with numbered lines; the facts are read from them each time."""

    Status = ResumeStatus

    MATCHED_ON = frozenset({"text", "status", "is_primary"})
    NOT_MATCHED_ON = frozenset(
        {"uid", "candidate", "title", "file", "filename", "mime", "sha256", "parse_version", "created_at", "flags"}
    )

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="resumes")
    title = models.CharField(max_length=200, blank=True)
    is_primary = models.BooleanField(default=False)
    file = models.FileField(upload_to=resume_path, blank=True)
    filename = models.CharField(max_length=255, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    flags = models.JSONField(default=list, blank=True)
    parse_version = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status, default=Status.PARSED)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ResumeQuerySet.as_manager()

    class Meta:
        ordering = ["-is_primary", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(is_primary=True), name="resume_one_primary_per_candidate"
            ),
            one_of("status", ResumeStatus, name="resume_status_known"),
        ]

    def __str__(self) -> str:
        return self.title or self.filename or f"Resume {self.pk}"

    @property
    def lines(self) -> list[str]:
        """Line 1 is ``lines[0]``; evidence cites these numbers."""
        return self.text.splitlines()


class FactKind(models.TextChoices):
    NAME = "name", "Name"
    EMAIL = "email", "E-mail"
    PHONE = "phone", "Phone"
    HEADLINE = "headline", "Headline"
    ROLE = "role", "Role"
    EDUCATION = "education", "Education"
    SKILL = "skill", "Skill"
    LANGUAGE = "language", "Language"
    CERTIFICATION = "certification", "Certification"
    PUBLICATION = "publication", "Publication"
    AWARD = "award", "Award"
    PROJECT = "project", "Project"
    LINK = "link", "Link"
    AUTHORISATION = "authorisation", "Work authorisation"


class FactAction(models.TextChoices):
    AS_READ = "as_read", "As the resume says"
    CONFIRMED = "confirmed", "Confirmed"
    EDITED = "edited", "Edited"
    ADDED = "added", "Added"
    DELETED = "deleted", "Removed"


class FactCorrection(models.Model):
    """What the owner says of one fact, in every resume of theirs. ``previous`` is what they said before, for undo."""

    Kind = FactKind
    Action = FactAction

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=13, choices=Kind)
    key = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=9, choices=Action)
    value = models.JSONField(default=dict)
    evidence = models.TextField(blank=True)
    previous = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["changed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "kind", "key"], name="fact_corrected_once"),
            one_of("kind", FactKind, name="fact_kind_known"),
            one_of("action", FactAction, name="fact_action_known"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.kind} {self.action}"


class VisitQuerySet(models.QuerySet["Visit"]):
    def alive(self, now: datetime) -> Self:
        return self.filter(expires_at__gt=now)


class Visit(models.Model):
    """What a visitor without an account dropped here, sealed: only the key in their cookie opens it."""

    token_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    objects = VisitQuerySet.as_manager()

    def __str__(self) -> str:
        return f"visit until {self.expires_at:%H:%M}"
