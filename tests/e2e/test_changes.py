"""Changes made behind the pages' back, and workers killed on the way: the matches follow all the same."""

import shutil
import time
from typing import Any

import pytest

from tests.e2e.stack import Stack

pytestmark = pytest.mark.worker

RESUME = """
from accounts.models import User
from tests.e2e.people import CANDIDATE
from tests.factories import resume_of
resume_of(User.objects.get(email=CANDIDATE))
"""
PUBLISH = """
from accounts.organizations import resolve_organization
from tests.factories import BACKEND_POSTING, publish_text
harbour = resolve_organization("Harbour Software")
for number in range({first}, {first} + {count}):
    publish_text(harbour, BACKEND_POSTING.replace("Engineer", f"Engineer {{number}}"))
"""
STATE = """
from matching.models import Match, Alert
from matching import services, stale
from postings.models import JobPosting
answer = dict(matches=Match.objects.count(), stale=stale.stale_postings().count() + stale.stale_resumes().count(),
    alerts=Alert.objects.count(), clusters=Alert.objects.values("recipient", "cluster").distinct().count(),
    titles=sorted(set(JobPosting.objects.filter(features__features__title__startswith="{start}").values_list("title", flat=True))))
"""


def state(stack: Stack, start: str = "Backend") -> dict[str, Any]:
    found: dict[str, Any] = stack.ask(STATE.replace("{start}", start))
    return found


@pytest.fixture(scope="module")
def board(stack: Stack) -> Stack:
    stack.ask(RESUME)
    stack.ask(PUBLISH.format(first=0, count=3))
    stack.wait_until(lambda: (s := state(stack))["matches"] == 3 and not s["stale"], 60, "three matches")
    return stack


def seconds_until_absorbed(stack: Stack, title: str) -> float:
    return stack.wait_until(lambda: title in state(stack, title)["titles"], 60, f"{title} is processed")


def test_the_match_follows_whoever_makes_the_change(board: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    took = {}
    board.ask(
        """
from django.test import Client
from accounts.models import User
from postings.models import JobPosting
from tests.forms import send
posting = JobPosting.objects.get(title="Backend Engineer 0")
client = Client(SERVER_NAME="localhost")
client.force_login(User.objects.get(email="moderator@people.example"))
url = f"/admin/postings/jobposting/{posting.pk}/change/"
assert send(client, url, "jobposting_form", title="Changed by the admin").status_code == 302
"""
    )
    took["changed by the admin"] = seconds_until_absorbed(board, "Changed by the admin")
    board.ask(
        "from postings.models import JobPosting\n"
        'JobPosting.objects.filter(title="Backend Engineer 1").update(title="Changed by an update")'
    )
    took["changed by QuerySet.update()"] = seconds_until_absorbed(board, "Changed by an update")
    shutil.rmtree(board.folder / "broker", ignore_errors=True)
    board.ask(
        "from postings.models import JobPosting\n"
        'posting = JobPosting.objects.get(title="Backend Engineer 2")\n'
        'posting.title = "Changed without a broker"\nposting.save()'
    )
    shutil.rmtree(board.folder / "broker", ignore_errors=True)
    took["changed while the broker's folder was deleted"] = seconds_until_absorbed(board, "Changed without a broker")
    with capsys.disabled():
        print("\n" + "\n".join(f"{what}: {seconds:.1f} s" for what, seconds in took.items()))


def test_a_worker_killed_in_the_middle_of_everything_loses_and_doubles_nothing(
    board: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    board.ask(PUBLISH.format(first=100, count=60))
    board.wait_until(lambda: state(board)["stale"] == 0, 120, "sixty more are processed")
    alerts = state(board)["alerts"]
    board.ask(
        "from matching.models import ProcessedPosting, ProcessedResume\n"
        "ProcessedPosting.objects.update(engine_version='old')\nProcessedResume.objects.update(engine_version='old')"
    )
    time.sleep(1.0)
    before = board.kill("worker")
    left = state(board)["stale"]
    took = board.wait_until(lambda: state(board)["stale"] == 0, 120, "everything is recomputed")
    assert board.children()["worker"] != before
    after = state(board)
    audit = board.manage("audit_matches", "--all", "--json")
    assert '"missing": 0, "extra": 0, "wrong": 0' in audit
    assert after["alerts"] == after["clusters"] == alerts
    with capsys.disabled():
        print(f"\nkilled with {left} stale; all recomputed {took:.1f} s later; audit {audit.strip()}")


def test_a_part_that_dies_is_started_again(board: Stack) -> None:
    for name in ("indexer", "web"):
        before = board.kill(name)
        board.wait_until(lambda name=name, before=before: board.children().get(name, before) != before, 20, name)
