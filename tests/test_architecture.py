"""Promises about the whole house: every address has a known answer for everybody, and reading changes nothing."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from postings.models import JobPosting
from tests.accounts.test_resumes import dump_of_the_database

SKIPPED_PREFIXES = ("admin/", "accounts/")  # Django's and allauth's own, with tests of their own

PUBLIC, SIGNED_IN, POST_ONLY_SIGNED_IN, POST_ONLY = "public", "signed in", "post, signed in", "post"
EXPECTED = {
    "": PUBLIC,
    "jobs/": PUBLIC,
    "jobs/<slug:slug>-<uuid:uid>/": PUBLIC,
    "jobs/<uuid:uid>/save/": POST_ONLY_SIGNED_IN,
    "me/jobs/": SIGNED_IN,
    "me/applications/<uuid:uid>/withdraw/": POST_ONLY_SIGNED_IN,
    "jobs/<uuid:uid>/report/": PUBLIC,
    "jobs/<uuid:uid>/apply/": SIGNED_IN,
    "companies/<slug:slug>/": PUBLIC,
    "hire/": SIGNED_IN,
    "hire/organization/": POST_ONLY_SIGNED_IN,
    "hire/team/<uuid:uid>/": SIGNED_IN,
    "hire/team/<uuid:uid>/invite/": POST_ONLY_SIGNED_IN,
    "hire/team/<uuid:uid>/invitations/<uuid:invitation>/take-back/": POST_ONLY_SIGNED_IN,
    "hire/team/<uuid:uid>/members/<int:member>/role/": POST_ONLY_SIGNED_IN,
    "hire/team/<uuid:uid>/members/<int:member>/hand-over/": POST_ONLY_SIGNED_IN,
    "hire/team/<uuid:uid>/members/<int:member>/remove/": POST_ONLY_SIGNED_IN,
    "hire/team/<uuid:uid>/leave/": POST_ONLY_SIGNED_IN,
    "hire/invitations/<str:token>/": SIGNED_IN,
    "hire/claim/<uuid:uid>/": SIGNED_IN,
    "hire/claims/<uuid:uid>/withdraw/": POST_ONLY_SIGNED_IN,
    "hire/new/": SIGNED_IN,
    "hire/<uuid:uid>/": SIGNED_IN,
    "hire/<uuid:uid>/text/": SIGNED_IN,
    "hire/<uuid:uid>/preview/": SIGNED_IN,
    "hire/<uuid:uid>/applicants/": SIGNED_IN,
    "hire/applications/<uuid:uid>/resume/": SIGNED_IN,
    "hire/<uuid:uid>/<slug:name>/": POST_ONLY_SIGNED_IN,
    "match/": PUBLIC,
    "match/forget/": POST_ONLY,
    "match/keep/": POST_ONLY_SIGNED_IN,
    "me/preferences/": SIGNED_IN,
    "me/export/": SIGNED_IN,
    "me/preferences/count/": POST_ONLY_SIGNED_IN,
    "me/": SIGNED_IN,
    "me/alerts/": SIGNED_IN,
    "unsubscribe/<str:token>/": PUBLIC,
    "how-matching-works/": PUBLIC,
    "match/gaps/": PUBLIC,
    "match/<uuid:uid>/": PUBLIC,
    "match/<uuid:uid>/show/": POST_ONLY_SIGNED_IN,
    "match/<uuid:uid>/take-back/": POST_ONLY_SIGNED_IN,
    "match/<uuid:uid>/receipt.json": PUBLIC,
    "how-good-is-the-matching/": PUBLIC,
    "me/account/": SIGNED_IN,
    "me/account/delete/": POST_ONLY_SIGNED_IN,
    "me/resume/": PUBLIC,
    "me/resume/<uuid:uid>/": SIGNED_IN,
    "me/resume/<uuid:uid>/fact/": SIGNED_IN,
    "me/resume/<uuid:uid>/fact/<slug:name>/": POST_ONLY_SIGNED_IN,
    "me/resume/<uuid:uid>/rename/": POST_ONLY_SIGNED_IN,
    "me/resume/<uuid:uid>/choose/": POST_ONLY_SIGNED_IN,
    "me/resume/<uuid:uid>/delete/": POST_ONLY_SIGNED_IN,
    "me/resume/<uuid:uid>/file/": SIGNED_IN,
    "me/resume/<uuid:uid>/export.json": SIGNED_IN,
    "pages/<slug:slug>/": PUBLIC,
    "api/v1/postings/": PUBLIC,
    "api/v1/postings/<uuid:uid>/": PUBLIC,
    "api/v1/facets/": PUBLIC,
    "api/v1/me/matches/": SIGNED_IN,
    "api/v1/me/matches/<uuid:uid>/": SIGNED_IN,
    "api/schema/": PUBLIC,
    "api/docs/": PUBLIC,
    "mail/": PUBLIC,
    "mail/<slug:name>/": PUBLIC,
    "status/": PUBLIC,
    "healthz/<slug:probe>/": PUBLIC,
    "robots.txt": PUBLIC,
}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if path.startswith(SKIPPED_PREFIXES):
            continue
        if isinstance(entry, URLPattern):
            yield path
        else:
            yield from patterns(entry, path)


def address(pattern: str, posting: JobPosting) -> str:
    filled = pattern.replace("<slug:slug>-<uuid:uid>", f"{posting.slug}-{posting.uid}")
    for placeholder, value in {
        "<uuid:uid>": str(posting.uid), "<slug:slug>": "nothing", "<str:token>": "nothing", "<slug:name>": "close",
        "<slug:probe>": "live", "<uuid:invitation>": str(posting.uid), "<int:member>": "1",
    }.items():  # fmt: skip
        filled = filled.replace(placeholder, value)
    return f"/{filled}"


def test_every_address_is_listed_here() -> None:
    assert set(patterns(get_resolver())) == set(EXPECTED)


@pytest.mark.parametrize("pattern", EXPECTED)
def test_a_get_never_changes_anything_and_asks_for_a_sign_in_where_it_should(
    posting: JobPosting, pattern: str, employer: User, client_of: Callable[[User], Client]
) -> None:
    url, kind = address(pattern, posting), EXPECTED[pattern]
    before = dump_of_the_database()
    anonymous = Client().get(url)
    assert dump_of_the_database() == before
    assert anonymous.status_code < 500
    if kind in {POST_ONLY, POST_ONLY_SIGNED_IN}:
        assert anonymous.status_code == 405
    elif kind == SIGNED_IN:
        assert anonymous.status_code in {302, 401, 403}
    else:
        assert anonymous.status_code in {200, 404}


@pytest.mark.parametrize(
    "pattern", [path for path, kind in EXPECTED.items() if kind in {POST_ONLY, POST_ONLY_SIGNED_IN}]
)
def test_a_post_without_the_csrf_token_is_refused(posting: JobPosting, employer: User, pattern: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(employer)
    before = JobPosting.objects.get().status
    assert client.post(address(pattern, posting)).status_code == 403
    assert JobPosting.objects.get().status == before


@pytest.mark.parametrize("pattern", [path for path in EXPECTED if "<uuid:uid>" in path])
def test_an_unknown_id_is_a_404_for_everybody_signed_in(
    posting: JobPosting, stranger: User, client_of: Callable[[User], Client], pattern: str
) -> None:
    url = address(pattern, posting).replace(str(posting.uid), str(uuid4()))
    client = client_of(stranger)
    verb = client.post if EXPECTED[pattern] == POST_ONLY_SIGNED_IN else client.get
    assert verb(url).status_code == 404


def test_migrations_match_the_models(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("package", ["matching.core", "postings.parsing", "accounts.resume_parsing"])
def test_a_pure_package_imports_without_django(package: str) -> None:
    code = f"import sys, {package}; assert 'django' not in sys.modules, 'django was imported'"
    subprocess.run([sys.executable, "-c", code], check=True)
