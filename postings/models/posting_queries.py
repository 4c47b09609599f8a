"""Which postings one may see, and how they are read: the sets of rows that every list, page and worker starts from."""

from collections.abc import Callable, Iterable, Set
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import EDITING_ROLES, Organization, User
from accounts.revisions import RevisedQuerySet
from postings.models.freshness import freshness_of
from postings.models.posting_choices import EXPIRED, JobPostingStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from postings.models.posting import JobPosting

# What the place among the newest is made of.
DATES_OF_LISTING = frozenset({"date_posted", "first_seen_at"})

# What no card shows and may be long: texts, and lists of sentences.
NOT_LISTED = (
    "raw_text", "description_text", "summary", "encouragement", "job_benefits", "row_edits", "tag_edits",
    "hiring_organization__employer_overview", "hiring_organization__about", "hiring_organization__backers",
)  # fmt: skip


def with_skills() -> "models.Prefetch[Any]":
    """The tags of postings, each with its skill, by one query."""
    tags: Any = apps.get_model("postings", "PostingSkill")
    return models.Prefetch("posting_skills", tags.objects.select_related("skill"))


def _keep_all(postings: "JobPostingQuerySet") -> "JobPostingQuerySet":
    return postings


_restriction: Callable[[Any], Any] = _keep_all


def restrict_board(restriction: Callable[["JobPostingQuerySet"], "JobPostingQuerySet"]) -> None:
    """From now on the public sees only those postings that ``restriction`` leaves."""
    global _restriction
    _restriction = restriction


class JobPostingQuerySet(RevisedQuerySet["JobPosting"]):
    def update(self, **fields: Any) -> int:
        """Where a date changes, the place among the newest follows in the same transaction."""
        if not DATES_OF_LISTING & fields.keys():
            return super().update(**fields)
        with transaction.atomic(using=self.db):
            ids = list(self.order_by().values_list("pk", flat=True))
            written = super().update(**fields)
            self.model.objects.using(self.db).filter(pk__in=ids).follow_dates()
        return written

    update.alters_data = True  # type: ignore[attr-defined]

    def follow_dates(self) -> None:
        """Give each row the freshness that its dates make; one write for each number that is new."""
        moved: dict[int | None, list[int]] = {}
        columns = ("pk", "date_posted", "first_seen_at", "freshness")
        for pk, date_posted, first_seen_at, former in self.order_by().values_list(*columns):
            now = freshness_of(date_posted, first_seen_at, former)
            if now != former:
                moved.setdefault(now, []).append(pk)
        for now, ids in moved.items():
            super(JobPostingQuerySet, self.model.objects.filter(pk__in=ids)).update(freshness=now)

    def bulk_create(self, objs: Iterable["JobPosting"], *args: Any, **options: Any) -> list["JobPosting"]:
        rows = list(objs)
        for row in rows:
            row.freshness = freshness_of(row.date_posted, row.first_seen_at, row.freshness)
        return super().bulk_create(rows, *args, **options)

    def open(self, now: datetime | None = None) -> Self:
        """On the board at this moment. Computed at read time: a clock needs no worker to close a posting."""
        now = now or timezone.now()
        restricted: Self = _restriction(
            self.filter(
                Q(valid_through=None) | Q(valid_through__gt=now),
                Q(listed_until=None) | Q(listed_until__gt=now),
                status=JobPostingStatus.PUBLISHED,
                hiring_organization__is_blocked=False,
            )
        )
        return restricted

    def in_states(self, states: Set[str], now: datetime | None = None) -> Self:
        """Those in one of the states of the life cycle: of ``Status``, or ``EXPIRED``, which the clock alone makes of what is
        published.
        """
        now = now or timezone.now()
        has_run_out = Q(valid_through__lte=now) | Q(listed_until__lte=now)
        published = Q(status=JobPostingStatus.PUBLISHED)
        wanted = Q(status__in=set(states) - {EXPIRED, JobPostingStatus.PUBLISHED})
        if EXPIRED in states:
            wanted |= published & has_run_out
        if JobPostingStatus.PUBLISHED in states:
            is_running = Q(valid_through=None) | Q(valid_through__gt=now)
            wanted |= published & is_running & (Q(listed_until=None) | Q(listed_until__gt=now))
        return self.filter(wanted)

    def closed_since(self, moment: datetime) -> Self:
        """Not open now, and changed or run out since then."""
        ran_out = Q(valid_through__gte=moment) | Q(listed_until__gte=moment)
        return self.filter(Q(changed_at__gte=moment) | ran_out).exclude(pk__in=self.model.objects.open())

    def was_public(self) -> Self:
        """Open, or once open and now closed: its page stays readable."""
        restricted: Self = _restriction(
            self.filter(
                status__in=[
                    JobPostingStatus.PUBLISHED,
                    JobPostingStatus.PAUSED,
                    JobPostingStatus.FILLED,
                    JobPostingStatus.WITHDRAWN,
                ],
                first_seen_at__isnull=False,
                hiring_organization__is_blocked=False,
            )
        )
        return restricted

    def editable_by(self, user: "User | AnonymousUser") -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            hiring_organization__in=Organization.objects.filter(
                memberships__user=user, memberships__role__in=sorted(EDITING_ROLES)
            )
        )

    def owned_by(self, user: "User | AnonymousUser") -> Self:
        """Every posting of the organizations a person belongs to, whatever its state."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(hiring_organization__in=Organization.objects.filter(memberships__user=user))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What was public, what belongs to the person's organizations, and everything for staff who may view postings."""
        if user.is_staff and user.has_perm("postings.view_jobposting"):
            return self
        mine = Q(pk__in=self.model.objects.owned_by(user).values("pk"))
        return self.filter(Q(pk__in=self.model.objects.was_public().values("pk")) | mine)

    def awaiting_moderation(self) -> Self:
        return self.filter(status=JobPostingStatus.PENDING)

    def newest_first(self) -> Self:
        return self.order_by("-freshness", "-id")

    def for_listing(self) -> Self:
        """Everything one card shows, and none of the long texts; a list costs the same at any length."""
        return (
            self.select_related("hiring_organization")
            .prefetch_related("job_locations", "base_salaries", "employment_type_rows", with_skills())
            .defer(*NOT_LISTED)
        )

    def for_page(self) -> Self:
        """Everything one page shows, with what the parser read."""
        return (
            self.for_listing()
            .defer(None)
            .select_related("reading")
            .prefetch_related("sections__items", "sources__source")
        )
