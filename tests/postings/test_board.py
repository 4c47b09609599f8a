"""The list and the posting page, as a person meets them."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organization, User
from postings import services
from postings.models import JobPosting
from postings.search import updating
from postings.writing import Edits
from tests.factories import BACKEND_POSTING, NURSE_POSTING, draft_text, publish_text
from tests.pages import STRUCTURED_DATA, texts_of, values_of, words_of


def page(path: str, **headers: str) -> str:
    return Client().get(path, headers=headers or None).content.decode()


def test_the_list_shows_open_postings_only(posting: JobPosting, process_changes: Callable[[], None]) -> None:
    draft = draft_text(posting.hiring_organization, NURSE_POSTING)
    process_changes()
    html = page("/jobs/")
    assert posting.title in html
    assert draft.title not in html


def test_a_posting_closed_in_the_database_never_shows_even_with_an_old_index(
    posting: JobPosting, process_changes: Callable[[], None]
) -> None:
    process_changes()
    services.close(posting, actor=None)
    assert "Backend Engineer" not in page("/jobs/")
    assert Client().get("/api/v1/postings/").json()["results"] == []


def test_filters_are_links_that_work_without_script(posting: JobPosting, process_changes: Callable[[], None]) -> None:
    publish_text(None, NURSE_POSTING)
    process_changes()
    html = page("/jobs/?employment_type=PART_TIME")
    assert "Registered Nurse" in html
    assert "Backend Engineer" not in html
    assert "1 job" in html


def test_without_an_index_the_list_pages_from_the_database_and_says_so(posting: JobPosting) -> None:
    publish_text(None, NURSE_POSTING)
    html = page("/jobs/")
    assert "Search is being rebuilt" in html
    assert html.index("Registered Nurse") < html.index("Backend Engineer")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("place=Leeds", "Registered Nurse"),
        ("employment_type=FULL_TIME", "Backend Engineer"),
        ("job_location_type=ON_SITE", "Registered Nurse"),
        ("pay=STATED", "Backend Engineer"),
        ("pay=NOT_STATED", "Registered Nurse"),
        ("country=DE", "Backend Engineer"),
        ("city=Leeds", "Registered Nurse"),
        ("pay_min=60000&pay_currency=EUR&unstated_pay=0", "Backend Engineer"),
        ("organization=harbour-software", "Backend Engineer"),
    ],
)
def test_the_same_filters_work_with_and_without_the_index(
    posting: JobPosting, process_changes: Callable[[], None], query: str, found: str
) -> None:
    publish_text(None, NURSE_POSTING)
    other = ({"Backend Engineer", "Registered Nurse"} - {found}).pop()
    for with_index in (False, True):
        if with_index:
            process_changes()
        html = page(f"/jobs/?{query}")
        assert found in html, (query, with_index)
        assert other not in html, (query, with_index)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("pay_min=60000&pay_currency=EUR", "2 jobs 1 pays that, 1 does not say"),
        ("pay_min=900000&pay_currency=EUR", "1 job 0 pay that, 1 does not say"),
        ("pay_min=60000&pay_currency=EUR&unstated_pay=0", "1 job 1 pays that, 1 does not say and is left out"),
        ("pay_min=60000&pay_currency=EUR&pay=STATED", "1 job 1 pays that"),
        ("pay_min=1&pay_currency=USD", "1 job 0 pay that, 1 does not say, 1 states another currency or no yearly pay"),
    ],
)
def test_a_pay_floor_says_how_many_do_not_state_their_pay(
    posting: JobPosting, process_changes: Callable[[], None], query: str, said: str
) -> None:
    publish_text(None, NURSE_POSTING)
    process_changes()
    assert said in words_of(page(f"/jobs/?{query}"))


@pytest.mark.parametrize("path", ["/jobs/", "/api/v1/postings/", "/companies/harbour-software/"])
def test_a_list_never_reads_the_texts_of_its_postings(
    posting: JobPosting, process_changes: Callable[[], None], path: str
) -> None:
    process_changes()
    with CaptureQueriesContext(connection) as asked:
        assert posting.title in page(path)
    assert not [query["sql"] for query in asked if '"raw_text"' in query["sql"] or "postingreading" in query["sql"]]


def test_an_empty_result_says_which_filter_to_drop(posting: JobPosting, process_changes: Callable[[], None]) -> None:
    process_changes()
    words = words_of(page("/jobs/?employment_type=VOLUNTEER&pay=STATED"))
    assert "Drop one filter" in words
    assert "without role type 1" in words


def test_an_unknown_filter_is_left_out_and_said_to_be(posting: JobPosting, process_changes: Callable[[], None]) -> None:
    process_changes()
    html = page("/jobs/?colour=blue")
    assert "left out: colour" in html
    assert "Backend Engineer" in html


@pytest.mark.parametrize("number", ["0", "-1", "abc", "9" * 30, "2"])
def test_a_page_that_does_not_exist_is_a_404_with_words(posting: JobPosting, number: str) -> None:
    answer = Client().get(f"/jobs/?page={number}")
    assert answer.status_code == 404
    assert "That page does not exist" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["q=%00", "place=%ED%A0%80%00", "q=" + "a" * 5000, "skill=" + "&skill=".join(map(str, range(500)))]
)
def test_hostile_queries_get_an_answer(posting: JobPosting, query: str) -> None:
    assert Client().get(f"/jobs/?{query}").status_code in {200, 400}
    assert Client().get(f"/api/v1/postings/?{query}").status_code in {200, 400}


def test_the_address_holds_only_what_asks_something(posting: JobPosting) -> None:
    asked = "/jobs/?employment_type=INTERN&pay_min=&pay_currency=USD&unit=km&within=&unstated_pay=1&sort=pay"
    pushed = Client().get(asked, headers={"HX-Request": "true"}).headers["HX-Push-Url"]
    assert pushed == "/jobs/?employment_type=INTERN&sort=pay"
    assert "HX-Push-Url" not in Client().get(asked).headers


def test_a_fragment_is_for_htmx_only(posting: JobPosting) -> None:
    full = Client().get("/jobs/")
    part = Client().get("/jobs/", headers={"HX-Request": "true"})
    restored = Client().get("/jobs/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    titles = [texts_of(answer.content.decode(), "title") for answer in (full, part, restored)]
    assert titles[0]
    assert titles == [titles[0], [], titles[0]]
    assert all("HX-Request" in answer.headers["Vary"] for answer in (full, part, restored))


@pytest.mark.parametrize("with_index", [False, True])
def test_the_list_costs_the_same_at_any_length(
    organization: Organization,
    process_changes: Callable[[], None],
    django_assert_max_num_queries: Any,
    with_index: bool,
) -> None:
    for number in range(12):
        publish_text(organization, BACKEND_POSTING.replace("Backend Engineer", f"Backend Engineer {number}"))
    if with_index:
        process_changes()
    with django_assert_max_num_queries(9):
        Client().get("/jobs/")


def test_the_posting_page_shows_every_fact_and_says_what_is_missing(posting: JobPosting) -> None:
    html = page(posting.get_absolute_url())
    for words in ("Backend Engineer", "Harbour Software", "€65,000 – €80,000", "Hamburg", "hybrid", "Full-time"):
        assert words in html
    nurse = publish_text(None, NURSE_POSTING)
    assert "Pay not listed" in page(nurse.get_absolute_url())


def test_an_old_address_leads_to_the_new_one(posting: JobPosting) -> None:
    answer = Client().get(f"/jobs/another-title-{posting.uid}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, posting.get_absolute_url())


def test_a_draft_is_seen_by_its_people_and_moderators_only(
    organization: Organization, employer: User, stranger: User, moderator: User, client_of: Callable[[User], Client]
) -> None:
    url = draft_text(organization).get_absolute_url()
    missing = Client().get("/jobs/nothing-00000000-0000-4000-8000-000000000000/")
    assert Client().get(url).status_code == 404
    assert client_of(stranger).get(url).status_code == 404
    assert missing.status_code == 404
    assert client_of(employer).get(url).status_code == 200
    assert client_of(moderator).get(url).status_code == 200


def test_a_closed_posting_stays_readable_without_apply_and_markup(posting: JobPosting) -> None:
    services.close(posting, actor=None, reason="We found somebody.")
    answer = Client().get(posting.get_absolute_url())
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "This job closed on" in html
    assert "We found somebody." in html
    assert not texts_of(html, STRUCTURED_DATA)
    assert values_of(html, "meta[name=robots]", "content") == ["noindex"]
    assert "Apply on this board" not in html


def test_a_removed_posting_is_gone(posting: JobPosting) -> None:
    services.remove(posting, reason="Scam.", actor=None)
    assert Client().get(posting.get_absolute_url()).status_code == 410


def markup(posting: JobPosting) -> dict[str, Any] | None:
    scripts = texts_of(page(posting.get_absolute_url()), STRUCTURED_DATA)
    return json.loads(scripts[0]) if scripts else None


def test_the_markup_for_search_engines_says_only_what_is_stated(posting: JobPosting) -> None:
    data = markup(posting)
    assert data is not None
    assert data["title"] == "Backend Engineer"
    assert data["employmentType"] == ["FULL_TIME"]
    assert data["baseSalary"]["value"] == {
        "@type": "QuantitativeValue", "unitText": "YEAR", "minValue": 65_000.0, "maxValue": 80_000.0,
    }  # fmt: skip
    assert data["jobLocation"][0]["address"]["addressCountry"] == "DE"
    assert "jobLocationType" not in data
    assert data["directApply"] is True


def test_pay_without_a_stated_period_is_left_out_of_the_markup(organization: Organization) -> None:
    posting = publish_text(organization, BACKEND_POSTING.replace(" a year", ""))
    data = markup(posting)
    assert data is not None
    assert "baseSalary" not in data


@pytest.mark.parametrize(
    ("place", "country"),
    [("Hamburg, Germany", "DE"), ("San Jose, CA", "US"), ("San Jose", None), ("Nowhere-on-Sea", None)],
)
@pytest.mark.parametrize("workplace", ["HYBRID", "TELECOMMUTE"])
def test_the_markup_names_no_country_that_is_only_assumed(
    organization: Organization, place: str, country: str | None, workplace: str
) -> None:
    text, edits = BACKEND_POSTING.replace("Hamburg, Germany", place), Edits({"job_location_type": workplace})
    data = markup(publish_text(organization, text, edits=edits))
    if country is None:
        assert data is None
        return
    assert data is not None
    assert data["jobLocation"][0]["address"]["addressCountry"] == country
    wanted = [{"@type": "Country", "name": country}] if workplace == "TELECOMMUTE" else None
    assert data.get("applicantLocationRequirements") == wanted


def test_a_remote_posting_without_countries_has_no_markup(organization: Organization) -> None:
    edits = Edits({"job_location_type": "TELECOMMUTE", "locations": []})
    assert markup(publish_text(organization, edits=edits)) is None


def test_an_undated_posting_has_no_markup(organization: Organization) -> None:
    assert markup(publish_text(organization, origin=JobPosting.Origin.FEED)) is None


def test_script_in_a_posting_is_words(organization: Organization) -> None:
    text = BACKEND_POSTING.replace("honest and fast", "honest <script>alert(1)</script></script> fast")
    html = page(publish_text(organization, text).get_absolute_url())
    assert "alert(1)" not in " ".join(texts_of(html, "script:not([type])"))
    assert "<script>alert(1)" in " ".join(texts_of(html, "main"))


def test_an_old_posting_says_its_age_as_a_fact(posting: JobPosting) -> None:
    day = timezone.now().date() - timedelta(days=200)
    JobPosting.objects.filter(pk=posting.pk).update(date_posted=day)
    assert "6 months ago, not confirmed since" in page(posting.get_absolute_url())


def test_the_company_page_lists_its_open_jobs(posting: JobPosting) -> None:
    html = page("/companies/harbour-software/")
    assert "Backend Engineer" in html
    assert Client().get("/companies/nobody/").status_code == 404


def test_anybody_can_report_a_posting_once(posting: JobPosting) -> None:
    client = Client()
    for _ in range(3):
        client.post(f"/jobs/{posting.uid}/report/", {"reason": "scam", "detail": "It asks for money."})
    assert posting.reports.count() == 1
    assert client.post(f"/jobs/{posting.uid}/report/", {"reason": "because"}).status_code == 422


@pytest.mark.parametrize("path", ["/", "/jobs/", "/match/", "/how-matching-works/", "/api/docs/", "/status/"])
def test_public_pages_answer_with_the_strict_policy(pages: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    html = answer.content.decode()
    assert values_of(html, "link, script, img, a", "href"), "the page is read at all"
    assert not texts_of(html, 'script:not([src]):not([type*="json"])')
    assert not values_of(html, "[style]", "style")
    addresses = [*values_of(html, "[src]", "src"), *values_of(html, "[href]", "href")]
    assert [address for address in addresses if re.match(r"https?://(?!127\.0\.0\.1)", address)] == []


def test_a_missing_page_and_a_broken_one_have_words() -> None:
    assert "There is nothing here" in page("/nothing/")


def test_a_saved_job_is_listed_and_stays_after_closing(
    posting: JobPosting, candidate: User, stranger: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(candidate)
    client.post(f"/jobs/{posting.uid}/save/", {"saved": "1"})
    client.post(f"/jobs/{posting.uid}/save/", {"saved": "1"})
    assert texts_of(client.get("/me/jobs/").content.decode(), ".card h3") == [posting.title]
    assert "Nothing saved yet" in client_of(stranger).get("/me/jobs/").content.decode()
    services.close(posting, actor=None)
    assert "Closed" in client.get("/me/jobs/").content.decode()
    client.post(f"/jobs/{posting.uid}/save/", {"saved": "0"})
    assert "Nothing saved yet" in client.get("/me/jobs/").content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"apply_url": "https://www.jobs.example.org/1"}, "leads to jobs.example.org"),
        ({"apply_email": "jobs@harbour.example"}, "to jobs@harbour.example"),
    ],
)
def test_where_an_application_goes_is_shown_before_the_click(
    posting: JobPosting, fields: dict[str, str], words: str
) -> None:
    JobPosting.objects.filter(pk=posting.pk).update(**fields)
    assert words in Client().get(posting.get_absolute_url()).content.decode()


def test_the_page_of_a_posting_leads_through_the_list_that_led_to_it(organization: Organization) -> None:
    for number in range(23):
        publish_text(organization, NURSE_POSTING.replace("Registered Nurse", f"Nurse {number}"))
    publish_text(None, BACKEND_POSTING)
    updating.rebuild()
    client = Client()
    pages = ["/jobs/?q=nurse&sort=newest", "/jobs/?q=nurse&sort=newest&page=2"]
    links = [link for page in pages for link in values_of(client.get(page).content.decode(), "[data-result]", "href")]
    assert len(links) == 23
    here, seen = links[0], []
    while here:
        html = client.get(here).content.decode()
        seen.append(here)
        assert "Back to 23 jobs" in words_of(html)
        here = next(iter(values_of(html, "a[data-next]", "href")), "")
    assert seen == links
    last = client.get(links[22]).content.decode()
    assert values_of(last, "a[data-previous]", "href") == [links[21]]
    assert values_of(last, ".crumb:not([rel])", "href") == ["/jobs/?q=nurse&sort=newest&page=2"]


@pytest.mark.parametrize("at", ["9", "0", "-1", "x", "999999", "1&at=", ""])
def test_a_place_that_is_not_the_postings_leads_to_all_jobs(posting: JobPosting, at: str) -> None:
    updating.rebuild()
    answer = Client().get(f"{posting.get_absolute_url()}?at={at}")
    assert answer.status_code == 200
    assert "All jobs" in words_of(answer.content.decode())


def test_a_posting_names_similar_open_ones_also_when_it_has_closed(
    posting: JobPosting, organization: Organization, employer: User
) -> None:
    alike = publish_text(organization, BACKEND_POSTING.replace("Backend Engineer", "Senior Backend Engineer"))
    publish_text(None, NURSE_POSTING)
    updating.rebuild()
    for close in (False, True):
        if close:
            services.close(posting, actor=employer)
            updating.catch_up()
        page = Client().get(posting.get_absolute_url()).content.decode()
        assert values_of(page, ".similar a", "href") == [alike.get_absolute_url()]


def test_a_long_listed_posting_warns_only_where_nobody_has_confirmed_it(posting: JobPosting) -> None:
    long_ago = timezone.now() - timedelta(days=200)
    rows = JobPosting.objects.filter(pk=posting.pk)
    rows.update(date_posted=long_ago.date(), first_seen_at=long_ago, last_seen_at=long_ago)
    assert "not confirmed since" in Client().get(posting.get_absolute_url()).content.decode()
    rows.update(last_seen_at=timezone.now() - timedelta(days=2))
    page = words_of(Client().get(posting.get_absolute_url()).content.decode())
    assert "not confirmed since" not in page
    assert "last confirmed" in page
