"""The letter that tells of what is owed, and how it is stopped."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from accounts import outbox
from accounts.models import Candidate, Email
from matching import emails
from matching.alerts.conditions import DECIDED_ONCE, Reader, clauses
from matching.alerts.owing import next_letter_at
from matching.models import Alert, AlertSetting, Match, Recipient
from matching.write_lock import short_write
from postings.models import JobPosting

KIND = "matching/matches"
MAX_ITEMS = 10
AT_ONCE = 200


def send_due_mail(now: datetime | None = None) -> int:
    """Make the letters that are due and send what waits. Any number of workers may do this. Returns letters sent."""
    now = now or timezone.now()
    build_letters(now)
    return outbox.send_due_mail(now)


def build_letters(now: datetime) -> int:
    """One letter for each setting that is due. Asks for those alone: a tick with nothing due costs one query, however many
    people have alerts.
    """
    due = AlertSetting.objects.filter(next_due_at__lte=now, recipient__candidate__isnull=False)
    settings_due = list(due.select_related("recipient__candidate__user").order_by("next_due_at")[:AT_ONCE])
    if not settings_due:
        return 0
    latest = _letters_of_a_day(settings_due, now)
    built = 0
    for setting in settings_due:
        built += build_letter(setting, latest, now)
    return built


def _letters_of_a_day(rows: Sequence[AlertSetting], now: datetime) -> dict[int, list[datetime]]:
    """user id -> when the letters of the last day were made, oldest first. One query."""
    users = [row.recipient.candidate.user_id for row in rows if row.recipient.candidate is not None]
    letters = Email.objects.filter(kind=KIND, user__in=users, created_at__gt=now - timedelta(days=1))
    by_user: dict[int, list[datetime]] = {}
    for user, created_at in (
        letters.exclude(state=Email.State.SKIPPED).order_by("created_at").values_list("user_id", "created_at")
    ):
        if user is not None:
            by_user.setdefault(user, []).append(created_at)
    return by_user


def build_letter(setting: AlertSetting, latest: dict[int, list[datetime]], now: datetime) -> bool:
    """Bind the waiting alerts to a letter. Of two builders one wins: the one that finds ``next_due_at`` as it was read."""
    recipient, candidate = setting.recipient, setting.recipient.candidate
    unchanged = AlertSetting.objects.filter(pk=setting.pk, next_due_at=setting.next_due_at)
    if candidate is None or recipient.suppressed_at or candidate.alert_frequency == Candidate.AlertFrequency.OFF:
        with transaction.atomic():
            if unchanged.update(next_due_at=None):
                cancel(recipient, "Mail about matches is off.")
        return False
    today = latest.setdefault(candidate.user_id, [])
    # The setting may have changed since the alert was owed, and the cap counts all letters to the person.
    moment = next_letter_at(candidate, setting.last_letter_at)
    if len(today) >= settings.MAX_ALERT_MAILS_A_DAY:
        room_at = today[-settings.MAX_ALERT_MAILS_A_DAY] + timedelta(days=1) if today else now + timedelta(days=1)
        moment = max(room_at, moment or now)
    if moment is not None and moment > now:
        unchanged.update(next_due_at=moment)
        return False
    with transaction.atomic():
        if not unchanged.update(next_due_at=None):
            return False
        waiting = Alert.objects.filter(
            recipient=recipient, saved_search=setting.saved_search_id, state=Alert.State.QUEUED, letter=None
        )
        if not waiting.exists():
            return False
        message_id = outbox.write_letter(
            KIND, key=str(uuid4()), to=recipient.email, user=candidate.user, context={}, now=now
        )
        letter = Email.objects.get(message_id=message_id)
        waiting.update(letter=letter, state=Alert.State.CLAIMED)
        AlertSetting.objects.filter(pk=setting.pk).update(last_letter_at=now)
        today.append(now)
    return True


def letter_about_matches(letter: Email, now: datetime) -> EmailMultiAlternatives | None:
    """What the letter may still tell of, or None where that is nothing; then it does not count as the last letter."""
    alert = letter.alerts.select_related("recipient__candidate__user").first()
    items = still_wanted(letter, alert.recipient, now) if alert is not None else []
    if alert is None or not items:
        last = Email.objects.filter(kind=KIND, user=letter.user_id).exclude(pk=letter.pk)
        last = last.exclude(state=Email.State.SKIPPED).order_by("-created_at")
        AlertSetting.objects.filter(recipient__candidate__user=letter.user_id, last_letter_at=letter.created_at).update(
            last_letter_at=last.values_list("created_at", flat=True).first()
        )
        return None
    listed = items[:MAX_ITEMS]
    postings = JobPosting.objects.for_listing().in_bulk([match.posting_id for match in listed])
    for match in listed:
        match.posting = postings[match.posting_id]
    return emails.match_letter(letter, alert.recipient, listed, more=len(items) - len(listed))


def note_sent(letter: Email) -> None:
    Alert.objects.filter(letter=letter, state=Alert.State.CLAIMED).update(state=Alert.State.SENT)


def connect() -> None:
    outbox.register(KIND, build=letter_about_matches, when_sent=note_sent, is_bulk=True)


def still_wanted(letter: Email, recipient: Recipient, now: datetime) -> list[Match]:
    """The matches this letter may still tell of, best first; the others are marked with the reason why not.

    Decided under the lock of the match writers: whoever writes the pair next sees the mark and may owe it again.
    """
    reader = Reader(recipient.candidate) if recipient.candidate is not None else None
    wanted = []
    with short_write():
        alerts = list(letter.alerts.filter(state=Alert.State.CLAIMED).select_related("posting__hiring_organization"))
        rows = Match.objects.open().filter(candidate=recipient.candidate_id, resume__is_primary=True)
        matches = {row.posting_id: row for row in rows.filter(posting__in=[alert.posting_id for alert in alerts])}
        for alert in alerts:
            open_match = matches.get(alert.posting_id)
            reason = (
                refusal(reader, alert, open_match, now) if reader is not None else "The address does not want mail."
            )
            if reason:
                Alert.objects.filter(pk=alert.pk).update(state=Alert.State.SKIPPED, reason=reason)
            elif open_match is not None:
                wanted.append(open_match)
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
