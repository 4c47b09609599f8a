"""Jobs: finds the dated header of each role and tells title from organisation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reading.resume.dates import PRESENT, Period, opens_with_end, periods, without_periods
from reading.resume.facts import Role, Section
from reading.resume.job_words import has_organization_word, has_title_word
from reading.resume.profile_export import exported_roles
from reading.resume.role_headers import (
    HEADER_LENGTH,
    PLACEHOLDER,
    VERB_START,
    begins_small,
    cleaned_header,
    could_be_header,
    employer_with_place,
    named,
    names_team,
)
from reading.resume.sections import beside_heading, first_content
from reading.resume.undated_roles import undated_roles

_HEADER_LINES: Final = 3
_REST_LENGTH: Final = 130
_BULLET: Final = 2  # characters: "• 2016: Freelance"
_LONGEST_TITLE: Final = 14  # words
_LONGEST_RUN: Final = 8  # words
_MOST_ROLES: Final = 400
# A date after one of these words belongs to a sentence.
_LINKS_ON: Final = re.compile(r"\b(?:in|of|from|during|since|to|with|by|for|between|until|through)\s*$", re.IGNORECASE)


_UNFINISHED: Final = re.compile(r"(?:,|&|\b(?:and|of|for|the|at|und|bei|der|et|de|des|y|del))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A line of the section (0-based, in the whole text) with the dates of one role."""

    index: int
    period: Period
    rest: str
    last: int  # `index`, or the next line when the period is broken over two


def roles_in(section: Section, text: Sequence[str]) -> list[Role]:
    """The roles of an experience section, in order as printed."""
    first, last = first_content(section, text), section.last_line
    lines = list(text)
    if section.heading is not None and first < section.first_line:
        # The first role shares the heading's line.
        lines[first] = beside_heading(section, lines)
    if (exported := exported_roles(lines, first, last)) is not None:
        return exported[:_MOST_ROLES]
    _join_broken_headers(lines, first, last)
    anchors = _anchors(lines, first, last)
    if not anchors:
        return undated_roles(lines, first, last)
    before = _lines_before(lines, first, anchors[0].index)
    headers: list[tuple[int, int, list[str]]] = []
    floor = first
    for position, anchor in enumerate(anchors):
        ceiling = anchors[position + 1].index if position + 1 < len(anchors) else last
        start, end, texts = _header(lines, anchor, floor, ceiling, before)
        headers.append((start, end, texts))
        floor = end + 1
    order = _usual_order([texts for _, _, texts in headers])
    roles: list[Role] = []
    for position, (anchor, (start, _, texts)) in enumerate(zip(anchors, headers, strict=True)):
        stop = headers[position + 1][0] if position + 1 < len(headers) else last
        while stop > start + 1 and not lines[stop - 1].strip():
            stop -= 1
        title, organization = named(texts, organization_first=order)
        if not title or begins_small(title) or len(title.split()) > _LONGEST_TITLE:
            continue  # dates inside of running text
        roles.append(
            Role(title, organization, anchor.period.start, anchor.period.end, start + 1, stop, tuple(text[start:stop]))
        )
    return roles[:_MOST_ROLES]


def _join_broken_headers(lines: list[str], first: int, last: int) -> None:
    """Puts a header that the page broke over two lines on its first; the second becomes empty, so numbers stay."""
    for index in range(first, last - 1):
        line, following = lines[index], lines[index + 1]
        if not line or not following or line.startswith("•") or following.startswith(("•", "- ")):
            continue
        if len(line) + len(following) > HEADER_LENGTH + 40:
            continue
        joined = f"{line} {following}"
        if _breaks_inside_period(line, joined) or _goes_on(line, following):
            lines[index], lines[index + 1] = joined, ""


def _breaks_inside_period(line: str, joined: str) -> bool:
    """One period begins beside other words at the end of `line` and ends behind the break."""
    for period in periods(joined):
        if not period.single and period.at < len(line) and period.to > len(line) + 1:
            own = periods(line)
            return period.at > 3 and not any(not other.single and other.end != PRESENT for other in own)
    return False


def _goes_on(line: str, following: str) -> bool:
    """`line` names a job and stops in the middle of a list or a name, and the dates stand at the end of `following`."""
    found = [period for period in periods(following) if not period.single]
    if not found or periods(line) or len(following) - found[0].to > 3 or VERB_START.match(line):
        return False
    if begins_small(following):
        return has_title_word(line) and len(following) <= 80 and found[0].at > 3 and not line.endswith((".", ":", ";"))
    return _UNFINISHED.search(line) is not None and (has_title_word(line) or has_organization_word(line))


def _glued(line: str, period: Period) -> str | None:
    """The title before the dates of a line into which the role's whole text ran."""
    by_month = period.start is not None and len(period.start) > 4
    if not (by_month or line[: period.at].endswith("\t")) or _LINKS_ON.search(line[: period.at]):
        return None
    before = line[: period.at].strip(" \t|,–—-")
    if not 3 <= len(before) <= 80 or not before[0].isupper() or VERB_START.match(before):
        return None
    return before if has_title_word(before) and not before.endswith(".") else None


def _anchors(lines: Sequence[str], first: int, last: int) -> list[_Anchor]:
    ranged: list[_Anchor] = []
    single: list[_Anchor] = []
    taken = -1
    for index in range(first, last):
        line = lines[index]
        found = periods(line)
        if not found or index <= taken:
            continue
        rest = without_periods(line, found)
        if broken := _broken_period(lines, index, last, found, rest):
            ranged.append(broken)
            taken = broken.last
            continue
        if len(rest) > _REST_LENGTH and len(rest.split()) > 14 and found[0].at > 4:
            title = _glued(line, found[0]) if not found[0].single else None
            if title is not None:
                ranged.append(_Anchor(index, found[0], title, index))
            continue
        spans = [period for period in found if not period.single]
        if spans and _heads_a_role(line, rest, spans[0]):
            ranged.append(_Anchor(index, spans[0], rest, index))
        elif spans and (title := _glued(line, spans[0])) is not None:
            ranged.append(_Anchor(index, spans[0], title, index))
        elif not spans and len(found) == 1 and _is_single_header(line, rest, found[0]):
            single.append(_Anchor(index, found[0], rest, index))
    if not ranged:
        return single
    return sorted([*ranged, *(anchor for anchor in single if has_title_word(anchor.rest))], key=lambda a: a.index)


def _broken_period(lines: Sequence[str], index: int, last: int, found: list[Period], rest: str) -> _Anchor | None:
    """ "February 2017" on one line and "Present" at the start of the next are one period."""
    if len(found) != 1 or not found[0].single or rest or index + 1 >= last:
        return None
    following = lines[index + 1]
    opening = opens_with_end(following)
    start = found[0].start
    if opening is None or start is None or (opening[0] != PRESENT and opening[0] < start):
        return None
    if any(not period.single for period in periods(following)):
        return None
    remainder = following[opening[1] :].strip(" ,;:|·/–—-\t")
    return _Anchor(index, Period(start, opening[0], 0, len(lines[index])), remainder, index + 1)


def _heads_a_role(line: str, rest: str, period: Period) -> bool:
    """Dates at an edge of a short line, not inside a sentence or a bullet's prose."""
    if line.startswith("•") and period.at > 2:
        return has_title_word(rest) and len(rest) <= 80 and not VERB_START.match(rest)
    if _inside_prose(line, period) or (line[0].islower() and period.at > 3):
        return False
    at_edge = period.at <= 3 or len(line) - period.to <= 40 or len(rest) <= 80 or "\t" in line
    return at_edge and not (len(rest.split()) > 14 and rest.endswith(".") and period.at > 3)


def _inside_prose(line: str, period: Period) -> bool:
    """Words on both sides and a full stop at the end: "servers in 2003-2008 were replaced."."""
    return period.at > 3 and line.endswith(".") and bool(line[period.to :].strip(" .)"))


def _is_single_header(line: str, rest: str, period: Period) -> bool:
    if (line.startswith("•") and period.at > _BULLET) or len(rest) > 80 or VERB_START.match(line) or line.endswith("."):
        return False
    return (not rest and len(line) < 30) or has_title_word(rest)


def _lines_before(lines: Sequence[str], first: int, anchor: int) -> int:
    """How many header lines stand above the first dates: the habit of the whole section."""
    above = [lines[index] for index in range(first, anchor) if lines[index].strip()]
    count = 0
    for line in reversed(above):
        if count == _HEADER_LINES or not could_be_header(line):
            break
        count += 1
    return count


def _header(lines: Sequence[str], anchor: _Anchor, floor: int, ceiling: int, before: int) -> tuple[int, int, list[str]]:
    """First and last index of the header around `anchor`, and its texts in order."""
    start, end = anchor.index, anchor.last
    texts = [anchor.rest] if anchor.rest and not _is_remark(anchor.rest) else []
    has_title = has_title_word(anchor.rest)
    taken = 0
    index = anchor.index - 1
    gaps = 0
    while taken < before and index >= floor:
        line = lines[index]
        if not line.strip():
            gaps += 1
            # One empty line may stand inside a header, not between a body and a header already found.
            if taken > 0 or gaps > 1:
                break
            index -= 1
            continue
        if not could_be_header(line) or (has_title and taken == 0 and VERB_START.match(line)):
            break
        texts.insert(0, line)
        has_title = has_title or has_title_word(line)
        taken += 1
        start = index
        index -= 1
    index = anchor.last + 1
    room = 1 if taken else 2
    while room and index < min(ceiling, anchor.last + 4):
        line = lines[index]
        if not line.strip():
            if texts:
                break
            index += 1
            continue
        cleaned = cleaned_header(line)
        wanted = not has_title and has_title_word(line)
        names = has_title and len(texts) < 2 and _names_organization(line) and not _holds_two(texts)
        employs = len(texts) == 1 and has_title and _employs(line, texts[0])
        if not texts and (leading := _leading_title(line)) is not None:
            texts.append(leading)
            end = index
            break
        if not could_be_header(line) or VERB_START.match(line) or not (wanted or names or employs or not texts):
            break
        if cleaned:
            texts.append((employer_with_place(line) or line) if employs else line)
        has_title = has_title or has_title_word(line)
        end = index
        room -= 1
        index += 1
    return start, end, texts


def _leading_title(line: str) -> str | None:
    """The title with which a long line begins, behind a placeholder for the employer, where the role's text ran into it:
    "Company Name City , State HR Clerk Kept the files of ..."."""
    lead = PLACEHOLDER.match(line)
    if lead is None or len(line) <= HEADER_LENGTH // 2:
        return None
    rest = PLACEHOLDER.sub("", line).strip(" \t,–-")
    words: list[str] = []
    for word in rest.split()[:_LONGEST_RUN]:
        if not (word[0].isupper() or word in ("of", "and", "&", "/")):
            break
        words.append(word)
        if word.endswith((".", ":", ";")):
            break
    titled = [count for count in range(1, len(words) + 1) if has_title_word(words[count - 1])]
    return " ".join(words[: titled[-1]]).strip(" .:;,") if titled else None


def _employs(line: str, header: str) -> bool:
    """Whether `line` names the employer of the header above it, where a comma led only to a team."""
    title, *rest = [part for part in re.split(r", | \| | [-–—] |\t", header) if part]
    if not has_title_word(title) or any(has_organization_word(part) and not names_team(part) for part in rest):
        return False
    return employer_with_place(line) is not None or (bool(rest) and names_team(rest[-1]) and _names_organization(line))


def _is_remark(rest: str) -> bool:
    """Whether all that stands beside the dates is a remark in brackets: "(project employment)"."""
    return rest.startswith("(") and rest.endswith(")") and not has_title_word(rest)


def _holds_two(texts: Sequence[str]) -> bool:
    return any("\t" in text or has_organization_word(text) or ", " in text for text in texts)


def _names_organization(line: str) -> bool:
    words = line.split()
    if line.count(",") > 1 or line.count("/") > 1 or line.startswith(("*", "- ")):
        return False
    if not has_organization_word(line) and any(len(word) > 3 and word[0].islower() for word in words):
        return False
    return (
        len(words) <= 9
        and len(line) <= 70
        and not (line.endswith((".", ":")) and not has_organization_word(line))
        and sum(w[0].isupper() for w in words) >= len(words) / 2
    )


def _usual_order(headers: Sequence[Sequence[str]]) -> bool:
    """Whether the organisation usually comes before the title."""
    organization_first = title_first = 0
    for texts in headers:
        pieces = [piece for text in texts for piece in re.split(r"\t|, | \| ", cleaned_header(text)) if piece]
        marks = [has_title_word(piece) for piece in pieces]
        if len(pieces) < 2 or True not in marks:
            continue
        if marks[0]:
            title_first += 1
        else:
            organization_first += 1
    return organization_first > title_first
