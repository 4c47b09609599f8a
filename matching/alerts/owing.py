"""Writing down who is to hear of which posting, and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Candidate
from matching.alerts.conditions import Readers, clauses
from matching.models import Alert, AlertSetting, Recipient
from postings.models import JobPosting

PERIODS = {
    Candidate.AlertFrequency.INSTANT: timedelta(0),
    Candidate.AlertFrequency.DAILY: timedelta(days=1),
    Candidate.AlertFrequency.WEEKLY: timedelta(days=7),
}


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
