"""Paste to post in a real browser: each of the five seeds, from the paste box to the board, in under a minute."""

import time
from pathlib import Path
from typing import Any

import playwright.sync_api as playwright
import pytest

from tests.e2e.people import EMPLOYER, MODERATOR
from tests.e2e.stack import ROOT, Stack
from tests.e2e.test_chain import says, sign_in
from tests.factories import BACKEND_POSTING

pytestmark = pytest.mark.browser

SEEDS = sorted((ROOT / "seeds" / "pasted").glob("*.txt"))
LIMIT = 60
# What stands beside the first words of each mark, as a person sees it.
MARKS = {
    "000": {"title": "Stated“Research Intern”", "locations": "Stated“San Francisco, CA, US”", "salary": "Not stated"},
    "001": {"employment_unit": "Stated“Engineering”", "employment_types": "Stated“Full-time”"},
    "002": {
        "locations": "ConcludedSan Jose is taken to be in",
        "employment_types": "Stated“InternshipOn-siteFull-time”",
    },
    "003": {"salary": "Stated“$5,610 - $13,270”", "job_duration": "Stated“"},
    "004": {"job_location_type": "Stated“", "visa_sponsorship": "Stated“", "salary": "Not stated"},
}
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def paste(page: Any, stack: Stack, text: str) -> str:
    page.goto(f"{stack.url}/hire/new/")
    page.fill("textarea[name=text]", text)
    page.click("text=Read it")
    playwright.expect(page.locator("form#check")).to_be_visible()
    return str(page.url)


def without_blanks(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_a_seed_goes_from_the_paste_box_to_the_board(
    page: Any, stack: Stack, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_in(page, stack, EMPLOYER)
    began = time.monotonic()
    paste(page, stack, path.read_text())
    for name, words in MARKS[path.name[:3]].items():
        shown = without_blanks(page.locator(f"#m-{name}").text_content())
        assert shown.replace(" “", "“").replace("Concluded ", "Concluded").startswith(words), (name, shown)
    quote = page.locator(".origin-line a.quote-link").first
    target = page.locator(quote.get_attribute("href"))
    quote.click()
    playwright.expect(target).to_be_in_viewport()
    assert target.evaluate("element => element.matches(':target')")
    title = page.input_value("input[name=title]")
    page.click("text=Submit for review")
    says(page, "It is in review now")
    posted = time.monotonic() - began

    sign_in(page, stack, MODERATOR)
    page.goto(f"{stack.url}/admin/postings/pendingposting/")
    page.locator("#result_list tr", has_text=title).locator("input[name=_selected_action]").check()
    page.select_option("select[name=action]", "publish_selected")
    page.click("button[name=index]")
    page.click("input[value='Publish 1']")
    says(page, "Publish: 1 done, 0 refused.")
    page.context.clear_cookies()
    url = stack.ask(
        "from postings.models import JobPosting\n"
        f"answer = JobPosting.objects.open().get(title={title!r}).get_absolute_url()"
    )
    page.goto(stack.url + url)
    says(page, title)
    fact = page.locator(".meta a.cited").first
    fact.focus()
    page.keyboard.press("Enter")
    sentence = page.locator(fact.get_attribute("href"))
    playwright.expect(sentence).to_be_visible()
    assert sentence.evaluate("element => element.matches(':target')")
    with capsys.disabled():
        print(f"\n{path.name[:3]}: {posted:.1f} s from the empty paste box to review")
    assert time.monotonic() - began < LIMIT


def test_a_change_saves_itself_and_shows_in_the_preview(page: Any, stack: Stack) -> None:
    sign_in(page, stack, EMPLOYER)
    paste(page, stack, BACKEND_POSTING)
    page.click("nav.tabs >> text=Preview")
    heading = page.locator("#preview h1")
    playwright.expect(heading).to_have_text("Backend Engineer")
    page.fill("input[name=title]", "Platform Engineer")
    page.press("input[name=title]", "Tab")
    playwright.expect(heading).to_have_text("Platform Engineer")
    playwright.expect(heading).to_be_visible()
    playwright.expect(page.locator("#saved")).to_contain_text("Draft saved")
    playwright.expect(page.locator("#m-title")).to_contain_text("Yours")


def test_a_mistake_is_said_at_once_and_nothing_is_lost(browser: Any, stack: Stack) -> None:
    context = browser.new_context()  # of its own: the browser notes the refusal (422) on the console
    page = context.new_page()
    sign_in(page, stack, EMPLOYER)
    paste(page, stack, BACKEND_POSTING)
    page.fill("input[name=apply_url]", "nonsense")
    page.press("input[name=apply_url]", "Tab")
    playwright.expect(page.locator("#problems")).to_contain_text("The link must lead to a public name")
    playwright.expect(page.locator("#saved")).to_contain_text("Not saved")
    playwright.expect(page.locator("input[name=apply_url]")).to_have_value("nonsense")
    context.close()


def test_without_script_everything_can_still_be_put_right(browser: Any, stack: Stack) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    sign_in(page, stack, EMPLOYER)
    paste(page, stack, BACKEND_POSTING.replace("Hamburg, Germany", "San Jose"))
    page.click("#a-locations >> text=Confirm")
    playwright.expect(page.locator("#m-locations")).to_contain_text("Yours")
    row = page.locator(".rowlist li", has_text="Experience with Kubernetes.")
    row.locator("select").select_option("required")
    page.click(".checkbar >> text=Save")
    playwright.expect(
        page.locator(".rowlist li", has_text="Experience with Kubernetes.").locator("select")
    ).to_have_value("required")
    page.locator("#m-title a.quote-link").click()
    playwright.expect(page.locator("#source span:target")).to_have_text("Backend Engineer")
    page.click("nav.tabs >> text=Preview")
    playwright.expect(page.locator("#preview article")).to_be_visible()
    playwright.expect(page.locator("#source")).to_be_hidden()
    page.click("text=Submit for review")
    says(page, "It is in review now")
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_are_sound_at_every_width(page: Any, stack: Stack, theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    sign_in(page, stack, EMPLOYER)
    url = paste(page, stack, SEEDS[2].read_text())
    axe = AXE.read_text()
    for path in (f"{stack.url}/hire/new/", url, f"{url}#preview", f"{url}#google", f"{url}text/", f"{url}preview/"):
        for width in (1440, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto("about:blank")
            page.goto(path)
            for fold in page.locator("details.fold, details.conflicts, details.moretags").all():
                fold.evaluate("element => { element.open = true }")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            if width != 320:
                page.evaluate(axe)
                found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)["violations"]
                assert not found, (
                    path,
                    width,
                    [(rule["id"], [n["html"] for n in rule["nodes"]][:3]) for rule in found],
                )


def loaded(page: Any, words: str) -> None:
    """The page says this, and hears keys: its script runs once all of it is there."""
    says(page, words)
    page.wait_for_load_state()


def test_a_moderator_works_off_the_queue_without_a_mouse(stack: Stack, page: Any) -> None:
    stack.ask(
        "from accounts.models import Organization\n"
        "from postings import services\n"
        "from postings.models import JobPosting\n"
        "from tests.factories import BACKEND_POSTING, NURSE_POSTING, draft_text\n"
        "for left in JobPosting.objects.awaiting_moderation():\n"
        "    services.close(left, actor=None)\n"
        "works = Organization.objects.get(name='Harbour Software')\n"
        "risky = BACKEND_POSTING + '\\nYou pay a registration fee before your interview.\\n'\n"
        "for text in (NURSE_POSTING, risky, BACKEND_POSTING.replace('Backend', 'Frontend', 1)):\n"
        "    services.submit(draft_text(works, text), actor=None)\n"
    )
    sign_in(page, stack, MODERATOR)
    page.goto(f"{stack.url}/admin/postings/pendingposting/")
    page.keyboard.press("n")
    loaded(page, "It asks applicants for money")  # the riskiest first
    page.keyboard.press("r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    loaded(page, "“Backend Engineer” is rejected, and the employer is told why.")
    page.keyboard.press("p")
    loaded(page, "“Registered Nurse” is on the board.")
    page.keyboard.press("a")
    page.keyboard.press("Tab")
    page.keyboard.type("Where is the work done?")
    page.keyboard.press("Enter")
    says(page, "“Frontend Engineer” waits for an answer.")
    assert "rejected" in stack.ask(
        "from postings.models import JobPosting\n"
        "answer = list(JobPosting.objects.filter(title='Backend Engineer').values_list('status', flat=True))"
    )
