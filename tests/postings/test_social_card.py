"""The picture of a posting that other sites show."""

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from postings import services, social_card
from postings.models import JobPosting
from postings.social_card import BOLD, Card, draw_card, fits, font, readable, wrapped
from tests.factories import NURSE_POSTING, draft_text
from tests.pages import values_of

CARD = Card("Backend Engineer", "Harbour Software", "Hamburg, DE", "€65,000 a year", "jobboard", "#0a6650")


def picture(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_a_posting_names_its_picture_and_the_picture_has_the_size_it_says(posting: JobPosting, client: Client) -> None:
    html = client.get(posting.get_absolute_url()).content.decode()
    (address,) = values_of(html, 'meta[property="og:image"]', "content")
    assert address.startswith("http://127.0.0.1:8000/jobs/")
    first = client.get(address.removeprefix("http://127.0.0.1:8000"))
    image = picture(first.content)
    assert (first.headers["Content-Type"], image.format, image.size) == ("image/png", "PNG", (1200, 630))
    again = client.get(f"/jobs/{posting.uid}/card.png", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    posting.title = "Platform Engineer"
    posting.save()
    changed = client.get(f"/jobs/{posting.uid}/card.png", headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, changed.content != first.content) == (200, True)


def test_it_is_drawn_once_for_the_same_words(posting: JobPosting, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Client().get(f"/jobs/{posting.uid}/card.png").content
    monkeypatch.setattr(social_card, "draw_card", lambda card: b"drawn anew")
    assert Client().get(f"/jobs/{posting.uid}/card.png").content == first


def test_what_was_never_public_has_no_picture(posting: JobPosting, client: Client) -> None:
    draft = draft_text(posting.hiring_organization, NURSE_POSTING)
    assert client.get(f"/jobs/{draft.uid}/card.png").status_code == 404
    services.close(posting, actor=None)
    assert client.get(f"/jobs/{posting.uid}/card.png").status_code == 200
    assert not values_of(
        client.get(posting.get_absolute_url()).content.decode(), 'meta[property="og:image"]', "content"
    )


@pytest.mark.parametrize(
    "text",
    ["Engineer", "Senior " * 40, "Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller" * 3, "", "   "],
)
def test_every_line_stands_between_the_margins_and_the_last_says_what_is_cut(text: str) -> None:
    lines = wrapped(text, font(54, BOLD), 3)
    assert len(lines) <= 3
    assert all(fits(line, font(54, BOLD)) for line in lines)
    whole = "".join(text.split())
    drawn = "".join("".join(lines).split())
    assert drawn == whole or (drawn.endswith("…") and whole.startswith(drawn[:-1]))


def test_what_the_font_has_no_letters_for_is_left_out(db: None) -> None:
    assert readable("Köln – €65,000  ß ñ\u200b") == "Köln – €65,000 ß ñ"
    assert readable("Łódź, ₹900,000, Žilina") == "Lódz, INR 900,000, Zilina"
    assert readable("東京 Engineer") == ""
    assert draw_card(CARD) != draw_card(Card(**{**{name: getattr(CARD, name) for name in CARD.__slots__}, "place": ""}))
    strange = Card("東京", CARD.organization, "東京", "", CARD.site, CARD.accent)
    empty = Card("", CARD.organization, "", "", CARD.site, CARD.accent)
    assert draw_card(strange) == draw_card(empty)
