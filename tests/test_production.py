"""The production profile, as its operator checks it before it serves anybody."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def check(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """``manage.py check --deploy`` where warnings count as errors. It asks neither database nor mail server."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            **os.environ,
            "JOBBOARD_DATA_DIR": str(folder),
            "PROFILE": "production",
            "SECRET_KEY": "of-production-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
            "DATABASE_URL": "postgres://board:secret@127.0.0.1:5432/board",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_check_before_production_has_nothing_to_say(tmp_path: Path) -> None:
    done = check(tmp_path, SITE_URL="https://jobs.example.org")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "WARNING" not in done.stdout + done.stderr


def test_the_check_before_production_asks_for_https(tmp_path: Path) -> None:
    done = check(tmp_path, SITE_URL="http://jobs.example.org")
    assert done.returncode == 1
    assert "jobboard.E002" in done.stderr
