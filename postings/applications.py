"""Applying on the board, taking it back, and what each side sees of it. Employers never see a match score."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import Candidate, User
from postings import emails, permissions
from postings.models import Application, JobPosting


def apply(candidate: Candidate, posting: JobPosting, *, message: str) -> Application:
    """Send the candidate's current resume to who hires, and tell both by mail. Raises ValidationError where that cannot be
    done.

    Whoever took an application back, or whose application nobody can read any more, may apply again.
    """
    if not posting.is_open:
        raise ValidationError("This job has closed.")
    resume = candidate.resumes.filter(is_primary=True).first()
    if resume is None:
        raise ValidationError("Add a resume first; it is what the employer gets.")
    sent = {"resume": resume, "message": message}
    again = Application.objects.replaceable().filter(candidate=candidate, posting=posting)
    try:
        with transaction.atomic():
            if again.update(state=Application.State.RECEIVED, sealed_at=None, created_at=timezone.now(), **sent):
                application = Application.objects.get(candidate=candidate, posting=posting)
            else:
                application = Application.objects.create(candidate=candidate, posting=posting, **sent)
            emails.applied(application)
            return application
    except IntegrityError:
        raise ValidationError("You have applied to this job already.") from None


def withdraw(application: Application, *, actor: User) -> None:
    """The candidate takes it back; from then on who hires sees nothing of it. Raises ValidationError once it is decided."""
    if not permissions.may_withdraw(actor, application):
        raise PermissionDenied
    if not Application.objects.undecided().filter(pk=application.pk).update(state=Application.State.WITHDRAWN):
        raise ValidationError("This application is closed already; there is nothing to take back.")


def of_candidate(candidate: Candidate) -> QuerySet[Application]:
    """What the candidate has sent, newest first, with what each line of a list shows."""
    return candidate.applications.select_related("posting__hiring_organization")


def with_counts(postings: QuerySet[JobPosting]) -> QuerySet[JobPosting]:
    """Each posting with ``application_count``, of those within reach."""
    reach = Q(applications__sealed_at=None) & ~Q(applications__state="withdrawn")
    return postings.annotate(application_count=Count("applications", filter=reach))


def within_reach_of(user: User | AnonymousUser, posting: JobPosting) -> QuerySet[Application]:
    """Who applied for a posting, for a person who hires for it."""
    rows = Application.objects.within_reach_of(user).filter(posting=posting)
    return rows.select_related("candidate__user", "resume")


def for_employer(user: User | AnonymousUser, uid: UUID) -> Application | None:
    """The application, if this person hires for its posting."""
    return Application.objects.within_reach_of(user).filter(uid=uid).select_related("resume").first()
