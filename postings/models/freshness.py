"""Where a posting stands among the newest: by the day it was first known to be listed, as one number that sorts.

The day is the earliest of the posting date and the day we first saw it, over all that was ever stated: a date that is
changed later never moves a posting up. Of one day, those that state a date come before those that state none, then the
one we saw last.
"""

from datetime import UTC, date, datetime, timedelta

EPOCH = date(1970, 1, 1)
MINUTE_BITS = 11
DAY_SHIFT = MINUTE_BITS + 1


def freshness_of(date_posted: date | None, first_seen_at: datetime | None, former: int | None) -> int | None:
    """The number, or None for what was never on the board. ``former`` is the number so far."""
    if first_seen_at is None:
        return None
    seen = first_seen_at.astimezone(UTC)
    days = [seen.date()]
    if date_posted is not None:
        days.append(date_posted)
    if former is not None:
        days.append(listed_on(former))
    day = min(days)
    minute = seen.hour * 60 + seen.minute if day == seen.date() else 0
    return ((day - EPOCH).days << DAY_SHIFT) | ((date_posted is not None) << MINUTE_BITS) | minute


def listed_on(freshness: int) -> date:
    """The day that the number stands for."""
    return EPOCH + timedelta(days=freshness >> DAY_SHIFT)
