"""Which step may follow which state. Data, so that page, API, admin and tests read the same table."""

from postings.models import JobPosting

Status = JobPosting.Status

ALLOWED: dict[str, tuple[frozenset[str], str]] = {
    "submit": (frozenset({Status.DRAFT, Status.REJECTED}), Status.PENDING),
    "publish": (frozenset({Status.PENDING}), Status.PUBLISHED),
    "reject": (frozenset({Status.PENDING}), Status.REJECTED),
    "hold": (frozenset({Status.PUBLISHED}), Status.PENDING),
    "pause": (frozenset({Status.PUBLISHED}), Status.PAUSED),
    "resume": (frozenset({Status.PAUSED}), Status.PUBLISHED),
    "fill": (frozenset({Status.PUBLISHED, Status.PAUSED}), Status.FILLED),
    "close": (frozenset({Status.PUBLISHED, Status.PAUSED, Status.PENDING}), Status.WITHDRAWN),
    "remove": (frozenset(set(Status.values) - {Status.REMOVED}), Status.REMOVED),
}

EDITABLE = frozenset({Status.DRAFT, Status.PENDING, Status.PUBLISHED, Status.PAUSED, Status.REJECTED})
LIVE = frozenset({Status.PUBLISHED, Status.PAUSED})
SAVES_ITSELF = frozenset({Status.DRAFT, Status.REJECTED})

REFUSALS = {
    "submit": "Only a draft or a rejected posting can be submitted.",
    "publish": "This posting is not awaiting moderation.",
    "reject": "This posting is not awaiting moderation.",
    "hold": "Only a posting on the board can be held.",
    "pause": "Only a posting on the board can be paused.",
    "resume": "Only a paused posting can be resumed.",
    "fill": "Only a posting on the board can be marked as filled.",
    "close": "This posting is not on the board.",
    "remove": "This posting is already removed.",
    "withdraw": "No change of this posting waits.",
    "decide": "This change is decided already, or its author has changed it meanwhile. Look at it again.",
    "renew": "Only a posting made here that is on the board, or ran out, can be renewed.",
}


class IllegalTransitionError(Exception):
    """The step does not follow from the posting's state. The message is for the person."""

    def __init__(self, step: str, why: str = "") -> None:
        super().__init__(why or REFUSALS[step])
        self.step = step
