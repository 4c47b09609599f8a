"""Where in a text something stands, and which skill stands there."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]
"""Half-open character offsets into the untouched source text."""


@dataclass(frozen=True, slots=True)
class SkillMention:
    """A skill of the vocabulary, named in a text at ``span``."""

    slug: str
    name: str
    span: Span
