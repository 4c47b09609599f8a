"""Newest first goes by the day a posting was first known to be listed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organization
from postings.models import JobPosting
from postings.models.freshness import freshness_of, listed_on
from postings.search import updating
from tests.factories import publish_text
from tests.pages import texts_of

NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date_posted", "first_seen", "day"),
    [
        (date(2026, 5, 18), NOON, date(2026, 5, 18)),
        (date(2026, 5, 25), NOON, date(2026, 5, 20)),
        (None, NOON, date(2026, 5, 20)),
    ],
)
def test_the_day_is_the_earlier_of_stated_and_seen(date_posted: date | None, first_seen: datetime, day: date) -> None:
    number = freshness_of(date_posted, first_seen, None)
    assert number is not None
    assert listed_on(number) == day


def test_what_was_never_on_the_board_has_no_place() -> None:
    assert freshness_of(date(2026, 5, 18), None, None) is None


def test_an_undated_posting_stands_behind_the_dated_ones_of_its_day() -> None:
    dated = freshness_of(NOON.date(), NOON - timedelta(hours=9), None)
    undated = freshness_of(None, NOON + timedelta(hours=9), None)
    assert dated is not None
    assert undated is not None
    assert dated > undated


def test_a_date_that_is_changed_later_never_moves_a_posting_up(organization: Organization) -> None:
    posting = publish_text(organization)
    today = timezone.now().date()
    JobPosting.objects.filter(pk=posting.pk).update(date_posted=today - timedelta(days=30))
    posting.refresh_from_db()
    before = posting.listed_on
    JobPosting.objects.filter(pk=posting.pk).update(date_posted=today)
    posting.refresh_from_db()
    assert posting.listed_on == before == today - timedelta(days=30)
    posting.date_posted = None
    posting.save()
    posting.refresh_from_db()
    assert posting.listed_on == before


def test_every_way_of_writing_a_date_sets_the_place(organization: Organization) -> None:
    published = publish_text(organization)
    assert published.listed_on == timezone.now().date()
    (made,) = JobPosting.objects.bulk_create(
        [JobPosting(hiring_organization=organization, title="A", slug="a", description_text="B", status="published",
                    first_seen_at=NOON)]
    )  # fmt: skip
    assert JobPosting.objects.get(pk=made.pk).listed_on == NOON.date()
    made.date_posted = date(2026, 5, 1)
    made.save(update_fields=["date_posted"])
    assert JobPosting.objects.get(pk=made.pk).listed_on == date(2026, 5, 1)


def test_an_order_by_date_is_the_order_of_the_list(organization: Organization) -> None:
    for title, stated, seen in (
        ("old", date(2026, 5, 1), NOON),
        ("undated", None, NOON + timedelta(hours=8)),
        ("today", NOON.date(), NOON),
        ("tomorrow's date", NOON.date() + timedelta(days=30), NOON - timedelta(days=3)),
    ):
        posting = publish_text(organization)
        JobPosting.objects.filter(pk=posting.pk).update(
            title=title, date_posted=stated, first_seen_at=seen, freshness=None
        )
    titles = JobPosting.objects.open().newest_first().values_list("title", flat=True)
    assert list(titles) == ["today", "undated", "tomorrow's date", "old"]


@pytest.mark.parametrize(
    ("date_posted", "words"),
    [
        (date(2026, 5, 18), "18 May 2026"),
        (date(2026, 5, 25), "first seen 20 May 2026"),
        (None, "first seen 20 May 2026"),
    ],
)
def test_a_card_shows_the_day_that_the_order_goes_by(
    organization: Organization, date_posted: date | None, words: str
) -> None:
    posting = publish_text(organization)
    freshness = freshness_of(date_posted, NOON, None)
    JobPosting.objects.filter(pk=posting.pk).update(date_posted=date_posted, first_seen_at=NOON, freshness=freshness)
    updating.rebuild()
    assert texts_of(Client().get("/jobs/").content.decode(), ".card time") == [words]
