"""Four persons, always the same: a candidate, an employer, a moderator, and a stranger who belongs to nothing here."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from accounts import outbox
from accounts.models import Organization, Resume, User
from jobboard import founding
from matching import feature_cache, indexing
from matching import services as matching_services
from postings.models import JobPosting
from postings.search import folder, updating
from tests.factories import MembershipFactory, UserFactory, publish_text, resume_of, verified


@pytest.fixture(autouse=True)
def quick_and_apart(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A cheap hasher, plain static files, and every folder of its own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    settings.MATCH_INDEX_DIR = tmp_path / "index"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ACCOUNT_RATE_LIMITS = False
    settings.REST_FRAMEWORK = {**django_settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
    folder.reader.forget()
    feature_cache.forget()
    indexing.forget()
    yield
    folder.reader.forget()
    feature_cache.forget()
    indexing.forget()


@pytest.fixture
def candidate(db: None) -> User:
    return verified(UserFactory(email="candidate@people.example"))


@pytest.fixture
def organization(db: None) -> Organization:
    return MembershipFactory(user__email="employer@people.example", organization__name="Harbour Software").organization


@pytest.fixture
def employer(organization: Organization) -> User:
    return organization.members.get()


@pytest.fixture
def moderator(db: None) -> User:
    return verified(UserFactory(email="moderator@people.example", is_staff=True, is_superuser=True))


@pytest.fixture
def stranger(db: None) -> User:
    """Signed in, hires for another organization, owns nothing of what a test is about."""
    return MembershipFactory(user__email="stranger@people.example", organization__name="Elsewhere Ltd").user


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def posting(organization: Organization) -> JobPosting:
    return publish_text(organization)


@pytest.fixture
def resume(candidate: User) -> Resume:
    return resume_of(candidate)


@pytest.fixture
def process_changes(db: None) -> Callable[[], None]:
    """What worker and indexer do after a change, at once."""

    def run() -> None:
        while matching_services.sweep(recent=False):
            pass
        updating.catch_up()

    return run


@pytest.fixture
def send_letters(db: None) -> Callable[[], list[EmailMessage]]:
    """Send what waits, as the worker does, and return what was sent by it."""

    def run() -> list[EmailMessage]:
        before = len(mail.outbox)
        outbox.send_due_mail()
        return mail.outbox[before:]

    return run


@pytest.fixture
def pages(db: None) -> None:
    founding.write_pages()
