"""Parts of pages that an app above draws."""

import pytest
from django.template import Context, Template
from django.test import Client

from accounts import page_parts
from accounts.models import Organization
from tests.factories import publish_text
from tests.pages import texts_of, values_of

PAGE = Template('{% load page_parts %}before {% part "greeting" word="Hello" %} after {{ word }}')


@pytest.fixture
def no_parts(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    registered: dict[str, str] = {}
    monkeypatch.setattr(page_parts, "_templates", registered)
    return registered


def test_a_part_that_no_app_draws_is_left_out(no_parts: dict[str, str]) -> None:
    assert PAGE.render(Context()) == "before  after "


def test_a_part_is_drawn_by_the_template_registered_for_it(no_parts: dict[str, str]) -> None:
    page_parts.register_part("greeting", "_icon.html")
    page = Template('{% load page_parts %}{% part "greeting" name="check" %}{{ name }}')
    html = page.render(Context({"name": "mine"}))
    assert texts_of(html, "body") == ["mine"]
    assert [address.partition("#")[2] for address in values_of(html, "svg use", "href")] == ["check"]


@pytest.mark.django_db
def test_a_page_of_a_posting_stands_without_the_app_that_matches(
    organization: Organization, no_parts: dict[str, str]
) -> None:
    posting = publish_text(organization)
    for headers in ({}, {"HX-Request": "true"}):
        answer = Client().get(posting.get_absolute_url(), headers=headers)
        assert answer.status_code == 200
        assert posting.title in answer.content.decode()
        assert not texts_of(answer.content.decode(), "#match")
    html = Client().get("/me/resume/").content.decode()
    assert texts_of(html, "main")
    assert not texts_of(html, "main form")
