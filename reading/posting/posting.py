"""Text of a posting in, ``ParsedPosting`` out: the readers of this package in their order."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import date
from functools import lru_cache

from reading.folding import fold
from reading.languages import ENGLISH
from reading.machine_text import kind_of_machine_text
from reading.mojibake import mend
from reading.posting import education, experience, requirements, tags
from reading.posting.demands import read_demands, read_statements
from reading.posting.draft import Draft
from reading.posting.groups import any_of_groups
from reading.posting.header import CLOSES, POSTED, HeaderReader
from reading.posting.header_facts import Header
from reading.posting.importance import importance_of
from reading.posting.labelling import Clause, Labelled, default_model, describe_body, label_clauses
from reading.posting.labels import read_label
from reading.posting.lines import Line, split_lines
from reading.posting.materials import read_materials
from reading.posting.naming import read_header_facts, read_title_and_organization
from reading.posting.offsets import restore_offsets
from reading.posting.pay import read_pay
from reading.posting.residence import read_residence
from reading.posting.sections import Block, SectionReader
from reading.posting.skill_lists import read_skills
from reading.posting.structure import Fact, Item, ParsedPosting, Section
from reading.posting.wording import spoken_in
from reading.posting.worksites import read_employment, read_places
from reading.requirement import read_asked
from reading.sequence_model import SequenceModel
from reading.spans import SkillMention, Span
from reading.vocabulary import Vocabulary, default_vocabulary, skill_key

READ_LIMIT = 200_000
# Under such headings even what is told may be asked for.
ASKING_SECTIONS = frozenset({"required", "preferred", "responsibilities"})
ASKED_IN = frozenset({"required", "preferred", "responsibilities", "preamble", "summary", "other", "wrapper"})
BODY_LABELS = frozenset({"skills", "experience", "education", "visa", "other"})


def parse(text: str, *, captured_at: date | None = None, clause_model: SequenceModel | None = None) -> ParsedPosting:
    """Read one posting. Deterministic, never raises on any text; text beyond 200,000 characters is left unread.

    ``clause_model``: other weights than the shipped ones, for measuring.
    """
    text = text[:READ_LIMIT]
    mended, offsets = mend(text)
    parsed = _parse(mended, captured_at, clause_model or default_model())
    return parsed if offsets is None else restore_offsets(parsed, text, offsets)


def _parse(text: str, captured_at: date | None, clause_model: SequenceModel) -> ParsedPosting:
    vocabulary = default_vocabulary()
    lines = split_lines(text)
    header = HeaderReader(text, lines, captured_at).read()
    body = _without_fields(text, lines[header.body_from :], header, captured_at)
    reader = SectionReader(text, vocabulary, str(header.title.value) if header.title else "")
    blocks = reader.read(body) or [Block("preamble")]
    soft, vague = _unproving(vocabulary)
    draft = Draft(text, captured_at, vocabulary, header, blocks, soft, vague)
    draft.language = spoken_in(text) or ENGLISH
    draft.mentions = sorted(vocabulary.find(text, draft.language), key=lambda mention: mention.span)
    described = describe_body(text, body, blocks, [mention.span[0] for mention in draft.mentions], vocabulary)
    clauses = label_clauses(described, clause_model)
    for block in blocks:
        block.items = []
    for clause in clauses:
        blocks[max(0, clause.block)].items.append(clause.span)
    draft.spans = [(span, block.kind) for block in blocks for span in block.items]
    read_title_and_organization(draft)
    read_header_facts(draft)
    read_pay(draft)
    read_places(draft)
    read_employment(draft)
    _place_the_work(draft)
    _read_sections(draft, clauses)
    read_demands(draft)
    read_statements(draft)
    skills = read_skills(draft)
    chrome = tuple(sorted({*header.chrome, *reader.chrome}))
    return ParsedPosting(
        facts=dict(sorted(draft.facts.items())),
        employment_types=tuple(draft.types),
        locations=tuple(draft.places),
        applicant_places=tuple(read_residence(draft)),
        salaries=tuple(draft.salaries),
        benefits=_benefits(draft),
        sections=tuple(draft.sections),
        skills=skills,
        conflicts=tuple(draft.conflicts),
        inferred=dict(sorted(draft.inferred.items())),
        date_precision=header.posted_read.precision if header.posted_read else "unknown",
        captured_at=captured_at,
        chrome=chrome,
        uncovered=_uncovered(draft, chrome, reader.covered),
    )


@lru_cache(maxsize=4)
def _unproving(vocabulary: Vocabulary) -> tuple[frozenset[str], frozenset[str]]:
    """The slugs of traits, and these with the fields of work too broad to prove anything."""
    soft = frozenset(slug for slug, entry in vocabulary.entries.items() if entry.kind == "soft")
    return soft, soft | {slug for slug, entry in vocabulary.entries.items() if entry.broad}


def _place_the_work(draft: Draft) -> None:
    """Say of each place how one works there, where the text says it of the job as a whole."""
    stated = draft.facts.get("job_location_type")
    if stated is not None:
        draft.places = [replace(place, workplace=str(stated.value)) for place in draft.places]


def _without_fields(text: str, lines: list[Line], header: Header, captured_at: date | None) -> list[Line]:
    """Take "Label: value" fields out of the body, so that they are read as fields and not as prose."""
    kept: list[Line] = []
    reader = HeaderReader(text, lines, captured_at)
    reader.header = header
    below: set[int] = set()
    for index, line in enumerate(lines):
        if index in below:
            continue
        taken = reader.take_value_below(lines, index)
        if taken:
            below.add(index + 1)
            continue
        labelled = read_label(text, line.start, line.end) if len(line.text) < 170 else None
        if labelled and labelled.field not in BODY_LABELS and labelled.value[1] - labelled.value[0] < 120:
            value = Line(text[slice(*labelled.value)], *labelled.value, labelled.value[0], False, False)
            if reader._take_value(labelled.field, value):
                header.labels.append((line.lead, labelled.value[0]))
                if labelled.field == "start":  # a section of its own in the employer's text as well
                    kept.append(line)
                continue
        lowered = fold(line.text)
        posted = POSTED.match(lowered)
        dated = (posted is not None and posted.end() > 0) or CLOSES.match(lowered) is not None
        if dated and len(line.text) < 60 and reader._take_date(line, require_date=True):
            continue
        kept.append(line)
    reader.names.name_candidates(reader.candidates)
    return kept


def describe_text(text: str) -> Labelled:
    """The atoms of a posting's body with all that a labeller is told of them: what it learns from."""
    vocabulary = default_vocabulary()
    lines = split_lines(text)
    header = HeaderReader(text, lines, None).read()
    body = _without_fields(text, lines[header.body_from :], header, None)
    blocks = SectionReader(text, vocabulary, str(header.title.value) if header.title else "").read(body)
    starts = sorted(mention.span[0] for mention in vocabulary.find(text, spoken_in(text) or ENGLISH))
    return describe_body(text, body, blocks, starts, vocabulary)


def _read_sections(draft: Draft, clauses: list[Clause]) -> None:
    kinds = {clause.span: clause.kind for clause in clauses}
    starts = [mention.span[0] for mention in draft.mentions]
    before: Block | None = None
    for block in draft.blocks:
        heading = block.heading_span
        if heading is not None and any(start < heading[1] and heading[0] < end for start, end in block.items):
            # What looked like a heading is a clause itself; the heading above goes on.
            block.heading, block.heading_span = "", None
            block.kind = before.kind if before is not None else "other"
        items: list[Item] = []
        for begin, end in block.items:
            inside = draft.mentions[bisect_left(starts, begin) : bisect_left(starts, end)]
            skills = tuple(mention for mention in inside if mention.span[1] <= end)
            kind = kinds[begin, end]
            if (
                kind == "fact"
                and block.kind in ASKED_IN
                and requirements.surely_asks(draft.text[begin:end], block.kind)
            ):
                kind = "requirement"
            elif (
                kind == "fact"
                and block.kind == "responsibilities"
                and requirements.surely_a_duty(draft.text[begin:end])
            ):
                kind = "duty"
            if kind == "requirement" and (block.kind == "skills" or read_materials(draft.text[begin:end])):
                kind = "fact"  # a list of tags asks for nothing by itself, and papers to send are a step of applying
            items.append(_item(draft, (begin, end), block, kind, skills))
        draft.sections.append(Section(block.kind, block.heading, block.heading_span, tuple(items)))
        before = block


def _item(draft: Draft, span: Span, block: Block, kind: str, skills: tuple[SkillMention, ...]) -> Item:
    text = draft.text[slice(*span)]
    importance = None
    months = None
    count = None
    readable = True
    levels: tuple[str, ...] | None = None
    if kind_of_machine_text(text) is not None:
        return Item(text, span)
    if kind == "requirement":
        skills = tuple(mention for mention in skills if not _is_studied(draft, span, mention))
        demonstrable = any(mention.slug not in draft.soft for mention in skills)
        if not demonstrable and requirements.is_constraint(text):
            kind = "constraint"
        importance = importance_of(text, block.kind)
        readable = requirements.is_readable(text, span[0], skills, draft.vague)
        if not readable or draft.language != ENGLISH:
            degree = education.read_education(text, section_kind=block.kind, language=draft.language)
            readable = readable or degree is not None
            if degree is not None and draft.language != ENGLISH:
                levels = tuple(level for level in degree.levels if level != "none")
        found = experience.read_months(text, language=draft.language)
        months = found.value if found else None
        count = experience.read_count(text)
    groups = (
        any_of_groups(draft.text, span, skills, draft.language) if kind in ("requirement", "constraint", "duty") else ()
    )
    asked = None
    if kind in ("requirement", "constraint", "duty") or (kind == "fact" and (skills or block.kind in ASKING_SECTIONS)):
        asked = read_asked(
            text,
            draft.vocabulary,
            code=draft.language,
            skills=tuple(dict.fromkeys(mention.slug for mention in skills)),
            any_of=groups,
            months=months,
            minimum_count=count,
            readable=readable,
            degree_levels=levels,
        )
    return Item(text, span, kind, importance, readable, months, count, skills, groups, asked)


def _is_studied(draft: Draft, span: Span, mention: SkillMention) -> bool:
    """ "Degree in computer science, mathematics or a related field" asks for a degree, not for three skills."""
    entry = draft.vocabulary.entries[mention.slug]
    academic = entry.kind in ("concept", "domain") or entry.category == "languages"
    return academic and education.names_field_of_study(draft.text[span[0] : mention.span[0]])


def _benefits(draft: Draft) -> tuple[Fact, ...]:
    found: list[Fact] = []
    seen: set[str] = set()
    for section in draft.sections:
        inline = section.kind == "benefits" and len(section.items) == 1
        for item in section.items:
            if item.kind != "benefit":
                continue
            pieces = tags.split_list(draft.text, *item.span) if inline and _is_plain_list(item.text) else [item.span]
            for a, b in pieces:
                key = skill_key(draft.text[a:b]).strip(" .")
                if key and key not in seen:
                    seen.add(key)
                    found.append(Fact(draft.text[a:b], draft.text[a:b], (a, b), section.kind))
    return tuple(found)


def _is_plain_list(text: str) -> bool:
    """ "Free lunch at work, Paid time off": pieces that each begin like an entry, no sentence."""
    pieces = [piece.strip() for piece in text.split(",")]
    return len(pieces) > 1 and "." not in text.rstrip(".") and all(piece[:1].isupper() for piece in pieces)


def _uncovered(draft: Draft, chrome: tuple[Span, ...], lines: list[Span]) -> tuple[Span, ...]:
    """The words that no value, section or page furniture accounts for."""
    header = draft.header
    named = (
        header.posted, header.salary_text, header.experience, header.start, header.duration, header.worldwide,
        header.department, header.title, header.organization, header.valid_through,
    )  # fmt: skip
    spans = [*chrome, *header.labels, *header.others, *lines, *header.visa, *header.education]
    spans += [fact.span for fact in (*draft.facts.values(), *named) if fact and fact.span]
    spans += [span for _, _, span in header.tokens]
    spans += [place.span for place in header.places] + [band.span for band in header.salaries]
    if header.tag_blob:
        spans.append(header.tag_blob)
    covered = bytearray(len(draft.text))
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    uncovered: list[Span] = []
    for match in re.finditer(r"\S+", draft.text):
        start, end = match.span()
        left = [at for at in range(start, end) if not covered[at] and draft.text[at].isalnum()]
        if left:
            uncovered.append((left[0], left[-1] + 1))
    return tuple(uncovered)
