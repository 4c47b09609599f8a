"""Employment type, place-of-work type and level, from explicit words only.

The words stand in the language files: ``tokens`` of a line that holds nothing else, ``sentences`` that say it wherever
they stand, and ``words`` that say it beside a word for the job ("a full-time position", "the role is remote").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reading import word_lists
from reading.folding import fold
from reading.negation import is_denied
from reading.patterns import alternation

TYPE, PLACE = "employment_type", "job_location_type"
_TYPES = word_lists.tables("employment.tokens")
_PLACES = word_lists.tables("workplace.tokens")
# In an enumeration words may be glued ("InternshipOn-siteFull-time"); where one ends is checked by hand.
_TOKENS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (field, value, re.compile(alternation(words, edges=False)))
    for field, table in ((TYPE, _TYPES), (PLACE, _PLACES))
    for value, words in table.items()
)
SHORTEST = 6  # no sentence about type or workplace is shorter
LONGEST_LIST = 90  # characters; a longer line is no list of such words
SEPARATOR = re.compile(r"(?:\s*[,;/|•·&+()-]\s*|\s+(?:and|or|und|oder|et|ou|y|o|e|en|of)\s+|\s+)*")


def _sayings(section: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """For each value the wordings that state it in a sentence; the group "word" is what is said."""
    said, words = word_lists.tables(f"{section}.sentences"), word_lists.tables(f"{section}.words")
    nouns, leads = word_lists.tables(f"{section}.nouns"), word_lists.tables(f"{section}.leads")
    far_nouns = word_lists.tables(f"{section}.far_nouns")
    found = []
    for value in dict.fromkeys((*said, *words)):
        branches = []
        if value in words:
            word = alternation(words[value])
            if value in nouns:
                far = rf"|(?:[\w-]+ ){{1,3}}{alternation(far_nouns[value])}" if value in far_nouns else ""
                branches.append(rf"(?P<word1>{word})[,;/()\s-]{{0,4}}(?:{alternation(nouns[value])}{far})")
            if value in leads:
                branches.append(rf"{alternation(leads[value])} (?:\w+ ){{0,2}}?(?P<word2>{word})")
        if value in said:
            branches.append(rf"(?P<word3>{alternation(said[value])})")
        found.append((value, re.compile("|".join(branches))))
    return tuple(found)


TYPE_SAYINGS = _sayings("employment")
PLACE_SAYINGS = _sayings("workplace")
_NOT_AFTER = alternation(word_lists.phrases("employment.around.not_after"))
TYPE_NEGATED = re.compile(rf"{_NOT_AFTER}[^.;\n]{{0,45}}$")
TYPE_IN_A_CASE = re.compile(rf"\W*{alternation(word_lists.phrases('employment.around.case'))}\s")
TYPE_NOT_AFTER = re.compile(rf"[^.;\n]{{0,4}}{alternation(word_lists.phrases('employment.around.not_before'))}")
# A type between signs, and the people behind it of whom it is said ("part-time regular staff").
STANDING = tuple(
    (value, re.compile(alternation(words)))
    for value, words in word_lists.tables("employment.words").items()
    if value in ("FULL_TIME", "PART_TIME")
)
SIGN_REACH = 20  # characters
BEFORE_FIELD = re.compile(r"(?:^|[,;:|/(\[•·*–—-]\s*|[.!?]\s+|\s(?:and|or|&)\s+|\b(?:offered|available)\s+(?:as\s+)?)$")
BEHIND_FIELD = re.compile(
    r"\s*(?:$|[,;.|)/\]•·*–—&-])|(?=[A-Z])|\s+(?:\(|[A-Z0-9]|(?:at|on|for) \d|and\b|or\b|available|availability|hours\b)"
)
OF_PEOPLE = re.compile(
    rf"\W{{0,4}}(?:[\w-]{{1,24}}\W{{1,3}}){{0,2}}{alternation(word_lists.phrases('employment.around.not_before'))}"
)
TITLE_TYPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("CONTRACTOR", re.compile(alternation(_TYPES["CONTRACTOR"]) + r"(?! (?:manager|administrator|specialist"
                              r"|law|lawyer|negotiator|officer|engineer|consultant|coordinator))")),
    ("VOLUNTEER", re.compile(alternation(_TYPES["VOLUNTEER"]) + r"(?! (?:coordinator|manager))")),
    *((value, re.compile(alternation(words))) for value, words in _TYPES.items()
      if value not in ("CONTRACTOR", "VOLUNTEER", "")),
)  # fmt: skip
# What parts the fields of a title's line.
APART = re.compile(r"[(\[|,/·•–—]\s*$|\s-\s*$|[a-z]-\s$")
PLACE_WORDS = tuple((value, re.compile(alternation(words))) for value, words in _PLACES.items())
UNTYPED = re.compile(alternation(_TYPES[""]))
PLACE_WORD = re.compile(
    "|".join(alternation(words) for words in _PLACES.values())
    + r"|remote|hybrid|on[- ]?site|in[- ]office|in[- ]person|home|telecommut|physically|office|anywhere|days?"
)
ENDS_WITH_HYBRID = re.compile(rf"{alternation(_PLACES['HYBRID'])}(?= ?[.,;)]| ?$)")
_AROUND = "workplace.around"
OCCASION = re.compile(
    rf"\W{{0,4}}(?:[\w-]{{1,24}}\W{{1,3}}){{0,2}}{alternation(word_lists.phrases(f'{_AROUND}.occasions'))}"
)
VISIT = re.compile(
    rf"{alternation(word_lists.phrases(f'{_AROUND}.visits'))}(?:\W{{1,3}}[\w-]{{1,24}}){{0,5}}\W{{1,3}}$"
)
WORKING = word_lists.compiled(f"{_AROUND}.working")
LONGEST_PLAIN = 40  # characters of a line in which "hybrid" needs no other word
NOT_BEHIND = re.compile(
    r"\w*(?:\s(?:work|working|positions?|roles?|options?|and|or|hybrid|from home))*"
    r"\s(?:(?:is not|are not|isn't|aren't|cannot be|can't be|will not be|won't be|is never)"
    r"\b(?! (?:only|just|required|mandatory|necessary|needed|essential|a must))"
    r"|not (?:possible|available|offered|allowed|permitted|considered|supported|accepted|suitable))"
)
PLACE_IGNORED = re.compile(alternation(word_lists.phrases("workplace.ignored.phrases")))

# "those who live within 30 miles come in on three days": said of some only.
PLACE_CASE = re.compile(alternation(word_lists.phrases("workplace.ignored.case")))
# "whether in-office, at home, or both": a choice of workplaces states none.
CHOICE = re.compile(
    rf"{alternation(_PLACES['ON_SITE'])}\s?(?:,|/|or\b)[^.;]{{0,16}}?(?:{alternation(word_lists.phrases('workplace.days.home'))}|remote)"
)

_NUMBERS = word_lists.numbers()
_COUNT = rf"(?:\d{{1,2}}|{alternation(word for word, number in _NUMBERS.items() if number <= 5)})"
_DAY = alternation(word_lists.phrases("workplace.days.day"), after_digit=True)
_OFFICE = alternation(word_lists.phrases("workplace.days.office"))
_HOME = alternation(word_lists.phrases("workplace.days.home"))
_NOT_WEEKLY = alternation(word_lists.phrases("workplace.days.not_weekly"))
_SHORT_GAP = r"[^.;:!?\n]{0,32}?"
# "3 days a week in the office", "2-3 Tage Homeoffice", "60-80 % Homeoffice", "Büro an 3 Tagen".
SHARE = re.compile(
    rf"(?<![\d.,])(?:(?:{_COUNT}\s?(?:-+|to|bis|à|a|tot|or|oder|ou|o|of)\s?)?(?P<days>{_COUNT})\s?\+?\s?(?:or more |full |volle )?{_DAY}"
    rf"|(?P<percent>\d{{2,3}})\s?%){_SHORT_GAP}(?:(?P<office>{_OFFICE})|(?P<home>{_HOME}))"
    rf"|(?:(?P<office2>{_OFFICE})|(?P<home2>{_HOME}))[^.;:!?\n]{{0,20}}?(?<![\d.,])(?P<days2>{_COUNT})\s?\+?\s?{_DAY}"
)
NOT_WEEKLY = re.compile(rf"[^.;\n]{{0,24}}{_NOT_WEEKLY}")
WORKING_WEEK = 5

LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("INTERN", re.compile(r"\b(?:intern|internship|co-?op|werkstudent(?:in)?|praktikant(?:in)?|trainee)\b")),
    ("EXECUTIVE", re.compile(r"^(?:chief|c[etfomi]o|president|vp|vice president|svp|evp|head of)\b"
                             r"|\bvice president\b|\bchief \w+ officer\b")),
    ("DIRECTOR", re.compile(r"\b(?:director|directeur)\b(?<!art director)(?<!creative director)")),
    ("PRINCIPAL", re.compile(r"\bprincipal\b(?! (?:teacher|of))")),
    ("STAFF", re.compile(r"^(?:senior )?staff (?!nurse|accountant|assistant|attorney|writer|member|development)")),
    ("LEAD", re.compile(r"\b(?:lead|leader|team lead)\b(?! generation)(?! gen\b)")),
    ("SENIOR", re.compile(r"\b(?:senior|sr\.?|snr)\b")),
    ("MANAGER", re.compile(r"\b(?:manager|supervisor|leiter(?:in)?|superintendent)\b")),
    ("ENTRY", re.compile(r"\b(?:junior|jr\.?|entry[- ]level|graduate|apprentice|new grad)\b")),
    ("MID", re.compile(r"\b(?:mid[- ]level|intermediate|mid)\b")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One employment or workplace word of an enumeration; ``value`` is "" for words without a type ("permanent")."""

    field: str
    value: str
    start: int
    end: int


def read_enumeration(text: str) -> list[Token]:
    """The tokens of a line that is nothing but such words, glued or listed ("InternshipOn-siteFull-time"), else []."""
    if len(text) > LONGEST_LIST:
        return []
    lowered = fold(text)
    tokens: list[Token] = []
    position = 0
    while position < len(lowered):
        separator = SEPARATOR.match(lowered, position)
        position = separator.end() if separator else position
        if position >= len(lowered):
            break
        found = _token_at(text, lowered, position)
        if found is None:
            return []
        tokens.append(found)
        position = found.end
    return tokens


def _token_at(text: str, lowered: str, position: int) -> Token | None:
    best: Token | None = None
    for field, value, pattern in _TOKENS:
        match = pattern.match(lowered, position)
        if match and (best is None or match.end() > best.end) and _is_whole(text, match.end()):
            best = Token(field, value, match.start(), match.end())
    return best


def _is_whole(text: str, end: int) -> bool:
    """Whether a word may end here: no letter follows, or a capital of the word glued to it."""
    return end >= len(text) or not text[end].isalnum() or text[end].isupper()


def types_in_title(title: str) -> list[Token]:
    """The employment types named anywhere in a title or behind a label."""
    lowered = fold(title)
    found = [
        Token(TYPE, value, match.start(), match.end())
        for value, pattern in TITLE_TYPES
        if (match := pattern.search(lowered)) and not is_denied(lowered, match.start())
    ]
    # "Contract" inside "tijdelijk contract" or "permanent contract" says nothing of its own.
    wider = [(token.start, token.end) for token in found]
    wider += [match.span() for match in UNTYPED.finditer(lowered)]
    return [
        token
        for token in found
        if not any(a <= token.start and token.end <= b and b - a > token.end - token.start for a, b in wider)
    ]


def places_in_field(text: str) -> list[Token]:
    """The workplace words anywhere in the value of a field ("2 days remote", "Hybrid - Berlin"), the longest first."""
    lowered = fold(text)
    shared = _share(lowered)
    if shared:
        return [shared]
    found = [
        Token(PLACE, value, match.start(), match.end())
        for value, pattern in PLACE_WORDS
        for match in pattern.finditer(lowered)
        if not is_denied(lowered, match.start())
    ]
    return sorted(found, key=lambda token: token.start - token.end)


def places_in_title(title: str) -> list[Token]:
    """The workplace words set apart in the line of a title: "Remote Copy Editor", "Copy Editor (Hybrid - Ulm)"."""
    lowered = PLACE_IGNORED.sub(lambda match: "." * len(match.group()), fold(title))
    found = []
    for value, pattern in PLACE_WORDS:
        for match in pattern.finditer(lowered):
            apart = APART.search(lowered, 0, match.start()) is not None
            leads = value == "TELECOMMUTE" and not lowered[: match.start()].strip()
            if (apart or leads) and not is_denied(lowered, match.start()):
                found.append(Token(PLACE, value, match.start(), match.end()))
    return sorted(found, key=lambda token: token.start)[:1]


def types_in_sentence(sentence: str, *, bare: bool = False) -> list[Token]:
    """Employment types that a sentence states of the job itself.

    ``bare``: a type that stands by itself between signs counts as well ("Leeds, Full Time, £12 an hour").
    """
    if len(sentence) < SHORTEST:
        return []
    lowered = fold(sentence)
    found = [*_standing_alone(sentence, lowered)] if bare else []
    for value, pattern in TYPE_SAYINGS:
        for match in pattern.finditer(lowered):
            start, end = _word_span(match)
            before = lowered[max(0, match.start() - 60) : match.start()]
            if (
                TYPE_NEGATED.search(before)
                or TYPE_IN_A_CASE.fullmatch(before)
                or TYPE_NOT_AFTER.match(lowered, end)
                or is_denied(lowered, match.start())
                or is_denied(lowered, start)
            ):
                continue
            found.append(Token(TYPE, value, match.start(), match.end()))
            break
    return found


def _standing_alone(sentence: str, lowered: str) -> Iterator[Token]:
    """The types that stand between signs or in capitals, as a field does that lost its line."""
    for value, pattern in STANDING:
        for match in pattern.finditer(lowered):
            start, end = match.span()
            left = (
                BEFORE_FIELD.search(sentence, max(0, start - SIGN_REACH), start) is not None
                or sentence[start : start + 6].istitle()
            )
            of_people = OF_PEOPLE.match(lowered, end)
            negated = TYPE_NEGATED.search(lowered[max(0, start - 60) : start]) or is_denied(lowered, start)
            if left and BEHIND_FIELD.match(sentence, end) and not of_people and not negated:
                yield Token(TYPE, value, start, end)
                break


def _word_span(match: re.Match[str]) -> tuple[int, int]:
    """Where the word itself stands in a saying."""
    groups = match.groupdict()
    name = next(name for name in ("word1", "word2", "word3") if groups.get(name) is not None)
    return match.span(name)


def place_in_sentence(sentence: str) -> Token | None:
    """The workplace type that a sentence states, or NOT_REMOTE where it rules remote work out."""
    if len(sentence) < SHORTEST:
        return None
    lowered = PLACE_IGNORED.sub(lambda match: "." * len(match.group()), fold(sentence))
    if PLACE_CASE.search(lowered):
        return None
    shared = _share(lowered)
    if shared:
        return shared
    wholly = next((match for match in WHOLLY.finditer(lowered) if not is_denied(lowered, match.start())), None)
    if wholly:
        return Token(PLACE, "TELECOMMUTE", wholly.start(), wholly.end())
    stated = sorted(_places_said(lowered), key=lambda token: PRECEDENCE.index(token.value))
    if stated:
        return stated[0]
    for match in REMOTE_WORD.finditer(lowered):
        if _is_ruled_out(lowered, match.start(), match.end(), duty=False):
            return Token(PLACE, "NOT_REMOTE", match.start(), match.end())
    return None


PRECEDENCE = ("HYBRID", "ON_SITE", "TELECOMMUTE")
WHOLLY = word_lists.compiled("workplace.whole.phrases")
REMOTE_WORD = re.compile(alternation(word_lists.phrases("workplace.denied.words")))


def _places_said(lowered: str) -> Iterator[Token]:
    for value, pattern in PLACE_SAYINGS:
        for match in pattern.finditer(lowered):
            start, end = _word_span(match)
            if value == "ON_SITE" and (
                OCCASION.match(lowered, end) or VISIT.search(lowered, max(0, start - 60), start)
            ):
                continue
            if value == "ON_SITE" and CHOICE.search(lowered, max(0, start - 16)):
                continue
            if not _is_ruled_out(lowered, start, end, duty=value != "TELECOMMUTE"):
                yield Token(PLACE, value, match.start(), match.end())
                break
    last = ENDS_WITH_HYBRID.search(lowered)
    if (
        last
        and (WORKING.search(lowered[: last.start()] + lowered[last.end() :]) or len(lowered) < LONGEST_PLAIN)
        and not _is_ruled_out(lowered, last.start(), last.end(), duty=True)
    ):
        yield Token(PLACE, "HYBRID", last.start(), last.end())


def _share(lowered: str) -> Token | None:
    """What a share of the week says: some days at either place are hybrid, all of them are not."""
    for match in SHARE.finditer(lowered):
        if NOT_WEEKLY.match(lowered, match.end()) or NOT_WEEKLY.search(match.group()):
            continue
        if is_denied(lowered, match.start()):
            continue
        at_home = match["home"] is not None or match["home2"] is not None
        if match["percent"]:
            share = int(match["percent"])
            if share > 100:
                continue
            whole = share == 100
        else:
            written = match["days"] or match["days2"]
            days = _NUMBERS.get(written) or int(written)
            if days > WORKING_WEEK:
                continue
            whole = days == WORKING_WEEK
        value = "HYBRID" if not whole else "TELECOMMUTE" if at_home else "ON_SITE"
        return Token(PLACE, value, match.start(), match.end())
    return None


def _is_ruled_out(lowered: str, start: int, end: int, *, duty: bool) -> bool:
    """Denied by a word before it, or behind it: "remote work is not possible"."""
    if is_denied(lowered, _first_place_word(lowered, start, end), duty=duty):
        return True
    behind = NOT_BEHIND.match(lowered, end)
    return behind is not None


def _first_place_word(lowered: str, start: int, end: int) -> int:
    """Where the workplace word of a match begins; a match may take in the "or" or "is" before it."""
    word = PLACE_WORD.search(lowered, start, end)
    return word.start() if word else start


def level_in_title(title: str) -> str | None:
    lowered = fold(title)
    for value, pattern in LEVELS:
        if pattern.search(lowered):
            return value
    return None
