"""Every list is a feed, and every open posting stands in a sitemap."""

import json
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree

from accounts.models import Organization, User
from postings import services
from postings.models import JobPosting, PostingSkill
from tests.factories import BACKEND_POSTING, NURSE_POSTING, publish_text
from tests.pages import values_of

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
QUERIES = ["", "place=Leeds", "employment_type=FULL_TIME", "pay_min=70000&pay_currency=EUR", "q=python&sort=relevance"]


@pytest.fixture
def board(organization: Organization, process_changes: Callable[[], None]) -> list[JobPosting]:
    services.load_skills()
    postings = [
        publish_text(organization),
        publish_text(None, NURSE_POSTING),
        publish_text(organization, BACKEND_POSTING.replace("Backend", "Platform & <Cloud>")),
    ]
    process_changes()
    return postings


def ids_of(kind: str, query: str) -> list[str]:
    content = Client().get(f"/jobs/feed.{kind}?{query}").content
    if kind == "json":
        return [item["id"] for item in json.loads(content)["items"]]
    tree = etree.fromstring(content)
    entry, identity = ("item", "guid") if kind == "rss" else (f"{ATOM}entry", f"{ATOM}id")
    return [str(found.findtext(identity)) for found in tree.iter(entry)]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_a_feed_holds_what_its_list_holds_in_the_same_order(board: list[JobPosting], kind: str, query: str) -> None:
    rows = Client().get(f"/api/v1/postings/?{query}").json()["results"]
    assert ids_of(kind, query) == [f"urn:uuid:{row['id']}" for row in rows]
    assert rows


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_a_reader_that_has_the_state_is_told_so(board: list[JobPosting], kind: str) -> None:
    first = Client().get(f"/jobs/feed.{kind}")
    again = Client().get(f"/jobs/feed.{kind}", headers={"If-None-Match": first.headers["ETag"]})
    since = Client().get(f"/jobs/feed.{kind}", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (first.status_code, again.status_code, since.status_code) == (200, 304, 304)
    services.close(board[0], actor=None)
    changed = Client().get(f"/jobs/feed.{kind}", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_a_feed_is_the_same_for_everybody(
    board: list[JobPosting], candidate: User, client_of: Callable[..., Client]
) -> None:
    client = client_of(candidate)
    client.post(f"/jobs/{board[0].uid}/hide/", {"hidden": "1"})
    listed = client.get("/api/v1/postings/").json()["count"]
    feed = json.loads(client.get("/jobs/feed.json").content)["items"]
    assert (listed, len(feed)) == (len(board) - 1, len(board))


def test_a_filter_with_a_wrong_value_makes_no_feed(board: list[JobPosting]) -> None:
    answer = Client().get("/jobs/feed.rss?employment_type=SLAVE")
    assert (answer.status_code, "employment_type" in answer.content.decode()) == (400, True)


def test_without_an_index_a_feed_that_needs_words_waits(organization: Organization) -> None:
    publish_text(organization)
    assert Client().get("/jobs/feed.atom?q=python").status_code == 503
    assert len(ids_of("atom", "place=Hamburg")) == 1


def test_a_list_names_its_feeds_and_its_own_address(board: list[JobPosting]) -> None:
    html = Client().get("/jobs/?place=Leeds&page=1&sort=pay&colour=blue&country=GB").content.decode()
    feeds = values_of(html, 'link[rel="alternate"]', "href")
    assert [address.removeprefix(settings.SITE_URL) for address in feeds] == [
        f"/jobs/feed.{kind}?country=GB&place=Leeds" for kind in ("rss", "atom", "json")
    ]
    (canonical,) = values_of(html, 'link[rel="canonical"]', "href")
    assert canonical.endswith("/jobs/?country=GB&place=Leeds")


def locations(path: str) -> list[str]:
    tree = etree.fromstring(Client().get(path).content)
    return [str(place.text).removeprefix(settings.SITE_URL) for place in tree.iter(f"{SITEMAP}loc")]


def test_sitemaps_hold_every_open_posting_and_its_company(board: list[JobPosting]) -> None:
    services.close(board[1], actor=None)
    found = [address for chunk in locations("/sitemap.xml") for address in locations(chunk)]
    still_open = [board[0], board[2]]
    pages = {"/", "/jobs/", "/companies/", "/skills/", "/pay/"}
    own = {posting.get_absolute_url() for posting in still_open}
    assert set(found) >= own | pages | {"/companies/harbour-software/", "/skills/python/"}
    asked = PostingSkill.objects.filter(posting__in=still_open).values_list("skill__slug", flat=True)
    assert {place for place in found if place.startswith("/skills/")} == {f"/skills/{slug}/" for slug in asked} | {
        "/skills/"
    }
    assert {place for place in found if place.startswith("/jobs/")} == own | {"/jobs/"}
    tree = etree.fromstring(Client().get(locations("/sitemap.xml")[0]).content)
    dates = {str(changed.text)[:19] for changed in tree.iter(f"{SITEMAP}lastmod")}
    assert dates == {JobPosting.objects.get(pk=posting.pk).changed_at.isoformat()[:19] for posting in still_open}


def test_the_robots_file_names_the_sitemap(db: None) -> None:
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in Client().get("/robots.txt").content.decode()


@pytest.mark.parametrize("chunk", ["1", "99999999999999999999"])
def test_an_empty_range_of_ids_is_no_sitemap(board: list[JobPosting], chunk: str) -> None:
    assert Client().get(f"/sitemap-jobs-{chunk}.xml").status_code == 404
