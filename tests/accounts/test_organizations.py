"""Which organization a name means, and that founding or claiming a name takes nothing from whoever bears it."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts import team
from accounts.claims import claim_organization, decide_claim, withdraw_claim
from accounts.models import Membership, Organization, OrganizationAlias, OrganizationClaim, User
from accounts.organizations import NameTakenError, found_organization, organizations_named, resolve_organization
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory, verified
from tests.pages import sent_letters, texts_of, values_of

Clients = Callable[[User], Client]
State = OrganizationClaim.State


@pytest.fixture
def kelp(db: None) -> Organization:
    """An imported organization without members, whose own domain a moderator has set."""
    return OrganizationFactory(name="Kelp Farm", domain="kelp.example")


@pytest.fixture
def colleague(db: None) -> User:
    return verified(UserFactory(email="ada@mail.kelp.example"))


# Resolving a name


def test_spellings_of_one_organization_are_one(db: None) -> None:
    assert resolve_organization("Kübler & Söhne GmbH") == resolve_organization("KUBLER SOHNE gmbh")
    assert Organization.objects.count() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("ООО Ромашка", "ооо  ромашка"), ("Ελληνικά Α.Ε.", "ελληνικα α.ε."), ("Ørsted", "ØRSTED"), ("株式会社クラゲ 24", "株式会社クラゲ-24")],
)  # fmt: skip
def test_letters_of_every_script_make_a_name(one: str, other: str, candidate: User, stranger: User) -> None:
    founded = found_organization(candidate, one, "")
    assert list(organizations_named(other)) == [founded]
    with pytest.raises(NameTakenError):
        found_organization(stranger, other, "")


def test_names_of_other_letters_and_one_number_are_several(candidate: User) -> None:
    for name in ("Ромашка 24", "Яндекс 24", "24"):
        found_organization(candidate, name, "")
    assert Organization.objects.filter(origin="founded").count() == 3


@pytest.mark.parametrize("url", ["http://169.254.169.254/", "https://localhost/", "https://a:b@kelp.example/"])
def test_the_website_of_an_organization_is_a_public_link(candidate: User, client_of: Clients, url: str) -> None:
    answer = client_of(candidate).post("/hire/organization/", {"name": "Kelp Farms", "url": url})
    assert answer.status_code == 422
    assert not Organization.objects.exists()


def test_a_name_without_a_letter_names_nobody(db: None) -> None:
    with pytest.raises(ValidationError, match="needs a name"):
        resolve_organization(" -- ")


def test_a_feed_never_joins_an_unverified_organization_that_a_member_founded(candidate: User) -> None:
    founded = found_organization(candidate, "Kelp Farm")
    imported = resolve_organization("Kelp Farm Ltd")
    assert imported != founded
    assert imported.origin == Organization.Origin.IMPORTED
    assert resolve_organization("kelp farm") == imported


def test_a_feed_never_joins_it_by_an_alias_either(candidate: User) -> None:
    founded = found_organization(candidate, "Seaweed Holding")
    OrganizationAlias.objects.create(organization=founded, name="Kelp Farm")
    assert resolve_organization("Kelp Farm") != founded


def test_of_several_the_verified_one_is_meant_then_the_oldest_imported_one(candidate: User) -> None:
    first = OrganizationFactory.create(name="Kelp Farm", slug="kelp-1")
    OrganizationFactory(name="Kelp Farm", slug="kelp-2")
    assert resolve_organization("Kelp Farm") == first
    founded = found_organization(candidate, "Kelp Farm", separate=True)
    Organization.objects.filter(pk=founded.pk).update(is_verified=True)
    assert resolve_organization("Kelp Farm") == founded


def test_a_name_goes_before_an_alias(kelp: Organization) -> None:
    other = OrganizationFactory(name="Seaweed Holding")
    OrganizationAlias.objects.create(organization=other, name="Kelp Farm")
    OrganizationAlias.objects.create(organization=other, name="Dulse")
    assert resolve_organization("Kelp Farm") == kelp
    assert resolve_organization("DULSE") == other


def test_a_block_holds_for_what_is_imported_under_the_name(kelp: Organization) -> None:
    Organization.objects.filter(pk=kelp.pk).update(is_blocked=True)
    assert resolve_organization("Kelp Farm") == kelp


def test_the_organization_of_a_source_goes_before_any_name(kelp: Organization) -> None:
    assert resolve_organization("Somebody Else", registered=kelp) == kelp
    assert Organization.objects.count() == 1


# Founding


@pytest.mark.parametrize("state", ["imported", "orphaned", "blocked", "similar", "alias", "founded"])
def test_founding_a_name_that_exists_gives_no_right(state: str, candidate: User, stranger: User) -> None:
    name = "Kelp Farm"
    if state == "founded":
        existing = found_organization(stranger, name)
    else:
        existing = OrganizationFactory.create(name=name, is_blocked=state == "blocked")
    if state == "orphaned":
        team.leave(existing, user=MembershipFactory.create(organization=existing).user, close_down=True)
    if state == "similar":
        name = "KELP-FARM, Inc."
    if state == "alias":
        OrganizationAlias.objects.create(organization=existing, name="Dulse")
        name = "dulse"
    with pytest.raises(NameTakenError) as refused:
        found_organization(candidate, name)
    assert list(refused.value.organizations) == [existing]
    assert not candidate.memberships.exists()
    separate = found_organization(candidate, name, separate=True)
    assert separate != existing
    assert (separate.origin, separate.is_verified) == (Organization.Origin.FOUNDED, False)
    assert list(candidate.organizations.all()) == [separate]


def test_nobody_founds_the_same_name_twice(candidate: User) -> None:
    found_organization(candidate, "Kelp Farm")
    with pytest.raises(ValidationError, match="You belong to Kelp Farm already"):
        found_organization(candidate, "Kelp Farm", separate=True)


def test_the_page_offers_a_claim_or_a_separate_organization(
    kelp: Organization, candidate: User, client_of: Clients
) -> None:
    client = client_of(candidate)
    answer = client.post("/hire/organization/", {"name": "kelp farm", "url": "https://else.example"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert texts_of(html, f'a[href="/hire/claim/{kelp.uid}/"]')
    assert values_of(html, "input[name=name]", "value") == ["kelp farm"]
    assert not candidate.memberships.exists()
    kelp.refresh_from_db()
    assert kelp.url == ""
    again = client.post("/hire/organization/", {"name": "kelp farm", "url": "", "separate": "1"})
    assert again.headers["Location"] == "/hire/new/"
    assert candidate.organizations.get() != kelp
    assert "another organization has this name" in client.get("/hire/").content.decode()


def test_all_of_a_name_are_named(kelp: Organization, candidate: User) -> None:
    founded = found_organization(candidate, "Kelp Farm", separate=True)
    assert organizations_named("KELP FARM") == [kelp, founded]
    assert organizations_named("--") == []


# Own domains


@pytest.mark.parametrize("domain", ["gmail.com", "co.uk", "boards.greenhouse.io", "harbour.github.io", "nonsense"])
def test_a_moderator_cannot_set_a_shared_domain(
    kelp: Organization, moderator: User, client_of: Clients, domain: str
) -> None:
    answer = client_of(moderator).post(f"/admin/accounts/organization/{kelp.pk}/change/", admin_form(kelp, domain))
    assert "This is not a domain that one organization can own alone." in answer.content.decode()
    kelp.refresh_from_db()
    assert kelp.domain == "kelp.example"


def test_a_moderator_sets_the_registered_domain(kelp: Organization, moderator: User, client_of: Clients) -> None:
    answer = client_of(moderator).post(
        f"/admin/accounts/organization/{kelp.pk}/change/", admin_form(kelp, "www.dulse.co.uk")
    )
    assert answer.status_code == 302
    kelp.refresh_from_db()
    assert kelp.domain == "dulse.co.uk"


def admin_form(organization: Organization, domain: str) -> dict[str, str]:
    return {
        "name": organization.name, "slug": organization.slug, "domain": domain, "url": "", "employer_overview": "",
        "backers": "[]", "same_as": "[]", "aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0",
        "memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0",
    }  # fmt: skip


def test_no_posting_and_no_member_sets_a_domain(candidate: User) -> None:
    founded = found_organization(candidate, "Kelp Farm", "https://kelp.example")
    assert founded.domain == ""
    assert resolve_organization("Dulse").domain == ""


# Claims


def test_a_confirmed_address_at_the_own_domain_is_enough(kelp: Organization, colleague: User) -> None:
    claim = claim_organization(colleague, kelp)
    assert claim.state == State.GRANTED
    assert colleague.memberships.get().role == Membership.Role.OWNER
    kelp.refresh_from_db()
    assert kelp.is_verified
    (letter,) = sent_letters()
    assert letter.to == [colleague.email]
    assert "Your confirmed address is at kelp.example." in letter.body


@pytest.mark.parametrize("why", ["unconfirmed", "elsewhere", "suffix", "no domain", "blocked", "owned", "free mail"])
def test_a_claim_waits_for_a_moderator(why: str, kelp: Organization) -> None:
    person = UserFactory.create(email="ada@kelp.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=why != "unconfirmed", primary=True)
    if why == "elsewhere":
        EmailAddress.objects.update(email="ada@kelp.example.attacker.example")
    if why == "suffix":
        Organization.objects.update(domain="co.uk")
        EmailAddress.objects.update(email="ada@kelp.co.uk")
    if why == "free mail":
        Organization.objects.update(domain="gmail.com")
        EmailAddress.objects.update(email="ada@gmail.com")
    if why == "no domain":
        Organization.objects.update(domain="", url="https://kelp.example")
    if why == "blocked":
        Organization.objects.update(is_blocked=True)
    if why == "owned":
        MembershipFactory(organization=kelp)
    kelp.refresh_from_db()
    claim = claim_organization(person, kelp, message="I run it.")
    assert claim.state == State.OPEN
    assert not person.memberships.exists()
    with pytest.raises(ValidationError, match="You have asked already"):
        claim_organization(person, kelp)


def test_a_moderator_grants_in_the_admin_and_the_reason_is_mailed(
    kelp: Organization, candidate: User, moderator: User, client_of: Clients
) -> None:
    claim = claim_organization(candidate, kelp)
    client = client_of(moderator)
    url = "/admin/accounts/organizationclaim/"
    assert "candidate@people.example" in client.get(url).content.decode()
    form = {"action": "grant_selected", "_selected_action": [claim.pk]}
    assert "word for word" in client.post(url, form).content.decode()
    assert not candidate.memberships.exists()
    client.post(url, form | {"reason": "The register names you."})
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by, claim.reason) == (State.GRANTED, moderator, "The register names you.")
    assert candidate.memberships.get().role == Membership.Role.OWNER
    (letter,) = sent_letters()
    assert "The register names you." in letter.body
    assert "decided already" in client.post(url, form | {"reason": "Again."}, follow=True).content.decode()
    assert len(sent_letters()) == 1


def test_a_refusal_gives_nothing_and_says_why(
    kelp: Organization, candidate: User, moderator: User, client_of: Clients
) -> None:
    claim = claim_organization(candidate, kelp)
    client_of(moderator).post(
        "/admin/accounts/organizationclaim/",
        {"action": "refuse_selected", "_selected_action": [claim.pk], "reason": "Nobody there knows you."},
    )
    claim.refresh_from_db()
    assert claim.state == State.REFUSED
    assert not candidate.memberships.exists()
    assert "Nobody there knows you." in sent_letters()[0].body


def test_only_moderators_decide_and_not_on_what_they_ask_for(
    kelp: Organization, moderator: User, stranger: User
) -> None:
    claim = claim_organization(moderator, kelp)
    for actor in (moderator, stranger, UserFactory(is_staff=True)):
        with pytest.raises(PermissionDenied):
            decide_claim(claim, granted=True, reason="Yes.", actor=actor)
    assert not kelp.memberships.exists()


def test_a_claim_on_what_has_an_owner_makes_a_recruiter(kelp: Organization, candidate: User, moderator: User) -> None:
    MembershipFactory(organization=kelp)
    decide_claim(claim_organization(candidate, kelp), granted=True, reason="Known.", actor=moderator)
    assert candidate.memberships.get().role == Membership.Role.RECRUITER
    kelp.refresh_from_db()
    assert not kelp.is_verified


def test_a_claim_is_taken_back_by_whoever_made_it_only(
    kelp: Organization, candidate: User, stranger: User, client_of: Clients
) -> None:
    claim = claim_organization(candidate, kelp)
    path = f"/hire/claims/{claim.uid}/withdraw/"
    assert client_of(stranger).post(path).status_code == 404
    with pytest.raises(PermissionDenied):
        withdraw_claim(claim, actor=stranger)
    client = client_of(candidate)
    assert "is taken back" in client.post(path, follow=True).content.decode()
    assert "decided already" in client.post(path, follow=True).content.decode()
    claim.refresh_from_db()
    assert claim.state == State.WITHDRAWN


def test_nobody_asks_for_everything(candidate: User) -> None:
    for number in range(5):
        claim_organization(candidate, OrganizationFactory(name=f"Kelp {number}"))
    with pytest.raises(ValidationError, match="several organizations"):
        claim_organization(candidate, OrganizationFactory(name="Kelp 6"))


def test_the_claim_page_says_what_happens_and_keeps_what_was_written(
    kelp: Organization, candidate: User, employer: User, organization: Organization, client_of: Clients
) -> None:
    client = client_of(candidate)
    assert "kelp.example" in client.get(f"/hire/claim/{kelp.uid}/").content.decode()
    answer = client.post(f"/hire/claim/{kelp.uid}/", {"message": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.content.decode()
    said = client.post(f"/hire/claim/{kelp.uid}/", {"message": "I run it."}, follow=True).content.decode()
    assert "A moderator will look at your request" in said
    assert "Take the request back" in said
    assert "It has an owner" in client.get(f"/hire/claim/{organization.uid}/").content.decode()
    assert "You belong to it already" in client_of(employer).get(f"/hire/claim/{organization.uid}/").content.decode()
    refused = client_of(employer).post(f"/hire/claim/{organization.uid}/", {"message": ""})
    assert "You belong to it already" in refused.content.decode()


def test_the_database_holds_one_open_claim_per_person(kelp: Organization, candidate: User) -> None:
    claim_organization(candidate, kelp)
    with pytest.raises(ValidationError):
        OrganizationClaim(organization=kelp, user=candidate).full_clean()
