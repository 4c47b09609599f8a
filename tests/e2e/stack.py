"""A whole board of its own: web, worker and indexer as real processes on throw-away data."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """``make run`` without the demo data."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        prepared = ROOT / "var" / "model"
        self.environment = {
            **os.environ,
            "JOBBOARD_DATA_DIR": str(folder),
            "EMBEDDING_MODEL_DIR": str(prepared if prepared.exists() else folder / "no-model"),
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "DEMO": "0",
            "PROFILE": "local",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
        }
        self.server = os.environ.get("TEST_STACK_DATABASE_URL", "")
        self.database = f"board_{self.port}_{os.getpid()}"
        if self.server:
            self.environment["DATABASE_URL"] = urlsplit(self.server)._replace(path=f"/{self.database}").geturl()
            self.administer(f'CREATE DATABASE "{self.database}"')
        if broker := os.environ.get("TEST_BROKER_URL"):
            # Stacks that run side by side must not take each other's tasks: one of Redis's databases for each process
            # of the tests, and the first one stays with the tests themselves.
            number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
            self.environment["CELERY_BROKER_URL"] = urlsplit(broker)._replace(path=f"/{number}").geturl()
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder / "up.log"

    def administer(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)

    def manage(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode in codes, done.stderr
        return done.stdout

    def ask(self, code: str) -> Any:
        """Run Python inside the board; what it assigns to ``answer`` comes back."""
        wrapped = f"import json\nanswer = None\n{code}\nprint('ANSWER' + json.dumps(answer, default=str))"
        out = self.manage("shell", "-v", "0", "-c", wrapped)
        return json.loads(out.rsplit("ANSWER", 1)[1])

    def start(self) -> None:
        self.manage("migrate", "-v", "0")
        self.manage("collectstatic", "--no-input", "-v", "0")
        self.manage("load_skills")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(self.port)],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        self.wait_until(lambda: "ready in" in self.log.read_text(), START_SECONDS, "the board is ready")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)
        if self.server:
            self.administer(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def wait_until(self, holds: Callable[[], Any], seconds: float, what: str) -> float:
        """Seconds until it holds; fails with the board's log otherwise."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if holds():
                return time.monotonic() - began
            time.sleep(0.1)
        raise AssertionError(f"not within {seconds} s: {what}\n{self.log.read_text()[-3000:]}")

    def children(self) -> dict[str, int]:
        """name -> process id of the parts the supervisor runs now."""
        assert self.process is not None
        found = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = status.read_text().rsplit(")", 1)[1].split()
                command = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[1]) == self.process.pid:
                name = "worker" if "celery" in command else "indexer" if "run_indexer" in command else "web"
                found[name] = int(status.parent.name)
        return found

    def kill(self, name: str) -> int:
        """kill -9 of one part, with all its threads and children."""
        pid = self.children()[name]
        os.killpg(pid, signal.SIGKILL)
        return pid
