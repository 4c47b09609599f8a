"""Roles as LinkedIn prints them in its own PDF, where one employer may stand over several roles.

Globex                                    the employer
4 years 2 months                          only where several roles follow
Software Engineer                         the title
January 2018 - February 2020 (2 years 2 months)
Springfield                               the place
"""

import re
from collections.abc import Sequence
from typing import Final

from reading import phrases as word_phrases
from reading.folding import plain
from reading.resume.dates import periods, without_periods
from reading.resume.facts import Role

_YEARS: Final = word_phrases.source("resume", "dates", "years")
_MONTHS: Final = word_phrases.source("resume", "dates", "months")
_DURATION: Final = re.compile(
    rf"[(]?(?:less than a year|(?P<years>\d{{1,2}}) {_YEARS}(?: (?P<months>\d{{1,2}}) {_MONTHS})?|(?P<only>\d{{1,2}}) {_MONTHS})[)]?"
)
_FEWEST_DATED: Final = 0.6  # of the dated lines must say how long it was


def exported_roles(lines: Sequence[str], first: int, last: int) -> list[Role] | None:
    """The roles of a section printed that way; None where it is not."""
    dated = [index for index in range(first, last) if _dates_alone(lines[index])]
    timed = [index for index in dated if _months_stated(lines[index]) is not None]
    if not timed or len(timed) < len(dated) * _FEWEST_DATED:
        return None
    heads: list[tuple[int, str, str | None, int]] = []
    employer: str | None = None
    left = 0
    for index in timed:
        title_at = _above(lines, index, first)
        if title_at is None:
            continue
        above = _above(lines, title_at, first)
        start = title_at
        total = _months(lines[above]) if above is not None else None
        if above is not None and total is not None and (named := _above(lines, above, first)) is not None:
            employer, left, start = lines[named], total, named
        elif left <= 0:
            employer = lines[above] if above is not None else None
            start = above if above is not None else title_at
        left -= _months_stated(lines[index]) or 0
        heads.append((start, lines[title_at], employer, index))
    roles: list[Role] = []
    for position, (start, title, organization, index) in enumerate(heads):
        stop = heads[position + 1][0] if position + 1 < len(heads) else last
        while stop > index + 1 and not lines[stop - 1].strip():
            stop -= 1
        period = periods(lines[index])[0]
        roles.append(Role(title, organization, period.start, period.end, start + 1, stop, tuple(lines[start:stop])))
    return roles


def _dates_alone(line: str) -> bool:
    found = periods(line)
    return len(found) == 1 and not found[0].single and found[0].at == 0 and _bare(line, found[0].to)


def _bare(line: str, end: int) -> bool:
    rest = line[end:].strip(" ·")
    return not rest or _DURATION.fullmatch(plain(rest)) is not None


def _months_stated(line: str) -> int | None:
    """The months in the brackets behind a line's dates."""
    return _months(without_periods(line, periods(line)).strip(" ·\t"))


def _months(text: str) -> int | None:
    """The length that `text` states and nothing else: "4 years 2 months"."""
    match = _DURATION.fullmatch(plain(text.strip()))
    if match is None:
        return None
    years, months = match["years"], match["months"] or match["only"]
    return int(years or 0) * 12 + int(months or 0)


def _above(lines: Sequence[str], index: int, first: int) -> int | None:
    """The line with words above `index`."""
    return next((number for number in range(index - 1, first - 1, -1) if lines[number].strip()), None)
