"""Extract the features of postings, resumes and preferences, and score and explain pairs of them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import Candidate, CandidatePlace
from accounts.resumes import parse_facts
from matching import core, engine
from postings.models import JobPosting, PostingItem, Tristate
from reading import resumes as resume_reader
from reading.degrees import without_school
from reading.language import detect
from reading.languages import ENGLISH
from reading.requirement import Asked, read_asked
from reading.resume import corrections as owners

SEASON_MONTHS = {"winter": 0, "spring": 2, "summer": 5, "fall": 8, "autumn": 8}
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
# Facts that are names, found anywhere in the text; and the levels of a resume that matching ranks.
NAMED = frozenset({"skill", "language"})
LEVELS = {level: level for level in ("doctorate", "master", "bachelor", "associate", "high_school", "certificate")}
# Headings that every resume has: "Profile" is no profiling, and "Languages" no knowledge of any. Others ("Open source",
# "Publications") say something of what stands below them.
PLAIN_SECTIONS = frozenset({"summary", "experience", "education", "skills", "languages", "contact"})
# Where a posting without headings says in prose what the work is.
TELLING_SECTIONS = frozenset({"preamble", "summary", "other"})
NOT_DESCRIBING = frozenset({"about", "benefits", "culture", "legal", "process", "application"})
QUOTED_FACTS = {
    "workplace": ("in_person_only", "job_location_type"),
    "authorisation": ("visa_sponsorship", "eligibility_to_work_requirement"),
    "start": ("job_start_text",),
    "degree": ("education_levels",),
    "clearance": ("security_clearance_requirement",),
    "experience": ("months_of_experience",),
}


@dataclass(frozen=True, slots=True)
class StoredItem:
    """A row of a posting's section, as the matching core wants parsed items."""

    text: str
    span: tuple[int, int]
    kind: str
    importance: str | None
    asked: Asked | None


def posting_features(
    posting: JobPosting, *, embed: Callable[[], core.Embed | None] = engine.embed
) -> core.PostingFeatures:
    """Features of a posting read through ``for_page()``. With the model about 25 ms, without it 1 ms.

    ``embed`` gives what makes vectors of texts; generated postings have theirs drawn.
    """
    sections = [(section.kind, [_stored(item) for item in section.items.all()]) for section in posting.sections.all()]
    return build_posting_features(
        sections,
        embed=embed,
        title=posting.title,
        text=posting.description_text,
        raw={name: str(fact.get("raw") or "") for name, fact in posting.reading.facts.items()},
        pay_text=posting.pay_bands[0].raw if posting.pay_bands else "",
        place_words=[place.raw for place in posting.worksites],
        skills={row.skill.slug: row.importance for row in posting.posting_skills.all() if row.skill},
        employment_types=tuple(posting.employment_types),
        job_location_type=posting.job_location_type,
        places=tuple(
            core.Place(place.country or None, place.region or None, place.city or None, place.latitude, place.longitude)
            for place in posting.worksites
        ),
        pay=tuple(
            core.Pay(number(band.min_value), number(band.max_value), band.currency, band.unit, band.raw)
            for band in posting.pay_bands
        ),
        visa_sponsorship=None if posting.visa_sponsorship == Tristate.UNKNOWN else posting.visa_sponsorship,
        authorised_countries=tuple(sorted({place.country for place in posting.worksites if place.country}))
        if posting.eligibility_to_work_requirement
        else (),
        experience_level=posting.experience_level,
        degree_levels=tuple(posting.education_levels),
        degree_state=posting.education_state or None,
        degree_hard=posting.education_strength == "hard",
        months_of_experience=posting.months_of_experience,
        clearance=posting.security_clearance_requirement or None,
        start_month=start_month(posting.job_start_text),
    )


def _stored(item: PostingItem) -> StoredItem:
    return StoredItem(
        text=item.text,
        span=(item.span[0], item.span[1]) if item.span else (0, 0),
        kind=item.kind,
        importance=item.importance,
        asked=Asked.from_json(item.asked) if item.asked is not None else _asked_before(item),
    )


def _asked_before(item: PostingItem) -> Asked | None:
    """What an item asks that was stored before readings said so; ``reparse_postings`` brings it up to date."""
    if item.kind == PostingItem.Kind.BENEFIT or (item.kind == PostingItem.Kind.FACT and not item.skills):
        return None
    return read_asked(
        item.text,
        engine.vocabulary(),
        skills=item.skills,
        any_of=item.any_of,
        months=item.months_of_experience,
        minimum_count=item.minimum_count,
        readable=item.is_readable,
    )


def build_posting_features(
    sections: Sequence[tuple[str, Sequence[Any]]],
    *,
    title: str,
    text: str,
    raw: Mapping[str, str],
    pay_text: str,
    place_words: Sequence[str],
    embed: Callable[[], core.Embed | None] = engine.embed,
    **stated: Any,
) -> core.PostingFeatures:
    """The one way to features, for stored postings and for texts. ``raw`` maps a fact to the posting's own words."""
    vocabulary = engine.vocabulary()
    items = [item for _, rows in sections for item in rows]
    telling = {item.span for kind, rows in sections if kind in TELLING_SECTIONS for item in rows}
    code = detect(text) or ENGLISH
    described = [item.text for kind, rows in sections if kind not in NOT_DESCRIBING for item in rows]
    quotes = {"place": place_words[0] if place_words else "", "pay": pay_text}
    for name, fields in QUOTED_FACTS.items():
        quotes[name] = next((raw[field] for field in fields if raw.get(field)), "")
    return core.build_posting_features(
        title=title,
        description=" ".join(described) or text,
        requirements=core.requirement_rows(items, vocabulary, telling=telling, code=code),
        place_words=place_words,
        embed=embed(),
        language=code,
        quotes={name: quote for name, quote in quotes.items() if quote},
        **stated,
    )


def number(value: Any) -> float | None:
    return float(value) if value is not None else None


def start_month(text: str) -> int | None:
    """Months since year 0 of "Spring 2027", "September 2026"; None where the text names no season or month and year."""
    year = re.search(r"\b(20\d\d)\b", text)
    if not year:
        return None
    folded = text.casefold()
    for word, month in SEASON_MONTHS.items():
        if word in folded:
            return int(year[1]) * 12 + month
    for month, word in enumerate(MONTHS):
        if word[:3] in folded:
            return int(year[1]) * 12 + month
    return None


def resume_features(text: str, corrections: Sequence[owners.Correction] = ()) -> core.ResumeFeatures:
    """Features of a resume's text, as its owner lets the facts stand. Lines that say who the person is are left out;
    they never reach a vector.
    """
    model = engine.embedder()
    read = as_parsed = parse_facts(resume_reader.read_text(text))
    today = timezone.localdate()
    if corrections:
        read = owners.corrected(as_parsed, corrections, today=today)
    headings = {
        section.first_line: len(section.heading)
        for section in read.sections
        if section.heading and section.kind in PLAIN_SECTIONS
    }
    lines, personal, position = [], [], 0
    details = {line.number: line for line in resume_reader.matching_lines(read)}
    for place, line in enumerate(text.split("\n"), start=1):
        detail = details.get(place)
        if detail is None or detail.is_personal:
            personal.append(place)
        is_heading = len(line.strip()) <= headings.get(place, -1) + 1
        counting = " " * len(line) if is_heading else resume_reader.without_denied(line)
        lines.append(
            core.ResumeLine(
                place,
                counting,
                (detail.section if detail else None) or "other",
                position,
                position + len(line),
                shown=line if counting != line else "",
            )
        )
        position += len(line) + 1
    roles = [
        core.RoleFeatures(
            role.title,
            role.first_line,
            role.last_line,
            month_of(role.start, today),
            month_of(role.end, today, end=True),
        )
        for role in read.experience
        if role.title and role.first_line
    ]
    roles.sort(key=lambda role: (role.last_month or 0, role.first_month or 0), reverse=True)
    if read.headline and read.headline.line:
        # What people call themselves at the top says more about what they seek than their last contract.
        roles.insert(0, core.RoleFeatures(read.headline.name, read.headline.line, read.headline.line))
    return core.build_resume_features(
        lines=lines,
        roles=roles,
        vocabulary=engine.vocabulary(),
        personal=personal,
        degrees_held=_degrees_read(as_parsed),
        word=owners_word(as_parsed, corrections) if corrections else None,
        embed=model.embed if model else None,
    )


def _degrees_read(facts: resume_reader.ResumeFacts) -> list[core.Degree]:
    """The degrees as the reader of resumes has them, with the fields that their lines name beside the school."""
    return [
        core.Degree(
            LEVELS[entry.degree_level], _fields_of(entry, facts.lines), entry.in_progress, _line_of(entry, facts.lines)
        )
        for entry in facts.education
        if entry.degree_level in LEVELS and entry.line
    ]


def _line_of(entry: resume_reader.Education, lines: Sequence[str]) -> int:
    """The line of an entry that names the degree: its first may hold a date or a school."""
    named = (
        number
        for number in range(entry.line, entry.last_line + 1)
        if any(degree.level == entry.degree_level for degree in resume_reader.degrees_in(lines[number - 1]))
    )
    return next(named, entry.line)


def _fields_of(entry: resume_reader.Education, lines: Sequence[str]) -> tuple[str, ...]:
    return core.fields_in(without_school(" ".join([entry.field or "", *lines[entry.line - 1 : entry.last_line]])))


def owners_word(facts: resume_reader.ResumeFacts, corrections: Sequence[owners.Correction]) -> core.OwnersWord:
    """The owner's corrections in the engine's terms. A fact counts only where a line of this resume shows it: what was
    added without one is stated and nothing more.
    """
    vocabulary = engine.vocabulary()
    review = owners.review(facts, corrections)
    taken = [name for fact in review.removed if fact.kind in NAMED for name in (fact.key, fact.value.get("name"))]
    renamed = [
        fact for fact in review.facts if fact.kind in NAMED and fact.read and fact.read["name"] != fact.value["name"]
    ]
    taken += [fact.read["name"] for fact in renamed if fact.read]
    slugs = {name: vocabulary.slug(name) for name in taken if name}
    kept = {vocabulary.slug(str(fact.value["name"])) for fact in review.facts if fact.kind in NAMED}
    removed_keys = {
        (fact.kind, key) for fact in review.removed for key in (fact.key, owners.key_of(fact.kind, fact.value))
    }
    gone = [fact for fact in owners.as_read(facts) if (fact.kind, fact.key) in removed_keys]
    changed = [fact for fact in review.of("education") if fact.state in (owners.EDITED, owners.ADDED)]
    stated = [fact for fact in review.of("skill") if fact.state in (owners.EDITED, owners.ADDED)]
    unspoken = {owners.folded(fact.value["name"]) for fact in review.removed if fact.kind == "language"}
    return core.OwnersWord(
        withdrawn=frozenset(slug for slug in slugs.values() if slug) - kept,
        withdrawn_words=frozenset(owners.folded(name) for name, slug in slugs.items() if slug is None) | unspoken,
        withdrawn_lines=frozenset(
            number for fact in gone if fact.kind in owners.LINE_KINDS for number in _lines_of(fact, facts.lines)
        ),
        skills={slug: fact.line or None for fact in stated if (slug := vocabulary.slug(str(fact.value["name"])))},
        degree_lines=frozenset(
            number
            for fact in (*gone, *changed)
            if fact.kind == "education" and fact.line
            for number in range(fact.line, fact.last_line + 1)
        ),
        degrees=tuple(
            core.Degree(
                LEVELS[fact.value["degree_level"]],
                core.fields_in(str(fact.value["field"] or "")),
                bool(fact.value["in_progress"]),
                fact.line,
            )
            for fact in changed
            if fact.line and fact.value["degree_level"] in LEVELS
        ),
        languages=tuple(
            owners.folded(fact.value["name"])
            for fact in review.of("language")
            if fact.line and fact.state in (owners.EDITED, owners.ADDED)
        ),
    )


def _lines_of(fact: owners.ReviewedFact, lines: Sequence[str]) -> list[int]:
    """The lines a fact of one statement runs over: its first, and those below that its words go on in."""
    name = owners.folded(fact.value["name"])
    numbers = [fact.line]
    for number in range(fact.line + 1, len(lines) + 1):
        text = owners.folded(lines[number - 1])
        if not text or text not in name:
            break
        numbers.append(number)
    return numbers


def month_of(written: str | None, today: date, *, end: bool = False) -> int | None:
    """Months since year 0 of "2021-03", "2021" (mid-year) or "present"."""
    if not written:
        return None
    if written == "present":
        return today.year * 12 + today.month - 1
    year, _, month = written.partition("-")
    return int(year) * 12 + (int(month) - 1 if month else 6 - (1 if end else 0))


def preferences_of(candidate: Candidate) -> core.Preferences:
    return preferences_from(candidate, list(candidate.places.all()))


def preferences_from(candidate: Candidate, places: Sequence[CandidatePlace]) -> core.Preferences:
    """``places`` apart from the candidate, so that what is not saved yet can be tried."""
    sponsorship = {"YES": True, "NO": False}.get(candidate.needs_sponsorship)
    available = candidate.available_from
    vocabulary = engine.vocabulary()
    return core.Preferences(
        places=tuple(
            core.Place(
                place.country_code or None,
                None,
                # Without a number of the gazetteer it is a country or a region; its name is no city's.
                place.text.split(",")[0].strip() if place.geonames_id or not place.country_code else None,
                place.latitude,
                place.longitude,
                float(place.radius_km),
            )
            for place in places
        ),
        workplaces=tuple(candidate.job_location_types),
        employment_types=tuple(candidate.employment_types),
        minimum_pay=float(candidate.min_salary) if candidate.min_salary is not None else None,
        pay_currency=candidate.min_salary_currency or None,
        pay_unit=candidate.min_salary_unit or None,
        authorised_countries=tuple(candidate.authorised_countries),
        needs_sponsorship=sponsorship,
        available_from_month=available.year * 12 + available.month - 1 if available else None,
        titles=tuple(candidate.titles),
        experience_levels=tuple(candidate.experience_levels),
        avoid=tuple(vocabulary.slug(name) or name.casefold() for name in candidate.skills_to_avoid),
        relocates=candidate.willing_to_relocate,
        must=tuple(candidate.must_have),
    )


def is_excluded(posting: core.PostingFeatures, resume: core.ResumeFeatures, wants: core.Preferences | None) -> bool:
    """Whether a dealbreaker of this person excludes the posting. Free where they have none."""
    return bool(
        wants is not None and wants.must and core.failed_musts(core.check(posting, resume, wants, only=wants.must))
    )


Words = Mapping[str, str]


def explain(
    posting: core.PostingFeatures,
    resume: core.ResumeFeatures,
    preferences: core.Preferences | None,
    words: Words | None = None,
) -> core.Explanation:
    """``words``: what the resume's owner has said of this posting's rows, as ``core.claimed_lines`` wants it."""
    claimed = core.claimed_lines(posting.requirements, resume, words)
    return core.explain(posting, resume, preferences, vocabulary=engine.vocabulary(), shown=claimed)


def score(posting: core.PostingFeatures, resume: core.ResumeFeatures, words: Words | None = None) -> int | None:
    claimed = core.claimed_lines(posting.requirements, resume, words)
    return core.score(posting, resume, vocabulary=engine.vocabulary(), shown=claimed)


def score_compiled(
    compiled: core.CompiledPosting, resume: core.CompiledResume, words: Words | None = None
) -> int | None:
    """The score of two compiled sides, or None where there is nothing to judge. ``words`` are the owner's evidence claims."""
    claimed = (
        core.claimed_lines((requirement.row for requirement in compiled.requirements), resume.features, words)
        if words
        else None
    )
    return core.score_compiled(compiled, resume, vocabulary=engine.vocabulary(), shown=claimed)


def score_under(
    posting: core.PostingFeatures, resume: core.ResumeFeatures, variants: Sequence[core.Weights]
) -> list[int | None]:
    return core.score_under(posting, resume, variants, vocabulary=engine.vocabulary())
