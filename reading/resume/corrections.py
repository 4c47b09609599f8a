"""What the owner of a resume says about the facts read from it, laid over whatever a file says.

A correction belongs to the person: it names a fact by kind and key (its normalised value), never by file or line, so it
holds for the next upload too. The owner's word decides what a line says; it never invents a line.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

from reading.resume.dates import years_covered
from reading.resume.facts import Education, Mention, ResumeFacts, Role, SpokenLanguage

Action = Literal["confirmed", "edited", "added", "deleted"]
State = Literal["read", "confirmed", "edited", "added", "deleted"]
Value = Mapping[str, Any]

CONFIRMED, EDITED, ADDED, DELETED, READ = "confirmed", "edited", "added", "deleted", "read"
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name",),
    "email": ("name",),
    "phone": ("name",),
    "headline": ("name",),
    "role": ("title", "organization", "start", "end"),
    "education": ("degree_level", "field", "institution", "start", "end", "in_progress"),
    "skill": ("name",),
    "language": ("name", "level"),
    "certification": ("name",),
    "publication": ("name",),
    "award": ("name",),
    "project": ("name",),
    "link": ("name",),
    "authorisation": ("name",),
}
SINGLE: Final = frozenset({"name", "email", "phone", "headline"})
# Where the fact is the line itself, a fact that is not true takes the line out of the evidence.
LINE_KINDS: Final = frozenset({"certification", "publication", "award", "project", "link", "authorisation"})
_MENTIONS: Final = {
    "certification": "certifications",
    "publication": "publications",
    "award": "awards",
    "project": "projects",
    "link": "links",
    "authorisation": "work_authorisation",
}
_LONGEST_KEY: Final = 300
_EDGES: Final = " \t.,;:|·•-–—*()"


@dataclass(frozen=True, slots=True)
class Correction:
    """``value`` holds the fields of the kind as the owner states them; ``evidence`` is the line of the resume that
    shows it, word for word, or ""."""

    kind: str
    key: str
    action: str
    value: Value = field(default_factory=dict)
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedFact:
    """One fact as it stands after the owner's word. ``line`` is 0 where no line of this resume shows it; ``read`` is
    what the file says, None where the file does not say it."""

    kind: str
    key: str
    value: Value
    state: str = READ
    line: int = 0
    last_line: int = 0
    read: Value | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The facts in the order of ``FIELDS`` and of the text, and what the owner took away."""

    facts: tuple[ReviewedFact, ...]
    removed: tuple[ReviewedFact, ...]

    def of(self, kind: str) -> list[ReviewedFact]:
        return [fact for fact in self.facts if fact.kind == kind]


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the resume shows a skill, and for how many years by the dates of those roles."""

    lines: tuple[int, ...] = ()
    years: float = 0.0


def folded(text: Any) -> str:
    """One spelling for what differs in case, width and blanks only."""
    plain = unicodedata.normalize("NFKC", str(text or "")).casefold()
    return re.sub(r"\s+", " ", plain).strip(_EDGES)


def key_of(kind: str, value: Value) -> str:
    """The normalised value by which a correction finds its fact in any file."""
    if kind == "role":
        parts = [folded(value.get("title")), folded(value.get("organization")), str(value.get("start") or "")]
    elif kind == "education":
        parts = [str(value.get("degree_level") or ""), folded(value.get("field")), folded(value.get("institution"))]
    else:
        parts = [folded(value.get("name"))]
    return "|".join(parts)[:_LONGEST_KEY]


def as_read(facts: ResumeFacts) -> list[ReviewedFact]:
    """Every fact the parser found, in the order of ``FIELDS``."""
    found: list[ReviewedFact] = []

    def add(kind: str, value: Value, line: int, last_line: int = 0) -> None:
        found.append(ReviewedFact(kind, key_of(kind, value), value, READ, line, last_line or line, value))

    for kind in ("name", "email", "phone", "headline"):
        mention: Mention | None = getattr(facts, kind)
        if mention is not None:
            add(kind, {"name": mention.name}, mention.line)
    for role in facts.experience:
        add("role", {name: getattr(role, name) for name in FIELDS["role"]}, role.first_line, role.last_line)
    for entry in facts.education:
        add("education", {name: getattr(entry, name) for name in FIELDS["education"]}, entry.line, entry.last_line)
    for skill in facts.skills:
        add("skill", {"name": skill.name}, skill.line)
    for language in facts.languages:
        add("language", {"name": language.name, "level": language.level}, language.line)
    for kind, attribute in _MENTIONS.items():
        for mention in getattr(facts, attribute):
            add(kind, {"name": mention.name}, mention.line)
    return found


def review(facts: ResumeFacts, corrections: Iterable[Correction]) -> Review:
    """The facts as the owner lets them stand. ``corrections`` oldest first; of two about one fact the later holds."""
    said = {(c.kind, c.key): c for c in corrections if c.kind in FIELDS}
    gone = {(c.kind, key) for c in said.values() if c.action == DELETED for key in (c.key, key_of(c.kind, c.value))}
    stands: list[ReviewedFact] = []
    used: set[tuple[str, str]] = set()
    for fact in as_read(facts):
        correction = said.get((fact.kind, fact.key))
        if (fact.kind, fact.key) in gone:
            used.add((fact.kind, fact.key))
        elif correction is None or (correction.action != CONFIRMED and not _says_something(correction)):
            stands.append(fact)
        else:
            used.add((fact.kind, fact.key))
            stands.append(_amended(fact, correction, facts.lines))
    for (kind, key), correction in said.items():
        is_new = (kind, key) not in used and (kind, key) not in gone
        if correction.action != DELETED and is_new and _says_something(correction):
            _state(stands, correction, facts.lines)
    stands = _without_repeats(stands)
    order = list(FIELDS)
    stands.sort(key=lambda fact: order.index(fact.kind))
    removed = tuple(
        ReviewedFact(c.kind, c.key, c.value, DELETED, _line_with(c.evidence, facts.lines))
        for c in said.values()
        if c.action == DELETED
    )
    return Review(tuple(stands), removed)


def _amended(fact: ReviewedFact, correction: Correction, lines: Sequence[str]) -> ReviewedFact:
    if correction.action == CONFIRMED:
        return replace(fact, state=CONFIRMED)
    line = _line_with(correction.evidence, lines) or fact.line
    return replace(
        fact, value=_completed(correction), state=correction.action, line=line, last_line=max(line, fact.last_line)
    )


def _says_something(correction: Correction) -> bool:
    """A word that names nothing makes no fact."""
    return bool(key_of(correction.kind, correction.value).strip("|"))


def _state(stands: list[ReviewedFact], correction: Correction, lines: Sequence[str]) -> None:
    """A fact the owner vouches for and this text does not word as it was when they said so."""
    wanted = key_of(correction.kind, correction.value)
    for index, fact in enumerate(stands):
        if fact.kind == correction.kind and key_of(fact.kind, fact.value) == wanted:
            stands[index] = replace(fact, key=correction.key, value=_completed(correction), state=correction.action)
            return
    line = _line_with(correction.evidence, lines)
    stands.append(ReviewedFact(correction.kind, correction.key, _completed(correction), correction.action, line, line))


def _completed(correction: Correction) -> Value:
    return {name: correction.value.get(name) for name in FIELDS[correction.kind]}


def _line_with(evidence: str, lines: Sequence[str]) -> int:
    """The number of the line that says exactly this; 0 where none does."""
    wanted = evidence.strip()
    if not wanted:
        return 0
    return next((number for number, line in enumerate(lines, 1) if line.strip() == wanted), 0)


def _without_repeats(stands: Sequence[ReviewedFact]) -> list[ReviewedFact]:
    """Of two facts that say the same, and of two names or headlines, the one the owner vouches for, else the first."""
    kept: dict[tuple[str, str], ReviewedFact] = {}
    for fact in stands:
        name = (fact.kind, "" if fact.kind in SINGLE else key_of(fact.kind, fact.value))
        if fact.kind == "role" and fact.state == READ:
            name = (fact.kind, f"{name[1]}|{fact.line}")
        present = kept.get(name)
        if present is None or (present.state == READ and fact.state != READ) or _later_single(present, fact):
            kept[name] = fact
    return list(kept.values())


def _later_single(present: ReviewedFact, fact: ReviewedFact) -> bool:
    return fact.kind in SINGLE and fact.state != READ and present.state != READ


def corrected(facts: ResumeFacts, corrections: Iterable[Correction], *, today: date) -> ResumeFacts:
    """The same facts as the owner lets them stand; years of experience follow the corrected dates.

    A fact that no line of this resume shows has line 0.
    """
    found = review(facts, corrections)

    def single(kind: str) -> Mention | None:
        return next((Mention(str(fact.value["name"]), fact.line) for fact in found.of(kind)), None)

    def mentions(kind: str) -> tuple[Mention, ...]:
        return tuple(Mention(str(fact.value["name"]), fact.line) for fact in found.of(kind))

    experience = tuple(
        Role(
            title=str(fact.value["title"] or ""),
            organization=fact.value["organization"] or None,
            start=fact.value["start"] or None,
            end=fact.value["end"] or None,
            first_line=fact.line,
            last_line=fact.last_line,
            lines=tuple(facts.lines[fact.line - 1 : fact.last_line]) if fact.line else (),
        )
        for fact in found.of("role")
    )
    return replace(
        facts,
        name=single("name"),
        email=single("email"),
        phone=single("phone"),
        headline=single("headline"),
        experience=experience,
        total_years_experience=years_covered(((role.start, role.end) for role in experience), today),
        education=tuple(
            Education(
                degree_level=fact.value["degree_level"] or "other",
                field=fact.value["field"] or None,
                institution=fact.value["institution"] or None,
                start=fact.value["start"] or None,
                end=fact.value["end"] or None,
                in_progress=bool(fact.value["in_progress"]),
                line=fact.line,
                last_line=fact.last_line,
            )
            for fact in found.of("education")
        ),
        skills=mentions("skill"),
        languages=tuple(
            SpokenLanguage(str(fact.value["name"]), fact.value["level"] or None, fact.line)
            for fact in found.of("language")
        ),
        certifications=mentions("certification"),
        publications=mentions("publication"),
        awards=mentions("award"),
        projects=mentions("project"),
        links=mentions("link"),
        work_authorisation=mentions("authorisation"),
    )


def where_shown(
    facts: ResumeFacts, find_skills: Callable[[str], Iterable[tuple[str, int, int]]] | None, *, today: date
) -> dict[str, Shown]:
    """Folded name of each skill of ``facts`` -> the lines that name it, and the years of the roles they stand in."""
    named: dict[str, list[int]] = {folded(skill.name): [skill.line] if skill.line else [] for skill in facts.skills}
    for number, line in enumerate(facts.lines, 1):
        for name, _, _ in find_skills(line) if find_skills is not None and line else ():
            numbers = named.get(folded(name))
            if numbers is not None and number not in numbers:
                numbers.append(number)
    found = {}
    for key, numbers in named.items():
        roles = [
            (role.start, role.end)
            for role in facts.experience
            if any(role.first_line <= number <= role.last_line for number in numbers)
        ]
        found[key] = Shown(tuple(sorted(numbers)), years_covered(roles, today))
    return found


def hints(facts: ResumeFacts) -> list[str]:
    """What would make the matches surer, each in one sentence; nothing here is a fault."""
    found = []
    undated = sum(1 for role in facts.experience if not role.start or not role.end)
    if undated:
        verb = "role has" if undated == 1 else "roles have"
        found.append(f"{undated} {verb} no dates we could read: years of experience count only dated roles.")
    if not facts.experience:
        found.append("No role was read. A title, an employer and two dates on the lines above the tasks are enough.")
    if not facts.skills:
        found.append("No skill was read. A section called Skills, with commas between them, is read best.")
    unplaced = sum(1 for skill in facts.skills if not skill.line)
    if unplaced:
        verb = "skill you added has" if unplaced == 1 else "skills you added have"
        found.append(f"{unplaced} {verb} no line in this resume: only what a line shows counts as evidence.")
    if any(entry.degree_level == "other" for entry in facts.education):
        found.append("One education has no level we know: choose it, and degree requirements can be judged.")
    if facts.languages and any(language.level is None for language in facts.languages):
        found.append("A language without a level is read as named, not as fluent.")
    return found
