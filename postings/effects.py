"""What a step of the life cycle brings about beside the new state; all of it in the transaction of the step."""

from accounts.models import User
from postings import emails
from postings.answering import Outcomes, answer_all, awaiting_an_answer, outcomes_of_the_board
from postings.lifecycle import Effect, OpenApplicationsError
from postings.models import JobPosting, Report
from postings.outcomes import settle_open


def bring_about(
    effect: Effect, posting: JobPosting, step: str, actor: User | None, *, reason: str, outcomes: Outcomes | None
) -> None:
    """One effect of a step that has just been taken. Raises OpenApplicationsError, and with it the step is undone."""
    match effect:
        case Effect.ANSWER_APPLICANTS:
            _answer_applicants(posting, step, actor, outcomes)
        case Effect.DISMISS_REPORTS:
            settle_open(posting, Report.State.DISMISSED, actor)
        case Effect.UPHOLD_REPORTS:
            settle_open(posting, Report.State.UPHELD, actor)
        case Effect.TELL_PUBLISHED if posting.status == JobPosting.Status.SCHEDULED:
            emails.posting_scheduled(posting)
        case Effect.TELL_PUBLISHED:
            emails.posting_published(posting)
        case Effect.TELL_REJECTED:
            emails.posting_rejected(posting, reason)


def _answer_applicants(posting: JobPosting, step: str, actor: User | None, outcomes: Outcomes | None) -> None:
    """Of what a person closes they say how each application ended; of what the board closes the board does."""
    if outcomes is None:
        waiting = len(awaiting_an_answer(posting))
        if waiting and actor is not None:
            raise OpenApplicationsError(step, waiting)
        outcomes = outcomes_of_the_board()
    answer_all(posting, outcomes, actor=actor)
