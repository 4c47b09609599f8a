"""A posting's text as lines with offsets: bullets told apart from text, page furniture recognised."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from reading import word_lists
from reading.folding import fold
from reading.spans import Span

BULLET = re.compile(
    r"(?:[•·▪◦‣»›●■○➢✓✔►▶▸➤❖❏✅⁃∙\uf0b7\u25ab-\u25ff][ \t]*|[*\-–—][ \t]+|o[ \t]+(?=[A-Z])|\(?\d{1,2}[.)][ \t]+(?=\S)"
    r"|[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF][\uFE0F\u200D\U0001F3FB-\U0001F3FF]*[ \t]*)"
)
BREAK = re.compile("[\n\u2028\u2029\u0085]")
MARKUP = re.compile(r"(?:#{1,6}[ \t]+|\*\*|__)")

CHROME = re.compile(
    r"""(?:
      job\ board | (?:logo)+ | .{1,40}\ logo | apply(?:\ now|\ here|\ today|\ for\ this\ job|\ on\ company\ site)?
      | easy\ apply | quick\ apply | save(?:\ job)? | saved | share(?:\ this\ job)?
      | report(?:\ this)?\ job | sign\ (?:in|up)
      | log\ ?in | register | menu | home | search(?:\ jobs)? | back(?:\ to\ (?:jobs|results|search|all\ jobs))?
      | skip\ to\ .*
      | view\ all\ jobs | all\ jobs | see\ all\ jobs | job\ details | show\ (?:more|less) | read\ more | learn\ more
      | get\ jobs\ tailored\ to\ your\ resume | .{1,30}\ uses\ ai\ to\ scan\ .* | cookie\ (?:settings|policy)
      | accept(?:\ all)?\ cookies? | privacy\ policy | terms\ of\ (?:use|service) | copyright\ .* | ©.*
      | powered\ by\ .*
      | new:\ .{1,80}(?:check\ it\ out|read\ more|learn\ more|!).* | be\ an\ early\ applicant | \d+\+?\ applicants?
      | over\ \d+\ applicants | actively\ (?:hiring|recruiting) | promoted | sponsored | share | print | next | previous
      | [-_=*~.·•→←|\s]+
    )""",
    re.VERBOSE | re.IGNORECASE,
)


# Whole lines of the pages of job sites, in every language, with their numbers written as "#".
PAGE_LINE = word_lists.compiled("page.lines")
PAGE_NUMBER = re.compile(r"\d[\d.,']*\+?")
LOGO_LINE = re.compile(r"(?:company )?log(?:o|[oó]tipo|[oó]tipo|otype) (?:for|of|de|da|do|von|van|d')[, ]\s?.{1,60}")
DECORATION = " \t*_=~>»→›!.…·•|-–—★☆✓✔↗⚡"
_DATA = Path(__file__).resolve().parent.parent / "data" / "job_sites.toml"
JOB_SITES = frozenset(fold(name) for name in tomllib.loads(_DATA.read_text(encoding="utf-8"))["names"])
LONGEST_PAGE_LINE = 160


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its surrounding white space. ``start`` is behind the bullet sign, ``lead`` before it."""

    text: str
    start: int
    end: int
    lead: int
    bullet: bool
    blank_before: bool

    @property
    def span(self) -> Span:
        return (self.start, self.end)


def split_lines(text: str) -> list[Line]:
    """The non-empty lines of a text, in order."""
    lines: list[Line] = []
    position = 0
    blank = True
    for raw in BREAK.split(text):
        lead = position + len(raw) - len(raw.lstrip(" \t\r\x0b\x0c\u00a0\u200b\ufeff\0"))
        end = position + len(raw.rstrip(" \t\r\x0b\x0c\u00a0\u200b\ufeff\0"))
        position += len(raw) + 1
        if lead >= end:
            blank = True
            continue
        bullet = BULLET.match(text, lead, end)
        start = bullet.end() if bullet and bullet.end() < end else lead
        markup = MARKUP.match(text, start, end)
        if markup and markup.end() < end:
            start = markup.end()
        lines.append(Line(text[start:end], start, end, lead, bullet is not None and start > lead, blank))
        blank = False
    return lines


def is_chrome(text: str) -> bool:
    """Whether a whole line is page furniture: buttons, counters, slogans of the site, rulers."""
    if len(text) > LONGEST_PAGE_LINE:
        return False
    if CHROME.fullmatch(text.strip()) is not None:
        return True
    plain = PAGE_NUMBER.sub("#", fold(text).strip(DECORATION)).strip()
    return PAGE_LINE.fullmatch(plain) is not None or LOGO_LINE.fullmatch(plain) is not None


def is_job_site(text: str) -> bool:
    """Whether a line is no more than the name of a job site or an application system."""
    return fold(text).strip(DECORATION) in JOB_SITES
