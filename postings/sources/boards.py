"""What the public job lists of applicant systems have in common: a list of items under a name, and prose in parts."""

from collections.abc import Callable
from typing import Any

from postings.sources import values
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, load_json, read_items

ReadOne = Callable[[dict[str, Any]], RawPosting | None]


def read_board(payload: bytes, name: str, read_one: ReadOne, *, system: str, total: str = "") -> Feed:
    """The items under ``name``; fewer of them than the ``total`` that the board states are no complete list."""
    unreadable = f"{system} gives JSON with a list under “{name}”."
    board = load_json(payload, unreadable)
    items = board.get(name) if isinstance(board, dict) else None
    if not isinstance(items, list):
        raise UnreadableError(unreadable)
    stated = board.get(total) if total else None
    return Feed(*read_items(items, read_one), is_complete=stated is None or stated == len(items))


def joined_prose(*parts: Any) -> str:
    """Parts of a text, HTML or plain, one below the other."""
    return "\n\n".join(filter(None, map(values.markup_text, parts)))


def joined_place(*parts: Any) -> str:
    """City, region and country as one place."""
    return ", ".join(dict.fromkeys(filter(None, map(values.plain, parts))))
