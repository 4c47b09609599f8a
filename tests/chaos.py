"""The crash run: postings and resumes keep changing while web, worker and indexer are killed, and nothing may be lost.

``python -m tests.chaos --kills 200 --seed 1``. The seed fixes the schedule, not the timing. The last line is JSON.
"""

import argparse
import email
import email.policy
import json
import logging
import os
import re
import shutil
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import django

from tests.e2e.stack import Stack

PARTS = ("worker", "worker", "worker", "indexer", "web")  # the worker holds the state that matters
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 4.0
BROKER_LOST_EVERY = 7
PART_BACK_SECONDS = 45.0
DRAIN_SECONDS = 60.0
# A letter that was being sent when its worker was killed is looked at again when its lease of 60 s has ended.
LETTER_DRAIN_SECONDS = 75.0
EDIT_PAUSE = 0.15
POSTING_LINK = re.compile(r"/jobs/[-\w]+?-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")
# The stack empties the database it is given.
STRANGERS = """
from django.db import connection
from accounts.models import User
made = User._meta.db_table in connection.introspection.table_names()
answer = User.objects.exclude(email__endswith="@people.example").count() if made else 0
"""

logger = logging.getLogger("chaos")


@dataclass(slots=True)
class Result:
    """``doubled_in_gap``: one letter taken twice under one Message-ID, which bare SMTP cannot avoid."""

    kills: int = 0
    edits: int = 0
    missing: int = 0
    extra: int = 0
    wrong: int = 0
    alerts: int = 0
    lost: int = 0
    doubled_in_gap: int = 0
    doubled: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.missing or self.extra or self.wrong or self.lost or self.doubled)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postings", type=int, default=220, help="open when the kills begin")
    parser.add_argument("--resumes", type=int, default=25)
    options = parser.parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    logger.setLevel(logging.INFO)
    if "DATABASE_URL" in os.environ and not os.environ.get("TEST_STACK_DATABASE_URL"):
        os.environ["TEST_STACK_DATABASE_URL"] = os.environ["DATABASE_URL"]
    os.environ["MAX_ALERT_MAILS_A_DAY"] = "1000000"
    os.environ.pop("EMAIL_URL", None)  # letters are kept under the data folder, and that is "taken by the server"
    folder = Path(tempfile.mkdtemp(prefix="jobboard-chaos-"))
    stack = Stack(folder)
    try:
        if strangers := stack.ask(STRANGERS):
            message = f"The database of DATABASE_URL holds {strangers} accounts; a crash run wants one to throw away."
            sys.stdout.write(json.dumps({"error": "database_in_use", "message": message}) + "\n")
            return 2
        stack.start()
        result = run(stack, options)
    finally:
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write(json.dumps(asdict(result)) + "\n")
    return 0 if result.is_clean else 1


def run(stack: Stack, options: argparse.Namespace) -> Result:
    """Fill the board, edit and kill, drain, and compare."""
    os.environ.update(stack.environment, DJANGO_SETTINGS_MODULE="jobboard.settings")
    django.setup()
    board = Board(options.seed)
    board.fill(options.postings, options.resumes)
    wait_until(lambda: not stale(), 300, "the board is filled and processed")
    logger.info("%s postings, %s resumes; now the kills", options.postings, options.resumes)
    editing = threading.Thread(target=board.keep_editing, name="edits")
    editing.start()
    try:
        kills = keep_killing(stack, Random(f"kills {options.seed}"), options.kills, board)
    finally:
        board.is_over.set()
        editing.join()
    if board.failure is not None:
        raise board.failure
    began = time.monotonic()
    drained = wait_until(lambda: not stale(), DRAIN_SECONDS, "nothing is stale")
    logger.info("matches drained: %s, %.1f s after the last kill", drained, time.monotonic() - began)
    drained = wait_until(lambda: not waiting_alerts(), LETTER_DRAIN_SECONDS, "no letter waits")
    logger.info("letters drained: %s, %.1f s after the last kill", drained, time.monotonic() - began)
    result = Result(kills=kills, edits=board.edits)
    logger.info("edits: %s", dict(board.done))
    compare_matches(stack, result)
    compare_letters(stack.folder / "mail", result)
    return result


def wait_until(holds: Callable[[], bool], seconds: float, what: str) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            logger.warning("not within %s s: %s", seconds, what)
            return False
        time.sleep(0.3)
    return True


# Django's apps are loaded once the stack's settings are known; what needs them is imported inside the functions.


def stale() -> int:
    from matching import stale

    return stale.stale_postings().count() + stale.stale_resumes().count()


def waiting_alerts() -> int:
    from matching.models import Alert

    return Alert.objects.filter(state__in=[Alert.State.QUEUED, Alert.State.CLAIMED]).count()


class Board:
    """The people of the run: they publish, edit, pause and close postings, and change resumes and preferences."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.draw = Random(f"edits {seed}")
        self.number = 0
        self.edits = 0
        self.done: Counter[str] = Counter()
        self.is_over = threading.Event()
        self.failure: BaseException | None = None

    def fill(self, postings: int, resumes: int) -> None:
        from datetime import timedelta

        from django.utils import timezone

        from accounts.models import Candidate, User
        from accounts.services import candidate_of
        from tests.factories import resume_of, verified

        for number in range(resumes):
            user = verified(User.objects.create_user(f"candidate{number}@people.example"))
            Candidate.objects.filter(pk=candidate_of(user).pk).update(
                alert_frequency="instant", alert_min_score=45, alerts_since=timezone.now() - timedelta(days=1)
            )
            resume_of(user, self.resume_text())
        for _ in range(postings):
            self.publish()

    def resume_text(self) -> str:
        from jobboard.filling.texts import resume_text

        self.number += 1
        return resume_text(self.seed, self.number)

    def posting_text(self) -> str:
        from jobboard.filling.texts import posting_text

        self.number += 1
        return posting_text(self.seed, self.number)

    def keep_editing(self) -> None:
        verbs = (
            (self.publish, 5), (self.rewrite, 5), (self.rename, 3), (self.pause_or_resume, 4), (self.close, 3),
            (self.change_resume, 4), (self.change_preferences, 2),
        )  # fmt: skip
        names, weights = zip(*verbs, strict=True)
        try:
            while not self.is_over.is_set():
                verb = self.draw.choices(names, weights)[0]
                verb()
                self.edits += 1
                self.done[verb.__name__] += 1
                time.sleep(self.draw.uniform(0, 2 * EDIT_PAUSE))
        except BaseException as error:  # handed to the thread that waits for this one
            self.failure = error
            raise
        finally:
            from django.db import connection

            connection.close()

    def publish(self) -> None:
        from tests.factories import publish_text

        publish_text(None, self.posting_text())

    def any_posting(self, *states: str) -> Any:
        from postings.models import JobPosting

        ids = list(JobPosting.objects.filter(status__in=states).order_by("pk").values_list("pk", flat=True))
        return JobPosting.objects.get(pk=self.draw.choice(ids)) if ids else None

    def rewrite(self) -> None:
        from postings import editing
        from postings.writing import Edits

        posting = self.any_posting("published")
        if posting is not None:
            editing.edit_posting(posting, self.posting_text(), edits=Edits(), actor=None)

    def rename(self) -> None:
        """Behind every service's back: a queryset update, which nudges nobody."""
        from postings.models import JobPosting

        posting = self.any_posting("published")
        if posting is not None:
            JobPosting.objects.filter(pk=posting.pk).update(title=f"{posting.title.split(' (')[0]} ({self.edits})")

    def pause_or_resume(self) -> None:
        from postings import services

        posting = self.any_posting("published", "paused", "paused")
        if posting is not None:
            (services.pause if posting.status == "published" else services.resume)(posting, actor=None)

    def close(self) -> None:
        from postings import services

        posting = self.any_posting("published", "paused")
        if posting is not None:
            services.close(posting, actor=None)

    def any_candidate(self) -> Any:
        from accounts.models import Candidate

        ids = list(Candidate.objects.order_by("pk").values_list("pk", flat=True))
        return Candidate.objects.get(pk=self.draw.choice(ids))

    def change_resume(self) -> None:
        from tests.factories import resume_of

        resume_of(self.any_candidate().user, self.resume_text())

    def change_preferences(self) -> None:
        candidate = self.any_candidate()
        candidate.employment_types = self.draw.choice([[], ["FULL_TIME"], ["PART_TIME", "INTERN"]])
        candidate.willing_to_relocate = self.draw.choice([None, True, False])
        candidate.save()


def keep_killing(stack: Stack, draw: Random, kills: int, board: Board) -> int:
    """kill -9 at random moments; now and then the broker's folder goes too. Returns how many were killed."""
    killed: Counter[str] = Counter()
    while killed.total() < kills and board.failure is None:
        time.sleep(draw.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))
        name = draw.choice(PARTS)
        if not wait_until(lambda name=name: name in stack.children(), PART_BACK_SECONDS, f"{name} is back"):
            raise RuntimeError(f"{name} was not started again\n{stack.log.read_text()[-3000:]}")
        ask_for_a_page(stack)
        try:
            stack.kill(name)
        except (KeyError, ProcessLookupError):
            continue  # it has died by itself in between; the next round finds it again
        killed[name] += 1
        if killed.total() % BROKER_LOST_EVERY == 0:
            shutil.rmtree(stack.folder / "broker", ignore_errors=True)
        if killed.total() % 20 == 0:
            logger.info("%s kills, %s edits", killed.total(), board.edits)
    logger.info("killed: %s", dict(killed))
    return killed.total()


def ask_for_a_page(stack: Stack) -> None:
    """So that the web processes are at work when they are killed. They may be away now."""
    try:
        with urllib.request.urlopen(f"{stack.url}/jobs/", timeout=2) as answer:  # noqa: S310  our own loopback address
            answer.read()
    except OSError as error:
        logger.debug("no page: %s", error)


def compare_matches(stack: Stack, result: Result) -> None:
    """Stored rows beside recomputed ones. What is still stale after the drain counts as wrong."""
    from matching import extraction, feature_cache
    from postings.models import JobPosting

    audit = json.loads(stack.manage("audit_matches", "--all", "--json"))
    logger.info("audit: %s", audit)
    result.missing, result.extra, result.wrong = audit["missing"], audit["extra"], audit["wrong"] + audit["in_flight"]
    feature_cache.forget()
    for held in feature_cache.fresh_open_postings():
        again = extraction.posting_features(JobPosting.objects.for_page().get(pk=held.id))
        if again.to_json() != held.features.to_json():
            logger.warning("posting %s: its stored features are not those of its text", held.id)
            result.wrong += 1


def compare_letters(folder: Path, result: Result) -> None:
    """Every pair the rule wants mailed has been mailed, in one letter; see ``alerts.wants``."""
    from django.utils import timezone

    from matching import alerts
    from matching.models import Alert, Match

    mailed, copies = read_letters(folder)
    result.alerts = Alert.objects.count()
    result.doubled_in_gap = sum(count - 1 for count in copies.values())
    result.doubled = sum(len(letters) - 1 for letters in mailed.values())
    for (to, uid), letters in mailed.items():
        if len(letters) > 1:
            logger.warning("doubled: %s heard of %s in %s", to, uid, sorted(letters))
    rows = {(a.recipient.candidate_id, a.cluster): a for a in Alert.objects.select_related("recipient", "letter")}
    reasons: Counter[str] = Counter()
    now = timezone.now()
    matches = Match.objects.open().filter(resume__is_primary=True)
    for match in matches.select_related("candidate", "posting__hiring_organization"):
        if not all(c.holds for c in alerts.clauses(alerts.Reader(match.candidate), match.posting, match.score, now)):
            continue
        alert = rows.get((match.candidate_id, match.posting.cluster))
        if alert is None:
            reason = "no alert row"
        elif alert.state != Alert.State.SENT:
            reason = f"{alert.state}: {alert.reason}"
        elif alert.letter is None or alert.letter.message_id not in copies:
            reason = "marked as sent, but no letter was taken"
        else:
            continue
        reasons[reason] += 1
        if reasons[reason] <= 3:
            logger.warning("lost: %s, posting %s: %s", match.candidate, match.posting_id, reason)
    result.lost = reasons.total()
    logger.info("letters: %s, lost: %s", copies.total(), dict(reasons))


def read_letters(folder: Path) -> tuple[dict[tuple[str, str], set[str]], Counter[str]]:
    """(address, posting) -> the Message-IDs that told of it, and how often each Message-ID was taken."""
    mailed: dict[tuple[str, str], set[str]] = {}
    copies: Counter[str] = Counter()
    for path in sorted(folder.glob("*.eml")):
        message: Any = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        name = str(message["Message-ID"]).strip()
        if "matches." not in str(message["List-Id"] or ""):
            continue  # a letter of the account, not of the matches
        copies[name] += 1
        plain = message.get_body(preferencelist=("plain",)).get_content()
        for uid in set(POSTING_LINK.findall(plain)):
            mailed.setdefault((str(message["To"]), uid), set()).add(name)
    return mailed, copies


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
