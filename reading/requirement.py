"""What one requirement asks for, read from its sentence once: when the posting is read.

The cues of each language stand in ``reading/languages``. What the sentence says is stored with the posting's item and
carried to matching as it is; nothing reads the sentence again.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any, Protocol, Self

from reading import degrees, languages
from reading.folding import fold, plain
from reading.patterns import alternation
from reading.spans import Span
from reading.spoken import LEVEL, languages_named
from reading.word_lists import phrases
from reading.words import content_stems, is_listed, stem, tokens

SOFT = "soft"
MOST_NAMED = 0.15
MOSTLY_TRAITS, MOSTLY_PROMISED = 0.7, 0.5
FURTHEST_KIND = 40
MOST_MONTHS = 480
TABLE = "requirement"
RANGE_WORDS = ("to", "bis", "à", "a", "tot")
_NUMBER = {
    name: value
    for value, name in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}
_COUNT = re.compile(r"\bat least (?P<n>\d+|one|two|three|four|five) (?!years?|yrs?|months?)", re.I)
# What follows is a remark on the requirement, not a further one.
_REMARK = re.compile(r"\s[–—]\s|(?<=[a-z0-9)])[.!]\s+(?=[A-Z])")
_BETWEEN = re.compile(r"[,;/&+]|\b(?:and|or|plus|und|oder|et|ou|y|e|o|u|en|of)\b")


class Mention(Protocol):
    """One place where a text names a skill; ``span`` cuts the text."""

    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def span(self) -> Span: ...


class Vocabulary(Protocol):
    """What reading a requirement asks of the skill vocabulary."""

    def find(self, text: str, code: str = ...) -> Sequence[Mention]: ...
    def kind(self, slug: str) -> str: ...


def kind_of(vocabulary: Vocabulary, slug: str) -> str | None:
    """The kind of a skill, or None for one that left the vocabulary after something was stored."""
    try:
        return vocabulary.kind(slug)
    except LookupError:
        return None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a requirement asks.

    ``readable``: a resume can show it; False for traits and promises. ``groups`` are slugs of skills, one of each group
    needed; ``exemplified``: a group stands for a kind of thing by its examples, ``kind_words`` are the stems that only
    describe the kind. ``subject`` is the text without remarks and without where the experience may come from; ``named``
    are (slug, the words that name it). ``knowing``: knowledge or experience is asked, not a deed. ``courses``: ``count``
    is of courses or projects. ``any_item``: one of several is enough; ``listed``: the skills are entries of a list.
    ``months`` and ``count`` are None where not asked. ``degree_levels`` is empty where no degree is asked,
    ``degree_fields`` are families of study, ``degree_subject`` is a subject of no known family. ``leading``: to lead
    people, and nothing beside it. ``languages`` are English names in lower case.
    """

    language: str = languages.ENGLISH
    readable: bool = True
    subject: str = ""
    groups: tuple[tuple[str, ...], ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    exemplified: bool = False
    kind_words: tuple[str, ...] = ()
    knowing: bool = False
    any_item: bool = False
    listed: bool = False
    months: int | None = None
    count: int | None = None
    courses: bool = False
    degree_levels: tuple[str, ...] = ()
    degree_fields: tuple[str, ...] = ()
    degree_subject: str = ""
    enrolled: bool = False
    related_field: bool = False
    or_experience: bool = False
    licence: bool = False
    of_state: bool = False
    driving: bool = False
    computer_use: bool = False
    leading: bool = False
    languages: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What differs from the defaults, in built-in JSON types."""
        default = type(self)()
        return {name: value for name, value in asdict(self).items() if value != getattr(default, name)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What ``to_json`` wrote; unknown keys are ignored."""
        known = {entry.name for entry in fields(cls)}
        return cls(**{name: _tuples(value) for name, value in data.items() if name in known})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def read_asked(
    text: str,
    vocabulary: Vocabulary,
    *,
    code: str = languages.ENGLISH,
    skills: Sequence[str] | None = None,
    any_of: Sequence[Sequence[str]] = (),
    months: int | None = None,
    minimum_count: int | None = None,
    readable: bool = True,
    degree_levels: Sequence[str] | None = None,
) -> Asked:
    """What ``text``, in the language ``code``, asks. About 0.2 ms.

    ``skills``, ``any_of``, ``months``, ``minimum_count`` and ``degree_levels`` are what is known already; without
    ``skills`` they are found in the text, and so are the levels of an English one without ``degree_levels``. ``readable`` False: it is known that no resume can show it.
    """
    cues = _Cues(text, code)
    mentions = [mention for mention in vocabulary.find(text, code) if vocabulary.kind(mention.slug) != SOFT]
    beside = [match.span() for match in cues.finditer("gained")]
    asked = {mention.slug for mention in mentions if not any(a <= mention.span[0] < b for a, b in beside)}
    wished = {mention.slug for mention in mentions if cues.match("wished", mention.span[1])}
    incidental = ({mention.slug for mention in mentions} - asked) | wished
    slugs = tuple(dict.fromkeys(mention.slug for mention in mentions)) if skills is None else tuple(skills)
    groups = _groups(slugs, any_of, vocabulary)
    groups = tuple(group for group in groups if not incidental.issuperset(group)) or groups
    groups, kind_words = _kinds_joined(cues, groups, mentions)
    count = minimum_count if minimum_count is not None else _count(text)
    courses = cues.search("courses")
    subject = _blanked(_without_remark(text, mentions), beside)
    subject = _blanked(subject, [courses.span()]) if courses else subject
    stems = content_stems(subject, code)
    levels = () if cues.search("no_degree") else degrees.levels_asked(text)
    levels = tuple(degree_levels) if degree_levels is not None else levels
    asks_a_language = LEVEL.search(text) is not None or cues.search("language_cue") is not None
    spoken = tuple(name for name in languages_named(text) if name != "english") if asks_a_language else ()
    licence, driving = bool(cues.search("licence")), bool(cues.search("driving"))
    skill_stems = {stem(word, code) for mention in mentions for word in tokens(text[slice(*mention.span)])}
    promise = cues.is_promise(stems)
    # A vocabulary may list what only a trait line asks for ("customer service"); the line stays a trait. So does a long
    # list of traits with one skill among them.
    telling = [word for word in stems if word in skill_stems and not cues.is_among(word, "trait_words")]
    hard = bool(levels or spoken or licence or driving)
    hard = hard or bool(groups and not promise and len(telling) > MOST_NAMED * len(stems))
    months = months if months is not None else months_asked(text, code)
    return Asked(
        language=code,
        readable=readable
        and bool(stems or hard or (months and not text.endswith(":")))
        and (hard or not (promise or cues.is_trait(stems))),
        subject=subject,
        groups=groups,
        named=tuple((mention.slug, text[slice(*mention.span)]) for mention in mentions),
        exemplified=bool(kind_words),
        kind_words=kind_words,
        knowing=bool(courses or cues.search("knowing")),
        any_item=bool(cues.search("any_item")),
        listed=_is_list(text, mentions),
        months=months,
        count=count,
        courses=bool(courses and count),
        degree_levels=levels,
        degree_fields=degrees.fields_in(text) if levels else (),
        degree_subject=degrees.field_words(text) if levels else "",
        enrolled=bool(levels and cues.search("enrolled")),
        related_field=bool(cues.search("related_field")),
        or_experience=bool(levels and not cues.search("enrolled") and cues.search("or_experience")),
        licence=licence,
        of_state=bool(cues.search("of_state")),
        driving=driving,
        computer_use=bool(cues.search("computer_use")),
        leading=bool(cues.search("leading")) and sum(not cues.is_among(word, "leading_words") for word in stems) <= 1,
        languages=spoken,
    )


def months_asked(text: str, code: str = languages.ENGLISH) -> int | None:
    """The months of experience that the text, in the language ``code`` or in English, asks for, or None."""
    words = _time_words(languages.with_english(code))
    lowered = fold(text)
    match = words.amount.search(lowered)
    if not match or words.age.search(lowered):
        return None
    value = words.numbers.get(match["low"])
    months = round((float(match["low"].replace(",", ".")) if value is None else value) * (1 if match["months"] else 12))
    return months if 0 < months <= MOST_MONTHS else None


@dataclass(frozen=True, slots=True)
class _TimeWords:
    """The words for numbers, years, months and ages of some languages."""

    numbers: Mapping[str, int]
    amount: re.Pattern[str]
    age: re.Pattern[str]


@cache
def _time_words(codes: tuple[str, ...]) -> _TimeWords:
    def any_of(name: str) -> str:
        return alternation(phrase for code in codes for phrase in phrases(f"experience.{name}", language=code))

    counted = {fold(word): number for code in codes for word, number in languages.table(code, "numbers").items()}
    low = rf"(?:\d{{1,2}}(?:[.,]\d)?|{alternation(counted)})"
    return _TimeWords(
        counted,
        re.compile(
            rf"(?<!\d)(?<!\d[.,])(?P<low>{low})\s*(?:\(\d+\)\s*)?\+?(?:\s*(?:-|{any_of('or')}|{alternation(RANGE_WORDS)})\s*(?:{low}|more|mehr|plus|más|mais|meer|più)\+?)?"
            rf"\s*(?:\+|plus)?\s*-?(?:(?P<months>{any_of('months')})|{any_of('years')})"
        ),
        re.compile(any_of("age")),
    )


def is_trait(text: str, code: str = languages.ENGLISH) -> bool:
    """Whether the text names only qualities or promises that no resume can show."""
    cues, stems = _Cues(text, code), content_stems(text, code)
    return cues.is_promise(stems) or cues.is_trait(stems)


class _Cues:
    """The cues of a language, and of English, in one sentence."""

    def __init__(self, text: str, code: str) -> None:
        self.text = text
        self.plain = plain(text)
        self.codes = languages.with_english(code)
        self.code = code if code in languages.CODES else languages.ENGLISH

    def search(self, key: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        found = languages.pattern(self.codes, TABLE, key)
        return found.search(self.plain, start, len(self.plain) if end is None else end)

    def match(self, key: str, start: int) -> re.Match[str] | None:
        return languages.pattern(self.codes, TABLE, key).match(self.plain, start)

    def finditer(self, key: str, start: int = 0, end: int | None = None) -> Iterable[re.Match[str]]:
        found = languages.pattern(self.codes, TABLE, key)
        return found.finditer(self.plain, start, len(self.plain) if end is None else end)

    def is_among(self, stemmed: str, *keys: str) -> bool:
        return any(is_listed(stemmed, self.code, TABLE, key) for key in keys)

    def is_trait(self, stems: Sequence[str]) -> bool:
        if not self.search("trait") or self.search("leading"):
            return False
        return sum(self.is_among(word, "trait_words", "trait") for word in stems) >= MOSTLY_TRAITS * len(stems)

    def is_promise(self, stems: Sequence[str]) -> bool:
        """Whether it says where, when or how one has to be at work, or what one has to go through before."""
        if self.search("presence"):
            return True
        if not self.search("promise") or self.search("substance") or self.search("leading"):
            return False
        promised = sum(self.is_among(word, "trait_words", "promise_words") for word in stems)
        return promised >= MOSTLY_PROMISED * len(stems)


def _count(text: str) -> int | None:
    match = _COUNT.search(text)
    if match is None:
        return None
    number = match["n"].lower()
    return _NUMBER[number] if number in _NUMBER else int(number)


def _groups(
    slugs: Sequence[str], any_of: Sequence[Sequence[str]], vocabulary: Vocabulary
) -> tuple[tuple[str, ...], ...]:
    """The skills in groups of which one is enough, without those that left the vocabulary and those that are traits."""
    grouped = {slug for group in any_of for slug in group}
    kinds = {slug: kind_of(vocabulary, slug) for slug in {*slugs, *grouped}}
    kept = {slug for slug, kind in kinds.items() if kind is not None and kind != SOFT}
    groups = tuple(left for group in any_of if (left := tuple(slug for slug in group if slug in kept)))
    return groups + tuple((slug,) for slug in slugs if slug not in grouped and slug in kept)


def _without_remark(text: str, mentions: Sequence[Mention]) -> str:
    """The text up to a remark, where all that it names stands before."""
    last = max((mention.span[1] for mention in mentions), default=len(text))
    remark = _REMARK.search(text, last)
    return text[: remark.start()] if remark else text


def _blanked(text: str, spans: Iterable[Span]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (min(end, len(text)) - min(start, len(text))) + text[end:]
    return text


def _kinds_joined(
    cues: _Cues, groups: tuple[tuple[str, ...], ...], mentions: Sequence[Mention]
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The groups with a kind of thing and its examples as one ("frameworks such as A or B": A shows a framework).

    Also the words that only describe the kind; empty where the text gives no examples.
    """
    asked = {slug for group in groups for slug in group}
    mentions = [mention for mention in mentions if mention.slug in asked]
    for cue in cues.finditer("examples"):
        after = {m.slug for m in mentions if cue.end() <= m.span[0] <= cue.end() + FURTHEST_KIND}
        examples = next((group for group in groups if after.intersection(group) and len(group) > 1), None)
        if examples is None:
            continue
        starts = [match.end() for match in cues.finditer("clause_start", 0, cue.start())]
        begin = starts[-1] if starts else 0
        named = {m.slug for m in mentions if m.span[0] >= begin and 0 <= cue.start() - m.span[1] <= FURTHEST_KIND}
        joined = tuple(dict.fromkeys((*examples, *sorted(named))))
        others = tuple(group for group in groups if group is not examples and not named.issuperset(group))
        return (joined, *others), tuple(content_stems(cues.text[begin : cue.start()], cues.code))
    return groups, ()


def _is_list(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the skills named are entries of a list, and not words of one phrase ("sales to e-commerce companies")."""
    spans = sorted(mention.span for mention in mentions)
    return any(_BETWEEN.search(text, before[1], after[0]) for before, after in itertools.pairwise(spans))
