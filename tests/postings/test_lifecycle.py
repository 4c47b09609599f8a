import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import outbox
from accounts.models import Candidate, Organization, User
from matching import alerts
from matching.models import Alert, Match
from postings import clock, editing, permissions, services
from postings.lifecycle import TRANSITIONS, IllegalTransitionError
from postings.models import BaseSalary, JobPosting, ModerationEvent
from postings.views.sitemaps import CHUNK
from postings.writing import Edits
from tests.factories import BACKEND_POSTING, draft_text, publish_text

Status = JobPosting.Status
EVERYWHERE = {*Status.values, "expired"}
EDITORS_TOO = {"owner", "moderator", "system"}
# What may follow what, and by whom, written here apart from the product's own table: from these states, to that one.
FOLLOWS: dict[str, tuple[set[str], str | None, set[str]]] = {
    "submit": ({"draft", "rejected"}, "pending", EDITORS_TOO),
    "publish": ({"pending"}, "published", {"moderator", "system"}),
    "start": ({"scheduled"}, "published", EDITORS_TOO),
    "reject": ({"pending"}, "rejected", {"moderator", "system"}),
    "hold": ({"published"}, "pending", {"system"}),
    "pause": ({"published", "expired"}, "paused", EDITORS_TOO),
    "resume": ({"paused"}, "published", EDITORS_TOO),
    "fill": ({"published", "expired", "paused"}, "filled", EDITORS_TOO),
    "close": ({"published", "expired", "paused", "pending", "scheduled"}, "withdrawn", EDITORS_TOO),
    "reopen": ({"filled", "withdrawn"}, "pending", EDITORS_TOO),
    "renew": ({"published", "expired"}, "published", EDITORS_TOO),
    "confirm_open": ({"published"}, "published", EDITORS_TOO),
    "schedule": ({"draft", "rejected", "pending", "scheduled"}, None, EDITORS_TOO),
    "duplicate": (EVERYWHERE - {"removed"}, None, EDITORS_TOO),
    "remove": (EVERYWHERE - {"removed"}, "removed", {"moderator", "system"}),
    "discard": ({"draft", "rejected"}, None, EDITORS_TOO),
}


def hold_as(posting: JobPosting, actor: User | None) -> JobPosting:
    permissions.check(actor, "hold", posting)
    return services.hold(posting, reason="Look again.")


VERBS: dict[str, Callable[[JobPosting, User | None], Any]] = {
    "reject": lambda p, a: services.reject(p, reason="No.", actor=a),
    "remove": lambda p, a: services.remove(p, reason="Scam.", actor=a),
    "hold": hold_as,
    "discard": lambda p, a: services.discard(p, actor=a),
    "schedule": lambda p, a: services.schedule(p, timezone.now() + timedelta(days=2), actor=a),
} | {
    verb: lambda p, a, verb=verb: getattr(services, verb)(p, actor=a)
    for verb in (
        "submit",
        "publish",
        "start",
        "pause",
        "resume",
        "fill",
        "close",
        "reopen",
        "renew",
        "confirm_open",
        "duplicate",
    )
}


def put_in(posting: JobPosting, state: str) -> None:
    """Write a state without a step, so that every one can be asked of every verb."""
    now = timezone.now()
    until = now - timedelta(hours=1) if state == "expired" else now + timedelta(days=9)
    JobPosting.objects.filter(pk=posting.pk).update(
        status="published" if state == "expired" else state, first_seen_at=now, listed_until=until, publish_at=None
    )
    posting.refresh_from_db()


@pytest.mark.parametrize("verb", [verb for verb in FOLLOWS if verb != "discard"])
def test_every_verb_in_every_state_for_every_role_is_as_written_here(
    organization: Organization, employer: User, moderator: User, stranger: User, verb: str
) -> None:
    posting = draft_text(organization)
    sources, target, roles = FOLLOWS[verb]
    people = {"owner": employer, "moderator": moderator, "stranger": stranger, "system": None}
    for state in EVERYWHERE:
        for role, actor in people.items():
            put_in(posting, state)
            case = (state, verb, role)
            if role not in roles:
                with pytest.raises(PermissionDenied):
                    VERBS[verb](posting, actor)
            elif state not in sources:
                with pytest.raises(IllegalTransitionError):
                    VERBS[verb](posting, actor)
            else:
                VERBS[verb](posting, actor)
            posting.refresh_from_db()
            moved = role in roles and state in sources and target is not None
            assert posting.state == (target if moved else state), case


def test_only_what_was_never_on_the_board_is_thrown_away(
    organization: Organization, employer: User, stranger: User, posting: JobPosting
) -> None:
    for status in Status.values:
        draft = draft_text(organization)
        JobPosting.objects.filter(pk=draft.pk).update(
            status=status, first_seen_at=timezone.now() if status == "published" else None
        )
        draft.refresh_from_db()
        with pytest.raises(PermissionDenied):
            services.discard(draft, actor=stranger)
        if status in {"draft", "rejected"}:
            services.discard(draft, actor=employer)
            assert not JobPosting.objects.filter(pk=draft.pk).exists()
        else:
            with pytest.raises(IllegalTransitionError):
                services.discard(draft, actor=employer)
    services.hold(posting, reason="Look again.")
    services.reject(posting, reason="No.", actor=None)
    with pytest.raises(IllegalTransitionError, match="never on the board"):
        services.discard(posting, actor=employer)
    assert posting.moderation_events.count() > 0


def test_no_other_step_exists_and_no_other_state() -> None:
    assert FOLLOWS.keys() == VERBS.keys() == TRANSITIONS.keys()
    for verb, (sources, target, _) in FOLLOWS.items():
        rule = TRANSITIONS[verb]
        assert rule.sources == sources, verb
        assert target is None or rule.target is None or target in rule.targets, verb
        assert rule.targets <= EVERYWHERE, verb
        assert rule.trace in ModerationEvent.Action.values, verb


def test_of_two_moderators_at_once_one_wins(organization: Organization, moderator: User) -> None:
    posting = services.submit(draft_text(organization), actor=None)
    same = JobPosting.objects.get(pk=posting.pk)
    services.publish(posting, actor=moderator)
    with pytest.raises(IllegalTransitionError, match="not awaiting moderation"):
        services.reject(same, reason="No.", actor=moderator)
    assert ModerationEvent.objects.filter(action="reject").count() == 0


def test_a_posting_with_a_day_waits_for_it_and_begins_without_a_person(
    organization: Organization, employer: User, send_letters: Callable[[], list[EmailMessage]]
) -> None:
    posting = draft_text(organization)
    day = timezone.now() + timedelta(days=3)
    services.schedule(posting, day, actor=employer)
    services.publish(services.submit(posting, actor=employer), actor=None)
    assert (posting.status, posting.first_seen_at) == ("scheduled", None)
    assert not JobPosting.objects.was_public().exists()
    assert send_letters()[0].subject == "Your posting is approved: Backend Engineer"
    assert clock.tend() == 0
    with time_machine.travel(day + timedelta(minutes=1)):
        assert clock.tend() == 1
        posting.refresh_from_db()
        assert posting.is_open
        assert posting.date_posted == day.date()
        assert clock.tend() == 0


def test_a_day_in_the_past_is_refused_with_a_sentence(organization: Organization, employer: User) -> None:
    posting = draft_text(organization)
    with pytest.raises(IllegalTransitionError, match="has passed"):
        services.schedule(posting, timezone.now() - timedelta(minutes=1), actor=employer)


def test_a_posting_closed_on_the_board_reopens_there_and_one_in_review_goes_back_to_it(
    posting: JobPosting, organization: Organization, employer: User
) -> None:
    services.fill(posting, actor=employer)
    services.reopen(posting, actor=employer)
    assert posting.is_open
    services.hold(posting, reason="Three people have reported it.")
    services.close(posting, actor=employer)
    services.reopen(posting, actor=employer)
    assert posting.status == "pending"


def test_a_copy_is_a_draft_of_its_own_with_what_was_corrected(posting: JobPosting, employer: User) -> None:
    editing.edit_posting(posting, None, edits=Edits({"months_of_experience": 60}), actor=None)
    draft = services.duplicate(posting, actor=employer)
    assert (draft.status, draft.date_posted, draft.first_seen_at) == ("draft", None, None)
    assert (draft.months_of_experience, draft.submitted_by) == (60, employer)
    assert draft.slug != posting.slug
    for name in ("job_locations", "base_salaries", "posting_skills", "sections"):
        assert getattr(draft, name).count() == getattr(posting, name).count() > 0
    assert draft.reading.facts == posting.reading.facts
    services.publish(services.submit(draft, actor=employer), actor=None)
    assert draft.is_open


def test_an_end_that_is_near_is_told_once_and_the_link_changes_nothing_until_it_is_posted(
    posting: JobPosting, employer: User, stranger: User, send_letters: Callable[[], list[EmailMessage]]
) -> None:
    send_letters()
    assert clock.ask_about_ends() == 0
    with time_machine.travel(timezone.now() + timedelta(days=27)):
        clock.ask_about_ends()
        clock.ask_about_ends()
        (letter,) = send_letters()
        address = re.search(r"/hire/ways/\S+", str(letter.body))
        assert address
        until, client = posting.listed_until, Client()
        for _ in range(3):
            assert client.get(address[0]).status_code == 200
        posting.refresh_from_db()
        assert posting.listed_until == until
        client.post(address[0], {"way": "open"})
        posting.refresh_from_db()
        assert (posting.listed_until, posting.is_open) == (until, True)
        client.post(address[0], {"way": "extend"})
        posting.refresh_from_db()
        assert posting.listed_until > until + timedelta(days=20)
        client.post(address[0], {"way": "filled"})
        posting.refresh_from_db()
        assert posting.status == "filled"
        assert "Only a posting on the board" in client.post(address[0], {"way": "open"}).content.decode()
        employer.memberships.all().delete()
        assert client.post(address[0], {"way": "extend"}).status_code == 403
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        gone = Client().get(address[0])
        assert (gone.status_code, "This link has run out" in gone.content.decode()) == (410, True)


def test_what_ran_out_is_gone_everywhere_though_no_worker_runs(
    posting: JobPosting, candidate: User, resume: Any, process_changes: Callable[[], None]
) -> None:
    since = timezone.now() - timedelta(days=1)
    Candidate.objects.filter(user=candidate).update(alert_frequency="instant", alert_min_score=10, alerts_since=since)
    process_changes()
    outbox.send_due_mail()
    mail.outbox.clear()
    assert Alert.objects.count() == 1
    client = Client()
    places = (
        "/jobs/", "/jobs/?q=python", "/jobs/feed.rss", "/jobs/feed.atom", "/jobs/feed.json", "/api/v1/postings/",
        f"/sitemap-jobs-{posting.pk // CHUNK}.xml",
    )  # fmt: skip
    for place in places:
        assert str(posting.uid) in client.get(place).content.decode(), place
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        for place in places:
            assert str(posting.uid) not in client.get(place).content.decode(), place
        assert Match.objects.count() == 1
        assert not Match.objects.open().exists()
        alerts.send_due_mail()
        assert mail.outbox == []


def test_every_step_leaves_a_trace_that_cannot_be_changed(posting: JobPosting, moderator: User) -> None:
    services.close(posting, actor=moderator, reason="We found somebody.")
    event = ModerationEvent.objects.first()
    assert event is not None
    assert (event.action, event.actor, event.reason) == ("close", moderator, "We found somebody.")
    assert (event.before, event.after) == ({"status": "published"}, {"status": "withdrawn"})
    for spoil in (event.delete, event.save, ModerationEvent.objects.all().delete):
        with pytest.raises(TypeError):
            spoil()


def test_a_posting_made_here_is_dated_the_day_it_is_published_and_runs_a_month(posting: JobPosting) -> None:
    assert posting.date_posted == timezone.now().date()
    assert posting.valid_through is None
    assert posting.listed_until is not None
    assert abs(posting.listed_until - timezone.now() - settings.LISTING_LIFETIME) < timedelta(minutes=1)


def test_an_imported_posting_without_a_date_stays_without_one(organization: Organization) -> None:
    posting = publish_text(organization, origin=JobPosting.Origin.FEED)
    assert posting.date_posted is None
    assert posting.listed_until is None
    assert posting.first_seen_at is not None


def test_the_clock_alone_closes_a_posting(posting: JobPosting) -> None:
    assert JobPosting.objects.open().count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert not JobPosting.objects.open().exists()
        assert posting.is_expired
        assert posting.state_label == "Expired"
        assert posting.ended_at == posting.listed_until


def test_renewing_puts_it_back_for_a_month(posting: JobPosting) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        services.renew(posting, actor=None)
        assert posting.is_open


def test_an_imported_posting_cannot_be_renewed_here(organization: Organization) -> None:
    with pytest.raises(IllegalTransitionError):
        services.renew(publish_text(organization, origin=JobPosting.Origin.FEED), actor=None)


def test_a_blocked_organization_leaves_the_board_at_once(posting: JobPosting) -> None:
    Organization.objects.update(is_blocked=True)
    assert not JobPosting.objects.open().exists()
    assert not JobPosting.objects.was_public().exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "live"},
        {"status": "published", "title": ""},
        {"visa_sponsorship": "MAYBE"},
        {"revision": 0},
    ],
)
def test_the_database_refuses_what_no_rule_allows(posting: JobPosting, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        JobPosting.objects.filter(pk=posting.pk).update(**fields)


def test_the_database_refuses_pay_upside_down(posting: JobPosting) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        BaseSalary.objects.create(posting=posting, min_value=10, max_value=5, currency="EUR")


def test_two_postings_of_one_title_have_two_addresses(organization: Organization) -> None:
    first, second = draft_text(organization), draft_text(organization)
    assert first.slug != second.slug
    assert first.get_absolute_url() != second.get_absolute_url()


def test_a_text_that_names_no_organization_is_refused_with_a_sentence(db: None) -> None:
    with pytest.raises(Exception, match="name the organization"):
        services.create_posting(None, "Requirements\n\n• Patience.")


def test_the_organization_named_in_the_text_is_used(db: None) -> None:
    posting = services.create_posting(None, BACKEND_POSTING, origin="feed")
    assert posting.hiring_organization.name == "Harbour Software"
