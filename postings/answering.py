"""What who hires does with applications: look, sort, note, answer. Nobody is decided on without a letter to them.

The candidate learns of everything but the notes.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from postings import emails, permissions
from postings.events import record
from postings.models import Application, ApplicationEvent, JobPosting, ModerationEvent
from postings.models.applications import DECISIONS, STAGES

Kind = ApplicationEvent.Kind
State = Application.State

LONGEST_TEXT = 5000
TAKEN_BACK = "This application was taken back, so nobody can answer it any more."
DECIDED = "This application is decided already."
# What people are told where nobody who hires says it: the board has closed the posting.
CLOSED_BY_THE_BOARD = "cancelled"
REMOVED_TEXT = "This posting was taken off the board by its moderators. Your application goes no further."


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    key: str
    label: str
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` may hold {name}, {title} and {organization}. ``state`` "" leaves the application where it stands."""

    text: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How the open applications of a posting end: each as in ``each`` by its id, all others as in ``rest``."""

    rest: Answer
    each: Mapping[int, Answer] = field(default_factory=dict)

    def of(self, application: Application) -> Answer:
        return self.each.get(application.pk, self.rest)


@cache
def reply_templates() -> Mapping[str, ReplyTemplate]:
    path = Path(__file__).parent / "data" / "reply_templates.toml"
    rows = tomllib.loads(path.read_text("utf-8"))["template"]
    return {row["key"]: ReplyTemplate(row["key"], row["label"], row["state"], row["text"].strip()) for row in rows}


def outcomes_of_the_board(*, removed: bool = False) -> Outcomes:
    """What everybody is told where the board itself ends a posting, or its moderators take it away."""
    given = reply_templates()[CLOSED_BY_THE_BOARD]
    return Outcomes(Answer(REMOVED_TEXT, State.CLOSED) if removed else Answer(given.text, given.state))


def filled_in(text: str, application: Application) -> str:
    """The text with the names in it; any other brace stays as it is."""
    posting = application.posting
    values = {"name": application.person, "title": posting.title, "organization": posting.hiring_organization.name}
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def look_at(application: Application, *, actor: User) -> None:
    """Note that somebody of who hires has opened it, once a day for each person; the candidate sees it. The audit log, too."""
    seen = ApplicationEvent.objects.filter(
        application=application, actor=actor, kind=Kind.VIEWED, created_at__date=timezone.now().date()
    )
    if seen.exists():
        return
    posting = application.posting
    with transaction.atomic():
        ApplicationEvent.objects.create(application=application, actor=actor, kind=Kind.VIEWED)
        record(
            posting,
            ModerationEvent.Action.VIEW_RESUME,
            actor,
            person=application.candidate.user,
            organization=posting.hiring_organization,
        )


def note(application: Application, text: str, *, actor: User) -> ApplicationEvent:
    """For who hires alone. Raises ValidationError where there is nothing to note."""
    _check(actor, application.posting)
    text = text.strip()
    if not text:
        raise ValidationError("Write the note first.")
    return ApplicationEvent.objects.create(
        application=application, actor=actor, kind=Kind.NOTED, text=text[:LONGEST_TEXT]
    )


def move(application: Application, state: str, *, actor: User) -> bool:
    """Put it on another stage without a letter. False where it stands there already.

    Raises ValidationError where it is decided or taken back, or where ``state`` is a decision, which needs an answer.
    """
    _check(actor, application.posting)
    if state not in STAGES:
        raise ValidationError("A decision is told to the candidate: answer the application.")
    if application.state == state:
        return False
    with transaction.atomic():
        open_rows = Application.objects.undecided().within_reach().filter(pk=application.pk)
        if not open_rows.update(state=state):
            raise ValidationError(_why_not(application))
        ApplicationEvent.objects.create(application=application, actor=actor, kind=Kind.MOVED, state=state)
    application.refresh_from_db()
    return True


def answer(application: Application, given: Answer, *, actor: User) -> ApplicationEvent:
    """Write to the candidate, and put the application where the answer says. Of two decisions the first counts.

    Raises ValidationError with a sentence where it was taken back, is decided already, or the answer says nothing.
    """
    _check(actor, application.posting)
    if not given.text.strip():
        raise ValidationError("Write what the candidate is to read.")
    with transaction.atomic():
        event = _answer(application, given, actor)
    application.refresh_from_db()
    return event


def answer_all(posting: JobPosting, outcomes: Outcomes, *, actor: User | None) -> int:
    """Answer every open application of a posting, in the caller's transaction. Returns letters owed."""
    waiting = awaiting_an_answer(posting)
    for application in waiting:
        _answer(application, outcomes.of(application), actor)
    return len(waiting)


def awaiting_an_answer(posting: JobPosting) -> list[Application]:
    rows = Application.objects.undecided().within_reach().filter(posting=posting).order_by("created_at")
    return list(rows.select_related("candidate__user", "posting__hiring_organization"))


def answer_selected(
    applications: Iterable[Application], given: Answer, *, actor: User
) -> tuple[list[Application], list[Application]]:
    """The same answer to several: those that were answered, and those that were decided or taken back meanwhile."""
    done, left = [], []
    for application in applications:
        try:
            answer(application, given, actor=actor)
        except ValidationError:
            left.append(application)
        else:
            done.append(application)
    return done, left


def _answer(application: Application, given: Answer, actor: User | None) -> ApplicationEvent:
    now = timezone.now()
    rows = Application.objects.within_reach().filter(pk=application.pk)
    if given.state:
        if given.state not in STAGES | DECISIONS:
            raise ValidationError("An application cannot be put there.")
        rows = rows.undecided()
    if not rows.update(state=given.state or F("state"), answered_at=Coalesce("answered_at", now)):
        raise ValidationError(_why_not(application))
    text = filled_in(given.text.strip(), application)[:LONGEST_TEXT]
    event = ApplicationEvent.objects.create(
        application=application, actor=actor, kind=Kind.REPLIED, state=given.state, text=text
    )
    emails.application_answered(event)
    return event


def _why_not(application: Application) -> str:
    state = Application.objects.filter(pk=application.pk).values_list("state", flat=True).first()
    return TAKEN_BACK if state in (None, State.WITHDRAWN) else DECIDED


def _check(actor: User, posting: JobPosting) -> None:
    if not permissions.may(actor, "answer", posting.hiring_organization_id):
        raise PermissionDenied("Only people who hire for this organization may do that.")
