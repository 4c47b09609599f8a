"""Features from plain values: what the parsers of postings and resumes give, as this package wants it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.core.centres import POSTING_SUMMARY, POSTING_TITLE, RESUME_TEXT, centre
from matching.core.evidence import countable_text, reason_to_set_aside, union_months
from matching.core.features import (
    REQUIRED,
    Degree,
    OwnersWord,
    PostingFeatures,
    RequirementRow,
    ResumeFeatures,
    ResumeLine,
    RoleFeatures,
    SkillEvidence,
    SkillVocabulary,
    Span,
    Vector,
    pack,
)
from matching.core.title_map import title_vector
from matching.core.titles import MOST_SHORT_LINES, clean_title, short_line
from reading import degrees
from reading.languages import ENGLISH
from reading.requirement import read_asked
from reading.resume.language import language_of_resume
from reading.spoken import languages_named

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]

CHUNK_WORDS = 90
SUMMARY_CHUNKS = 4
MOST_LINES = 150
WITHDRAWN = "removed by you"
LEAST_BROKEN = 50
_ALTERNATIVES = re.compile(
    r"\bor\b|\bsuch as\b|\be\.?g\.?|\bone or more\b|\bone of\b|\bany of\b|\betc\b|\bsimilar\b|\blike\b", re.I
)


def requirement_row(
    key: str,
    text: str,
    vocabulary: SkillVocabulary,
    *,
    importance: str = REQUIRED,
    skills: Sequence[str] | None = None,
    any_of: Sequence[Sequence[str]] = (),
    span: Span | None = None,
    kind: str = "requirement",
    **known: Any,
) -> RequirementRow:
    """A row of a sentence that no reader of postings has read. ``known``: further arguments of ``read_asked``."""
    if skills is None:
        skills = tuple(dict.fromkeys(mention.slug for mention in vocabulary.find(text)))
        if not any_of and len(skills) > 1 and _ALTERNATIVES.search(text):
            any_of = (skills,)
    asked = read_asked(text, vocabulary, skills=skills, any_of=any_of, **known)
    return RequirementRow(key, text, importance, span, kind, asked)


def chunks(text: str, most: int = SUMMARY_CHUNKS) -> list[str]:
    """The text in pieces of CHUNK_WORDS words, at most ``most`` of them."""
    words = text.split()
    return [" ".join(words[i : i + CHUNK_WORDS]) for i in range(0, min(len(words), CHUNK_WORDS * most), CHUNK_WORDS)]


def build_posting_features(
    *,
    title: str,
    description: str,
    requirements: Iterable[RequirementRow],
    place_words: Iterable[str] = (),
    embed: Embed | None = None,
    **stated: Any,
) -> PostingFeatures:
    """``place_words``: the places as the posting writes them. ``stated``: further fields of PostingFeatures.

    With ``embed`` one vector for the title, one for the text and one for each requirement, about 25 ms.
    """
    rows = tuple(requirements)
    pieces = chunks(description)
    features = PostingFeatures(
        title=title.strip(),
        summary=" ".join(pieces),
        clean_title=clean_title(title, place_words),
        requirements=rows,
        **stated,
    )
    if embed is None or features.language != ENGLISH:
        return features
    vectors = embed([features.clean_title, *pieces, *(row.text for row in rows)])
    cut = 1 + len(pieces)
    summary = vectors[1:cut].mean(axis=0) if pieces else vectors[0]
    return replace(
        features,
        requirements=tuple(
            replace(row, vector=pack(centre(vector, POSTING_SUMMARY)))
            for row, vector in zip(rows, vectors[cut:], strict=True)
        ),
        title_vector=pack(title_vector(vectors[0])),
        summary_vector=pack(centre(summary, POSTING_SUMMARY)),
    )


def title_map_sides(postings: Sequence[tuple[str, str]], *, embed: Embed) -> tuple[Vector, Vector]:
    """The centred vectors of titles and of texts, both [n, d], that ``title_map.learn`` wants of (title, text) pairs."""
    titles, texts = [], []
    for title, text in postings:
        vectors = embed([clean_title(title), *(chunks(text) or [title])])
        titles.append(centre(vectors[0], POSTING_TITLE))
        texts.append(centre(vectors[1:].mean(axis=0), POSTING_SUMMARY))
    return np.stack(titles), np.stack(texts)


def build_resume_features(
    *,
    lines: Iterable[ResumeLine],
    roles: Iterable[RoleFeatures],
    vocabulary: SkillVocabulary,
    personal: Iterable[int] = (),
    degrees_held: Sequence[Degree] = (),
    languages: Sequence[str] | None = None,
    word: OwnersWord | None = None,
    embed: Embed | None = None,
) -> ResumeFeatures:
    """``roles`` recent first; ``personal`` are the numbers of lines that say who the person is, and never count.

    Degrees and languages are read from the lines unless given. What the owner took back is blanked before anything
    else reads the lines, so that neither a word nor a vector of it counts. With ``embed`` about 1 ms per line.
    """
    corrections = word or OwnersWord()
    written = tuple(lines)
    code = language_of_resume(line.written for line in written) or ENGLISH
    kept = tuple(_without_withdrawn(line, corrections, vocabulary, code) for line in written)
    aside = {str(number): "personal" for number in personal}
    for number in corrections.withdrawn_lines:
        aside.setdefault(str(number), WITHDRAWN)
    for line in kept:
        reason = reason_to_set_aside(line.text)
        if reason is not None:
            aside.setdefault(str(line.number), reason)
    countable = [line for line in kept if str(line.number) not in aside and line.text.strip()]
    texts = {line.number: countable_text(line) for line in countable}
    jobs = tuple(role for role in roles if str(role.line) not in aside) or _guessed_roles(countable)
    shown = (degree for degree in degrees_held if str(degree.line) not in aside)
    degrees_read = tuple(sorted(shown, key=lambda degree: -degrees.RANK[degree.level]))
    languages_read = tuple(languages) if languages is not None else languages_named(" ".join(texts.values()))
    spoken = (*(name for name in languages_read if name not in corrections.withdrawn_words), *corrections.languages)
    features = ResumeFeatures(
        # What a line says about the person, or to the machine, is not even stored.
        lines=tuple(replace(line, text="", shown="") if str(line.number) in aside else line for line in kept),
        skills=_skills(countable, texts, jobs, vocabulary, corrections.skills, code),
        roles=jobs,
        total_months=union_months(list(jobs)),
        degrees=_amended_degrees(degrees_read, corrections),
        languages=tuple(dict.fromkeys(spoken)),
        set_aside=aside,
        stated=tuple(corrections.skills),
        withdrawn=tuple(sorted(corrections.withdrawn)),
        language=code,
    )
    return features if embed is None or features.language != ENGLISH else _with_vectors(features, texts, embed)


def _with_vectors(features: ResumeFeatures, texts: Mapping[int, str], embed: Embed) -> ResumeFeatures:
    numbers = [number for number, text in texts.items() if text.strip()][:MOST_LINES]
    if not numbers:
        return features
    titles = [role.title for role in features.roles]
    vectors = embed([*titles, *(_whole(texts, number) for number in numbers)])
    roles = tuple(
        replace(role, vector=pack(title_vector(vector))) for role, vector in zip(features.roles, vectors, strict=False)
    )
    of_line = dict(zip(numbers, vectors[len(titles) :], strict=True))
    lines = tuple(
        replace(line, vector=pack(centre(of_line[line.number], RESUME_TEXT))) if line.number in of_line else line
        for line in features.lines
    )
    return replace(features, lines=lines, roles=roles)


def _without_withdrawn(line: ResumeLine, corrections: OwnersWord, vocabulary: SkillVocabulary, code: str) -> ResumeLine:
    """The line with what its owner took back blanked, letter by letter, so that every place in it stays where it is."""
    if not corrections.withdrawn and not corrections.withdrawn_words:
        return line
    spans = [mention.span for mention in vocabulary.find(line.text, code) if mention.slug in corrections.withdrawn]
    for name in corrections.withdrawn_words:
        spans += [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", line.text, re.IGNORECASE)]
    text = line.text
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return replace(line, text=text, shown=line.text) if text != line.text else line


def _amended_degrees(read: Sequence[Degree], corrections: OwnersWord) -> tuple[Degree, ...]:
    kept = [degree for degree in read if degree.line not in corrections.degree_lines]
    return tuple(sorted([*kept, *corrections.degrees], key=lambda degree: -degrees.RANK[degree.level]))


def _whole(texts: Mapping[int, str], number: int) -> str:
    """A line, with the next one where the page broke a sentence in two."""
    text, following = texts[number].strip(), texts.get(number + 1, "").strip()
    broken = len(text) >= LEAST_BROKEN and text[-1] not in ".!?:;" and following[:1].islower()
    return f"{text} {following}" if broken else text


def _guessed_roles(lines: Sequence[ResumeLine]) -> tuple[RoleFeatures, ...]:
    """Short lines that may be titles, in order: all there is to go by where no role could be read."""
    guessed_roles = []
    for line in lines:
        title = short_line(line.text)
        if title is not None and line.section not in ("education", "languages"):
            guessed_roles.append(RoleFeatures(title, line.number, line.number, guessed=True))
    return tuple(guessed_roles[:MOST_SHORT_LINES])


def _skills(
    lines: Sequence[ResumeLine],
    texts: Mapping[int, str],
    roles: Sequence[RoleFeatures],
    vocabulary: SkillVocabulary,
    added: Mapping[str, int | None],
    code: str,
) -> dict[str, SkillEvidence]:
    """``added``: skills that the owner states, with the line that shows each. Without a line there is no evidence."""
    where: dict[str, list[int]] = {}
    for line in lines:
        text = texts[line.number]
        for mention in vocabulary.find(text, code):
            numbers = where.setdefault(mention.slug, [])
            if line.number not in numbers:
                numbers.append(line.number)
    for slug, shown_at in added.items():
        if shown_at is not None and shown_at in texts and shown_at not in where.get(slug, ()):
            where.setdefault(slug, []).append(shown_at)
    sections = {line.number: line.section for line in lines}
    evidence: dict[str, SkillEvidence] = {}
    for slug, numbers in where.items():
        using = [role for role in roles if any(role.line <= number <= role.last_line for number in numbers)]
        # A line that tells of work says more than a list of words.
        numbers.sort(key=lambda number: (sections[number] not in ("experience", "projects"), number))
        evidence[slug] = SkillEvidence(tuple(numbers), union_months(using))
    return evidence
