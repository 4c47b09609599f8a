"""Who hires on this board."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization
from postings import services
from postings.models import JobPosting
from postings.search import folder, updating
from tests.factories import BACKEND_POSTING, NURSE_POSTING, OrganizationFactory, publish_text
from tests.pages import texts_of, words_of


@pytest.fixture
def board(organization: Organization) -> list[JobPosting]:
    services.load_skills()
    rows = [
        publish_text(organization),
        publish_text(organization, BACKEND_POSTING.replace("Backend Engineer", "Backend Developer")),
        publish_text(None, NURSE_POSTING),
    ]
    OrganizationFactory(name="Nobody Hires Here")
    updating.rebuild()
    return rows


def names(path: str = "/companies/") -> list[str]:
    return texts_of(Client().get(path).content.decode(), ".company-tile b")


def test_companies_with_open_jobs_are_listed_most_jobs_first(
    board: list[JobPosting], organization: Organization
) -> None:
    assert names() == [organization.name, board[2].hiring_organization.name]
    assert texts_of(Client().get("/companies/").content.decode(), ".company-tile small")[0] == "2 open jobs"


def test_a_company_is_found_by_a_part_of_its_name(board: list[JobPosting], organization: Organization) -> None:
    assert names("/companies/?q=HARBOUR") == [organization.name]
    assert names("/companies/?q=nobody") == []
    page = Client().get("/companies/?q=nobody").content.decode()
    assert "No company with open jobs is called “nobody”" in words_of(page)


@pytest.mark.parametrize("q", ["%", "_", "x" * 5000, "%F0%9F%98%80"])
def test_any_name_gets_a_page(board: list[JobPosting], q: str) -> None:
    assert Client().get(f"/companies/?q={q}").status_code == 200


def test_the_directory_and_the_page_of_a_company_say_so_while_the_index_is_away(
    board: list[JobPosting], organization: Organization
) -> None:
    folder.marker_file().unlink()
    assert "Search is being rebuilt" in words_of(Client().get("/companies/").content.decode())
    assert board[0].title in Client().get(f"/companies/{organization.slug}/").content.decode()


def test_a_company_tells_its_open_jobs_in_numbers(board: list[JobPosting], organization: Organization) -> None:
    page = Client().get(f"/companies/{organization.slug}/").content.decode()
    assert "Skills asked for" in texts_of(page, ".numbers dt")
    assert "Python 2" in texts_of(page, ".numbers dd")


def test_the_directory_costs_the_same_at_any_size(board: list[JobPosting]) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            Client().get("/companies/")
        return len(queries)

    before = cost()
    for number in range(6):
        publish_text(OrganizationFactory(name=f"Company {number}"), NURSE_POSTING)
    updating.rebuild()
    assert cost() == before
    assert len(names()) == 8
