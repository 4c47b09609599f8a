"""The public page: every fact, tag and row links to its sentence, and the preview is that page to the letter."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from accounts.models import Organization, User
from postings import services
from postings.models import JobPosting, PostingReading
from postings.provenance import Source, marks
from postings.writing import Edits
from tests.factories import BACKEND_POSTING, draft_text, publish_text
from tests.pages import STRUCTURED_DATA, texts_of, values_of

SEEDS = sorted((settings.BASE_DIR / "seeds" / "pasted").glob("*.txt"), key=lambda path: path.name)


def page(url: str, client: Client | None = None) -> str:
    return (client or Client()).get(url).content.decode()


def article(html: str) -> str:
    """The posting on its page, without what differs from visit to visit."""
    (element,) = LexborHTMLParser(html).css("article.posting")
    for token in element.css("input[name=csrfmiddlewaretoken]"):
        token.decompose()
    return element.html or ""


def read_again(posting: JobPosting) -> JobPosting:
    return JobPosting.objects.for_page().get(pk=posting.pk)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_every_link_into_the_source_finds_its_sentence(organization: Organization, path: Any) -> None:
    services.load_skills()
    posting = publish_text(organization, path.read_text())
    html = page(posting.get_absolute_url())
    ids = values_of(html, '[id^="s-"]', "id")
    links = values_of(html, 'a[href^="#s-"]', "href")
    assert links
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in links} <= set(ids)
    body = article(html)
    posting = read_again(posting)
    rows = [item for section in posting.sections.all() for item in section.items.all()]
    assert len(texts_of(body, "a.srcmark")) == len(rows)
    assert len(texts_of(body, 'a.tag[href^="#s-"]')) == posting.posting_skills.count()
    assert texts_of(body, 'h1 a[href^="#s-"]') == [posting.title]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_the_source_block_is_the_raw_text_and_nothing_else(organization: Organization, path: Any) -> None:
    posting = read_again(draft_text(organization, path.read_text()))
    source = Source(posting)
    shown = "".join("".join(piece.text for piece in s.pieces) + s.blank for s in source.sentences)
    assert shown == posting.raw_text
    chrome = "".join(p.text for s in source.sentences for p in s.pieces if p.kind == "chrome")
    wanted = "".join(posting.raw_text[a:b] for a, b in posting.reading.chrome)
    assert "".join(chrome.split()) == "".join(wanted.split())


def test_each_fact_stands_in_the_sentence_it_links_to(organization: Organization) -> None:
    posting = read_again(publish_text(organization))
    source = Source(posting)
    texts = {s.anchor: "".join(piece.text for piece in s.pieces) for s in source.sentences}
    for item in (item for section in posting.sections.all() for item in section.items.all()):
        assert item.text in texts[source.anchor(item.span, item.text)]
    for fact in posting.reading.facts.values():
        if fact["span"]:
            assert fact["raw"] in texts[source.anchor(fact["span"], fact["raw"])]
    assert texts[source.anchor(posting.pay_bands[0].span)] == "€65,000 - €80,000 a year"
    assert texts[source.anchor(posting.worksites[0].span)] == "Hamburg, Germany"


def test_furniture_is_dimmed_and_words_nobody_read_are_marked(organization: Organization) -> None:
    posting = publish_text(organization, "Job Board\n\nSign in\n\n" + BACKEND_POSTING)
    start = posting.raw_text.index("About us")
    PostingReading.objects.filter(posting=posting).update(uncovered=[[start, start + 5]])
    html = " ".join(page(posting.get_absolute_url()).split())
    assert "Sign in" in texts_of(html, ".chrome")
    assert texts_of(html, ".uncovered") == ["About"]
    assert "Dimmed: furniture" in html
    assert "Underlined: words" in html


def test_hostile_text_in_the_source_is_words(organization: Organization) -> None:
    text = BACKEND_POSTING + '\n• You like <img src=x onerror="alert(1)"> and </span></details><script>go()</script>.'
    html = page(publish_text(organization, text).get_absolute_url())
    assert not texts_of(html, 'img[src="x"]')
    assert "go()" not in " ".join(texts_of(html, "script:not([type])"))
    assert " ".join(texts_of(html, "main")).count('<img src=x onerror="alert(1)">') >= 2
    assert "<script>go()</script>" in " ".join(texts_of(html, "main"))


def test_spans_that_fit_nothing_link_nowhere(organization: Organization) -> None:
    posting = publish_text(organization)
    PostingReading.objects.filter(posting=posting).update(
        chrome=[[5, 2], [-3, 4], [10, 10**9]],
        facts={**posting.reading.facts, "title": {"span": [0, 10**9], "raw": "Backend Engineer", "method": "header"}},
        conflicts=[{"field": "skills", "message": "Two words disagree", "spans": [[10**8, 10**9]]}],
    )
    html = page(posting.get_absolute_url())
    assert texts_of(html, "h1") == ["Backend Engineer"]
    assert "Two words disagree" in html


def test_a_posting_made_by_hand_has_no_source_block(posting: JobPosting) -> None:
    JobPosting.objects.filter(pk=posting.pk).update(raw_text="")
    html = page(posting.get_absolute_url())
    assert "source text" not in html
    assert not texts_of(html, 'a[href^="#s-"]')


def test_what_was_concluded_says_so_with_its_reason(organization: Organization) -> None:
    posting = publish_text(organization, BACKEND_POSTING.replace("Hamburg, Germany", "San Jose"))
    html = page(posting.get_absolute_url())
    assert "Place, concluded:" in html
    assert "San Jose is taken to be in CA, United States: assumed" in html


def test_a_persons_own_word_links_to_no_sentence(organization: Organization) -> None:
    posting = publish_text(organization, edits=Edits({"title": "Platform Engineer", "employment_types": ["PART_TIME"]}))
    html = page(posting.get_absolute_url())
    assert texts_of(html, "h1") == ["Platform Engineer"]
    assert not texts_of(html, 'h1 a[href^="#s-"]')
    assert "Part-time" in texts_of(html, "span")


def test_contradictions_stand_in_one_note_with_both_sentences(organization: Organization) -> None:
    posting = publish_text(organization, SEEDS[2].read_text())
    body = article(page(posting.get_absolute_url()))
    (note,) = texts_of(body, "details.conflicts summary")
    assert "places where this posting disagrees with itself" in note
    assert "No experience required" in texts_of(body, "details.conflicts li")[0]
    assert len(texts_of(body, 'details.conflicts li:first-child a[href^="#s-"]')) == 2


def test_a_match_row_links_to_its_sentence_too(
    posting: JobPosting,
    resume: object,
    candidate: User,
    client_of: Callable[[User], Client],
    process_changes: Callable[[], None],
) -> None:
    process_changes()
    html = page(posting.get_absolute_url(), client_of(candidate))
    start = BACKEND_POSTING.index("• At least 3 years")
    assert len(texts_of(html, f'#match a[href="#s-{start}"]')) == 1


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_the_preview_is_the_published_page_to_the_letter(
    organization: Organization, employer: User, client_of: Callable[[User], Client], path: Any
) -> None:
    client = client_of(employer)
    posting = draft_text(organization, path.read_text(), edits=Edits({"equity": "0.5 %"}))
    whole = article(page(f"/hire/{posting.uid}/preview/", client))
    beside = article(page(f"/hire/{posting.uid}/", client))
    services.publish(services.submit(posting, actor=None), actor=None)
    published = article(page(posting.get_absolute_url(), client))
    assert whole == published
    assert beside == published
    posting.refresh_from_db()
    assert posting.status == "published"


def test_a_preview_writes_nothing_and_is_not_for_search_engines(
    organization: Organization, employer: User, client_of: Callable[[User], Client]
) -> None:
    posting = draft_text(organization)
    answer = client_of(employer).get(f"/hire/{posting.uid}/preview/")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not texts_of(answer.content.decode(), STRUCTURED_DATA)
    posting.refresh_from_db()
    assert (posting.status, posting.first_seen_at, posting.date_posted) == ("draft", None, None)


def test_the_markup_for_search_engines_holds_nothing_of_the_source(posting: JobPosting) -> None:
    html = page(posting.get_absolute_url())
    (data,) = texts_of(html, STRUCTURED_DATA)
    assert "#s-" not in data
    assert "srcmark" not in data


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_no_mark_of_a_seed_claims_what_the_text_does_not_say(organization: Organization, path: Any) -> None:
    posting = read_again(draft_text(organization, path.read_text()))
    source = Source(posting)
    for name, mark in marks(posting, source).items():
        if mark.state == "stated":
            assert mark.quotes, name
        for quote in mark.quotes:
            words = quote.text.removesuffix(" …")
            assert words in " ".join(posting.raw_text.split())


def test_the_public_page_costs_the_same_for_any_posting(
    organization: Organization, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    services.load_skills()
    long = BACKEND_POSTING + "".join(f"\n• Experience with Python, Rust and rope number {n}." for n in range(200))
    posting = publish_text(organization, long)
    with django_assert_max_num_queries(12):
        assert Client().get(posting.get_absolute_url()).status_code == 200
