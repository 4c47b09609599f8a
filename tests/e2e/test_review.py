"""Checking what was read, saying what one looks for, and being told why a file is refused: in a real browser."""

from pathlib import Path
from typing import Any

import playwright.sync_api as playwright
import pytest

from tests.e2e.stack import Stack
from tests.factories import BACKEND_RESUME, PASSWORD

pytestmark = pytest.mark.browser

MAKE = """
from tests.factories import UserFactory, publish_text, resume_of, verified
person = verified(UserFactory(email="review@people.example"))
resume = resume_of(person)
publish_text(None)
answer = f"/me/resume/{resume.uid}/"
"""
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = "axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"


@pytest.fixture(scope="module")
def review_path(stack: Stack) -> str:
    path: str = stack.ask(MAKE)
    return path


@pytest.fixture
def signed_in(page: Any, stack: Stack, review_path: str) -> Any:
    page.goto(f"{stack.url}/accounts/login/")
    page.fill("input[name=login]", "review@people.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/me/")
    return page


def test_pages_are_clean_at_every_width(signed_in: Any, stack: Stack, review_path: str) -> None:
    for path in (review_path, f"{review_path}fact/?kind=role", "/me/preferences/", "/me/account/"):
        for width in (1440, 390, 320):
            signed_in.set_viewport_size({"width": width, "height": 900})
            signed_in.goto(stack.url + path)
            assert signed_in.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        signed_in.evaluate(AXE.read_text())
        assert signed_in.evaluate(RULES)["violations"] == [], path


def test_a_fact_lights_up_its_line_and_a_removal_is_undone(signed_in: Any, stack: Stack, review_path: str) -> None:
    signed_in.goto(stack.url + review_path)
    fact = signed_in.locator(".fact", has_text="Kubernetes").first
    fact.hover()
    number = BACKEND_RESUME.split("\n").index("Python, Django, PostgreSQL, Kubernetes, Docker, Git") + 1
    playwright.expect(signed_in.locator(f"#L{number}")).to_have_class("lit")
    fact.get_by_role("link", name=f"{number}", exact=False).last.click()
    playwright.expect(signed_in.locator(f"#L{number}")).to_be_in_viewport()
    signed_in.get_by_role("button", name="Remove Kubernetes").click()
    playwright.expect(signed_in.locator("#done")).to_contain_text("Removed: Kubernetes")
    playwright.expect(signed_in.locator("#removed")).to_be_visible()
    signed_in.get_by_role("button", name="Undo").click()
    playwright.expect(signed_in.locator("#removed")).to_have_count(0)


def test_the_count_beside_a_dealbreaker_is_live(signed_in: Any, stack: Stack, review_path: str) -> None:
    stack.wait_until(
        lambda: stack.ask("from matching import feature_cache\nanswer = len(feature_cache.open_postings())") >= 1,
        30,
        "one is processed",
    )
    signed_in.goto(f"{stack.url}/me/preferences/")
    signed_in.fill("#id_titles", "Head Chef")
    signed_in.get_by_label("Dealbreaker: Titles").check()
    playwright.expect(signed_in.locator("#n-title")).to_contain_text("excludes")
    playwright.expect(signed_in.locator("#excluded")).to_contain_text("leave no job at all")
    signed_in.get_by_label("Dealbreaker: Titles").uncheck()
    playwright.expect(signed_in.locator("#n-title")).to_contain_text("would exclude")


def test_a_refused_file_is_explained_and_the_paste_box_is_there(browser: Any, stack: Stack) -> None:
    page = browser.new_page()  # Chromium logs the 422 as an error, which it is not
    page.goto(f"{stack.url}/match/")
    page.set_input_files("#id_file", {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG" + b"\0" * 600})
    page.get_by_role("button", name="Show my matches").click()
    playwright.expect(page.locator(".error-summary")).to_be_focused()
    playwright.expect(page.locator("#id_text")).to_be_visible()
    page.close()
