"""What becomes of the postings and applications of an organization when its last member has left.

At once: what was never public goes, what is open pauses, applicants are told, and what they sent is sealed. After
``GRACE``: what is still paused closes, and every applicant who has had no answer is told the outcome. Both are told from
the state of the rows, so ``tend`` may run as often as it likes, and catches up with whatever it missed.
"""

from collections import Counter
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import team
from accounts.models import Organization
from accounts.outbox import queue_letter
from accounts.team import Traces
from postings import redacting, services
from postings.lifecycle import IllegalTransitionError
from postings.models import Application, JobPosting
from postings.models.applications import UNDECIDED

Status = JobPosting.Status
GRACE = timedelta(days=30)


def set_aside(organization: Organization, traces: Traces) -> None:
    """To be called in the transaction in which the last member leaves.

    Of an imported organization only what was posted here is concerned; what a feed lists stays as it is. An organization
    founded here that never had anything public goes altogether.
    """
    postings = _posted_by_members(organization)
    redacting.redact_events(postings, traces)  # those of postings that go stay
    postings.filter(first_seen_at=None).delete()
    _pause_and_tell(organization)
    postings.update(submitted_by=None)
    for posting in postings:
        redacting.redact(posting, traces)
    is_empty = not organization.postings.exists() and not organization.source_set.exists()
    if organization.origin == Organization.Origin.FOUNDED and is_empty:
        if organization.logo:
            transaction.on_commit(partial(organization.logo.storage.delete, str(organization.logo.name)))
        organization.delete()
    else:
        redacting.redact_profile(organization, traces)


def seal_applications(organization: Organization) -> None:
    """What has been sent until now is out of reach of the organization for good. The candidates keep it."""
    rows = Application.objects.filter(posting__hiring_organization=organization, sealed_at=None)
    rows.update(sealed_at=timezone.now())


def tend() -> Counter[str]:
    """Do what time has made due: ``orphaned`` that nobody told us of, postings ``closed``, applications ``answered``."""
    counts = Counter({"orphaned": 0, "closed": 0, "answered": 0})
    left = Organization.objects.without_members()
    for organization in left.filter(origin=Organization.Origin.FOUNDED, orphaned_at=None):
        with transaction.atomic():
            team.orphan(organization, Traces(frozenset(), frozenset()))
        counts["orphaned"] += 1
    for organization in _unfinished(left):
        with transaction.atomic():
            _pause_and_tell(organization)
    past = timezone.now() - GRACE
    for organization in left.filter(orphaned_at__lte=past, postings__status=Status.PAUSED).distinct():
        for posting in _posted_by_members(organization).filter(status=Status.PAUSED):
            try:
                services.close(posting, actor=None, reason="The employer has left this board.")
            except IllegalTransitionError:  # somebody has closed it meanwhile
                continue
            counts["closed"] += 1
    for application in Application.objects.undecided().filter(sealed_at__lte=past).select_related("candidate__user"):
        counts["answered"] += _answer(application)
    return counts


def _unfinished(left: QuerySet[Organization]) -> QuerySet[Organization]:
    """Those where an application or a step was under way while the last member left, and came in behind it."""
    is_open = Q(postings__status=Status.PUBLISHED)
    posted_here = Q(postings__origin=JobPosting.Origin.EMPLOYER) | Q(origin=Organization.Origin.FOUNDED)
    unsealed = Q(postings__applications__sealed_at=None, postings__applications__state__in=UNDECIDED)
    return left.filter((is_open & posted_here) | unsealed, orphaned_at__isnull=False).distinct()


def _pause_and_tell(organization: Organization) -> None:
    """Whatever is open pauses, applicants who have had no answer hear of it, and what was sent is sealed."""
    postings = _posted_by_members(organization)
    for posting in postings.filter(status=Status.PUBLISHED):
        try:
            services.pause(posting, actor=None)
        except IllegalTransitionError:  # somebody has taken it off the board meanwhile
            continue
    _tell("postings/employer_left", Application.objects.undecided().filter(posting__in=postings, sealed_at=None))
    seal_applications(organization)


def _answer(application: Application) -> bool:
    """Close an application that nobody will answer, and say so. False where it was withdrawn meanwhile."""
    with transaction.atomic():
        waiting = Application.objects.undecided().filter(pk=application.pk, sealed_at=application.sealed_at)
        if not waiting.update(state=Application.State.CLOSED):
            return False
        _tell("postings/employer_closed", Application.objects.filter(pk=application.pk))
    return True


def _posted_by_members(organization: Organization) -> QuerySet[JobPosting]:
    """All postings of what was founded here; of an imported organization those that members posted."""
    postings = organization.postings.select_related("hiring_organization")
    if organization.origin == Organization.Origin.FOUNDED:
        return postings
    return postings.filter(origin=JobPosting.Origin.EMPLOYER)


def _tell(kind: str, applications: QuerySet[Application]) -> None:
    for application in applications.select_related("candidate__user", "posting__hiring_organization"):
        queue_letter(
            kind,
            key=f"{kind}:{application.uid}:{application.created_at:%Y%m%d%H%M%S}",
            to=application.candidate.user.email,
            user=application.candidate.user,
            context={
                "title": application.posting.title,
                "organization": application.posting.hiring_organization.name,
                "days": GRACE.days,
                "url": settings.SITE_URL + reverse("postings:saved"),
            },
        )
