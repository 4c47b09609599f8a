"""What a posting's text was understood to say: plain frozen values, each with the place it was read from.

Spans are half-open character offsets into the untouched source text: ``source[start:end] == raw``.
A value that is ``None``, or an empty tuple, was *not stated*; it never means "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from reading.requirement import Asked
from reading.spans import SkillMention, Span


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated (or, under ``ParsedPosting.inferred``, concluded) value.

    ``method`` names the rule that read it: "label", "header", "sentence", "title", "json_ld", ...
    ``span`` is None only for a value that was concluded from several places.
    """

    value: Any
    raw: str = ""
    span: Span | None = None
    method: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of work as stated, resolved against the gazetteer where that is certain."""

    raw: str
    span: Span
    city: str | None = None
    region: str | None = None
    country: str | None = None
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    workplace: str | None = None
    ambiguous: bool = False
    reason: str = ""
    assumed: tuple[str, ...] = ()  # which of country and region were assumed, where ambiguous


@dataclass(frozen=True, slots=True)
class SalaryBand:
    """One stated band of pay. ``currency`` is ISO 4217; ``unit`` is HOUR, DAY, WEEK, MONTH or YEAR.

    Either is None where the text does not say. ``kind`` is base, bonus, commission, signing or equity_percent.
    """

    raw: str
    span: Span
    min_value: Decimal | None
    max_value: Decimal | None
    currency: str | None
    unit: str | None
    label: str = ""
    kind: str = "base"


@dataclass(frozen=True, slots=True)
class Item:
    """One bullet, sentence or clause of a section, verbatim.

    ``kind`` is requirement, constraint (status, place, availability: nothing a resume proves), duty, benefit or fact.
    ``importance`` is "required" or "preferred" for requirements and constraints, else None. ``readable`` is False
    where no resume can show it. ``any_of`` holds groups of skill slugs of which one is enough; ``minimum_count`` is a
    stated least number ("at least 2 courses"). ``asked`` says what the sentence asks; None where it asks nothing.
    """

    text: str
    span: Span
    kind: str = "fact"
    importance: str | None = None
    readable: bool = True
    months_of_experience: int | None = None
    minimum_count: int | None = None
    skills: tuple[SkillMention, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """``kind``: preamble, about, summary, responsibilities, required, preferred, skills, benefits, culture,
    compensation, application, process, legal, logistics, other. ``heading`` is verbatim, "" without one.
    """

    kind: str
    heading: str
    heading_span: Span | None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class PostingSkill:
    """A skill of the posting. ``importance``: required, preferred or mentioned. ``source``: extracted or declared.

    ``slug`` is None for a declared tag that the vocabulary does not know.
    """

    slug: str | None
    name: str
    importance: str
    source: str
    span: Span


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two places of one posting that disagree, and what was made of it."""

    field: str
    message: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedPosting:
    """Everything read from one posting text.

    ``facts`` maps a field name to its Fact. Names: title, hiring_organization, employment_unit, job_location_type
    (ON_SITE, HYBRID, TELECOMMUTE), in_person_only, date_posted (date), valid_through (date), salary_disclosure
    (STATED, NOT_STATED, TEXT_ONLY), job_start_text, job_duration (ISO 8601), months_of_experience (int, of the main
    requirement), education_levels (tuple of none, high_school, certificate, associate, bachelor, master, doctorate),
    education_state (completed, enrolled, indicative), education_strength (hard, soft), visa_sponsorship (YES, NO),
    relocation (YES, NO), eligibility_to_work_requirement, security_clearance_requirement,
    security_clearance_or_citizenship (bool), application_requirements (dict), equity (bool), backers (tuple),
    experience_level, encouragement, in_language, url, apply_url, apply_email.
    ``applicant_places``: where one has to live to do a remote job; the name of a group ("EU") has no country.
    ``date_precision``: instant, day, relative or unknown. ``chrome`` are the spans of page furniture left out.
    ``uncovered`` are the spans that are neither chrome nor part of any value or section.
    """

    facts: Mapping[str, Fact]
    employment_types: tuple[Fact, ...] = ()
    locations: tuple[Place, ...] = ()
    applicant_places: tuple[Place, ...] = ()
    salaries: tuple[SalaryBand, ...] = ()
    benefits: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    skills: tuple[PostingSkill, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    inferred: Mapping[str, Fact] = field(default_factory=dict)
    date_precision: str = "unknown"
    captured_at: date | None = None
    chrome: tuple[Span, ...] = ()
    uncovered: tuple[Span, ...] = ()

    def value(self, name: str) -> Any:
        """The stated value of a fact, or None."""
        fact = self.facts.get(name)
        return fact.value if fact else None
