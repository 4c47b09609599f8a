"""A resume compiled for judging: where each word and skill stands, and which lines never count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from matching.core.features import (
    PostingFeatures,
    ResumeFeatures,
    ResumeLine,
    RoleFeatures,
    SkillVocabulary,
    Vector,
    row_matrix,
)
from matching.core.requirements import TECHNICAL
from matching.core.role import ResumeSide, resume_side
from matching.core.weights import Weights
from reading import degrees
from reading.languages import ENGLISH
from reading.machine_text import kind_of_machine_text
from reading.requirement import kind_of, months_asked
from reading.words import content_stems, stem, tokens

SHINGLE_WORDS = 7
# Somebody may have done in these very words what is asked in few; who says so of several rows has copied them.
WHOLE = "= "
FEWEST_COPIED, MOST_ALIKE, MOST_WORDS_ALIKE = 2, 2, 8
MOST_LICENCE_WORDS = 14
_PERSONAL = re.compile(
    r"\b(?:date of birth|birth ?date|d\.?o\.?b\.?|born (?:on|in)|age)\s*[:\-–]|\bnationality\b"
    r"|^\W*(?:(?:full|first|last|given|family) )?name\s*:"
    r"|\bcitizen(?:ship)?\s*:|\bgender\s*:|\bsex\s*:"
    r"|\bmarital status\b|\breligion\s*:|\b(?:he/him|she/her|they/them)\b|\bfather'?s name\b|\bpassport (?:no|number)"
    r"|\b(?:home |permanent |present )?address\s*:|\bethnicity\s*:|\brace\s*:",
    re.I,
)
REPEATED, PERSONAL, COPIED = "repeated", "personal", "copied"


def reason_to_set_aside(text: str) -> str | None:
    """Why a line of a resume never counts, or None. Such text is inert: it earns nothing and costs nothing."""
    written_for_machines = kind_of_machine_text(text)
    if written_for_machines is not None:
        return written_for_machines
    if _PERSONAL.search(text):
        return PERSONAL
    words = tokens(text)
    if len(words) >= 24 and len(set(words)) <= 0.4 * len(words):
        return REPEATED
    return None


def shingles(text: str) -> set[str]:
    """All shingles of SHINGLE_WORDS words, or the whole of a shorter text of some words, marked as such."""
    words = tokens(text)
    if FEWEST_COPIED <= len(words) < SHINGLE_WORDS:
        return {WHOLE + " ".join(words)}
    return {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)}


# The words of an address show nothing that was done.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+", re.I)


def countable_text(line: ResumeLine) -> str:
    """The line as matching may read it: the same length, without addresses and the names of schools."""
    text = _ADDRESS.sub(lambda match: " " * len(match.group()), line.text)
    if not degrees.names_a_school(text):
        return text
    if line.section == "education" or degrees.levels_in(text):
        return degrees.study_only(text)
    return degrees.without_school(text)


@dataclass(frozen=True, slots=True)
class Credit:
    """``weight`` 1 where the resume names the skill itself, less where another skill implies it (``by``)."""

    weight: float
    lines: tuple[int, ...]
    by: str | None


@dataclass(frozen=True, slots=True)
class CompiledResume:
    """Lines are addressed by index into ``lines`` here, never by number. ``stated`` are (months, line) as the resume
    itself counts them; ``technical_lines`` name tools and the like, most first; ``leading_lines`` tell of people led.
    """

    features: ResumeFeatures
    lines: tuple[ResumeLine, ...]
    index_of: Mapping[int, int]
    stem_lines: Mapping[str, tuple[int, ...]]
    credits: Mapping[str, Credit]
    months_of: Mapping[str, int]
    matrix: Vector | None
    shingles: Mapping[str, int]
    role_stems: tuple[frozenset[str], ...]
    stated: tuple[tuple[int, int], ...]
    technical_lines: tuple[int, ...]
    licence_lines: tuple[int, ...]
    leading_lines: tuple[int, ...]
    sides: dict[Weights, ResumeSide]
    # What the learned verdict derives, by the identity of its weights.
    learned: dict[int, Any]

    def side(self, weights: Weights) -> ResumeSide:
        """What the role row compares; made once for each set of weights."""
        present = self.sides.get(weights)
        if present is None:
            texts = [countable_text(line) for line in self.lines]
            present = self.sides[weights] = resume_side(self.features, self.lines, texts, weights)
        return present


def evidence_stems(text: str, code: str) -> list[str]:
    """The stems under which a line of a resume is found. A line in another language than English is found by its whole
    words and English stems too: postings in both languages name the same tools and trades.
    """
    stems = content_stems(text, code)
    if code == ENGLISH:
        return stems
    return list(dict.fromkeys([*stems, *content_stems(text)]))


def compile_resume(features: ResumeFeatures, vocabulary: SkillVocabulary) -> CompiledResume:
    """Cached on the features, for the vocabulary last given. About 2 ms for a resume of two pages."""
    cached = features.memo
    if cached is not None and cached[0] is vocabulary:
        prepared: CompiledResume = cached[1]
        return prepared
    prepared = _prepare(features, vocabulary)
    object.__setattr__(features, "memo", (vocabulary, prepared))
    return prepared


def _prepare(features: ResumeFeatures, vocabulary: SkillVocabulary) -> CompiledResume:
    lines = tuple(features.readable_lines())
    stem_lines: dict[str, list[int]] = {}
    shingle_lines: dict[str, int] = {}
    licences: list[int] = []
    leading: list[int] = []
    for index, line in enumerate(lines):
        text = countable_text(line)
        for word in evidence_stems(text, features.language):
            stem_lines.setdefault(word, []).append(index)
        for shingle in shingles(line.text):
            shingle_lines.setdefault(shingle, index)
        if _names_a_licence(text):
            licences.append(index)
        if line.section in ("experience", "projects", "summary", "other") and _LED.search(text):
            leading.append(index)
    index_of = {line.number: index for index, line in enumerate(lines)}
    latest = max((role.last_month for role in features.roles if role.last_month is not None), default=None)
    stated = [
        (months, index)
        for index, line in enumerate(lines)
        if (months := stated_months(_unwrapped(lines, index), latest)) > 0
    ]
    technical = Counter(
        index_of[number]
        for slug, evidence in features.skills.items()
        if kind_of(vocabulary, slug) in TECHNICAL
        for number in evidence.lines
        if number in index_of
    )
    return CompiledResume(
        features=features,
        lines=lines,
        index_of=index_of,
        stem_lines={word: tuple(where) for word, where in stem_lines.items()},
        credits=_credits(features, vocabulary, index_of),
        months_of={slug: evidence.months for slug, evidence in features.skills.items()},
        matrix=row_matrix([line.vector for line in lines]),
        shingles=shingle_lines,
        role_stems=tuple(_role_stems(role, lines, index_of, features.language) for role in features.roles),
        stated=tuple(stated),
        technical_lines=tuple(sorted(technical, key=lambda index: (-technical[index], index))),
        licence_lines=tuple(licences),
        leading_lines=tuple(leading),
        sides={},
        learned={},
    )


_LED = re.compile(
    r"\b(?:supervis(?:es?|ed|ing)|manag(?:es?|ed|ing)|led|lead(?:s|ing)?|oversaw|oversee(?:s|ing)?|direct(?:s|ed|ing))"
    r" (?:[\w&/-]+,? ){0,4}(?:staff|teams?|employees|people|personnel|crews?|associates|workers|managers|supervisors"
    r"|technicians|subordinates|direct reports|team members)\b",
    re.I,
)
_LICENCE_WORD = re.compile(
    r"\b(?:licen[cs]ed?|licen[cs]ure|certifi(?:ed|cations?|cates?)|registered|registration|chartered)\b", re.I
)
# "With registered nurses": several people, so not the one whose resume it is.
_OF_OTHERS = re.compile(
    r"\b(?:registered|licen[cs]ed|certified|chartered)(?: [a-z]+){0,2} [a-z]{3,}[^s]s"
    r"(?=$|[.,;:)]| (?:and|or|to|in|for|with|who)\b)",
    re.I,
)


def _names_a_licence(text: str) -> bool:
    """A sentence may speak of other people's registration; a short line is about the owner."""
    match = _LICENCE_WORD.search(text)
    if match is None or _OF_OTHERS.search(text):
        return False
    return len(text.split()) <= MOST_LICENCE_WORDS or match.group().lower()[:4] in ("lice", "cert")


def _credits(features: ResumeFeatures, vocabulary: SkillVocabulary, index_of: Mapping[int, int]) -> dict[str, Credit]:
    by_slug: dict[str, Credit] = {}
    for slug, evidence in features.skills.items():
        where = tuple(index_of[number] for number in evidence.lines if number in index_of)
        if where and kind_of(vocabulary, slug) is not None:
            by_slug[slug] = Credit(1.0, where, None)
    for slug in list(by_slug):
        for implied, weight in vocabulary.implied(slug).items():
            if implied in features.withdrawn:
                continue
            present = by_slug.get(implied)
            if present is None:
                by_slug[implied] = Credit(weight, by_slug[slug].lines, slug)
                continue
            lines = tuple(dict.fromkeys((*present.lines, *by_slug[slug].lines)))
            stronger = weight > present.weight
            by_slug[implied] = Credit(max(weight, present.weight), lines, slug if stronger else present.by)
    return by_slug


def _role_stems(
    role: RoleFeatures, lines: tuple[ResumeLine, ...], index_of: Mapping[int, int], code: str
) -> frozenset[str]:
    stems = {stem(word, code) for word in tokens(role.title)}
    for number in range(role.line, role.last_line + 1):
        if number in index_of:
            stems.update(evidence_stems(lines[index_of[number]].text, code))
    return frozenset(stems)


def without_copies(
    posting_shingles: frozenset[str], prepared: CompiledResume, vocabulary: SkillVocabulary
) -> CompiledResume:
    """The resume without lines that repeat a requirement of this posting word for word: SHINGLE_WORDS words in a row, or
    more than MOST_ALIKE shorter requirements as a whole, of more than MOST_WORDS_ALIKE words together.
    """
    if posting_shingles.isdisjoint(prepared.shingles):
        return prepared
    shared = [(line, shingles(line.text) & posting_shingles) for line in prepared.lines]
    short = {shingle for _, found in shared for shingle in found if shingle.startswith(WHOLE)}
    words = sum(len(shingle.split()) - 1 for shingle in short)
    copied = len(short) > MOST_ALIKE and words > MOST_WORDS_ALIKE
    aside = {
        str(line.number): COPIED
        for line, found in shared
        if any(not shingle.startswith(WHOLE) for shingle in found) or (found and copied)
    }
    if not aside:
        return prepared
    features = prepared.features
    reduced = replace(features, set_aside={**features.set_aside, **aside})
    return compile_resume(reduced, vocabulary)


def posting_shingles(posting: PostingFeatures) -> frozenset[str]:
    return frozenset(shingle for row in posting.requirements for shingle in shingles(row.text))


_STATED_MONTHS = re.compile(r"\bexp(?:e?ri?ence|rience)\s*[-:–]*\s*(\d{1,3})\s*(months?|years?)", re.I)
_YEARS_OF = re.compile(
    r"\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\+? years(?: of|['’]) (?!age\b|service\b)", re.I
)
_LAST_NUMBER = re.compile(r"\b(?:\d{1,2}\+?|two|three|four|five|six|seven|eight|nine|ten)$", re.I)
_SINCE = re.compile(r"\bsince ((?:19|20)\d\d)\b", re.I)


def stated_months(text: str, latest: int | None) -> int:
    """Months that the line itself states ("experience - 24 months", "four years of Python", "since 2019" up to
    ``latest``), else 0.
    """
    match = _STATED_MONTHS.search(text)
    if match:
        return int(match[1]) * (12 if match[2].lower().startswith("y") else 1)
    match = _YEARS_OF.search(text)
    if match:
        return months_asked(match.group()) or 0
    match = _SINCE.search(text)
    return max(0, latest - int(match[1]) * 12) if match and latest is not None else 0


def _unwrapped(lines: tuple[ResumeLine, ...], index: int) -> str:
    """The line, with the number at the end of the line above where the page broke "four years" in two."""
    text = lines[index].text
    if index and text.lower().startswith("years"):
        above = _LAST_NUMBER.search(lines[index - 1].text.strip())
        return f"{above.group()} {text}" if above else text
    return text


def union_months(roles: list[RoleFeatures]) -> int:
    """Months covered by at least one of the dated roles; overlaps count once, a single month counts as one."""
    spans = sorted(
        (role.first_month, role.last_month)
        for role in roles
        if role.first_month is not None and role.last_month is not None and role.last_month >= role.first_month
    )
    total, reach = 0, -1
    for first, last in spans:
        begin = max(first, reach + 1)
        if last >= begin:
            total += last - begin + 1
            reach = last
    return total
