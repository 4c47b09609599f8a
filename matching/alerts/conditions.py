"""What has to hold for a candidate to be mailed of a posting."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from allauth.account.models import EmailAddress

from accounts.models import Candidate
from matching.models import Alert, Recipient
from postings.models import HiddenPosting, JobPosting

NEWS_LASTS = timedelta(days=14)
# What may have become true or false since an alert was owed is looked at again before it is sent; these cannot.
DECIDED_ONCE = frozenset({"new", "once"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of being mailed of a posting. ``words`` say to the candidate what is so; ``change`` and ``page`` (the
    name of an address), how a false one can be made to hold, both empty where it cannot.
    """

    name: str
    holds: bool
    words: str
    change: str = ""
    page: str = ""


class Readers:
    """Candidates as the conditions ask about them, together. Each kind of answer costs one query for all of them, made when
    it is first asked for; ``clusters`` are those of the postings that the conditions are asked of.
    """

    def __init__(self, candidates: Collection[Candidate], clusters: Collection[UUID] = ()) -> None:
        self.candidates = candidates
        self.clusters = clusters

    def of(self, candidate: Candidate) -> "Reader":
        return Reader(candidate, among=self)

    @cached_property
    def recipients(self) -> dict[int, Recipient]:
        """candidate id -> where their letters go, as far as that is known already."""
        rows = Recipient.objects.filter(candidate__in=[candidate.pk for candidate in self.candidates])
        return {row.candidate_id: row for row in rows if row.candidate_id is not None}

    @cached_property
    def verified(self) -> dict[int, str]:
        """user id -> the confirmed address that letters would go to, the primary one first."""
        rows = EmailAddress.objects.filter(
            user__in=[candidate.user_id for candidate in self.candidates], verified=True
        ).order_by("primary", "-pk")
        return dict(rows.values_list("user_id", "email"))

    @cached_property
    def hidden(self) -> dict[int, set[int]]:
        """candidate id -> ids of the organizations whose postings are not to be seen."""
        by_candidate: dict[int, set[int]] = {}
        rows = Candidate.hidden_organizations.through.objects.filter(
            candidate__in=[candidate.pk for candidate in self.candidates]
        )
        for candidate, organization in rows.values_list("candidate_id", "organization_id"):
            by_candidate.setdefault(candidate, set()).add(organization)
        return by_candidate

    @cached_property
    def hidden_postings(self) -> set[tuple[int, int]]:
        """(candidate id, posting id) of the postings that are not to be seen."""
        rows = HiddenPosting.objects.filter(candidate__in=[candidate.pk for candidate in self.candidates])
        return set(rows.values_list("candidate_id", "posting_id"))

    @cached_property
    def mailed(self) -> set[tuple[int, UUID]]:
        """(recipient id, cluster) of those asked about that a letter has told of."""
        recipients = [row.pk for row in self.recipients.values()]
        rows = Alert.objects.filter(recipient__in=recipients, cluster__in=self.clusters, state=Alert.State.SENT)
        return set(rows.values_list("recipient_id", "cluster"))


class Reader:
    """One candidate as the conditions ask about them; each answer costs at most two queries, made when first asked for."""

    def __init__(self, candidate: Candidate, clusters: Collection[UUID] = (), *, among: Readers | None = None) -> None:
        self.candidate = candidate
        self.among = among or Readers([candidate], clusters)

    @property
    def recipient(self) -> Recipient | None:
        return self.among.recipients.get(self.candidate.pk)

    @cached_property
    def address(self) -> str:
        """Empty where letters can go, else why they cannot."""
        if not self.candidate.user.is_active:
            return "Your account is not active."
        if self.recipient is not None:
            return "You have stopped all mail to your address." if self.recipient.suppressed_at else ""
        return "" if self.candidate.user_id in self.among.verified else "Your address is not confirmed yet."

    def has_hidden(self, organization_id: int) -> bool:
        return organization_id in self.among.hidden.get(self.candidate.pk, ())

    def has_hidden_posting(self, posting_id: int) -> bool:
        return (self.candidate.pk, posting_id) in self.among.hidden_postings

    def was_mailed(self, cluster: UUID) -> bool:
        return self.recipient is not None and (self.recipient.pk, cluster) in self.among.mailed


def clauses(
    reader: Reader,
    posting: JobPosting,
    score: int | None,
    now: datetime,
    *,
    is_kept: bool = True,
    is_excluded: bool = False,
) -> Iterator[Clause]:
    """All that has to hold for the candidate to be mailed of this posting, what is cheap to ask first.

    The answer rests on the pair alone, not on which side changed last, so whoever writes the pair decides alike; the
    page that explains it asks the same. ``is_kept``: the pair is among the stored matches; ``is_excluded``: a dealbreaker
    excludes the posting.
    """
    candidate = reader.candidate
    line = candidate.alert_min_score
    yield _clause(
        "on", candidate.alert_frequency != Candidate.AlertFrequency.OFF,
        f"Mail about matches is on: {candidate.get_alert_frequency_display().lower()}.", "Mail about matches is off.",
        "Turn it on", "matching:alerts",
    )  # fmt: skip
    yield _clause("open", posting.is_open, "The posting is open.", "The posting is not open.")
    yield _clause(
        "wanted", not is_excluded, "None of your dealbreakers excludes it.", "A dealbreaker of yours excludes it.",
        "Change your dealbreakers", "matching:preferences",
    )  # fmt: skip
    yield _clause(
        "score", score is not None and score >= line, f"It scores {score}, and your line is {line}.",
        "It has no score." if score is None else f"It scores {score}, which is below your line of {line}.",
        "" if score is None else "Lower your line", "" if score is None else "matching:alerts",
    )  # fmt: skip
    yield _clause("kept", is_kept, "It is among the matches kept for you.", "It is not among the matches kept for you.")
    seen, since = posting.first_seen_at, candidate.alerts_since
    is_recent = seen is not None and seen >= now - NEWS_LASTS
    yield _clause(
        "new", is_recent and seen is not None and seen >= since, "It is new: first seen here since you have had mail on.",
        "It was here before you turned mail on." if is_recent else f"It is older than {NEWS_LASTS.days} days.",
    )  # fmt: skip
    name = posting.hiring_organization.name
    yield _clause(
        "company", not reader.has_hidden(posting.hiring_organization_id), f"You have not hidden {name}.",
        f"You have hidden {name}.", "Show it again", "matching:preferences",
    )  # fmt: skip
    yield _clause(
        "hidden", not reader.has_hidden_posting(posting.pk), "You have not hidden this job.",
        "You have hidden this job.", "Show it again", "postings:saved",
    )  # fmt: skip
    yield _clause(
        "address", not reader.address, "Letters can reach you.", reader.address, "See your addresses", "account_email"
    )
    yield _clause(
        "once", not reader.was_mailed(posting.cluster), "It has not been mailed to you before.",
        "It was mailed to you already; each posting is mailed once.",
    )  # fmt: skip


def _clause(name: str, holds: bool, yes: str, no: str, change: str = "", page: str = "") -> Clause:
    return Clause(name, True, yes) if holds else Clause(name, False, no, change, page)
