"""What the top of a posting states, before it is settled against the text below."""

from __future__ import annotations

from dataclasses import dataclass, field

from reading.posting.dates import ReadDate
from reading.posting.structure import Fact, Place, SalaryBand
from reading.spans import Span


@dataclass(slots=True)
class Header:
    """What the top of the text states. ``body_from`` is the index of the first line that belongs to the body."""

    title: Fact | None = None
    organization: Fact | None = None
    department: Fact | None = None
    posted: Fact | None = None
    posted_read: ReadDate | None = None
    valid_through: Fact | None = None
    salary_text: Fact | None = None
    start: Fact | None = None
    duration: Fact | None = None
    experience: Fact | None = None
    tag_blob: Span | None = None
    tokens: list[tuple[str, str, Span]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    salaries: list[SalaryBand] = field(default_factory=list)
    education: list[Span] = field(default_factory=list)
    visa: list[Span] = field(default_factory=list)
    chrome: list[Span] = field(default_factory=list)
    labels: list[Span] = field(default_factory=list)
    others: list[Span] = field(default_factory=list)
    title_places: list[Span] = field(default_factory=list)
    worldwide: Fact | None = None
    body_from: int = 0
