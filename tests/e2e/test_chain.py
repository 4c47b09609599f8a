"""The whole chain in a real browser: post, moderate, match, mail, edit, rematch, close."""

import re
import time
from typing import Any

import playwright.sync_api as playwright
import pytest

from tests.e2e.people import CANDIDATE, EMPLOYER, MODERATOR
from tests.e2e.stack import Stack
from tests.factories import BACKEND_POSTING, BACKEND_RESUME, PASSWORD

pytestmark = pytest.mark.browser


def sign_in(page: Any, stack: Stack, email: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{stack.url}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def reload_until(page: Any, stack: Stack, url: str, words: str, *, gone: bool = False) -> float:
    def holds() -> bool:
        page.goto(url)
        return (words in page.content()) != gone

    return stack.wait_until(holds, 30, f"{'not ' if gone else ''}{words!r} on {url}")


def says(page: Any, words: str) -> None:
    """Waits for the page that a click has asked for."""
    playwright.expect(page.locator("body")).to_contain_text(words)


def shown_score(page: Any) -> int:
    return int(re.search(r"Match (\d+) of 100", page.content())[1])  # type: ignore[index]


def test_from_posting_to_closing(page: Any, stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    took: dict[str, float] = {}

    sign_in(page, stack, CANDIDATE)
    page.goto(f"{stack.url}/match/")
    page.fill("textarea[name=text]", BACKEND_RESUME)
    page.click("text=Show my matches")

    began = time.monotonic()
    sign_in(page, stack, EMPLOYER)
    page.goto(f"{stack.url}/hire/new/")
    page.fill("textarea[name=text]", BACKEND_POSTING)
    page.click("text=Read it")
    page.click("text=Submit for review")
    says(page, "It is in review now")
    took["employer posts"] = time.monotonic() - began

    began = time.monotonic()
    sign_in(page, stack, MODERATOR)
    page.goto(f"{stack.url}/admin/postings/pendingposting/")
    page.check("input[name=_selected_action]")
    page.select_option("select[name=action]", "publish_selected")
    page.click("button[name=index]")
    page.click("input[value='Publish 1']")
    says(page, "Publish: 1 done, 0 refused.")
    took["moderator publishes"] = time.monotonic() - began

    sign_in(page, stack, CANDIDATE)
    took["match appears"] = reload_until(page, stack, f"{stack.url}/me/", "Backend Engineer")
    page.click("text=Backend Engineer")
    says(page, "Built web services with Python and Django on PostgreSQL.")
    url = page.url
    before = shown_score(page)
    took["mail appears"] = reload_until(page, stack, f"{stack.url}/mail/", "1 new match")
    page.click("text=1 new match")
    says(page, f"Score {before} of 100")
    says(page, "List-Unsubscribe-Post")
    took["found by search"] = reload_until(page, stack, f"{stack.url}/jobs/?q=ferry", "Backend Engineer")

    sign_in(page, stack, EMPLOYER)
    page.goto(f"{stack.url}/hire/")
    page.click("text=Edit")
    page.click("text=Change the text")
    harder = BACKEND_POSTING.replace("Experience with PostgreSQL and Django.", "Experience with COBOL on mainframes.")
    page.fill("textarea[name=text]", harder)
    page.click("text=Read the new text")
    says(page, "The new text is read.")
    says(page, "A moderator looks at this first")
    page.goto(url)
    assert "COBOL on mainframes" not in page.content()

    sign_in(page, stack, MODERATOR)
    page.goto(f"{stack.url}/admin/postings/proposedrevision/")
    page.click("#result_list tbody a")
    page.click("text=Accept the change")
    says(page, "The change is on the page now")

    sign_in(page, stack, CANDIDATE)
    began = time.monotonic()

    def rescored() -> bool:
        page.goto(url)
        return "COBOL on mainframes" in page.content() and shown_score(page) < before

    stack.wait_until(rescored, 30, "a lower score on the page")
    took["score follows the edit"] = time.monotonic() - began
    after = shown_score(page)
    stored = stack.ask("from matching.models import Match; answer = Match.objects.get().score")
    assert stored == after

    sign_in(page, stack, EMPLOYER)
    page.goto(f"{stack.url}/hire/")
    page.click("summary:has-text('More')")
    page.click("a:text-is('Close')")
    page.check("text=We have enough applications")
    page.click("button:has-text('Close the posting')")
    says(page, "The posting is closed.")
    sign_in(page, stack, CANDIDATE)
    took["gone after closing"] = reload_until(page, stack, f"{stack.url}/jobs/", "Backend Engineer", gone=True)
    assert page.request.get(f"{stack.url}/api/v1/postings/").json()["results"] == []
    page.goto(url)
    assert "This job closed on" in page.content()
    page.goto(f"{stack.url}/mail/")
    assert page.content().count("new match") == 1

    with capsys.disabled():
        print("\n" + "\n".join(f"{step}: {seconds:.1f} s" for step, seconds in took.items()))
