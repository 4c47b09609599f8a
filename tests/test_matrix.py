"""Every address of the board gives every role the answer that ``tests.matrix`` says, and nothing else."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from matching import feature_cache, indexing
from postings.search import folder
from tests import matrix, matrix_world
from tests.factories import PASSWORD
from tests.matrix import HIDDEN, REFUSED, ROLES, TABLE, TALLY, Line
from tests.matrix_world import UNKNOWN, World

pytestmark = pytest.mark.django_db

LETTERS = {200: "P", 302: "R", 301: "R", 404: "N", 403: "F", 405: "X", 422: "U", 410: "G", 401: "I"}
SIGN_IN = ("/accounts/login/", "/admin/login/")
MAY_CHANGE = {"accounts_session", "shared_cache"}  # of a refused POST too: a message waits, a limit counts
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


@pytest.fixture(scope="module", autouse=True)
def quick_and_apart(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """As the fixture of this name for single tests, but one folder for the world that all tests here share."""
    folder = tmp_path_factory.mktemp("matrix")
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            **django_settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        DATA_DIR=folder,
        MEDIA_ROOT=folder / "files",
        SEARCH_INDEX_DIR=folder / "search",
        MATCH_INDEX_DIR=folder / "index",
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        ACCOUNT_RATE_LIMITS=False,
        REST_FRAMEWORK={**django_settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []},
    ):
        _forget_indexes()
        yield
        _forget_indexes()


def _forget_indexes() -> None:
    folder.reader.forget()
    feature_cache.forget()
    indexing.forget()


@pytest.fixture(scope="module")
def world(quick_and_apart: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; every cell takes back what it has changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield matrix_world.build()
        transaction.set_rollback(True)


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path
        else:
            yield from patterns(entry, path)


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    assert set(patterns(get_resolver())) == {line.pattern for line in TABLE}


def _letter(response: HttpResponseBase) -> str:
    letter = LETTERS.get(response.status_code, str(response.status_code))
    return "S" if letter == "R" and response.headers["Location"].startswith(SIGN_IN) else letter


def _fits(letter: str, expected: str) -> bool:
    return letter in "PR" if expected == "A" else letter == expected.upper()


def _seen(response: HttpResponseBase, url: str, values: list[str]) -> tuple[int, str, str]:
    """What an answer tells, apart from the address that was asked for and from what is drawn by lot."""
    body = getattr(response, "content", b"").decode(errors="replace")
    told = [response.headers.get("Location", ""), body]
    for number, text in enumerate(told):
        for word in sorted([url, quote(url), quote(url, safe=""), *values], key=len, reverse=True):
            text = text.replace(word, "…")
        told[number] = re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content|X-CSRFToken":)[^>]*', r"\1", text)
    return response.status_code, told[0], told[1]


class Asked:
    """One line of the table, asked by one role with one method."""

    def __init__(self, world: World, line: Line, method: str, role: str) -> None:
        self.world, self.line, self.method, self.role = world, line, method, role
        self.known = {**UNKNOWN, **(world.objects[line.on] if line.on else {}), **line.fill}
        self.unknown = {**UNKNOWN, **line.fill}

    def url(self, values: dict[str, str]) -> str:
        query = [self.line.query, f"key={self.world.key(self.role, values['uid'])}" if self.line.signed else ""]
        asked = "&".join(filter(None, query))
        return matrix.fill(self.line.pattern, values) + (f"?{asked}" if asked else "")

    def send(self, values: dict[str, str], *, checks_csrf: bool = False) -> HttpResponseBase:
        client = self.world.client(self.role, checks_csrf=checks_csrf)
        if self.method == "GET":
            return client.get(self.url(values))
        data = {name: text.format(password=PASSWORD) for name, text in self.line.data.items()}
        return client.post(self.url(values), {"sent": "1", **data})

    def unknown_answer(self) -> HttpResponseBase:
        TALLY.compared += 1
        with matrix_world.undone():
            return self.send(self.unknown)

    def answers_like_an_unknown_id(self, answer: HttpResponseBase) -> bool:
        other = self.unknown_answer()
        own = [text for text in self.known.values() if len(text) > 8]
        return _seen(answer, self.url(self.known), own) == _seen(other, self.url(self.unknown), list(UNKNOWN.values()))


@pytest.mark.parametrize("line", TABLE, ids=[f"{number}-{line.name}" for number, line in enumerate(TABLE)])
def test_everybody_gets_the_answer_of_the_table(world: World, line: Line) -> None:
    before = matrix_world.dump()
    wrong: list[str] = []
    written: set[str] = set()
    for method in ("GET", "POST"):
        for role, expected in line.expected(method).items():
            asked = Asked(world, line, method, role)
            with matrix_world.undone() as queries:
                answer = asked.send(asked.known)
                changed = set()
                if any(WRITES.match(query["sql"]) for query in queries.captured_queries):
                    now = matrix_world.dump()
                    changed = {table for table in before if now[table] != before[table]}
            TALLY.cells += 1
            letter = _letter(answer)
            if not _fits(letter, expected):
                wrong.append(f"{method} as {role}: {letter} instead of {expected}")
            elif line.on and expected in HIDDEN and not asked.answers_like_an_unknown_id(answer):
                wrong.append(f"{method} as {role}: not the answer to an unknown id")
            elif line.on and expected in "PRA" and not line.opens:
                told = _letter(asked.unknown_answer())
                if told != "N" and not (
                    told == "R" and line.pattern.startswith("admin/")
                ):  # the admin says it in a message
                    wrong.append(f"{method} of an unknown id as {role}: {told}")
            if method == "GET":
                written |= changed
                TALLY.writing |= {(line.name, role, table) for table in changed}
            elif expected in REFUSED and changed - MAY_CHANGE:
                wrong.append(f"POST as {role}: refused, but changed {sorted(changed)}")
    if written != line.writes:
        wrong.append(f"GET changed {sorted(written)} instead of {sorted(line.writes)}")
    assert not wrong, "\n".join([line.name, *wrong])


@pytest.mark.parametrize(
    "line",
    [line for line in TABLE if not line.takes_foreign_posts],
    ids=[f"{number}-{line.name}" for number, line in enumerate(TABLE) if not line.takes_foreign_posts],
)
def test_a_post_without_the_token_against_forgery_is_refused(world: World, line: Line) -> None:
    wrong = []
    for role in ROLES:
        asked = Asked(world, line, "POST", role)
        with matrix_world.undone() as queries:
            status = asked.send(asked.known, checks_csrf=True).status_code
        TALLY.without_token += 1
        # The API asks nobody but members for a token, and takes no POST of anybody.
        if status != 403 and not (line.pattern.startswith("api/") and status in {401, 405}):
            wrong.append(f"{role}: {status}")
        if any(WRITES.match(query["sql"]) for query in queries.captured_queries):
            wrong.append(f"{role}: something was written")
    assert not wrong, "\n".join([line.name, *wrong])
