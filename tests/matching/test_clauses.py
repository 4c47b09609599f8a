"""Would this be mailed? The page asks what the sender asks: all clauses hold exactly where an alert is owed."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db.models import F
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts import outbox
from accounts.models import Candidate, Organization, Resume, User
from accounts.services import candidate_of
from jobboard.filling.texts import posting_text, resume_text
from matching import alerts, request_matches
from matching.models import Alert, Recipient
from postings.models import JobPosting
from tests.factories import UserFactory, publish_text, resume_of, verified
from tests.pages import texts_of, words_of

PAIRS = 240
PEOPLE, POSTINGS = 20, 12


def clauses_of(user: User, posting: JobPosting) -> list[alerts.Clause]:
    request = RequestFactory().get("/")
    request.user = user
    found: list[alerts.Clause] = request_matches.Matches().panel_for(request, posting)["mail"]
    return found


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def somebody(draw: Random, number: int) -> User:
    """A person whose mail may fail for any reason."""
    user = UserFactory()
    resume_of(user, resume_text(11, number))
    person = candidate_of(user)
    Candidate.objects.filter(pk=person.pk).update(
        alert_frequency=draw.choice(["instant", "daily", "off"]),
        alert_min_score=draw.choice([0, 20, 35, 50]),
        alerts_since=timezone.now() - timedelta(days=draw.choice([0, 1, 30])),
        must_have=draw.choice([[], [], ["employment_type"]]),
        employment_types=draw.choice([[], ["PART_TIME"], ["FULL_TIME"]]),
    )
    if draw.random() < 0.8:
        verified(user)
        if draw.random() < 0.2:
            Recipient.objects.create(candidate=person, email=user.email, suppressed_at=timezone.now())
    return user


def relax(user: User, posting: JobPosting, clause: alerts.Clause) -> bool:
    """Do what the page proposes for a clause that does not hold; False where nothing can be done about it."""
    person = Candidate.objects.filter(user=user)
    if clause.name == "on":
        person.update(alert_frequency="instant")
    elif clause.name == "wanted":
        person.update(must_have=[])
    elif clause.name == "score":
        person.update(alert_min_score=0)
    elif clause.name == "company":
        person.get().hidden_organizations.remove(posting.hiring_organization)
    elif clause.name == "address" and "confirmed" in clause.words:
        verified(user)
    else:
        return False
    return True


def test_all_clauses_hold_exactly_where_an_alert_is_owed(db: None, process_changes: Callable[[], None]) -> None:
    draw = Random("clauses")
    for number in range(POSTINGS):
        posting = publish_text(None, posting_text(11, number))
        seen = timezone.now() - timedelta(days=draw.choice([0, 0, 3, 20]))
        JobPosting.objects.filter(pk=posting.pk).update(first_seen_at=seen)
    people = [somebody(draw, number) for number in range(PEOPLE)]
    everyone = list(JobPosting.objects.for_page())
    for user in people:
        if draw.random() < 0.4:
            candidate_of(user).hidden_organizations.add(draw.choice(everyone).hiring_organization)
    process_changes()
    owed = set(Alert.objects.filter(state="queued").values_list("recipient__candidate__user", "posting"))
    relaxed: dict[str, int] = {}
    asked = 0
    for user in people:
        for posting in everyone:
            answers = clauses_of(fresh(user), posting)
            asked += 1
            assert all(answer.holds for answer in answers) == ((user.pk, posting.pk) in owed), (user, posting, answers)
            first = next((answer for answer in answers if not answer.holds), None)
            assert all(answer.words for answer in answers)
            if first is not None and draw.random() < 0.15:
                assert bool(first.change) == bool(first.page)
                if relax(user, posting, first):
                    assert first.change
                    again = {answer.name: answer for answer in clauses_of(fresh(user), posting)}
                    assert again[first.name].holds, first
                    relaxed[first.name] = relaxed.get(first.name, 0) + 1
                    owed = settled(user, process_changes)
    assert asked == PAIRS
    assert {"on", "score", "wanted"} <= relaxed.keys(), relaxed


def settled(user: User, process_changes: Callable[[], None]) -> set[tuple[Any, ...]]:
    """What is owed once this person's pairs are written anew."""
    Alert.objects.filter(recipient__candidate__user=user).delete()
    Candidate.objects.filter(user=user).bump()
    process_changes()
    return set(Alert.objects.filter(state="queued").values_list("recipient__candidate__user", "posting"))


@pytest.fixture
def reader(candidate: User, resume: Resume, posting: JobPosting, process_changes: Callable[[], None]) -> User:
    Candidate.objects.update(alert_frequency="instant", alert_min_score=10)
    process_changes()
    outbox.send_due_mail()
    mail.outbox.clear()
    return candidate


def failing(user: User, posting: JobPosting) -> list[str]:
    return [answer.name for answer in clauses_of(fresh(user), posting) if not answer.holds]


def test_what_was_mailed_is_not_mailed_again_and_says_so(reader: User, posting: JobPosting) -> None:
    assert failing(reader, posting) == []
    assert alerts.send_due_mail() == 1
    assert failing(reader, posting) == ["once"]


@pytest.mark.parametrize("name", ["on", "open", "score", "new", "company", "address"])
def test_each_clause_alone(reader: User, posting: JobPosting, name: str) -> None:
    if name == "on":
        Candidate.objects.update(alert_frequency="off")
    elif name == "open":
        JobPosting.objects.update(listed_until=timezone.now())
    elif name == "score":
        Candidate.objects.update(alert_min_score=100)
    elif name == "new":
        JobPosting.objects.update(first_seen_at=timezone.now() - timedelta(days=15))
    elif name == "company":
        candidate_of(reader).hidden_organizations.add(posting.hiring_organization)
    else:
        Recipient.objects.update(suppressed_at=timezone.now())
    # A match of a closed posting or of a hidden company is not kept open either.
    assert [found for found in failing(reader, JobPosting.objects.for_page().get()) if found != "kept"] == [name]


def test_an_unconfirmed_address_is_said_and_can_be_confirmed(
    reader: User, posting: JobPosting, client_of: Callable[[User], Client]
) -> None:
    Recipient.objects.all().delete()
    EmailAddress.objects.update(verified=False)
    assert failing(reader, posting) == ["address"]
    html = client_of(reader).get(posting.get_absolute_url()).content.decode()
    assert "Your address is not confirmed yet." in html
    assert texts_of(html, 'main a[href="/accounts/email/"]')


def test_lowering_the_line_owes_what_it_lets_through(
    reader: User, posting: JobPosting, client_of: Callable[[User], Client], process_changes: Callable[[], None]
) -> None:
    client = client_of(reader)
    Alert.objects.all().delete()
    client.post("/me/alerts/", {"frequency": "instant", "min_score": "100"})
    process_changes()
    assert not Alert.objects.exists()
    assert failing(reader, posting) == ["score"]
    client.post("/me/alerts/", {"frequency": "instant", "min_score": "10"})
    process_changes()
    assert failing(reader, posting) == []
    assert Alert.objects.count() == 1


def test_the_same_settings_again_change_nothing(reader: User, client_of: Callable[[User], Client]) -> None:
    before = Candidate.objects.values_list("revision", flat=True).get(user__email="candidate@people.example")
    client_of(reader).post("/me/alerts/", {"frequency": "instant", "min_score": "10"})
    assert Candidate.objects.values_list("revision", flat=True).get(user__email="candidate@people.example") == before


def test_the_page_says_where_a_posting_stands(
    reader: User, posting: JobPosting, organization: Organization, client_of: Callable[[User], Client]
) -> None:
    client = client_of(reader)
    html = client.get(posting.get_absolute_url()).content.decode()
    assert "Number 1 of the 1 open job kept" in words_of(html)
    assert "Would this be mailed to me?" in html
    JobPosting.objects.filter(pk=posting.pk).update(listed_until=timezone.now(), revision=F("revision"))
    assert "No match is kept for you yet" in client.get(posting.get_absolute_url()).content.decode()
