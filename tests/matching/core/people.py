"""Invented postings and people, and a small skill vocabulary, for the tests of matching."""

import re
from dataclasses import dataclass

from matching.core import (
    Degree,
    ResumeLine,
    RoleFeatures,
    build_posting_features,
    build_resume_features,
    fields_in,
    requirement_row,
)
from reading.degrees import without_school
from reading.requirement import read_asked
from reading.resumes import degrees_in


@dataclass(frozen=True)
class FoundSkill:
    slug: str
    name: str
    span: tuple[int, int]


class FoundItem:
    """A clause as the posting parser gives it."""

    def __init__(self, text, kind, importance, vocabulary):
        self.text, self.kind, self.importance = text, kind, importance
        self.span = (0, len(text))
        self.asked = read_asked(text, vocabulary)


class SmallVocabulary:
    names = {
        "python": "Python",
        "django": "Django",
        "postgresql": "PostgreSQL",
        "mysql": "MySQL",
        "sql": "SQL",
        "welding": "welding",
        "pastry": "pastry",
        "rust": "Rust",
    }
    implications = {"django": {"python": 0.9}, "postgresql": {"sql": 1.0}, "mysql": {"sql": 1.0}}

    def find(self, text, code="en"):
        found = []
        for slug, name in self.names.items():
            matches = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
            found.extend(FoundSkill(slug, name, match.span()) for match in matches)
        return sorted(found, key=lambda mention: mention.span)

    def name(self, slug):
        return self.names[slug]

    def kind(self, slug):
        return {slug: "domain" if slug in ("welding", "pastry") else "tool" for slug in self.names}[slug]

    def implied(self, slug):
        return self.implications.get(slug, {})


VOCABULARY = SmallVocabulary()

REQUIREMENTS = (
    "At least three years of experience with Python and Django",
    "Knowledge of PostgreSQL, MySQL or similar",
    "Bachelor's degree in computer science or a related field",
    "Experience deploying services to Kubernetes",
    "Excellent communication skills",
)

RESUME = """Backend Developer
Skills: Python, Django, PostgreSQL
Backend Developer, Larkspur Mapping
Wrote the Django services that draw walking maps for hikers
Tuned slow PostgreSQL queries of the tile store
Junior Developer, Fennel Software
Kept the Python import scripts of a seed catalogue running
Bachelor of Science in Computer Science, Northmoor University"""

ROLES = (
    RoleFeatures("Backend Developer", 3, 5, 2019 * 12, 2022 * 12 + 11),
    RoleFeatures("Junior Developer", 6, 7, 2017 * 12, 2018 * 12 + 11),
)


def posting(
    requirements=REQUIREMENTS, title="Python Backend Developer", description="We draw maps for walkers.", **stated
):
    rows = [requirement_row(str(index), text, VOCABULARY) for index, text in enumerate(requirements)]
    return build_posting_features(title=title, description=description, requirements=rows, **stated)


def lines_of(text, sections=None):
    lines, position = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        section = (sections or {}).get(number, "experience")
        lines.append(ResumeLine(number, line, section, position, position + len(line)))
        position += len(line) + 1
    return lines


def degrees_of(text):
    """The degrees that the lines name, as the reader of resumes hands them on."""
    return [
        Degree(
            named.level,
            fields_in(without_school(line)),
            any(word in line for word in ("in progress", "expected", "present")),
            number,
        )
        for number, line in enumerate(text.split("\n"), start=1)
        for named in degrees_in(line)[:1]
        if not named.weak
    ]


def resume(text=RESUME, roles=ROLES, sections=None, **more):
    count = text.count("\n") + 1
    kept = [role for role in roles if role.last_line <= count] if text.strip() else []
    more.setdefault("degrees_held", degrees_of(text))
    return build_resume_features(lines=lines_of(text, sections), roles=kept, vocabulary=VOCABULARY, **more)
