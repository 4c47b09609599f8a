"""Counting who opens a posting and who goes on to apply: people, once a day, not programs.

A visit is kept under a keyed hash that changes every day. It says that two looks of one day were one person's, and nothing
beyond that day.
"""

import hashlib
import hmac
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.utils import timezone

from accounts.limits import client_address
from postings.models import JobPosting, PostingVisit

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=365)
WAIT_MILLISECONDS = 100
# Names by which programs that fetch pages call themselves; most end in one of these.
PROGRAMS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|fetch|scan|monitor|curl|wget|python|java/|go-http|libwww|httpclient|okhttp"
    r"|headless|lighthouse|facebookexternalhit|embedly|whatsapp|feed",
    re.IGNORECASE,
)


def count(request: HttpRequest, posting: JobPosting, kind: str) -> None:
    """One visit, if it is a person's. Only of what was posted here and is open: nobody looks at the figures of other postings."""
    if posting.origin == JobPosting.Origin.FEED or not posting.is_open or not _is_person(request):
        return
    today = timezone.localdate()
    who = str(request.user.pk) if request.user.is_authenticated else f"{client_address(request)} {_agent(request)}"
    key = f"{settings.SECRET_KEY}:{today}".encode()
    visitor = hmac.new(key, who.encode(), hashlib.sha256).hexdigest()[:32]
    visit = PostingVisit(posting=posting, day=today, kind=kind, visitor=visitor)
    try:
        with _without_waiting():
            PostingVisit.objects.bulk_create([visit], ignore_conflicts=True)
    except OperationalError as error:  # the page matters more than its count
        logger.warning("a visit of posting %s was not counted: %s", posting.pk, type(error).__name__)


@contextmanager
def _without_waiting() -> Iterator[None]:
    """SQLite has one writer; a page must not stand in a queue behind a long one in order to be counted."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={WAIT_MILLISECONDS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout={int(patience)}")


def forget_old() -> int:
    """Visits of more than a year ago go. Returns how many."""
    return PostingVisit.objects.filter(day__lt=timezone.localdate() - KEPT_FOR).delete()[0]


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")


def _is_person(request: HttpRequest) -> bool:
    """Neither a program by its own name, nor a browser that fetches a page before anybody wants it."""
    asked_for = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    agent = _agent(request)
    is_ahead = "prefetch" in asked_for or "preview" in asked_for
    return request.method == "GET" and bool(agent) and not is_ahead and PROGRAMS.search(agent) is None
