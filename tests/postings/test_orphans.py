"""Nobody takes an organization, its postings or its applicants; and what becomes of them when everybody has left."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts import team
from accounts.claims import claim_organization, decide_claim
from accounts.models import Membership, Organization, Resume, User
from accounts.organizations import found_organization, resolve_organization
from accounts.services import candidate_of, delete_account
from matching import tasks
from matching.models import Match
from postings import applications, editing, importing, orphans, services
from postings.lifecycle import IllegalTransitionError
from postings.models import Application, JobPosting, ModerationEvent, Source
from postings.sources.raw_posting import Feed, RawPosting
from postings.writing import Edits
from tests.accounts.test_resumes import dump_of_the_database
from tests.factories import (
    BACKEND_POSTING,
    PASSWORD,
    OrganizationFactory,
    UserFactory,
    draft_text,
    publish_text,
    resume_of,
    verified,
)
from tests.pages import link_on, sent_letters, words_of

Clients = Callable[[User], Client]
Status = JobPosting.Status
LATER = timedelta(days=31)


@pytest.fixture
def founder(db: None) -> User:
    return verified(UserFactory(email="fern@people.example", name="Fern Wegerich"))


@pytest.fixture
def kelp(founder: User) -> Organization:
    return found_organization(founder, "Kelp Farm", "https://kelp.example")


@pytest.fixture
def job(kelp: Organization, founder: User) -> JobPosting:
    """On the board, with the founder's name and address in its text."""
    text = f"{BACKEND_POSTING}\nAsk Fern Wegerich or write to fern@people.example.\n"
    return publish_text(kelp, text, actor=founder)


@pytest.fixture
def application(job: JobPosting, resume: Resume) -> Application:
    return applications.apply(resume.candidate, job, message="I like kelp.")


# The takeover


def test_founding_an_imported_name_opens_neither_its_page_nor_its_postings(stranger: User, client_of: Clients) -> None:
    imported = resolve_organization("Tidewater Robotics")
    posting = publish_text(imported, origin=JobPosting.Origin.FEED)
    client = client_of(stranger)
    for form in ({}, {"separate": "1"}):
        client.post("/hire/organization/", {"name": "Tidewater Robotics", "url": "https://evil.example", **form})
    assert client.post(f"/hire/{posting.uid}/text/", {"text": "A scam"}).status_code == 404
    assert client.post(f"/hire/{posting.uid}/close/").status_code == 404
    posting.refresh_from_db()
    imported.refresh_from_db()
    assert posting.is_open
    assert (imported.url, imported.memberships.count()) == ("", 0)


@pytest.mark.parametrize("way", ["deletes", "leaves"])
def test_whoever_founds_the_name_of_those_who_left_does_not_reach_their_applicants(
    way: str, application: Application, founder: User, stranger: User, kelp: Organization, client_of: Clients
) -> None:
    owner = client_of(founder)
    page = f"/hire/{application.posting.uid}/applicants/"
    paths = [page, link_on(owner, f"/hire/applications/{application.uid}/", "/resume/?key")]
    assert [owner.get(path).status_code for path in paths] == [200, 200]
    if way == "deletes":
        owner.post("/me/account/delete/", {"password": PASSWORD})
    else:
        owner.post(f"/hire/team/{kelp.uid}/leave/", {"close_down": "1"})
    client = client_of(stranger)
    for form in ({}, {"separate": "1"}):
        client.post("/hire/organization/", {"name": "kelp farm", "url": "", **form})
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_whoever_comes_by_a_claim_sees_only_what_is_sent_from_then_on(
    application: Application, founder: User, stranger: User, moderator: User, kelp: Organization, client_of: Clients
) -> None:
    delete_account(founder)
    decide_claim(claim_organization(stranger, kelp), granted=True, reason="Known.", actor=moderator)
    client, posting = client_of(stranger), application.posting
    applicants = f"/hire/{posting.uid}/applicants/"
    html = client.get(applicants).content.decode()
    assert "I like kelp." not in html
    assert "candidate@people.example" not in html
    assert client.get(f"/hire/applications/{application.uid}/resume/").status_code == 404
    assert "0 applicants" in words_of(client.get("/hire/").content.decode())
    services.resume(posting, actor=stranger)
    newcomer = resume_of(verified(UserFactory(email="new@people.example")))
    applications.apply(newcomer.candidate, posting, message="I am new.")
    assert "I am new." in client.get(applicants).content.decode()


def test_the_founder_comes_back_by_the_same_door_as_anybody(
    application: Application, founder: User, kelp: Organization, client_of: Clients
) -> None:
    team.leave(kelp, user=founder, close_down=True)
    client = client_of(founder)
    client.post("/hire/organization/", {"name": "Kelp Farm", "url": ""})
    assert not founder.memberships.exists()
    assert client.get(f"/hire/{application.posting.uid}/applicants/").status_code == 404
    assert claim_organization(founder, kelp).state == "open"


def test_what_was_sent_to_an_organization_without_members_is_sealed_when_somebody_comes(
    resume: Resume, stranger: User, moderator: User, client_of: Clients
) -> None:
    imported = resolve_organization("Tidewater Robotics")
    posting = publish_text(imported)
    application = applications.apply(resume.candidate, posting, message="To nobody.")
    decide_claim(claim_organization(stranger, imported), granted=True, reason="Known.", actor=moderator)
    assert client_of(stranger).get(f"/hire/applications/{application.uid}/resume/").status_code == 404
    assert "To nobody." not in client_of(stranger).get(f"/hire/{posting.uid}/applicants/").content.decode()


def test_a_feed_and_a_foreign_text_pass_by_what_a_member_founded(kelp: Organization) -> None:
    raw = RawPosting("1", "Diver", BACKEND_POSTING, organization="Kelp Farm")
    source = Source.objects.create(kind="json_ld", token="kelp")
    importing.import_feed(Feed((raw,)), source)
    assert JobPosting.objects.get().hiring_organization != kelp
    assert JobPosting.objects.get().hiring_organization.name == "Kelp Farm"
    foreign = services.create_posting(None, BACKEND_POSTING.replace("Harbour Software", "Kelp Farm"))
    assert foreign.hiring_organization == JobPosting.objects.order_by("pk")[0].hiring_organization


def test_a_source_that_a_moderator_registered_posts_for_its_organization(kelp: Organization) -> None:
    source = Source.objects.create(kind="json_ld", token="kelp", organization=kelp)
    importing.import_feed(Feed((RawPosting("1", "Diver", BACKEND_POSTING, organization="Else"),)), source)
    assert JobPosting.objects.get().hiring_organization == kelp


# When everybody has left


def test_postings_pause_and_applicants_are_told_at_once(
    application: Application, founder: User, candidate: User, kelp: Organization, client_of: Clients
) -> None:
    sent_letters().clear()
    delete_account(founder)
    posting = JobPosting.objects.get()
    assert posting.status == Status.PAUSED
    (letter,) = sent_letters()
    assert letter.to == [candidate.email]
    assert "has left" in letter.subject
    assert Client().post(f"/jobs/{posting.uid}/apply/").status_code == 302
    assert client_of(candidate).get(f"/jobs/{posting.uid}/apply/").status_code == 404
    html = client_of(candidate).get("/me/jobs/").content.decode()
    assert "The employer has left" in html
    assert f"/me/applications/{application.uid}/withdraw/" in html


def test_after_thirty_days_they_close_and_the_outcome_is_mailed_once(
    application: Application, founder: User, candidate: User
) -> None:
    delete_account(founder)
    sent_letters().clear()
    assert not any(orphans.tend().values())
    with time_machine.travel(timezone.now() + LATER):
        assert orphans.tend() == {"orphaned": 0, "closed": 1, "answered": 1}
        assert not any(orphans.tend().values())
    assert JobPosting.objects.get().status == Status.WITHDRAWN
    application.refresh_from_db()
    assert application.state == Application.State.CLOSED
    (letter,) = sent_letters()
    assert letter.to == [candidate.email]
    assert "Closed without an answer" in letter.subject


def test_sweep_closes_them_as_well(application: Application, founder: User, capsys: pytest.CaptureFixture[str]) -> None:
    delete_account(founder)
    with time_machine.travel(timezone.now() + LATER):
        call_command("sweep", "--json")
    assert json.loads(capsys.readouterr().out)["closed"] == 1
    assert JobPosting.objects.get().status == Status.WITHDRAWN


def test_applicants_hear_the_outcome_also_when_somebody_has_come_meanwhile(
    application: Application, founder: User, stranger: User, moderator: User, kelp: Organization
) -> None:
    delete_account(founder)
    decide_claim(claim_organization(stranger, kelp), granted=True, reason="Known.", actor=moderator)
    with time_machine.travel(timezone.now() + LATER):
        assert orphans.tend() == {"orphaned": 0, "closed": 0, "answered": 1}
    assert JobPosting.objects.get().status == Status.PAUSED


def test_no_personal_data_of_the_founder_stays(application: Application, founder: User, kelp: Organization) -> None:
    JobPosting.objects.update(apply_email=founder.email)
    team.invite(kelp, actor=founder, email="guest@people.example", role=Membership.Role.VIEWER)
    claim_organization(founder, OrganizationFactory(), message="I am Fern Wegerich.")
    delete_account(founder)
    kelp.refresh_from_db()
    assert (kelp.name, kelp.url, kelp.is_verified) == ("Kelp Farm", "", False)
    posting = JobPosting.objects.get()
    assert posting.submitted_by is None
    assert posting.apply_email == ""
    everything = dump_of_the_database()
    for word in ("fern@people.example", "Fern Wegerich", "Wegerich", "kelp.example"):
        assert word not in everything
    assert posting.title == "Backend Engineer"


@pytest.mark.parametrize("name", ["Fern Wegerich Consulting", "Wegerich & Daughters"])
def test_an_organization_that_bears_its_founders_name_loses_it(
    name: str, founder: User, candidate: User, resume: Resume
) -> None:
    own = found_organization(founder, name)
    applications.apply(resume.candidate, publish_text(own), message="Hello")
    delete_account(founder)
    own.refresh_from_db()
    assert own.name == team.FORMER_NAME
    assert "wegerich" not in f"{own.name_key} {own.slug}"


def test_an_organization_with_nothing_public_goes_with_its_founder(kelp: Organization, founder: User) -> None:
    draft_text(kelp, actor=founder)
    delete_account(founder)
    assert not Organization.objects.exists()
    assert not JobPosting.objects.exists()


def test_drafts_of_it_go_and_what_was_public_stays(job: JobPosting, kelp: Organization, founder: User) -> None:
    draft_text(kelp, actor=founder)
    services.close(job, actor=founder)
    delete_account(founder)
    assert list(JobPosting.objects.values_list("pk", "status")) == [(job.pk, Status.WITHDRAWN)]


def test_an_imported_organization_stays_and_what_its_feed_lists_stays_open(stranger: User, moderator: User) -> None:
    imported = resolve_organization("Tidewater Robotics")
    Organization.objects.filter(pk=imported.pk).update(url="https://tidewater.example")
    listed = publish_text(imported, origin=JobPosting.Origin.FEED)
    decide_claim(claim_organization(stranger, imported), granted=True, reason="Known.", actor=moderator)
    posted = publish_text(imported)
    team.leave(imported, user=stranger, close_down=True)
    listed.refresh_from_db()
    posted.refresh_from_db()
    imported.refresh_from_db()
    assert (listed.status, posted.status) == (Status.PUBLISHED, Status.PAUSED)
    assert (imported.url, imported.is_verified) == ("https://tidewater.example", True)


def test_what_lost_its_members_unnoticed_is_found(application: Application, kelp: Organization) -> None:
    Membership.objects.all().delete()
    assert orphans.tend()["orphaned"] == 1
    assert JobPosting.objects.get().status == Status.PAUSED
    application.refresh_from_db()
    assert application.sealed_at is not None
    assert orphans.tend()["orphaned"] == 0


def test_what_came_in_while_the_last_member_left_is_caught_up_with(
    application: Application, founder: User, candidate: User
) -> None:
    delete_account(founder)
    JobPosting.objects.update(status=Status.PUBLISHED)
    Application.objects.update(
        sealed_at=None, created_at=timezone.now() + timedelta(minutes=1)
    )  # another one, sent meanwhile
    sent_letters().clear()
    tasks.tidy()
    assert JobPosting.objects.get().status == Status.PAUSED
    application.refresh_from_db()
    assert application.sealed_at is not None
    assert [letter.to for letter in sent_letters()] == [[candidate.email]]
    tasks.tidy()
    assert len(sent_letters()) == 1


def test_a_posting_that_is_filled_meanwhile_does_not_stop_anybody_from_leaving(
    job: JobPosting, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pause(posting: JobPosting, *, actor: User | None) -> JobPosting:
        raise IllegalTransitionError("pause")

    monkeypatch.setattr(services, "pause", pause)
    delete_account(founder)
    assert not User.objects.filter(pk=founder.pk).exists()


def test_a_claimed_organization_is_left_alone(job: JobPosting, kelp: Organization) -> None:
    with time_machine.travel(timezone.now() + LATER):
        assert not any(orphans.tend().values())
    job.refresh_from_db()
    assert job.status == Status.PUBLISHED


# Taking an application back


def test_an_application_is_taken_back_and_gone_for_the_employer(
    application: Application, founder: User, candidate: User, client_of: Clients
) -> None:
    person, owner = client_of(candidate), client_of(founder)
    path = f"/me/applications/{application.uid}/withdraw/"
    assert person.get(path).status_code == 405
    assert "is taken back" in person.post(path, follow=True).content.decode()
    application.refresh_from_db()
    assert application.state == Application.State.WITHDRAWN
    assert "I like kelp." not in owner.get(f"/hire/{application.posting.uid}/applicants/").content.decode()
    assert owner.get(f"/hire/applications/{application.uid}/resume/").status_code == 404
    assert "nothing to take back" in person.post(path, follow=True).content.decode()


def test_it_is_taken_back_also_after_the_employer_has_left(
    application: Application, founder: User, candidate: User, client_of: Clients
) -> None:
    delete_account(founder)
    sent_letters().clear()
    client_of(candidate).post(f"/me/applications/{application.uid}/withdraw/")
    with time_machine.travel(timezone.now() + LATER):
        assert orphans.tend()["answered"] == 0
    assert not sent_letters()


def test_nobody_takes_back_anothers_application(
    application: Application, stranger: User, founder: User, client_of: Clients
) -> None:
    for user in (stranger, founder):
        assert client_of(user).post(f"/me/applications/{application.uid}/withdraw/").status_code == 404
        with pytest.raises(PermissionDenied):
            applications.withdraw(application, actor=user)
    application.refresh_from_db()
    assert application.state == Application.State.RECEIVED


def test_whoever_took_it_back_may_apply_again(application: Application, candidate: User, client_of: Clients) -> None:
    applications.withdraw(application, actor=candidate)
    client = client_of(candidate)
    client.post(f"/jobs/{application.posting.uid}/apply/", {"message": "After all."})
    again = Application.objects.get()
    assert (again.state, again.message) == (Application.State.RECEIVED, "After all.")
    assert "You have applied" in client.get(application.posting.get_absolute_url()).content.decode()


def test_the_list_of_what_was_sent_costs_the_same_at_any_length(
    kelp: Organization, resume: Resume, candidate: User, client_of: Clients, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        posting = publish_text(kelp, BACKEND_POSTING.replace("Backend Engineer", f"Backend Engineer {number}"))
        applications.apply(candidate_of(candidate), posting, message="")
    client = client_of(candidate)
    with django_assert_max_num_queries(14):
        assert client.get("/me/jobs/").content.decode().count("/withdraw/") == 6


# Two of one name


def test_pages_and_queue_say_that_two_share_a_name(
    kelp: Organization, job: JobPosting, founder: User, moderator: User, client_of: Clients
) -> None:
    imported = resolve_organization("Kelp Farm")
    assert "another organization has this name" in client_of(founder).get("/hire/").content.decode()
    page = Client().get(f"/companies/{imported.slug}/").content.decode()
    assert f"/companies/{kelp.slug}/" in page
    assert "founded here, not verified" in page
    assert f"/companies/{imported.slug}/" not in Client().get(f"/companies/{kelp.slug}/").content.decode()
    publish_text(imported, origin=JobPosting.Origin.FEED)
    assert f"/companies/{imported.slug}/" in Client().get(f"/companies/{kelp.slug}/").content.decode()
    waiting = draft_text(kelp, BACKEND_POSTING.replace("Engineer", "Developer"))
    services.submit(waiting, actor=founder)
    queue = client_of(moderator).get("/admin/postings/pendingposting/").content.decode()
    assert "Another organization has this name" in queue


def test_a_founder_goes_out_of_every_word_that_a_posting_keeps(
    kelp: Organization, founder: User, moderator: User, candidate: User
) -> None:
    resume_of(candidate)
    text = BACKEND_POSTING.replace("Backend Engineer", "Engineer for Fern Wegerich")
    text = text.replace("years of experience with Python", "years of experience with Python beside Fern Wegerich")
    job = publish_text(kelp, f"{text}\n• Ask Fern\n  Wegerich about Python.\n", actor=founder)
    editing.edit_posting(job, job.raw_text, edits=Edits({"title": "Fern Wegerich hires"}), actor=founder)
    job = JobPosting.objects.get(pk=job.pk)
    words = Edits({"employment_unit": "Team of Fern Wegerich", "job_benefits": ["Lunch with fern@people.example"]})
    editing.edit_posting(job, job.raw_text, edits=words, actor=moderator)
    refused = draft_text(kelp, actor=founder)
    services.submit(refused, actor=founder)
    services.reject(refused, reason="Fern Wegerich says too little.", actor=moderator)
    tasks.sweep_all()
    assert "Wegerich" in str(Match.objects.get().best_rows)
    delete_account(founder)
    job.refresh_from_db()
    assert (job.slug, job.employment_unit) == ("engineer-for-removed", "Team of [removed]")
    assert [benefit["text"] for benefit in job.job_benefits] == ["Lunch with [removed]"]
    assert ModerationEvent.objects.filter(words__reason="[removed] says too little.").exists()
    tasks.sweep_all()
    everything = dump_of_the_database().casefold()
    assert "wegerich" not in everything
    assert "fern@" not in everything
