"""Who works on a row: a claim with an end, counted when it is made, so that a crash counts as a try."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from matching.models import LEASE_SECONDS, MAX_ATTEMPTS, Processed, ProcessedQuerySet

logger = logging.getLogger(__name__)


class OvertakenError(Exception):
    """Something this computation rested on has changed; it is stale and will be done again."""


def claim(model: type[Processed], owner: str, pk: int, revision: int) -> bool:
    """True for one caller until the lease ends. The attempt is counted now, so a crash counts as one."""
    now = timezone.now()
    rows: ProcessedQuerySet = model.objects.all()  # type: ignore[attr-defined]
    owned: dict[str, Any] = {f"{owner}_id": pk}
    rows.get_or_create(**owned)
    row = rows.filter(**owned)
    row.exclude(tried_revision=revision).update(tried_revision=revision, attempts=0, is_dead=False, not_before=None)
    return bool(
        row.claimable(now).update(lease_until=now + timedelta(seconds=LEASE_SECONDS), attempts=F("attempts") + 1)
    )


def release_claim(model: type[Processed], owner: str, pk: int, *, error: str = "") -> None:
    row = model.objects.filter(**{f"{owner}_id": pk})  # type: ignore[attr-defined]
    if not error:
        row.update(lease_until=None, attempts=0, last_error="", not_before=None)
        return
    attempts = row.values_list("attempts", flat=True).first() or 1
    row.update(
        lease_until=None,
        last_error=error[:2000],
        is_dead=attempts >= MAX_ATTEMPTS,
        not_before=timezone.now() + min(timedelta(seconds=10 * 2**attempts), timedelta(hours=1)),
    )


def run_claimed(
    model: type[Processed], owner: str, pk: int, process: Callable[[], None], *, release: bool = True
) -> bool:
    """Run a claimed computation and give the claim back, unless more of it follows. Raises OvertakenError where it must
    be done again.
    """
    try:
        process()
    except OvertakenError:
        release_claim(model, owner, pk)
        raise
    except Exception as error:  # one poisoned object must not stop the others; it is kept, and shown to the operator
        logger.exception("refreshing %s %s failed", owner, pk)
        release_claim(model, owner, pk, error=f"{type(error).__name__}: {error}")
        return False
    if release:
        release_claim(model, owner, pk)
    return True
