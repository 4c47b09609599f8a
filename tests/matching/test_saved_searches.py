"""The lists that members come back to."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from accounts.services import candidate_of
from matching.models import SavedSearch
from matching.saved_searches import MOST, querystring_of, save_search
from postings.models import JobPosting
from postings.search import updating
from tests.pages import texts_of, values_of, words_of

Clients = Callable[[User], Client]


@pytest.mark.parametrize(
    ("query", "kept", "name"),
    [
        ("q=python&page=3&sort=pay&at=7", "q=python", "python"),
        ("employment_type=PART_TIME&employment_type=FULL_TIME", "employment_type=FULL_TIME&employment_type=PART_TIME",
         "Full-time, Part-time"),
        ("place=Hamburg&q=+python+&posted_within=7", "place=Hamburg&posted_within=7&q=python",
         "python, Hamburg, Past 7 days"),
        ("q=python&employment_type=NONSENSE&unheard=1", "q=python", "python"),
    ],
)  # fmt: skip
def test_a_search_is_what_is_asked_for_and_not_how_it_is_shown(
    candidate: User, query: str, kept: str, name: str
) -> None:
    row = save_search(candidate_of(candidate), query)
    assert (querystring_of(row), row.name) == (kept, name)


@pytest.mark.parametrize("query", ["", "page=2&sort=pay", "employment_type=NONSENSE", "q=%20", "%00", "q"])
def test_nothing_searched_for_is_nothing_to_save(candidate: User, query: str) -> None:
    with pytest.raises(ValidationError, match="nothing to save"):
        save_search(candidate_of(candidate), query)


def test_the_same_search_is_saved_once_and_there_are_fifty_at_most(candidate: User) -> None:
    own = candidate_of(candidate)
    first = save_search(own, "q=python")
    assert save_search(own, "q=python&sort=pay", name="Snakes").pk == first.pk
    assert SavedSearch.objects.get().name == "Snakes"
    for number in range(MOST - 1):
        save_search(own, f"q=job{number}")
    with pytest.raises(ValidationError, match="Remove one first"):
        save_search(own, "q=one-more")


def test_from_a_list_to_a_saved_search_and_back(candidate: User, posting: JobPosting, client_of: Clients) -> None:
    updating.rebuild()
    client = client_of(candidate)
    page = client.get("/jobs/?q=backend").content.decode()
    query = values_of(page, "input[name=query]", "value")
    answer = client.post("/me/searches/", {"query": query[0], "name": "Backend work"}, follow=True)
    page = answer.content.decode()
    assert "Saved as “Backend work”" in words_of(page)
    (link,) = values_of(page, "h2 a", "href")
    assert texts_of(client.get(link).content.decode(), "[data-result]") == [posting.title]
    client.post(f"/me/searches/{SavedSearch.objects.get().pk}/remove/")
    assert not SavedSearch.objects.exists()


def test_what_cannot_be_saved_leads_back_to_its_list_with_a_sentence(
    candidate: User, posting: JobPosting, client_of: Clients
) -> None:
    updating.rebuild()
    answer = client_of(candidate).post("/me/searches/", {"query": "sort=pay"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/jobs/?sort=pay"
    assert "nothing to save yet" in words_of(answer.content.decode())
