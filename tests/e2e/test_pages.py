"""Pages in a real browser: no errors, no sideways scroll, no script needed, keyboard first."""

from pathlib import Path
from typing import Any

import playwright.sync_api as playwright
import pytest

from tests.e2e.stack import Stack
from tests.factories import BACKEND_RESUME

pytestmark = pytest.mark.browser

PUBLISH = """
from tests.factories import BACKEND_POSTING, NURSE_POSTING, publish_text
from accounts.organizations import resolve_organization
harbour = resolve_organization("Harbour Software")
posting = publish_text(harbour)
publish_text(None, NURSE_POSTING)
answer = posting.get_absolute_url()
"""
PATHS = ["/", "/jobs/", "/match/", "/accounts/login/", "/accounts/signup/", "/how-matching-works/", "/how-good-is-the-matching/", "/pages/terms/",
         "/api/docs/", "/mail/", "/status/"]  # fmt: skip


@pytest.fixture(scope="module")
def posting_path(stack: Stack) -> str:
    path: str = stack.ask(PUBLISH)
    found = "from postings.search import index; from postings.search.query import SearchQuery\n"
    stack.wait_until(
        lambda: stack.ask(found + "answer = index.search(SearchQuery()).total") == 2, 30, "both postings are indexed"
    )
    return path


@pytest.mark.parametrize("width", [1440, 390, 320])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_scrolls_sideways_or_logs_an_error(
    page: Any, stack: Stack, posting_path: str, width: int, theme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    for path in [*PATHS, posting_path]:
        page.goto(stack.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_dropped_resume_shows_its_evidence_on_every_page(page: Any, stack: Stack, posting_path: str) -> None:
    page.goto(stack.url)
    page.set_input_files(
        "input[type=file]", {"name": "cv.txt", "mimeType": "text/plain", "buffer": BACKEND_RESUME.encode()}
    )
    page.wait_for_url("**/jobs/")
    playwright.expect(page.locator("body")).to_contain_text("Matched with cv.txt")
    assert page.locator(".score").first.is_visible()
    page.goto(stack.url + posting_path)
    assert (
        "Built web services with Python" in page.locator("blockquote").first.inner_text() or "Backend" in page.content()
    )
    page.goto(f"{stack.url}/jobs/")
    page.click("text=Remove")
    playwright.expect(page.locator("body")).to_contain_text("Your resume is gone from this site.")


def test_filters_by_htmx_push_the_address_and_back_restores(page: Any, stack: Stack, posting_path: str) -> None:
    page.goto(f"{stack.url}/jobs/")
    page.check("input[value=PART_TIME]")
    page.wait_for_url("**employment_type=PART_TIME*")
    playwright.expect(page.locator(".card")).to_have_count(1)
    page.go_back()
    playwright.expect(page.locator(".card")).to_have_count(2)


def test_the_board_works_without_script(browser: Any, stack: Stack, posting_path: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{stack.url}/jobs/")
    assert page.locator(".card").count() == 2
    page.check("input[value=PART_TIME]")
    page.click("text=Show jobs")
    assert page.locator(".card").count() == 1
    page.goto(f"{stack.url}/match/")
    page.fill("textarea[name=text]", BACKEND_RESUME)
    page.click("text=Show my matches")
    playwright.expect(page.locator("body")).to_contain_text("Matched with Pasted resume")
    context.close()


def test_two_jobs_are_ticked_and_compared_without_script(browser: Any, stack: Stack, posting_path: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{stack.url}/jobs/")
    for box in page.locator(".compare-check input").all():
        box.check()
    page.click("#compare button")
    assert page.locator("table.compared thead th[scope=col] a").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


@pytest.mark.parametrize("path", ["/", "/jobs/", "/jobs/?employment_type=FULL_TIME"])
def test_choosing_an_order_asks_for_it_at_once(page: Any, stack: Stack, posting_path: str, path: str) -> None:
    page.goto(stack.url + path)
    for value in ("pay", "newest"):
        with page.expect_response(lambda answer, sort=value: f"sort={sort}" in answer.url) as answered:
            page.select_option("select[name=sort]", value)
        assert answered.value.ok
        page.wait_for_url(f"**/jobs/?*sort={value}*")
        playwright.expect(page.locator("select[name=sort]")).to_have_value(value)
    assert ("employment_type=FULL_TIME" in page.url) == ("employment_type" in path)


def test_an_order_can_be_asked_for_without_script(browser: Any, stack: Stack, posting_path: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{stack.url}/jobs/")
    page.select_option("select[name=sort]", "pay")
    page.get_by_role("button", name="Sort", exact=True).click()
    assert "sort=pay" in page.url
    assert page.locator("select[name=sort]").input_value() == "pay"
    context.close()


def test_keys_reach_the_search_box_and_the_results(page: Any, stack: Stack, posting_path: str) -> None:
    page.goto(f"{stack.url}/jobs/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.locator("#rh").focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.hasAttribute('data-result')")


def test_each_tab_stop_has_a_visible_ring(page: Any, stack: Stack, posting_path: str) -> None:
    page.goto(f"{stack.url}/jobs/")
    for _ in range(25):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            """() => { const a = document.activeElement; const boxes = [a, a.closest('.card'), a.closest('.searchbar'),
            a.closest('.field')].filter(Boolean); return boxes.some((b) => getComputedStyle(b).outlineStyle !== 'none') }"""
        )
        assert ring, page.evaluate("document.activeElement.outerHTML")


def test_no_page_has_an_accessibility_violation(page: Any, stack: Stack, posting_path: str) -> None:
    axe = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    for path in [*(path for path in PATHS if path != "/api/docs/"), posting_path, "/jobs/?q=zzzz"]:
        page.goto(stack.url + path)
        page.evaluate(axe)
        found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", rules)["violations"]
        assert not found, (path, [(rule["id"], rule["nodes"][0]["html"]) for rule in found])


def test_a_first_visit_weighs_less_than_a_hundred_kilobytes(browser: Any, stack: Stack, posting_path: str) -> None:
    for path in ("/jobs/", posting_path):
        context = browser.new_context()
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        sizes: list[int] = []
        network.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
        page.goto(stack.url + path, wait_until="networkidle")
        assert sum(sizes) < 100 * 1024, (path, sum(sizes))
        context.close()


def test_everything_comes_from_our_own_host(page: Any, stack: Stack, posting_path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in [*PATHS, posting_path]:
        page.goto(stack.url + path)
    assert all(url.startswith((stack.url, "data:")) for url in asked)
