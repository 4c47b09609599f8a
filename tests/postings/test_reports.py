"""What people report: nobody's word is lost to another's, and enough of them hold a posting."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import User
from accounts.services import delete_account
from postings import reports, services
from postings.models import JobPosting, ModerationEvent, Report
from tests.factories import UserFactory, verified

Clients = Callable[[User], Client]
Status = JobPosting.Status


@pytest.fixture(autouse=True)
def behind_a_proxy(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1


def report(posting: JobPosting, address: str = "203.0.113.1", client: Client | None = None, **data: str) -> int:
    fields = {"reason": "scam", "detail": f"said from {address}", **data}
    sender = client or Client()
    return sender.post(
        f"/jobs/{posting.uid}/report/", fields, headers={"X-Forwarded-For": address}, REMOTE_ADDR="10.0.0.1"
    ).status_code


def test_reports_of_different_people_behind_one_proxy_stand_side_by_side(posting: JobPosting) -> None:
    for number in (1, 2):
        assert report(posting, f"203.0.113.{number}") == 302
    assert set(Report.objects.values_list("detail", flat=True)) == {"said from 203.0.113.1", "said from 203.0.113.2"}


def test_people_who_share_an_address_do_not_overwrite_each_other_and_count_once(posting: JobPosting) -> None:
    for words in ("It asks for money.", "It is closed.", "Another thing.", "And another."):
        report(posting, detail=words)
    assert Report.objects.count() == 4
    posting.refresh_from_db()
    assert posting.status == Status.PUBLISHED


def test_the_second_report_of_a_member_takes_the_place_of_the_first(posting: JobPosting, client_of: Clients) -> None:
    member = client_of(verified(UserFactory.create()))
    report(posting, client=member, detail="First.")
    report(posting, client=member, detail="Second.", reason="wrong", address="203.0.113.7")
    assert Report.objects.values_list("reason", "detail").get() == ("wrong", "Second.")


def test_enough_people_hold_a_posting_and_a_moderator_decides(
    posting: JobPosting, moderator: User, client_of: Clients
) -> None:
    for number in (1, 2):
        report(posting, f"203.0.113.{number}")
    assert Client().get(posting.get_absolute_url()).status_code == 200
    report(posting, client=client_of(verified(UserFactory.create())))
    posting.refresh_from_db()
    assert posting.status == Status.PENDING
    assert Client().get(posting.get_absolute_url()).status_code == 404
    event = ModerationEvent.objects.first()
    assert event is not None
    assert (event.action, event.actor, event.reason) == ("flag", None, "3 people have reported it.")
    assert "Backend Engineer" in client_of(moderator).get("/admin/postings/pendingposting/").content.decode()
    services.publish(posting, actor=moderator)
    assert set(Report.objects.values_list("state", flat=True)) == {"dismissed"}
    report(posting, "203.0.113.1")
    posting.refresh_from_db()
    assert posting.status == Status.PUBLISHED


@pytest.mark.parametrize("verb", ["reject", "remove"])
def test_what_is_taken_off_the_board_upholds_its_reports(posting: JobPosting, moderator: User, verb: str) -> None:
    report(posting)
    if verb == "reject":
        services.hold(posting, reason="Looked at again.")
    getattr(services, verb)(posting, reason="It asks for money.", actor=moderator)
    assert Report.objects.get().state == "upheld"


def test_only_the_system_holds(posting: JobPosting, moderator: User) -> None:
    from postings import permissions

    with pytest.raises(PermissionDenied):
        permissions.check(moderator, "hold", posting)


def test_a_posting_that_is_closed_is_not_held(posting: JobPosting) -> None:
    services.pause(posting, actor=None)
    for number in range(4):
        reports.report_posting(posting, reason="scam", detail="", reporter=None, reporter_hash=str(number))
    posting.refresh_from_db()
    assert posting.status == Status.PAUSED


def test_what_members_have_reported_stays_without_them_and_counts_as_one_person_each(
    posting: JobPosting, client_of: Clients
) -> None:
    members = [verified(UserFactory.create()) for _ in range(2)]
    for member in members:
        report(posting, client=client_of(member), detail="I was there.", reason="wrong")
    known = set(Report.objects.values_list("reporter_hash", flat=True))
    for member in members:
        delete_account(member)
    assert list(Report.objects.values_list("reason", "detail", "reporter")) == [("wrong", "", None)] * 2
    left = set(Report.objects.values_list("reporter_hash", flat=True))
    assert len(left) == 2
    assert not left & known
