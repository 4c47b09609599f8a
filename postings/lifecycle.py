"""Which step may follow which state, who may take it, and what it brings about. Data, so that services, pages, API, admin
and tests read the same table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from postings.models import EXPIRED, JobPosting

Status = JobPosting.Status

EDITOR, MODERATOR = "editor", "moderator"
PEOPLE = frozenset({EDITOR, MODERATOR})
MODERATORS = frozenset({MODERATOR})
SYSTEM_ALONE: frozenset[str] = frozenset()


class Effect(StrEnum):
    """What a step brings about beside the new state, in the same transaction."""

    TELL_PUBLISHED = "the editors are told that it is on the board, or when it will be"
    TELL_REJECTED = "the editors are told why not"
    DISMISS_REPORTS = "the open reports were not right"
    UPHOLD_REPORTS = "the open reports were right"
    ANSWER_APPLICANTS = "everybody whose application is open is told how it ended"


@dataclass(frozen=True, slots=True)
class Transition:
    """One verb. ``target`` None leaves the state as it is; ``otherwise`` takes its place where ``when`` does not hold.

    ``trace`` is the action of the log (``ModerationEvent.Action``), ``label`` the word on a button.
    """

    sources: frozenset[str]
    target: str | None
    who: frozenset[str]
    refusal: str
    trace: str
    label: str
    effects: tuple[Effect, ...] = ()
    otherwise: str | None = None
    when: str = ""

    @property
    def targets(self) -> frozenset[str]:
        return frozenset(state for state in (self.target, self.otherwise) if state is not None)


STATES = (*Status.values, EXPIRED)
ON_THE_BOARD = frozenset({Status.PUBLISHED, EXPIRED})
CLOSED = frozenset({Status.FILLED, Status.WITHDRAWN})

TRANSITIONS: Mapping[str, Transition] = {
    "submit": Transition(
        frozenset({Status.DRAFT, Status.REJECTED}),
        Status.PENDING,
        PEOPLE,
        "Only a draft or a rejected posting can be submitted.",
        "submit",
        "Submit for review",
    ),
    "publish": Transition(
        frozenset({Status.PENDING}),
        Status.PUBLISHED,
        MODERATORS,
        "This posting is not awaiting moderation.",
        "publish",
        "Publish",
        (Effect.DISMISS_REPORTS, Effect.TELL_PUBLISHED),
        otherwise=Status.SCHEDULED,
        when="no later day is set for it",
    ),
    "start": Transition(
        frozenset({Status.SCHEDULED}),
        Status.PUBLISHED,
        PEOPLE,
        "This posting does not wait for its day.",
        "publish",
        "Publish now",
        (Effect.TELL_PUBLISHED,),
    ),
    "reject": Transition(
        frozenset({Status.PENDING}),
        Status.REJECTED,
        MODERATORS,
        "This posting is not awaiting moderation.",
        "reject",
        "Reject",
        (Effect.UPHOLD_REPORTS, Effect.TELL_REJECTED),
    ),
    "hold": Transition(
        frozenset({Status.PUBLISHED}),
        Status.PENDING,
        SYSTEM_ALONE,  # rules and reports hold; people publish, reject or remove
        "Only a posting on the board can be held.",
        "flag",
        "Hold",
    ),
    "pause": Transition(
        ON_THE_BOARD, Status.PAUSED, PEOPLE, "Only a posting on the board can be paused.", "close", "Pause"
    ),
    "resume": Transition(
        frozenset({Status.PAUSED}),
        Status.PUBLISHED,
        PEOPLE,
        "Only a paused posting can be resumed.",
        "reopen",
        "Resume",
    ),
    "fill": Transition(
        ON_THE_BOARD | {Status.PAUSED},
        Status.FILLED,
        PEOPLE,
        "Only a posting on the board can be marked as filled.",
        "close",
        "Filled",
        (Effect.ANSWER_APPLICANTS,),
    ),
    "close": Transition(
        ON_THE_BOARD | {Status.PAUSED, Status.PENDING, Status.SCHEDULED},
        Status.WITHDRAWN,
        PEOPLE,
        "This posting is not on the board.",
        "close",
        "Close",
        (Effect.ANSWER_APPLICANTS,),
    ),
    "reopen": Transition(
        CLOSED,
        Status.PUBLISHED,
        PEOPLE,
        "Only a closed posting can be opened again.",
        "reopen",
        "Open again",
        otherwise=Status.PENDING,
        when="it was closed while it was on the board or paused",
    ),
    "renew": Transition(
        ON_THE_BOARD,
        None,
        PEOPLE,
        "Only a posting made here that is on the board, or ran out, can be renewed.",
        "edit",
        "Renew",
    ),
    "confirm_open": Transition(
        frozenset({Status.PUBLISHED}),
        None,
        PEOPLE,
        "Only a posting on the board can be confirmed.",
        "edit",
        "Still open",
    ),
    "schedule": Transition(
        frozenset({Status.DRAFT, Status.REJECTED, Status.PENDING, Status.SCHEDULED}),
        None,
        PEOPLE,
        "Only a posting that is not on the board yet can be given a day.",
        "edit",
        "Set a day",
    ),
    "duplicate": Transition(
        frozenset(STATES) - {Status.REMOVED},
        None,  # the copy is a draft; the posting itself stays as it is
        PEOPLE,
        "A removed posting cannot be copied.",
        "edit",
        "Copy",
    ),
    "discard": Transition(
        frozenset({Status.DRAFT, Status.REJECTED}),
        None,  # nothing is left that could have a state
        PEOPLE,
        "Only a draft or a rejected posting that was never on the board can be thrown away.",
        "remove",
        "Throw away",
    ),
    "remove": Transition(
        frozenset(STATES) - {Status.REMOVED},
        Status.REMOVED,
        MODERATORS,
        "This posting is already removed.",
        "remove",
        "Remove",
        (Effect.UPHOLD_REPORTS, Effect.ANSWER_APPLICANTS),
    ),
}

EDITABLE = frozenset({Status.DRAFT, Status.PENDING, Status.SCHEDULED, Status.PUBLISHED, Status.PAUSED, Status.REJECTED})
# What a moderator has approved: a material edit of it waits for one again.
LIVE = frozenset({Status.SCHEDULED, Status.PUBLISHED, Status.PAUSED})
# What no moderator has seen yet.
UNSEEN = frozenset({Status.DRAFT, Status.REJECTED, Status.PENDING})
SAVES_ITSELF = frozenset({Status.DRAFT, Status.REJECTED})

REFUSALS = {verb: rule.refusal for verb, rule in TRANSITIONS.items()} | {
    "withdraw": "No change of this posting waits.",
    "decide": "This change is decided already, or its author has changed it meanwhile. Look at it again.",
}


def verbs_from(state: str) -> frozenset[str]:
    """The verbs that the table allows in a state, whoever asks."""
    return frozenset(verb for verb, rule in TRANSITIONS.items() if state in rule.sources)


class IllegalTransitionError(Exception):
    """The step does not follow from the posting's state. The message is for the person."""

    def __init__(self, step: str, why: str = "") -> None:
        super().__init__(why or REFUSALS[step])
        self.step = step


class OpenApplicationsError(IllegalTransitionError):
    """People who applied wait for an answer, and whoever closes has not said which."""

    def __init__(self, step: str, number: int) -> None:
        people = "One person has" if number == 1 else f"{number} people have"
        super().__init__(step, f"{people} applied and wait for an answer. Say how each application ended, then close.")
        self.number = number
