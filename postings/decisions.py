"""What moderators do with the queue: claim, decide, ask, decide on many at once, and take a decision back.

Each decision is a verb of ``services``, so the admin cannot go past the states. A claim keeps two moderators from reading the
same posting; should both decide nevertheless, the state lets one of them win.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from postings import assessing, emails, events, permissions, services
from postings.answering import outcomes_of_the_board
from postings.events import announce, record
from postings.lifecycle import TRANSITIONS, IllegalTransitionError
from postings.models import JobPosting, ModerationEvent, PostingReview

Status = JobPosting.Status
Action = ModerationEvent.Action
CLAIM_LASTS = timedelta(minutes=15)
# For how long a decision can be taken back: what one click did to many, and what was decided on one posting.
BATCH_UNDO_LASTS, UNDO_LASTS = timedelta(hours=24), timedelta(days=30)
NEEDS_REASON = "Write a reason; it goes to the employer."
# What a decision led to can be taken back to what was before it, as long as nothing has happened since.
UNDOES = {Action.PUBLISH, Action.REJECT, Action.REMOVE, Action.CLOSE}

Verb = Callable[[JobPosting, str, User], object]
VERBS: dict[str, Verb] = {
    "publish": lambda posting, reason, actor: services.publish(posting, actor=actor),
    "reject": lambda posting, reason, actor: services.reject(posting, reason=reason, actor=actor),
    "ask": lambda posting, reason, actor: ask(posting, reason, actor=actor),
    "submit": lambda posting, reason, actor: services.submit(posting, actor=actor),
    "close": lambda posting, reason, actor: services.close(
        posting, actor=actor, reason=reason, outcomes=outcomes_of_the_board()
    ),
    "remove": lambda posting, reason, actor: services.remove(posting, reason=reason, actor=actor),
}
WITH_REASON = frozenset({"reject", "ask", "remove"})


class ClaimedError(ValidationError):
    """Another moderator looks at this posting right now."""


@dataclass(slots=True)
class Outcome:
    """What became of a bulk act: how many were done, and why the others were not."""

    batch: UUID
    done: int = 0
    refused: list[str] = field(default_factory=list)


def claim(posting: JobPosting, *, actor: User) -> PostingReview:
    """Take a posting to read and decide. Of two at once, one gets it; the other is told who has it."""
    permissions.check(actor, "claim", posting)
    review, _ = PostingReview.objects.get_or_create(posting=posting)
    now = timezone.now()
    free = Q(claimed_by=None) | Q(claimed_by=actor) | Q(claimed_until__lt=now)
    if not PostingReview.objects.filter(free, pk=review.pk).update(claimed_by=actor, claimed_until=now + CLAIM_LASTS):
        _refuse_claimed(posting, actor)
    review.refresh_from_db()
    return review


def release(posting: JobPosting, *, actor: User) -> None:
    PostingReview.objects.filter(posting=posting, claimed_by=actor).update(claimed_by=None, claimed_until=None)


def claimed_by_other(review: PostingReview | None, actor: User) -> bool:
    if review is None or review.claimed_by_id in {None, actor.pk}:
        return False
    return review.claimed_until is not None and review.claimed_until > timezone.now()


def decide(posting: JobPosting, step: str, *, actor: User, reason: str = "") -> None:
    """Publish, reject, ask, close or remove. Raises ValidationError or IllegalTransitionError with a sentence."""
    if step not in VERBS:
        raise ValidationError("Choose what to do with the posting.")
    reason = " ".join(reason.split())[:500]
    if step in WITH_REASON and not reason:
        raise ValidationError(NEEDS_REASON)
    _refuse_claimed(posting, actor)
    VERBS[step](posting, reason, actor)
    if step != "ask":
        release(posting, actor=actor)


def ask(posting: JobPosting, question: str, *, actor: User) -> None:
    """Send the employer a question. The posting waits, behind the others, until it is changed."""
    permissions.check(actor, "ask", posting)
    with transaction.atomic():
        locked = JobPosting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
        if locked.status != Status.PENDING:
            raise IllegalTransitionError("publish")
        review = assessing.assess_posting(locked)
        PostingReview.objects.filter(pk=review.pk).update(asked_at=timezone.now(), question=question[:500])
        record(locked, Action.ASK, actor, reason=question)
        emails.question_asked(locked, question)
    release(posting, actor=actor)


def decide_on_many(postings: Iterable[JobPosting], step: str, *, actor: User, reason: str = "") -> Outcome:
    """The same decision on each, under one number by which it can be taken back. What is refused does not stop the rest."""
    outcome = Outcome(uuid4())
    with events.batch(outcome.batch):
        for posting in postings:
            try:
                decide(posting, step, actor=actor, reason=reason)
            except IllegalTransitionError as error:
                outcome.refused.append(f"{posting.title}: {error}")
            except ValidationError as error:
                outcome.refused.append(f"{posting.title}: {' '.join(error.messages)}")
            except PermissionDenied:
                outcome.refused.append(f"{posting.title}: that is not yours to decide.")
            else:
                outcome.done += 1
    return outcome


def is_recent(event: ModerationEvent) -> bool:
    """Whether it is not too late to take this back."""
    return timezone.now() - event.created_at < (UNDO_LASTS if event.batch is None else BATCH_UNDO_LASTS)


def undo(event: ModerationEvent, *, actor: User) -> JobPosting:
    """Take one decision back, as long as nothing has happened to the posting since. Its employer is told."""
    found = JobPosting.objects.select_related("hiring_organization").filter(pk=event.posting_id or 0)
    posting = found.first()
    if posting is None:
        raise ValidationError("This posting is gone.")
    permissions.check(actor, "undo", posting)
    if event.action not in UNDOES or "status" not in event.before:
        raise ValidationError("This is no decision that can be taken back.")
    if not is_recent(event):
        raise ValidationError("It is too late to take this decision back.")
    before, after = event.before["status"], event.after["status"]
    with transaction.atomic():
        later = ModerationEvent.objects.filter(posting=posting, pk__gt=event.pk).exclude(
            action__in=[Action.SETTLE_REPORT, Action.REDACT, Action.VIEW_RESUME]
        )
        fields = {"closed_at": None, "closing_reason": ""} if event.action in {Action.CLOSE, Action.REMOVE} else {}
        rows = JobPosting.objects.filter(pk=posting.pk, status=after)
        if later.exists() or not rows.update(status=before, **fields):
            raise ValidationError(f"{posting.title}: something has happened to it since.")
        posting.refresh_from_db()
        record(posting, Action.UNDO, actor, before={"status": after}, after={"status": before})
        if before == Status.PENDING:
            assessing.queue(posting)
        emails.decision_taken_back(posting)
        announce(posting)
    return posting


def undo_batch(batch: UUID, *, actor: User) -> Outcome:
    """Take back what one bulk act did, posting by posting."""
    outcome = Outcome(uuid4())
    with events.batch(outcome.batch):
        for event in ModerationEvent.objects.filter(batch=batch, action__in=UNDOES).order_by("pk"):
            try:
                undo(event, actor=actor)
            except ValidationError as error:
                outcome.refused += error.messages
            else:
                outcome.done += 1
    return outcome


def dry_run(postings: Iterable[JobPosting], step: str) -> tuple[int, int]:
    """How many a bulk act would change, and how many it would leave."""
    answers = [may_follow(step, posting) for posting in postings]
    return sum(answers), len(answers) - sum(answers)


def may_follow(step: str, posting: JobPosting) -> bool:
    """Whether the state of the posting allows the step. What may be published may be asked about."""
    return posting.state in TRANSITIONS["publish" if step == "ask" else step].sources


def _refuse_claimed(posting: JobPosting, actor: User) -> None:
    review = PostingReview.objects.filter(posting=posting).select_related("claimed_by").first()
    if review is not None and claimed_by_other(review, actor):
        until = timezone.localtime(review.claimed_until)
        who = (review.claimed_by and review.claimed_by.name) or "Another moderator"
        raise ClaimedError(f"{who} looks at “{posting.title}” until {until:%H:%M}.")
