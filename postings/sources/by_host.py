"""Job systems that are known by the host of a posting's page: where each gives the same posting as data."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from postings.sources import ashby, greenhouse, lever
from postings.sources.raw_posting import Feed, UnreadableError, load_json

NAME = r"[A-Za-z0-9_.-]{1,100}"
UUID = r"[0-9a-fA-F-]{36}"


@dataclass(frozen=True, slots=True)
class Lookup:
    """``url``: where the data is. ``read`` makes a feed of it, with this posting alone."""

    url: str
    read: Callable[[bytes], Feed]


def lookup(url: str) -> Lookup | None:
    """How a posting's page of a known system is read as data, or None where the system is not known."""
    parts = urlsplit(url)
    host, path = (parts.hostname or "").lower(), parts.path
    if host in ("boards.greenhouse.io", "job-boards.greenhouse.io", "job-boards.eu.greenhouse.io"):
        found = re.match(rf"/({NAME})/jobs/(\d+)", path)
        if found:
            region = "-eu" if ".eu." in host else ""
            return Lookup(f"https://boards-api{region}.greenhouse.io/v1/boards/{found[1]}/jobs/{found[2]}", _greenhouse)
    if host in ("jobs.lever.co", "jobs.eu.lever.co"):
        found = re.match(rf"/({NAME})/({UUID})", path)
        if found:
            api = host.replace("jobs.", "api.", 1)
            return Lookup(f"https://{api}/v0/postings/{found[1]}/{found[2]}", _lever)
    if host == "jobs.ashbyhq.com":
        found = re.match(rf"/({NAME})/({UUID})", path)
        if found:
            wanted = found[2].lower()
            board = f"https://api.ashbyhq.com/posting-api/job-board/{found[1]}?includeCompensation=true"
            return Lookup(board, lambda payload: _one_of_ashby(payload, wanted))
    return None


def _wrapped(value: Any) -> bytes:
    return json.dumps(value).encode()


def _greenhouse(payload: bytes) -> Feed:
    return greenhouse.read(_wrapped({"jobs": [load_json(payload, greenhouse.UNREADABLE)]}))


def _lever(payload: bytes) -> Feed:
    return lever.read(_wrapped([load_json(payload, "This is not JSON.")]))


def _one_of_ashby(payload: bytes, wanted: str) -> Feed:
    board = load_json(payload, ashby.UNREADABLE)
    items = board.get("jobs") if isinstance(board, dict) else None
    if not isinstance(items, list):
        raise UnreadableError(ashby.UNREADABLE)
    jobs = [item for item in items if isinstance(item, dict) and str(item.get("id", "")).lower() == wanted]
    if not jobs:
        raise UnreadableError("This posting is not on its board any more.")
    return ashby.read(_wrapped({"jobs": jobs}))
