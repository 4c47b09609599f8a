"""Reads untrusted files in a child process that cannot take the host down with it.

The child sets its own limits before it sees a byte of the file (setting them between fork and exec is not safe in
processes with threads), gets the file through a pipe, an empty environment and no inherited descriptors.
"""

import contextlib
import fcntl
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from reading.documents.limits import CHILD_REPLY_BYTES, CHILD_WALL_SECONDS, CHILDREN_PER_HOST, QUEUE_SECONDS
from reading.documents.refusals import Busy, Refused
from reading.resume.corrections import Correction
from reading.resume.extracted import Extracted, FileKind

logger = logging.getLogger(__name__)

_ROOT: Final = str(Path(__file__).resolve().parents[2])
_ENTRY: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from reading.documents.child import main; main(sys.argv[2])"
)
_OUT_OF_BUDGET: Final = frozenset({signal.SIGKILL, signal.SIGXCPU})


def extract_isolated(data: bytes, kind: FileKind) -> Extracted:
    """The text of `data`, read by a limited child. Raises Refused; Busy when no slot frees up in time."""
    with _slot():
        reply, status = _run_child(data, kind)
    if status == 0 and reply is not None:
        return _understood(reply, kind)
    # The file itself is never logged; the status tells a limit from a crash.
    logger.warning("resume reader ended with status %s on a %s file of %d bytes", status, kind, len(data))
    if reply is None or -status in _OUT_OF_BUDGET:
        raise Refused("too_complex")
    raise Refused("damaged")


def _run_child(data: bytes, kind: FileKind) -> tuple[bytes | None, int]:
    """What the child wrote (None if it wrote too much) and its exit status."""
    child = subprocess.Popen(  # noqa: S603 - fixed arguments: our interpreter, our code
        [sys.executable, "-I", "-B", "-c", _ENTRY, _ROOT, kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    )
    deadline = threading.Timer(CHILD_WALL_SECONDS, child.kill)
    deadline.daemon = True
    deadline.start()
    feeder = threading.Thread(target=_feed, args=(child, data), daemon=True)
    feeder.start()
    try:
        assert child.stdout is not None  # noqa: S101 - PIPE was asked for
        reply = child.stdout.read(CHILD_REPLY_BYTES + 1)
        too_long = len(reply) > CHILD_REPLY_BYTES
        if too_long:
            child.kill()
        status = child.wait()
    finally:
        child.kill()
        child.wait()
        deadline.cancel()
        feeder.join()
        if child.stdout is not None:
            child.stdout.close()
    return (None if too_long else reply), status


def _feed(child: subprocess.Popen[bytes], data: bytes) -> None:
    # A child that died early has closed its end; its status already says why.
    with contextlib.suppress(BrokenPipeError), child.stdin or contextlib.nullcontext() as pipe:
        if pipe is not None:
            pipe.write(data)


def _understood(reply: bytes, kind: FileKind) -> Extracted:
    answer: dict[str, Any] = json.loads(reply)
    if "refused" in answer:
        raise Refused(answer["refused"], answer["message"])
    said = tuple(Correction(**correction) for correction in answer["said"])
    return Extracted(answer["text"], kind, answer["pages"], frozenset(answer["flags"]), said)


@contextlib.contextmanager
def _slot() -> Iterator[None]:
    """One of the host's reading slots: a lock the kernel drops when its holder dies."""
    deadline = time.monotonic() + QUEUE_SECONDS
    while True:
        for number in range(CHILDREN_PER_HOST):
            lock = os.open(_lock_path(number), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                continue
            try:
                yield
            finally:
                os.close(lock)
            return
        if time.monotonic() > deadline:
            raise Busy
        time.sleep(0.02)


def _lock_path(number: int) -> str:
    return str(Path(tempfile.gettempdir()) / f"resume-reader-{os.getuid()}-{number}.lock")
