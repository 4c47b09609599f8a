"""Filters typed into the search box are those of the filter column."""

import random

import pytest
from django.http import QueryDict
from django.test import Client

from postings.filters import PostingFilter
from postings.models import JobPosting
from postings.search.query import SearchQuery
from postings.typed_query import expand, parameters, read_typed, write_typed
from tests.postings.every_kind import draw_filters

SETS = 300


def asked(data: QueryDict) -> SearchQuery:
    return PostingFilter(data, JobPosting.objects.none()).search_query()


def typed(words: str) -> SearchQuery:
    return asked(expand(parameters([("q", words), ("sort", "newest")])))


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("python", SearchQuery(q="python")),
        (
            "python remote:us pay>=120k -senior company:etched",
            SearchQuery(
                q="python -senior", job_location_type=("TELECOMMUTE",), work_from="US", pay_min=120_000,
                organization=("etched",),
            ),
        ),
        ("remote:yes", SearchQuery(job_location_type=("TELECOMMUTE",))),
        ('in:"New York" within<=30mi', SearchQuery(place="New York", within=30, unit="mi")),
        ("type:intern level:senior level:staff", SearchQuery(employment_type=("INTERN",), experience_level=("SENIOR", "STAFF"))),
        ("skill:k8s skills:all skill:python", SearchQuery(skill=("kubernetes", "python"), skill_mode="all")),
        ("years<=3 degree<=master posted<=7", SearchQuery(years_most=3, degree_most="master", posted_within=7)),
        ("pay>=50k pay<=70000 currency:eur stated:pay", SearchQuery(pay_min=50_000, pay_max=70_000, pay_currency="EUR", only_stated=("pay",))),
        ("level:unknown visa:yes paid:stated", SearchQuery(experience_level=("NOT_STATED",), visa=("YES",), pay=("STATED",))),
        ('"wound care" work:hybrid lang:de', SearchQuery(q='"wound care"', job_location_type=("HYBRID",), language=("de",))),
    ],
)  # fmt: skip
def test_what_is_typed_is_asked_of_the_filters(db: None, words: str, query: SearchQuery) -> None:
    assert typed(words) == query


@pytest.mark.parametrize(
    "words",
    ["c: drive", "http://example.org", "level:wizard", "pay>=much", "remote:mars", "title:nurse", "level:", "std::vector",
     "a>=b", ":", ">=", "pay:120k", "stated:everything", "company:", '"level:senior"', "-level:senior"],
)  # fmt: skip
def test_what_no_filter_knows_stays_a_word(words: str) -> None:
    assert read_typed(words) == (words, [])


def test_a_search_said_in_words_is_the_same_search(db: None) -> None:
    chance = random.Random(8)
    for _ in range(SETS):
        pairs = [pair for pair in draw_filters(chance, 5) if pair[0] not in ("q", "sort", "unit")]
        query = asked(parameters([*pairs, ("sort", "newest")]))
        again = typed(write_typed(query))
        for name in query.__dataclass_fields__:
            first, second = getattr(query, name), getattr(again, name)
            if isinstance(first, tuple):
                first, second = set(first), set(second)
            assert first == second, (name, write_typed(query))


def test_the_page_leads_to_the_address_of_the_filters_and_the_api_gives_the_same(db: None) -> None:
    answer = Client().get("/jobs/", {"q": "python remote:us", "city": "Leeds"})
    assert (answer.status_code, answer.headers["Location"]) == (
        302, "/jobs/?city=Leeds&q=python&job_location_type=TELECOMMUTE&work_from=us",
    )  # fmt: skip
    assert Client().get(answer.headers["Location"]).status_code == 200
    assert Client().get("/api/v1/postings/", {"q": "level:senior"}).json()["filters_off"] == []


def test_a_new_search_in_the_box_keeps_the_other_filters(db: None) -> None:
    html = Client().get("/jobs/?city=Leeds&q=nurse&page=1").content.decode()
    form = html[html.index("searchbar") : html.index("</form>")]
    assert 'name="city" value="Leeds"' in form
    assert form.count('name="q"') == 1
    assert 'name="page"' not in form


@pytest.mark.parametrize(
    ("words", "currency"),
    [
        ("pay>=50k", "USD"),
        ("in:Hamburg pay>=50k", "EUR"),
        ("country:GB pay>=50k", "GBP"),
        ("region:PL-78 pay>=50k", "PLN"),
        ("in:Europe pay>=50k", "EUR"),
        ("country:FR country:CH pay>=50k", "EUR"),
        ("country:FR country:US pay>=50k", "USD"),
        ("in:Hamburg pay>=50k currency:CHF", "CHF"),
    ],
)
def test_a_pay_floor_is_in_the_money_of_the_place(words: str, currency: str) -> None:
    assert typed(words).pay_currency == currency
