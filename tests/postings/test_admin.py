"""The admin goes through the services: what a moderator types stays, is noted, and is never taken from a text again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import Organization, User
from postings import editing, reports, services
from postings.models import (
    JobPosting,
    ModerationEvent,
    PendingPosting,
    ProposedRevision,
    Report,
    Skill,
    SkillCandidate,
    Source,
)
from postings.writing import Edits
from tests.factories import BACKEND_POSTING, draft_text
from tests.forms import fields_of, resend, send

FORM = "jobposting_form"
Clients = Callable[[User], Client]


def change_page(posting: JobPosting) -> str:
    return reverse("admin:postings_jobposting_change", args=[posting.pk])


def read_again(posting: JobPosting) -> JobPosting:
    return JobPosting.objects.for_page().get(pk=posting.pk)


def test_what_a_moderator_types_stays_though_the_text_says_otherwise(
    posting: JobPosting, moderator: User, client_of: Clients
) -> None:
    answer = send(
        client_of(moderator), change_page(posting), FORM, title="Moderated Title", job_location_type="ON_SITE"
    )
    assert answer.status_code == 302
    posting = read_again(posting)
    assert (posting.title, posting.job_location_type) == ("Moderated Title", "ON_SITE")
    assert posting.edited_fields == ["job_location_type", "title"]
    assert posting.raw_text == BACKEND_POSTING
    editing.reparse_posting(posting, again=True)
    assert read_again(posting).title == "Moderated Title"
    assert read_again(posting).job_location_type == "ON_SITE"


def test_a_moderators_edit_leaves_the_old_and_the_new_value(
    posting: JobPosting, moderator: User, client_of: Clients
) -> None:
    send(client_of(moderator), change_page(posting), FORM, title="Moderated Title")
    event = posting.moderation_events.get(action="edit")
    assert (event.actor, event.before, event.after) == (
        moderator, {"title": "Backend Engineer"}, {"title": "Moderated Title"},
    )  # fmt: skip
    assert not posting.proposals.exists()


def test_a_moderators_edit_of_a_draft_leaves_a_trace_too(
    organization: Organization, moderator: User, client_of: Clients
) -> None:
    posting = draft_text(organization)
    send(client_of(moderator), change_page(posting), FORM, title="Moderated Title")
    assert posting.moderation_events.get().after == {"title": "Moderated Title"}


def test_a_form_that_comes_back_untouched_changes_nothing(
    posting: JobPosting, moderator: User, client_of: Clients
) -> None:
    editing.edit_posting(posting, f"\n{BACKEND_POSTING}\n\n", edits=Edits(), actor=None)
    before, events = read_again(posting), posting.moderation_events.count()
    assert send(client_of(moderator), change_page(posting), FORM).status_code == 302
    after = read_again(posting)
    assert (after.revision, after.raw_text, after.edited_fields) == (before.revision, before.raw_text, [])
    assert posting.moderation_events.count() == events


def test_a_text_and_a_title_that_are_typed_together_both_count(
    posting: JobPosting, moderator: User, client_of: Clients
) -> None:
    text = BACKEND_POSTING.replace("Django", "Flask").replace("\n", "\r\n")
    send(client_of(moderator), change_page(posting), FORM, title="Moderated Title", raw_text=text)
    posting = read_again(posting)
    assert posting.title == "Moderated Title"
    assert posting.sections.filter(items__text__contains="Flask").exists()
    assert "\r" not in posting.raw_text


def test_notes_go_through_a_service_and_leave_a_trace(posting: JobPosting, moderator: User, client_of: Clients) -> None:
    send(client_of(moderator), change_page(posting), FORM, moderation_note="Looks odd.")
    assert read_again(posting).moderation_note == "Looks odd."
    event = posting.moderation_events.get(action="edit")
    assert (event.before, event.after) == ({"moderation_note": "not stated"}, {"moderation_note": "Looks odd."})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"raw_text": ""}, "A posting needs a text."),
        ({"raw_text": " \r\n "}, "A posting needs a text."),
        ({"raw_text": "x" * 1_000_000}, "at most 200,000 characters"),
        ({"title": ""}, "The posting needs a title."),
        ({"apply_url": "http://plain.example/"}, "Link must start with https://"),
        ({"valid_through": "2001-01-01"}, "must not be before the posting date"),
        ({"seen": "nonsense"}, "Reload this page"),
    ],
)
def test_what_cannot_be_saved_gets_a_sentence_in_the_form_and_changes_nothing(
    posting: JobPosting, moderator: User, client_of: Clients, changes: dict[str, str], words: str
) -> None:
    before = read_again(posting)
    answer = send(client_of(moderator), change_page(posting), FORM, **{"moderation_note": "Kept note", **changes})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert words in html
    assert "Kept note" in html
    after = read_again(posting)
    assert (after.revision, after.raw_text, after.moderation_note) == (before.revision, before.raw_text, "")


def test_a_posting_that_has_closed_says_so_to_who_edits_it(
    posting: JobPosting, moderator: User, client_of: Clients
) -> None:
    client, fields = client_of(moderator), fields_of(client_of(moderator), change_page(posting), FORM)
    services.close(posting, actor=None)
    answer = resend(client, change_page(posting), fields, title="Too late")
    assert "A closed posting cannot be edited" in answer.content.decode()
    assert read_again(posting).title == "Backend Engineer"


def test_two_moderators_who_edit_one_field_lose_neither_word(
    posting: JobPosting, moderator: User, client_of: Clients
) -> None:
    client = client_of(moderator)
    fields = fields_of(client, change_page(posting), FORM)
    resend(client, change_page(posting), fields, title="By the first", apply_email="jobs@harbour.example")
    answer = resend(client, change_page(posting), fields, title="By the second", moderation_note="Mine")
    html = answer.content.decode()
    assert "By the first" in html
    assert "By the second" in html
    assert (read_again(posting).title, read_again(posting).moderation_note) == ("By the first", "")
    (difference,) = answer.context["differences"]
    resend(
        client, change_page(posting), fields, title="By the second", moderation_note="Mine",
        pick__title=f"mine:{difference.print}",
    )  # fmt: skip
    posting = read_again(posting)
    assert (posting.title, posting.apply_email) == ("By the second", "jobs@harbour.example")
    assert posting.moderation_note == "Mine"


def test_a_moderator_adds_a_posting_by_its_organization_and_its_text(
    organization: Organization, moderator: User, client_of: Clients
) -> None:
    url = reverse("admin:postings_jobposting_add")
    client = client_of(moderator)
    answer = send(client, url, FORM, hiring_organization=organization.pk, raw_text=BACKEND_POSTING)
    assert answer.status_code == 302
    posting = JobPosting.objects.get()
    assert (posting.status, posting.origin, posting.submitted_by) == ("draft", "admin", moderator)
    assert posting.title == "Backend Engineer"
    chosen = {"_selected_action": [posting.pk], "confirmed": "1"}
    client.post(reverse("admin:postings_jobposting_changelist"), {"action": "submit_selected", **chosen})
    client.post(reverse("admin:postings_pendingposting_changelist"), {"action": "publish_selected", **chosen})
    assert read_again(posting).is_open


@pytest.mark.parametrize("organization_id", ["no number", "-1", "9" * 30, "9" * 5000])
def test_an_organization_that_is_none_is_said_beside_the_text_that_was_typed(
    moderator: User, client_of: Clients, organization_id: str
) -> None:
    url = reverse("admin:postings_jobposting_add")
    answer = send(client_of(moderator), url, FORM, hiring_organization=organization_id, raw_text=BACKEND_POSTING)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Select a valid choice" in html
    assert "Backend Engineer" in html
    assert not JobPosting.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "This field is required."),
        ("   ", "A posting needs a text."),
        ("x" * 300_000, "at most 200,000 characters"),
        ("Requirements\n\n• Patience.", "The posting needs a title."),
    ],
)
def test_a_text_that_cannot_be_added_gets_a_sentence(
    organization: Organization, moderator: User, client_of: Clients, text: str, words: str
) -> None:
    url = reverse("admin:postings_jobposting_add")
    answer = send(client_of(moderator), url, FORM, hiring_organization=organization.pk, raw_text=text)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not JobPosting.objects.exists()


@pytest.mark.parametrize(
    "model",
    [JobPosting, PendingPosting, ProposedRevision, ModerationEvent, Report, Source, Skill, SkillCandidate],
)
def test_nothing_of_the_postings_is_deleted_in_the_admin(
    posting: JobPosting, moderator: User, client_of: Clients, rf: Any, model: type[Any]
) -> None:
    request = rf.get("/")
    request.user = moderator
    model_admin = admin.site._registry[model]
    assert not model_admin.has_delete_permission(request)
    assert "delete_selected" not in model_admin.get_actions(request)
    url = reverse(f"admin:postings_{model._meta.model_name}_changelist")
    client_of(moderator).post(url, {"action": "delete_selected", "_selected_action": [posting.pk], "post": "yes"})
    assert JobPosting.objects.filter(pk=posting.pk).exists()
    assert client_of(moderator).post(
        reverse(f"admin:postings_{model._meta.model_name}_delete", args=[posting.pk]), {"post": "yes"}
    ).status_code in {302, 403}
    assert JobPosting.objects.filter(pk=posting.pk).exists()


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_no_list_of_the_admin_deletes_in_bulk_or_looks_up_by_regular_expression(
    moderator: User, client_of: Clients, rf: Any, model: type[Any]
) -> None:
    request = rf.get("/")
    request.user = moderator
    assert "delete_selected" not in admin.site._registry[model].get_actions(request)
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    field = next(field.name for field in model._meta.concrete_fields)
    client = client_of(moderator)
    for lookup in ("regex", "iregex"):
        assert client.get(url, {f"{field}__{lookup}": "(a"}).status_code == 400
        assert client.get(url, {f"{field}__{lookup}": "a"}).status_code == 400
    assert client.get(url).status_code in {200, 302}


def test_a_regular_expression_in_the_address_is_never_run(
    posting: JobPosting, moderator: User, client_of: Clients, django_assert_num_queries: Any
) -> None:
    url = reverse("admin:postings_jobposting_changelist")
    client = client_of(moderator)
    answer = client.get(url, {"title__regex": "(a"})
    assert answer.status_code == 400
    assert client.get(url, {"hiring_organization__name__iregex": "(a+)+$"}).status_code == 400


def staff(*codenames: str) -> User:
    user = User.objects.create_user("staff@people.example", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return User.objects.get(pk=user.pk)


def test_a_staff_account_without_rights_sees_nothing(organization: Organization, client_of: Clients) -> None:
    posting = draft_text(organization)
    user = staff()
    assert not JobPosting.objects.visible_to(user).exists()
    client = client_of(user)
    assert client.get(posting.get_absolute_url()).status_code == 404
    for model in (JobPosting, PendingPosting, ProposedRevision, Report, Source, Skill):
        url = reverse(f"admin:postings_{model._meta.model_name}_changelist")
        assert client.get(url).status_code == 403
    assert client.get(change_page(posting)).status_code == 403
    assert client.post(change_page(posting), {"title": "Mine"}).status_code == 403


def test_staff_who_may_only_view_see_and_change_nothing(organization: Organization, client_of: Clients) -> None:
    posting = draft_text(organization)
    user = staff("view_jobposting")
    client = client_of(user)
    assert JobPosting.objects.visible_to(user).get() == posting
    assert "Backend Engineer" in client.get(change_page(posting)).content.decode()
    assert client.post(change_page(posting), {"title": "Mine"}).status_code == 403


def test_a_report_is_settled_by_a_service_and_leaves_a_trace(
    posting: JobPosting, moderator: User, client_of: Clients
) -> None:
    report = reports.report_posting(posting, reason="scam", detail="", reporter=None, reporter_hash="1")
    url = reverse("admin:postings_report_change", args=[report.pk])
    assert send(client_of(moderator), url, "report_form", state="upheld").status_code == 302
    report.refresh_from_db()
    assert report.state == "upheld"
    event = posting.moderation_events.get(action="settle_report")
    assert (event.actor, event.before, event.after) == (
        moderator, {"report": "open"}, {"report": "upheld", "reason": "scam"},
    )  # fmt: skip
