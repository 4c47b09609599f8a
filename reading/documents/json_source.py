"""The lines a JSON Resume was made from, and what their owner said of them, carried in the document's ``meta``.

JSON Resume has no place for the wording of a resume, and matching judges wording. The lines hold only while the rest of
the document is as we wrote it: a digest tells. A document that was edited elsewhere is read by its own fields.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from reading.resume.corrections import FIELDS, Correction, key_of

SCHEMA: Final = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
VERSION: Final = "v1.3.1"
_OURS: Final = "jobboard"
_ACTIONS: Final = frozenset({"confirmed", "edited", "added", "deleted"})
_MOST: Final = 1_000
_LONGEST_VALUE: Final = 300


def with_source(document: Mapping[str, Any], text: str, said: Sequence[Correction]) -> dict[str, Any]:
    """The document with ``meta``: the schema's version, the lines of ``text``, and ``said``."""
    rest = {"$schema": SCHEMA, **document}
    carried = {
        "digest": _digest(rest),
        "lines": text.split("\n"),
        "said": [asdict(correction) for correction in said],
    }
    return {**rest, "meta": {"version": VERSION, _OURS: carried}}


def source_of(document: Mapping[str, Any]) -> tuple[str | None, tuple[Correction, ...]]:
    """The text the document was made from, None where it carries none or was changed since; and what was said of it."""
    meta = document.get("meta")
    carried = meta.get(_OURS) if isinstance(meta, dict) else None
    if not isinstance(carried, dict):
        return None, ()
    said = tuple(filter(None, map(_correction, _list(carried.get("said"))[:_MOST])))
    lines = _list(carried.get("lines"))
    whole = {key: value for key, value in document.items() if key != "meta"}
    if not lines or not all(isinstance(line, str) for line in lines) or carried.get("digest") != _digest(whole):
        return None, said
    return "\n".join(lines), said


def _digest(document: Mapping[str, Any]) -> str:
    plain = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _correction(entry: Any) -> Correction | None:
    """One statement as this board wrote it; None for anything else."""
    if not isinstance(entry, dict) or not isinstance(entry.get("value"), dict):
        return None
    words = [entry.get(name) for name in ("kind", "action", "key", "evidence")]
    if not all(isinstance(word, str) for word in words):
        return None
    kind, action, key, evidence = map(str, words)
    if kind not in FIELDS or action not in _ACTIONS:
        return None
    value = {name: entry["value"].get(name) for name in FIELDS[kind]}
    if not all(item is None or isinstance(item, (str, bool)) for item in value.values()):
        return None
    if any(isinstance(item, str) and (len(item) > _LONGEST_VALUE or "\0" in item) for item in (*value.values(), key)):
        return None
    if "\0" in evidence or not any(value.values()):
        return None
    return Correction(kind, key or key_of(kind, value), action, value, evidence[:2000])
