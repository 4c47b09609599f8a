"""What became of postings, in numbers for who hires: seen, gone on to apply, applied, saved. People, not programs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from postings.models import JobPosting, PostingVisit, SavedJob

# A count below this could tell who it was, so it is not shown. Applications carry names anyway.
LEAST = 5
DAYS = 30
# The drawing, in units of its own.
BAR, GAP, HEIGHT = 3, 1, 24


@dataclass(frozen=True, slots=True)
class Figures:
    """None is fewer than ``LEAST``. ``by_day`` holds the views of the last ``DAYS`` days, empty where there are too few."""

    views: int | None = 0
    clicks: int | None = 0
    saves: int | None = 0
    by_day: tuple[int, ...] = ()

    @property
    def bars(self) -> list[tuple[int, int, int]]:
        """x, y and height of a bar for each day."""
        most = max(self.by_day, default=0)
        heights = [round(HEIGHT * views / most) if most else 0 for views in self.by_day]
        return [(number * (BAR + GAP), HEIGHT - height, height) for number, height in enumerate(heights)]

    @property
    def best_day(self) -> int:
        return max(self.by_day, default=0)


def figures_of(postings: Sequence[JobPosting]) -> dict[int, Figures]:
    """posting id -> its figures. Three queries for any number of postings."""
    ids = [posting.pk for posting in postings]
    visits = PostingVisit.objects.filter(posting__in=ids)
    totals = {
        (posting, kind): number
        for posting, kind, number in visits.order_by().values_list("posting", "kind").annotate(Count("pk"))
    }
    saves = dict(SavedJob.objects.filter(posting__in=ids).order_by().values_list("posting").annotate(Count("pk")))
    by_day = _by_day(visits, ids)
    made = {}
    for pk in ids:
        views = _shown(totals.get((pk, PostingVisit.Kind.VIEW), 0))
        clicks = _shown(totals.get((pk, PostingVisit.Kind.APPLY_CLICK), 0))
        made[pk] = Figures(views, clicks, _shown(saves.get(pk, 0)), by_day[pk] if views else ())
    return made


def _shown(number: int) -> int | None:
    return number if number >= LEAST or number == 0 else None


def _by_day(visits: QuerySet[PostingVisit], ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    today = timezone.localdate()
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    rows = visits.filter(kind=PostingVisit.Kind.VIEW, day__gte=days[0]).order_by().values_list("posting", "day")
    counts: dict[tuple[int, date], int] = {(pk, day): number for pk, day, number in rows.annotate(Count("pk"))}
    return {pk: tuple(counts.get((pk, day), 0) for day in days) for pk in ids}


def words(number: int | None) -> str:
    """A count as a cell of a table says it."""
    return f"fewer than {LEAST}" if number is None else str(number)
