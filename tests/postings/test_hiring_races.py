"""A short form of the race of hiring."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_nobody_is_left_unanswered_decided_on_twice_or_doubled_when_all_happens_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hiring_races", "--rounds", "5"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["rounds"], result["left"], result["twice"], result["drafts"]) == (5, 0, 0, 0)
