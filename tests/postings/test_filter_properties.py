"""What holds of any set of filters: counts are what a click gives, every door shows the same postings, nothing is hidden
without being counted, and the address is all there is to it.
"""

import json
import random
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from django.test import Client, RequestFactory

from accounts.models import Organization
from postings import facets, listing
from postings.filters import PostingFilter
from postings.models import JobPosting
from postings.naming import canonical_query
from postings.search import folder, index, updating
from postings.search.query import RANGES, SearchQuery
from tests.pages import values_of as values_in
from tests.postings.every_kind import draw_filters, make_board

SETS = 300
DOORS = 40


@pytest.fixture
def board(organization: Organization) -> list[JobPosting]:
    return make_board(organization)


def query_of(asked: list[tuple[str, str]]) -> SearchQuery:
    return PostingFilter(QueryDict(urlencode(asked)), JobPosting.objects.none()).search_query()


def test_a_count_is_what_the_click_gives(board: list[JobPosting]) -> None:
    chance = random.Random(2)
    added = left = 0
    for _ in range(SETS):
        query = query_of(draw_filters(chance, 5))
        found = index.search(query, facets=True)
        name = chance.choice([name for name in query.FACET_FIELDS if found.facets[name]] or ["skill"])
        if not found.facets[name]:
            continue
        value, count = chance.choice(sorted(found.facets[name].items()))
        chosen = getattr(query, name)
        if value in chosen:
            continue
        after = index.search(SearchQuery(**{**values_of(query), name: (*chosen, value)})).total
        adds = bool(chosen) and not (name == "skill" and query.skill_mode == "all")
        assert after == count + (found.total if adds else 0), (query, name, value)
        added += adds and bool(count)
        left += not adds and bool(count)
    assert (added > 10, left > 60) == (True, True), (added, left)


def values_of(query: SearchQuery) -> dict[str, Any]:
    return {name: getattr(query, name) for name in query.__dataclass_fields__}


def test_the_filter_column_shows_every_value_of_a_closed_list_with_that_count(board: list[JobPosting]) -> None:
    chance = random.Random(3)
    for _ in range(DOORS):
        asked = draw_filters(chance, 4)
        query = query_of(asked)
        counts = index.search(query, facets=True).facets
        for group in facets.facet_groups(query, counts):
            options = {option.value: option.count for option in (*group.options, *group.more)}
            assert options.keys() >= set(facets.closed_list(group.name)), group.name
            assert all(counts[group.name].get(value, 0) == count for value, count in options.items()), group.name


def test_every_door_shows_the_same_postings_in_the_same_order(board: list[JobPosting]) -> None:
    chance = random.Random(4)
    client, some = Client(), 0
    uids = {posting.pk: str(posting.uid) for posting in board}
    for number in range(DOORS):
        asked = [pair for pair in draw_filters(chance, 4) if pair[0] != "sort"]
        asked.append(("sort", chance.choice(["newest", "pay", "closing", "relevance"])))
        query = urlencode(asked)
        html = client.get(f"/jobs/?{query}").content.decode()
        page = [address.partition("?")[0][-37:-1] for address in values_in(html, ".card h3 a", "href")]
        answer = client.get(f"/api/v1/postings/?{query}").json()
        feed = json.loads(client.get(f"/jobs/feed.json?{query}").content)["items"]
        assert [row["id"] for row in answer["results"]] == page, query
        assert [item["id"].removeprefix("urn:uuid:") for item in feed][: len(page)] == page, query
        assert answer["count"] == index.count(query_of(asked))
        assert set(page) <= {uids[pk] for pk in index.matching_ids(query_of(asked))}
        some += bool(page) and number > 0
    assert some > DOORS / 4


def test_what_is_within_silent_otherwise_stated_and_outside_is_all(board: list[JobPosting]) -> None:
    """Each part counted by itself: by leaving the range out, by asking for the silent, and by every currency."""
    chance = random.Random(5)
    told = 0
    for _ in range(SETS):
        asked = draw_filters(chance, 4)
        if not any(name in ("pay_min", "pay_max", "years_most", "degree_most", "work_from") for name, _ in asked):
            asked.append(("pay_min", chance.choice(["0", "60000", "80001"])))
        query = query_of(asked)
        for name, counts in index.count_statements(query).items():
            everything = set(index.matching_ids(query.without_range(name)))
            only = set(index.matching_ids(SearchQuery(**{**values_of(query), "only_stated": tuple(RANGES)})))
            assert counts.within + counts.silent + counts.other + counts.outside == len(everything), asked
            assert min(counts.within, counts.silent, counts.other, counts.outside) >= 0, asked
            assert only <= everything
            if name == "pay":
                rows = JobPosting.objects.filter(pk__in=everything)
                assert counts.silent == sum(not row.pay_bands for row in rows), asked
                paid = [row for row in rows if row.pay_bands]
                assert counts.other == sum(
                    row.salary_annual_max is None or row.salary_currency != query.pay_currency for row in paid
                ), asked
                told += bool(counts.other)
    assert told > 50


def test_a_state_is_its_address(board: list[JobPosting]) -> None:
    """Without script and without a session, the same address gives the same list, and names itself."""
    chance = random.Random(6)
    for _ in range(DOORS):
        asked = [pair for pair in draw_filters(chance, 4) if pair[0] != "sort"]
        again = canonical_query(PostingFilter(QueryDict(urlencode(asked)), JobPosting.objects.none()))
        first, second = (values_of(PostingFilter(QueryDict(data), JobPosting.objects.none()).search_query())
                         for data in (urlencode(asked), again))  # fmt: skip
        assert {name: set(value) if isinstance(value, tuple) else value for name, value in first.items()} == {
            name: set(value) if isinstance(value, tuple) else value for name, value in second.items()
        }


@pytest.mark.parametrize("with_index", [True, False])
def test_a_cursor_is_not_shifted_by_what_is_added_in_front(board: list[JobPosting], with_index: bool) -> None:
    if not with_index:
        folder.marker_file().unlink()
    request = RequestFactory().get("/jobs/")
    request.user, request.session = AnonymousUser(), SessionBase()

    def page(query: str) -> listing.Listing:
        return listing.list_postings(request, QueryDict(query), size=7, page=int(QueryDict(query).get("page", "1")))

    whole = list(JobPosting.objects.open().newest_first().values_list("pk", flat=True))
    seen: list[int] = []
    walked = [page("")]
    seen += [posting.pk for posting in walked[-1].postings]
    made = JobPosting.objects.create(
        hiring_organization=board[0].hiring_organization, title="New", slug="new", description_text="x",
        status="published", first_seen_at=board[0].first_seen_at, date_posted=None,
    )  # fmt: skip
    JobPosting.objects.filter(pk=made.pk).update(freshness=2**29 - 1)
    if with_index:
        updating.catch_up()
    while walked[-1].has_next:
        walked.append(page(walked[-1].next_url[1:]))
        seen += [posting.pk for posting in walked[-1].postings]
    assert seen == whole
    assert [found.page for found in walked] == list(range(1, len(walked) + 1))
    back = page(walked[3].previous_url[1:])
    assert [posting.pk for posting in back.postings] == [posting.pk for posting in walked[2].postings]
    assert back.page == 3


@pytest.mark.parametrize(
    "cursor", ["", "after", "after-", "after--1", "before-1e9", "after-99999999999999999999", "x-1"]
)
def test_a_cursor_of_no_meaning_is_the_first_page(board: list[JobPosting], cursor: str) -> None:
    assert index.Cursor.read(cursor) is None
    assert Client().get("/jobs/", {"cursor": cursor}).status_code == 200


def test_highest_pay_compares_one_currency_and_says_what_it_leaves_uncompared(board: list[JobPosting]) -> None:
    html = Client().get("/jobs/?sort=pay&pay_currency=EUR").content.decode()
    found = index.search(SearchQuery(sort="pay", pay_currency="EUR"), limit=100)
    rows = JobPosting.objects.in_bulk(found.ids)
    pays = [rows[pk].salary_annual_max or 0 for pk in found.ids if rows[pk].salary_currency == "EUR"]
    assert pays == sorted(pays, reverse=True)
    assert [rows[pk].salary_currency == "EUR" for pk in found.ids] == [True] * len(pays) + [False] * (
        len(found.ids) - len(pays)
    )
    assert "Ordered by the top of the yearly pay in EUR" in html
    assert f"{found.total - len(pays)} state no yearly pay in that currency and follow" in " ".join(html.split())


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=" + "a" * 200, "q=" + "+".join(["-"] * 99), "q=%22%22%22", "q=-%22", "q=AND+OR+NOT+*+title:", "skill=%00",
        "skill=" + "a" * 300, "city=" + "&city=".join(map(str, range(10_000))), "sort=worst", "colour=blue", "within=-1",
        "within=1e9&place=Leeds", "years_most=999999", "pay_max=" + "9" * 400, "work_from=" + "x" * 99, "skill_mode=none",
        "place=%00", "place=" + "%F0%9F%9A%80" * 50, "cursor=%00", "unit=parsec", "language=%00&start=%00", "page=1&page=2",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/jobs/", "/api/v1/postings/", "/jobs/feed.rss", "/api/v1/facets/", "/jobs/suggest/"])
def test_nothing_that_is_asked_breaks_the_list(board: list[JobPosting], path: str, query: str) -> None:
    assert Client().get(f"{path}?{query}").status_code in {200, 400}
