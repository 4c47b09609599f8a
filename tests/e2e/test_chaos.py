"""A short crash run; the long one is ``make chaos``."""

import json
import subprocess
import sys

import pytest

from tests.e2e.stack import ROOT

pytestmark = pytest.mark.worker


def test_four_kills_leave_nothing_lost_or_doubled() -> None:
    command = [sys.executable, "-m", "tests.chaos", "--kills", "4", "--postings", "40", "--resumes", "5"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-4000:]}"
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["kills"] == 4
    assert found["edits"] > 0
