"""Starts the board's processes, starts again what dies, and stops all of them together."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from jobboard.demo import LOGINS

GRACE_SECONDS = 15
SHORTEST_LIFE = 5.0
LONGEST_WAIT = 30.0


@dataclass(slots=True)
class Part:
    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    wait: float = 0.0
    due_at: float = field(default=0.0)

    def start(self) -> None:
        # What they log goes to stderr; celery greets on stdout, among the lines that people look for.
        self.process = subprocess.Popen(  # noqa: S603  our own commands
            self.command, start_new_session=True, stdout=subprocess.DEVNULL
        )
        self.started_at = time.monotonic()

    def look(self) -> str:
        """Start it again if it has died; a part that keeps dying is tried less and less often. Returns what to say."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due_at:
                self.start()
            return ""
        code = self.process.poll()
        if code is None:
            return ""
        self.process = None
        self.wait = min(max(0.2, self.wait * 2), LONGEST_WAIT) if now - self.started_at < SHORTEST_LIFE else 0.0
        self.due_at = now + self.wait
        return f"{self.name} ended with {code}; starting it again"

    def stop(self, kind: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            try:
                os.killpg(self.process.pid, kind)
            except ProcessLookupError:
                return


class Command(BaseCommand):
    help = "Run web, worker (with the clock inside) and indexer; Ctrl-C stops everything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if is_taken(host, port):
            raise CommandError(f"Port {port} is in use. Choose another: make run PORT={port + 1}")
        began = time.monotonic()
        self.stopping = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.ask_to_stop)
        parts = [Part(name, command) for name, command in commands(host, port).items()]
        for part in parts:
            part.start()
        announced = False
        try:
            while not self.stopping:
                for part in parts:
                    output = part.look()
                    if output:
                        self.stderr.write(output)
                if not announced and answers(host, port):
                    announced = True
                    self.announce(host, port, time.monotonic() - began)
                time.sleep(0.1)
        finally:
            self.stop_all(parts)

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def stop_all(self, parts: list[Part]) -> None:
        for part in parts:
            part.stop(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while any(part.process and part.process.poll() is None for part in parts) and time.monotonic() < deadline:
            time.sleep(0.1)
        for part in parts:
            part.stop(signal.SIGKILL)

    def announce(self, host: str, port: int, seconds: float) -> None:
        self.stdout.write(f"ready in {seconds:.1f} s")
        self.stdout.write(f"http://{host}:{port}")
        if settings.DEMO:
            for role, email, password in LOGINS:
                self.stdout.write(f"login {role} {email} {password}")
        self.stdout.write(f"data in {settings.DATA_DIR}")
        self.stdout.write("Ctrl-C stops everything")
        self.stdout.flush()


def is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def answers(host: str, port: int) -> bool:
    """Whether the site itself answers, not only its socket."""
    link = http.client.HTTPConnection(host, port, timeout=10)
    try:
        link.request("GET", "/healthz/ready/")
        return link.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        link.close()


def commands(host: str, port: int) -> dict[str, list[str]]:
    bin_dir, manage = Path(sys.executable).parent, str(settings.BASE_DIR / "manage.py")
    return {
        "web": [
            str(bin_dir / "gunicorn"), "jobboard.wsgi:application", "--bind", f"{host}:{port}", "--workers", "2",
            "--threads", "4", "--worker-class", "gthread", "--timeout", "60", "--log-level", "warning",
            "--worker-tmp-dir", str(settings.DATA_DIR),
        ],
        "worker": [
            str(bin_dir / "celery"), "-A", "jobboard", "worker", "--beat", "--pool", "prefork", "--concurrency", "2",
            "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
        ],
        "indexer": [sys.executable, manage, "run_indexer"],
    }  # fmt: skip
