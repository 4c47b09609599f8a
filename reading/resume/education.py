"""Degrees with their school, field and dates."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from reading import phrases as word_phrases
from reading.degrees import SCHOOL_NAME
from reading.folding import plain
from reading.resume.dates import PRESENT, Period, date_of, periods, without_periods
from reading.resume.degrees import RANK, Degree, degrees_in
from reading.resume.facts import DegreeLevel, Education, Section
from reading.resume.role_headers import PLACEHOLDER
from reading.resume.sections import beside_heading, first_content

_SCHOOL: Final = word_phrases.finder("resume", "education", "school")
_STUDYING: Final = word_phrases.finder("resume", "education", "studying")
_UNFINISHED: Final = word_phrases.finder("resume", "education", "unfinished")
_EXPECTED: Final = word_phrases.finder("resume", "education", "expected")
_ENGINEER: Final = word_phrases.finder("degrees", "held", "engineer")
# "Coursework: Latin" tells of the entry above it and opens none.
_COURSES: Final = re.compile(rf"(?:• ?|- ?)?{word_phrases.source('resume', 'education', 'courses')} ?(?::|-|$)")
_FIELD: Final = re.compile(
    r"^(?:\s*(?:degree|diploma))?\s*(?:(?:of )?(?:(?:applied |fine |social )?(?:sciences?|arts|engineering|technology|"
    r"business administration|commerce|education))\b)?\s*(?:degree\b)?\s*"
    r"(?:[(][^()]{1,12}[)]|[-–] [A-Z][A-Za-z.]{1,5}(?=,))?\s*(?:[:,(–-]|\bin\b|\bof\b|\ben\b|\bde\b|\bem\b|\s)*\s*"
    r"([^,\t|()\d·:]{3,60})",
    re.IGNORECASE,
)
# These say how much was done of something that may well have been finished.
_COMPLETED: Final = re.compile(r"^(?:completed \d|coursework|\d+ credits?|credits?)")
# What stands between two degrees of one line.
_JOINED: Final = re.compile(rf"(?:;|&|\b{word_phrases.source('joining', 'and')})\s*$")
# A baccalaureate of a school is no bachelor's degree.
_SCHOOL_LEAVING: Final = re.compile(r"(?:international )?baccalaureate")
_HIGH_SCHOOL: Final = re.compile(r"\b(?:high school|lycee|secondary|sixth form|grammar school)\b")
_FIRST_PERSON: Final = re.compile(r"(?:I|My|We|Our)\b(?!\.)")
_MOST: Final = 40
_AT_THE_START: Final = 3
_DATED_LINES: Final = 4
_LONG_STUDIES: Final = 5  # years


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the section and what it states."""

    index: int
    text: str
    dates: list[Period]
    school: str | None
    degrees: tuple[Degree, ...]

    @property
    def strong(self) -> list[Degree]:
        return [degree for degree in self.degrees if not degree.weak]


@dataclass(slots=True)
class _Entry:
    first: int
    degree: Degree | None = None
    degree_line: str = ""
    school: str | None = None
    dates: list[Period] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    last: int = 0
    is_dated: bool = False
    """Whether the line of its degree or school holds the dates, so that those of other lines are of something else."""

    @property
    def is_dates_only(self) -> bool:
        """Whether nothing but dates was read so far: they belong to what follows."""
        return (
            self.degree is None
            and self.school is None
            and all(not without_periods(text, periods(text)) for text in self.texts)
        )


def education_in(section: Section, lines: Sequence[str]) -> list[Education]:
    """The entries of an education section, in order as printed."""
    entries: list[_Entry] = []
    first = first_content(section, lines)
    read = [_read(index, text) for index, text in _filled(section, lines, first)]
    dates_lead = bool(read) and (date_of(read[0].text) == PRESENT or _begins_dated(read[0]))
    for position, line in enumerate(read):
        current = entries[-1] if entries else None
        opens_paragraph = position > 0 and line.index > read[position - 1].index + 1
        paragraph = _paragraph(read, position) if opens_paragraph else ()
        if current is None or _starts_new(current, line, paragraph, dates_lead=dates_lead):
            current = _Entry(line.index)
            entries.append(current)
        _take(current, line)
        # "Higher Secondary ... Bachelor of Arts ..." on one line are two entries.
        for before, extra in itertools.pairwise(line.degrees):
            if current.degree is not None and _is_another(line.text, before, extra, current.degree.level):
                current = _Entry(line.index)
                entries.append(current)
                tail = line.text[extra.at :]
                moved = Degree(extra.level, 0, extra.to - extra.at)
                found = periods(tail)
                _take(current, _Line(line.index, tail, found, school_in(without_periods(tail, found)), (moved,)))
    if len(entries) > 1:
        # Beside other entries, credits without school or date are a remark.
        entries = [
            entry
            for entry in entries
            if entry.school or entry.dates or entry.degree is None or entry.degree.level != "other"
        ]
    return _without_repeats([fact for entry in entries[:_MOST] if (fact := _fact(entry)) is not None])


def _without_repeats(facts: Sequence[Education]) -> list[Education]:
    """The entries without one that says of the entry above, in fewer words, what that says."""
    kept: list[Education] = []
    for fact in facts:
        above = kept[-1] if kept else None
        if above is None or not _repeats(fact, above):
            kept.append(fact)
    return kept


def _repeats(fact: Education, above: Education) -> bool:
    if fact.degree_level != above.degree_level or fact.degree_level in ("other", "certificate"):
        return False
    if fact.end is not None and (above.end is None or fact.end[:4] != above.end[:4]):
        return False
    if fact.institution and above.institution and not _same_school(fact.institution, above.institution):
        return False
    one, other = plain(fact.field or ""), plain(above.field or "")
    return (fact.end is not None or not fact.institution) and (not one or not other or one in other or other in one)


def _begins_dated(line: "_Line") -> bool:
    return bool(line.dates) and line.dates[0].at <= _AT_THE_START


def _filled(section: Section, lines: Sequence[str], first: int) -> list[tuple[int, str]]:
    """The lines of a section that hold words, without the heading where the first line begins with it."""
    found = [(index, lines[index]) for index in range(first, section.last_line) if lines[index].strip()]
    if found and section.heading is not None and first == section.first_line - 1:
        rest = beside_heading(section, lines)
        found[0] = (first, rest)
    return [(index, text) for index, text in found if text]


def _read(index: int, text: str) -> "_Line":
    if _COURSES.match(plain(text)):
        return _Line(index, text, [], None, ())
    found = periods(text)
    school = school_in(without_periods(text, found))
    return _Line(index, text, found, school, tuple(_stated(text, school)))


def _is_another(line: str, before: Degree, extra: Degree, level: DegreeLevel) -> bool:
    """Whether a second degree of a line is one of its own: of another level, or named after its sign or "and"."""
    if extra.weak:
        return False
    between = line[before.to : extra.at]
    if RANK.index(extra.level) > RANK.index("certificate") and extra.level != level:
        return "(" not in between[-2:] or ")" in between
    joined = _JOINED.search(plain(between)) is not None and len(re.findall(r"[^\W\d_]{4,}", between)) > 0
    return joined and (extra.level != level or line[before.at : before.to].lower() != line[extra.at : extra.to].lower())


def _paragraph(read: Sequence["_Line"], position: int) -> Sequence["_Line"]:
    end = position + 1
    while end < len(read) and read[end].index == read[end - 1].index + 1:
        end += 1
    return read[position:end]


def _stated(line: str, school: str | None) -> list[Degree]:
    """Degrees a line states; those a sentence only talks about (plans, memories) do not count."""
    words = len(line.split())
    return [
        degree
        for degree in degrees_in(line)
        if (words <= 22 or degree.at <= _AT_THE_START)
        and not (degree.at > 60 and school is None)
        and not (degree.weak and words > 14)
    ]


def school_in(line: str) -> str | None:
    """The part of a line that names a school, as printed."""
    line = PLACEHOLDER.sub("\t", line)
    parts = [
        part.strip(" .;:()")
        for part in re.split(r"\t|, | \| | - | – | — |;|\bGPA\b|\.(?= )|\) |\b(?:[Ff]rom|FROM|at|in)\b", line)
    ]
    for part in parts:
        if part and len(part) <= 100 and _names_school(part, line):
            degrees = degrees_in(part)
            if degrees and degrees[0].at == 0 and len(part) > degrees[0].to + 3 and degrees[0].level != "high_school":
                tail = part[degrees[0].to :].strip(" .,:()").removeprefix("of ").removeprefix("in ")
                if not _SCHOOL.search(plain(tail)):
                    return None
                name = SCHOOL_NAME.search(tail)
                return name.group() if name else tail
            if degrees and degrees[0].level == "high_school":
                part = re.sub(r"^high school(?: diploma)?\W*", "", part, flags=re.IGNORECASE)
                if not _SCHOOL.search(plain(part)):
                    continue
            return part
    return None


def _names_school(part: str, line: str) -> bool:
    """Whether words name a school: "Institution" among others is a column of a table, alone it ends a name that is torn
    over two lines; "a college newspaper" is no name."""
    named = _SCHOOL.search(plain(part))
    if named is None or _FIRST_PERSON.match(part):
        return False
    written = part[named.start() : named.end()]
    if written == part and not part.isupper():
        return line.strip() == part
    return any(word[:1].isupper() for word in part.split()) and (written[:1].isupper() or part.split()[0][:1].isupper())


def _starts_new(current: _Entry, line: _Line, paragraph: Sequence[_Line], *, dates_lead: bool) -> bool:
    """Whether `line` begins another entry: it brings what the current one already has.

    `paragraph` is the one that the line opens, empty inside of one.
    """
    degrees, school, found = line.degrees, line.school, line.dates
    if dates_lead and _begins_dated(line) and (current.degree is not None or current.school is not None):
        return True
    # A paragraph with a degree and a school of its own takes nothing from the one above, dates least of all.
    if (
        any(other.strong for other in paragraph)
        and any(other.school for other in paragraph)
        and not current.is_dates_only
    ):
        return True
    strong = line.strong
    opens_paragraph = bool(paragraph)
    complete = current.degree is not None and not current.degree.weak
    if strong and current.degree is not None and complete:
        if strong[0].level == current.degree.level and not found:
            # The same degree again is talk about it ("I later received my GED"), or said twice of one school.
            if not school:
                return strong[0].level == "certificate"
            if current.school is None:
                return _field(current) is not None
            return not _same_school(school, current.school) or _names_another_subject(current, line)
        return True
    if strong and found and current.degree is not None and current.dates:
        return True
    if degrees and not strong and complete and not school and (opens_paragraph or (found and current.dates)):
        return True
    if degrees and current.degree is not None and current.school is not None and bool(school):
        return True
    if not school or current.school is None or _same_school(school, current.school):
        return False
    return (
        current.degree is not None
        or bool(strong)
        or opens_paragraph
        or (bool(current.dates) and (bool(found) or not dates_lead))
    )


def _names_another_subject(current: _Entry, line: _Line) -> bool:
    """Whether a line opens with the degree of a dated entry once more, in another subject: two masters of one school."""
    if not current.dates or line.strong[0].at > _AT_THE_START or current.degree is None:
        return False
    one, other = (
        set(re.findall(r"[^\W\d_]{3,}", plain(text)))
        for text in (current.degree_line[current.degree.to :], line.text[line.strong[0].to :])
    )
    return bool(one - other) and bool(other - one)


def _same_school(one: str, other: str) -> bool:
    """Whether one name holds the words of the other: "De Anza High School" and "De Anza High School- El Sobrante"."""
    words = [set(re.findall(r"\w+", plain(name))) for name in (one, other)]
    shared = len(words[0] & words[1])
    return shared == min(map(len, words)) or (shared > 3 and shared > 0.8 * min(map(len, words)))


def _take(entry: _Entry, line: _Line) -> None:
    if line.degrees and (entry.degree is None or (entry.degree.weak and line.strong)):
        entry.degree = line.strong[0] if line.strong else line.degrees[0]
        entry.degree_line = line.text
    if line.school and entry.school is None:
        entry.school = line.school
    # Of a dated entry a bare date may follow: the end of a period that is torn over two lines.
    torn = len(entry.dates) == 1 and entry.dates[0].single and not without_periods(line.text, line.dates).strip(" ()")
    if not entry.dates or (len(entry.texts) < _DATED_LINES and (not entry.is_dated or torn)):
        entry.dates += _belonging_together(line)
        entry.is_dated = bool(line.dates) and bool(line.degrees or line.school)
    entry.texts.append(line.text)
    entry.last = line.index


def _belonging_together(line: _Line) -> list[Period]:
    """The dates of a line; of two with words between them ("2010. Admitted to the bar 2011") only the first."""
    dates = line.dates
    if len(dates) < 2 or not all(period.single for period in dates[:2]):
        return dates
    between = line.text[dates[0].to : dates[1].at]
    return dates[:1] if len(re.findall(r"[^\W\d_]{2,}", between)) > 1 else dates


def _fact(entry: _Entry) -> Education | None:
    if entry.degree is None and entry.school is None:
        return None
    text = plain(" ".join(entry.texts))
    told = plain(entry.degree_line) if entry.degree is not None else text
    unfinished = [match.group() for match in _UNFINISHED.finditer(told)]
    period = _period(entry.dates)
    studying = _STUDYING.search(text) is not None or (period is not None and period.end == PRESENT)
    level: DegreeLevel = entry.degree.level if entry.degree is not None else "other"
    beside_school = [
        plain(written)
        for written in entry.texts
        if entry.school is not None and (entry.school in written or periods(written))
    ]
    if entry.degree is None and any(_ENGINEER.search(written) for written in beside_school):
        level = "master"
    if entry.degree is not None and _is_long_diploma(plain(entry.degree_line), entry, period):
        level = "master"
    if unfinished and (level in ("other", "certificate") or not all(map(_COMPLETED.search, unfinished))):
        level = "other"
    if (
        level == "bachelor"
        and entry.school is not None
        and _SCHOOL_LEAVING.match(told[entry.degree.at :] if entry.degree else "")
    ):
        level = "high_school" if _HIGH_SCHOOL.search(plain(entry.school)) else level
    start = end = None
    if period is not None:
        start = None if period.single else period.start
        end = None if period.end == PRESENT else period.end
    if end is None and studying:
        end = next(filter(None, map(_expected, entry.texts)), None)
    return Education(level, _field(entry), entry.school, start, end, studying, entry.first + 1, entry.last + 1)


def _is_long_diploma(told: str, entry: _Entry, period: Period | None) -> bool:
    """Whether a mere "diploma" ends five years or more at a university: the degree of a specialist or engineer."""
    if entry.degree is None or entry.school is None or period is None or period.start is None or period.end is None:
        return False
    bare = told[entry.degree.at : entry.degree.to] == "diploma" and "univers" in plain(entry.school)
    return bare and period.end != PRESENT and int(period.end[:4]) - int(period.start[:4]) >= _LONG_STUDIES


def _period(dates: Sequence[Period]) -> Period | None:
    """The time of an entry: its first span, or what two single dates enclose."""
    span = next((period for period in dates if not period.single), None)
    if span is not None or not dates:
        return span
    known = [period.start for period in dates[:2] if period.start is not None]
    if len(known) == 2 and known[0] < known[1]:
        return Period(known[0], known[1], dates[0].at, dates[0].to)
    return dates[0]


def _expected(line: str) -> str | None:
    """The date at which a degree in progress is to end, where the line says so."""
    word = _EXPECTED.search(plain(line))
    if word is None:
        return None
    after = [period for period in periods(line) if period.at >= word.start() and period.at - word.end() <= 30]
    return after[0].start if after and after[0].single else None


def _field(entry: _Entry) -> str | None:
    if entry.degree is None or entry.degree.level == "high_school":
        return None
    tail = re.sub(r"^['’]?s?\b\.?", "", entry.degree_line[entry.degree.to :])
    match = _FIELD.match(without_periods(tail, periods(tail)).split("\t")[0])
    if match is None:
        return None
    name = re.split(r"\bfrom\b|\bat\b", match.group(1), flags=re.IGNORECASE)[0].strip(" .:;-–")
    return name if len(name) > 2 and not _SCHOOL.search(plain(name)) else None


_HELD: Final = frozenset({"bachelor", "master", "doctorate"})
_CLAIM: Final = re.compile(r"\b(?:my|a|an|hold\w*|with|have|graduated|earned|mit|titulaire|con|com|een)\b")


def stated_degrees(lines: Sequence[str], sections: Sequence[Section]) -> list[Education]:
    """Degrees that a resume states outside of any section of education: "I hold a Master degree in engineering"."""
    found: list[Education] = []
    for section in sections:
        if section.kind not in ("summary", "other", "certifications"):
            continue
        for index in range(section.first_line - 1, section.last_line):
            for degree in degrees_in(lines[index]):
                text = plain(lines[index])
                if degree.level in _HELD and (degree.at <= _AT_THE_START or _CLAIM.search(text[: degree.at])):
                    entry = _Entry(index)
                    _take(entry, _Line(index, lines[index], [], school_in(lines[index]), (degree,)))
                    if (fact := _fact(entry)) is not None and all(
                        fact.degree_level != other.degree_level for other in found
                    ):
                        found.append(fact)
    return found
