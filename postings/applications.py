"""Applying on the board, and what each side sees of it. Employers never see a match score."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet

from accounts.models import Candidate, User
from postings import emails
from postings.models import Application, JobPosting, SavedJob


def apply(candidate: Candidate, posting: JobPosting, *, message: str) -> Application:
    """Send the candidate's current resume to who hires, and tell both by mail. Raises ValidationError where that cannot be
    done.
    """
    if not posting.is_open:
        raise ValidationError("This job has closed.")
    resume = candidate.resumes.filter(is_primary=True).first()
    if resume is None:
        raise ValidationError("Add a resume first; it is what the employer gets.")
    try:
        with transaction.atomic():
            application = Application.objects.create(
                candidate=candidate, posting=posting, resume=resume, message=message
            )
            emails.applied(application)
            return application
    except IntegrityError:
        raise ValidationError("You have applied to this job already.") from None


def has_applied(user: User | AnonymousUser, posting: JobPosting) -> bool:
    if not user.is_authenticated:
        return False
    return Application.objects.filter(candidate__user=user, posting=posting).exists()


def has_saved(user: User | AnonymousUser, posting: JobPosting) -> bool:
    if not user.is_authenticated:
        return False
    return SavedJob.objects.filter(candidate__user=user, posting=posting).exists()


def with_counts(postings: QuerySet[JobPosting]) -> QuerySet[JobPosting]:
    """Each posting with ``application_count``."""
    return postings.annotate(application_count=Count("applications", filter=~Q(applications__state="withdrawn")))


def for_employer(user: User | AnonymousUser, uid: UUID) -> Application | None:
    """The application, if this person hires for its posting."""
    return (
        Application.objects.filter(uid=uid, posting__in=JobPosting.objects.owned_by(user))
        .select_related("resume")
        .first()
    )
