"""Inviting, joining, roles, handing over, leaving: who may, and that an organization is never without its owner unnoticed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts import team
from accounts.models import Invitation, Membership, Organization, User
from accounts.services import delete_account
from tests.factories import PASSWORD, MembershipFactory, OrganizationFactory, UserFactory, verified
from tests.pages import sent_letters

Clients = Callable[[User], Client]
Role = Membership.Role


@pytest.fixture
def page(organization: Organization) -> str:
    return f"/hire/team/{organization.uid}/"


@pytest.fixture
def recruiter(organization: Organization) -> User:
    return MembershipFactory(
        organization=organization, role=Role.RECRUITER, user__email="recruiter@people.example"
    ).user


@pytest.fixture
def link(organization: Organization, employer: User, candidate: User) -> str:
    """The path from a letter that invites the candidate as a viewer."""
    team.invite(organization, actor=employer, email="Candidate@People.example", role=Role.VIEWER)
    found = re.search(r"(/hire/invitations/\S+/)", sent_letters()[-1].body)
    assert found
    return found[1]


def role_of(user: User) -> str | None:
    membership = Membership.objects.filter(user=user).first()
    return membership.role if membership else None


# Inviting and joining


def test_an_invitation_is_mailed_and_accepted_by_a_post(
    organization: Organization, employer: User, candidate: User, page: str, client_of: Clients
) -> None:
    owner = client_of(employer)
    owner.post(f"{page}invite/", {"email": candidate.email, "role": "recruiter"})
    (letter,) = sent_letters()
    assert letter.to == [candidate.email]
    found = re.search(r"(/hire/invitations/(\S+)/)", letter.body)
    assert found
    assert not Invitation.objects.filter(token_hash=found[2]).exists()
    assert candidate.email in owner.get(page).content.decode()
    person = client_of(candidate)
    opened = person.get(found[1])
    assert "Join Harbour Software" in opened.content.decode()
    assert opened.headers["Referrer-Policy"] == "same-origin"
    assert role_of(candidate) is None
    person.post(found[1])
    assert role_of(candidate) == Role.RECRUITER
    again = person.post(found[1])
    assert again.status_code == 404
    assert "has been used, replaced or taken back" in again.content.decode()
    assert Membership.objects.filter(user=candidate).count() == 1


def test_a_link_is_bound_to_its_address(link: str, stranger: User, client_of: Clients) -> None:
    client = client_of(stranger)
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 403
        assert "for another address" in answer.content.decode()
        assert "Harbour" not in answer.content.decode()
    assert Invitation.objects.exists()
    assert not Membership.objects.filter(user=stranger, organization__name="Harbour Software").exists()


def test_an_unconfirmed_address_is_not_enough(link: str, candidate: User, client_of: Clients) -> None:
    EmailAddress.objects.filter(user=candidate).update(verified=False)
    assert client_of(candidate).post(link).status_code == 403
    assert role_of(candidate) is None


def test_a_second_confirmed_address_is_as_good(link: str, stranger: User, candidate: User, client_of: Clients) -> None:
    candidate.delete()
    EmailAddress.objects.create(user=stranger, email="candidate@people.example", verified=True)
    client_of(stranger).post(link)
    assert Membership.objects.filter(user=stranger, organization__name="Harbour Software", role=Role.VIEWER).exists()


def test_an_expired_link_says_so(link: str, candidate: User, client_of: Clients) -> None:
    Invitation.objects.update(expires_at=timezone.now())
    answer = client_of(candidate).post(link)
    assert answer.status_code == 410
    assert "has expired" in answer.content.decode()
    assert role_of(candidate) is None


def test_an_invitation_lasts_seven_days_and_is_forgotten_later(link: str) -> None:
    made = timezone.now()
    with time_machine.travel(made + timedelta(days=13)):
        assert not Invitation.objects.open().exists()
        assert team.forget_expired_invitations() == 0
    with time_machine.travel(made + timedelta(days=15)):
        assert team.forget_expired_invitations() == 1
    assert not Invitation.objects.exists()


def test_a_link_that_was_taken_back_or_replaced_opens_nothing(
    link: str, organization: Organization, employer: User, candidate: User, page: str, client_of: Clients
) -> None:
    client_of(employer).post(f"{page}invite/", {"email": candidate.email, "role": "owner"})
    assert client_of(candidate).post(link).status_code == 404
    invitation = Invitation.objects.get()
    client_of(employer).post(f"{page}invitations/{invitation.uid}/take-back/")
    assert not Invitation.objects.exists()
    assert role_of(candidate) is None


def test_a_link_of_somebody_who_no_longer_owns_it_opens_nothing(
    link: str, employer: User, recruiter: User, candidate: User, client_of: Clients
) -> None:
    team.hand_over(recruiter.memberships.get(), actor=employer)
    answer = client_of(candidate).post(link)
    assert answer.status_code == 410
    assert "does not manage this organization any more" in answer.content.decode()
    assert role_of(candidate) is None


def test_a_link_never_lowers_a_role(link: str, organization: Organization, candidate: User, client_of: Clients) -> None:
    MembershipFactory(organization=organization, user=candidate, role=Role.OWNER)
    client_of(candidate).post(link)
    assert role_of(candidate) == Role.OWNER


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"email": "nobody", "role": "viewer"}, "Enter a valid email address."),
        ({"email": "", "role": "viewer"}, "Write the address of the person."),
        ({"email": "new@people.example", "role": "king"}, "Select a valid choice."),
        ({"email": "EMPLOYER@people.example", "role": "viewer"}, "belongs to Harbour Software already"),
    ],
)
def test_a_bad_invitation_gets_a_sentence(
    page: str, employer: User, client_of: Clients, form: dict[str, str], said: str
) -> None:
    answer = client_of(employer).post(f"{page}invite/", form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not sent_letters()


def test_nobody_mails_the_world_by_invitations(organization: Organization, employer: User) -> None:
    for number in range(team.MOST_INVITATIONS):
        team.invite(organization, actor=employer, email=f"p{number}@people.example", role=Role.VIEWER)
    with pytest.raises(ValidationError, match="wait for an answer"):
        team.invite(organization, actor=employer, email="more@people.example", role=Role.VIEWER)


# Who may


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.VIEWER])
def test_only_owners_manage(
    role: str, organization: Organization, employer: User, recruiter: User, page: str, link: str, client_of: Clients
) -> None:
    Membership.objects.filter(user=recruiter).update(role=role)
    client = client_of(recruiter)
    html = client.get(page).content.decode()
    assert "Invite somebody" not in html
    owner = employer.memberships.get()
    invitation = Invitation.objects.get()
    for step, form in (
        ("invite/", {"email": "x@people.example", "role": "owner"}),
        (f"invitations/{invitation.uid}/take-back/", {}),
        (f"members/{owner.pk}/role/", {"role": "viewer"}),
        (f"members/{owner.pk}/remove/", {}),
        (f"members/{recruiter.memberships.get().pk}/hand-over/", {}),
        (f"members/{recruiter.memberships.get().pk}/role/", {"role": "owner"}),
    ):
        assert client.post(page + step, form).status_code == 403, step
    assert (role_of(employer), role_of(recruiter)) == (Role.OWNER, role)
    assert Invitation.objects.count() == 1


def test_another_team_is_like_one_that_does_not_exist(
    organization: Organization, employer: User, stranger: User, page: str, link: str, client_of: Clients
) -> None:
    client, owner = client_of(stranger), employer.memberships.get()
    assert client.get(page).status_code == 404
    steps = ("invite/", "leave/", f"members/{owner.pk}/role/", f"members/{owner.pk}/remove/")
    for step in steps:
        assert client.post(page + step, {"role": "viewer"}).status_code == 404
    own = f"/hire/team/{stranger.organizations.get().uid}/"
    assert client.post(f"{own}members/{owner.pk}/remove/").status_code == 404
    assert client.post(f"{own}invitations/{Invitation.objects.get().uid}/take-back/").status_code == 404
    assert role_of(employer) == Role.OWNER


def test_the_services_refuse_the_wrong_actor_whoever_calls_them(
    organization: Organization, employer: User, stranger: User, link: str
) -> None:
    member, invitation = employer.memberships.get(), Invitation.objects.get()
    verbs: list[Callable[[], object]] = [
        lambda: team.invite(organization, actor=stranger, email="x@people.example", role=Role.OWNER),
        lambda: team.take_back_invitation(invitation, actor=stranger),
        lambda: team.change_role(member, role=Role.VIEWER, actor=stranger),
        lambda: team.hand_over(member, actor=stranger),
        lambda: team.remove_member(member, actor=stranger),
        lambda: team.remove_by_moderator(member, actor=stranger),
    ]
    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()


# Roles, handing over, leaving


def test_a_role_is_changed(employer: User, recruiter: User, page: str, client_of: Clients) -> None:
    client_of(employer).post(f"{page}members/{recruiter.memberships.get().pk}/role/", {"role": "viewer"})
    assert role_of(recruiter) == Role.VIEWER
    said = client_of(employer).post(
        f"{page}members/{recruiter.memberships.get().pk}/role/", {"role": "king"}, follow=True
    )
    assert "Choose a role." in said.content.decode()
    assert role_of(recruiter) == Role.VIEWER


def test_the_last_owner_is_not_demoted_and_does_not_just_go(
    employer: User, recruiter: User, page: str, client_of: Clients
) -> None:
    client = client_of(employer)
    own = f"{page}members/{employer.memberships.get().pk}/"
    assert "needs an owner" in client.post(f"{own}role/", {"role": "viewer"}, follow=True).content.decode()
    assert "leave the organization" in client.post(f"{own}remove/", follow=True).content.decode()
    assert "the only owner" in client.post(f"{page}leave/", follow=True).content.decode()
    assert role_of(employer) == Role.OWNER


def test_a_suspended_owner_is_no_other_owner(organization: Organization, employer: User) -> None:
    MembershipFactory(organization=organization, user__is_active=False)
    with pytest.raises(ValidationError, match="the only owner"):
        team.leave(organization, user=employer)


def test_after_handing_over_the_former_owner_may_go(
    employer: User, recruiter: User, organization: Organization, page: str, client_of: Clients
) -> None:
    client = client_of(employer)
    client.post(f"{page}members/{recruiter.memberships.get().pk}/hand-over/")
    assert (role_of(employer), role_of(recruiter)) == (Role.RECRUITER, Role.OWNER)
    assert sent_letters()[-1].to == [recruiter.email]
    client.post(f"{page}leave/")
    assert role_of(employer) is None
    organization.refresh_from_db()
    assert organization.orphaned_at is None


def test_an_owner_removes_a_member(employer: User, recruiter: User, page: str, client_of: Clients) -> None:
    client_of(employer).post(f"{page}members/{recruiter.memberships.get().pk}/remove/")
    assert role_of(recruiter) is None


def test_the_page_says_beforehand_what_closing_down_means(
    employer: User, recruiter: User, organization: Organization, page: str, client_of: Clients
) -> None:
    client = client_of(employer)
    assert "closed after 30 days" in client.get(page).content.decode()
    assert "Leave and close it down" not in client_of(recruiter).get(page).content.decode()
    assert "You are the only owner of" in client.get("/me/account/").content.decode()
    assert "only owner" not in client_of(recruiter).get("/me/account/").content.decode()
    client.post(f"{page}leave/", {"close_down": "1"})
    assert not organization.memberships.exists()
    organization.refresh_from_db()
    assert organization.orphaned_at is not None
    assert [letter.to for letter in sent_letters()] == [[recruiter.email]]


def test_a_last_owner_who_deletes_the_account_closes_it_down_and_the_others_hear_of_it(
    employer: User, recruiter: User, link: str, organization: Organization, client_of: Clients
) -> None:
    sent_letters().clear()
    client_of(employer).post("/me/account/delete/", {"password": PASSWORD})
    assert not User.objects.filter(pk=employer.pk).exists()
    assert not organization.memberships.exists()
    assert not organization.invitations.exists()
    assert [letter.to for letter in sent_letters()] == [[recruiter.email]]
    assert employer.email not in sent_letters()[0].body


def test_an_invitation_goes_with_the_account_it_is_for(link: str, candidate: User) -> None:
    delete_account(candidate)
    assert not Invitation.objects.exists()


def test_one_of_two_owners_goes_without_a_trace(organization: Organization, employer: User) -> None:
    MembershipFactory(organization=organization)
    delete_account(employer)
    organization.refresh_from_db()
    assert organization.orphaned_at is None
    assert organization.memberships.count() == 1


def test_a_moderator_takes_somebody_out(
    organization: Organization, employer: User, recruiter: User, moderator: User, client_of: Clients
) -> None:
    client = client_of(moderator)
    form = {"action": "remove_selected", "_selected_action": [recruiter.memberships.get().pk]}
    client.post("/admin/accounts/membership/", form)
    assert role_of(recruiter) is None
    form["_selected_action"] = [employer.memberships.get().pk]
    client.post("/admin/accounts/membership/", form)
    organization.refresh_from_db()
    assert organization.orphaned_at is not None


def test_an_account_deleted_in_the_admin_takes_the_same_path(
    organization: Organization, employer: User, moderator: User, client_of: Clients
) -> None:
    client_of(moderator).post(f"/admin/accounts/user/{employer.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=employer.pk).exists()
    organization.refresh_from_db()
    assert organization.orphaned_at is not None


def test_the_team_page_costs_the_same_at_any_length(
    organization: Organization, employer: User, page: str, client_of: Clients, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        MembershipFactory(organization=organization, user=verified(UserFactory()))
        team.invite(organization, actor=employer, email=f"p{number}@people.example", role=Role.VIEWER)
    client = client_of(employer)
    with django_assert_max_num_queries(9):
        assert client.get(page).status_code == 200


def test_a_person_without_organizations_is_told_so(stranger: User) -> None:
    with pytest.raises(ValidationError, match="do not belong"):
        team.leave(OrganizationFactory(), user=stranger)
