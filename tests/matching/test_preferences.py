"""Wishes mark, dealbreakers exclude, and what is not said never fails."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Candidate, Organization, Resume, User
from accounts.services import candidate_of, save_preferences
from matching import alerts, audit
from matching.models import Alert, Match, ProcessedResume
from postings.models import JobPosting
from tests.factories import BACKEND_POSTING, OrganizationFactory, publish_text
from tests.pages import texts_of, values_of, words_of

Clients = Callable[[User], Client]
FORM = {"relocate": "", "currency": "", "unit": "", "sponsorship": "UNSAID", "min_score": "40"}


@pytest.fixture
def owner(candidate: User, client_of: Clients) -> Client:
    return client_of(candidate)


@pytest.fixture
def board(posting: JobPosting, resume: Resume, process_changes: Callable[[], None]) -> JobPosting:
    """The hybrid backend job in Hamburg at 65,000 to 80,000 EUR, and one that says nothing of pay and place."""
    publish_text(None, BACKEND_POSTING.replace("Hybrid\nHamburg, Germany\n€65,000 - €80,000 a year\n", "")
                 .replace("Harbour Software", "Silent Works").replace("Backend Engineer", "Python Engineer"))  # fmt: skip
    process_changes()
    return posting


def send(client: Client, **form: Any) -> Any:
    return client.post("/me/preferences/", {**FORM, **form})


def names(client: Client, path: str = "/me/") -> set[str]:
    return set(texts_of(client.get(path).content.decode(), "h3 a"))


DEALBREAKERS = [
    ({"pay": "200k", "currency": "EUR", "unit": "YEAR"}, "pay"),
    ({"place_1": "Lisbon, Portugal", "radius_1": "30"}, "place"),
    ({"workplaces": ["TELECOMMUTE"]}, "workplace"),
]


@pytest.mark.parametrize(("wish", "name"), DEALBREAKERS)
def test_a_dealbreaker_leaves_out_and_a_wish_only_marks(
    owner: Client, board: JobPosting, process_changes: Callable[[], None], wish: dict[str, Any], name: str
) -> None:
    assert send(owner, **wish).status_code == 302
    process_changes()
    assert names(owner) == {"Backend Engineer", "Python Engineer"}
    assert "Wish: " in owner.get("/me/").content.decode()
    send(owner, **wish, **{f"must_{name}": "on"})
    process_changes()
    assert names(owner) == {"Python Engineer"}, "what says nothing is not excluded"
    assert "1 job is excluded by your dealbreakers" in words_of(owner.get("/me/").content.decode())
    assert names(owner, "/me/?excluded=show") == {"Backend Engineer"}
    assert names(owner, "/jobs/") == {"Python Engineer"}
    assert names(owner, "/jobs/?excluded=show") == {"Backend Engineer", "Python Engineer"}
    assert "Dealbreaker: " in owner.get("/jobs/?excluded=show").content.decode()
    assert audit.audit_matches(everything=True).drift == 0
    send(owner)
    process_changes()
    assert names(owner) == {"Backend Engineer", "Python Engineer"}


@pytest.mark.parametrize(
    ("wish", "name", "left"),
    [
        ({"titles": "Python Engineer\nNurse"}, "title", {"Backend Engineer", "Python Engineer"}),
        ({"titles": "Head Chef"}, "title", set()),
        ({"experience_levels": ["DIRECTOR"]}, "seniority", {"Backend Engineer", "Python Engineer"}),
        ({"avoid": "Django"}, "avoid", set()),
        ({"avoid": "Kubernetes, Cobol"}, "avoid", {"Backend Engineer", "Python Engineer"}),
        ({"employment_types": ["PART_TIME"]}, "employment_type", set()),
        ({"relocate": "yes", "place_1": "Lisbon, Portugal"}, "place", {"Backend Engineer", "Python Engineer"}),
        ({"countries": "Germany", "sponsorship": "YES"}, "authorisation", {"Backend Engineer", "Python Engineer"}),
    ],
)
def test_each_kind_of_dealbreaker(
    owner: Client,
    board: JobPosting,
    process_changes: Callable[[], None],
    wish: dict[str, Any],
    name: str,
    left: set[str],
) -> None:
    send(owner, **wish, **{f"must_{name}": "on"})
    process_changes()
    assert names(owner) == left


def test_the_count_beside_a_dealbreaker_is_exact_and_saves_nothing(owner: Client, board: JobPosting) -> None:
    before = Candidate.objects.values().get(user__email="candidate@people.example")
    html = owner.post(
        "/me/preferences/count/", {**FORM, "pay": "200k", "currency": "EUR", "unit": "YEAR", "must_pay": "on"}
    ).content.decode()
    assert texts_of(html, "#n-pay") == ["excludes 1 job"]
    assert "1 of 2 open jobs remains" in words_of(html)
    assert Candidate.objects.values().get(user__email="candidate@people.example") == before


def test_a_half_written_form_keeps_the_last_counts(owner: Client, board: JobPosting) -> None:
    assert owner.post("/me/preferences/count/", {**FORM, "pay": "200"}).status_code == 204


def test_dealbreakers_that_leave_nothing_are_said(
    owner: Client, board: JobPosting, process_changes: Callable[[], None]
) -> None:
    send(owner, titles="Head Chef", must_title="on")
    assert "leave no job at all" in owner.get("/me/preferences/").content.decode()


def test_a_dealbreaker_holds_back_mail_that_is_already_owed(
    owner: Client, candidate: User, board: JobPosting, process_changes: Callable[[], None]
) -> None:
    Candidate.objects.update(alert_frequency="instant", alert_min_score=0)
    Alert.objects.all().delete()
    Match.objects.all().delete()
    ProcessedResume.objects.update(processed_revision=0)
    process_changes()
    assert Alert.objects.filter(state="queued").exists()
    save_preferences(candidate_of(candidate), {"titles": ["Head Chef"], "must_have": ["title"]}, places=[], hidden=[])
    alerts.send_due_mail()
    process_changes()
    alerts.send_due_mail()
    assert not [letter for letter in mail.outbox if candidate.email in letter.to]


def test_hiding_a_name_hides_everybody_who_bears_it(owner: Client, candidate: User, organization: Organization) -> None:
    namesake = OrganizationFactory(name="Harbour Software", slug="harbour-2")
    send(owner, hidden="harbour software", min_score="0")
    assert set(candidate_of(candidate).hidden_organizations.all()) == {organization, namesake}
    page = owner.get("/me/preferences/").content.decode()
    assert texts_of(page, "textarea[name=hidden]") == ["Harbour Software"]


def test_a_hidden_company_is_in_no_match_and_in_no_mail(
    owner: Client, candidate: User, board: JobPosting, process_changes: Callable[[], None]
) -> None:
    Candidate.objects.update(alert_frequency="instant", alert_min_score=0)
    send(owner, hidden="harbour software gmbh", min_score="0")
    process_changes()
    for path in ("/me/", "/me/?excluded=show", "/jobs/", "/jobs/?excluded=show"):
        assert "Backend Engineer" not in names(owner, path)
    alerts.send_due_mail()
    assert all("Harbour" not in letter.body for letter in mail.outbox)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"place_1": "Nowhereville at the Edge"}, "We could not find Nowhereville at the Edge."),
        ({"hidden": "No Such Company"}, "No company on this board is called No Such Company."),
        ({"countries": "Atlantis"}, "We know no country called Atlantis."),
        ({"pay": "100000"}, "Choose the currency of your pay."),
        ({"min_score": "140"}, "less than or equal to 100"),
    ],
)
def test_a_wrong_entry_gets_a_sentence_and_loses_nothing(
    owner: Client, candidate: User, form: dict[str, str], words: str
) -> None:
    answer = send(owner, titles="Backend Engineer", **form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert "Backend Engineer" in html
    assert candidate_of(candidate).titles == []


def test_what_was_saved_stands_in_the_form(owner: Client, board: JobPosting) -> None:
    send(owner, titles="Backend Engineer", place_1="Hamburg, Germany", radius_1="20", pay="60,000", currency="EUR",
         unit="YEAR", countries="de", hidden="Harbour Software", must_pay="on")  # fmt: skip
    html = owner.get("/me/preferences/").content.decode()
    assert texts_of(html, "textarea[name=titles], textarea[name=hidden]") == ["Backend Engineer", "Harbour Software"]
    named = "input[name=place_1], input[name=pay], input[name=countries]"
    assert set(values_of(html, named, "value")) == {"Hamburg, Germany", "60000", "Germany"}
    assert values_of(html, "[name=radius_1], [name=radius_1] option[selected]", "value") == ["20"]
    again = {**FORM, "titles": "Backend Engineer", "place_1": "Hamburg, Germany", "pay": "60000", "currency": "EUR",
             "unit": "YEAR", "countries": "Germany"}  # fmt: skip
    assert owner.post("/me/preferences/", again).status_code == 302
    assert Candidate.objects.get(user__email="candidate@people.example").places.count() == 1


def test_the_page_and_the_lists_stay_within_their_queries(
    owner: Client, board: JobPosting, process_changes: Callable[[], None], django_assert_max_num_queries: Any
) -> None:
    send(owner, pay="10", currency="EUR", unit="YEAR", must_pay="on")
    process_changes()
    with django_assert_max_num_queries(12):
        owner.get("/me/preferences/")
    with django_assert_max_num_queries(30):
        owner.get("/me/")
