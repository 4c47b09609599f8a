"""What a resume says. Every fact carries the number of its line, from 1; dates are "YYYY-MM" or "YYYY"."""

from dataclasses import dataclass
from typing import Literal

SectionKind = Literal[
    "summary", "experience", "education", "skills", "languages", "certifications", "projects", "awards", "publications",
    "interests", "contact", "other",
]  # fmt: skip
DegreeLevel = Literal["doctorate", "master", "bachelor", "associate", "high_school", "certificate", "other"]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines up to the next one; `first_line` is the heading's. An untitled opening has no heading."""

    kind: SectionKind
    heading: str | None
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Role:
    """One job. `end` is a date, "present" or None (not stated or not readable); `lines` are the lines of text."""

    title: str
    organization: str | None
    start: str | None
    end: str | None
    first_line: int
    last_line: int
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Education:
    degree_level: DegreeLevel
    field: str | None
    institution: str | None
    start: str | None
    end: str | None
    in_progress: bool
    line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill, certificate, publication, award, link, project or statement, as written."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """`name` in English; `level` as written, None when not stated."""

    name: str
    level: str | None
    line: int


@dataclass(frozen=True, slots=True)
class ResumeFacts:
    """Everything read from one resume; `lines` is its text, `total_years_experience` the union of its dated roles."""

    lines: tuple[str, ...]
    name: Mention | None
    email: Mention | None
    phone: Mention | None
    headline: Mention | None
    sections: tuple[Section, ...]
    experience: tuple[Role, ...]
    total_years_experience: float
    education: tuple[Education, ...]
    skills: tuple[Mention, ...]
    languages: tuple[SpokenLanguage, ...]
    certifications: tuple[Mention, ...]
    publications: tuple[Mention, ...]
    awards: tuple[Mention, ...]
    links: tuple[Mention, ...]
    projects: tuple[Mention, ...]
    work_authorisation: tuple[Mention, ...]
    contact_lines: frozenset[int] = frozenset()
