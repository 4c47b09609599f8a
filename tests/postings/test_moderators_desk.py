"""The moderators' desk in the admin: what it shows, what is sent from it, and that no list grows its queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import bans
from accounts.models import Ban, Organization, User
from postings import decisions, editing, reports, services
from postings.models import JobPosting, ModerationEvent, Report
from postings.writing import Edits
from tests.factories import BACKEND_POSTING, NURSE_POSTING, draft_text, publish_text

Clients = Callable[[User], Client]
QUEUE = "/admin/postings/pendingposting/"
FEE = "\nYou pay a registration fee of 40 euros before your interview.\n"


def page_of(posting: JobPosting) -> str:
    return reverse("admin:postings_jobposting_change", args=[posting.pk])


def decide(client: Client, posting: JobPosting, **data: str) -> str:
    url = reverse("admin:postings_jobposting_decide", args=[posting.pk])
    return client.post(url, data, follow=True).content.decode()


@pytest.fixture
def waiting(organization: Organization, employer: User) -> JobPosting:
    return services.submit(draft_text(organization, BACKEND_POSTING + FEE), actor=employer)


def test_the_queue_shows_the_riskiest_first_then_the_oldest_and_what_was_asked_last(
    organization: Organization, waiting: JobPosting, moderator: User, client_of: Clients
) -> None:
    titles = ["Asked", "Old", "New"]
    rows = [
        services.submit(draft_text(organization, BACKEND_POSTING.replace("Backend", title, 1)), actor=None)
        for title in titles
    ]
    decisions.decide(rows[0], "ask", actor=moderator, reason="Who hires?")
    html = client_of(moderator).get(QUEUE).content.decode()
    shown = [
        html.index(f">{title}") for title in ("Backend Engineer<", "Old Engineer<", "New Engineer<", "Asked Engineer<")
    ]
    assert shown == sorted(shown)
    assert "It asks applicants for money" in html
    assert "Asked, no answer yet: Who hires?" in html


def test_the_page_shows_risk_facts_both_versions_history_twins_and_reports(
    organization: Organization, employer: User, stranger: User, moderator: User, client_of: Clients
) -> None:
    posting = publish_text(organization, BACKEND_POSTING + FEE, actor=employer)
    twin = publish_text(stranger.organizations.get(), BACKEND_POSTING + FEE)
    reports.report_posting(posting, reason="scam", detail="Asked me for 40 euros.", reporter=None, reporter_hash="x")
    editing.edit_posting(posting, None, edits=Edits({"job_duration": "6 months"}), actor=employer)
    services.hold(posting, reason="Look again.")
    html = client_of(moderator).get(page_of(posting)).content.decode()
    for words in (
        "Risk: ", "registration fee", "EUR 65,000 – 80,000 a year", "At least 3 years of experience with Python.",
        "Before and after", "6 months", "Flagged", "<q>Look again.</q>", "Asked me for 40 euros.", "1 member.",
        reverse("admin:postings_jobposting_change", args=[twin.pk]),
    ):  # fmt: skip
        assert words in html, words
    for step in ("publish", "reject", "ask", "close", "remove"):
        assert f'data-step="{step}"' in html
    assert 'data-step="submit"' not in html


def test_a_moderator_publishes_from_the_page_and_goes_on_to_the_next(
    organization: Organization, waiting: JobPosting, moderator: User, client_of: Clients
) -> None:
    following = services.submit(draft_text(organization, NURSE_POSTING), actor=None)
    client = client_of(moderator)
    answer = client.post(reverse("admin:postings_jobposting_next"))
    assert answer.headers["Location"] == page_of(waiting)
    assert waiting.review.claimed_by == moderator
    html = decide(client, waiting, step="publish", next="1")
    assert "is on the board" in html
    assert following.title in html
    following.refresh_from_db()
    assert following.review.claimed_by == moderator
    html = decide(client, following, step="reject", canned="The posting offers no particular job.", reason="")
    assert "is rejected, and the employer is told why" in html
    following.refresh_from_db()
    assert (following.status, following.moderation_note) == ("rejected", "The posting offers no particular job.")
    assert "Nothing else waits" in client.post(reverse("admin:postings_jobposting_next"), follow=True).content.decode()


def test_what_cannot_be_decided_is_said_and_changes_nothing(
    waiting: JobPosting, moderator: User, client_of: Clients
) -> None:
    client = client_of(moderator)
    assert "Write a reason" in decide(client, waiting, step="reject")
    assert "Choose what to do" in decide(client, waiting, step="nonsense")
    services.publish(waiting, actor=None)
    assert "not awaiting moderation" in decide(client, waiting, step="publish")
    assert client.post("/admin/postings/jobposting/undo/" + "9" * 5000 + "/").status_code == 404
    assert JobPosting.objects.get().status == "published"


def test_a_decision_is_taken_back_from_the_page(waiting: JobPosting, moderator: User, client_of: Clients) -> None:
    client = client_of(moderator)
    decide(client, waiting, step="publish")
    event = waiting.moderation_events.get(action="publish")
    url = reverse("admin:postings_jobposting_undo", args=[event.pk])
    assert url in client.get(page_of(waiting)).content.decode()
    assert "taken back" in client.post(url, follow=True).content.decode()
    assert JobPosting.objects.get().status == "pending"
    assert url not in client.get(page_of(waiting)).content.decode()
    assert "something has happened" in client.post(url, follow=True).content.decode()


def test_many_are_counted_first_then_decided_and_taken_back_together(
    organization: Organization, waiting: JobPosting, moderator: User, client_of: Clients
) -> None:
    live = publish_text(organization, NURSE_POSTING)
    client, url = client_of(moderator), reverse("admin:postings_jobposting_changelist")
    form = {"action": "reject_selected", "_selected_action": [waiting.pk, live.pk]}
    html = client.post(url, form).content.decode()
    assert "Reject: 1 of these postings" in html
    assert "1 would be refused" in html
    assert "Write a reason" in client.post(url, {**form, "confirmed": "1"}).content.decode()
    assert JobPosting.objects.filter(status="pending").exists()
    answer = client.post(url, {**form, "confirmed": "1", "canned": "It is no job."})
    assert "/batch/" in answer.headers["Location"]
    html = client.get(answer.headers["Location"]).content.decode()
    assert "Take all of it back" in html
    assert "Registered Nurse: This posting is not awaiting moderation." in html
    assert "1 taken back" in client.post(answer.headers["Location"], follow=True).content.decode()
    waiting.refresh_from_db()
    assert waiting.status == "pending"


def test_reports_are_answered_in_the_inbox(posting: JobPosting, moderator: User, client_of: Clients) -> None:
    for number in range(2):
        reports.report_posting(posting, reason="scam", detail=f"No {number}", reporter=None, reporter_hash=str(number))
    client, url = client_of(moderator), reverse("admin:postings_report_changelist")
    html = client.get(url).content.decode()
    assert "No 0" in html
    assert ">2<" in html.replace(" ", "")  # two people
    form = {"action": "dismiss_selected", "_selected_action": list(Report.objects.values_list("pk", flat=True))}
    assert "2 answered." in client.post(url, form, follow=True).content.decode()
    assert "No 0" not in client.get(url).content.decode()
    assert "No 0" in client.get(url, {"state": "all"}).content.decode()


def test_a_ban_is_made_and_lifted_in_the_admin(moderator: User, candidate: User, client_of: Clients) -> None:
    client, url = client_of(moderator), reverse("admin:accounts_ban_add")
    assert (
        "one owner can have"
        in client.post(url, {"kind": "domain", "value": "gmail.com", "reason": "x"}).content.decode()
    )
    assert "This field is required" in client.post(url, {"kind": "person", "user": candidate.pk}).content.decode()
    assert client.post(url, {"kind": "person", "user": candidate.pk, "reason": "Spam."}).status_code == 302
    row = Ban.objects.get()
    assert (row.user, row.created_by, row.reason) == (candidate, moderator, "Spam.")
    listed = reverse("admin:accounts_ban_changelist")
    assert "Spam." in client.get(listed).content.decode()
    client.post(listed, {"action": "lift_selected", "_selected_action": [row.pk]})
    assert not Ban.objects.active().exists()
    assert set(ModerationEvent.objects.values_list("action", flat=True)) == {"ban", "lift_ban"}


def test_the_first_page_counts_what_waits(waiting: JobPosting, moderator: User, client_of: Clients) -> None:
    html = client_of(moderator).get("/admin/").content.decode()
    assert "postings to review" in html
    assert "1 held by the rules, 0 for over a day" in html


PAGES = (
    "postings_jobposting", "postings_pendingposting", "postings_report", "postings_moderationevent",
    "postings_proposedrevision", "accounts_ban", "accounts_organization",
)  # fmt: skip


def queries_of(client: Client, url: str) -> int:
    client.get(url)  # what is kept from the first time is no cost of a row
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_no_page_asks_more_where_there_is_more(
    organization: Organization, employer: User, moderator: User, client_of: Clients
) -> None:
    client = client_of(moderator)

    def fill(number: int) -> JobPosting:
        text = BACKEND_POSTING.replace("Backend", f"Backend {number}", 1) + FEE
        posting = services.submit(draft_text(organization, text, actor=employer), actor=employer)
        live = publish_text(Organization.objects.create(name=f"Works {number}", slug=f"works-{number}"), NURSE_POSTING)
        reports.report_posting(live, reason="scam", detail="Bad.", reporter=employer, reporter_hash=str(number))
        live.proposals.create(author=employer, changes=[])
        bans.ban(kind="domain", value=f"scam{number}.com", reason="A scam.", actor=moderator)
        return posting

    posting = fill(0)
    urls = [reverse(f"admin:{name}_changelist") for name in PAGES] + [page_of(posting), "/admin/"]
    few = {url: queries_of(client, url) for url in urls}
    for number in range(1, 12):
        fill(number)
    assert {url: queries_of(client, url) for url in urls} == few


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_no_form_or_list_of_the_admin_breaks_on_a_number_of_five_thousand_digits(
    posting: JobPosting, moderator: User, client_of: Clients, model: type[Any]
) -> None:
    name, long = f"admin:{model._meta.app_label}_{model._meta.model_name}", "9" * 5000
    client = client_of(moderator)
    client.raise_request_exception = False
    row = model._default_manager.order_by("pk").first()
    urls = [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
    urls += [reverse(f"{name}_change", args=[row.pk])] if row is not None else []
    fields = {field.name: long for field in model._meta.get_fields() if field.concrete}
    split = {f"{field}_{part}": long for field in fields for part in (0, 1)}
    for url in urls:
        for data in (
            {**fields, **split, "_selected_action": long, "action": "lift_selected"},
            dict.fromkeys(fields, "[" + long + "]"),
        ):
            assert client.post(url, data).status_code < 500, url
    for query in ({"p": long}, {"id__exact": long}, {"pk": long}, {"o": long}, {"q": long}, {"all": long}):
        assert client.get(urls[0], query).status_code < 500, query
    for action in admin.site._registry[model].actions:
        chosen = {"action": action, "_selected_action": [long], "confirmed": "1", "reason": "Why."}
        assert client.post(urls[0], chosen).status_code < 500, action
    assert client.get(f"{urls[0]}{long}/change/").status_code < 500
