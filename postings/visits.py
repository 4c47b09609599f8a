"""Counting who opens a posting and who goes on to apply: people, once a day, not programs.

A visit is kept under a keyed hash that changes every day. It says that two looks of one day were one person's, and nothing
beyond that day.
"""

import hashlib
import hmac
import re

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.limits import client_address
from postings.models import JobPosting, PostingVisit

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
    PostingVisit.objects.bulk_create([visit], ignore_conflicts=True)


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")


def _is_person(request: HttpRequest) -> bool:
    """Neither a program by its own name, nor a browser that fetches a page before anybody wants it."""
    asked_for = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    agent = _agent(request)
    is_ahead = "prefetch" in asked_for or "preview" in asked_for
    return request.method == "GET" and bool(agent) and not is_ahead and PROGRAMS.search(agent) is None
