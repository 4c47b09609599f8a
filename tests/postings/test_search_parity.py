"""The index and the database answer every filter alike."""

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from accounts.models import Organization
from postings.filters import PostingFilter
from postings.models import JobPosting
from postings.search import index, updating
from postings.search.database import filters_off, postings_passing
from postings.search.query import SearchQuery
from tests.factories import NURSE_POSTING, publish_text
from tests.postings.every_kind import ALONE, draw_filters, make_board, values_of

COMBINATIONS = 200


@pytest.fixture
def board(organization: Organization) -> list[JobPosting]:
    return make_board(organization)


def answers(asked: list[tuple[str, str]]) -> tuple[set[int], set[int]]:
    """(the postings that the index finds, those that the database finds)."""
    data = QueryDict(mutable=True)
    for name, value in asked:
        data.appendlist(name, value)
    filters = PostingFilter(data, JobPosting.objects.none())
    query, now = filters.search_query(), timezone.now()
    assert not filters.form.errors, asked
    assert filters_off(query) == [], asked
    return set(index.matching_ids(query, now=now)), set(postings_passing(query, now).values_list("pk", flat=True))


def test_each_value_of_each_filter_finds_the_same_postings(board: list[JobPosting]) -> None:
    found: dict[str, set[int]] = {}
    for name in PostingFilter.base_filters:
        for value in values_of(name):
            by_index, by_database = answers([(name, value)])
            assert by_database == by_index, (name, value)
            found.setdefault(name, set()).add(len(by_index))
    assert {name for name, sizes in found.items() if len(sizes) == 1} == ALONE


def test_pay_floors_find_the_same_postings_in_each_currency(board: list[JobPosting]) -> None:
    sizes = set()
    for floor, currency, unstated in product(values_of("pay_min"), values_of("pay_currency"), "01"):
        by_index, by_database = answers([("pay_min", floor), ("pay_currency", currency), ("unstated_pay", unstated)])
        assert by_database == by_index, (floor, currency, unstated)
        sizes.add(len(by_index))
    assert len(sizes) > 4


def test_any_combination_of_filters_finds_the_same_postings(board: list[JobPosting]) -> None:
    chance = random.Random(1)
    some = 0
    for _ in range(COMBINATIONS):
        asked = draw_filters(chance, 4)
        by_index, by_database = answers(asked)
        assert by_database == by_index, asked
        some += bool(by_index)
    assert some > COMBINATIONS / 4


def test_ranges_and_what_goes_with_them_find_the_same_postings(board: list[JobPosting]) -> None:
    """Filters that change what another one asks."""
    sizes: dict[str, set[int]] = {}
    pairs = (
        ("place", "within"), ("years_most", "unstated_years"), ("degree_most", "unstated_degree"),
        ("work_from", "unstated_from"), ("pay_max", "unstated_pay"),
    )  # fmt: skip
    for first, second in pairs:
        for value, other in product(values_of(first), values_of(second)):
            by_index, by_database = answers([(first, value), (second, other)])
            assert by_database == by_index, (first, value, second, other)
            sizes.setdefault(second, set()).add(len(by_index))
    for mode in ("any", "all"):
        by_index, by_database = answers([("skill", "python"), ("skill", "django"), ("skill_mode", mode)])
        assert by_database == by_index, mode
        sizes.setdefault("skill_mode", set()).add(len(by_index))
    assert all(len(found) > 1 for found in sizes.values()), sizes


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_the_past_day_holds_what_is_dated_yesterday_at_any_hour(organization: Organization, hour: int) -> None:
    now = timezone.now().replace(hour=hour, minute=30)
    days = {"today": 0, "yesterday": 1, "before": 2}
    for title, ago in days.items():
        posting = publish_text(organization)
        JobPosting.objects.filter(pk=posting.pk).update(title=title, date_posted=now.date() - timedelta(days=ago))
    updating.rebuild()
    found = index.matching_ids(SearchQuery(posted_within=1), now=now)
    assert set(JobPosting.objects.filter(pk__in=found).values_list("title", flat=True)) == {"today", "yesterday"}
    by_database = postings_passing(SearchQuery(posted_within=1), now)
    assert set(by_database.values_list("title", flat=True)) == {"today", "yesterday"}


@pytest.mark.parametrize(
    ("asked", "off"),
    [
        ({"q": "ferry"}, ["q"]),
        ({"q": '"wound care" -night', "country": "DE"}, ["q"]),
        ({"place": "Nowhere-on-Sea"}, ["place"]),
        ({"q": "c++", "place": "Nowhere-on-Sea"}, ["q", "place"]),
        ({"place": "Leeds", "skill": "python"}, []),
    ],
)
def test_what_only_the_index_knows_is_off_and_the_page_and_the_api_say_so(
    organization: Organization, process_changes: Callable[[], None], asked: dict[str, Any], off: list[str]
) -> None:
    posting = publish_text(None, NURSE_POSTING)
    without = {name: value for name, value in asked.items() if name not in off}
    answer = Client().get("/api/v1/postings/", asked).json()
    assert (answer["searched"], answer["filters_off"]) == (False, off)
    assert answer["results"] == Client().get("/api/v1/postings/", without).json()["results"]
    html = Client().get("/jobs/", asked).content.decode()
    assert ("Off until then" in html) == bool(off)
    assert ("title, skill or company" in html.split("Off until then")[-1][:60]) == ("q" in off)
    process_changes()
    answer = Client().get("/api/v1/postings/", asked).json()
    assert (answer["searched"], answer["filters_off"]) == (True, [])
    assert "Off until then" not in Client().get("/jobs/", asked).content.decode()
    assert posting.is_open
