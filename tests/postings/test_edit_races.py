"""A short form of the race of edits; the long one is ``make chaos``."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_two_people_edit_and_two_moderators_decide_at_once_and_nothing_is_lost() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.edit_races", "--rounds", "5", "--seed", "3"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["rounds"], result["lost"], result["overwritten"], result["decided_twice"]) == (5, 0, 0, 0)
    assert (result["claimed_twice"], result["forked"]) == (0, 0)
