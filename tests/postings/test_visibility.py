"""Who sees a resume: every level against every employer, and the trace of each look."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import downloads, visibility
from accounts.models import BlockedEmployer, Candidate, Membership, Organization, Resume, User
from accounts.services import candidate_of
from postings import applications
from postings.models import ModerationEvent
from postings.visibility import looks_at, seen_by
from tests.factories import MembershipFactory, UserFactory, publish_text, resume_of

Clients = Callable[[User], Client]
# The resume of the tests says that its owner works at Kranich Systems until now.
EMPLOYERS = ("applied", "applied and verified", "verified", "other", "own by name", "own by address", "blocked by name", "blocked by domain", "blocked on the board")  # fmt: skip
SEES = {
    "private": set(),
    "applied": {"applied", "applied and verified"},
    "verified": {"applied", "applied and verified", "verified"},
}


@pytest.fixture
def world(candidate: User, resume: Resume) -> dict[str, User]:
    """Each employer that could have a reason to look; but for ``verified`` and ``other`` all were applied to."""
    names: dict[str, dict[str, str]] = {kind: {} for kind in EMPLOYERS} | {
        "own by name": {"name": "Kranich Systems GmbH, Berlin"},
        "own by address": {"name": "People Works", "domain": "people.example"},
        "blocked by name": {"name": "Quarrel Partners Ltd"},
        "blocked by domain": {"name": "Under Another Name", "url": "https://careers.quarrel.example/jobs"},
    }
    people = {}
    for number, (kind, fields) in enumerate(names.items()):
        member = MembershipFactory(
            user__email=f"hires{number}@agency{number}.example", organization__name=fields.get("name", kind.title())
        )
        verified = kind not in {"applied", "other"}
        rows = Organization.objects.filter(memberships=member)
        rows.update(is_verified=verified, **{name: value for name, value in fields.items() if name != "name"})
        if kind not in {"verified", "other"}:
            applications.apply(candidate_of(candidate), publish_text(rows.get()), message="")
        if kind == "blocked on the board":
            rows.update(is_blocked=True)
        people[kind] = member.user
    visibility.block_employer(candidate_of(candidate), name="Quarrel Partners", domain="")
    visibility.block_employer(candidate_of(candidate), name="", domain="quarrel.example")
    return people


@pytest.mark.parametrize("level", SEES)
def test_each_level_lets_in_whom_it_says_and_nobody_else(
    world: dict[str, User], resume: Resume, candidate: User, level: str
) -> None:
    visibility.set_visibility(candidate.candidate, level)
    person = candidate_of(User.objects.get(pk=candidate.pk))
    assert {kind for kind, user in world.items() if seen_by(person, user)} == SEES[level]
    world["applied and verified"].is_active = False
    assert seen_by(person, world["applied and verified"]) is None
    assert seen_by(person, UserFactory()) is None


def test_a_resume_is_private_until_its_owner_says_otherwise(candidate: User) -> None:
    assert candidate_of(candidate).resume_visibility == "private"


def test_who_has_taken_an_application_back_is_not_seen_by_it(world: dict[str, User], candidate: User) -> None:
    person = candidate_of(candidate)
    visibility.set_visibility(person, "applied")
    for application in person.applications.all():
        applications.withdraw(application, actor=candidate)
    assert not any(seen_by(person, user) for user in world.values())


def test_the_page_of_a_resume_is_for_who_may_see_it_and_every_look_is_noted(
    world: dict[str, User], candidate: User, resume: Resume, client_of: Clients
) -> None:
    visibility.set_visibility(candidate_of(candidate), "verified")
    url = f"/hire/resumes/{resume.uid}/"
    for kind, user in world.items():
        answer = client_of(user).get(url)
        assert answer.status_code == (200 if kind in SEES["verified"] else 404), kind
    assert client_of(candidate).get(url).status_code == 404
    looks = looks_at(candidate_of(candidate))
    assert sorted(str(look.organization) for look in looks) == ["Applied", "Applied And Verified", "Verified"]
    assert "Applied And Verified" in client_of(candidate).get("/me/visibility/").content.decode()
    event = ModerationEvent.objects.filter(action="view_resume").latest("pk")
    assert (event.person, event.actor) == (candidate, world["verified"])


def test_the_resume_of_an_application_leaves_a_trace_too(
    candidate: User, resume: Resume, employer: User, posting: Any, client_of: Clients
) -> None:
    application = applications.apply(candidate_of(candidate), posting, message="")
    key = downloads.sign(employer, application.uid)
    assert client_of(employer).get(f"/hire/applications/{application.uid}/resume/?key={key}").status_code == 200
    (look,) = looks_at(candidate_of(candidate))
    assert look.organization == "Harbour Software"


def test_one_does_not_apply_to_whom_one_has_blocked_but_inside_the_own_employer(
    candidate: User, resume: Resume, posting: Any
) -> None:
    person = candidate_of(candidate)
    row = visibility.block_employer(person, name="harbour software GmbH", domain="")
    with pytest.raises(ValidationError, match="You have blocked this employer"):
        applications.apply(person, posting, message="")
    visibility.unblock_employer(row, actor=candidate)
    Organization.objects.filter(pk=posting.hiring_organization_id).update(name="Kranich Systems")
    posting.hiring_organization.refresh_from_db()
    assert visibility.is_own_employer(person, posting.hiring_organization)
    applications.apply(person, posting, message="")


def test_the_page_sets_blocks_and_unblocks(candidate: User, resume: Resume, client_of: Clients) -> None:
    client = client_of(candidate)
    html = client.get("/me/visibility/").content.decode()
    assert "Kranich Systems: where you work now" in html
    assert client.post("/me/visibility/", {"level": "verified"}).status_code == 302
    assert Candidate.objects.get(user=candidate).resume_visibility == "verified"
    assert client.post("/me/visibility/", {"level": "everybody"}).status_code == 422
    answer = client.post("/me/visibility/block/", {"name": "", "domain": "gmail.com"})
    assert answer.status_code == 422
    assert "not the domain of one employer" in answer.content.decode()
    assert "Write the name of the employer" in client.post("/me/visibility/block/", {}).content.decode()
    for _ in range(2):
        assert (
            client.post("/me/visibility/block/", {"name": "Quarrel", "domain": "https://quarrel.com/x"}).status_code
            == 302
        )
    row = BlockedEmployer.objects.get()
    assert (row.name, row.domain) == ("Quarrel", "quarrel.com")
    other = UserFactory()
    client_of(other).post(f"/me/visibility/{row.pk}/unblock/")
    assert BlockedEmployer.objects.exists()
    client.post(f"/me/visibility/{row.pk}/unblock/")
    assert not BlockedEmployer.objects.exists()


def test_a_person_who_hires_for_two_sees_by_the_one_that_may(world: dict[str, User], candidate: User) -> None:
    visibility.set_visibility(candidate_of(candidate), "applied")
    user = world["other"]
    allowed = world["applied"].organizations.get()
    Membership.objects.create(user=user, organization=allowed, role="viewer")
    assert seen_by(candidate_of(candidate), user) == allowed


def test_two_resumes_are_both_read_for_where_the_person_works(candidate: User, resume: Resume) -> None:
    resume_of(candidate, resume.text.replace("Kranich Systems", "Möwe Werke").replace("Ines", "Inés"))
    assert set(visibility.own_employers(candidate_of(candidate))) == {"Kranich Systems", "Möwe Werke"}
