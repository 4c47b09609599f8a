"""What the postings of one organization repeat about it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Organization
from postings import abouts, services
from postings.models import JobPosting
from postings.repeated import Paragraph, Text, repeated_paragraphs
from tests.factories import BACKEND_POSTING, publish_text
from tests.pages import texts_of, words_of

ABOUT = (
    "Harbour Software builds booking systems for ferry lines in nine countries, and the people who "
    "cross the sea every day are the ones we write them for."
)
ROLE = "You will join a small group that looks after the booking service and the data that stands behind it every day."
TITLES = ("Backend Engineer", "Data Analyst", "Office Manager")


def text_of(title: str, about: str = ABOUT) -> str:
    text = BACKEND_POSTING.replace("Backend Engineer", title)
    return text.replace(
        "Harbour Software builds booking systems for ferry lines.", f"{about}\n\nWe hire a {title} now."
    )


@pytest.fixture
def board(organization: Organization) -> list[JobPosting]:
    changed = ABOUT.replace("nine countries", "ten countries")
    return [publish_text(organization, text_of(title, changed if title == TITLES[1] else ABOUT)) for title in TITLES]


def test_it_is_recognised_stored_once_and_shown_with_the_company_and_each_posting(
    board: list[JobPosting], organization: Organization, client: Client
) -> None:
    assert abouts.refresh_abouts() == 1
    organization.refresh_from_db()
    assert [about[:30] for about in organization.about] == [ABOUT[:30]]
    assert texts_of(client.get("/companies/harbour-software/").content.decode(), "section[aria-labelledby=about] p")[
        0
    ].startswith("Harbour Software builds")
    for posting in board:
        html = client.get(posting.get_absolute_url()).content.decode()
        assert texts_of(html, "details.about summary") == ["About Harbour Software"]
        (prose,) = texts_of(html, ".prose")
        assert prose.count("booking systems for ferry lines") == 1
        assert f"We hire a {posting.title} now." in prose


def test_what_has_not_changed_is_not_read_again_and_what_has_is(
    board: list[JobPosting], organization: Organization
) -> None:
    abouts.refresh_abouts()
    assert abouts.refresh_abouts() == 0
    for posting in board[1:]:
        services.close(posting, actor=None)
    assert abouts.refresh_abouts() == 1
    organization.refresh_from_db()
    assert organization.about == []


def test_one_job_and_its_copies_repeat_nothing(organization: Organization, client: Client) -> None:
    first = publish_text(organization, text_of(TITLES[0]))
    publish_text(organization, text_of(TITLES[0]).replace("Hamburg", "Bremen"))
    abouts.refresh_abouts()
    organization.refresh_from_db()
    assert organization.about == []
    assert "booking systems for ferry lines" in words_of(client.get(first.get_absolute_url()).content.decode())


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        ([(ABOUT, True)], [ABOUT]),
        ([(ABOUT, False)], [ABOUT]),
        ([(ROLE, False)], []),
        ([(ROLE, True)], [ROLE]),
        ([("Harbour Software hires.", True)], []),
        ([(ROLE, True), (ABOUT, True), (ABOUT, False)], [ROLE, ABOUT]),
    ],
)
def test_a_paragraph_counts_where_it_speaks_of_the_employer(
    paragraphs: list[tuple[str, bool]], found: list[str]
) -> None:
    texts = [Text(job, [Paragraph(*pair) for pair in paragraphs]) for job in ("a", "b")]
    assert repeated_paragraphs(texts, "Harbour Software") == found
    assert repeated_paragraphs(texts[:1], "Harbour Software") == []
    assert repeated_paragraphs([texts[0], Text("a", texts[1].paragraphs)], "Harbour Software") == []


def test_words_of_people_who_leave_are_in_no_about(
    board: list[JobPosting], organization: Organization, process_changes: Callable[[], None]
) -> None:
    from accounts.team import Traces
    from postings.redacting import redact

    abouts.refresh_abouts()
    assert redact(board[0], Traces(frozenset(), frozenset({"ferry lines"})))
    organization.refresh_from_db()
    assert (organization.about, organization.about_read_at) == ([], None)
