"""Name, headline, e-mail, phone and links, from the top of a resume and its contact block."""

import re
from collections.abc import Sequence
from typing import Final

from reading.folding import plain
from reading.resume.dates import periods
from reading.resume.facts import Mention, Section
from reading.resume.headings import heading_kind
from reading.resume.job_words import has_organization_word, has_title_word
from reading.word_sets import word_set

_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-zA-Z]{2,18}(?![\w@-])")
_PHONE: Final = re.compile(r"(?<![\w/.@-])\+?\(?\d[\d ()./\u2013-]{6,20}\d(?![\w%])")
_PHONE_LABEL: Final = re.compile(r"phone|mobile|cell|tel|handy|contact", re.IGNORECASE)
_LINK: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>()\t|,]{3,200}|(?<![\w@.])(?:linkedin\.com|github\.com|gitlab\.com|behance\.net|"
    r"medium\.com|"
    r"stackoverflow\.com|twitter\.com|kaggle\.com)/[^\s<>()\t|,]{1,150}|"
    r"(?<![\w@.])[\w-]{2,60}\.github\.io(?:/[^\s<>()\t|,]*)?",
    re.IGNORECASE,
)
_NAME_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_TITLES: Final = re.compile(
    r"^(?:name|full name|nombre|nom|vorname|candidate)\s*[:\t]\s*|^(?:mr|mrs|ms|miss|dr|"
    r"prof|herr|frau|dipl\.-ing)\.?\s+",
    re.IGNORECASE,
)
_CREDENTIALS: Final = re.compile(
    r"\s*,\s*(?:[A-Z][A-Za-z.]{1,7}(?:\s*,\s*|$))+$|\s+(?:PhD|MBA|MSc|BSc|RN|CPA|PMP|"
    r"MD)$"
)
_PARTICLES: Final = word_set(
    """
    de del della der den di da dos du la le van von y zu al bin ibn el st ter
    """
)
_SURNAMES: Final = word_set(
    """
    mason baker cook porter judge dean marshal marshall carpenter gardener farmer turner tyler carter cooper butler
    page miner packer guide driver painter taylor tailor fellow usher ranger reeve koch meister schneider maurer
    maler gartner tischler schlosser peon bishop pastor
    """
)
_NOT_NAMES: Final = word_set(
    """
    resume curriculum vitae cv lebenslauf profile summary objective information technology public relations sales
    business development digital media human resources health fitness finance banking construction aviation
    agriculture arts page contact phone email mobile address tel confidential bewerbung persona personal
    professional career company city state india germany france spain israel usa uk london berlin paris madrid
    street road avenue strasse skills experience education work about me united states kingdom remote graduate
    degree bachelor master engineering science computer and of to the for in with data software product quality
    project operations customer service services patient access learning machine deep vision
    """
)
_CLAIM: Final = re.compile(
    r"\s*(?:[,|–—-]\s*)?\b(?:with|mit|con|avec)\s.*$|\s*\(?\d{1,2}\+?\s*(?:years?|"
    r"yrs?).*$",
    re.IGNORECASE,
)
_HEADLINE_SPLIT: Final = re.compile(r"\t| \| | · |\s•\s?|; ")
_PROFILE: Final = re.compile(r"linkedin\.com/in/([\w%-]+)", re.IGNORECASE)
_SIDEBAR: Final = 90  # lines in which a column may stand before the name
_TOP: Final = 14  # lines in which a name is looked for
_LONGEST_TOP_LINE: Final = 240  # characters; longer lines are prose
_REFEREE: Final = re.compile(r"\breferee|\breference|\breferenz|\breferencias|\breferences", re.IGNORECASE)


def find_email(lines: Sequence[str], private: range) -> Mention | None:
    """The candidate's own address: the first outside the references section (`private` are its line indexes)."""
    return _first(_EMAIL, lines, private)


def find_phone(lines: Sequence[str], private: range) -> Mention | None:
    """The first number of 8 to 15 digits that is no date, as printed."""
    for index, line in enumerate(lines[:200]):
        if index in private:
            continue
        for match in _PHONE.finditer(line[:400]):
            written = match.group().strip(" .-/")
            digits = sum(char.isdigit() for char in written)
            spans = periods(written)
            dated = spans and sum(span.to - span.at for span in spans) >= len(written) - 3
            numbered = re.search(
                r"(?:\bno\.?|\bid|number|nr\.?|#|pin|code)\s*[:.]?\s*\(?$", line[: match.start()], re.IGNORECASE
            )
            if numbered and not _PHONE_LABEL.search(line[: match.start()]):
                continue
            if 8 <= digits <= 15 and not dated and not re.fullmatch(r"(?:(?:19|20)\d\d[ ./()-]*){2,}", written):
                return Mention(written, index + 1)
    return None


def find_links(lines: Sequence[str]) -> list[Mention]:
    found: dict[str, Mention] = {}
    for number, line in enumerate(lines, 1):
        for match in _LINK.finditer(line[:1_000]):
            address = match.group().rstrip(".,;:")
            found.setdefault(address.casefold(), Mention(address, number))
    return list(found.values())[:50]


def find_name(lines: Sequence[str], email: Mention | None) -> Mention | None:
    """The name printed at the top, or a labelled one; None rather than a guess."""
    seen = 0
    for index, line in enumerate(lines):
        if not line:
            continue
        seen += 1
        if len(line) > _LONGEST_TOP_LINE:
            continue
        if seen > _TOP or (seen > 3 and heading_kind(line) not in (None, "contact", "other")):
            break
        labelled = re.match(r"^(?:full )?(?:name|nombre|nom)\s*[:\t]\s*(.+)$", line, re.IGNORECASE)
        candidate = _HEADLINE_SPLIT.split(labelled.group(1) if labelled else line)[0].strip()
        candidate = _CREDENTIALS.sub("", _TITLES.sub("", candidate)).strip(" ,-–")
        if _is_name(candidate) and (labelled or seen <= 3 or _shares_word(candidate, email)):
            return Mention(candidate, index + 1)
    return _name_below_sidebar(lines, email)


def _name_below_sidebar(lines: Sequence[str], email: Mention | None) -> Mention | None:
    """The name where a column of contact data and lists was read first: it shares a word with the address or profile."""
    slug = next((match.group(1) for line in lines[:_SIDEBAR] if (match := _PROFILE.search(line))), "")
    for index in range(_TOP, min(len(lines), _SIDEBAR)) if not slug else range(1, min(len(lines), _SIDEBAR)):
        line = lines[index].strip()
        if lines[index - 1].strip() or len(line) > _LONGEST_TOP_LINE or not _is_name(line):
            continue
        if _shares_word(line, email) or any(len(word) > 2 and plain(word) in plain(slug) for word in line.split()):
            return Mention(line, index + 1)
    return None


def _is_name(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 50 or heading_kind(text) is not None:
        return False
    # Trades that became surnames (Mason, Baker) do not make a line a job title.
    if any(has_title_word(word) and plain(word) not in _SURNAMES for word in words) or has_organization_word(text):
        return False
    if sum(plain(word) in _SURNAMES for word in words) > 1:
        return False
    for word in words:
        if not _NAME_WORD.fullmatch(word):
            return False
        if plain(word.strip(".")) in _NOT_NAMES or (not word[0].isupper() and plain(word) not in _PARTICLES):
            return False
    return True


def _shares_word(name: str, email: Mention | None) -> bool:
    local = plain(email.name.split("@")[0]) if email is not None else ""
    return any(len(word) > 2 and plain(word) in local for word in name.split())


def find_headline(lines: Sequence[str], name: Mention | None, sections: Sequence[Section]) -> Mention | None:
    """The title line beside the name, without claims of years."""
    first_heading = next((section.first_line for section in sections if section.heading is not None), len(lines) + 1)
    zone = range(min(first_heading - 1, 12, len(lines)))
    if name is not None and name.line > first_heading:
        below = [section.first_line for section in sections if section.first_line > name.line]
        zone = range(name.line, min(name.line + 4, *below, len(lines)) if below else min(name.line + 4, len(lines)))
    for index in zone:
        if len(lines[index]) > _LONGEST_TOP_LINE or lines[index].startswith("•"):
            continue
        for part in _HEADLINE_SPLIT.split(lines[index]):
            text = _CLAIM.sub("", part).strip(" ,•-–—|")
            if name is not None and text == name.name:
                continue
            if name is not None and index == name.line - 1 and text in name.name:
                continue
            if has_title_word(text) and len(text.split()) <= 9 and not _EMAIL.search(text) and not text.endswith("."):
                return Mention(text, index + 1)
    if name is not None:
        following = next((n for n in range(name.line, min(name.line + 2, len(lines))) if lines[n]), None)
        if following is not None and following in zone:
            text = _HEADLINE_SPLIT.split(lines[following])[0].strip()
            if 1 <= len(text.split()) <= 6 and not any(char.isdigit() or char in "@,:" for char in text):
                return Mention(text, following + 1)
    for section in sections:
        # A main column without a name above begins with the title, then the summary.
        above = lines[section.first_line - 2] if section.first_line > 1 else ""
        if section.kind == "summary" and section.heading and has_title_word(above) and len(above.split()) <= 6:
            return Mention(above, section.first_line - 1)
    return None


def references_range(sections: Sequence[Section]) -> range:
    """Line indexes of the references section; empty when there is none."""
    for section in sections:
        if section.heading is not None and _REFEREE.search(section.heading):
            return range(section.first_line - 1, section.last_line)
    return range(0)


def _first(pattern: re.Pattern[str], lines: Sequence[str], private: range) -> Mention | None:
    for index, line in enumerate(lines):
        if index in private or "@" not in line:
            continue
        match = pattern.search(line[:2_000])
        if match:
            return Mention(match.group().strip("."), index + 1)
    return None
