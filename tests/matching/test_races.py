"""A short form of the race run; the long one is ``make chaos``."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_pair_stays_stale_when_both_sides_change_in_the_same_moment() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.races", "--bursts", "10", "--postings", "25", "--resumes", "10"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["bursts"], result["stale"]) == (10, 0)
    assert result["pairs"] > 100
