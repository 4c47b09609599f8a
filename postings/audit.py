"""Sealing the audit log, and finding out whether anybody has tampered with it.

An event is written in the transaction of what it tells of, without waiting for any other writer. The chain follows behind:
``seal`` ties what is committed to what was sealed before, a few seconds later. Two sealers at once try for the same place,
and the database lets one of them in.
"""

from dataclasses import dataclass, field
from itertools import islice

from django.db import IntegrityError, connection, transaction

from postings import triggers
from postings.chain import FIRST, digest_of
from postings.models import ModerationEvent, ModerationSeal

AT_ONCE = 500
# Of two events, the one with the smaller id may be committed later, but not by more than this many others. ``verify``
# looks at all.
LATE = 5000


@dataclass(slots=True)
class Verification:
    events: int = 0
    sealed: int = 0
    head: str = FIRST
    findings: list[str] = field(default_factory=list)


def seal(*, everything: bool = False) -> int:
    """Tie events that wait to the end of the chain. Answers how many; none where somebody else is at it."""
    done = 0
    while tied := _seal_some(everything=everything):
        done += tied
    return done


def _seal_some(*, everything: bool) -> int:
    try:
        with transaction.atomic():
            last = _end_of_chain()
            waiting = ModerationEvent.objects.filter(seal=None).order_by("pk")
            if last is not None and not everything:
                waiting = waiting.filter(pk__gt=last.event_id - LATE)
            position, digest = (last.position, last.digest) if last is not None else (0, FIRST)
            seals = []
            for event in waiting.select_related(None)[:AT_ONCE]:
                position, digest = position + 1, digest_of(digest, event.sealed_part)
                seals.append(ModerationSeal(position=position, event=event, digest=digest))
            ModerationSeal.objects.bulk_create(seals)
    except IntegrityError:  # another sealer was faster; what is left is tied the next time
        return 0
    return len(seals)


def _end_of_chain() -> ModerationSeal | None:
    return ModerationSeal.objects.order_by("-position").first()


def verify(*, known_head: str = "") -> Verification:
    """Compute the chain and the promises again, and then seal what waits.

    ``known_head`` is a head that was noted before: a log whose end was cut off does not hold it any more.
    """
    found = Verification()
    if gone := triggers.missing(connection):
        found.findings.append(
            f"The database does not refuse changes: {', '.join(sorted(gone))}. Run: manage.py migrate"
        )
    heads = _verify_chain(found)
    _verify_words(found)
    seal(everything=True)
    last = _end_of_chain()
    found.events = ModerationEvent.objects.count()
    found.sealed = ModerationSeal.objects.count()
    found.head = last.digest if last is not None else FIRST
    if known_head and known_head not in heads:
        found.findings.append("The head that was noted before is not in the chain: its end was cut off or changed.")
    return found


def _verify_chain(found: Verification) -> set[str]:
    """Answers every digest of the chain, so that one that was noted elsewhere can be looked up."""
    expected, digest, heads = 1, FIRST, set()
    seals = ModerationSeal.objects.order_by("position").iterator(chunk_size=AT_ONCE)
    while chunk := list(islice(seals, AT_ONCE)):
        events = ModerationEvent.objects.select_related(None).in_bulk([row.event_id for row in chunk])
        for row in chunk:
            if row.position != expected:
                found.findings.append(f"The chain lacks its places {expected} to {row.position - 1}.")
            event = events.get(row.event_id)
            if event is None:
                found.findings.append(f"Event {row.event_id}, at place {row.position}, was deleted.")
            elif digest_of(digest, event.sealed_part) != row.digest:
                found.findings.append(f"Event {row.event_id}, at place {row.position}, was changed.")
            expected, digest = row.position + 1, row.digest  # go on from what stands there, and find every further one
            heads.add(digest)
    return heads


def _verify_words(found: Verification) -> None:
    """Words are those that the event promised, or those that the last redaction of it did."""
    redactions = ModerationEvent.objects.filter(redacts__isnull=False).order_by("pk")
    promised = {event.redacts_id: event.words.after.get("promise") for event in redactions if hasattr(event, "words")}
    for event in ModerationEvent.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        if not hasattr(event, "words"):
            found.findings.append(f"The words of event {event.pk} were deleted.")
        elif event.words.promise != promised.get(event.pk, event.promise):
            found.findings.append(f"The words of event {event.pk} were changed.")
