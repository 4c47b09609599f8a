"""The API is a second door to the same room: same filters, same rows, same order, same refusals."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Organization, Resume, User
from postings import services
from postings.filters import PostingFilter
from postings.models import JobPosting
from tests.factories import BACKEND_POSTING, NURSE_POSTING, draft_text, publish_text
from tests.pages import values_of

QUERIES = [
    "", "q=python", "employment_type=PART_TIME", "job_location_type=HYBRID&job_location_type=ON_SITE", "place=Hamburg",
    "pay=STATED", "sort=pay", "q=nurse&sort=newest", "country=GB", "visa=NOT_STATED", "posted_within=7",
]  # fmt: skip


@pytest.fixture
def board(organization: Organization, process_changes: Callable[[], None]) -> None:
    services.load_skills()
    publish_text(organization)
    publish_text(None, NURSE_POSTING)
    publish_text(organization, BACKEND_POSTING.replace("Backend", "Platform").replace("Hybrid", "Remote"))
    process_changes()


@pytest.mark.parametrize("query", QUERIES)
def test_the_api_lists_what_the_page_lists(board: None, query: str) -> None:
    found = Client().get(f"/api/v1/postings/?{query}").json()
    html = Client().get(f"/jobs/?{query}").content.decode()
    links = [link.partition("?")[0] for link in values_of(html, ".card h3 a", "href")]
    assert [urlsplit(row["web_url"]).path for row in found["results"]] == links
    assert found["count"] == len(found["results"])


def test_facets_count_what_the_list_would_leave(board: None) -> None:
    facets = Client().get("/api/v1/facets/").json()["facets"]
    for name, values in facets.items():
        for value, count in values.items():
            found = Client().get("/api/v1/postings/", {name: value}).json()
            assert found["count"] == count, (name, value)


def test_a_posting_is_given_with_its_source_text_and_spans(posting: JobPosting) -> None:
    data = Client().get(f"/api/v1/postings/{posting.uid}/").json()
    assert data["title"] == "Backend Engineer"
    assert data["match"] is None
    items = [item for section in data["sections"] for item in section["items"]]
    for item in items:
        start, end = item["span"]
        assert data["raw_text"][start:end] == item["text"]
    assert {"required", "preferred"} <= {item["importance"] for item in items}


def test_pay_without_a_period_says_so(organization: Organization) -> None:
    posting = publish_text(organization, BACKEND_POSTING.replace(" a year", ""))
    (band,) = Client().get(f"/api/v1/postings/{posting.uid}/").json()["base_salaries"]
    assert band["unit"] is None
    assert band["text"].endswith("pay period not stated")


def test_a_draft_is_like_a_posting_that_does_not_exist(organization: Organization, employer: User) -> None:
    draft = Client().get(f"/api/v1/postings/{draft_text(organization).uid}/")
    missing = Client().get(f"/api/v1/postings/{uuid4()}/")
    assert draft.status_code == missing.status_code == 404
    assert draft.content == missing.content


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("employment_type=SLAVE", "employment_type"), ("pay_min=abc", "pay_min"), ("page=0", "page"), ("page=-1", "page"),
        ("page=1e9", "page"), ("limit=x", "limit"), ("page=99999&limit=100", "page"), ("posted_within=5", "posted_within"),
        ("q=" + "a" * 201, "q"), ("skill=" + "&skill=".join(map(str, range(101))), "skill"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_a_400_that_names_the_field(db: None, query: str, field: str) -> None:
    answer = Client().get(f"/api/v1/postings/?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert field in answer.json()["errors"]


def test_a_page_holds_a_hundred_rows_at_most(board: None) -> None:
    assert len(Client().get("/api/v1/postings/?limit=5000").json()["results"]) == 3
    assert len(Client().get("/api/v1/postings/?limit=2").json()["results"]) == 2


def test_my_matches_need_a_sign_in(db: None) -> None:
    assert Client().get("/api/v1/me/matches/").status_code == 401
    assert Client().get(f"/api/v1/me/matches/{uuid4()}/").status_code == 401


def test_my_matches_are_mine_alone(
    board: None, candidate: User, stranger: User, resume: Resume, process_changes: Callable[[], None],
    client_of: Callable[[User], Client],
) -> None:  # fmt: skip
    process_changes()
    assert client_of(candidate).get("/api/v1/me/matches/").json()["count"] == 3
    assert client_of(stranger).get("/api/v1/me/matches/").json() == {"count": 0, "page": 1, "results": []}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/api/v1/postings/", "/api/v1/facets/", "/api/v1/me/matches/"])
def test_the_read_side_takes_no_writes(
    candidate: User, client_of: Callable[..., Client], method: str, path: str
) -> None:
    assert getattr(client_of(candidate), method)(path, {}).status_code == 405


def test_the_list_costs_the_same_at_any_length(
    organization: Organization, process_changes: Callable[[], None], django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        publish_text(organization, BACKEND_POSTING.replace("Backend Engineer", f"Backend Engineer {number}"))
    process_changes()
    with django_assert_max_num_queries(8):
        Client().get("/api/v1/postings/")


def test_the_schema_names_every_filter(db: None) -> None:
    schema = Client().get("/api/schema/", headers={"Accept": "application/json"}).json()
    parameters = {p["name"] for p in schema["paths"]["/api/v1/postings/"]["get"]["parameters"]}
    assert set(PostingFilter.base_filters) <= parameters
    assert schema["openapi"].startswith("3.1")


def test_the_schema_says_how_one_signs_in_and_names_each_choice_once(db: None) -> None:
    schema = Client().get("/api/schema/", headers={"Accept": "application/json"}).json()
    assert schema["components"]["securitySchemes"] == {
        "cookieAuth": {"type": "apiKey", "in": "cookie", "name": "sessionid"}
    }
    fields = schema["components"]["schemas"]["Posting"]["properties"]
    assert fields["relocation"] == fields["visa_sponsorship"] == {"$ref": "#/components/schemas/TristateEnum"}


def test_the_documentation_loads_nothing_from_elsewhere(db: None) -> None:
    html = Client().get("/api/docs/").content.decode()
    assert "swagger-ui-bundle.js" in html
    assert "https://" not in html.replace("https://schema.org", "")


def test_nobody_is_told_how_to_say_who_they_are(db: None) -> None:
    answer = Client().get("/api/v1/me/matches/")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Session realm="api"')
