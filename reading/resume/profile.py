"""Puts the facts of one resume together."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from reading.resume.contact import (
    find_email,
    find_headline,
    find_links,
    find_name,
    find_phone,
    references_range,
)
from reading.resume.dates import years_covered
from reading.resume.education import education_in, stated_degrees
from reading.resume.extracted import Extracted
from reading.resume.facts import Mention, ResumeFacts, Role, Section, SectionKind
from reading.resume.job_words import has_title_word
from reading.resume.personal_lines import contact_lines
from reading.resume.roles import roles_in
from reading.resume.sections import beside_heading, sections_of
from reading.resume.skills import FindSkills, skills_in
from reading.resume.spoken_languages import languages_in

_AUTHORISATION: Final = re.compile(
    r"\b(?:work permit|work authori[sz]ation|authori[sz]ed to work|right to work|eligible to work|visa|green card|"
    r"permanent resident|"
    r"us citizen|u\.s\. citizen|eu citizen|arbeitserlaubnis|aufenthaltstitel|permiso de trabajo|titre de sejour|"
    r"sponsorship|h-?1b|opt\b)",
    re.IGNORECASE,
)
_BARE_LABEL: Final = re.compile(
    r"(?:work (?:permit|authori[sz]ation)|right to work|visa(?: status)?|sponsorship|arbeitserlaubnis|aufenthaltstitel|"
    r"permiso de trabajo|titre de sejour)\s*:?$",
    re.IGNORECASE,
)
_LONGEST_ITEM: Final = 220
_NO_WORK: Final = frozenset({"languages", "interests", "contact", "summary", "skills"})


def parse(extracted_or_text: Extracted | str, *, today: date, find_skills: FindSkills | None = None) -> ResumeFacts:
    """The facts of a resume. "present" in its dates means `today`.

    `find_skills` is the vocabulary: it takes a line and gives (canonical name, start, end); without it only skills
    sections count. Never raises on any text.
    """
    text = extracted_or_text.text if isinstance(extracted_or_text, Extracted) else extracted_or_text
    lines = tuple(text.split("\n"))
    sections = sections_of(lines)
    private = references_range(sections)
    email = find_email(lines, private)
    name = find_name(lines, email)
    roles = _roles(sections, lines)
    education = [fact for section in sections if section.kind == "education" for fact in education_in(section, lines)]
    if all(fact.degree_level in ("other", "certificate") for fact in education):
        education += stated_degrees(lines, sections)
    phone = find_phone(lines, private)
    links = find_links(lines)
    return ResumeFacts(
        lines=lines,
        name=name,
        email=email,
        phone=phone,
        headline=find_headline(lines, name, sections),
        sections=tuple(sections),
        experience=tuple(roles),
        total_years_experience=years_covered(((role.start, role.end) for role in roles), today),
        education=tuple(education),
        skills=tuple(skills_in(sections, lines, find_skills)),
        languages=tuple(languages_in(sections, lines)),
        certifications=tuple(_items(sections, lines, "certifications")),
        publications=tuple(_items(sections, lines, "publications")),
        awards=tuple(_items(sections, lines, "awards")),
        links=tuple(links),
        projects=tuple(_items(sections, lines, "projects")),
        work_authorisation=tuple(
            Mention(line.lstrip("• ")[:_LONGEST_ITEM], number)
            for number, line in enumerate(lines, 1)
            if len(line) <= _LONGEST_ITEM and _AUTHORISATION.search(line) and not _BARE_LABEL.match(line)
        ),
        contact_lines=contact_lines(lines, sections, name, email, phone),
    )


def _roles(sections: Sequence[Section], lines: Sequence[str]) -> list[Role]:
    roles = [role for section in sections if section.kind == "experience" for role in roles_in(section, lines)]
    if all(section.heading is None for section in sections):
        # No heading at all: dated lines with a job title still are jobs.
        return roles or roles_in(Section("experience", None, 1, len(lines)), lines)
    return sorted([*roles, *_roles_elsewhere(sections, lines, roles)], key=lambda role: role.first_line)


def _roles_elsewhere(sections: Sequence[Section], lines: Sequence[str], roles: Sequence[Role]) -> list[Role]:
    """Jobs below a heading of another column: where two columns were read as one, months and a title still say job."""
    found: list[Role] = []
    after_work = False
    for section in sections:
        after_work = after_work or section.kind == "experience"
        if not after_work or section.heading is None or section.kind not in _NO_WORK:
            continue
        rest = Section("experience", None, section.first_line + 1, section.last_line)
        for role in roles_in(rest, lines) if rest.first_line <= rest.last_line else []:
            months = role.start is not None and len(role.start) > 4 and role.end is not None and role.end != role.start
            if months and has_title_word(role.title) and all(role.start != other.start for other in roles):
                found.append(role)
    return found


def _items(sections: Sequence[Section], lines: Sequence[str], kind: SectionKind) -> Iterable[Mention]:
    """The lines of every section of `kind`, wrapped lines joined to their first."""
    for section in sections:
        if section.kind != kind or section.heading is None:
            continue
        current: list[str] = []
        start = 0
        if beside := beside_heading(section, lines):
            current, start = [beside], section.first_line
        for number in range(section.first_line + 1, section.last_line + 1):
            line = lines[number - 1]
            if current and (not line or line.startswith("•") or not _continues(current[-1], line)):
                yield Mention(" ".join(current)[:_LONGEST_ITEM], start)
                current = []
            if line:
                if not current:
                    start = number
                current.append(line.lstrip("• "))
        if current:
            yield Mention(" ".join(current)[:_LONGEST_ITEM], start)


def _continues(above: str, line: str) -> bool:
    return line[0].islower() or above.endswith((",", " and", " of", " for", " the", " in", " with", " using", "&"))
