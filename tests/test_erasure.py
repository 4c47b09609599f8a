"""After an account is deleted nothing tells of the person: not the rows, not the bytes, not the files, not the log."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import erasure
from tests.e2e.stack import ROOT, Stack

ROWS = {
    "account_emailaddress", "accounts_candidate", "accounts_consent", "accounts_email", "accounts_factcorrection",
    "accounts_invitation", "accounts_organization", "accounts_organizationclaim", "accounts_resume", "accounts_user",
    "django_admin_log", "matching_match", "matching_postingfeatures", "matching_recipient", "matching_resumefeatures",
    "matching_savedsearch", "postings_application", "postings_jobposting", "postings_moderationwords",
    "postings_postingitem", "postings_proposedrevision", "postings_report", "postings_savedjob",
}  # fmt: skip
PLACES = {f"table {table}" for table in ROWS} | {
    "sessions", "search", "files files", "files index", "files mail", "files search",
}  # fmt: skip


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Stack]:
    """A board of its own with a database file, or a database of PostgreSQL; no server runs."""
    stack = Stack(tmp_path / "var")
    stack.environment["LOG_LEVEL"] = "INFO"
    stack.manage("migrate", "-v", "0")
    try:
        yield stack
    finally:
        stack.stop()


@pytest.mark.parametrize("options", [[], ["--by-admin"]], ids=["by the person", "by an administrator"])
def test_nothing_tells_of_a_person_whose_account_is_deleted(board: Stack, options: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.erasure", *options],
        cwd=ROOT,
        env=board.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["before"].keys() >= PLACES  # the scan sees the person wherever there was something to erase
    if not board.server:
        assert told["before"]["files jobboard.sqlite3"]
        assert "files jobboard.sqlite3-wal" not in told["after"]
    assert told["later"] == {}
    assert erasure.SENTINEL not in done.stderr.casefold()
