"""What is owed by mail, and paying it once. Rows, not events: a crash between any two lines loses and doubles nothing
but, at worst, a letter that the server took just before we could note it; that one goes again under its Message-ID.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

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


def wants(candidate: Candidate, posting: JobPosting, score: int | None, now: datetime) -> str:
    """Empty if the candidate is to hear of this posting, else the first reason why not.

    The answer rests on the pair alone, not on which side changed last, so whoever writes the pair decides alike.
    """
    if candidate.alert_frequency == Candidate.AlertFrequency.OFF:
        return "alerts are off"
    if score is None or score < candidate.alert_min_score:
        return "the score is below the candidate's floor"
    if posting.first_seen_at is None or posting.first_seen_at < max(candidate.alerts_since, now - NEWS_LASTS):
        return "the posting is not new"
    if not posting.is_open:
        return "the posting has closed"
    return ""


def owe(candidate: Candidate, scored: Sequence[tuple[JobPosting, int | None]]) -> int:
    """Write down who is to hear of what. Inside the transaction that writes the matches. Returns rows tried.

    An alert that was passed over (the posting was paused, the pair was being computed anew) waits again; one that was
    sent never does.
    """
    now = timezone.now()
    due = [posting for posting, score in scored if not wants(candidate, posting, score, now)]
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
    wanted = []
    with short_write():
        alerts = list(letter.alerts.filter(state=Alert.State.CLAIMED).select_related("posting__hiring_organization"))
        rows = Match.objects.open().filter(candidate=recipient.candidate_id, resume__is_primary=True)
        matches = {row.posting_id: row for row in rows.filter(posting__in=[alert.posting_id for alert in alerts])}
        for alert in alerts:
            found = matches.get(alert.posting_id)
            reason = refusal(recipient, alert, found, now)
            if reason:
                Alert.objects.filter(pk=alert.pk).update(state=Alert.State.SKIPPED, reason=reason)
            elif found is not None:
                wanted.append(found)
    return sorted(wanted, key=lambda match: (-(match.score or 0), -match.posting_id))


def refusal(recipient: Recipient, alert: Alert, match: Match | None, now: datetime) -> str:
    """Why an alert is not mailed after all; empty where it is."""
    candidate = recipient.candidate
    if recipient.suppressed_at or candidate is None or not candidate.user.is_active:
        return "the address does not want mail"
    if candidate.alert_frequency == Candidate.AlertFrequency.OFF:
        return "alerts are off"
    if not alert.posting.is_open:
        return "the posting has closed"
    if match is None:
        return "the posting is no match any more"
    if match.preferences_revision != candidate.revision:
        return "the preferences have just changed"  # whoever compares the pair anew owes the alert again
    if match.score is None or match.score < candidate.alert_min_score:
        return "the score is below the candidate's floor"
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
