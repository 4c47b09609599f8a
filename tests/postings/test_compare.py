"""Postings side by side."""

from collections.abc import Callable
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from accounts.models import Resume, User
from postings import services
from postings.models import JobPosting
from tests.factories import BACKEND_POSTING, NURSE_POSTING, draft_text, publish_text
from tests.pages import texts_of, values_of, words_of


def table_of(html: str) -> dict[str, list[str]]:
    """The rows of the table as a screen reader reads them: under the row's heading, what each column says."""
    rows = LexborHTMLParser(html).css("table.compared tbody tr")
    return {
        " ".join(row.css_first("th[scope=row]").text().split()): [
            " ".join(cell.text().split()) for cell in row.css("td")
        ]
        for row in rows
    }


def test_what_two_jobs_state_stands_in_one_row_each(posting: JobPosting, client: Client) -> None:
    nurse = publish_text(None, NURSE_POSTING)
    services.close(nurse, actor=None)
    html = client.get(f"/jobs/compare/?ids={posting.uid},{nurse.uid}").content.decode()
    assert texts_of(html, "thead th[scope=col] a") == ["Backend Engineer", "Registered Nurse"]
    rows = table_of(html)
    assert rows["Pay"] == ["€65,000 – €80,000 a year", "Not stated"]
    assert rows["Workplace"] == ["Hybrid", "On-site"]
    assert rows["Type"] == ["Full-time", "Part-time"]
    assert rows["Closing"] == ["Not stated", "Closed"]
    assert "Requirements met" not in rows
    assert values_of(html, "tfoot a", "href") == [
        f"/jobs/compare/?ids={nurse.uid}",
        f"/jobs/compare/?ids={posting.uid}",
    ]


def test_with_a_resume_it_says_what_is_met_and_what_is_missing(
    posting: JobPosting,
    resume: Resume,
    process_changes: Callable[[], None],
    client_of: Callable[[User], Client],
) -> None:
    nurse = publish_text(None, NURSE_POSTING)
    process_changes()
    html = client_of(resume.candidate.user).get(f"/jobs/compare/?ids={posting.uid}&ids={nurse.uid}").content.decode()
    rows = table_of(html)
    assert rows["Requirements met"][1].startswith("0 of ")
    assert "Experience with wound care." in rows["Gaps"][1]
    assert rows["Match"][0].endswith("of 100")


def test_what_is_ticked_on_a_list_is_compared_without_script(
    posting: JobPosting, process_changes: Callable[[], None], client: Client
) -> None:
    process_changes()
    html = client.get("/jobs/").content.decode()
    assert values_of(html, "input[form=compare]", "value") == [str(posting.uid)]
    assert values_of(html, "form#compare", "action") == ["/jobs/compare/"]
    client.post(f"/jobs/{posting.uid}/save/", {"saved": "1"})
    assert values_of(client.get("/me/jobs/").content.decode(), "input[form=compare]", "value") == [str(posting.uid)]


def test_four_stand_side_by_side_and_what_is_unknown_or_too_much_is_counted(
    posting: JobPosting, client: Client
) -> None:
    others = [publish_text(None, BACKEND_POSTING.replace("Backend", word)) for word in ("Data", "Web", "Game", "Test")]
    draft = draft_text(posting.hiring_organization, NURSE_POSTING)
    ids = "&ids=".join(str(row.uid) for row in (posting, *others))
    words = words_of(client.get(f"/jobs/compare/?ids={ids}").content.decode())
    assert "4 side by side" in words
    assert "1 more is left out" in words
    with CaptureQueriesContext(connection) as four:
        client.get(f"/jobs/compare/?ids={ids}")
    with CaptureQueriesContext(connection) as one:
        html = client.get(f"/jobs/compare/?ids={posting.uid},{draft.uid},{uuid4()},nonsense").content.decode()
    assert len(four) == len(one)
    assert "3 of the jobs named in the address are not on this board" in words_of(html)
    assert draft.title not in html
    assert "Nothing to compare yet" in words_of(client.get("/jobs/compare/").content.decode())
