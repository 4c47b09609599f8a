"""What can I do from here: the countries from which a remote job may be done, from its text to the filter."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from accounts.models import Organization
from postings import editing, jsonld
from postings.filters import PostingFilter
from postings.models import JobLocation, JobPosting
from postings.search import index, updating
from postings.search.database import postings_passing
from postings.writing import Edits
from tests.factories import BACKEND_POSTING, publish_text
from tests.pages import words_of

WHERE = "Hybrid\nHamburg, Germany"
# What the posting says -> countries from which it may be done (of those asked), and what Google is told.
POSTINGS = {
    "Remote (US only)": ({"US"}, [{"@type": "Country", "name": "US"}]),
    "Remote within the EU": ({"DE", "FR"}, None),
    "Remote\nMust be based in Germany or Austria": (
        {"DE"},
        [{"@type": "Country", "name": name} for name in ("DE", "AT")],
    ),
    "Remote (Worldwide)": ({"DE", "FR", "GB", "US"}, []),
    "Remote": (set(), []),
    WHERE: ({"DE"}, None),
}
ASKED = ("DE", "FR", "GB", "US")


@pytest.fixture
def board(organization: Organization) -> dict[str, JobPosting]:
    postings = {}
    for number, words in enumerate(POSTINGS):
        text = BACKEND_POSTING.replace(WHERE, words).replace("Backend Engineer", f"Backend Engineer {'ABCDEF'[number]}")
        postings[words] = publish_text(organization, text)
    updating.rebuild()
    return postings


def passing(country: str, only_stated: bool) -> tuple[set[int], set[int]]:
    data = QueryDict(f"work_from={country}&unstated_from={'0' if only_stated else '1'}")
    query = PostingFilter(data, JobPosting.objects.none()).search_query()
    now = timezone.now()
    return set(index.matching_ids(query)), set(postings_passing(query, now).values_list("pk", flat=True))


def test_each_posting_is_found_from_the_countries_that_it_names(board: dict[str, JobPosting]) -> None:
    silent = board["Remote"].pk
    for country in ASKED:
        wanted = {board[words].pk for words, (countries, _) in POSTINGS.items() if country in countries}
        assert passing(country, only_stated=True) == (wanted, wanted), country
        assert passing(country, only_stated=False) == (wanted | {silent}, wanted | {silent}), country


def test_google_is_told_the_countries_that_are_stated_and_never_an_invented_one(board: dict[str, JobPosting]) -> None:
    for words, (_, requirements) in POSTINGS.items():
        if requirements is not None:
            posting = JobPosting.objects.for_page().get(pk=board[words].pk)
            assert jsonld.applicant_requirements(posting) == requirements, words
    european = JobPosting.objects.for_page().get(pk=board["Remote within the EU"].pk)
    names = {row["name"] for row in jsonld.applicant_requirements(european)}
    assert (len(names), "GB" in names) == (27, False)


def test_pages_and_the_api_say_from_where(board: dict[str, JobPosting], client: Client) -> None:
    posting = board["Remote\nMust be based in Germany or Austria"]
    assert "remote from Germany or Austria" in words_of(client.get("/jobs/").content.decode())
    page = words_of(client.get(posting.get_absolute_url()).content.decode())
    assert "May be done from" in page
    rows: list[Any] = client.get(f"/api/v1/postings/{posting.uid}/").json()["applicant_locations"]
    assert [(row["raw"], row["countries"]) for row in rows] == [("Germany", ["DE"]), ("Austria", ["AT"])]


def test_places_that_a_person_states_leave_what_the_text_says(board: dict[str, JobPosting]) -> None:
    posting = board["Remote (US only)"]
    editing.edit_posting(posting, None, edits=Edits({"locations": ["Lyon, France"]}), actor=None)
    rows = posting.job_locations.order_by("role").values_list("role", "raw")
    assert list(rows) == [(JobLocation.Role.APPLICANT, "US"), (JobLocation.Role.WORKSITE, "Lyon, France")]
