"""Nudges: after a commit the worker is told which row to look at. A lost nudge costs seconds, never a match."""

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from kombu.exceptions import OperationalError

from accounts import resumes
from accounts.models import Candidate, FactCorrection, Resume, User
from accounts.services import candidate_of
from accounts.signals import letter_queued
from matching import tasks
from matching.models import EvidenceClaim, Match
from postings.models import JobPosting
from postings.signals import posting_changed, posting_redacted

logger = logging.getLogger(__name__)


def _after_commit(task: Any, *pks: int) -> None:
    def nudge() -> None:
        try:
            task.apply_async(pks, retry=False)
        except (OperationalError, OSError):
            # The broker is away. The row is saved and its revision is ahead: the sweep will find it.
            logger.warning("no broker for %s%s; the sweep will do it", task.name, pks)

    transaction.on_commit(nudge, robust=True)


def nudge_saved_posting(*, instance: JobPosting, raw: bool, **_: Any) -> None:
    if not raw and instance.first_seen_at is not None:
        _after_commit(tasks.refresh_posting, instance.pk)


def nudge_changed_posting(*, posting_id: int, **_: Any) -> None:
    _after_commit(tasks.refresh_posting, posting_id)


def nudge_resume(*, instance: Resume, raw: bool, **_: Any) -> None:
    if not raw and instance.is_primary:
        _after_commit(tasks.refresh_resume, instance.pk)


def nudge_preferences(*, instance: Candidate, raw: bool, created: bool, **_: Any) -> None:
    if raw or created:
        return
    resume = Resume.objects.primary().filter(candidate=instance).first()
    if resume is not None:
        _after_commit(tasks.refresh_resume, resume.pk)


def nudge_corrected(*, instance: FactCorrection, raw: bool, **_: Any) -> None:
    if raw:
        return
    resume = Resume.objects.primary().filter(candidate=instance.candidate_id).first()
    if resume is not None:
        _after_commit(tasks.refresh_resume, resume.pk)


def nudge_claimed(*, instance: EvidenceClaim, raw: bool = False, **_: Any) -> None:
    if raw:
        return
    resume = Resume.objects.primary().filter(candidate=instance.candidate_id).first()
    if resume is not None:
        _after_commit(tasks.refresh_resume, resume.pk)


def nudge_mail(**_: Any) -> None:
    _after_commit(tasks.send_due_mail)


def keep_resume_of_the_visit(*, user: User, request: HttpRequest | None = None, **_: Any) -> None:
    """Whoever drops a resume and then signs up has it in the account. One that is kept there already stays what it is, and
    a sample is nobody's.
    """
    if request is None:
        return
    candidate = candidate_of(user)
    read = None if candidate.resumes.exists() else resumes.open_visit(request)
    if read is not None and not read.derived.get("is_sample"):
        resumes.keep_resume(candidate, read, data=None)
        resumes.forget_visit(request)


def forget_matches(*, posting_id: int, **_: Any) -> None:
    """What stored matches quote of a posting's words is not in them any more. When it opens again, it is matched anew."""
    Match.objects.filter(posting=posting_id).delete()


def connect() -> None:
    user_logged_in.connect(keep_resume_of_the_visit, dispatch_uid="matching.keep_resume_of_the_visit")
    post_save.connect(nudge_saved_posting, sender=JobPosting, dispatch_uid="matching.nudge_saved_posting")
    post_save.connect(nudge_resume, sender=Resume, dispatch_uid="matching.nudge_resume")
    post_save.connect(nudge_preferences, sender=Candidate, dispatch_uid="matching.nudge_preferences")
    post_save.connect(nudge_corrected, sender=FactCorrection, dispatch_uid="matching.nudge_corrected")
    post_save.connect(nudge_claimed, sender=EvidenceClaim, dispatch_uid="matching.nudge_claimed")
    post_delete.connect(nudge_claimed, sender=EvidenceClaim, dispatch_uid="matching.nudge_withdrawn")
    posting_redacted.connect(forget_matches, dispatch_uid="matching.forget_matches")
    posting_changed.connect(nudge_changed_posting, dispatch_uid="matching.nudge_changed_posting")
    letter_queued.connect(nudge_mail, dispatch_uid="matching.nudge_mail")
