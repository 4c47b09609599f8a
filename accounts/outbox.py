"""The one way by which the product sends mail: a row for each letter, and one sender that works the rows off.

A letter is written in the transaction of what it tells of, so it exists exactly if that happened. A sender claims it with a
lease, asks its kind whether it is still to be said, and hands it to the mail server under a Message-ID that does not
change. A crash between any two lines loses nothing and doubles at worst a letter that the server took just before that
could be noted. While the server is away each run tries one letter, so nothing but time is spent, and what waits goes out
with the first run after the server is back.
"""

import hashlib
import logging
import smtplib
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.letters import letter_of_kind
from accounts.models import Email, User
from accounts.signals import addresses_forgotten, letter_queued

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
GIVE_UP_AFTER = timedelta(hours=24)
SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
KEPT_FOR = timedelta(days=30)
RUN_SECONDS = 60
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """How the letters of one kind are treated; see ``register``."""

    refusal: Callable[[Email], str] | None = None
    build: Callable[[Email, datetime], EmailMultiAlternatives | None] | None = None
    when_sent: Callable[[Email], object] | None = None
    lifetime: timedelta | None = None
    is_bulk: bool = False


_running = threading.Lock()
_kinds: dict[str, Kind] = {}
PLAIN = Kind()


def register(
    kind: str,
    *,
    refusal: Callable[[Email], str] | None = None,
    build: Callable[[Email, datetime], EmailMultiAlternatives | None] | None = None,
    when_sent: Callable[[Email], object] | None = None,
    lifetime: timedelta | None = None,
    is_bulk: bool = False,
) -> None:
    """Say how the letters of a kind are treated; called when the apps are ready. Any other kind is built by its templates.

    ``refusal`` looks again just before sending and answers why the letter is not to be sent any more, or "". ``build``
    makes the message, or None where there is nothing left to say. ``when_sent`` writes what follows from sending, in the
    transaction that marks the letter as sent. A letter older than ``lifetime`` is not sent: what it says has run out.
    """
    _kinds[kind] = Kind(refusal, build, when_sent, lifetime, is_bulk)


def queue_letter(kind: str, *, key: str, to: str, user: User | None = None, context: Mapping[str, Any]) -> None:
    """Owe a letter. It is part of the caller's transaction: if that is rolled back, there is no letter.

    ``kind`` is "<app>/<name>" (see ``accounts.letters``). ``key`` names what the letter is about: the same kind, key and
    address a second time is the same letter, and writes nothing. ``context`` holds values that JSON can. ``user`` is the
    person it goes to, if they have an account; with the account the letter goes too.
    """
    write_letter(kind, key=key, to=to, user=user, context=context)
    letter_queued.send(Email)


def write_letter(
    kind: str,
    *,
    key: str,
    to: str,
    user: User | None = None,
    context: Mapping[str, Any],
    now: datetime | None = None,
) -> str:
    """The same without a nudge, for a caller that sends what waits itself. Returns the Message-ID."""
    now = now or timezone.now()
    digest = hashlib.sha256("\n".join((kind, key, to.casefold())).encode()).hexdigest()[:40]
    message_id = f"<{digest}@{settings.MAIL_DOMAIN}>"
    letter = Email(
        kind=kind,
        to=to,
        user=user,
        context=dict(context),
        message_id=message_id,
        is_bulk=_kinds.get(kind, PLAIN).is_bulk,
        created_at=now,
        give_up_at=now + GIVE_UP_AFTER,
    )
    Email.objects.bulk_create([letter], ignore_conflicts=True)
    return message_id


class _ServerAwayError(Exception):
    """No letter can be handed over now."""


def send_due_mail(now: datetime | None = None) -> int:
    """Send what waits, letters about an account or a posting before bulk mail. Any number of workers may do this.

    Ends when nothing is due, when the server is away, or after ``RUN_SECONDS``. A run takes what comes meanwhile along, so a
    second one of this process ends at once: a server that does not answer holds one thread, not all. Returns letters sent.
    """
    if not _running.acquire(blocking=False):
        return 0
    try:
        return _run(now or timezone.now())
    finally:
        _running.release()


def _run(now: datetime) -> int:
    until = time.monotonic() + RUN_SECONDS
    sent = 0
    server: BaseEmailBackend = mail.get_connection()
    try:
        while time.monotonic() < until:
            due = Email.objects.due(now).order_by("is_bulk", "created_at", "pk")
            pks = list(due.values_list("pk", flat=True)[:AT_ONCE])
            for pk in pks:
                sent += _send(pk, now, server)
            if not pks:
                break
    except _ServerAwayError:
        pass  # the letter that was tried says so, and the log
    finally:
        _hang_up(server)
    return sent


def _hang_up(server: BaseEmailBackend) -> None:
    try:
        server.close()
    except OSError as error:
        logger.info("the mail server was gone when the connection was closed: %s", type(error).__name__)


def _send(pk: int, now: datetime, server: BaseEmailBackend) -> bool:
    """Claim one letter, ask whether it is still to be said, and hand it to the server. True if the server took it."""
    claimed = (
        Email.objects.due(now)
        .filter(pk=pk)
        .update(state=Email.State.SENDING, lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1)
    )
    if not claimed:
        return False
    letter = Email.objects.select_related("user").get(pk=pk)
    kind = _kinds.get(letter.kind, PLAIN)
    try:
        reason = _refusal(letter, kind, now)
        message = None if reason else _message(letter, kind, now)
    except Exception as error:  # one letter that cannot be written must not stop the others; the operator sees it
        logger.exception("letter %s (%s) could not be written", letter.pk, letter.kind)
        _try_later(letter, f"{type(error).__name__}: {error}", now)
        return False
    if message is None:
        _finish(letter, state=Email.State.SKIPPED, error=reason or "There was nothing left to say.")
        return False
    is_connected = False
    try:
        server.open()
        is_connected = True
        message.connection = server
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors too
        _hang_up(server)
        _try_later(letter, f"{type(error).__name__}: {error}", now)
        if not is_connected or not isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused):
            raise _ServerAwayError from error
        return False  # the server has answered, and what it refused is this letter
    except ValueError as error:  # an address or a header that no message can carry
        _try_later(letter, f"{type(error).__name__}: {error}", now)
        return False
    with transaction.atomic():
        if _finish(letter, state=Email.State.SENT, sent_at=timezone.now(), error="") and kind.when_sent is not None:
            kind.when_sent(letter)
    return True


def _refusal(letter: Email, kind: Kind, now: datetime) -> str:
    if kind.lifetime is not None and letter.created_at + kind.lifetime < now:
        return "What it says has run out."
    return kind.refusal(letter) if kind.refusal is not None else ""


def _message(letter: Email, kind: Kind, now: datetime) -> EmailMultiAlternatives | None:
    return kind.build(letter, now) if kind.build is not None else letter_of_kind(letter)


def _claimed(letter: Email) -> QuerySet[Email]:
    """The row, while this sender holds it: a later claim has counted another attempt."""
    return Email.objects.filter(pk=letter.pk, state=Email.State.SENDING, attempts=letter.attempts)


def _finish(letter: Email, **fields: Any) -> bool:
    """The end of a letter: what it said goes, and the address too, where it belongs to nobody here."""
    if letter.user_id is None:
        fields["to"] = ""
    return bool(_claimed(letter).update(lease_until=None, not_before=None, context={}, **fields))


def _try_later(letter: Email, error: str, now: datetime) -> None:
    # What a server answers may name the address, which the row may hold and the log must not.
    logger.warning("letter %s (%s) was not taken: %s", letter.pk, letter.kind, error.partition(":")[0])
    wait = min(SHORTEST_WAIT * 2 ** min(letter.attempts - 1, 12), LONGEST_WAIT)
    _claimed(letter).update(
        state=Email.State.FAILED if letter.give_up_at < now else Email.State.QUEUED,
        lease_until=None,
        not_before=max(now, timezone.now()) + wait,
        error=error[:2000],
    )


def retry(letters: QuerySet[Email]) -> int:
    """Let letters that were given up try again, for another day. Returns how many."""
    number = letters.filter(state=Email.State.FAILED).update(
        state=Email.State.QUEUED,
        attempts=0,
        not_before=None,
        lease_until=None,
        give_up_at=timezone.now() + GIVE_UP_AFTER,
    )
    if number:
        letter_queued.send(Email)
    return number


def tidy(now: datetime | None = None) -> int:
    """Drop letters that ended ``KEPT_FOR`` ago, and what is left of those given up whose link has run out. Returns rows."""
    now = now or timezone.now()
    emptied = 0
    for name, kind in _kinds.items():
        if kind.lifetime is not None:
            run_out = Email.objects.filter(kind=name, state=Email.State.FAILED, created_at__lt=now - kind.lifetime)
            emptied += run_out.update(state=Email.State.SKIPPED, context={}, error="What it says has run out.")
    old = Email.objects.exclude(pk__in=Email.objects.waiting()).filter(created_at__lt=now - KEPT_FOR)
    return emptied + old.delete()[1].get(Email._meta.label, 0)


def addresses_of(user: User) -> frozenset[str]:
    """All addresses of a person, in lower case."""
    rows = EmailAddress.objects.filter(user=user.pk).values_list("email", flat=True)
    return frozenset(address.lower() for address in (user.email, *rows))


def forget(user: User, addresses: Collection[str], *, names: Collection[str] = ()) -> None:
    """Delete the letters to a person who leaves, waiting or sent, in the transaction that erases them.

    After the commit the signal ``addresses_forgotten`` tells other keepers of letters the addresses and full names.
    """
    Email.objects.annotate(address=Lower("to")).filter(Q(user=user.pk) | Q(address__in=addresses)).delete()
    forgotten = {"addresses": frozenset(addresses), "names": frozenset(names)}
    transaction.on_commit(lambda: addresses_forgotten.send(User, **forgotten), robust=True)
