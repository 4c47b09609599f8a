"""Jobs written without dates: a title on a short line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reading.resume.facts import Role
from reading.resume.job_words import has_title_word
from reading.resume.role_headers import VERB_START, could_be_header, named


def undated_roles(lines: Sequence[str], first: int, last: int) -> list[Role]:
    """Roles written without dates: a title on a short line of its own."""
    found: list[Role] = []
    starts = [
        index
        for index in range(first, last)
        if could_be_header(lines[index])
        and len(lines[index].split()) <= 10
        and has_title_word(lines[index])
        and not VERB_START.match(lines[index])
        and not lines[index].endswith((".", ":"))
        and not re.match(r"(?:currently )?(?:no|none|n/?a|fresher)\b", lines[index], re.IGNORECASE)
        and not _runs_on(lines, index, last)
    ]
    starts = _at_heads_of_paragraphs(starts, lines, first) or starts
    for position, index in enumerate(starts[:30]):
        stop = starts[position + 1] if position + 1 < len(starts) else last
        header, above = _without_town(lines[index].rstrip(" (")), _line_above(lines, index, first)
        title, organization = named([header], organization_first=False)
        if organization is None and header != lines[index] and above is not None:
            organization = above
        if title:
            found.append(Role(title, organization, None, None, index + 1, stop, tuple(lines[index:stop])))
    return found


_COUNTRY: Final = re.compile(
    r"\s+(?P<town>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?), (?:Argentina|Australia|Austria|Belarus|Belgium|Brazil|Bulgaria|Canada|Chile|China"
    r"|Czechia|Denmark|Egypt|England|Estonia|Finland|France|Germany|Greece|Hungary|India|Ireland|Israel|Italy|Japan|Kazakhstan|Kenya"
    r"|Latvia|Lithuania|Mexico|Netherlands|New Zealand|Nigeria|Norway|Pakistan|Philippines|Poland|Portugal|Romania|Russia|Scotland"
    r"|Serbia|Singapore|Slovakia|South Africa|Spain|Sweden|Switzerland|Turkey|UK|Ukraine|USA|United Kingdom|United States|Vietnam|Wales)$"
)


def _without_town(line: str) -> str:
    """ "Tutor Perm, Russia" -> "Tutor": the town at the end of a header without dates."""
    match = _COUNTRY.search(line)
    if match is None:
        return line
    # The town may be two words, or the title's last word and one.
    for town in (match["town"], match["town"].split(" ")[-1]):
        head = line[: match.start()] + line[match.start() : match.end("town") - len(town)]
        if has_title_word(head):
            return head.rstrip(" ,-–")
    return line


def _at_heads_of_paragraphs(starts: Sequence[int], lines: Sequence[str], first: int) -> list[int]:
    """Of the lines with a title's word, those that open a paragraph or stand second in it; none where the section has no
    paragraphs."""
    return (
        [
            index
            for index in starts
            if any(number > first and not lines[number - 1].strip() for number in (index, index - 1))
            or index in (first, first + 1)
        ]
        if any(not lines[number].strip() for number in range(first, max(starts, default=first)))
        else []
    )


def _line_above(lines: Sequence[str], index: int, first: int) -> str | None:
    """The employer on a line of its own right above an undated title, at the head of its paragraph."""
    if index - 1 < first or not lines[index - 1].strip():
        return None
    above = lines[index - 1]
    opens = index - 2 < first or not lines[index - 2].strip()
    fits = (
        could_be_header(above)
        and len(above.split()) <= 8
        and not has_title_word(above)
        and not above.endswith((".", ":"))
    )
    return above.strip() if opens and fits else None


def _runs_on(lines: Sequence[str], index: int, last: int) -> bool:
    """Whether a sentence that merely holds a title's word goes on with the next line."""
    line = lines[index].rstrip(" (")
    if line.count("(") != line.count(")"):
        return True
    following = lines[index + 1] if index + 1 < last else ""
    return len(line) > 45 and following[:1].islower()
