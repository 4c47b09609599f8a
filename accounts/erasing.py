"""What is left of a person outside their own rows, and how it goes."""

import re
from collections.abc import Callable, Collection
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import Q

from accounts.models import Email
from accounts.team import FORMER_NAME, Traces

ERASED = "[erased]"
CHECKPOINT_MILLISECONDS = 1000


def pattern_of(traces: Traces) -> re.Pattern[str] | None:
    """Finds the addresses and full names of people, also where a line breaks within a name, and in the slug of a title;
    None where there are none.
    """
    words = sorted(traces.addresses | traces.names, key=len, reverse=True)
    patterns = [r"[\s-]+".join(map(re.escape, word.split())) for word in words if word.strip()]
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def without(pattern: re.Pattern[str], value: Any, instead: str | Callable[[re.Match[str]], str]) -> Any:
    """A text, or any value that JSON can hold, with ``instead`` in the place of what the pattern finds."""
    if isinstance(value, str):
        return pattern.sub(instead, value)
    if isinstance(value, list):
        return [without(pattern, entry, instead) for entry in value]
    if isinstance(value, dict):
        return {without(pattern, key, instead): without(pattern, entry, instead) for key, entry in value.items()}
    return value


def _erased(match: re.Match[str]) -> str:
    """A link goes on leading to its posting: only letters stand in a slug."""
    return "erased" if "-" in match[0] else ERASED


def forget_in_admin_log(traces: Traces) -> None:
    """What was done to a person's rows stays in the log of the admin, without saying whose they were."""
    pattern = pattern_of(traces)
    if pattern is None:
        return
    named = Q()
    for word in traces.addresses | traces.names:
        named |= Q(object_repr__icontains=word) | Q(change_message__icontains=word)
    for entry in LogEntry.objects.filter(named):
        entry.object_repr = pattern.sub(ERASED, entry.object_repr)
        entry.change_message = pattern.sub(ERASED, entry.change_message)
        entry.save(update_fields=["object_repr", "change_message"])


def redact_waiting_letters(traces: Traces, organizations: Collection[str] = ()) -> None:
    """What others are about to be told does not name the person any more, nor ``organizations`` that bore the name and were
    renamed. Costs reading the letters that wait.
    """
    pattern = pattern_of(traces)
    if pattern is None:
        return
    renamed = re.compile("|".join(map(re.escape, organizations))) if organizations else None
    for letter in Email.objects.waiting():
        kept = without(renamed, letter.context, FORMER_NAME) if renamed is not None else letter.context
        kept = without(pattern, kept, _erased)
        if kept != letter.context:
            Email.objects.filter(pk=letter.pk).exclude(context={}).update(context=kept)


def empty_write_ahead_log() -> bool:
    """SQLite overwrites what is deleted, but its log beside the file still holds the pages as they were: copy them over
    and cut it to nothing. False inside a transaction, or where somebody reads; then the next call does it.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={CHECKPOINT_MILLISECONDS}")
        try:
            is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout={int(patience)}")
    return not is_busy
