"""The desk: figures of people, reach in totals only, tables without formulas, and the profile of an organization."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organization, User
from accounts.services import candidate_of
from matching.reach import reach_of
from postings import services
from postings.models import JobPosting, PostingVisit, SavedJob
from postings.posting_figures import figures_of
from tests.factories import UserFactory, draft_text, png_of, resume_of, verified

Clients = Callable[[User], Client]
ASKING = (
    "Developer\n\nRequirements\n\n• Experience with Python.\n• Experience with Django.\n• Experience with PostgreSQL.\n"
)


def visit(posting: JobPosting, kind: str, number: int, *, days_ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    PostingVisit.objects.bulk_create(
        PostingVisit(posting=posting, day=day, kind=kind, visitor=f"{kind}{days_ago}-{one}") for one in range(number)
    )


def test_the_figures_equal_sql_and_small_ones_are_hidden(
    posting: JobPosting, employer: User, client_of: Clients
) -> None:
    visit(posting, "view", 7)
    visit(posting, "view", 4, days_ago=3)
    visit(posting, "view", 2, days_ago=40)
    visit(posting, "apply", 4)
    for number in range(6):
        SavedJob.objects.create(candidate=candidate_of(UserFactory(email=f"s{number}@people.example")), posting=posting)
    figures = figures_of([posting])[posting.pk]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM postings_postingvisit WHERE kind = 'view' AND posting_id = %s", [posting.pk]
        )
        assert figures.views == cursor.fetchone()[0] == 13
    assert (figures.clicks, figures.saves) == (None, 6)
    assert (figures.by_day[-1], figures.by_day[-4], sum(figures.by_day)) == (7, 4, 11)
    html = client_of(employer).get("/hire/").content.decode()
    assert html.count("<rect ") == 30 + html.count("<rect class")
    table = client_of(employer).get("/hire/postings.csv").content.decode()
    assert ",13,fewer than 5,0,6," in table


def test_the_desk_costs_the_same_with_ten_postings_and_with_a_thousand(
    organization: Organization, employer: User, client_of: Clients
) -> None:
    client = client_of(employer)

    def add(number: int) -> None:
        first = JobPosting.objects.count()
        JobPosting.objects.bulk_create(
            JobPosting(hiring_organization=organization, title=f"Job {n}", slug=f"job-{n}", raw_text="Job")
            for n in range(first, first + number)
        )

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/hire/").status_code == 200
        return len(queries)

    add(10)
    client.get("/hire/")
    few = cost()
    add(990)
    assert cost() == few <= 15


def test_the_desk_says_the_next_step(employer: User, posting: JobPosting, client_of: Clients) -> None:
    client = client_of(employer)
    html = client.get("/hire/").content.decode()
    assert "30 days left" in html or "29 days left" in html
    assert "Nobody yet" in client.get(f"/hire/{posting.uid}/applicants/").content.decode()
    JobPosting.objects.all().update(status="draft")
    assert "Submit for review" in client.get("/hire/").content.decode()
    assert client_of(verified(UserFactory())).get("/hire/organization/").status_code == 200


def test_reach_is_told_in_totals_of_five_or_more(
    organization: Organization, process_changes: Callable[[], None]
) -> None:
    services.load_skills()
    posting = draft_text(organization, ASKING)
    people = ["Python, Django, PostgreSQL"] * 6 + ["Python, Django"] * 5 + ["Python, PostgreSQL"] * 2 + ["Cooking"] * 3
    for skills in people[:4]:
        resume_of(verified(UserFactory()), f"Developer\n\nSkills\n{skills}\n")
    process_changes()
    few = reach_of(posting)
    assert few is not None
    assert (few.matching, few.hardest, few.skills) == (None, None, 3)
    for skills in people[4:]:
        resume_of(verified(UserFactory()), f"Developer\n\nSkills\n{skills}\n")
    process_changes()
    reach = reach_of(posting)
    assert reach is not None
    assert (reach.matching, reach.hardest) == (13, ("PostgreSQL", 8))
    assert reach.lacking == (("PostgreSQL", 5),)  # two lack Django: too few to tell
    with CaptureQueriesContext(connection) as queries:
        reach_of(posting)
    assert len(queries) == 2


def test_reach_stands_on_the_check_page_and_in_the_preview(
    organization: Organization, employer: User, client_of: Clients, process_changes: Callable[[], None]
) -> None:
    services.load_skills()
    posting = draft_text(organization, ASKING)
    for _ in range(5):
        resume_of(verified(UserFactory()), "Developer\n\nSkills\nPython, Django, PostgreSQL\n")
    process_changes()
    for page in ("", "preview/"):
        html = " ".join(client_of(employer).get(f"/hire/{posting.uid}/{page}").content.decode().split())
        assert "<b>5 candidates</b> here show at least half of the 3 required skills." in html


def test_a_profile_is_shown_to_everybody_and_its_logo_is_a_picture_and_nothing_else(
    posting: JobPosting, organization: Organization, employer: User, client_of: Clients, settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    client, page = client_of(employer), f"/hire/organization/{organization.uid}/"
    logo = SimpleUploadedFile("logo.png", png_of(64, 64, text=b"<script>alert(1)</script>"))
    form = {
        "overview": "We plan ferries.",
        "benefits": "Free ferries\nA sea view",
        "links": "https://harbour.example/team",
    }
    assert client.post(page, form | {"logo": logo}).status_code == 302
    html = Client().get(f"/companies/{organization.slug}/").content.decode()
    for words in (
        "We plan ferries.",
        "A sea view",
        'href="https://harbour.example/team"',
        f"/companies/{organization.slug}/logo/",
    ):
        assert words in html
    picture = Client().get(f"/companies/{organization.slug}/logo/")
    assert picture.headers["Content-Type"] == "image/png"
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert b"script" not in picture.content
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, form | {"remove_logo": "on"})
    assert Client().get(f"/companies/{organization.slug}/logo/").status_code == 404
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no PNG or JPEG"),
        (png_of(64, 64)[:-20], "damaged"),
        (png_of(64, 64)[:40] + b"?" + png_of(64, 64)[41:], "damaged"),
        (png_of(8, 64), "8 × 64"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 600_000, "at most 512 KB"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "damaged"),
        (b"", "empty"),
    ],
)
def test_a_logo_that_is_no_picture_is_refused_with_a_sentence_and_nothing_is_lost(
    organization: Organization, employer: User, client_of: Clients, data: bytes, why: str
) -> None:
    form = {"overview": "We plan ferries.", "logo": SimpleUploadedFile("logo.png", data)}
    answer = client_of(employer).post(f"/hire/organization/{organization.uid}/", form)
    assert answer.status_code == 422
    assert why in re.sub(r"\s+", " ", answer.content.decode())
    assert "We plan ferries." in answer.content.decode()
