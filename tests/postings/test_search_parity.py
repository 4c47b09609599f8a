"""The index and the database answer every filter alike."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from accounts.models import Organization
from postings.filters import PostingFilter
from postings.models import (
    BaseSalary,
    EmploymentType,
    JobLocation,
    JobLocationType,
    JobPosting,
    PostingEmploymentType,
    PostingSkill,
    Skill,
    Tristate,
)
from postings.search import index
from postings.search.database import filters_off, postings_passing
from postings.search.query import SearchQuery
from postings.search.schema import NOT_STATED
from tests.factories import NURSE_POSTING, OrganizationFactory, publish_text

POSTINGS = 80
COMBINATIONS = 200
DAYS = (0, 1, 2, 7, 8, 30, 31, 90, 91, None)
PLACES = (
    {"city": "Hamburg", "country": "DE", "region": "04", "geonames_id": 2911298},
    {"city": "Leeds", "country": "GB", "region": "ENG", "geonames_id": 2644688},
    {"city": "Los Angeles", "country": "US", "region": "CA", "geonames_id": 5368361},
    {"city": "San Francisco", "country": "US", "region": "CA", "geonames_id": 5391959},
    {"city": "San Jose", "country": "US", "region": "CA", "geonames_id": 5392171},
    {"city": "", "country": "DE"},
    {"city": "Atlantis", "country": ""},
)
# Places of no country, from which one may work.
ANYWHERE = ({"raw": "Europe"}, {"raw": "worldwide"}, {"raw": "the moon"})
# Two values of each parameter that takes any text, one that nothing has, and the value for "not stated".
FREE_VALUES = {
    "skill": ["python", "django", "basket-weaving", NOT_STATED],
    "city": ["Hamburg", "Leeds", "Atlantis", "Nowhere", NOT_STATED],
    "country": ["DE", "US", "ZZ", NOT_STATED],
    "region": ["US-CA", "DE-04", "GB-ZZ", NOT_STATED],
    "start": ["2027-summer", "in May", "2027-fall", NOT_STATED],
    "duration": ["P3M", "P12W", NOT_STATED],
    "language": ["en", "de", "pl", NOT_STATED],
    "organization": ["harbour-software", "elsewhere", "nobody", NOT_STATED],
    "place": [
        "Hamburg",
        "Leeds, UK",
        "California",
        "Germany",
        "Los Angeles, CA",
        "!!!",
        "Europe",
        "remote",
        "remote US",
        "Remote, Hamburg",
        "Hamburg (remote)",
    ],
    "within": ["1", "25", "50", "1000"],
    "years_most": ["0", "2", "5", "60"],
    "work_from": ["Germany", "us", "France", "Atlantis"],
    "pay_max": ["0", "49999", "50000", "70000"],
    "pay_min": ["0", "60000", "80000", "80001"],
    "pay_currency": ["EUR", "usd", "GBP"],
    "q": ["", '"', "- -", "!!!"],
}


# What asks nothing by itself.
ALONE = {
    "q", "sort", "pay_currency", "within", "unit", "skill_mode", "unstated_pay", "unstated_years", "unstated_degree",
    "unstated_from",
}  # fmt: skip


@pytest.fixture
def board(organization: Organization) -> list[JobPosting]:
    """Postings of every kind, some that state nothing; the same in each run."""
    chance = random.Random(9)
    skills = [Skill.objects.create(slug=slug, name=slug.title()) for slug in ("python", "django")]
    organizations = [organization, OrganizationFactory(name="Elsewhere", slug="elsewhere")]
    now = timezone.now()
    ends = (None, now - timedelta(hours=1), now + timedelta(days=40))
    postings = JobPosting.objects.bulk_create(
        JobPosting(
            hiring_organization=chance.choice(organizations),
            title=f"Job {number}",
            slug=f"job-{number}",
            description_text="Work.",
            status="published",
            first_seen_at=now,
            valid_through=(end := chance.choice(ends)),
            date_posted=_days_before(chance.choice(DAYS), end),
            job_location_type=chance.choice([*JobLocationType.values, None]),
            experience_level=chance.choice([*JobPosting.ExperienceLevel.values, None]),
            visa_sponsorship=chance.choice(Tristate.values),
            relocation=chance.choice(Tristate.values),
            equity=chance.choice(["", "0.5 %"]),
            months_of_experience=chance.choice([None, 0, 24, 60]),
            education_levels=chance.choice([[], ["none"], ["bachelor"], ["bachelor", "master"], ["doctorate"]]),
            job_start_text=chance.choice(["", "2027-summer", "in May"]),
            job_duration=chance.choice(["", "P3M"]),
            in_language=chance.choice(["", "en", "de", "pl"]),
        )
        for number in range(POSTINGS)
    )
    for posting in postings:
        for value in chance.sample(EmploymentType.values, chance.choice([0, 1, 2])):
            PostingEmploymentType.objects.create(posting=posting, value=value)
        for number, place in enumerate(chance.sample(PLACES, chance.choice([0, 1, 2]))):
            role = chance.choice([JobLocation.Role.WORKSITE, JobLocation.Role.APPLICANT])
            JobLocation.objects.create(posting=posting, role=role, raw=f"place {number}", **place)
        for place in chance.sample(ANYWHERE, chance.choice([0, 0, 1])):
            role = chance.choice([JobLocation.Role.WORKSITE, JobLocation.Role.APPLICANT])
            JobLocation.objects.create(posting=posting, role=role, **place)
        for skill in chance.sample([*skills, None], chance.choice([0, 1, 2])):
            PostingSkill.objects.create(posting=posting, skill=skill, name=str(skill), importance="required")
        for kind in chance.sample([BaseSalary.Kind.BASE, BaseSalary.Kind.BONUS], chance.choice([0, 1, 2])):
            BaseSalary.objects.create(posting=posting, kind=kind, min_value=50_000, currency="EUR", unit="YEAR")
            if kind == BaseSalary.Kind.BASE and chance.random() < 0.8:
                JobPosting.objects.filter(pk=posting.pk).update(
                    salary_annual_min=50_000,
                    salary_annual_max=chance.choice([60_000, 80_000]),
                    salary_currency=chance.choice(["EUR", "USD"]),
                )
    index.rebuild()
    return postings


def _days_before(days: int | None, end: datetime | None) -> date | None:
    """The day so many days ago, or the day of the end if that is earlier: yesterday, in the first hour of a day."""
    now = timezone.now()
    return None if days is None else min(now.date() - timedelta(days=days), (end or now).date())


def values_of(name: str) -> list[str]:
    choices = PostingFilter.base_filters[name].extra.get("choices")
    return FREE_VALUES[name] if choices is None else [str(value) for value, _ in choices]


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
        names = chance.sample(list(PostingFilter.base_filters), chance.choice([2, 3, 4]))
        asked: list[tuple[str, str]] = []
        for name in names:
            many = name in SearchQuery.FACET_FIELDS
            asked += [(name, value) for value in chance.sample(values_of(name), 2 if many else 1)]
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
    index.rebuild()
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
