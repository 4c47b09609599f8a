"""The verdict on one requirement: met, partly, not found or unreadable, and the lines it rests on.

One function serves list, page and score alike; the words around a verdict are made in ``explanation``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import mul

import numpy as np

from matching.core.evidence import CompiledResume, union_months
from matching.core.features import ResumeLine, Vector
from matching.core.learned_verdicts import VerdictModel, verdict_of
from matching.core.requirements import CompiledRequirement
from matching.core.subjects import SubjectMatch, group_credits, match_subject, skill_lines
from matching.core.verdict_features import MOST_OFFERED
from matching.core.weights import Weights
from matching.core.word_weights import weight
from reading import degrees
from reading.spoken import LEVEL, OF_CODE, languages_named, level_of
from reading.words import stem

NOT_FOUND, PARTLY, MET, UNREADABLE = "not_found", "partly", "met", "unreadable"
Near = tuple[float, int]
# A line that tells of work says more than a list of words.
TELLING = frozenset({"experience", "projects"})
LISTS = frozenset({"skills", "certifications", "languages"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """``lines`` are indexes into the prepared resume, best first. ``similarity`` is carried where it decided.

    ``sure`` False: the learned verdict would not bet on it; it counts as the likeliest value all the same. ``chances`` of
    the four verdicts, where it decided.
    """

    verdict: str
    lines: tuple[int, ...] = ()
    reason: str = ""
    similarity: float | None = None
    sure: bool = True
    chances: tuple[float, ...] | None = None


_NOTHING = Judgement(NOT_FOUND, (), "nothing")
_UNREADABLE = Judgement(UNREADABLE, (), "unreadable")
_LEVELS = (NOT_FOUND, PARTLY, MET)
LONGEST_HEADING = 5
SHORT_LIST = 4  # entries; of a longer list the core is enough
MOST_OF_A_LANGUAGE = 6  # words of a requirement that asks for a spoken language and little else


def judge(
    requirement: CompiledRequirement,
    resume: CompiledResume,
    weights: Weights,
    near: Near | None = None,
    *,
    quoting: bool = True,
) -> Judgement:
    """``near``: the likeness of the most similar line and its index, where there are vectors. About 10 microseconds.

    Without ``quoting`` the verdict is the same, and lines and reason may be left out.
    """
    if not requirement.asked.readable:
        return _UNREADABLE
    if requirement.asked.degree_levels:
        return _degree(requirement, resume)
    if requirement.asked.languages and len(requirement.stems) <= MOST_OF_A_LANGUAGE:
        return _language(requirement, resume)
    if requirement.asked.driving:
        return _driving(resume)
    if requirement.asked.computer_use:
        return _computer_use(resume)
    if requirement.asked.licence and not requirement.technical:
        return _licence(requirement, resume)
    judgement = judge_subject(
        requirement, resume, weights, near, match_subject(requirement, resume, weights), quoting=quoting
    )
    return _years(requirement, resume, weights, judgement) if requirement.asked.months else judgement


def is_about_subject(requirement: CompiledRequirement) -> bool:
    """Whether neither arithmetic nor law decides: no degree, years, licence or spoken language is asked, and a resume
    can show it.
    """
    asked = requirement.asked
    return asked.readable and not (
        asked.degree_levels
        or asked.months
        or asked.driving
        or asked.computer_use
        or (asked.languages and len(requirement.stems) <= MOST_OF_A_LANGUAGE)
        or (asked.licence and not requirement.technical)
    )


def demand_of(requirement: CompiledRequirement) -> str:
    """The kind of demand, as ``judge`` tells them apart."""
    asked = requirement.asked
    if not asked.readable:
        return "trait"
    if asked.degree_levels:
        return "degree"
    if asked.languages and len(requirement.stems) <= MOST_OF_A_LANGUAGE:
        return "language"
    if asked.driving or (asked.licence and not requirement.technical):
        return "licence"
    if asked.computer_use:
        return "computer use"
    if asked.months:
        return "years"
    return "tools" if requirement.technical else "subject"


def model_decides(requirement: CompiledRequirement, *, any_readable: bool) -> bool:
    """Whether the learned verdict takes the place of the rules': on subjects, and on traits, of which a resume may tell
    all the same. Where a posting asks for nothing but traits there is no score, and they stay unreadable.
    """
    return is_about_subject(requirement) or (any_readable and not requirement.asked.readable)


def missing_groups(requirement: CompiledRequirement, credited: Sequence[float]) -> tuple[int, ...]:
    """The numbers of the skills that the resume does not show, of a list of which all are asked and some are shown."""
    asked = requirement.asked
    if asked.any_item or asked.exemplified or asked.count or len(credited) < 2 or not any(credited):
        return ()
    return tuple(number for number, credit in enumerate(credited) if not credit)


def _lacks_an_entry(requirement: CompiledRequirement, credited: Sequence[float]) -> bool:
    """Whether a short list is not shown as a whole: then it is a part, however the rest is shown."""
    return len(credited) <= SHORT_LIST and bool(missing_groups(requirement, credited))


def _degree(requirement: CompiledRequirement, resume: CompiledResume) -> Judgement:
    lowest = min(degrees.RANK[level] for level in requirement.asked.degree_levels)
    best: tuple[int, int, int] | None = None
    for degree in resume.features.degrees:
        index = resume.index_of.get(degree.line)
        if index is None:
            continue
        high_enough = degrees.RANK[degree.level] >= lowest
        fit = degrees.field_fit(
            requirement.asked.degree_fields, degree.fields, related_counts=requirement.asked.related_field
        )
        if requirement.degree_words and not any(
            index in resume.stem_lines.get(word, ()) for word in requirement.degree_words
        ):
            fit = 0.5
        if requirement.asked.enrolled:
            level = (2 if fit == 1.0 and high_enough else 1) if degree.in_progress and fit else 0
        elif high_enough:
            level = 2 if fit == 1.0 and not degree.in_progress else 1 if fit else 0
        else:
            near_level = degrees.RANK[degree.level] >= degrees.RANK["associate"]
            level = 1 if near_level and fit == 1.0 and requirement.asked.degree_fields else 0
        # Of equally good degrees the one nearest to the level asked is quoted.
        option = (level, -abs(degrees.RANK[degree.level] - lowest), index)
        if level and (best is None or option[:2] > best[:2]):
            best = option
    if best is not None:
        return Judgement(_LEVELS[best[0]], (best[2],), "degree" if best[0] == 2 else "degree_partly")
    if requirement.asked.or_experience and resume.features.total_months >= 48 and resume.features.roles:
        index = resume.index_of.get(resume.features.roles[0].line)
        if index is not None:
            return Judgement(PARTLY, (index,), "experience_for_degree")
    return Judgement(NOT_FOUND, (), "no_degree")


def _language(requirement: CompiledRequirement, resume: CompiledResume) -> Judgement:
    """A level below the one asked is a part, as is the language that the resume is written in; a level that is not
    stated is taken on trust.
    """
    asked = requirement.asked.languages
    matched = [name for name in asked if name in resume.features.languages]
    named = [(index, languages_named(line.text)) for index, line in enumerate(resume.lines)]
    lines = tuple(index for index, names in named if any(name in names for name in matched))[:2]
    if not lines:
        return _written_in(requirement, resume)
    wanted = LEVEL.search(requirement.row.text)
    too_low = wanted is not None and any(
        level < wanted.group()
        for index in lines
        for name in matched
        if (level := level_of(resume.lines[index].text, name)) is not None
    )
    enough = len(matched) == len(asked) or requirement.asked.any_item
    return Judgement(MET if enough and not too_low else PARTLY, lines, "language_level" if too_low else "language")


def _written_in(requirement: CompiledRequirement, resume: CompiledResume) -> Judgement:
    told = [index for index, line in enumerate(resume.lines) if len(line.text.split()) > LONGEST_HEADING]
    if told and OF_CODE.get(resume.features.language) in requirement.asked.languages:
        return Judgement(PARTLY, (told[0],), "language_of_resume")
    return _NOTHING


def _driving(resume: CompiledResume) -> Judgement:
    for index in resume.licence_lines:
        if "driv" in resume.lines[index].text.lower():
            return Judgement(MET, (index,), "licence")
    return _NOTHING


def _computer_use(resume: CompiledResume) -> Judgement:
    if resume.technical_lines:
        return Judgement(MET, resume.technical_lines[:1], "computer_use")
    return _NOTHING


_LICENCE_STEMS = frozenset({"licens", "licenc", "certif", "stat", "practic", "valid", "activ", "possess", "hold"})


def _licence(requirement: CompiledRequirement, resume: CompiledResume) -> Judgement:
    subject = [word for word in requirement.stems if word not in _LICENCE_STEMS]
    wanted = sum(weight(word) for word in subject)
    best, best_index = 0.0, None
    for index in resume.licence_lines:
        matched = sum(weight(word) for word in subject if index in resume.stem_lines.get(word, ()))
        if matched > best:
            best, best_index = matched, index
    if best_index is None or best < 0.6 * wanted:
        return _NOTHING
    if requirement.asked.of_state:
        return Judgement(PARTLY, (best_index,), "licence_partly")
    return Judgement(MET, (best_index,), "licence")


# "In an office setting": what the years were spent in, not what was done.
_SURROUNDINGS = frozenset(
    stem(word)
    for word in (
        "setting", "environment", "capacity", "field", "area", "industry", "sector", "hands", "full", "combined",
        "progressive", "direct", "increasing", "actual", "verifiable", "recent", "general", "paid", "equivalent",
    )
)  # fmt: skip


def _years(
    requirement: CompiledRequirement, resume: CompiledResume, weights: Weights, judgement: Judgement
) -> Judgement:
    asked = requirement.asked.months or 0
    shown_in = {
        index
        for group in requirement.groups
        for slug in group
        if (credit := resume.credits.get(slug)) is not None
        for index in credit.lines
    }
    named = sum(requirement.stem_weights) - sum(requirement.rest_weights)
    rest = [word for word in requirement.rest if word not in _SURROUNDINGS]
    wanted = named + sum(weight(word) for word in rest)
    roles, whole = [], []
    for role, stems in zip(resume.features.roles, resume.role_stems, strict=True):
        shows = any(role.line <= resume.lines[i].number <= role.last_line for i in shown_in)
        share = sum(weight(word) for word in requirement.stems if word in stems and word not in _SURROUNDINGS)
        if share >= 0.5 * wanted or shows:
            roles.append(role)
        beside = sum(weight(word) for word in rest if word in stems)
        if max(share, beside + named if shows else 0.0) >= weights.whole_years * wanted:
            whole.append(role)
    months = union_months(roles)
    enough = union_months(whole) >= asked
    lines = [resume.index_of[role.line] for role in roles[:2] if role.line in resume.index_of]
    for stated, index in resume.stated:
        near = sum(weight(word) for word in requirement.stems if index in resume.stem_lines.get(word, ()))
        about = index in shown_in or near >= 0.4 * wanted
        if about and stated > months:
            months, lines = stated, [index]
        enough = enough or (about and stated >= asked)
    # Years in the field without all that is asked of it are a part.
    enough = enough and all(group_credits(requirement, resume, weights))
    if not months and judgement.verdict == NOT_FOUND:
        return judgement
    order = tuple(dict.fromkeys((*lines[:1], *judgement.lines, *lines[1:])))
    if enough:
        return Judgement(MET, order, "years", judgement.similarity)
    if months >= asked:
        return Judgement(PARTLY, order, "years_beside", judgement.similarity)
    return Judgement(PARTLY, order, "years_short" if months else "years_unstated", judgement.similarity)


def judge_subject(
    requirement: CompiledRequirement,
    resume: CompiledResume,
    weights: Weights,
    near: Near | None,
    match: SubjectMatch,
    *,
    quoting: bool = True,
) -> Judgement:
    """The verdict of the rules on what is asked beside degrees, years and licences."""
    words = max(match.sums.values()) / match.total if match.sums else 0.0
    likeness, like_line = near if near is not None else (0.0, None)
    level, reason = 0, "words"
    if any(match.credited):
        reason = "skills"
        level = _by_skills(requirement, match.credited, resume, words, likeness, weights)
    by_words = _by_words(requirement, words, likeness, near is not None, match.credited, weights)
    if not by_words and not requirement.technical and not requirement.asked.exemplified:
        by_words = int(match.spread >= weights.spread_words * match.total and likeness >= weights.spread_likeness)
    if by_words > level:
        level, reason = by_words, "words"
    if requirement.asked.courses and level == 2:
        shown_in = len(match.skill_lines) if reason == "skills" else len(match.sums)
        level = 2 if shown_in >= (requirement.asked.count or 1) else 1
    if level == 2 and _lacks_an_entry(requirement, match.credited):
        level = 1
    if requirement.asked.leading and level < 2 and resume.leading_lines:
        return Judgement(MET, resume.leading_lines[:3], "leading")
    if not level:
        return _NOTHING
    if not quoting:
        return Judgement(_LEVELS[level], (), reason)
    lines = _order(match, near, reason == "skills", resume, weights)
    return Judgement(_LEVELS[level], lines, reason, likeness if like_line in lines[:2] else None)


def settle(requirement: CompiledRequirement, match: SubjectMatch, ruled: str, said: str, *, any_readable: bool) -> str:
    """The verdict, from what the rules (``ruled``) and the learned verdict (``said``) make of a requirement.

    A degree that is held is a part where the learned verdict does not see all that the sentence asks beside it; a short
    list without one of its entries is a part too.
    """
    if model_decides(requirement, any_readable=any_readable):
        return PARTLY if said == MET and _lacks_an_entry(requirement, match.credited) else said
    return PARTLY if requirement.asked.degree_levels and ruled == MET and said != MET else ruled


def learned(
    model: VerdictModel,
    chances: Sequence[float],
    requirement: CompiledRequirement,
    match: SubjectMatch,
    ruled: Judgement,
    scores: Vector,
    cosines: Vector,
    *,
    any_readable: bool,
    quoting: bool,
) -> Judgement:
    """The learned verdict in the place of the rules', with the lines that show it best: ``scores`` [L] by the ranker.

    The line that the rules quote first is among them: it holds the words or the skill itself.
    """
    said, sure = verdict_of(model.least_met, model.least_sure, chances)
    verdict = settle(requirement, match, ruled.verdict, said, any_readable=any_readable)
    if not model_decides(requirement, any_readable=any_readable):
        return ruled if verdict == ruled.verdict else replace(ruled, verdict=verdict, reason="degree_beside")
    if verdict == UNREADABLE:
        return Judgement(UNREADABLE, (), "unreadable", sure=sure, chances=tuple(chances))
    if not quoting:
        return Judgement(verdict, sure=sure)
    if verdict == NOT_FOUND:
        return replace(_NOTHING, chances=tuple(chances))
    ranked = [int(index) for index in np.argsort(-scores, kind="stable")[:MOST_OFFERED]]
    lines = tuple(dict.fromkeys((*ranked[:-1], *ruled.lines[:1], *ranked[-1:])))[:MOST_OFFERED]
    reason = ruled.reason if ruled.lines else "likeness"
    return Judgement(verdict, lines, reason, round(float(cosines[lines[0]]), 4), sure, tuple(chances))


def _by_skills(
    requirement: CompiledRequirement,
    credited: Sequence[float],
    resume: CompiledResume,
    words: float,
    likeness: float,
    weights: Weights,
) -> int:
    of_skills, of_rest = sum(requirement.group_weights), sum(requirement.rest_weights)
    covered = sum(map(mul, credited, requirement.group_weights))
    share = covered / of_skills
    if (
        requirement.asked.count
        and not requirement.asked.courses
        and requirement.asked.count <= sum(map(len, requirement.groups))
    ):
        share = min(1.0, sum(credited) / requirement.asked.count)
    if requirement.technical:
        return 2 if share >= weights.enough_skills and len(requirement.rest) <= 4 else 1
    stem_lines = resume.stem_lines
    beside = sum(
        value for word, value in zip(requirement.rest, requirement.rest_weights, strict=True) if word in stem_lines
    )
    closeness = (share * of_skills + beside) / (of_skills + of_rest)
    if share >= weights.enough_skills:
        several = len(credited) > 1 or requirement.asked.exemplified
        enough = weights.met_several if several else weights.met_single
        if (
            requirement.asked.knowing
            and several
            and credited[0]
            and (share >= weights.most_skills or len(credited) > 2)
        ):
            enough = weights.met_known
        if closeness >= enough and not several and requirement.rest:
            together = (share * of_skills + _beside(requirement, resume)) / (of_skills + of_rest)
            if together >= weights.met_together or likeness >= weights.together_likeness:
                return 2
        elif closeness >= enough or likeness >= weights.met_likeness:
            return 2
        return 1 if closeness >= weights.partly_closeness or likeness >= weights.found_likeness else 0
    some = weights.some_skills if requirement.asked.listed else weights.some_of_phrase
    if share >= some and (requirement.asked.knowing or not requirement.rest or closeness >= weights.partly_closeness):
        return 1
    return 1 if closeness >= weights.some_closeness else 0


def _by_words(
    requirement: CompiledRequirement,
    words: float,
    likeness: float,
    vectors: bool,
    credited: Sequence[float],
    weights: Weights,
) -> int:
    """Likeness alone shows that the field is the same, not a tool asked for by name; where a skill is shown, the words
    that name it are not counted in its favour again.
    """
    no_tool = (requirement.technical or requirement.asked.exemplified) and not any(credited)
    if words >= weights.met_words and (likeness >= weights.partly_likeness or not vectors):
        return 2
    if words >= weights.words_beside:
        if likeness >= weights.met_likeness and not no_tool:
            return 2
        if not credited and min(words, likeness) >= weights.found_likeness and words + likeness >= weights.met_sum:
            return 2
        if likeness >= weights.partly_likeness and not any(credited):
            return 1
    return 1 if words >= weights.partly_words or (likeness >= weights.found_likeness and not no_tool) else 0


def _beside(requirement: CompiledRequirement, resume: CompiledResume) -> float:
    """The weight of the words that name no skill in one line that shows the skills, or next to it."""
    best = 0.0
    for index in skill_lines(requirement, resume):
        around = sum(
            value
            for word, value in zip(requirement.rest, requirement.rest_weights, strict=True)
            if any(abs(where - index) <= 1 for where in resume.stem_lines.get(word, ()))
        )
        best = max(best, around)
    return best


def _order(
    match: SubjectMatch,
    near: Near | None,
    by_skills: bool,
    resume: CompiledResume,
    weights: Weights,
) -> tuple[int, ...]:
    """The lines to quote: where skills are asked, of the lines that show them; the most telling first."""
    sums, shown_by = match.sums, match.skill_lines if by_skills else {}

    def rank(index: int) -> tuple[float, int]:
        like = weights.like_line if near is not None and near[1] == index else 0.0
        return (
            -(sums.get(index, 0.0) + shown_by.get(index, 0.0) + like + _telling(resume.lines[index], weights)),
            index,
        )

    pool = set(shown_by or (*sums, *((near[1],) if near is not None else ())))
    return tuple(sorted(_without_bare(pool, resume), key=rank)[:3])


def _without_bare(pool: set[int], resume: CompiledResume) -> set[int]:
    """The lines that are more than a heading, or all where there are no others."""
    return {index for index in pool if not _is_bare(resume.lines[index])} or pool


def _is_bare(line: ResumeLine) -> bool:
    """A heading, a headline or a title says that something was done, not what."""
    return line.section not in LISTS and line.section != "projects" and len(line.text.split()) <= LONGEST_HEADING


def _telling(line: ResumeLine, weights: Weights) -> float:
    """What was done says more than a list of words."""
    if line.section in LISTS:
        return -weights.list_line
    return weights.told_line if line.section in TELLING else 0.0
