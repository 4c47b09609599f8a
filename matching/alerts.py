"""Who is to hear of which posting, and the letter that tells of it. Rows, not events: an alert is owed in the transaction
that writes the match, and the letter it is bound to is one of the outbox (``accounts.outbox``), looked at again there.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts import outbox
from accounts.models import Candidate, Email
from matching import emails
from matching.models import Alert, AlertSetting, Match, Recipient
from matching.write_lock import short_write
from postings.models import JobPosting

NEWS_LASTS = timedelta(days=14)
KIND = "matching/matches"
MAX_ITEMS = 10
AT_ONCE = 200
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
        "address", not reader.address, "Letters can reach you.", reader.address, "See your addresses", "account_email"
    )
    yield _clause(
        "once", not reader.was_mailed(posting.cluster), "It has not been mailed to you before.",
        "It was mailed to you already; each posting is mailed once.",
    )  # fmt: skip


def _clause(name: str, holds: bool, yes: str, no: str, change: str = "", page: str = "") -> Clause:
    return Clause(name, True, yes) if holds else Clause(name, False, no, change, page)


def owe(pairs: Sequence[tuple[Candidate, JobPosting, int | None]]) -> int:
    """Write down who is to hear of what. Inside the transaction that writes the matches, so the number of queries is the
    same for any number of pairs (each candidate with its user, each posting with its organization). Returns rows tried.

    An alert that was passed over (the posting was paused, the pair was being computed anew) waits again; one that was
    sent never does.
    """
    now = timezone.now()
    readers = Readers(
        list({candidate.pk: candidate for candidate, _, _ in pairs}.values()),
        list({posting.cluster for _, posting, _ in pairs}),
    )
    due = [
        (candidate, posting)
        for candidate, posting, score in pairs
        if all(clause.holds for clause in clauses(readers.of(candidate), posting, score, now))
    ]
    recipients = _recipients_of([candidate for candidate, _ in due], readers)
    owed = {
        (recipients[candidate.pk].pk, posting.cluster): posting
        for candidate, posting in due
        if candidate.pk in recipients
    }
    if not owed:
        return 0
    Alert.objects.bulk_create(
        [
            Alert(recipient_id=recipient, cluster=cluster, posting=posting, kind=Alert.Kind.MATCH)
            for (recipient, cluster), posting in owed.items()
        ],
        ignore_conflicts=True,  # unique (recipient, cluster) is the guarantee
    )
    passed_over = Alert.objects.filter(
        recipient__in={recipient for recipient, _ in owed},
        cluster__in={cluster for _, cluster in owed},
        state=Alert.State.SKIPPED,
    ).values_list("pk", "recipient_id", "cluster")
    again = [pk for pk, recipient, cluster in passed_over if (recipient, cluster) in owed]
    if again:
        Alert.objects.filter(pk__in=again).update(state=Alert.State.QUEUED, letter=None, reason="")
    _schedule({candidate.pk: candidate for candidate, _ in due}, recipients)
    return len(owed)


def _recipients_of(candidates: Sequence[Candidate], readers: Readers) -> dict[int, Recipient]:
    """candidate id -> where their letters go, made from the confirmed address where there was none. All are known to want
    mail. Empty for whom another took the address meanwhile.
    """
    wanted = {candidate.pk: candidate for candidate in candidates}
    recipients = {pk: row for pk, row in readers.recipients.items() if pk in wanted}
    missing = {pk: candidate for pk, candidate in wanted.items() if pk not in recipients}
    if not missing:
        return recipients
    now = timezone.now()
    addresses = {pk: readers.verified[candidate.user_id] for pk, candidate in missing.items()}
    Recipient.objects.bulk_create(
        [Recipient(candidate_id=pk, email=address, confirmed_at=now) for pk, address in addresses.items()],
        ignore_conflicts=True,
    )
    recipients |= {row.candidate_id: row for row in Recipient.objects.filter(candidate__in=missing) if row.candidate_id}
    left = {address.lower(): pk for pk, address in addresses.items() if pk not in recipients}
    if left:  # a mail-only subscriber with this address has become a candidate
        rows = list(Recipient.objects.annotate(lower=Lower("email")).filter(lower__in=left, candidate=None))
        for row in rows:
            row.candidate_id = left[row.email.lower()]
        Recipient.objects.bulk_update(rows, ["candidate"])
        recipients |= {row.candidate_id: row for row in rows if row.candidate_id and not row.suppressed_at}
    return recipients


def _schedule(candidates: Mapping[int, Candidate], recipients: Mapping[int, Recipient]) -> None:
    """Say when each of these is to get the letter with what has just been owed."""
    rows = [recipients[pk] for pk in candidates if pk in recipients]
    AlertSetting.objects.bulk_create([AlertSetting(recipient=row) for row in rows], ignore_conflicts=True)
    changed = []
    for setting in AlertSetting.objects.filter(recipient__in=rows, saved_search=None).select_related("recipient"):
        moment = next_letter_at(candidates[setting.recipient.candidate_id or 0], setting.last_letter_at)
        if setting.next_due_at != moment:
            setting.next_due_at = moment
            changed.append(setting)
    AlertSetting.objects.bulk_update(changed, ["next_due_at"])


def next_letter_at(candidate: Candidate, last_letter_at: datetime | None) -> datetime | None:
    """When what is owed to this candidate is to be mailed, the daily cap aside; None where mail is off."""
    if candidate.alert_frequency == Candidate.AlertFrequency.OFF:
        return None
    return (last_letter_at or candidate.alerts_since) + PERIODS[Candidate.AlertFrequency(candidate.alert_frequency)]


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
        built += _build_letter(setting, latest, now)
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


def _build_letter(setting: AlertSetting, latest: dict[int, list[datetime]], now: datetime) -> bool:
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
