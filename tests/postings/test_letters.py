"""Letters about postings and applications: owed with the verb, looked at again before they are sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client

from accounts.models import Email, Membership, Organization, Resume, User
from accounts.services import candidate_of
from postings import applications, services
from postings.importing import import_feed
from postings.models import Application, JobPosting, Source
from postings.sources.raw_posting import Feed, RawPosting
from tests.factories import BACKEND_POSTING, UserFactory, draft_text, publish_text

Letters = Callable[[], list[EmailMessage]]
Clients = Callable[[User], Client]


def test_employers_hear_of_publishing_and_of_rejection(
    employer: User, organization: Organization, send_letters: Letters
) -> None:
    publish_text(organization)
    (live,) = send_letters()
    assert live.to == [employer.email]
    assert live.subject == "Your posting is live: Backend Engineer"
    second = draft_text(organization)
    services.submit(second, actor=employer)
    services.reject(second, reason="It asks people for money.", actor=None)
    (rejected,) = send_letters()
    assert "It asks people for money." in str(rejected.body)


def test_a_decision_that_is_rolled_back_owes_no_letter(employer: User, organization: Organization) -> None:
    posting = services.submit(draft_text(organization), actor=employer)

    def publish_and_fail() -> None:
        services.publish(posting, actor=None)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        transaction.atomic(publish_and_fail)()
    assert not Email.objects.exists()


def test_a_posting_published_twice_is_told_twice(
    employer: User, organization: Organization, send_letters: Letters
) -> None:
    posting = draft_text(organization)
    for _ in range(2):
        services.reject(services.submit(posting, actor=employer), reason="Say what it pays.", actor=None)
        assert len(send_letters()) == 1


@pytest.mark.parametrize("change", ["closed", "left", "suspended"])
def test_a_letter_about_what_is_not_so_any_more_is_not_sent(
    employer: User, posting: JobPosting, send_letters: Letters, change: str
) -> None:
    if change == "closed":
        services.close(posting, actor=None)
    elif change == "left":
        Membership.objects.all().delete()
    else:
        User.objects.update(is_active=False)
    assert send_letters() == []
    letter = Email.objects.get()
    assert (letter.state, letter.context) == ("skipped", {})
    assert letter.error


def apply_for(posting: JobPosting, user: User, client_of: Clients) -> None:
    client_of(user).post(f"/jobs/{posting.uid}/apply/", {"message": "I would like to."})
    assert Application.objects.count() == 1


def test_applying_tells_both_sides_at_once_and_repeats_nothing(
    employer: User, candidate: User, resume: Resume, posting: JobPosting, client_of: Clients, send_letters: Letters
) -> None:
    send_letters()
    apply_for(posting, candidate, client_of)
    letters = {letter.to[0]: letter for letter in send_letters()}
    assert letters.keys() == {employer.email, candidate.email}
    assert "You have applied" in letters[candidate.email].subject
    assert f"/hire/{posting.uid}/applicants/" in str(letters[employer.email].body)
    for letter in letters.values():
        text = letter.message().as_string()
        assert "I would like to." not in text
        assert "Kranich" not in text
    assert candidate.email not in letters[employer.email].message().as_string()


def test_a_withdrawn_application_is_not_told_of(
    employer: User, candidate: User, resume: Resume, posting: JobPosting, client_of: Clients, send_letters: Letters
) -> None:
    send_letters()
    apply_for(posting, candidate, client_of)
    Application.objects.update(state=Application.State.WITHDRAWN)
    assert [letter.to for letter in send_letters()] == [[candidate.email]]


def test_a_second_application_owes_nothing(candidate: User, resume: Resume, posting: JobPosting) -> None:
    person = candidate_of(candidate)
    applications.apply(person, posting, message="")
    before = Email.objects.count()
    with pytest.raises(Exception, match="already"):
        applications.apply(person, posting, message="")
    assert Email.objects.count() == before


def test_an_import_mails_nobody(organization: Organization, employer: User, send_letters: Letters) -> None:
    source = Source.objects.create(name="feed", kind="json_ld")
    feed = Feed(
        [RawPosting(external_id=str(number), text=BACKEND_POSTING, title=f"Engineer {number}") for number in range(5)]
    )
    counts: dict[str, Any] = import_feed(feed, source, organization=organization)
    assert counts["new"] == 5
    assert JobPosting.objects.open().count() == 5
    assert send_letters() == []


def test_every_editor_gets_a_letter_and_viewers_do_not(
    employer: User, organization: Organization, send_letters: Letters
) -> None:
    for role in (Membership.Role.RECRUITER, Membership.Role.VIEWER):
        Membership.objects.create(
            organization=organization, user=UserFactory(email=f"{role}@people.example"), role=role
        )
    publish_text(organization)
    assert {letter.to[0] for letter in send_letters()} == {employer.email, "recruiter@people.example"}
