import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.test import Client

from accounts import claims
from accounts.models import Resume, User
from accounts.resumes import keep_resume, read_resume
from accounts.services import candidate_of
from tests.factories import BACKEND_RESUME, PASSWORD, OrganizationFactory

Letters = Callable[[], list[EmailMessage]]


def test_signing_up_needs_the_link_from_the_mail(send_letters: Letters) -> None:
    client = Client()
    form = {"email": "new@people.example", "password1": "quite-a-long-secret"}
    client.post("/accounts/signup/", form)
    assert "_auth_user_id" not in client.session
    (letter,) = send_letters()
    link = re.search(r"http://\S+(/accounts/confirm-email/\S+/)", letter.body)
    assert link
    client.post(link[1])
    client.post("/accounts/login/", {"login": form["email"], "password": form["password1"]})
    assert client.get("/me/").status_code == 200


def test_whoever_signs_up_in_one_browser_comes_back_to_the_page_they_came_from(db: None, send_letters: Letters) -> None:
    client, other = Client(), Client()
    form = {"email": "new@people.example", "password1": "quite-a-long-secret", "next": "/hire/new/"}
    client.post("/accounts/signup/", form)
    link = re.search(r"http://\S+(/accounts/confirm-email/\S+/)", send_letters()[0].body)
    assert link
    assert client.get(link[1]).status_code == 200
    assert "_auth_user_id" not in client.session  # a scanner that follows links signs nobody in
    assert client.post(link[1]).headers["Location"] == "/hire/new/"
    assert "_auth_user_id" in client.session
    other.post(link[1])
    assert "_auth_user_id" not in other.session


def test_a_known_address_is_not_given_away_at_sign_up(candidate: User) -> None:
    client = Client()
    known = client.post("/accounts/signup/", {"email": candidate.email, "password1": "quite-a-long-secret"})
    unknown = client.post("/accounts/signup/", {"email": "nobody@people.example", "password1": "quite-a-long-secret"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])


def test_a_forgotten_password_is_reset_by_mail(candidate: User, send_letters: Letters) -> None:
    Client().post("/accounts/password/reset/", {"email": candidate.email})
    assert "password" in send_letters()[0].subject.lower()


@pytest.mark.parametrize("password", ["short", "x" * 129, "password1234"])
def test_a_poor_password_is_refused(db: None, password: str) -> None:
    answer = Client().post("/accounts/signup/", {"email": "new@people.example", "password1": password})
    assert answer.status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize("path", ["/me/", "/me/account/", "/me/alerts/", "/hire/", "/hire/new/"])
def test_pages_of_ones_own_send_an_anonymous_visitor_to_sign_in(db: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_another_persons_resume_is_like_one_that_does_not_exist(
    stranger: User, resume: Resume, client_of: Callable[[User], Client]
) -> None:
    client = client_of(stranger)
    for step in ("choose/", "delete/", "rename/", "fact/confirm/", "fact/undo/"):
        assert client.post(f"/me/resume/{resume.uid}/{step}").status_code == 404
    for step in ("", "fact/?kind=skill", "file/", "export.json"):
        assert client.get(f"/me/resume/{resume.uid}/{step}").status_code == 404
    assert Resume.objects.filter(pk=resume.pk).exists()


def test_a_get_on_delete_changes_nothing(candidate: User, resume: Resume, client_of: Callable[[User], Client]) -> None:
    assert client_of(candidate).get(f"/me/resume/{resume.uid}/delete/").status_code == 405
    assert Resume.objects.filter(pk=resume.pk).exists()


def test_deleting_the_account_asks_for_the_password(candidate: User, client_of: Callable[[User], Client]) -> None:
    client = client_of(candidate)
    client.post("/me/account/delete/", {"password": "wrong"})
    assert User.objects.filter(pk=candidate.pk).exists()
    client.post("/me/account/delete/", {"password": PASSWORD})
    assert not User.objects.filter(pk=candidate.pk).exists()


def test_the_operators_pages_are_shown_and_editable(pages: None) -> None:
    for slug in ("terms", "privacy", "contact", "accessibility"):
        assert Client().get(f"/pages/{slug}/").status_code == 200
    assert Client().get("/pages/nothing/").status_code == 404


def test_an_administrator_deletes_somebody_who_has_asked_to_act_for_an_organization(
    candidate: User, moderator: User, client_of: Callable[[User], Client]
) -> None:
    claims.claim_organization(candidate, OrganizationFactory(), message="I work there.")
    answer = client_of(moderator).post(f"/admin/accounts/user/{candidate.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 302
    assert not User.objects.filter(pk=candidate.pk).exists()


def test_a_resume_that_is_deleted_in_the_admin_takes_its_file_along(
    candidate: User, moderator: User, client_of: Callable[[User], Client], django_capture_on_commit_callbacks: Any
) -> None:
    data = BACKEND_RESUME.encode()
    resume = keep_resume(candidate_of(candidate), read_resume(data, "cv.txt"), data=data)
    assert default_storage.exists(resume.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        client_of(moderator).post(f"/admin/accounts/resume/{resume.pk}/delete/", {"post": "yes"})
    assert not default_storage.exists(resume.file.name)


def test_nobody_loses_the_candidate_profile_alone(
    candidate: User, moderator: User, client_of: Callable[[User], Client]
) -> None:
    profile = candidate_of(candidate)
    answer = client_of(moderator).post(f"/admin/accounts/candidate/{profile.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 403
    assert candidate_of(candidate).pk == profile.pk
