"""Mail about matches: owed once, sent once, never wrong, stopped at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from accounts import outbox
from accounts.models import Candidate, Email, Organization, Resume, User
from accounts.services import candidate_of
from matching import alerts
from matching.models import Alert, Match, ProcessedResume, Recipient
from postings import editing
from postings import services as posting_services
from postings.models import JobPosting
from postings.writing import Edits
from tests.factories import BACKEND_POSTING, BACKEND_RESUME, publish_text, resume_of

ProcessChanges = Callable[[], None]


@pytest.fixture
def reader(candidate: User) -> Candidate:
    """Wants each match as it comes, from a low score on."""
    person = candidate_of(candidate)
    Candidate.objects.filter(pk=person.pk).update(alert_frequency="instant", alert_min_score=10)
    resume_of(candidate)
    mail.outbox.clear()
    return Candidate.objects.get(pk=person.pk)


@pytest.fixture
def owed(reader: Candidate, posting: JobPosting, process_changes: ProcessChanges) -> Alert:
    process_changes()
    outbox.send_due_mail()
    mail.outbox.clear()
    return Alert.objects.get()


def test_a_match_is_mailed_with_its_reasons(owed: Alert) -> None:
    assert alerts.send_due_mail() == 1
    (letter,) = mail.outbox
    score = Match.objects.get().score
    assert letter.subject == f"1 new match, best {score}: Backend Engineer at Harbour Software"
    assert isinstance(letter, EmailMultiAlternatives)
    html = letter.alternatives[0][0]
    for part in (letter.body, html):
        for words in (
            f"Score {score} of 100", "requirements met", "€65,000 – €80,000", "Hamburg", "At least 3 years of experience",
            "Backend Developer", "Stop this mail", "scoring 10 or more",
        ):  # fmt: skip
            assert words in part


def test_a_letter_carries_the_headers_of_one_click_unsubscribe(owed: Alert) -> None:
    alerts.send_due_mail()
    headers = mail.outbox[0].extra_headers
    token = Recipient.objects.get().token
    assert f"/unsubscribe/{token}/>" in headers["List-Unsubscribe"]
    assert "<mailto:" in headers["List-Unsubscribe"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"] == Email.objects.get(kind=alerts.KIND).message_id


def test_one_posting_is_mailed_once_in_a_lifetime(
    owed: Alert, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    alerts.send_due_mail()
    for text in (BACKEND_POSTING.replace("3 years", "4 years"), BACKEND_POSTING):
        editing.edit_posting(posting, text, edits=Edits(), actor=None)
        process_changes()
        alerts.send_due_mail()
    assert len(mail.outbox) == 1
    assert Alert.objects.count() == 1


def test_sending_again_sends_nothing(owed: Alert) -> None:
    assert [alerts.send_due_mail() for _ in range(3)] == [1, 0, 0]


def test_a_letter_claimed_by_another_is_left_alone(owed: Alert) -> None:
    now = timezone.now()
    alerts.build_letters(now)
    Email.objects.filter(kind=alerts.KIND).update(state=Email.State.SENDING, lease_until=now + timedelta(seconds=30))
    assert alerts.send_due_mail() == 0
    assert not mail.outbox


def test_a_sender_killed_before_the_server_is_followed_by_another(owed: Alert) -> None:
    now = timezone.now()
    alerts.build_letters(now)
    Email.objects.filter(kind=alerts.KIND).update(state=Email.State.SENDING, lease_until=now + timedelta(seconds=30))
    assert alerts.send_due_mail(now + timedelta(seconds=31)) == 1


def test_a_sender_killed_after_the_server_sends_under_the_same_message_id(owed: Alert) -> None:
    alerts.send_due_mail()
    Email.objects.filter(kind=alerts.KIND).update(
        state=Email.State.SENDING, sent_at=None, lease_until=timezone.now() - timedelta(seconds=1)
    )
    Alert.objects.update(state=Alert.State.CLAIMED)
    alerts.send_due_mail()
    first, second = (letter.extra_headers["Message-ID"] for letter in mail.outbox)
    assert first == second


def test_a_mail_server_that_is_away_is_tried_later(owed: Alert, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object) -> int:
        raise ConnectionRefusedError("away")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.message.EmailMessage.send", refuse)
        assert alerts.send_due_mail() == 0
    letter = Email.objects.get(kind=alerts.KIND)
    assert (letter.state, letter.error) == ("queued", "ConnectionRefusedError: away")
    assert alerts.send_due_mail() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert alerts.send_due_mail() == 1


@pytest.mark.parametrize("reason", ["closed", "expired", "off", "floor", "removed match", "suppressed", "inactive"])
def test_what_is_not_wanted_any_more_is_not_mailed(
    owed: Alert, posting: JobPosting, reader: Candidate, reason: str
) -> None:
    later = timezone.now() + timedelta(seconds=1)
    if reason == "closed":
        posting_services.close(posting, actor=None)
        mail.outbox.clear()
    elif reason == "expired":
        JobPosting.objects.update(listed_until=timezone.now())
    elif reason == "off":
        alerts.build_letters(later)
        Candidate.objects.update(alert_frequency="off")
    elif reason == "floor":
        Candidate.objects.update(alert_min_score=100)
    elif reason == "removed match":
        Match.objects.all().delete()
    elif reason == "suppressed":
        alerts.build_letters(later)
        Recipient.objects.update(suppressed_at=later)
    else:
        User.objects.filter(pk=reader.user_id).update(is_active=False)
    assert alerts.send_due_mail(later) == 0
    assert not mail.outbox
    assert Alert.objects.get().state == "skipped"
    assert Alert.objects.get().reason


def test_an_unverified_address_is_never_mailed(
    reader: Candidate, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    EmailAddress.objects.filter(user=reader.user).update(verified=False)
    process_changes()
    assert not Alert.objects.exists()


def test_old_postings_are_not_news_to_a_new_resume(
    candidate: User, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    process_changes()
    JobPosting.objects.update(first_seen_at=timezone.now() - timedelta(days=2))
    person = candidate_of(candidate)
    Candidate.objects.filter(pk=person.pk).update(alert_frequency="instant", alert_min_score=0)
    resume_of(candidate)
    process_changes()
    assert Match.objects.count() == 1
    assert not Alert.objects.exists()


def test_a_refill_never_alerts(reader: Candidate, posting: JobPosting, process_changes: ProcessChanges) -> None:
    process_changes()
    Alert.objects.all().delete()
    ProcessedResume.objects.update(needs_refill=True)
    process_changes()
    assert not Alert.objects.exists()


def test_a_daily_reader_gets_one_letter_a_day(
    reader: Candidate, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    Candidate.objects.update(alert_frequency="daily", alerts_since=timezone.now() - timedelta(minutes=1))
    process_changes()
    outbox.send_due_mail()
    mail.outbox.clear()
    assert alerts.send_due_mail() == 0
    later = timezone.now() + timedelta(days=1)
    assert alerts.send_due_mail(later) == 1
    publish_text(posting.hiring_organization, BACKEND_POSTING.replace("Engineer", "Developer"))
    process_changes()
    outbox.send_due_mail()
    assert alerts.send_due_mail(later + timedelta(hours=1)) == 0
    assert alerts.send_due_mail(later + timedelta(days=1)) == 1
    assert len([letter for letter in mail.outbox if "new match" in letter.subject]) == 2


def test_nobody_gets_more_than_two_letters_a_day(
    reader: Candidate, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    for number in range(4):
        publish_text(posting.hiring_organization, BACKEND_POSTING.replace("Engineer", f"Engineer {number}"))
        process_changes()
        alerts.send_due_mail()
    letters = [letter for letter in mail.outbox if "new match" in letter.subject]
    assert len(letters) == 2
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        alerts.send_due_mail()
    letters = [letter for letter in mail.outbox if "new match" in letter.subject]
    assert letters[-1].subject.startswith("2 new matches")


def test_a_get_or_head_of_the_unsubscribe_link_changes_nothing(owed: Alert) -> None:
    url = f"/unsubscribe/{Recipient.objects.get().token}/"
    for _ in range(20):
        assert Client().get(url).status_code == 200
        assert Client().head(url).status_code == 200
    assert Candidate.objects.get(user__email="candidate@people.example").alert_frequency == "instant"


def test_a_post_stops_all_mail_at_once_without_login_cookie_or_token(owed: Alert) -> None:
    url = f"/unsubscribe/{Recipient.objects.get().token}/"
    answer = Client(enforce_csrf_checks=True).post(url, "List-Unsubscribe=One-Click", content_type="text/plain")
    assert answer.status_code == 200
    assert Candidate.objects.get(user__email="candidate@people.example").alert_frequency == "off"
    assert alerts.send_due_mail() == 0
    assert Alert.objects.get().state == "skipped"
    assert Client().post(url).status_code == 200


def test_an_unknown_unsubscribe_link_is_a_404_and_a_post_says_so(db: None) -> None:
    assert Client().get("/unsubscribe/nothing/").status_code == 404
    assert "not valid any more" in Client().post("/unsubscribe/nothing/").content.decode()


def test_turning_alerts_on_again_starts_from_now(
    owed: Alert, candidate: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(candidate)
    client.post("/me/alerts/", {"frequency": "off", "min_score": "70"})
    before = timezone.now()
    client.post("/me/alerts/", {"frequency": "weekly", "min_score": "55"})
    person = Candidate.objects.get(user__email="candidate@people.example")
    assert (person.alert_frequency, person.alert_min_score) == ("weekly", 55)
    assert person.alerts_since >= before
    assert client.post("/me/alerts/", {"frequency": "hourly", "min_score": "101"}).status_code == 422


def test_the_decision_is_the_same_whichever_side_came_last(
    reader: Candidate, posting: JobPosting, process_changes: ProcessChanges, resume: Resume
) -> None:
    process_changes()
    first = set(Alert.objects.values_list("posting_id", flat=True))
    Alert.objects.all().delete()
    resume_of(reader.user, BACKEND_RESUME + "\nOne more line about Python services")
    process_changes()
    assert set(Alert.objects.values_list("posting_id", flat=True)) == first


def test_no_resume_text_is_in_the_message_headers(owed: Alert) -> None:
    alerts.send_due_mail()
    head: Any = mail.outbox[0].message().items()
    assert "Kranich" not in str(head)


def test_an_alert_passed_over_while_a_new_resume_is_read_is_sent_afterwards(
    owed: Alert, candidate: User, process_changes: ProcessChanges
) -> None:
    resume_of(candidate, BACKEND_RESUME + "\nOne more line about Python services")
    Match.objects.all().delete()
    assert alerts.send_due_mail() == 0
    assert Alert.objects.get().state == "skipped"
    process_changes()
    assert alerts.send_due_mail() == 1


def test_an_alert_passed_over_during_a_pause_is_sent_when_the_posting_is_back(
    owed: Alert, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    posting_services.pause(posting, actor=None)
    assert alerts.send_due_mail() == 0
    posting_services.resume(posting, actor=None)
    process_changes()
    assert alerts.send_due_mail() == 1


def test_what_was_sent_is_never_owed_again(owed: Alert, posting: JobPosting, process_changes: ProcessChanges) -> None:
    alerts.send_due_mail()
    posting_services.pause(posting, actor=None)
    posting_services.resume(posting, actor=None)
    process_changes()
    assert alerts.send_due_mail() == 0


def test_a_refill_together_with_a_new_text_may_bring_news(
    candidate: User, organization: Organization, process_changes: ProcessChanges
) -> None:
    person = candidate_of(candidate)
    Candidate.objects.filter(pk=person.pk).update(alert_frequency="instant", alert_min_score=60)
    resume_of(
        candidate, "Somebody\n\nExperience\nCook, Inn\n2015 - 2020\nCooked soups and sauces for guests every day."
    )
    publish_text(organization)
    process_changes()
    assert not Alert.objects.exists()
    Candidate.objects.filter(pk=person.pk).update(alert_min_score=20)
    ProcessedResume.objects.update(needs_refill=True)
    row = Resume.objects.get()
    row.text = BACKEND_RESUME
    row.save()
    process_changes()
    assert Alert.objects.count() == 1
