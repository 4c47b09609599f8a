"""Names offered while one types: only those that find something, as links, with and without script."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Organization
from postings import services
from postings.search.suggesting import suggest_for_place, suggest_for_words
from tests.factories import BACKEND_POSTING, NURSE_POSTING, publish_text
from tests.pages import texts_of, values_of


@pytest.fixture
def board(organization: Organization, process_changes: Callable[[], None]) -> None:
    services.load_skills()
    publish_text(organization)
    publish_text(organization, BACKEND_POSTING.replace("Backend", "Platform").replace("Hybrid", "Remote"))
    publish_text(None, NURSE_POSTING)
    process_changes()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("pyth", [("skill", "Python")]),
        ("k8", [("skill", "Kubernetes")]),
        ("back", [("skill", "Backend Development"), ("title", "Backend Engineer")]),
        ("engin", [("title", "Backend Engineer"), ("title", "Platform Engineer")]),
        ("harb", [("organization", "Harbour Software")]),
        ("soft", [("organization", "Harbour Software")]),
        ("REGISTERED n", [("skill", "Registered Nurse"), ("title", "Registered Nurse")]),
        ("haskell", []),
        ("", []),
        ("\x1f", []),
    ],
)
def test_what_begins_so_is_offered_if_an_open_posting_has_it(
    board: None, typed: str, offered: list[tuple[str, str]]
) -> None:
    assert [(found.kind, found.label) for found in suggest_for_words(typed)] == offered


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ham", [("city", "Hamburg")]),
        ("ger", [("country", "Germany")]),
        ("rem", [("remote", "Remote")]),
        ("lee", [("city", "Leeds")]),
        ("par", []),
    ],
)
def test_places_of_open_postings_are_offered(board: None, typed: str, offered: list[tuple[str, str]]) -> None:
    assert [(found.kind, found.label) for found in suggest_for_place(typed)] == offered


def test_every_offer_leads_to_a_list_that_holds_something(board: None) -> None:
    for query in ("q=p", "q=r", "q=h", "place=g", "place=h", "place=r", "place=u"):
        html = Client().get(f"/jobs/suggest/?{query}").content.decode()
        links = [address for address in values_of(html, "main a", "href") if "=" in address]
        assert links, query
        for address in links:
            assert values_of(Client().get(address).content.decode(), ".card h3 a", "href"), address


def test_the_list_under_the_box_is_a_fragment_of_options(board: None) -> None:
    part = Client().get("/jobs/suggest/?q=py", headers={"HX-Request": "true"})
    html = part.content.decode()
    assert texts_of(html, "title") == []
    assert values_of(html, "a", "role") == ["option"]
    assert "HX-Request" in part.headers["Vary"]


def test_without_an_index_nothing_is_offered(db: None) -> None:
    answer = Client().get("/jobs/suggest/?q=py")
    assert (answer.status_code, "begins so" in answer.content.decode()) == (200, True)
