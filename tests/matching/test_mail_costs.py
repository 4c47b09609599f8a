"""What mail about matches costs does not grow with who reads it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import outbox
from accounts.models import Candidate, Email, Organization, User
from accounts.services import candidate_of, save_alerts
from matching import alerts, feature_cache, kept_pairs, services
from matching.alerts.letters import build_letter
from matching.models import Alert, AlertSetting, Match, ProcessedResume, Recipient
from postings.models import JobPosting
from tests.factories import BACKEND_POSTING, UserFactory, publish_text, resume_of, verified

ProcessChanges = Callable[[], None]


def readers(number: int, frequency: str = "weekly") -> list[Candidate]:
    """People with a resume and a confirmed address who want mail from a low score on."""
    people = []
    for _ in range(number):
        user = verified(UserFactory())
        resume_of(user)
        people.append(candidate_of(user))
    yesterday = timezone.now() - timedelta(days=1)
    Candidate.objects.filter(pk__in=[person.pk for person in people]).update(
        alert_frequency=frequency, alert_min_score=1, alerts_since=yesterday
    )
    return people


def queries_of(work: Callable[[], object]) -> CaptureQueriesContext:
    with CaptureQueriesContext(
        connection,
    ) as found:
        work()
    return found


def queries_of_a_new_posting(organization: Organization, title: str) -> CaptureQueriesContext:
    posting = publish_text(organization, BACKEND_POSTING.replace("Backend Engineer", title))
    feature_cache.forget()  # what this process holds of resumes would cost no query
    found = queries_of(lambda: services.refresh_posting(posting.pk))
    assert Match.objects.filter(posting=posting).exists()
    return found


def test_owing_the_alerts_of_a_posting_costs_the_same_for_3_and_for_90_readers(
    organization: Organization, process_changes: ProcessChanges
) -> None:
    publish_text(organization)  # everybody hears of this one, so all have had an alert before
    readers(3)
    process_changes()
    few = queries_of_a_new_posting(organization, "Senior Engineer")
    readers(87)
    process_changes()
    many = queries_of_a_new_posting(organization, "Backend Developer")
    assert Alert.objects.count() == 3 * 90
    assert len(many) == len(few)


def test_cutting_back_what_has_grown_costs_the_same_for_3_and_for_30_readers(
    organization: Organization, process_changes: ProcessChanges, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_pairs, "KEPT", 2)
    monkeypatch.setattr(kept_pairs, "SLACK", 0)
    monkeypatch.setattr(kept_pairs, "SHOWN", 1)
    counts = []
    for number in (3, 27):
        readers(number)
        for title in ("First Engineer", "Second Engineer"):
            publish_text(organization, BACKEND_POSTING.replace("Backend Engineer", title))
        process_changes()
        counts.append(len(queries_of_a_new_posting(organization, "Backend Engineer")))
        assert set(ProcessedResume.objects.values_list("floor_score", flat=True)) != {None}
    assert counts[0] == counts[1]


def subscribers(number: int, due: datetime) -> None:
    """Weekly readers to whom one posting is owed, as rows: no resume is needed for that."""
    posting = JobPosting.objects.get()
    first = User.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    users = User.objects.bulk_create([User(email=f"weekly{first + n}@people.example") for n in range(number)])
    people = Candidate.objects.bulk_create([Candidate(user=user) for user in users])
    rows = Recipient.objects.bulk_create([Recipient(candidate=person, email=person.user.email) for person in people])
    AlertSetting.objects.bulk_create([AlertSetting(recipient=row, next_due_at=due) for row in rows])
    Alert.objects.bulk_create([Alert(recipient=row, cluster=posting.cluster, posting=posting) for row in rows])


def test_a_tick_asks_the_same_for_10_and_for_1000_weekly_readers(posting: JobPosting) -> None:
    outbox.send_due_mail()
    due = timezone.now() + timedelta(days=3)
    counts = []
    for number in (10, 990):
        subscribers(number, due)
        counts.append(len(queries_of(alerts.send_due_mail)))
    assert counts == [2, 2]
    assert not Email.objects.filter(kind=alerts.KIND).exists()


def test_what_is_owed_says_when_it_is_due(organization: Organization, process_changes: ProcessChanges) -> None:
    (person,) = readers(1)
    publish_text(organization)
    process_changes()
    setting = AlertSetting.objects.get()
    assert setting.next_due_at == Candidate.objects.get(pk=person.pk).alerts_since + timedelta(days=7)
    assert alerts.build_letters(setting.next_due_at - timedelta(seconds=1)) == 0
    assert alerts.build_letters(setting.next_due_at) == 1
    after = AlertSetting.objects.get()
    assert after.next_due_at is None
    assert after.last_letter_at is not None


def test_changing_how_often_changes_when_it_is_due(organization: Organization, process_changes: ProcessChanges) -> None:
    (person,) = readers(1)
    publish_text(organization)
    process_changes()
    save_alerts(Candidate.objects.get(pk=person.pk), "instant", 1)
    process_changes()
    assert alerts.build_letters(timezone.now()) == 1


def test_a_capped_reader_is_due_when_the_cap_has_room_again(
    organization: Organization, process_changes: ProcessChanges
) -> None:
    readers(1, "instant")
    now = timezone.now()
    moments = [now, now + timedelta(hours=1), now + timedelta(hours=2)]
    for number, moment in enumerate(moments):
        publish_text(organization, BACKEND_POSTING.replace("Engineer", f"Engineer {number}"))
        process_changes()
        alerts.send_due_mail(moment)
    assert Email.objects.filter(kind=alerts.KIND).count() == 2
    assert AlertSetting.objects.get().next_due_at == moments[0] + timedelta(days=1)


def test_what_waits_when_mail_is_turned_off_is_not_sent_when_it_is_turned_on(
    organization: Organization, process_changes: ProcessChanges
) -> None:
    readers(1, "instant")
    publish_text(organization)
    process_changes()
    Candidate.objects.update(alert_frequency="off")
    assert alerts.build_letters(timezone.now()) == 0
    assert Alert.objects.get().state == "skipped"
    assert AlertSetting.objects.get().next_due_at is None


def test_a_letter_with_nothing_left_to_say_is_not_the_last_letter(
    organization: Organization, process_changes: ProcessChanges
) -> None:
    readers(1, "daily")
    publish_text(organization)
    process_changes()
    later = timezone.now() + timedelta(days=1, minutes=1)
    alerts.build_letters(later)
    Match.objects.all().delete()
    outbox.send_due_mail(later)
    assert AlertSetting.objects.get().last_letter_at is None


def test_two_builders_make_one_letter(organization: Organization, process_changes: ProcessChanges) -> None:
    readers(1, "instant")
    publish_text(organization)
    process_changes()
    now = timezone.now()
    (setting,) = AlertSetting.objects.select_related("recipient__candidate__user")
    assert build_letter(setting, {}, now)
    assert not build_letter(setting, {}, now)
    assert Email.objects.filter(kind=alerts.KIND).count() == 1


def test_an_address_that_wanted_only_mail_becomes_the_candidates(
    organization: Organization, process_changes: ProcessChanges
) -> None:
    (person,) = readers(1)
    Recipient.objects.create(email=person.user.email.upper())
    publish_text(organization)
    process_changes()
    assert Recipient.objects.get().candidate_id == person.pk
    assert Alert.objects.count() == 1
