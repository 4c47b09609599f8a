"""Which rows have to be worked out again: those that have processed a smaller revision, or another engine's."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from accounts.models import Resume
from matching import engine, kept_pairs
from matching.models import Match, ProcessedResume
from postings.models import JobPosting


def stale_postings() -> QuerySet[JobPosting]:
    return JobPosting.objects.was_public().filter(
        Q(features=None)
        | Q(features__processed_revision__lt=F("revision"))
        | ~Q(features__engine_version=engine.version())
    )


def stale_resumes() -> QuerySet[Resume]:
    return Resume.objects.primary().filter(
        Q(features_row=None)
        | Q(features_row__processed_revision__lt=F("revision"))
        | Q(features_row__preferences_revision__lt=F("candidate__revision"))
        | ~Q(features_row__engine_version=engine.version())
        | Q(features_row__needs_refill=True)
    )


def oldest_stale_at() -> datetime | None:
    """Since when the longest waiting change has been waiting; None when nothing is stale."""
    moments = [
        stale_postings().order_by("changed_at").values_list("changed_at", flat=True).first(),
        stale_resumes().order_by("changed_at").values_list("changed_at", flat=True).first(),
    ]
    return min((moment for moment in moments if moment), default=None)


def mark_refills(since: datetime | None = None) -> int:
    """Resumes that keep only their best pairs and have lost too many of them to closings are computed again.

    With ``since`` only those are counted that keep a posting which has closed after it.
    """
    open_postings = JobPosting.objects.open()
    truncated = ProcessedResume.objects.filter(floor_score__isnull=False, needs_refill=False)
    if since is not None:
        closed = JobPosting.objects.closed_since(since)
        truncated = truncated.filter(
            resume__in=Match.objects.filter(posting__in=closed).values_list("resume_id", flat=True)
        )
    short = [
        pk
        for pk, kept in truncated.annotate(
            kept=Count("resume__matches", filter=Q(resume__matches__posting__in=open_postings))
        ).values_list("pk", "kept")
        if kept < kept_pairs.SHOWN
    ]
    return ProcessedResume.objects.filter(pk__in=short).update(needs_refill=True) if short else 0
