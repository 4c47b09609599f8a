"""What the jobs of a list pay and ask for, drawn by the server."""

from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from postings import pay, services
from postings.models import JobPosting
from postings.search import folder, spreads, updating
from postings.search.query import SearchQuery
from tests.factories import BACKEND_POSTING, NURSE_POSTING, publish_text
from tests.pages import texts_of, values_of, words_of

PAYS = [(40, 50), (52, 58), (60, 60), (61, 79), (65, 80), (90, 110), (400, 500)]


@pytest.fixture
def board(db: None) -> list[JobPosting]:
    """Seven backend jobs that pay in euros, one in pounds, one that states none."""
    services.load_skills()
    texts = [BACKEND_POSTING.replace("€65,000 - €80,000", f"€{low},000 - €{high},000") for low, high in PAYS]
    texts += [BACKEND_POSTING.replace("€65,000 - €80,000", "£65,000 - £80,000"), NURSE_POSTING]
    postings = [publish_text(None, text.replace("Backend", f"Backend{number}")) for number, text in enumerate(texts)]
    updating.rebuild()
    return postings


def test_the_figure_is_what_the_postings_state(board: list[JobPosting], client: Client) -> None:
    found = spreads.pay_spread(SearchQuery(pay_currency="EUR"))
    assert (found.stated, found.other, found.silent) == (7, 1, 1)
    middles = [(low + high) * 500 for low, high in PAYS]
    assert found.median == median(middles)
    assert sum(found.counts) == 7
    html = client.get("/jobs/?pay_currency=EUR").content.decode()
    words = words_of(html)
    assert "Median €70,000 a year" in words
    assert "7 state pay in EUR, 1 does not, 1 states another currency or no yearly pay." in words
    table = LexborHTMLParser(html).css_first("figure[aria-labelledby=pay-figure] table")
    counts = [int(row.css("td")[1].text()) for row in table.css("tbody tr")]
    assert (sum(counts), len(counts)) == (7, len(values_of(html, "svg.histogram rect", "x")))
    words = words_of(client.get("/jobs/?pay_currency=GBP").content.decode())
    assert "Too few state a yearly pay in GBP to show. 1 states pay in GBP" in words


def test_each_skill_leads_to_the_list_that_holds_as_many_jobs_as_it_says(
    board: list[JobPosting], client: Client
) -> None:
    address = "/jobs/?pay_currency=EUR&employment_type=FULL_TIME"
    for _ in range(2):
        html = client.get(address).content.decode()
        links = values_of(html, ".skill-bars a", "href")
        counts = [int(text) for text in texts_of(html, ".skill-bars td:last-child") if text]
        assert links
        assert counts == sorted(counts, reverse=True)
        for link, count in zip(links, counts, strict=True):
            assert texts_of(client.get(link).content.decode(), "#rh")[0].split()[0] == str(count), link
        address = links[0]


def test_the_figures_ask_the_database_nothing_and_are_away_with_the_index(
    board: list[JobPosting], client: Client
) -> None:
    with CaptureQueriesContext(connection) as few:
        client.get("/jobs/?q=nurse")
    with CaptureQueriesContext(connection) as many:
        assert "pay-figure" in client.get("/jobs/").content.decode()
    assert len(many) <= len(few) + 1
    folder.marker_file().unlink()
    assert "pay-figure" not in client.get("/jobs/").content.decode()


@pytest.mark.parametrize(
    ("low", "high", "edges"),
    [
        (41_000, 98_000, tuple(range(40_000, 100_001, 5_000))),
        (30_000, 30_000, (30_000, 30_001)),
        (0, 1_000_000_000_000, tuple(range(0, 1_100_000_000_001, 100_000_000_000))),
    ],
)
def test_edges_are_round_and_hold_everything(low: float, high: float, edges: tuple[float, ...]) -> None:
    assert pay.steps_between(low, high, 12) == edges


def test_what_a_list_asks_for_counts_what_is_found(board: list[JobPosting]) -> None:
    assert spreads.currencies_of(SearchQuery()) == {"EUR": 7}
    (first, *_) = spreads.medians_by("skill", SearchQuery(pay_currency="EUR"), most=3)
    assert (first.stated, first.median) == (7, 70_000)


def test_a_skill_has_a_page_of_what_its_jobs_state(board: list[JobPosting], client: Client) -> None:
    html = client.get("/skills/python/").content.decode()
    words = words_of(html)
    assert "8 open jobs" in words
    assert "Median €70,000 a year" in words
    assert "£" not in texts_of(html, ".list-figures")[0]
    assert set(texts_of(html, ".numbers dt")) == {"Asked for together with", "Companies"}
    assert "Django" in texts_of(html, ".numbers a")
    assert len(texts_of(html, "[data-result]")) == 8
    assert values_of(client.get(board[0].get_absolute_url()).content.decode(), 'a[href="/skills/python/"]', "href")
    assert "Python" in texts_of(client.get("/skills/").content.decode(), ".skill-index a")
    nobody = client.get("/skills/cobol/").content.decode()
    assert "No open job asks for" in words_of(nobody)
    assert values_of(nobody, "meta[name=robots]", "content") == ["noindex"]
    assert client.get("/skills/no-such-skill/").status_code == 404


def test_the_pay_page_hides_what_fewer_than_five_jobs_state(board: list[JobPosting], client: Client) -> None:
    html = client.get("/pay/").content.decode()
    assert "Median €70,000 a year" in words_of(html)
    rows = [
        [" ".join(cell.text().split()) for cell in row.css("th, td")]
        for row in LexborHTMLParser(html).css(".pay-rows tbody tr")
    ]
    assert ["Python", "€70,000", "7"] in rows
    assert "GBP" not in html.split("<main")[1]
    assert "Too few jobs state their pay there" in words_of(client.get("/pay/?country=US").content.decode())
    assert client.get("/pay/?country=%3Cscript%3E").status_code == 200


def test_pages_of_skills_and_pay_ask_a_fixed_number_of_queries(board: list[JobPosting], client: Client) -> None:
    for path in ("/skills/", "/skills/python/", "/pay/"):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert len(asked) <= 10, path


def test_pages_of_skills_and_pay_say_that_the_index_is_away(board: list[JobPosting], client: Client) -> None:
    folder.marker_file().unlink()
    for path in ("/skills/", "/skills/python/", "/pay/"):
        assert "Search is being rebuilt" in words_of(client.get(path).content.decode()), path


def test_spoken_languages_stand_behind_the_other_skills_of_the_filter_column(
    board: list[JobPosting], client: Client
) -> None:
    slugs = values_of(client.get("/jobs/").content.decode(), "#filter-form input[name=skill]", "value")
    assert slugs.index("python") < slugs.index("german")
    chosen = values_of(client.get("/jobs/?skill=german").content.decode(), "#filter-form input[name=skill]", "value")
    assert chosen[0] == "german"
