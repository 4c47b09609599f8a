"""How an organization treats the people who apply to it, in two public numbers."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Organization
from postings.models import Application

LEAST = 10
# An application counts once it is so old: who hires had time to answer it.
TIME_TO_ANSWER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class ReplyRate:
    """Of ``sent`` applications ``percent`` were answered, half of these within ``days``."""

    sent: int
    percent: int
    days: int | None


def counted(organization: Organization) -> QuerySet[Application]:
    """Applications sent on this board long enough ago; those taken back before an answer count neither way."""
    states = Application.State
    taken_back = Q(state=states.WITHDRAWN, answered_at=None)
    return Application.objects.filter(
        posting__hiring_organization=organization,
        kind=Application.Kind.DIRECT,
        created_at__lte=timezone.now() - TIME_TO_ANSWER,
    ).exclude(taken_back | Q(state=states.DRAFT))


def reply_rate_of(organization: Organization) -> ReplyRate | None:
    """None below ``LEAST`` applications: too few to say anything. One query."""
    rows = list(counted(organization).order_by().values_list("created_at", "answered_at"))
    if len(rows) < LEAST:
        return None
    waits = [(answered - sent).total_seconds() / 86400 for sent, answered in rows if answered is not None]
    return ReplyRate(len(rows), round(100 * len(waits) / len(rows)), round(median(waits)) if waits else None)
