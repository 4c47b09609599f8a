"""Limits hold for whoever earns them, behind proxies too, and for nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.test import Client, RequestFactory

from accounts.limits import client_address
from accounts.models import User
from jobboard.throttles import AnonymousThrottle
from postings.models import Application, JobPosting, Report
from tests.factories import PASSWORD, UserFactory, resume_of, verified

RATES = dict(django_settings.ACCOUNT_RATE_LIMITS)


@pytest.fixture(autouse=True)
def limits_are_on(settings: Any, db: None) -> None:
    settings.ACCOUNT_RATE_LIMITS = RATES
    cache.clear()


def test_counts_are_shared_by_processes_and_hosts() -> None:
    assert isinstance(cache._connections[cache._alias], DatabaseCache | RedisCache)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (3, "1.1.1.1,,2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1,,2.2.2.2", "10.0.0.1"),
    ],
)
def test_the_address_is_what_the_outermost_trusted_proxy_saw(
    settings: Any, proxies: int, header: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": header})
    assert client_address(request) == address


def sign_in(email: str, password: str, address: str) -> Any:
    return Client().post(
        "/accounts/login/",
        {"login": email, "password": password},
        headers={"X-Forwarded-For": address},
        REMOTE_ADDR="10.0.0.1",
    )


def test_behind_a_proxy_one_person_locks_out_nobody_else(settings: Any, candidate: User) -> None:
    settings.TRUSTED_PROXIES = 1
    for number in range(14):
        sign_in(f"nobody{number}@people.example", "wrong-password-here", "203.0.113.9")
    refused = sign_in(candidate.email, PASSWORD, "203.0.113.9")
    assert "Too many failed login attempts" in refused.content.decode()
    assert sign_in(candidate.email, PASSWORD, "198.51.100.77").status_code == 302


def test_a_header_that_is_too_short_for_the_proxies_is_no_error(settings: Any, candidate: User) -> None:
    settings.TRUSTED_PROXIES = 2
    assert sign_in(candidate.email, PASSWORD, "203.0.113.9").status_code == 302


def test_wrong_passwords_for_one_account_stop_reaching_the_hasher(settings: Any, candidate: User) -> None:
    settings.TRUSTED_PROXIES = 1
    answers = [
        sign_in(candidate.email, "wrong-password-here", f"203.0.113.{number}").content.decode() for number in range(12)
    ]
    assert sum("Too many failed login attempts" not in page for page in answers) == 5


def test_the_throttle_of_the_api_knows_the_client_behind_the_proxy(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "203.0.113.9"})
    assert AnonymousThrottle().get_ident(type("Asked", (), {"_request": request})) == "203.0.113.9"


def test_uploads_of_one_address_are_limited(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**RATES, "upload": "2/h/ip"}
    answers = [Client().post("/match/", {"text": ""}, REMOTE_ADDR=address).status_code for address in
               ("203.0.113.9", "203.0.113.9", "203.0.113.9", "203.0.113.8")]  # fmt: skip
    assert answers == [422, 422, 429, 422]


def test_a_refusal_says_what_to_do_and_when(settings: Any, posting: JobPosting) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**RATES, "report": "0/h/ip"}
    answer = Client().post(f"/jobs/{posting.uid}/report/", {"reason": "scam"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")
    assert "Nothing was changed." in answer.content.decode()
    assert not Report.objects.exists()
    assert Client().get(f"/jobs/{posting.uid}/report/").status_code == 200


def test_applications_and_drafts_of_one_person_are_limited(
    settings: Any, posting: JobPosting, candidate: User, employer: User, client_of: Callable[[User], Client]
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**RATES, "apply": "0/h/user", "create_posting": "0/h/user"}
    resume_of(candidate)
    assert client_of(candidate).post(f"/jobs/{posting.uid}/apply/", {"message": ""}).status_code == 429
    assert client_of(employer).post("/hire/new/", {"text": "Cook\n\nWe cook."}).status_code == 429
    assert not Application.objects.exists()
    assert JobPosting.objects.count() == 1


def test_guesses_at_the_password_on_deletion_are_limited(client_of: Callable[[User], Client]) -> None:
    user = verified(UserFactory.create())
    client = client_of(user)
    guesses = [client.post("/me/account/delete/", {"password": f"guess-{number}"}).status_code for number in range(7)]
    assert guesses == [302] * 5 + [429] * 2
    assert client.post("/me/account/delete/", {"password": PASSWORD}).status_code == 429
    assert User.objects.filter(pk=user.pk).exists()
