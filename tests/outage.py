"""The outage run: people sign up, reset, publish and apply while the mail server is away; no page fails, no letter is lost.

``python -m tests.outage --rounds 50 --seconds 120``. One process on a database of its own; the worker's tick runs between
the requests. The SMTP port is closed until ``--seconds`` have passed, then a server of ours takes what comes. The last
line is JSON.
"""

import argparse
import email
import json
import socketserver
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

PASSWORD = "a-long-enough-password"
READERS = 10
DRAIN_SECONDS = 600.0


@dataclass(slots=True)
class Result:
    """``sent`` counts letters that the server took, ``doubled`` those it took more than once, ``left`` what still waits.

    ``skipped`` letters had nothing to say any more. Queries: of a tick with 10 and with 10,000 weekly readers to whom
    something is owed but nothing due, and of one posting's refresh with 3 and with 300 readers.
    """

    requests: dict[str, int] = field(default_factory=dict)
    failed: int = 0
    alerts: int = 0
    tries_while_away: int = 0
    letters: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    doubled: int = 0
    left: int = 0
    skipped: int = 0
    alerts_not_sent: int = 0
    drained_after: float = 0.0
    queries_of_a_tick: list[int] = field(default_factory=list)
    queries_of_a_refresh: list[int] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        lost = self.left or self.skipped or self.alerts_not_sent or self.sent != sum(self.letters.values())
        grows = len(set(self.queries_of_a_tick)) > 1 or len(set(self.queries_of_a_refresh)) > 1
        return not (self.failed or self.doubled or lost or grows)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120.0, help="how long the port stays closed")
    parser.add_argument("--readers", type=int, nargs=2, default=(3, 300), help="of one posting that is refreshed")
    parser.add_argument("--subscribers", type=int, nargs=2, default=(10, 10_000), help="weekly readers at a tick")
    options = parser.parse_args(arguments)
    from benchmarks import stock

    stock.migrate()
    result = Result()
    run(result, options.rounds, seconds=options.seconds, later=lambda waited: timedelta(0), pause=1.0)
    stock.say(f"{result}")
    result.queries_of_a_tick = [queries_of_a_tick(number) for number in options.subscribers]
    result.queries_of_a_refresh = [queries_of_a_refresh(number) for number in options.readers]
    sys.stdout.write(json.dumps(asdict(result)) + "\n")
    return 0 if result.is_clean else 1


# The run


def run(result: Result, rounds: int, *, seconds: float, later: Callable[[int], timedelta], pause: float) -> None:
    """``later`` says how far the clock of the n-th tick after the outage is ahead, so that a test need not wait."""
    from django.test import override_settings

    port = free_port()
    with override_settings(
        ACCOUNT_RATE_LIMITS=False,
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        MAX_ALERT_MAILS_A_DAY=1_000_000,
    ):
        go_through_outage(result, Board(rounds), rounds, seconds)
        drain(result, port, later, pause)


def go_through_outage(result: Result, board: "Board", rounds: int, seconds: float) -> None:
    from matching import alerts
    from matching.models import Alert

    began = time.monotonic()
    for number in range(rounds):
        for name, work in board.steps(number):
            result.requests[name] = result.requests.get(name, 0) + 1
            result.failed += work() >= 500
        board.process_changes()
        assert alerts.send_due_mail() == 0, "the port is closed"
        time.sleep(max(0.0, began + seconds * (number + 1) / rounds - time.monotonic()))
    result.alerts = Alert.objects.count()
    tell(result)
    result.tries_while_away = attempts()


def drain(result: Result, port: int, later: Callable[[int], timedelta], pause: float) -> None:
    from django.utils import timezone

    from matching import alerts
    from matching.models import Alert

    began = time.monotonic()
    with mail_server(port) as taken:
        waited = 0
        while waiting() and time.monotonic() < began + DRAIN_SECONDS:
            alerts.send_due_mail(timezone.now() + later(waited))
            waited += 1
            if waiting():
                time.sleep(pause)
    result.drained_after = round(time.monotonic() - began, 1)
    tell(result)
    result.sent = len(taken)
    result.doubled = sum(number - 1 for number in taken.values())
    result.left = waiting()
    result.alerts_not_sent = Alert.objects.exclude(state=Alert.State.SENT).count()


def tell(result: Result) -> None:
    from django.db.models import Count

    from accounts.models import Email

    rows = Email.objects.order_by().values_list("kind").annotate(Count("pk"))
    result.letters = dict(sorted(rows))
    result.skipped = Email.objects.filter(state=Email.State.SKIPPED).count()


def waiting() -> int:
    from accounts.models import Email

    return Email.objects.waiting().count()


def attempts() -> int:
    from django.db.models import Sum

    from accounts.models import Email

    return Email.objects.aggregate(number=Sum("attempts"))["number"] or 0


class Board:
    """An employer, a moderator, and as many candidates as there are rounds, the first of them readers of alerts."""

    def __init__(self, rounds: int) -> None:
        from django.test import Client

        from accounts.models import Candidate, Membership, Organization, User
        from accounts.services import candidate_of
        from tests.factories import resume_of, verified

        self.organization = Organization.objects.create(name="Harbour Software", slug="harbour-software")
        owner = verified(User.objects.create_user("employer@people.example"))
        Membership.objects.create(organization=self.organization, user=owner, role=Membership.Role.OWNER)
        self.moderator = Client(raise_request_exception=False)
        self.moderator.force_login(User.objects.create_superuser("moderator@people.example"))
        self.candidates = []
        for number in range(rounds):
            user = verified(User.objects.create_user(f"candidate{number}@people.example", PASSWORD))
            resume_of(user)
            frequency = "instant" if number < READERS else "off"
            Candidate.objects.filter(pk=candidate_of(user).pk).update(alert_frequency=frequency, alert_min_score=1)
            self.candidates.append(user)
        self.process_changes()

    def process_changes(self) -> None:
        from matching import services

        while services.sweep(recent=False):
            pass

    def steps(self, number: int) -> Iterator[tuple[str, Callable[[], int]]]:
        from django.test import Client

        from postings import services
        from tests.factories import BACKEND_POSTING, draft_text

        user = self.candidates[number]
        visitor, candidate = Client(raise_request_exception=False), Client(raise_request_exception=False)
        candidate.force_login(user)
        text = BACKEND_POSTING.replace("Backend Engineer", f"Backend Engineer {number}")
        posting = services.submit(draft_text(self.organization, text), actor=None)
        sign_up = {"email": f"new{number}@people.example", "password1": "quite-a-long-secret"}
        publish = {"action": "publish_selected", "_selected_action": [posting.pk], "confirmed": "1"}
        yield "sign-up", lambda: visitor.post("/accounts/signup/", sign_up).status_code
        yield "reset", lambda: visitor.post("/accounts/password/reset/", {"email": user.email}).status_code
        yield "publication", lambda: self.moderator.post("/admin/postings/pendingposting/", publish).status_code
        yield (
            "application",
            lambda: (
                candidate.post(f"/jobs/{posting.uid}/apply/", {"name": "Ines Falk", "message": "Hello"}).status_code
            ),
        )


# A mail server


def free_port() -> int:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as probe:
        return int(probe.server_address[1])


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as one client needs."""

    def handle(self) -> None:
        self.say("220 outage")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.say("354 go on")
                self.take()
                self.say("250 taken")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 well")

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        server: Any = self.server
        server.taken[str(email.message_from_bytes(b"".join(lines))["Message-ID"])] += 1

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    taken: Counter[str]


@contextmanager
def mail_server(port: int) -> Iterator[Counter[str]]:
    """A server that takes every letter; how often it took each Message-ID."""
    with Server(("127.0.0.1", port), Conversation) as server:
        server.taken = Counter()
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.taken
        finally:
            server.shutdown()
            thread.join()


# Queries


def queries_of(work: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def queries_of_a_tick(subscribers: int) -> int:
    """With this many more weekly readers to whom a posting is owed, none of them due."""
    from django.utils import timezone

    from accounts.models import Candidate, User
    from matching import alerts
    from matching.models import Alert, AlertSetting, Recipient
    from postings.models import JobPosting

    posting = JobPosting.objects.order_by("pk")[0]
    due = timezone.now() + timedelta(days=3)
    first = User.objects.count()
    users = User.objects.bulk_create([User(email=f"weekly{first + n}@people.example") for n in range(subscribers)])
    people = Candidate.objects.bulk_create([Candidate(user=user) for user in users])
    rows = Recipient.objects.bulk_create([Recipient(candidate=person, email=person.user.email) for person in people])
    AlertSetting.objects.bulk_create([AlertSetting(recipient=row, next_due_at=due) for row in rows])
    Alert.objects.bulk_create([Alert(recipient=row, cluster=posting.cluster, posting=posting) for row in rows])
    return queries_of(alerts.send_due_mail)


def queries_of_a_refresh(readers: int) -> int:
    """Of one new posting that so many people hear of, all of whom have heard of one before."""
    from accounts.models import Candidate, Organization, User
    from accounts.services import candidate_of
    from matching import alerts, feature_cache, services
    from matching.models import Alert
    from postings.models import JobPosting
    from tests.factories import BACKEND_POSTING, publish_text, resume_of, verified

    Candidate.objects.update(alert_frequency="off")
    JobPosting.objects.update(status=JobPosting.Status.WITHDRAWN)
    organization = Organization.objects.get(name="Harbour Software")
    Candidate.objects.filter(resumes__isnull=False).delete()
    publish_text(organization)
    first = User.objects.count()
    for number in range(readers):
        user = verified(User.objects.create_user(f"reader{first + number}@people.example"))
        resume_of(user)
        Candidate.objects.filter(pk=candidate_of(user).pk).update(
            alert_frequency="weekly", alert_min_score=1, alerts_since=JobPosting.objects.latest("pk").created_at
        )
    while services.sweep(recent=False):
        pass
    posting = publish_text(organization, BACKEND_POSTING.replace("Backend Engineer", f"Engineer of {readers}"))
    feature_cache.forget()
    number = queries_of(lambda: services.refresh_posting(posting.pk))
    owed = Alert.objects.filter(posting=posting).count()
    if owed != readers:
        raise RuntimeError(f"{owed} of {readers} readers are to hear of the posting")
    alerts.build_letters(posting.created_at)
    return number


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
