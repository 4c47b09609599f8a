"""The employer's story in a real browser: register, paste, publish; a candidate applies; reply, reject, close with outcomes.

``python -m pytest -s tests/e2e/test_hiring.py`` prints how many actions and seconds each part takes. An action is a click, a
key that sends, or a field that is filled.
"""

import re
import time
from pathlib import Path
from typing import Any

import playwright.sync_api as playwright
import pytest

from tests.e2e.people import MODERATOR
from tests.e2e.stack import Stack
from tests.e2e.test_chain import says, sign_in
from tests.e2e.test_paste import AXE, RULES
from tests.factories import BACKEND_POSTING, BACKEND_RESUME, PASSWORD

pytestmark = pytest.mark.browser

HIRES = "hire@kelp.example"
TITLE = "Ferry Software Engineer"
TEXT = BACKEND_POSTING.replace("Backend Engineer", TITLE).replace("Harbour Software", "Kelp Farm") + (
    "\nHow to apply\n\n• Please send a work sample.\n"
)


class Counted:
    """A page that counts what a person does on it."""

    def __init__(self, page: Any) -> None:
        self.page, self.actions = page, 0

    def click(self, what: str) -> None:
        self.page.locator(what).first.click()
        self.actions += 1

    def fill(self, what: str, words: str) -> None:
        self.page.locator(what).first.fill(words)
        self.actions += 1

    def choose(self, what: str, option: str) -> None:
        self.page.locator(what).first.select_option(option)
        self.actions += 1


def make_applicants(stack: Stack, number: int) -> list[str]:
    """Accounts with a resume each; signing up is another story."""
    emails = [f"applicant{n}@people.example" for n in range(number)]
    stack.ask(
        "from accounts.models import User\n"
        "from accounts.resumes import keep_resume, read_pasted_resume\n"
        "from accounts.services import candidate_of\n"
        "from jobboard.founding import verify_email\n"
        f"for n, email in enumerate({emails!r}):\n"
        f"    user = User.objects.create_user(email, {PASSWORD!r}, name=f'Applicant {{n}}')\n"
        "    verify_email(user)\n"
        f"    keep_resume(candidate_of(user), read_pasted_resume({BACKEND_RESUME!r}), data=None)\n"
    )
    return emails


def test_an_employer_from_registering_to_the_last_answer(
    page: Any, browser: Any, stack: Stack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    took: dict[str, tuple[int, float]] = {}
    person = Counted(page)

    def done(part: str, began: float) -> None:
        took[part] = (person.actions, time.monotonic() - began)
        person.actions = 0

    began = time.monotonic()
    page.goto(f"{stack.url}/accounts/signup/?next=/hire/")
    person.fill("input[name=email]", HIRES)
    person.fill("input[name=password1]", PASSWORD)
    person.click("main button[type=submit]")
    page.goto(f"{stack.url}/mail/")
    stack.wait_until(lambda: page.reload() and HIRES in page.content(), 20, "the letter of the registration")
    page.locator("main a", has_text=re.compile("onfirm|ddress|elcome")).first.click()
    link = re.search(r"/accounts/confirm-email/[^\s\"<]+", page.content())
    assert link
    page.goto(stack.url + link[0])
    person.click("main button[type=submit]")
    sign_in(page, stack, HIRES)
    person.actions += 3
    page.goto(f"{stack.url}/hire/")
    person.fill("input[name=name]", "Kelp Farm")
    person.click("main form button[type=submit]")
    done("register and found", began)

    began = time.monotonic()
    page.goto(f"{stack.url}/hire/new/")
    person.fill("textarea[name=text]", TEXT)
    person.click("button:has-text('Read it')")
    person.click(".checkbar >> text=Submit for review")
    says(page, "It is in review now")
    done("post", began)

    sign_in(page, stack, MODERATOR)
    page.goto(f"{stack.url}/admin/postings/pendingposting/")
    page.locator("#result_list tr", has_text=TITLE).locator("input[name=_selected_action]").check()
    page.select_option("select[name=action]", "publish_selected")
    page.click("button[name=index]")
    page.click("input[value='Publish 1']")
    says(page, "Publish: 1 done, 0 refused.")
    path = stack.ask(
        "from postings.models import JobPosting\n"
        f"p = JobPosting.objects.open().get(title={TITLE!r})\n"
        "JobPosting.objects.filter(pk=p.pk).update(application_requirements={'work_sample': 1})\n"
        "answer = p.get_absolute_url()"
    )
    emails = make_applicants(stack, 3)
    sample = tmp_path / "sample.pdf"
    sample.write_bytes(b"%PDF-1.4\nA sample.\n%%EOF")
    for number, email in enumerate(emails):
        sign_in(page, stack, email)
        began = time.monotonic()
        person.actions = 0
        page.goto(stack.url + path)
        person.click("#apply >> text=Apply on this board")
        person.fill("textarea[name=message]", f"I like ferries, says {number}.")
        page.set_input_files("input[name=file_work_sample]", str(sample))
        person.actions += 1
        person.click("text=See it as they will")
        says(page, "sample.pdf")
        person.click("text=Send application")
        says(page, "Your application has reached Kelp Farm.")
    done("apply with a file", began)

    sign_in(page, stack, HIRES)
    began = time.monotonic()
    person.actions = 0
    page.goto(f"{stack.url}/hire/")
    person.click("text=3 applicants")
    person.click("a:text-is('Applicant 0')")
    says(page, "I like ferries, says 0.")
    person.choose("select[name=template]", "interview")
    person.click("button:has-text('Send to Applicant 0')")
    says(page, "Applicant 0 is told.")
    done("answer one", began)

    began = time.monotonic()
    page.go_back()
    page.goto(f"{stack.url}/hire/")
    person.click("text=3 applicants")
    person.click("a:text-is('Applicant 1')")
    person.choose("select[name=template]", "not_chosen")
    person.click("button:has-text('Send to Applicant 1')")
    says(page, "Applicant 1 is told.")
    done("reject one", began)

    began = time.monotonic()
    page.goto(f"{stack.url}/hire/")
    person.click("summary:has-text('More')")
    person.click("a:text-is('Close')")
    says(page, "2 open applications")
    person.click("text=The position is filled")
    person.choose("select[name=rest]", "filled")
    hired = page.locator("li", has_text="Applicant 0").locator("select")
    hired.select_option("hired")
    person.actions += 1
    person.click("button:has-text('Close and tell 2')")
    says(page, "2 applicants are told.")
    done("close with outcomes", began)

    sign_in(page, stack, emails[0])
    page.goto(f"{stack.url}/me/jobs/")
    page.click("text=What has happened")
    playwright.expect(page.locator(".events")).to_contain_text("Looked at")
    playwright.expect(page.locator(".events")).to_contain_text("Hired")
    page.goto(f"{stack.url}/mail/")
    stack.wait_until(
        lambda: page.reload() and page.content().count("Kelp Farm has answered") == 4, 20, "four answers in the mail"
    )
    with capsys.disabled():
        print()
        for part, (actions, seconds) in took.items():
            print(f"{part}: {actions} actions, {seconds:.1f} s")
    for width, scheme in ((1440, "light"), (390, "dark")):
        check_pages(browser, stack, width, scheme)


def check_pages(browser: Any, stack: Stack, width: int, scheme: str) -> None:
    """No page of hiring has a fault that axe finds, or is wider than the screen; of the board that the story has left behind."""
    uid, application = stack.ask(
        "from postings.models import Application\n"
        "a = Application.objects.order_by('pk').first()\n"
        "from postings import services\n"
        "a.posting.refresh_from_db()\n"
        "if a.posting.status == 'filled': services.reopen(a.posting, actor=None)\n"
        "answer = [str(a.posting.uid), str(a.uid)]"
    )
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    sign_in(page, stack, HIRES)
    for path in (
        "/hire/", "/hire/applicants/", f"/hire/{uid}/applicants/", f"/hire/applications/{application}/",
        f"/hire/applications/{application}/match/", f"/hire/{uid}/closing/", f"/hire/{uid}/day/", "/hire/new/",
    ):  # fmt: skip
        page.goto(stack.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.add_script_tag(path=AXE)
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
        assert not found, (path, [(row["id"], row["nodes"][0]["html"]) for row in found])
    context.close()
