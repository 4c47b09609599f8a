"""The limit of wrong passwords, with four processes and many addresses at once."""

import http.client
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.e2e.people import CANDIDATE
from tests.e2e.stack import ROOT, Stack, free_port
from tests.factories import PASSWORD

pytestmark = pytest.mark.worker
REFUSED = "Too many failed login attempts"


@pytest.fixture(scope="module")
def four_processes(stack: Stack) -> Iterator[int]:
    """The port of four web processes behind one trusted proxy, beside the stack, on its data."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "gunicorn"), "jobboard.wsgi:application", "--bind", f"127.0.0.1:{port}",
               "--workers", "4", "--log-level", "warning"]  # fmt: skip
    running = subprocess.Popen(command, cwd=ROOT, env={**stack.environment, "TRUSTED_PROXIES": "1"})

    def answers() -> bool:
        try:
            return ask(port, "GET", "203.0.113.1").startswith("200")
        except OSError:
            return False

    try:
        stack.wait_until(answers, 30, "four processes answer")
        yield port
    finally:
        running.terminate()
        running.wait(30)


def ask(port: int, method: str, address: str, body: str = "", cookie: str = "") -> str:
    """Status, cookies and page of the sign-in form, asked from ``address`` through the proxy."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"X-Forwarded-For": address, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    link.request(method, "/accounts/login/", body=body, headers=headers)
    answer = link.getresponse()
    page = answer.read().decode()
    link.close()
    return f"{answer.status} {answer.headers.get_all('Set-Cookie') or ''} {page}"


def sign_in(port: int, address: str, email: str, password: str) -> str:
    form = ask(port, "GET", address)
    cookie = re.search(r"csrftoken=([^;]+)", form)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert cookie
    assert token
    fields = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
    return ask(port, "POST", address, urlencode(fields), f"csrftoken={cookie[1]}")


def test_forty_wrong_passwords_at_once_for_one_account(stack: Stack, four_processes: int) -> None:
    with ThreadPoolExecutor(20) as pool:
        pages = list(
            pool.map(
                lambda number: sign_in(four_processes, f"198.51.100.{number}", CANDIDATE, "wrong-password-here"),
                range(40),
            )
        )
    assert all(page.startswith("200") for page in pages), [page[:80] for page in pages]
    reached = sum(REFUSED not in page for page in pages)
    print(f"{reached} of {len(pages)} wrong passwords reached the hasher")
    assert 1 <= reached <= 6


def test_one_address_behind_the_proxy_locks_out_nobody_else(stack: Stack, four_processes: int) -> None:
    for number in range(12):
        sign_in(four_processes, "203.0.113.9", f"nobody{number}@people.example", "wrong-password-here")
    assert REFUSED in sign_in(four_processes, "203.0.113.9", "employer@people.example", PASSWORD)
    assert sign_in(four_processes, "203.0.113.77", "employer@people.example", PASSWORD).startswith("302")
