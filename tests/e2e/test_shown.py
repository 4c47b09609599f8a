"""A member points to the line that shows a requirement, sees the score come true, and takes it back: in a real browser."""

import os
import re
from pathlib import Path
from typing import Any

import playwright.sync_api as playwright
import pytest

from tests.e2e.stack import Stack
from tests.factories import BACKEND_RESUME, PASSWORD

pytestmark = pytest.mark.browser

MAKE = """
from tests.factories import BACKEND_POSTING, UserFactory, publish_text, resume_of, verified
person = verified(UserFactory(email="shown@people.example"))
resume_of(person)
text = BACKEND_POSTING.replace("Experience with PostgreSQL and Django.", "Experience with Terraform.")
posting = publish_text(None, text)
answer = [posting.get_absolute_url(), f"/match/{posting.uid}/"]
"""
STORED = "from matching.models import Match\nanswer = Match.objects.values_list('score', flat=True).first()"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = "axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
LINE = BACKEND_RESUME.split("\n").index("Built web services with Python and Django on PostgreSQL.") + 1
# A folder for pictures of the pages, for whoever changes them.
PICTURES = os.environ.get("TEST_PICTURES", "")


@pytest.fixture(scope="module")
def paths(stack: Stack) -> list[str]:
    made: list[str] = stack.ask(MAKE)
    stack.wait_until(lambda: stack.ask(STORED) is not None, 30, "the pair is stored")
    return made


def sign_in(page: Any, stack: Stack) -> None:
    page.goto(f"{stack.url}/accounts/login/")
    page.fill("input[name=login]", "shown@people.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/me/")


@pytest.fixture
def signed_in(page: Any, stack: Stack, paths: list[str]) -> Any:
    sign_in(page, stack)
    return page


def row_of(page: Any) -> Any:
    return page.locator(".reqs > li", has_text="Experience with Terraform")


def picture(page: Any, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def unfold(page: Any) -> None:
    for fold in page.locator("main .point:not([open]) > summary, main .how:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()


def test_pages_are_clean_at_every_width(signed_in: Any, stack: Stack, paths: list[str]) -> None:
    for name, path in zip(("posting", "whole"), paths, strict=True):
        for width in (1440, 390, 320):
            signed_in.set_viewport_size({"width": width, "height": 900})
            signed_in.goto(stack.url + path)
            unfold(signed_in)
            assert signed_in.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            picture(signed_in, f"{name}-{width}")
        signed_in.evaluate(AXE.read_text())
        assert signed_in.evaluate(RULES)["violations"] == [], path
    if PICTURES:
        signed_in.emulate_media(color_scheme="dark")
        signed_in.set_viewport_size({"width": 1440, "height": 900})
        for name, path in zip(("posting", "whole"), paths, strict=True):
            signed_in.goto(stack.url + path)
            unfold(signed_in)
            picture(signed_in, f"{name}-dark")
        signed_in.emulate_media(media="print", color_scheme="light")
        picture(signed_in, "whole-print")


def test_a_line_is_shown_the_score_comes_true_and_it_is_taken_back(
    signed_in: Any, stack: Stack, paths: list[str]
) -> None:
    page, before = signed_in, stack.ask(STORED)
    page.goto(stack.url + paths[0])
    words = row_of(page).locator(".what-if").inner_text()
    present, promised = map(int, re.search(r"(\d+) → (\d+)", words).groups())
    assert present == before < promised
    row_of(page).locator(".point > summary").click()
    row_of(page).get_by_label("The line of your resume that shows it").select_option(str(LINE))
    row_of(page).get_by_role("button", name="Count this line").click()
    playwright.expect(page.locator(".messages")).to_contain_text("It counts now, shown by you")
    playwright.expect(row_of(page)).to_contain_text("Built web services with Python and Django on PostgreSQL.")
    playwright.expect(row_of(page).locator(".verdict")).to_have_text("Shown by you")
    playwright.expect(page.get_by_role("img", name=f"Match {promised} of 100")).to_be_visible()
    picture(page, "posting-shown")
    stack.wait_until(lambda: stack.ask(STORED) == promised, 30, "the stored match follows")
    for path in ("/jobs/?sort=match", "/me/"):
        page.goto(stack.url + path)
        playwright.expect(page.locator(".card .score").first).to_contain_text(str(promised))
    page.goto(stack.url + paths[1])
    playwright.expect(page.locator("h1")).to_contain_text(f"{promised} of 100")
    picture(page, "whole-shown")
    row_of(page).get_by_role("button", name="Take it back").click()
    playwright.expect(page.locator(".messages")).to_contain_text("Taken back")
    playwright.expect(page.locator("h1")).to_contain_text(f"{before} of 100")
    stack.wait_until(lambda: stack.ask(STORED) == before, 30, "the stored match is as before")


def test_a_refused_line_is_explained_beside_its_row(browser: Any, stack: Stack, paths: list[str]) -> None:
    page = browser.new_page()  # Chromium logs the 422 as an error, which it is not
    sign_in(page, stack)
    page.goto(stack.url + paths[1])
    row_of(page).locator(".point > summary").click()
    select = row_of(page).get_by_label("The line of your resume that shows it")
    # A browser lets nobody choose such a line; a page left open while the resume changed can still send it.
    select.evaluate("node => { node.options[1].value = '2'; node.value = '2' }")
    refused: list[int] = []
    page.on("response", lambda answer: refused.append(answer.status) if answer.request.method == "POST" else None)
    with page.expect_navigation():
        row_of(page).get_by_role("button", name="Count this line").click()
    assert refused == [422]
    playwright.expect(row_of(page)).to_contain_text("says who you are, and that never counts")
    playwright.expect(row_of(page).locator(".point")).to_have_attribute("open", "")
    picture(page, "whole-refused")
    page.close()
