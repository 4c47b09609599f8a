"""Cuts the lines of a resume at its headings."""

import re
from collections.abc import Sequence
from typing import Final

from reading import phrases as word_phrases
from reading.folding import plain
from reading.resume.dates import periods
from reading.resume.facts import Section, SectionKind
from reading.resume.headings import heading_kind, inline_heading, names_experience, run_in_heading

_LABELLED: Final = re.compile(r"^(?:• )?[^\W\d_][^:.]{2,40}:\s*\S")
# Glued to a small letter or a sign: two or three words of a heading, each with a capital.
_GLUED_HEADING: Final = re.compile(
    r"(?:(?<=[a-z.;)])|(?<=[.;] ))([A-Z][a-z]{2,15}(?: (?:[A-Z][a-z]{2,15}|&|and)){1,2}) ?$"
)
_DATED_LENGTH: Final = 120  # characters of a line that may date a job
# Within a section of education such a label tells of the entry above.
_COURSES: Final = word_phrases.finder("resume", "education", "courses")
_OPENING_WORDS: Final = 12  # an untitled opening this long is a summary


def sections_of(lines: Sequence[str]) -> list[Section]:
    """Sections in text order; neighbours of one kind stay apart. Lines before the first heading that read as prose
    are an untitled summary."""
    starts: list[tuple[int, SectionKind, str]] = []
    index = 0
    while index < len(lines):
        step = 1
        line = lines[index]
        current = starts[-1][1] if starts else None
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if _is_half_heading(line, following):
            kind = heading_kind(f"{line} {following}")
            if kind is not None:
                starts.append((index, kind, f"{line} {following}"))
                step = 2
        elif (dated := _heading_before_dates(line)) is not None and dated[0] != current:
            starts.append((index, *dated))
        elif (kind := heading_kind(line)) is not None and not _is_inner(lines, index, kind, current):
            starts.append((index, kind, line.rstrip(" :")))
        elif _opens_named_experience(lines, index):
            starts.append((index, "experience", line.rstrip(" :")))
        elif (glued := _heading_at_the_end(line)) is not None:
            starts.append((index, *glued))
        elif (run_in := run_in_heading(line)) is not None and run_in[0] != current:
            starts.append((index, run_in[0], run_in[1]))
        elif (
            (inline := inline_heading(line)) is not None
            and current not in ("experience", "projects")
            and not (current == "skills" and inline[0] == "skills")
            and not (current == "education" and _COURSES.match(plain(line)))
        ):
            starts.append((index, inline[0], inline[1]))
        index += step
    ends = [*(start for start, _, _ in starts[1:]), *([len(lines)] if starts else [])]
    found = [
        Section(_kind_by_content(kind, lines[start + 1 : end]), heading, start + 1, end)
        for (start, kind, heading), end in zip(starts, ends, strict=True)
    ]
    opening = starts[0][0] if starts else len(lines)
    prose = [index for index in range(opening) if len(lines[index].split()) >= _OPENING_WORDS]
    if prose:
        found.insert(0, Section("summary", None, prose[0] + 1, opening))
    return found


def _kind_by_content(kind: SectionKind, content: Sequence[str]) -> SectionKind:
    """An "experience summary" of labelled lists ("Databases: MySQL, MongoDB") without any date lists skills."""
    filled = [line for line in content if line]
    if kind != "experience" or len(filled) < 3 or any(periods(line) for line in filled):
        return kind
    labelled = sum(_LABELLED.match(line) is not None for line in filled)
    return "skills" if labelled >= len(filled) * 0.6 else kind


def first_content(section: Section, lines: Sequence[str]) -> int:
    """Index of the first line of content: the heading's own line when the text runs on in it."""
    if section.heading is None or beside_heading(section, lines):
        return section.first_line - 1
    return section.first_line


def beside_heading(section: Section, lines: Sequence[str]) -> str:
    """What stands behind the heading on its own line: the list in "Skills: Python, SQL"."""
    line = lines[section.first_line - 1]
    if section.heading is None or len(line) <= len(section.heading) + 2 or not line.startswith(section.heading):
        return ""
    return line[len(section.heading) :].lstrip(" :\t")


def _heading_at_the_end(line: str) -> tuple[SectionKind, str] | None:
    """Kind and heading of "... to all work environments.Education Details": the break before the heading is lost."""
    match = _GLUED_HEADING.search(line)
    kind = heading_kind(match.group(1)) if match is not None else None
    return (kind, match.group(1)) if match is not None and kind is not None else None


def _opens_named_experience(lines: Sequence[str], index: int) -> bool:
    """A heading such as "Retail Experience": it stands alone, and a dated job follows at once."""
    line = lines[index]
    if not names_experience(line) or (index > 0 and lines[index - 1] and not line.isupper()):
        return False
    following = [text for text in lines[index + 1 : index + 7] if text][:3]
    return any(not period.single for text in following for period in periods(text) if len(text) < _DATED_LENGTH)


def _heading_before_dates(line: str) -> tuple[SectionKind, str] | None:
    """Kind and heading of "Work experience 04/2022 - 07/2022": the first dates share its line."""
    found = periods(line)
    if not found or found[0].single or found[0].at < 4:
        return None
    before = line[: found[0].at].strip(" :\t–—-|(")
    kind = heading_kind(before)
    return (kind, before) if kind in ("experience", "education") else None


def _is_half_heading(line: str, following: str) -> bool:
    """A heading broken over two lines of capitals ("EXECUTIVE" / "SUMMARY")."""
    return (
        line.isupper()
        and following.isupper()
        and len(line.split()) == 1
        and len(following.split()) == 1
        and heading_kind(line) in (None, "other")
        and heading_kind(following) is not None
    )


def _is_inner(lines: Sequence[str], index: int, kind: SectionKind, current: SectionKind | None) -> bool:
    """A word inside a role that looks like a heading: the headings of this resume are written otherwise."""
    line = lines[index]
    if current not in ("experience", "projects") or kind not in (
        "summary",
        "experience",
        "awards",
        "projects",
        "skills",
    ):
        return False
    if line.endswith(":"):
        return True
    if current == "projects" or line.isupper():
        return False
    if kind == current:
        following = next((text for text in lines[index + 1 : index + 5] if text), "")
        return not periods(following) and not line.isupper()
    if kind == "awards":
        return False
    # A role goes on when more dated jobs follow before any other section begins.
    if kind != "summary":
        return False
    for text in lines[index + 1 :]:
        after = heading_kind(text)
        if after in ("education", "skills", "languages", "certifications", "interests"):
            return False
        if any(not period.single for period in periods(text)):
            return True
    return False
