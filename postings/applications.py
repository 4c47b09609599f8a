"""Applying on the board, taking it back, and what each side sees of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts import bans
from accounts.models import Candidate, Resume, User
from postings import attachments, emails, permissions, visibility
from postings.attachments import CheckedFile
from postings.events import record
from postings.models import Application, ApplicationAttachment, ApplicationEvent, JobPosting, ModerationEvent
from postings.models.applications import UNSENT

State = Application.State
CLOSED = "This job has closed."
TWICE = "You have applied to this job already."
NO_RESUME = "Add a resume first; it is what the employer gets."


@dataclass(frozen=True, slots=True)
class Sending:
    """What a candidate sends. ``files`` and ``letters`` are by material (``choices.MATERIALS``): files are added to those
    kept before, but for the ids in ``dropped``; ``letters`` counts private links for letters of others.
    """

    message: str = ""
    resume: Resume | None = None
    name: str = ""
    phone: str = ""
    answers: Sequence[Mapping[str, str]] = ()
    files: Mapping[str, Sequence[CheckedFile]] = field(default_factory=dict)
    letters: Mapping[str, int] = field(default_factory=dict)
    dropped: frozenset[int] = frozenset()


def draft(candidate: Candidate, posting: JobPosting, sending: Sending) -> Application:
    """Keep an application without sending it, so that its candidate sees it whole first. Nobody else does."""
    with transaction.atomic():
        return _write(candidate, posting, sending, State.DRAFT)


def apply(
    candidate: Candidate, posting: JobPosting, sending: Sending | None = None, *, message: str = ""
) -> Application:
    """Send an application to who hires, and tell both by mail. Raises ValidationError where that cannot be done.

    Whoever took an application back, or whose application nobody can read any more, may apply again.
    """
    with transaction.atomic():
        application = _write(candidate, posting, sending or Sending(message), State.RECEIVED)
        _has_been_sent(application)
    return application


def send(application: Application, *, actor: User) -> Application:
    """Send what was kept as a draft. Pressed twice it is sent once."""
    if not permissions.may_withdraw(actor, application):
        raise PermissionDenied
    with transaction.atomic():
        _lock_open(application.posting)
        _refuse_barred(application.candidate, application.posting)
        rows = Application.objects.filter(pk=application.pk, state=State.DRAFT)
        if not rows.update(state=State.RECEIVED, created_at=timezone.now()):
            raise ValidationError(TWICE)
        application.refresh_from_db()
        _has_been_sent(application)
    return application


def _lock_open(posting: JobPosting) -> None:
    """Nobody closes the posting before this is written; whoever closes it afterwards finds the application and answers it."""
    locked = JobPosting.objects.select_for_update(no_key=True).filter(pk=posting.pk).values_list("pk").first()
    if locked is None or not JobPosting.objects.open().filter(pk=posting.pk).exists():
        raise ValidationError(CLOSED)


def _refuse_barred(candidate: Candidate, posting: JobPosting) -> None:
    if why := bans.refusal(user=candidate.user):
        raise ValidationError(why)
    visibility.refuse_blocked(candidate, posting.hiring_organization)


def _write(candidate: Candidate, posting: JobPosting, sending: Sending, state: str) -> Application:
    _lock_open(posting)
    _refuse_barred(candidate, posting)
    resume = sending.resume or candidate.resumes.filter(is_primary=True).first()
    if resume is None:
        raise ValidationError(NO_RESUME)
    fields = {
        "resume": resume,
        "message": sending.message,
        "name": sending.name or candidate.user.name,
        "phone": sending.phone,
        "answers": [dict(row) for row in sending.answers],
        "state": state,
        "sealed_at": None,
        "answered_at": None,
        "created_at": timezone.now(),
    }
    former = Application.objects.replaceable().filter(candidate=candidate, posting=posting).first()
    if former is None:
        try:
            with transaction.atomic():
                application = Application.objects.create(candidate=candidate, posting=posting, **fields)
        except IntegrityError:
            raise ValidationError(TWICE) from None
    else:
        if not Application.objects.replaceable().filter(pk=former.pk).update(**fields):
            raise ValidationError(TWICE)
        application = Application.objects.get(pk=former.pk)
        kept_before = former.state == State.DRAFT
        attachments.delete(
            application.attachments.filter(pk__in=sending.dropped) if kept_before else application.attachments.all()
        )
    _keep_files(application, sending)
    return application


def _keep_files(application: Application, sending: Sending) -> None:
    number = application.attachments.filter(is_letter=False).count() + sum(map(len, sending.files.values()))
    if number > attachments.MOST_FILES:
        raise ValidationError(f"Send at most {attachments.MOST_FILES} files; these are {number}.")
    for material, files in sending.files.items():
        for file in files:
            attachments.keep(application, material, file)
    for material, wanted in sending.letters.items():
        attachments.ask_for_letters(application, material, wanted)


def _has_been_sent(application: Application) -> None:
    ApplicationEvent.objects.create(
        application=application, actor=application.candidate.user, kind=ApplicationEvent.Kind.SENT, state=State.RECEIVED
    )
    emails.applied(application)


def discard(application: Application) -> None:
    """Throw a draft away, with its files. What was sent stays."""
    with transaction.atomic():
        rows = Application.objects.filter(pk=application.pk, state=State.DRAFT)
        attachments.delete(ApplicationAttachment.objects.filter(application__in=rows))
        rows.delete()


def withdraw(application: Application, *, actor: User) -> None:
    """The candidate takes it back; from then on who hires sees nothing of it. Raises ValidationError once it is decided."""
    if not permissions.may_withdraw(actor, application):
        raise PermissionDenied
    with transaction.atomic():
        if not Application.objects.undecided().filter(pk=application.pk).update(state=State.WITHDRAWN):
            raise ValidationError("This application is closed already; there is nothing to take back.")
        ApplicationEvent.objects.create(
            application=application, actor=actor, kind=ApplicationEvent.Kind.WITHDRAWN, state=State.WITHDRAWN
        )


def ask_applicants(posting: JobPosting, questions: Sequence[str], *, actor: User | None) -> None:
    """Set what people who apply here are asked. Whoever has applied keeps what they were asked then."""
    permissions.check(actor, "edit", posting)
    if list(questions) == posting.application_questions:
        return
    before = posting.application_questions
    with transaction.atomic():
        JobPosting.objects.filter(pk=posting.pk).update(application_questions=list(questions))
        posting.refresh_from_db()
        record(
            posting,
            ModerationEvent.Action.EDIT,
            actor,
            before={"application_questions": before},
            after={"application_questions": list(questions)},
        )


def of_candidate(candidate: Candidate) -> QuerySet[Application]:
    """What the candidate has sent, newest first, with what each line of a list shows."""
    return candidate.applications.exclude(state=State.DRAFT).select_related("posting__hiring_organization")


def with_counts(postings: QuerySet[JobPosting]) -> QuerySet[JobPosting]:
    """Each posting with ``application_count`` of those within reach, and ``new_count`` of those nobody has answered."""
    reach = Q(applications__sealed_at=None) & ~Q(applications__state__in=UNSENT)
    return postings.annotate(
        application_count=Count("applications", filter=reach),
        new_count=Count("applications", filter=reach & Q(applications__state=State.RECEIVED)),
    )


def within_reach_of(user: User | AnonymousUser, posting: JobPosting | None = None) -> QuerySet[Application]:
    """Who applied for a posting, or for any, for a person who hires for it."""
    rows = Application.objects.within_reach_of(user)
    if posting is not None:
        rows = rows.filter(posting=posting)
    return rows.select_related("candidate__user", "resume", "posting__hiring_organization").order_by(
        "-created_at", "-pk"
    )


def for_employer(user: User | AnonymousUser, uid: UUID) -> Application | None:
    """The application, if this person hires for its posting."""
    return within_reach_of(user).filter(uid=uid).first()


def attachment_for_employer(user: User | AnonymousUser, uid: UUID) -> ApplicationAttachment | None:
    """A file that has come, if this person hires for the posting that it was sent for."""
    return (
        ApplicationAttachment.objects.filter(application__in=Application.objects.within_reach_of(user), uid=uid)
        .exclude(file="")
        .first()
    )
