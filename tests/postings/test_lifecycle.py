from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Organization, User
from postings import services
from postings.lifecycle import ALLOWED, IllegalTransitionError
from postings.models import BaseSalary, JobPosting, ModerationEvent
from tests.factories import BACKEND_POSTING, draft_text, publish_text

Status = JobPosting.Status
EVERYWHERE = set(Status.values)
# What may follow what, written here apart from the product's own table: (the step from these states, the state after it).
FOLLOWS = {
    "submit": ({"draft", "rejected"}, "pending"),
    "publish": ({"pending"}, "published"),
    "reject": ({"pending"}, "rejected"),
    "hold": ({"published"}, "pending"),
    "pause": ({"published"}, "paused"),
    "resume": ({"paused"}, "published"),
    "fill": ({"published", "paused"}, "filled"),
    "close": ({"published", "paused", "pending"}, "withdrawn"),
    "remove": (EVERYWHERE - {"removed"}, "removed"),
}
VERBS: dict[str, Callable[[JobPosting], JobPosting]] = {
    "submit": lambda p: services.submit(p, actor=None),
    "publish": lambda p: services.publish(p, actor=None),
    "reject": lambda p: services.reject(p, reason="No.", actor=None),
    "pause": lambda p: services.pause(p, actor=None),
    "resume": lambda p: services.resume(p, actor=None),
    "fill": lambda p: services.fill(p, actor=None),
    "close": lambda p: services.close(p, actor=None),
    "remove": lambda p: services.remove(p, reason="Scam.", actor=None),
    "hold": lambda p: services.hold(p, reason="Look again."),
}


@pytest.mark.parametrize("step", FOLLOWS)
def test_a_step_follows_only_from_the_states_written_here(organization: Organization, step: str) -> None:
    posting = draft_text(organization)
    allowed, target = FOLLOWS[step]
    for status in Status.values:
        JobPosting.objects.filter(pk=posting.pk).update(status=status, first_seen_at=timezone.now())
        posting.refresh_from_db()
        if status in allowed:
            assert VERBS[step](posting).status == target, status
        else:
            with pytest.raises(IllegalTransitionError):
                VERBS[step](posting)
            posting.refresh_from_db()
            assert posting.status == status


def test_no_other_step_exists() -> None:
    assert FOLLOWS.keys() == VERBS.keys() == ALLOWED.keys()


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
