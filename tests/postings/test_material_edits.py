"""A posting that was approved as one job does not turn into another: material edits are reviewed, and nobody misses them."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Organization, User
from accounts.outbox import queue_letter
from accounts.services import candidate_of
from postings import applications, editing, emails, services
from postings.comparing import LABELS, Seen, StaleEditError, prints_of, state_of
from postings.corrections import row_key
from postings.lifecycle import IllegalTransitionError
from postings.material import MATERIAL
from postings.models import JobPosting, PostingReading, ProposedRevision, Source
from postings.writing import FIELDS, Edits, SalaryEdit, edits_from, plain_edits
from tests.factories import BACKEND_POSTING, draft_text, publish_text
from tests.forms import fields_of, resend, send
from tests.pages import sent_letters, texts_of

Clients = Callable[[User], Client]

SCAM = "Mystery Shopper\n\nRequirements\n\n• Send us 200 euros first."
EDITS: dict[str, Any] = {
    "title": "Mystery Shopper",
    "salary": [SalaryEdit(Decimal(900_000), None, "EUR", "YEAR")],
    "equity": "5 %",
    "locations": ["Oslo, NO"],
    "job_location_type": "TELECOMMUTE",
    "employment_types": ["VOLUNTEER"],
    "apply_url": "https://elsewhere.example/apply",
    "apply_email": "money@elsewhere.example",
    "employment_unit": "Bookings",
    "job_benefits": ["Ferry pass"],
    "date_posted": datetime(2026, 1, 2, tzinfo=UTC).date(),
    "job_start_text": "May 2027",
    "job_duration": "P18M",
    "months_of_experience": 12,
    "experience_level": "SENIOR",
    "education": {"education_levels": ["master"], "education_strength": "soft", "education_state": ""},
    "visa_sponsorship": "YES",
    "relocation": "NO",
    "eligibility_to_work_requirement": "EU",
    "security_clearance_requirement": "None",
    "application_requirements": {"portfolio": 1},
    "valid_through": datetime(2099, 1, 31, 23, 59, 59, tzinfo=UTC),
}


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every letter that is owed, in order."""
    owed: list[dict[str, Any]] = []

    def note(kind: str, **letter: Any) -> None:
        owed.append({"kind": kind, **letter})

    monkeypatch.setattr(emails, "queue_letter", note)
    return owed


def kinds(letters: list[dict[str, Any]]) -> list[str]:
    return [letter["kind"] for letter in letters]


def read_again(posting: JobPosting) -> JobPosting:
    return JobPosting.objects.for_page().get(pk=posting.pk)


def edit(posting: JobPosting, actor: User | None, text: str | None = None, **values: Any) -> JobPosting:
    return editing.edit_posting(posting, text, edits=Edits(values), actor=actor)


def waiting(posting: JobPosting) -> ProposedRevision:
    return ProposedRevision.objects.waiting().get(posting=posting)


# What waits.


def test_every_field_of_the_table_has_an_edit_in_these_tests() -> None:
    assert set(EDITS) == set(FIELDS)
    assert MATERIAL - set(FIELDS) == {"hiring_organization", "requirements", "contacts"}


@pytest.mark.parametrize("name", sorted(EDITS))
@pytest.mark.parametrize("is_paused", [False, True])
def test_a_field_of_the_table_waits_and_any_other_is_live_at_once(
    posting: JobPosting, employer: User, name: str, is_paused: bool
) -> None:
    if is_paused:
        services.pause(posting, actor=employer)
    before = state_of(read_again(posting))
    edit(posting, employer, **{name: EDITS[name]})
    after = state_of(read_again(posting))
    assert (after[name] == before[name]) is (name in MATERIAL)
    assert ProposedRevision.objects.waiting().exists() is (name in MATERIAL)


def test_a_live_posting_cannot_be_turned_into_another_job(
    posting: JobPosting, employer: User, client_of: Clients
) -> None:
    """Found as M9: the text of a live posting was replaced, and the board showed it at once."""
    client = client_of(employer)
    answer = send(client, f"/hire/{posting.uid}/text/", "paste", text=SCAM, follow=True)
    assert "A moderator looks at this first" in answer.content.decode()
    for url in (posting.get_absolute_url(), f"/api/v1/postings/{posting.uid}/"):
        page = Client().get(url).content.decode()
        assert "Backend Engineer" in page
        assert "Mystery Shopper" not in page
        assert "200 euros" not in page
    proposal = waiting(posting)
    assert proposal.text == SCAM
    assert {"title", "requirements", "salary", "locations"} <= {change["field"] for change in proposal.changes}


def test_a_material_edit_alone_leaves_the_posting_untouched(posting: JobPosting, employer: User) -> None:
    before = read_again(posting)
    edit(posting, employer, title="Mystery Shopper")
    assert read_again(posting).revision == before.revision


def test_minor_changes_of_the_same_save_are_live_at_once(posting: JobPosting, employer: User) -> None:
    edit(posting, employer, title="Mystery Shopper", employment_unit="Bookings")
    posting = read_again(posting)
    assert (posting.title, posting.employment_unit) == ("Backend Engineer", "Bookings")
    assert set(edits_from(waiting(posting).edits).values) == {"title"}
    assert posting.moderation_events.get(action="edit").after == {"employment_unit": "Bookings"}
    assert posting.moderation_events.get(action="propose").after == {"title": "Mystery Shopper"}


def test_a_text_whose_requirements_stay_is_live_at_once(posting: JobPosting, employer: User) -> None:
    edit(posting, employer, BACKEND_POSTING.replace("for ferry lines", "for all ferry lines"))
    assert "for all ferry lines" in read_again(posting).raw_text
    assert not posting.proposals.exists()
    event = posting.moderation_events.get(action="edit")
    assert event.before["text"] == "Harbour Software builds booking systems for ferry lines."
    assert event.after["text"] == "Harbour Software builds booking systems for all ferry lines."


@pytest.mark.parametrize(
    "text",
    [
        BACKEND_POSTING.replace("3 years", "9 years"),
        BACKEND_POSTING.replace("€80,000", "€180,000"),
        BACKEND_POSTING.replace("for ferry lines.", "for ferry lines. Write to money@elsewhere.example."),
        BACKEND_POSTING.replace("for ferry lines.", "for ferry lines, see https://elsewhere.example/pay."),
    ],
)
def test_a_text_that_asks_pays_or_sends_otherwise_waits(posting: JobPosting, employer: User, text: str) -> None:
    edit(posting, employer, text)
    assert read_again(posting).raw_text == BACKEND_POSTING
    assert waiting(posting).text == text


def test_a_requirement_that_a_person_takes_away_waits(posting: JobPosting, employer: User) -> None:
    row = "Experience with PostgreSQL and Django."
    edits = Edits(rows={row_key(row): {"text": row, "removed": True}})
    editing.edit_posting(posting, None, edits=edits, actor=employer)
    assert JobPosting.objects.filter(sections__items__text=row).exists()
    editing.accept_change(waiting(posting), actor=None, version=1)
    assert not JobPosting.objects.filter(sections__items__text=row).exists()


def test_confirming_what_was_concluded_is_no_material_change(organization: Organization, employer: User) -> None:
    posting = publish_text(organization, BACKEND_POSTING.replace("Hamburg, Germany", "San Jose"))
    editing.confirm(read_again(posting), "locations", actor=employer)
    assert read_again(posting).edited_fields == ["locations"]
    assert not posting.proposals.exists()


def test_a_draft_and_a_posting_in_review_change_at_once(organization: Organization, employer: User) -> None:
    posting = draft_text(organization)
    edit(posting, employer, title="Platform Engineer")
    services.submit(posting, actor=employer)
    edit(posting, employer, title="Site Engineer")
    assert read_again(posting).title == "Site Engineer"
    assert not ProposedRevision.objects.exists()


def test_two_people_who_change_one_field_of_a_live_posting_lose_neither_word(
    posting: JobPosting, employer: User, client_of: Clients
) -> None:
    """The second was compared with the page alone, and took the place of the first in the change that waits."""
    page, client = f"/hire/{posting.uid}/", client_of(employer)
    first, second = (fields_of(client, page, "check") for _ in range(2))
    assert resend(client, page, first, title="Platform Engineer", then="save").status_code == 302
    answer = resend(client, page, second, title="Site Engineer", then="save")
    assert answer.status_code == 422
    (difference,) = answer.context["differences"]
    assert (difference.yours, difference.theirs) == ("Site Engineer", "Platform Engineer")
    assert waiting(posting).edits["values"] == {"title": "Platform Engineer"}
    third = fields_of(client, page, "check")
    picked = {**second, "pick-title": f"mine:{difference.print}"}
    assert resend(client, page, picked, title="Site Engineer", then="save").status_code == 302
    assert waiting(posting).edits["values"] == {"title": "Site Engineer"}
    assert resend(client, page, third, locations="Kiel, DE", then="save").status_code == 302
    assert waiting(posting).edits["values"] == {"title": "Site Engineer", "locations": ["Kiel, DE"]}


def test_a_second_edit_joins_the_one_that_waits(posting: JobPosting, employer: User) -> None:
    edit(posting, employer, title="Mystery Shopper", equity="5 %")
    edit(posting, employer, title="Secret Shopper", apply_url="https://elsewhere.example/")
    proposal = waiting(posting)
    assert proposal.version == 2
    assert dict(edits_from(proposal.edits).values) == {
        "title": "Secret Shopper", "equity": "5 %", "apply_url": "https://elsewhere.example/",
    }  # fmt: skip
    editing.accept_change(proposal, actor=None, version=2)
    posting = read_again(posting)
    assert (posting.title, posting.equity, posting.apply_url) == (
        "Secret Shopper", "5 %", "https://elsewhere.example/",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["\r\n" + BACKEND_POSTING.replace("\n", "\r\n"), BACKEND_POSTING.strip(), None])
def test_other_line_ends_and_blanks_at_the_ends_are_the_same_text(
    posting: JobPosting, employer: User, text: str | None
) -> None:
    edit(posting, employer, text, employment_unit="Bookings")
    assert read_again(posting).raw_text == BACKEND_POSTING
    assert list(posting.moderation_events.get(action="edit").after) == ["employment_unit"]


def test_every_field_has_a_label_and_a_state(posting: JobPosting) -> None:
    state = state_of(read_again(posting))
    assert set(FIELDS) | MATERIAL <= set(LABELS)
    assert set(LABELS) == set(state)


@pytest.mark.parametrize("name", sorted(EDITS))
def test_every_edit_is_read_back_as_it_was_kept(name: str) -> None:
    edits = Edits({name: EDITS[name]}, rows={"a": {"importance": "none"}}, forget=frozenset({"equity"}))
    assert edits_from(plain_edits(edits)) == edits
    assert edits_from(plain_edits(Edits({name: None}))) == Edits({name: None})


# What goes live and is flagged.


def test_an_edit_of_a_verified_organization_is_live_and_flagged(
    posting: JobPosting, employer: User, organization: Organization
) -> None:
    Organization.objects.update(is_verified=True)
    edit(posting, employer, title="Platform Engineer")
    assert read_again(posting).title == "Platform Engineer"
    (flagged,) = ProposedRevision.objects.undecided()
    assert (flagged.state, flagged.labels) == ("live", "title")
    event = posting.moderation_events.get(action="flag")
    assert (event.actor, event.before, event.after) == (
        employer, {"title": "Backend Engineer"}, {"title": "Platform Engineer"},
    )  # fmt: skip
    editing.mark_looked_at(flagged, actor=None)
    with pytest.raises(IllegalTransitionError):
        editing.mark_looked_at(flagged, actor=None)
    assert not ProposedRevision.objects.undecided().exists()


def test_a_minor_edit_of_a_verified_organization_is_not_flagged(posting: JobPosting, employer: User) -> None:
    Organization.objects.update(is_verified=True)
    edit(posting, employer, employment_unit="Bookings")
    assert not ProposedRevision.objects.exists()


@pytest.mark.parametrize(("trust", "title", "state"), [("live", "Captain", "live"), ("wait", "Deckhand", "waiting")])
def test_a_change_of_a_source_follows_its_trust(organization: Organization, trust: str, title: str, state: str) -> None:
    source = Source.objects.create(kind="lever", token="harbour", trust=trust)
    posting = publish_text(organization, edits=Edits({"title": "Deckhand"}, from_source=True), origin="feed")
    edits = Edits({"title": "Captain"}, from_source=True)
    editing.edit_posting(posting, None, edits=edits, actor=None, source=source)
    assert read_again(posting).title == title
    (found,) = ProposedRevision.objects.undecided()
    assert (found.state, found.source, found.author) == (state, source, None)
    if trust == "wait":
        editing.accept_change(found, actor=None, version=1)
        assert read_again(posting).title == "Captain"
        assert read_again(posting).source_fields == ["title"]


def test_a_source_and_a_person_each_have_a_change_that_waits(
    posting: JobPosting, employer: User, organization: Organization
) -> None:
    source = Source.objects.create(kind="lever", token="harbour", trust="wait")
    edits = Edits({"equity": "1 %"}, from_source=True)
    editing.edit_posting(posting, None, edits=edits, actor=None, source=source)
    edit(posting, employer, title="Mystery Shopper")
    assert ProposedRevision.objects.waiting().count() == 2
    editing.withdraw_change(posting, actor=employer)
    assert ProposedRevision.objects.waiting().get().source == source


def test_reading_anew_with_a_newer_reader_is_nobodys_edit(
    posting: JobPosting, employer: User, letters: list[dict[str, Any]]
) -> None:
    JobPosting.objects.filter(pk=posting.pk).update(title="Read by an older reader")
    PostingReading.objects.filter(posting=posting).update(version=0)
    assert editing.reparse_posting(read_again(posting))
    JobPosting.objects.filter(pk=posting.pk).update(title="Read by an older reader")
    PostingReading.objects.filter(posting=posting).update(version=0)
    edit(posting, employer, employment_unit="Bookings")
    assert (read_again(posting).title, read_again(posting).employment_unit) == ("Backend Engineer", "Bookings")
    assert not ProposedRevision.objects.exists()
    assert posting.moderation_events.get(action="edit").after == {"employment_unit": "Bookings"}
    assert letters == []


def test_reading_anew_does_not_take_back_an_edit_that_was_made_meanwhile(posting: JobPosting) -> None:
    held = read_again(posting)
    edit(posting, None, title="Platform Engineer")
    editing.reparse_posting(held, again=True)
    assert read_again(posting).title == "Platform Engineer"


# Deciding.


def test_an_accepted_change_is_on_the_page_and_its_author_is_told(
    posting: JobPosting, employer: User, moderator: User, letters: list[dict[str, Any]]
) -> None:
    edit(posting, employer, title="Mystery Shopper")
    editing.accept_change(waiting(posting), actor=moderator, version=1)
    assert read_again(posting).title == "Mystery Shopper"
    event = posting.moderation_events.get(action="accept")
    assert (event.actor, event.before, event.after) == (
        moderator, {"title": "Backend Engineer"}, {"title": "Mystery Shopper"},
    )  # fmt: skip
    (letter,) = letters
    assert (letter["kind"], letter["to"]) == ("postings/change_accepted", employer.email)


def test_a_change_is_accepted_onto_the_posting_as_it_is_now(posting: JobPosting, employer: User) -> None:
    edit(posting, employer, title="Mystery Shopper")
    edit(posting, employer, employment_unit="Bookings")
    editing.accept_change(waiting(posting), actor=None, version=1)
    posting = read_again(posting)
    assert (posting.title, posting.employment_unit) == ("Mystery Shopper", "Bookings")


def test_a_posting_that_has_moved_on_in_the_same_field_is_said(
    posting: JobPosting, employer: User, moderator: User
) -> None:
    edit(posting, employer, title="Mystery Shopper")
    edit(posting, moderator, title="Software Engineer")
    with pytest.raises(StaleEditError) as stale:
        editing.accept_change(waiting(posting), actor=moderator, version=1)
    (difference,) = stale.value.differences
    assert (difference.yours, difference.theirs) == ("Mystery Shopper", "Software Engineer")
    assert read_again(posting).title == "Software Engineer"
    seen = Seen(prints_of(read_again(posting)))
    editing.accept_change(waiting(posting), actor=moderator, version=1, seen=seen)
    assert read_again(posting).title == "Mystery Shopper"


def test_a_refused_change_is_mailed_with_its_reason_and_the_page_stays(
    posting: JobPosting, employer: User, moderator: User, letters: list[dict[str, Any]]
) -> None:
    edit(posting, employer, title="Mystery Shopper")
    with pytest.raises(ValidationError, match="Write a reason"):
        editing.refuse_change(waiting(posting), actor=moderator, version=1, reason=" ")
    editing.refuse_change(waiting(posting), actor=moderator, version=1, reason="That is another job.")
    assert read_again(posting).title == "Backend Engineer"
    (letter,) = letters
    assert (letter["kind"], letter["context"]["reason"]) == ("postings/change_refused", "That is another job.")
    assert posting.moderation_events.get(action="refuse").reason == "That is another job."


def test_a_change_is_decided_once_and_only_as_it_was_read(posting: JobPosting, employer: User) -> None:
    edit(posting, employer, title="Mystery Shopper")
    read = waiting(posting)
    edit(posting, employer, title="Money Mule")
    with pytest.raises(IllegalTransitionError, match="its author has changed it meanwhile"):
        editing.accept_change(read, actor=None, version=read.version)
    editing.refuse_change(read, actor=None, version=2, reason="No.")
    for again in (
        lambda: editing.accept_change(read, actor=None, version=2),
        lambda: editing.refuse_change(read, actor=None, version=2, reason="No."),
        lambda: editing.withdraw_change(posting, actor=employer),
    ):
        with pytest.raises(IllegalTransitionError):
            again()
    assert read_again(posting).title == "Backend Engineer"


def test_a_change_of_a_posting_that_has_closed_cannot_be_accepted(posting: JobPosting, employer: User) -> None:
    edit(posting, employer, title="Mystery Shopper")
    services.close(posting, actor=employer)
    with pytest.raises(ValidationError, match="refuse the change"):
        editing.accept_change(waiting(posting), actor=None, version=1)
    assert waiting(posting).state == "waiting"


# On the pages.


def test_the_desk_shows_what_waits_and_takes_it_back(posting: JobPosting, employer: User, client_of: Clients) -> None:
    client = client_of(employer)
    send(client, f"/hire/{posting.uid}/", "check", title="Mystery Shopper", then="save")
    assert "A change waits for a moderator" in client.get("/hire/").content.decode()
    html = client.get(f"/hire/{posting.uid}/").content.decode()
    assert "Mystery Shopper" in html
    assert "Backend Engineer" in html
    assert "Withdraw the change" in html
    assert client.get(f"/hire/{posting.uid}/withdraw/").status_code == 405
    answer = client.post(f"/hire/{posting.uid}/withdraw/", follow=True)
    assert "Your change is withdrawn." in answer.content.decode()
    assert posting.proposals.get().state == "withdrawn"
    again = client.post(f"/hire/{posting.uid}/withdraw/", follow=True)
    assert "No change of this posting waits." in again.content.decode()


def test_a_stranger_cannot_take_a_change_back(
    posting: JobPosting, employer: User, stranger: User, client_of: Clients
) -> None:
    edit(posting, employer, title="Mystery Shopper")
    assert client_of(stranger).post(f"/hire/{posting.uid}/withdraw/").status_code == 404
    assert waiting(posting)


def test_a_refused_change_is_shown_with_its_reason(posting: JobPosting, employer: User, client_of: Clients) -> None:
    edit(posting, employer, title="Mystery Shopper")
    editing.refuse_change(waiting(posting), actor=None, version=1, reason="That is another job.")
    html = client_of(employer).get(f"/hire/{posting.uid}/").content.decode()
    assert "That is another job." in html


def test_the_queue_shows_before_and_after_and_decides(
    posting: JobPosting, employer: User, moderator: User, client_of: Clients
) -> None:
    edit(posting, employer, title="Mystery Shopper")
    client, proposal = client_of(moderator), waiting(posting)
    html = client.get(reverse("admin:postings_proposedrevision_changelist")).content.decode()
    assert "Backend Engineer" in html
    url = reverse("admin:postings_proposedrevision_change", args=[proposal.pk])
    html = client.get(url).content.decode()
    assert "Mystery Shopper" in html
    assert "On the page now" not in html
    form = "proposedrevision_form"
    assert "Write a reason." in send(client, url, form, _refuse="1", follow=True).content.decode()
    send(client, url, form, _accept="1")
    assert read_again(posting).title == "Mystery Shopper"
    assert "decided already" in send_again(client, url)


def send_again(client: Client, url: str) -> str:
    return client.post(url, {"version": "1", "_accept": "1"}, follow=True).content.decode()


def test_the_queue_says_that_a_posting_has_moved_on_and_accepts_what_was_seen(
    posting: JobPosting, employer: User, moderator: User, client_of: Clients
) -> None:
    edit(posting, employer, title="Mystery Shopper")
    edit(posting, moderator, title="Software Engineer")
    client = client_of(moderator)
    url = reverse("admin:postings_proposedrevision_change", args=[waiting(posting).pk])
    html = client.get(url).content.decode()
    assert "On the page now" in html
    assert "Software Engineer" in html
    assert "has changed since" in client.post(url, {"version": "1", "_accept": "1"}, follow=True).content.decode()
    send(client, url, "proposedrevision_form", _accept="1")
    assert read_again(posting).title == "Mystery Shopper"


def test_the_queue_marks_and_refuses_several_at_once(
    organization: Organization, employer: User, moderator: User, client_of: Clients
) -> None:
    first, second = publish_text(organization), publish_text(organization)
    edit(first, employer, title="Mystery Shopper")
    Organization.objects.update(is_verified=True)
    edit(second, employer, title="Platform Engineer")
    url, client = reverse("admin:postings_proposedrevision_changelist"), client_of(moderator)
    chosen = {"_selected_action": list(ProposedRevision.objects.values_list("pk", flat=True))}
    html = client.post(url, {"action": "mark_selected", **chosen}, follow=True).content.decode()
    assert "1 marked" in html
    assert "1 refused" in html
    client.post(url, {"action": "refuse_selected", "reason": "No.", **chosen})
    assert set(ProposedRevision.objects.values_list("state", flat=True)) == {"refused", "accepted"}
    for state, shown in (("", 0), ("all", 2), ("refused", 1)):
        assert client.get(url, {"state": state} if state else {}).context["cl"].result_count == shown


def test_staff_without_the_right_decide_nothing(posting: JobPosting, employer: User, client_of: Clients) -> None:
    edit(posting, employer, title="Mystery Shopper")
    User.objects.filter(pk=employer.pk).update(is_staff=True)
    url = reverse("admin:postings_proposedrevision_change", args=[waiting(posting).pk])
    client = client_of(User.objects.get(pk=employer.pk))
    assert client.get(url).status_code == 403
    assert client.post(url, {"version": "1", "_accept": "1"}).status_code == 403
    assert waiting(posting)


@pytest.mark.parametrize("count", [1, 12])
def test_the_queue_costs_the_same_at_any_length(
    organization: Organization,
    employer: User,
    moderator: User,
    client_of: Clients,
    django_assert_max_num_queries: Callable[..., Any],
    count: int,
) -> None:
    for _ in range(count):
        edit(publish_text(organization), employer, title="Mystery Shopper")
    client = client_of(moderator)
    with django_assert_max_num_queries(9):
        client.get(reverse("admin:postings_proposedrevision_changelist"))


# Who is told.


def test_who_saved_or_applied_is_told_once_a_material_change_is_live(
    posting: JobPosting, employer: User, candidate: User, stranger: User, resume: object, letters: list[dict[str, Any]]
) -> None:
    services.set_saved(candidate_of(stranger), posting, saved=True)
    applications.apply(candidate_of(candidate), posting, message="")
    services.set_saved(candidate_of(candidate), posting, saved=True)
    edit(posting, employer, employment_unit="Bookings")
    edit(posting, employer, salary=[SalaryEdit(Decimal(50_000), None, "EUR", "YEAR")])
    assert "postings/changed" not in kinds(letters)
    editing.accept_change(waiting(posting), actor=None, version=1)
    told = [letter for letter in letters if letter["kind"] == "postings/changed"]
    assert sorted(letter["to"] for letter in told) == [candidate.email, stranger.email]
    assert len({(letter["key"], letter["to"]) for letter in told}) == 2
    (change,) = told[0]["context"]["changes"]
    assert (change["label"], change["old"], change["new"]) == (
        "Pay", "EUR 65,000 – 80,000 a year", "EUR 50,000 a year",
    )  # fmt: skip


def test_who_has_withdrawn_the_application_is_not_told(
    posting: JobPosting, candidate: User, resume: object, letters: list[dict[str, Any]]
) -> None:
    applications.apply(candidate_of(candidate), posting, message="")
    posting.applications.update(state="withdrawn")
    edit(posting, None, title="Platform Engineer")
    assert "postings/changed" not in kinds(letters)


def test_telling_the_watchers_costs_one_query_and_their_letters(
    posting: JobPosting, letters: list[dict[str, Any]], django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(5):
        user = User.objects.create_user(f"reader{number}@people.example")
        services.set_saved(candidate_of(user), posting, saved=True)
    posting = read_again(posting)
    with django_assert_num_queries(1):
        emails.posting_changed(posting, [], by=None)
    assert len(letters) == 5


@pytest.mark.parametrize("kind", ["changed", "change_accepted", "change_refused"])
def test_each_letter_names_the_posting_and_shows_both_values(posting: JobPosting, kind: str) -> None:
    change = {"field": "title", "label": "Title", "old": "Old <b> & Co", "new": "", "is_material": True}
    context = {
        "title": "Chef's <aide>", "organization": "Ship & Sea", "changes": [change], "reason": "No.",
        "posting_url": f"{settings.SITE_URL}/jobs/x/", "edit_url": f"{settings.SITE_URL}/hire/x/",
    }  # fmt: skip
    queue_letter(f"postings/{kind}", key="1", to="reader@people.example", context=context)
    letter: Any = sent_letters()[-1]
    assert "Chef's <aide>" in letter.subject
    assert "Old <b> & Co" in letter.body
    (page,) = texts_of(letter.alternatives[0][0], "body")
    assert "Old <b> & Co" in page
    assert "Chef's <aide>" in page, "it would lack the tag, were it one"
