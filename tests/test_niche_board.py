"""A board of one topic, by its settings alone."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts.models import Resume, User
from jobboard import colours, env
from matching.models import Match
from postings import facets, services
from postings.models import JobPosting
from postings.search import folder, updating
from postings.topic import read_topic
from tests.factories import BACKEND_POSTING, BACKEND_RESUME, NURSE_POSTING, publish_text, resume_of
from tests.pages import texts_of, values_of
from tests.test_contrast import TOKENS, contrast

Process = Callable[[], None]
TOPIC = "country=DE&employment_type=FULL_TIME"


@pytest.fixture
def nurse(posting: JobPosting, settings: Any) -> JobPosting:
    """Off the topic; it was on the board before the board had one."""
    services.load_skills()
    nurse = publish_text(None, NURSE_POSTING)
    updating.rebuild()
    settings.BOARD_TOPIC = TOPIC
    return nurse


@pytest.mark.parametrize("with_index", [True, False])
def test_nothing_but_the_topic_is_anywhere(
    posting: JobPosting, nurse: JobPosting, process_changes: Process, with_index: bool
) -> None:
    assert folder.read_marker() == {}, "the documents of a board without a topic are not searched"
    if with_index:
        process_changes()
    client = Client()
    own, other = posting.get_absolute_url(), nurse.get_absolute_url()
    for path in ("/", "/jobs/", "/jobs/?sort=newest", "/companies/", "/skills/", "/pay/"):
        html = client.get(path).content.decode()
        assert nurse.title not in html, path
        assert nurse.hiring_organization.name not in html, path
    assert texts_of(client.get("/jobs/").content.decode(), "[data-result]") == [posting.title]
    assert client.get("/api/v1/postings/").json()["count"] == 1
    assert [item["title"] for item in json.loads(client.get("/jobs/feed.json").content)["items"]] == [
        f"{posting.title} at {posting.hiring_organization}"
    ]
    sitemap = client.get("/sitemap-jobs-0.xml").content.decode()
    assert (own in sitemap, other in sitemap) == (True, False)
    assert (client.get(own).status_code, client.get(other).status_code) == (200, 404)
    assert client.get(f"/api/v1/postings/{nurse.uid}/").status_code == 404
    assert not texts_of(client.get("/companies/northlight-clinic/").content.decode(), "[data-result]")
    if with_index:
        assert client.get("/api/v1/facets/").json()["count"] == 1
        assert client.get("/api/v1/facets/").json()["facets"]["country"] == {"DE": 1}


def test_matches_are_of_the_topic_too(
    posting: JobPosting, candidate: User, settings: Any, process_changes: Process, client_of: Callable[[User], Client]
) -> None:
    other = publish_text(None, BACKEND_POSTING.replace("Hamburg, Germany", "Lyon, France"))
    resume: Resume = resume_of(candidate, BACKEND_RESUME)
    process_changes()
    assert Match.objects.open().filter(resume=resume).count() == 2
    settings.BOARD_TOPIC = TOPIC
    process_changes()
    assert [match.posting for match in Match.objects.open().filter(resume=resume)] == [posting]
    client = client_of(candidate)
    html = client.get("/me/").content.decode()
    assert other.get_absolute_url() not in html
    assert texts_of(html, "[data-result]") == [posting.title]


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("q=python", "q cannot be part of a topic"),
        ("score=70", "score cannot be part of a topic"),
        ("colour=red", "colour cannot be part of a topic"),
        ("place=Nowhereville", "“Nowhereville” is no place that we know"),
        ("employment_type=SOMETIMES", "employment_type: Select a valid choice"),
        ("skill=", "asks for nothing"),
    ],
)
def test_a_topic_that_makes_no_sense_stops_the_start_with_a_sentence(topic: str, words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        read_topic(topic)


def test_a_page_of_a_board_of_its_own(posting: JobPosting, settings: Any, process_changes: Process) -> None:
    settings.BOARD_ANNOUNCEMENT, settings.BOARD_ANNOUNCEMENT_URL = "New: <b>a list</b> of ports", "/pages/terms/"
    settings.BOARD_FACETS = ["country", "experience_level"]
    settings.BOARD_ACCENT = colours.read_accent("#7a1fa2")
    services.load_skills()
    process_changes()
    client = Client()
    html = client.get("/jobs/").content.decode()
    assert texts_of(html, ".announcement a") == ["New: <b>a list</b> of ports"]
    assert texts_of(html, "details.facet[open] summary") == ["Country", "Level"]
    assert texts_of(html, "details.facet summary")[:2] == ["Country", "Level"]
    assert texts_of(html, ".hero .chip") == ["Germany 1"]
    (style,) = values_of(html, 'link[href^="/board.css"]', "href")
    answer = client.get(style)
    assert "--accent: light-dark(#7a1fa2, " in answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/css")
    settings.BOARD_ACCENT = None
    assert "board.css" not in client.get("/jobs/").content.decode()


@pytest.mark.parametrize("text", ["#7a1fa2", "#0a4d8c,#8fc4f2", "#000000", "#b00020"])
def test_an_accent_can_be_read_on_every_paper_it_makes(text: str) -> None:
    accent = colours.read_accent(text)
    assert accent
    css = accent.css()
    for theme, (colour, paper) in enumerate(zip((accent.light, accent.dark), colours.SURFACES, strict=True)):
        soft = colours.mix(colour, paper, colours.SOFT)
        assert soft in css
        assert contrast(colour, paper) >= 4.5
        assert contrast(colour, soft) >= 4.5
        assert contrast(TOKENS["text-2"][theme], soft) >= 4.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#ffee00", "cannot be read on light pages"),
        ("#0a4d8c,#0a4d8c", "cannot be read on dark pages"),
        ("purple", "write one colour as #rrggbb"),
        ("#111111,#eeeeee,#123456", "write one colour as #rrggbb"),
    ],
)
def test_an_accent_nobody_could_read_stops_the_start(text: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOARD_ACCENT", text)
    with pytest.raises(ImproperlyConfigured, match=f"BOARD_ACCENT: .*{words}"):
        env.accent("BOARD_ACCENT")


def test_facets_and_links_of_the_settings_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="BOARD_FACETS: moons is no facet; there are employment_type"):
        facets.check_promoted(["country", "moons"])
    monkeypatch.setenv("BOARD_ANNOUNCEMENT_URL", "javascript:alert(1)")
    with pytest.raises(ImproperlyConfigured, match="write an address"):
        env.link("BOARD_ANNOUNCEMENT_URL")


def test_the_papers_are_those_of_the_style_sheet() -> None:
    assert TOKENS["surface"] == colours.SURFACES
    assert TOKENS["text-2"] == colours.TEXTS
    assert django_settings.BOARD_ACCENT is None
