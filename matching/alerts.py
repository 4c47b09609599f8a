"""What is owed by mail, and paying it once. Rows, not events: a crash between any two lines loses and doubles nothing
but, at worst, a letter that the server took just before we could note it; that one goes again under its Message-ID.
"""

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Candidate
from matching import emails
from matching.models import Alert, Email, Match, Recipient
from matching.write_lock import short_write
from postings.models import JobPosting

logger = logging.getLogger(__name__)

NEWS_LASTS = timedelta(days=14)
LEASE = timedelta(seconds=60)
MAX_ITEMS = 10
GIVE_UP_AFTER = timedelta(hours=24)
PERIODS = {
    Candidate.AlertFrequency.INSTANT: timedelta(0),
    Candidate.AlertFrequency.DAILY: timedelta(days=1),
    Candidate.AlertFrequency.WEEKLY: timedelta(days=7),
}


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


class Reader:
    """A candidate as the conditions ask about them; each answer costs at most two queries, made when first asked for."""

    def __init__(self, candidate: Candidate, clusters: Collection[UUID] = ()) -> None:
        self.candidate = candidate
        self.clusters = clusters

    @cached_property
    def recipient(self) -> Recipient | None:
        return Recipient.objects.filter(candidate=self.candidate).first()

    @cached_property
    def address(self) -> str:
        """Empty where letters can go, else why they cannot."""
        if not self.candidate.user.is_active:
            return "Your account is not active."
        if self.recipient is not None:
            return "You have stopped all mail to your address." if self.recipient.suppressed_at else ""
        verified = EmailAddress.objects.filter(user=self.candidate.user_id, verified=True)
        return "" if verified.exists() else "Your address is not confirmed yet."

    @cached_property
    def hidden(self) -> frozenset[int]:
        """Ids of the organizations whose postings are not to be seen."""
        return frozenset(self.candidate.hidden_organizations.values_list("pk", flat=True))

    @cached_property
    def mailed(self) -> frozenset[UUID]:
        """Of the clusters asked about, those that a letter has told of."""
        sent = Alert.objects.filter(recipient=self.recipient, cluster__in=self.clusters, state=Alert.State.SENT)
        return frozenset(sent.values_list("cluster", flat=True)) if self.recipient is not None else frozenset()


def clauses(
    reader: Reader,
    posting: JobPosting,
    score: int | None,
    now: datetime,
    *,
    is_kept: bool = True,
    is_left_out: bool = False,
) -> Iterator[Clause]:
    """All that has to hold for the candidate to be mailed of this posting, what is cheap to ask first.

    The answer rests on the pair alone, not on which side changed last, so whoever writes the pair decides alike; the
    page that explains it asks the same. ``is_kept``: the pair is among the stored matches; ``is_left_out``: a dealbreaker
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
        "wanted", not is_left_out, "None of your dealbreakers excludes it.", "A dealbreaker of yours excludes it.",
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
        "company", posting.hiring_organization_id not in reader.hidden, f"You have not hidden {name}.",
        f"You have hidden {name}.", "Show it again", "matching:preferences",
    )  # fmt: skip
    yield _clause(
        "address", not reader.address, "Letters can reach you.", reader.address, "See your addresses", "account_email"
    )
    yield _clause(
        "once", posting.cluster not in reader.mailed, "It has not been mailed to you before.",
        "It was mailed to you already; each posting is mailed once.",
    )  # fmt: skip


def _clause(name: str, holds: bool, yes: str, no: str, change: str = "", page: str = "") -> Clause:
    return Clause(name, True, yes) if holds else Clause(name, False, no, change, page)


def owe(candidate: Candidate, scored: Sequence[tuple[JobPosting, int | None]]) -> int:
    """Write down who is to hear of what. Inside the transaction that writes the matches. Returns rows tried.

    An alert that was passed over (the posting was paused, the pair was being computed anew) waits again; one that was
    sent never does.
    """
    now = timezone.now()
    reader = Reader(candidate, [posting.cluster for posting, _ in scored])
    due = [posting for posting, score in scored if all(clause.holds for clause in clauses(reader, posting, score, now))]
    if not due:
        return 0
    recipient = recipient_of(candidate)
    if recipient is None:
        return 0
    Alert.objects.bulk_create(
        [
            Alert(recipient=recipient, cluster=posting.cluster, posting=posting, kind=Alert.Kind.MATCH)
            for posting in due
        ],
        ignore_conflicts=True,  # unique (recipient, cluster) is the guarantee
    )
    clusters = [posting.cluster for posting in due]
    Alert.objects.filter(recipient=recipient, cluster__in=clusters, state=Alert.State.SKIPPED).update(
        state=Alert.State.QUEUED, email=None, reason=""
    )
    return len(due)


def recipient_of(candidate: Candidate) -> Recipient | None:
    """The candidate's address, once it is verified; before that nothing is mailed and nothing is owed."""
    found = Recipient.objects.filter(candidate=candidate).first()
    if found is not None:
        return None if found.suppressed_at else found
    verified = EmailAddress.objects.filter(user=candidate.user_id, verified=True).order_by("-primary").first()
    if verified is None:
        return None
    try:
        with transaction.atomic():
            return Recipient.objects.create(candidate=candidate, email=verified.email, confirmed_at=timezone.now())
    except (
        IntegrityError
    ):  # a mail-only subscriber with this address has become a candidate, or another worker was here
        Recipient.objects.filter(email__iexact=verified.email, candidate=None).update(candidate=candidate)
        return Recipient.objects.filter(candidate=candidate).first()


def send_due_mail(now: datetime | None = None) -> int:
    """Make the letters that are due and send what waits. Any number of workers may do this. Returns letters sent."""
    now = now or timezone.now()
    build_letters(now)
    sent = 0
    waiting = Email.objects.filter(
        Q(state=Email.State.QUEUED) | Q(state=Email.State.SENDING, lease_until__lt=now),
        Q(not_before=None) | Q(not_before__lte=now),
    )
    for pk in waiting.order_by("created_at").values_list("pk", flat=True)[:200]:
        sent += send(pk, now)
    return sent


def build_letters(now: datetime) -> int:
    """One letter for each recipient who has news and whose time has come."""
    built = 0
    owed = Recipient.objects.filter(alerts__state=Alert.State.QUEUED, suppressed_at=None).distinct()
    for recipient in owed.select_related("candidate"):
        if recipient.candidate is not None and is_due(recipient, now):
            built += build_letter(recipient, now)
    return built


def is_due(recipient: Recipient, now: datetime) -> bool:
    candidate = recipient.candidate
    if candidate is None or candidate.alert_frequency == Candidate.AlertFrequency.OFF:
        return False
    letters = recipient.emails.exclude(state=Email.State.SKIPPED)
    if letters.filter(created_at__gt=now - timedelta(days=1)).count() >= settings.MAX_ALERT_MAILS_A_DAY:
        return False
    period = PERIODS[Candidate.AlertFrequency(candidate.alert_frequency)]
    last = letters.order_by("-created_at").values_list("created_at", flat=True).first()
    since = last or candidate.alerts_since
    return period == timedelta(0) or since + period <= now


def build_letter(recipient: Recipient, now: datetime) -> bool:
    """Bind the waiting alerts to a letter. Unique per recipient, kind and period: of two builders, one wins."""
    uid = uuid4()
    try:
        with transaction.atomic():
            letter = Email.objects.create(
                uid=uid,
                recipient=recipient,
                period_key=f"{recipient.emails.count():06d}",
                message_id=f"<{uid}@{settings.MAIL_DOMAIN}>",
                created_at=now,
            )
            taken = Alert.objects.filter(recipient=recipient, state=Alert.State.QUEUED, email=None).update(
                email=letter, state=Alert.State.CLAIMED
            )
            if not taken:
                letter.delete()
            return bool(taken)
    except IntegrityError:
        return False


def send(email_id: int, now: datetime) -> bool:
    """Claim one letter, look again at what it would say, and hand it to the mail server."""
    free = Q(state=Email.State.QUEUED) | Q(state=Email.State.SENDING, lease_until__lt=now)
    claimed = Email.objects.filter(free, pk=email_id).update(
        state=Email.State.SENDING, lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    letter = Email.objects.select_related("recipient__candidate__user").get(pk=email_id)
    items = still_wanted(letter, now)
    if not items:
        Email.objects.filter(pk=email_id).update(state=Email.State.SKIPPED, lease_until=None)
        return False
    shown = items[:MAX_ITEMS]
    postings = JobPosting.objects.for_listing().in_bulk([match.posting_id for match in shown])
    for match in shown:
        match.posting = postings[match.posting_id]
    message = emails.match_letter(letter, shown, more=len(items) - len(shown))
    try:
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors too
        _try_later(letter, str(error), now)
        return False
    with transaction.atomic():
        Email.objects.filter(pk=email_id).update(
            state=Email.State.SENT, sent_at=timezone.now(), lease_until=None, error=""
        )
        Alert.objects.filter(email=email_id, state=Alert.State.CLAIMED).update(state=Alert.State.SENT)
    return True


def _try_later(letter: Email, error: str, now: datetime) -> None:
    logger.warning("letter %s was not taken: %s", letter.pk, error)
    given_up = letter.created_at + GIVE_UP_AFTER < now
    wait = min(timedelta(seconds=10 * 2 ** min(letter.attempts, 12)), timedelta(hours=1))
    Email.objects.filter(pk=letter.pk).update(
        state=Email.State.FAILED if given_up else Email.State.QUEUED,
        lease_until=None,
        not_before=timezone.now() + wait,
        error=error[:2000],
    )


def still_wanted(letter: Email, now: datetime) -> list[Match]:
    """The matches this letter may still tell of, best first; the others are marked with the reason why not.

    Decided under the lock of the match writers: whoever writes the pair next sees the mark and may owe it again.
    """
    recipient = letter.recipient
    reader = Reader(recipient.candidate) if recipient.candidate is not None else None
    wanted = []
    with short_write():
        alerts = list(letter.alerts.filter(state=Alert.State.CLAIMED).select_related("posting__hiring_organization"))
        rows = Match.objects.open().filter(candidate=recipient.candidate_id, resume__is_primary=True)
        matches = {row.posting_id: row for row in rows.filter(posting__in=[alert.posting_id for alert in alerts])}
        for alert in alerts:
            found = matches.get(alert.posting_id)
            reason = refusal(reader, alert, found, now) if reader is not None else "The address does not want mail."
            if reason:
                Alert.objects.filter(pk=alert.pk).update(state=Alert.State.SKIPPED, reason=reason)
            elif found is not None:
                wanted.append(found)
    return sorted(wanted, key=lambda match: (-(match.score or 0), -match.posting_id))


def refusal(reader: Reader, alert: Alert, match: Match | None, now: datetime) -> str:
    """Why an alert is not mailed after all; empty where it is."""
    score = match.score if match is not None else None
    for clause in clauses(reader, alert.posting, score, now, is_kept=match is not None):
        if not clause.holds and clause.name not in DECIDED_ONCE:
            return clause.words
    if match is not None and match.preferences_revision != reader.candidate.revision:
        return "The preferences have just changed."  # whoever compares the pair anew owes the alert again
    return ""


def unsubscribe(token: str) -> Recipient | None:
    """Stop every alert to the address this token belongs to, at once, also what is already queued."""
    recipient = Recipient.objects.select_related("candidate").filter(token=token).first()
    if recipient is None:
        return None
    with transaction.atomic():
        if recipient.candidate_id:
            Candidate.objects.filter(pk=recipient.candidate_id).update(alert_frequency=Candidate.AlertFrequency.OFF)
        else:
            Recipient.objects.filter(pk=recipient.pk).update(suppressed_at=timezone.now())
        cancel(recipient, "unsubscribed")
    return recipient


def cancel(recipient: Recipient, reason: str) -> int:
    return Alert.objects.filter(recipient=recipient, state__in=[Alert.State.QUEUED, Alert.State.CLAIMED]).update(
        state=Alert.State.SKIPPED, reason=reason
    )
