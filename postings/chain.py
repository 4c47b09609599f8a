"""How the audit log is tied together: what one entry promises of its words, and each entry of all before it. Pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64  # what stands in the place of an entry before the first


def promise_of(salt: str, reason: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What an entry keeps of its words. With the salt gone nobody can find out the words by trying."""
    return _hash([salt, reason, before, after])


def digest_of(former: str, entry: Mapping[str, Any]) -> str:
    """The link of one entry: it changes with anything in the entry and with anything before it."""
    return _hash([former, {name: _plain(value) for name, value in entry.items()}])


def _plain(value: Any) -> Any:
    """The same for what was just made and for what either database gives back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int) else str(value)


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
