"""A reading of a mended text brought back to the text as it was given: every span, and every verbatim quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from reading.posting.structure import ParsedPosting

SPANS = frozenset({"span", "heading_span"})
LISTS_OF_SPANS = frozenset({"spans", "chrome", "uncovered"})
QUOTES = {"span": ("text", "raw"), "heading_span": ("heading",)}


def restore_offsets(parsed: ParsedPosting, source: str, offsets: Sequence[int]) -> ParsedPosting:
    """``offsets[i]``: where character i of the text that was read stands in ``source``."""
    return cast(ParsedPosting, _restore(parsed, source, offsets))


def _restore(value: Any, source: str, offsets: Sequence[int]) -> Any:
    if isinstance(value, tuple):
        return tuple(_restore(part, source, offsets) for part in value)
    if isinstance(value, dict):
        return {key: _restore(part, source, offsets) for key, part in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {}
    names = [field.name for field in fields(value)]
    for name in names:
        held = getattr(value, name)
        if name in SPANS and held is not None:
            start, end = offsets[held[0]], offsets[held[1]]
            changed[name] = (start, end)
            changed |= {quote: source[start:end] for quote in QUOTES[name] if quote in names}
        elif name in LISTS_OF_SPANS:
            changed[name] = tuple((offsets[start], offsets[end]) for start, end in held)
        elif name not in changed:
            changed[name] = _restore(held, source, offsets)
    return replace(value, **changed)
