"""Cutting running text into sentences and glued bullets into clauses, by offsets.

Real postings lose their line breaks: "You know SQLYou are fluent in English". A cut is made where a lower-case letter
or closing sign runs straight into a capitalised word, unless the whole word is a known name such as JavaScript.
"""

from __future__ import annotations

import itertools
import re

from reading.posting.starters import begins_clause, is_duty_verb, opens_line
from reading.spans import Span
from reading.vocabulary import Vocabulary
from reading.word_sets import word_set

SEMICOLON = re.compile(r";\s+$")
SENTENCE = re.compile(
    r"[.!?]+[\"'”’)\]]*\s+(?=[\"'“(]?[A-Z0-9ÄÖÜÉÀ])|[.!?]+[\"'”’)\]]*\s*$|(?<=[a-z)])\.(?=[A-Z][a-z]+[ ,'’]|\d+\+)"
    r"|\n+|;\s+(?=[A-Z][a-z]+ )"
)
INLINE_BULLET = re.compile(
    r"\s*(?:[•·▪●◦‣■➢✓✔∙\uf0b7\x95]|â€¢|â\x80¢|Â·|ï‚·|ï\x82·)\s*|(?<=[.:;!?)])-(?=[A-Z])|(?<=[!?])\*\s*(?=[A-Z])|\s+[*]\s+(?=[A-Z\d])|(?<=[a-z.:;)\d])[*]\s+(?=[A-Z#])|(?<=[.:;)])[+]\s+(?=[A-Z#])|(?<=[A-Z])[*]\s+(?=[A-Z])"
    r"|(?<=[.;:)])\s+[-–]\s+(?=[A-Z])|\s{2,}[-–o]\s+(?=[A-Z])|(?<=[A-Za-z.;:)])-\s+(?=[A-Z])"
    r"|(?<=[.;:a-z)])\d{1,2}[.)]\s?(?=[A-Z][a-z])"
)
# A dash between words may be a thought; several of them before capitals are bullets.
DASH = re.compile(r"(?:(?<=\S)\s+|^)[-–]\s+(?=[A-Z][a-z])")
LEAST_DASHES = 3
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|inc|ltd|co|corp|mr|mrs|ms|dr|st|no|vs|approx|sr|jr|dept|est|min|max|yrs?|incl|bzw|z\.b"
    r"|u\.a|ca|ave|prof|assoc|jan|feb"
    r"|mar|apr|jun|jul|aug|sept?|oct|nov|dec|ph\.d|b\.s|m\.s|b\.a|m\.a|u\.s|u\.k|a\.m|p\.m)|\b[A-Za-z])\.$",
    re.IGNORECASE,
)
GLUE = re.compile(
    r"(?<=[a-z]{3})(?=\d{1,2}\+? (?:or more )?(?:years?|yrs)\b)"
    r"|(?<=[a-zà-ÿ)\]%’'”:;!?,])(?=[A-Z][a-z]+(?:[ ,'’/:)-]|$))|(?<=[a-z]{5})(?=[A-Z]{2,} )"
    r"|(?<=[A-Z]{2})(?=[A-Z][a-z]{2,}[ ,:])|(?<=[a-z0-9][.!?])(?=[A-Z][a-z])|(?<=[A-Z]{2}\))(?=[A-Z][a-z])|(?<=[A-Z]{3})(?=(?:You|Must|Job|At least|Valid|Minimum|Good|Strong"
    r"|Ability|Experience|Excellent|Knowledge)\b)"
)
# A heading in capitals with the next line glued to it: "SKILLSDemonstrated".
SHOUTED_WORDS = (
    "SKILLS",
    "DUTIES",
    "SUMMARY",
    "BENEFITS",
    "OVERVIEW",
    "REQUIRED",
    "EXPERIENCE",
    "EDUCATION",
    "PREFERRED",
)
SHOUTED = re.compile("|".join(rf"(?<={word})(?=[A-Z][a-z]{{2}})" for word in SHOUTED_WORDS))
WORD_START = re.compile(r"[A-Za-zÀ-ÿ0-9&+#]*$")
WORD_END = re.compile(r"[A-Za-zÀ-ÿ0-9&+#]*")
SECOND_HALVES = frozenset({"In", "On", "Up", "Us", "It", "One", "Go"})
GOES_ON = re.compile(r" [a-z]")
MAX_RUN = 20_000
LONG_SENTENCE = 160


def sentences(text: str, start: int, end: int, *, semicolons: bool = True) -> list[Span]:
    """The sentences of ``text[start:end]``, without surrounding space. ``semicolons`` end one too."""
    spans: list[Span] = []
    begin = start
    for match in SENTENCE.finditer(text, start, end):
        if not semicolons and SEMICOLON.fullmatch(match.group()):
            continue
        if "\n" not in match.group() and match.end() < end:
            tail = text[max(begin, match.start() - 12) : match.start() + 1]
            if ABBREVIATION.search(tail) and not tail.lower().endswith("etc."):
                continue
        stop = match.end()
        _add(spans, text, begin, stop)
        begin = stop
    _add(spans, text, begin, end)
    return spans


def inline_bullets(text: str, start: int, end: int) -> list[Span]:
    """The pieces of a line between bullet signs standing inside it; one span when there are none."""
    spans: list[Span] = []
    begin = start
    marks = [match.span() for match in INLINE_BULLET.finditer(text, start, end)]
    dashes = [match.span() for match in DASH.finditer(text, start, end)]
    if len(dashes) >= LEAST_DASHES:
        marks = sorted({*marks, *dashes})
    marks = sorted({*marks, *_numbers(text, start, end)})
    for left, right in marks:
        if left > begin:
            _add(spans, text, begin, left)
        begin = max(begin, right)
    _add(spans, text, begin, end)
    return spans


NUMBERED = re.compile(r"(?<!\S)(?P<number>\d{1,2})[.)]\s+(?=[A-Z])")
FIRST_NUMBER = re.compile(r"\b1[.)]\s*$")


def _numbers(text: str, start: int, end: int) -> list[Span]:
    """The numbers of a list inside a line that counts from one: "1. Full training 2. Health plan 3. ..."."""
    found: list[Span] = []
    if all(text.find(mark, start, end) < 0 for mark in ("3. ", "3) ")):
        return found
    expected = 2 if FIRST_NUMBER.search(text, max(0, start - 4), start) else 1  # the line's own bullet sign was the one
    for match in NUMBERED.finditer(text, start, end):
        if int(match["number"]) == expected:
            found.append(match.span())
            expected += 1
    return found if expected > LEAST_DASHES else []


def glue_points(text: str, start: int, end: int, vocabulary: Vocabulary) -> list[int]:
    """Where a lost line break glued two clauses together."""
    points: list[int] = []
    certain = False
    for match in GLUE.finditer(text, start, end):
        point = match.start()
        left = WORD_START.search(text, max(start, point - 40), point)
        right = WORD_END.match(text, point, min(end, point + 40))
        left_word = left.group() if left else ""
        right_word = right.group() if right else ""
        if left_word and (len(left_word) <= 2 or left_word in ("Mac", "Von", "Van", "San")):
            continue
        if text[point - 1] in "'’,/" or (text[point - 1].isupper() and not opens_line(right_word)):
            continue
        if left_word and not opens_line(right_word) and _is_name(left_word, right_word, text, vocabulary):
            continue
        if vocabulary.slug(left_word + right_word) is not None:
            continue
        in_one_word = is_duty_verb(right_word) or right_word in SECOND_HALVES
        if left_word[:1].isupper() and in_one_word and not GOES_ON.match(text, point + len(right_word)):
            continue  # OneDrive, LinkedIn
        certain = certain or opens_line(right_word)
        points.append(point)
    if any(text.find(word, start, end) >= 0 for word in SHOUTED_WORDS):
        points = sorted({*points, *(match.start() for match in SHOUTED.finditer(text, start, end))})
    if len(points) >= 3 or certain:
        return points
    return [point for point in points if text[point - 1] in ".!?:;)"]


def _is_name(left: str, right: str, text: str, vocabulary: Vocabulary) -> bool:
    whole = left + right
    if vocabulary.slug(whole) is not None or vocabulary.slug(f"{whole}s") is not None:
        return True
    if left[:1].isupper() and left[1:].islower() and len(whole) <= 24:
        # A capitalised first half may be a brand written in one word; it is one if the text repeats it.
        return text.count(whole) > 1
    return False


# A word, a capitalised one behind it, and the word that follows.
RUN_ON = re.compile(
    r"(?<![^\s(/])(?P<before>[^\s(/]*[A-Za-z0-9)\]*%+])[ \xa0]{1,3}(?=(?P<word>[A-Z][a-zà-ÿ-]*)(?:['’]s)?(?:[ ,:/]+(?P<next>[^\s,:/]+)|[.,;]|$))"
)


# What a clause of demands ends with: "...is required | Salesforce experience is a plus".
CLOSING = re.compile(
    r"(?<!the )(?<!our )(?<!your )(?<!all )(?<!any )\b(?:required|preferred|desirable|desired|essential|mandatory|a plus|a must)\s{1,3}$"
)


LONGEST_CLOSING = 24
JOINING = re.compile(
    r"\b(?:or|and|of|the|to|a|an|in|for|with|towards|as|by|on|at|our|your|is|are|&|we|you|that|who|if)\s$"
    r"|[A-Z]\w*\s(?=An?\b)|\b[A-Z][\w&]*\s(?=Experience\b)"
)


def run_on_points(text: str, start: int, end: int, *, listed: bool = True) -> list[int]:
    """Where a list lost even its line breaks: "A passion for teaching Be a team player Hold a qualification".

    Outside a list it takes several such places in one overlong sentence.
    """
    first = WORD_END.match(text, start, end)
    listed = listed or (first is not None and opens_line(first.group()) and end - start > LONG_SENTENCE)
    if end - start < (40 if listed else LONG_SENTENCE):
        return []
    points = [
        match.end()
        for match in RUN_ON.finditer(text, start, end)
        if (
            begins_clause(match["word"], match["next"] or "", match["before"])
            or CLOSING.search(text, max(start, match.end() - LONGEST_CLOSING), match.end())
        )
        and not JOINING.search(text, max(start, match.start() - 12), match.end())
    ]
    words = text[start:end].count(" ") + 1
    if listed:
        points = _more_points(text, start, end, points, words)
    enough = len(points) >= (1 if listed else 3)
    return points if enough and words / (len(points) + 1) <= 22 else []


SERIES = re.compile(r"(?<!including)(?<!following)(?<!such as);\s+(?:and |or )?(?=[^\W\d])")
SERIES_JOINT = re.compile(r";\s+(?:and|or)\s+$")
LEAST_IN_SERIES = 3


def series_points(text: str, start: int, end: int) -> list[int]:
    """Where a sentence goes on to its next item: "lead the team; prepare reports; order supplies"."""
    points = [match.end() for match in SERIES.finditer(text, start, end)]
    edges = [start, *points, end]
    words = (len(text[a:b].split()) for a, b in itertools.pairwise(edges))
    closed = all(text.count("(", a, b) == text.count(")", a, b) for a, b in itertools.pairwise(edges))
    return points if len(points) > 1 and closed and all(count >= LEAST_IN_SERIES for count in words) else []


# A capitalised word behind a lower-case one that is no small word: in a list without marks, the next entry begins.
ENTRY = re.compile(
    r"(?<![A-Za-z'’-])(?P<before>[a-z][a-z'’-]{2,}[)*]?)[ \xa0]{1,3}(?=(?P<word>[A-Z][a-z]+)(?P<next>[ ,/&]+\S)?)"
)
SMALL = word_set(
    """
    the and for with from into our your their its this that these those such any all each every other both either using
    use uses used including includes include via per than then who when where which while within across between through
    under over about against toward towards among like are was were has have had will may can must should not but nor yet
    your you new former current senior junior at as by in of on or to up is be an if so we it he she they former join
    strong good excellent proven solid great basic advanced deep highly very some no
    """
)
# German writes every noun with a capital.
GERMAN = re.compile(r"\b(?:und|der|die|das|den|für|mit|ein|eine|einen|du|wir|sie|ist|von|zum|zur)\b")
NAMED = re.compile(r"\b(?:the|at|of|for|with|from|our|to|by|in)\s([A-Z][a-z]+)")
NAMED_REACH = 3000
LEAST_ENTRIES = 3
LONGEST_ENTRY = 11  # words, on average


def _more_points(text: str, start: int, end: int, points: list[int], words: int) -> list[int]:
    """The entries of a list that lost all marks: "Oven stock keeping Recipe planning Flour tasting"."""
    if any(mark in text[start:end] for mark in (". ", "? ", "! ")) or len(GERMAN.findall(text[start:end])) > 1:
        return points
    candidates: list[tuple[int, str]] = []
    depth, seen = 0, start
    for match in ENTRY.finditer(text, start, end):
        depth += text.count("(", seen, match.end()) - text.count(")", seen, match.end())
        seen = match.end()
        following = match["next"] or " "
        if depth > 0 or match["before"].rstrip(")*") in SMALL:
            continue
        if following.strip(" ,/&")[:1].isupper() and following[0] == " ":
            continue  # "Centre Manager": a name of two words
        candidates.append((match.end(), match["word"]))
    if len(candidates) + len(points) < LEAST_ENTRIES:
        return points
    # What stands in capitals behind a small word is a name, wherever it stands.
    named = {match[1] for match in NAMED.finditer(text, max(0, start - NAMED_REACH), min(len(text), end + NAMED_REACH))}
    found = {*points, *(at for at, word in candidates if word not in named)}
    if len(found) < LEAST_ENTRIES or words / (len(found) + 1) > LONGEST_ENTRY:
        return points
    return sorted(found)


def clauses(text: str, start: int, end: int, vocabulary: Vocabulary, *, listed: bool = False) -> list[Span]:
    """Inline bullets first, then glued clauses, then sentences; in a listed section also run-on items."""
    spans: list[Span] = []
    runs = inline_bullets(text, start, end)
    bulleted = len(runs) >= LEAST_DASHES
    for run_start, run_end in runs:
        points = glue_points(text, run_start, min(run_end, run_start + MAX_RUN), vocabulary)
        edges = [run_start, *points, run_end]
        for a, b in itertools.pairwise(edges):
            for c, d in sentences(text, a, b, semicolons=not bulleted):
                series = () if bulleted else series_points(text, c, d)
                inner = [c, *sorted({*run_on_points(text, c, d, listed=listed), *series}), d]
                for begin, stop in itertools.pairwise(inner):
                    joint = SERIES_JOINT.search(text, max(begin, stop - 8), stop)
                    _add(spans, text, begin, joint.start() if joint else stop)
    return spans


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start and any(character.isalnum() for character in text[start:end]):
        spans.append((start, end))
    elif end > start and spans:
        spans[-1] = (spans[-1][0], end)
