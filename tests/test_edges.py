"""The edge of the board: headers, errors, files, sessions and what a second factor guards."""

import gzip
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from accounts import downloads
from accounts.models import Candidate, Membership, Resume, Session, User
from jobboard import bootstrap, env, views
from postings import services
from postings.models import JobPosting, Report
from tests.factories import BACKEND_RESUME, PASSWORD, MembershipFactory, UserFactory, resume_of, verified
from tests.pages import link_on

Clients = Callable[[User], Client]
SIGNED_IN_PAGES = ("/me/", "/me/jobs/", "/me/preferences/", "/me/export/", "/me/alerts/", "/me/account/")


# Reading makes nothing


def test_everybody_has_a_profile_before_any_page_asks_for_it(db: None, client_of: Clients) -> None:
    user = UserFactory.create()
    assert Candidate.objects.filter(user=user).count() == 1
    for path in SIGNED_IN_PAGES:
        client_of(user).get(path)
    assert Candidate.objects.count() == 1


# What pages may be kept and passed on


def test_pages_with_a_visitors_resume_are_kept_by_nobody(posting: JobPosting) -> None:
    visitor = Client()
    assert "Cache-Control" not in Client().get("/jobs/").headers
    visitor.post("/match/", {"text": BACKEND_RESUME})
    for path in ("/jobs/", "/me/resume/", f"/match/{posting.uid}/", "/match/gaps/", posting.get_absolute_url()):
        assert "no-store" in visitor.get(path).headers["Cache-Control"], path


@pytest.mark.parametrize(
    "path", ["/accounts/password/reset/key/1-abc/", "/accounts/confirm-email/abc/", "/unsubscribe/abc/"]
)
def test_pages_with_a_token_in_their_address_are_kept_and_passed_on_by_nobody(db: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_refused_host_has_the_headers_of_any_answer(db: None) -> None:
    answer = Client().get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    for name in ("Content-Security-Policy", "X-Frame-Options", "Permissions-Policy", "Cross-Origin-Resource-Policy"):
        assert name in answer.headers


def test_a_static_file_has_them_too(db: None, settings: Any, tmp_path: Path) -> None:
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    (tmp_path / "served").mkdir()
    (tmp_path / "served" / "a.css").write_text("a{}")
    settings.STATIC_ROOT = tmp_path / "served"
    sent: dict[str, str] = {}
    environ = RequestFactory().get("/static/a.css").environ
    body = WSGIHandler()(environ, lambda status, headers, *_: sent.update(headers, status=status))
    assert b"".join(body) == b"a{}"
    body.close()
    assert sent["status"].startswith("200")
    assert "Access-Control-Allow-Origin" not in sent
    assert sent["Content-Security-Policy"].startswith("default-src 'none'")
    for name in ("X-Frame-Options", "Permissions-Policy", "Cross-Origin-Resource-Policy", "X-Content-Type-Options"):
        assert name in sent
    assert "no-store" not in sent.get("Cache-Control", "")


def test_no_cookie_says_who_signs_in(candidate: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": candidate.email, "password": PASSWORD})
    assert "messages" not in client.cookies
    assert candidate.email in client.get("/jobs/").content.decode()  # it is said, but on the page


# Files


def test_a_resume_of_ones_own_is_never_shown_in_the_browser(candidate: User, client_of: Clients) -> None:
    own = resume_of(candidate)
    client = client_of(candidate)
    for page in (f"/me/resume/{own.uid}/", "/me/account/"):
        answer = client.get(link_on(client, page, "/file/"))
        assert answer.content.decode() == own.text
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_link_to_a_file_runs_out(candidate: User, client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    own = resume_of(candidate)
    client = client_of(candidate)
    link = link_on(client, f"/me/resume/{own.uid}/", "/file/")
    monkeypatch.setattr("django.core.signing.time.time", lambda: 4_000_000_000)
    answer = client.get(link)
    assert answer.status_code == 403
    assert "This link has run out." in answer.content.decode()


def test_a_link_to_a_file_is_bound_to_the_person(candidate: User, client_of: Clients) -> None:
    own = resume_of(candidate)
    other = verified(UserFactory.create())
    path = f"/me/resume/{own.uid}/file/"
    for key in ("", downloads.sign(other, own.uid), downloads.sign(candidate, "another"), "x:y", "é"):
        answer = client_of(candidate).get(path, {"key": key})
        assert (answer.status_code, b"Kranich" in answer.content) == (403, False)
    assert client_of(other).get(path, {"key": downloads.sign(candidate, own.uid)}).status_code == 404


@pytest.mark.parametrize("name", ["a" * 300, "..", "x", "0" * 20, "00000000000000000000-zzzzzzzz"])
def test_a_letter_that_cannot_be_is_a_404(db: None, settings: Any, name: str) -> None:
    settings.LOCAL = True
    assert Client().get(f"/mail/{name}/").status_code == 404


def test_the_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    code = "import django; django.setup()"
    environment = {"JOBBOARD_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "jobboard.settings", "PATH": ""}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_data_folder_is_its_owners_alone_when_the_install_makes_it(tmp_path: Path) -> None:
    assert bootstrap.is_writable(tmp_path / "data")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


# Errors


@pytest.mark.parametrize("words", ["database is locked", "database table is locked", "the database is busy"])
def test_a_database_that_is_busy_for_long_is_a_503(
    employer: User, posting: JobPosting, client_of: Clients, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    def locked(*_: Any, **__: Any) -> None:
        raise OperationalError(words)

    monkeypatch.setattr(services, "_step", locked)
    client = client_of(employer)
    client.raise_request_exception = False
    answer = client.post(f"/hire/{posting.uid}/pause/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "Nothing was changed." in answer.content.decode()
    assert JobPosting.objects.get().status == JobPosting.Status.PUBLISHED


def test_what_a_locked_database_of_ours_says_is_known(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    first, second = sqlite3.connect(path, timeout=0), sqlite3.connect(path, timeout=0)
    first.execute("CREATE TABLE t (a)")
    first.commit()
    first.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as caught:
        second.execute("BEGIN IMMEDIATE")
    error = OperationalError(*caught.value.args)
    error.__cause__ = caught.value
    assert views.is_busy(error)
    first.close()
    second.close()


def test_a_question_asked_wrongly_is_no_503() -> None:
    assert not views.is_busy(OperationalError("no such table: x"))


def test_the_api_answers_errors_in_its_own_shape(db: None) -> None:
    answer = Client().get("/api/v1/postings/not-a-uuid/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["detail"]


@pytest.mark.parametrize("name", ["do", "then", "kind", "key"])
def test_a_nul_in_a_form_is_dropped(
    employer: User, candidate: User, posting: JobPosting, resume: Resume, client_of: Clients, name: str
) -> None:
    for client, path in (
        (client_of(employer), f"/hire/{posting.uid}/"),
        (client_of(candidate), f"/me/resume/{resume.uid}/fact/confirm/"),
    ):
        assert client.post(path, {name: "a\0b", "x\0": "y"}).status_code < 500


def test_a_nul_in_a_text_loses_nothing_else(posting: JobPosting) -> None:
    Client().post(f"/jobs/{posting.uid}/report/", {"reason": "sc\0am", "detail": "It asks\0 for money."})
    assert Report.objects.values_list("reason", "detail").get() == ("scam", "It asks for money.")


# The production profile


def test_probes_are_answered_over_http(settings: Any, db: None) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/healthz/live/").status_code == 200
    assert Client().get("/jobs/").status_code == 301


def test_the_public_status_names_no_parts_in_production(settings: Any, moderator: User, client_of: Clients) -> None:
    settings.LOCAL = False
    answer = Client().get("/status/", headers={"Accept": "application/json"})
    assert [part["part"] for part in answer.json()] == ["board"]
    assert len(client_of(moderator).get("/status/", headers={"Accept": "application/json"}).json()) > 3


@pytest.mark.parametrize(
    ("path", "who"), [("/admin/", "moderator"), ("/hire/", "employer"), ("/hire/new/", "employer")]
)
def test_a_second_factor_is_asked_of_staff_and_owners(
    settings: Any, path: str, who: str, request: pytest.FixtureRequest, client_of: Clients
) -> None:
    user = request.getfixturevalue(who)
    client = client_of(user)
    assert client.get(path).status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_activate_totp"))
    assert client.get("/jobs/").status_code == 200
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get(path).status_code == 200


def test_a_second_factor_is_not_asked_of_recruiters(settings: Any, organization: Any, client_of: Clients) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    recruiter = MembershipFactory(organization=organization, role=Membership.Role.RECRUITER).user
    assert client_of(recruiter).get("/hire/").status_code == 200


# Leaving


def test_every_session_of_a_person_ends_with_the_account(candidate: User, posting: JobPosting) -> None:
    here, elsewhere, waiting = Client(), Client(), Client()
    for browser in (here, elsewhere):
        browser.force_login(candidate)
    waiting.post("/accounts/signup/", {"email": "new@people.example", "password1": "quite-a-long-secret"})
    assert Session.objects.filter(person=candidate.pk).count() == 2
    here.post("/me/account/delete/", {"password": PASSWORD})
    assert not Session.objects.filter(person=candidate.pk).exists()
    assert all(candidate.email not in repr(session.get_decoded()) for session in Session.objects.all())
    assert elsewhere.get("/me/").status_code == 302


def test_a_sign_in_that_waits_ends_too(db: None) -> None:
    browser = Client()
    browser.post("/accounts/signup/", {"email": "New@people.example", "password1": "quite-a-long-secret"})
    user = User.objects.get(email__iexact="new@people.example")
    assert Session.objects.exists()
    from accounts.services import delete_account

    delete_account(user)
    assert not any("new@people" in repr(session.get_decoded()).casefold() for session in Session.objects.all())


def test_sessions_and_counts_that_have_run_out_are_tidied_away(db: None) -> None:
    from django.core.cache import cache
    from django.utils import timezone

    from accounts.services import forget_ended_sessions

    Session.objects.create(session_key="a", session_data="", expire_date=timezone.now() - timedelta(days=1))
    Session.objects.create(session_key="b", session_data="", expire_date=timezone.now() + timedelta(days=1))
    cache.set("old", 1, timeout=-1)
    cache.set("new", 1, timeout=600)
    forget_ended_sessions()
    assert [session.session_key for session in Session.objects.all()] == ["b"]
    assert cache.get("new") == 1


def test_what_sqlite_deletes_is_overwritten(db: None, tmp_path: Path) -> None:
    options = env.database("NO_SUCH_VARIABLE", tmp_path)["OPTIONS"]
    assert "PRAGMA secure_delete=ON" in options["init_command"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_pages_are_sent_compressed_to_who_takes_them_so(posting: JobPosting) -> None:
    answer = Client().get(posting.get_absolute_url(), headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert posting.title in gzip.decompress(answer.content).decode()
    assert "Content-Encoding" not in Client().get(posting.get_absolute_url()).headers
