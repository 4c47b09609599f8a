"""A posting while it is being read: the text and what is known of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from reading.posting.header_facts import Header
from reading.posting.sections import Block
from reading.posting.structure import Conflict, Fact, Place, SalaryBand, Section
from reading.spans import SkillMention, Span
from reading.vocabulary import Vocabulary


@dataclass(slots=True)
class Draft:
    """Filled step by step by the readers of this package.

    ``spans`` are all items with their section's kind. ``soft`` are the slugs of traits, ``vague`` these and the
    fields of work too broad to prove anything.
    """

    text: str
    captured_at: date | None
    vocabulary: Vocabulary
    header: Header
    blocks: list[Block]
    soft: frozenset[str]
    vague: frozenset[str]
    language: str = "en"
    spans: list[tuple[Span, str]] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
    inferred: dict[str, Fact] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    types: list[Fact] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    salaries: list[SalaryBand] = field(default_factory=list)
    mentions: list[SkillMention] = field(default_factory=list)
    months: list[tuple[int, Span, str]] = field(default_factory=list)

    def state(self, name: str, value: object, span: Span, method: str) -> None:
        """Record a stated fact; the first statement of a fact stands."""
        if name not in self.facts:
            self.facts[name] = Fact(value, self.text[slice(*span)], span, method)
