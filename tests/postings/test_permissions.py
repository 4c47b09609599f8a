"""Who may do what with postings: the table written out once more, asked of the services that do it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied

from accounts.models import Membership, Organization, User
from postings import editing, permissions, reports, services
from postings.lifecycle import TRANSITIONS
from postings.models import JobPosting
from postings.writing import Edits
from tests.factories import MembershipFactory, UserFactory, draft_text

Status = JobPosting.Status
EDITORS = {"owner", "recruiter", "moderator", "superuser", "system"}
MODERATORS = {"moderator", "superuser", "system"}
PERSONS = (
    "candidate", "owner", "recruiter", "viewer", "other employer", "suspended owner", "staff without rights",
    "suspended moderator", "moderator", "superuser", "system",
)  # fmt: skip
VERBS: dict[str, tuple[str, Callable[[JobPosting, User | None], Any], set[str]]] = {
    "create": (
        Status.DRAFT,
        lambda p, a: services.create_posting(p.hiring_organization, "Cook\n\nWe cook.", actor=a, needs_title=False),
        EDITORS,
    ),
    "edit": (Status.DRAFT, lambda p, a: editing.edit_posting(p, p.raw_text, edits=Edits(), actor=a), EDITORS),
    "replace the text": (
        Status.DRAFT,
        lambda p, a: editing.replace_text(p, "Cook\n\nWe cook.", edits=Edits(), actor=a),
        EDITORS,
    ),
    "confirm": (Status.DRAFT, lambda p, a: editing.confirm(p, "title", actor=a), EDITORS),
    "submit": (Status.DRAFT, lambda p, a: services.submit(p, actor=a), EDITORS),
    "publish": (Status.PENDING, lambda p, a: services.publish(p, actor=a), MODERATORS),
    "reject": (Status.PENDING, lambda p, a: services.reject(p, reason="Not complete.", actor=a), MODERATORS),
    "pause": (Status.PUBLISHED, lambda p, a: services.pause(p, actor=a), EDITORS),
    "resume": (Status.PAUSED, lambda p, a: services.resume(p, actor=a), EDITORS),
    "fill": (Status.PUBLISHED, lambda p, a: services.fill(p, actor=a), EDITORS),
    "close": (Status.PUBLISHED, lambda p, a: services.close(p, actor=a), EDITORS),
    "renew": (Status.PUBLISHED, lambda p, a: services.renew(p, actor=a), EDITORS),
    "withdraw a change": (Status.PUBLISHED, lambda p, a: editing.withdraw_change(p, actor=a), EDITORS),
    "accept a change": (
        Status.PUBLISHED,
        lambda p, a: editing.accept_change(p.proposals.get(), actor=a, version=1),
        MODERATORS,
    ),
    "refuse a change": (
        Status.PUBLISHED,
        lambda p, a: editing.refuse_change(p.proposals.get(), actor=a, version=1, reason="No."),
        MODERATORS,
    ),
    "annotate": (Status.PUBLISHED, lambda p, a: editing.annotate(p, {"moderation_note": "x"}, actor=a), MODERATORS),
    "settle a report": (
        Status.PUBLISHED,
        lambda p, a: reports.settle_report(p.reports.get(), state="upheld", actor=a),
        MODERATORS,
    ),
    "remove": (Status.PUBLISHED, lambda p, a: services.remove(p, reason="A scam.", actor=a), MODERATORS),
}


def person(name: str, organization: Organization) -> User | None:
    if name == "system":
        return None
    user: User = UserFactory.create()
    if "owner" in name or name in {"recruiter", "viewer"}:
        role = Membership.Role.OWNER if "owner" in name else Membership.Role(name)
        MembershipFactory(organization=organization, user=user, role=role)
    if name == "other employer":
        MembershipFactory(user=user)
    if name in {"staff without rights", "moderator", "suspended moderator", "superuser"}:
        user.is_staff, user.is_superuser = True, name == "superuser"
    if "moderator" in name:
        user.user_permissions.add(Permission.objects.get(codename="change_jobposting"))
    user.is_active = "suspended" not in name
    user.save()
    return user


def posting_in(status: str, organization: Organization) -> JobPosting:
    posting = draft_text(organization)
    if status != Status.DRAFT:
        services.submit(posting, actor=None)
    if status in {Status.PUBLISHED, Status.PAUSED}:
        services.publish(posting, actor=None)
    if status == Status.PUBLISHED:
        editor = MembershipFactory(organization=organization).user
        editing.edit_posting(posting, None, edits=Edits({"title": "Platform Engineer"}), actor=editor)
        reports.report_posting(posting, reason="scam", detail="", reporter=None, reporter_hash="x")
    if status == Status.PAUSED:
        services.pause(posting, actor=None)
    return posting


@pytest.mark.parametrize("name", PERSONS)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_refuses_whoever_may_not_do_it(verb: str, name: str, organization: Organization) -> None:
    status, call, allowed = VERBS[verb]
    posting = posting_in(status, organization)
    actor = person(name, organization)
    before = JobPosting.objects.values().order_by("pk")
    rows = list(before.all())
    if name in allowed:
        call(posting, actor)
        return
    with pytest.raises(PermissionDenied, match=r"Only .*\."):
        call(posting, actor)
    assert list(before.all()) == rows


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("owner", True),
        ("viewer", True),
        ("other employer", False),
        ("staff without rights", False),
        ("superuser", True),
    ],
)
def test_a_draft_is_seen_by_its_organization_and_by_staff_who_may_view_postings(
    name: str, sees: bool, organization: Organization
) -> None:
    posting = draft_text(organization)
    user = person(name, organization)
    assert user is not None
    assert JobPosting.objects.visible_to(user).filter(pk=posting.pk).exists() == sees


def test_every_step_of_the_life_cycle_is_in_the_table() -> None:
    assert set(TRANSITIONS) <= set(permissions.WHO)
