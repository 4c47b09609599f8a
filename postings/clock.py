"""What time makes due: postings that wait for their day, and those that end soon.

That a posting ends needs nobody (``JobPosting.objects.open()`` asks the clock); that it begins, or is about to end, does.
Both are told from the state of the rows, so they may be done as often as one likes and catch up with what was missed.
"""

from datetime import datetime, timedelta
from functools import partial

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from postings import emails, services
from postings.lifecycle import IllegalTransitionError
from postings.models import JobPosting, earliest_end

LINK_LIFETIME = timedelta(days=30)
SALT = "postings.expiring"


def tend(now: datetime | None = None) -> int:
    """Put what waits for its day on the board. Returns how many."""
    now = now or timezone.now()
    started = 0
    due = JobPosting.objects.filter(status=JobPosting.Status.SCHEDULED, publish_at__lte=now)
    for posting in due.select_related("hiring_organization"):
        try:
            services.start(posting, actor=None)
        except IllegalTransitionError:  # somebody has started or closed it meanwhile, or its closing date has passed
            continue
        started += 1
    return started


def ask_about_ends(now: datetime | None = None) -> int:
    """Ask the editors of what ends soon what becomes of it. Returns letters that are owed, old ones included."""
    now = now or timezone.now()
    asked = 0
    for posting in _ending_soon(now):
        ends = earliest_end(posting.valid_through, posting.listed_until)
        if ends is not None:
            asked += emails.posting_expiring(posting, ends, partial(link_for, posting))
    return asked


def _ending_soon(now: datetime) -> list[JobPosting]:
    until = now + timedelta(days=emails.EXPIRING_DAYS)
    ends = Q(valid_through__lte=until) | Q(listed_until__lte=until)
    rows = JobPosting.objects.open(now).filter(ends).exclude(origin=JobPosting.Origin.FEED)
    return list(rows.select_related("hiring_organization").defer("raw_text", "description_text"))


def link_for(posting: JobPosting, user: User) -> str:
    """The address of the page with the ways on, for one editor. It opens nothing to anybody else."""
    token = signing.dumps([str(posting.uid), user.pk], salt=SALT)
    return reverse("postings:ways_on", args=[token])


def open_link(token: str) -> tuple[str, int] | None:
    """(uid of the posting, id of the editor), or None where the link is none of ours or has run out."""
    try:
        uid, user = signing.loads(token, salt=SALT, max_age=LINK_LIFETIME)
    except signing.BadSignature:
        return None
    return str(uid), int(user)
