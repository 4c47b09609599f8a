"""A posting does not close over the heads of the people who have applied for it."""

import re
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.db.models import Count
from django.test import Client

from accounts.models import Candidate, Email, User
from postings import services
from postings.answering import Answer, Outcomes
from postings.lifecycle import OpenApplicationsError
from postings.models import Application, ApplicationEvent, JobPosting

Clients = Callable[[User], Client]


def apply_as(posting: JobPosting, number: int) -> Application:
    """A row as of somebody who has applied, without what a page would do besides."""
    user = User.objects.create(email=f"applicant{number}@people.example", name=f"Applicant {number}")
    person = Candidate.objects.get(user=user)
    application: Application = Application.objects.create(candidate=person, posting=posting)
    return application


def test_closing_with_thirty_open_applications_is_refused_without_outcomes_and_then_sends_thirty(
    posting: JobPosting, employer: User, client_of: Clients
) -> None:
    rows = [apply_as(posting, number) for number in range(30)]
    client = client_of(employer)
    with pytest.raises(OpenApplicationsError, match="30 people have applied"):
        services.close(posting, actor=employer)
    assert client.post(f"/hire/{posting.uid}/close/").headers["Location"] == f"/hire/{posting.uid}/closing/"
    page = f"/hire/{posting.uid}/closing/"
    assert "30 open applications" in client.get(page).content.decode()
    refused = client.post(page, {"reason": "enough"})
    assert (refused.status_code, "everybody is told" in refused.content.decode()) == (422, True)
    posting.refresh_from_db()
    assert posting.is_open
    Email.objects.all().delete()
    form = {
        "reason": "enough",
        "rest": "not_chosen",
        f"of_{rows[3].uid}": "hired",
        f"text_{rows[4].uid}": "Come in May, {name}.",
    }
    client.post(page, form)
    posting.refresh_from_db()
    assert (posting.status, posting.closing_reason) == ("withdrawn", "We have enough applications.")
    states = dict(posting.applications.values_list("state").annotate(Count("pk")).order_by())
    assert states == {"rejected": 29, "hired": 1}
    letters = Email.objects.filter(kind="postings/answered")
    assert letters.values("to").distinct().count() == letters.count() == 30
    assert letters.get(to="applicant4@people.example").context["text"] == "Come in May, Applicant 4."
    assert ApplicationEvent.objects.filter(kind="replied").count() == 30
    assert not Application.objects.filter(answered_at=None).exists()


def test_two_who_close_at_once_tell_each_applicant_once(posting: JobPosting, employer: User) -> None:
    apply_as(posting, 1)
    outcomes = Outcomes(Answer("No.", "rejected"))
    services.close(posting, actor=employer, outcomes=outcomes)
    with pytest.raises(Exception, match="not on the board"):
        services.close(JobPosting.objects.get(pk=posting.pk), actor=employer, outcomes=outcomes)
    assert Email.objects.filter(kind="postings/answered").count() == 1


def test_a_posting_that_moderators_remove_tells_its_applicants(
    posting: JobPosting, moderator: User, send_letters: Callable[[], list[EmailMessage]]
) -> None:
    apply_as(posting, 1)
    send_letters()
    services.remove(posting, reason="A scam.", actor=moderator)
    (letter,) = send_letters()
    assert letter.to == ["applicant1@people.example"]
    assert "taken off the board by its moderators" in str(letter.body)
    assert "scam" not in str(letter.body)


def test_whoever_applies_while_the_page_is_open_is_not_passed_over(
    posting: JobPosting, employer: User, client_of: Clients
) -> None:
    client, page = client_of(employer), f"/hire/{posting.uid}/closing/"
    assert "open application" not in client.get(page).content.decode()
    apply_as(posting, 1)
    answer = client.post(page, {"reason": "filled"})
    assert answer.status_code == 422
    assert re.search("1 open application\\b", answer.content.decode())
    posting.refresh_from_db()
    assert posting.is_open


def test_a_posting_with_more_applicants_than_a_form_holds_closes_all_the_same(
    posting: JobPosting, employer: User, client_of: Clients
) -> None:
    users = User.objects.bulk_create(User(email=f"many{number}@people.example", password="x") for number in range(260))
    people = Candidate.objects.bulk_create(Candidate(user=user) for user in users)
    Application.objects.bulk_create(Application(candidate=person, posting=posting) for person in people)
    client, page = client_of(employer), f"/hire/{posting.uid}/closing/"
    html = client.get(page).content.decode()
    assert html.count("<select") == 201
    form = dict.fromkeys(re.findall(r'name="((?:of|text)_[^"]+)"', html), "")
    assert client.post(page, form | {"reason": "filled", "rest": "filled"}).status_code == 302
    assert Email.objects.filter(kind="postings/answered").count() == 260
