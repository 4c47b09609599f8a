"""The verdict on one requirement: met, partly, not found or unreadable, and the lines it rests on.

One function serves list, page and score alike; the words around a verdict are made in ``explanation``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from matching.core import degrees
from matching.core.demands import Demand
from matching.core.evidence import CompiledResume, union_months
from matching.core.features import ResumeLine
from matching.core.weights import Weights
from matching.core.word_weights import weight
from matching.core.words import stem

NOT_FOUND, PARTLY, MET, UNREADABLE = "not_found", "partly", "met", "unreadable"
Near = tuple[float, int]
# A line that tells of work says more than a list of words.
TELLING = frozenset({"experience", "projects"})
LISTS = frozenset({"skills", "certifications", "languages"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """``lines`` are indexes into the prepared resume, best first. ``similarity`` is carried where it decided."""

    verdict: str
    lines: tuple[int, ...] = ()
    reason: str = ""
    similarity: float | None = None


_NOTHING = Judgement(NOT_FOUND, (), "nothing")
_UNREADABLE = Judgement(UNREADABLE, (), "unreadable")
_LEVELS = (NOT_FOUND, PARTLY, MET)
_SHORT = tuple(Judgement(verdict) for verdict in _LEVELS)
LONGEST_HEADING = 5


def judge(
    demand: Demand, resume: CompiledResume, weights: Weights, near: Near | None = None, *, quoting: bool = True
) -> Judgement:
    """``near``: the likeness of the most similar line and its index, where there are vectors. About 10 microseconds.

    Without ``quoting`` the verdict is the same, and lines and reason may be left out.
    """
    if not demand.readable:
        return _UNREADABLE
    if demand.degree_levels:
        return _degree(demand, resume)
    if demand.languages and len(demand.stems) <= 6:
        return _language(demand, resume)
    if demand.driving:
        return _driving(resume)
    if demand.computer_use:
        return _computer_use(resume)
    if demand.licence and not demand.technical:
        return _licence(demand, resume)
    judgement = _subject(demand, resume, weights, near, quoting)
    if demand.leading and judgement.verdict != MET and resume.leading_lines:
        judgement = Judgement(MET, resume.leading_lines[:3], "leading")
    return _years(demand, resume, weights, judgement) if demand.months else judgement


def _degree(demand: Demand, resume: CompiledResume) -> Judgement:
    lowest = min(degrees.RANK[level] for level in demand.degree_levels)
    best: tuple[int, int, int] | None = None
    for degree in resume.features.degrees:
        index = resume.index_of.get(degree.line)
        if index is None:
            continue
        high_enough = degrees.RANK[degree.level] >= lowest
        fit = degrees.field_fit(demand.degree_fields, degree.fields, related_counts=demand.related_field)
        if demand.degree_words and not any(index in resume.stem_lines.get(word, ()) for word in demand.degree_words):
            fit = 0.5
        if demand.enrolled:
            level = (2 if fit == 1.0 and high_enough else 1) if degree.in_progress and fit else 0
        elif high_enough:
            level = 2 if fit == 1.0 and not degree.in_progress else 1 if fit else 0
        else:
            near_level = degrees.RANK[degree.level] >= degrees.RANK["associate"]
            level = 1 if near_level and fit == 1.0 and demand.degree_fields else 0
        # Of equally good degrees the one nearest to the level asked is quoted.
        option = (level, -abs(degrees.RANK[degree.level] - lowest), index)
        if level and (best is None or option[:2] > best[:2]):
            best = option
    if best is not None:
        return Judgement(_LEVELS[best[0]], (best[2],), "degree" if best[0] == 2 else "degree_partly")
    if demand.or_experience and resume.features.total_months >= 48 and resume.features.roles:
        index = resume.index_of.get(resume.features.roles[0].line)
        if index is not None:
            return Judgement(PARTLY, (index,), "experience_for_degree")
    return Judgement(NOT_FOUND, (), "no_degree")


def _language(demand: Demand, resume: CompiledResume) -> Judgement:
    matched = [name for name in demand.languages if name in resume.features.languages]
    lines = tuple(
        index for index, line in enumerate(resume.lines) if any(name in line.text.lower() for name in matched)
    )[:2]
    if not lines:
        return _NOTHING
    enough = len(matched) == len(demand.languages) or demand.any_item
    return Judgement(MET if enough else PARTLY, lines, "language")


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


def _licence(demand: Demand, resume: CompiledResume) -> Judgement:
    subject = [word for word in demand.stems if word not in _LICENCE_STEMS]
    wanted = sum(weight(word) for word in subject)
    best, best_index = 0.0, None
    for index in resume.licence_lines:
        matched = sum(weight(word) for word in subject if index in resume.stem_lines.get(word, ()))
        if matched > best:
            best, best_index = matched, index
    if best_index is None or best < 0.6 * wanted:
        return _NOTHING
    if demand.of_state:
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


def _years(demand: Demand, resume: CompiledResume, weights: Weights, judgement: Judgement) -> Judgement:
    asked = demand.months or 0
    shown_in = {
        index
        for group in demand.groups
        for slug in group
        if (credit := resume.credits.get(slug)) is not None
        for index in credit.lines
    }
    named = sum(demand.stem_weights) - sum(demand.rest_weights)
    rest = [word for word in demand.rest if word not in _SURROUNDINGS]
    wanted = named + sum(weight(word) for word in rest)
    roles, whole = [], []
    for role, stems in zip(resume.features.roles, resume.role_stems, strict=True):
        shows = any(role.line <= resume.lines[i].number <= role.last_line for i in shown_in)
        share = sum(weight(word) for word in demand.stems if word in stems and word not in _SURROUNDINGS)
        if share >= 0.5 * wanted or shows:
            roles.append(role)
        beside = sum(weight(word) for word in rest if word in stems)
        if max(share, beside + named if shows else 0.0) >= weights.whole_years * wanted:
            whole.append(role)
    months = union_months(roles)
    enough = union_months(whole) >= asked
    lines = [resume.index_of[role.line] for role in roles[:2] if role.line in resume.index_of]
    for stated, index in resume.stated:
        near = sum(weight(word) for word in demand.stems if index in resume.stem_lines.get(word, ()))
        about = index in shown_in or near >= 0.4 * wanted
        if about and stated > months:
            months, lines = stated, [index]
        enough = enough or (about and stated >= asked)
    # Years in the field without all that is asked of it are a part.
    enough = enough and all(_group_credits(demand, resume, weights))
    if not months and judgement.verdict == NOT_FOUND:
        return judgement
    order = tuple(dict.fromkeys((*lines[:1], *judgement.lines, *lines[1:])))
    if enough:
        return Judgement(MET, order, "years", judgement.similarity)
    if months >= asked:
        return Judgement(PARTLY, order, "years_beside", judgement.similarity)
    return Judgement(PARTLY, order, "years_short" if months else "years_unstated", judgement.similarity)


def _subject(demand: Demand, resume: CompiledResume, weights: Weights, near: Near | None, quoting: bool) -> Judgement:
    sums, total, spread = _word_sums(demand, resume)
    words = max(sums.values()) / total if sums else 0.0
    likeness, like_line = near if near is not None else (0.0, None)
    credited = _group_credits(demand, resume, weights)
    level, reason = 0, "words"
    if any(credited):
        reason = "skills"
        level = _by_skills(demand, credited, resume, words, likeness, weights)
    by_words = _by_words(demand, words, likeness, near is not None, credited, weights)
    if not by_words and not demand.technical and not demand.exemplified:
        by_words = int(spread >= weights.spread_words * total and likeness >= weights.spread_likeness)
    if by_words > level:
        level, reason = by_words, "words"
    if demand.courses and level == 2:
        shown_in = len(_skill_lines(demand, resume)) if reason == "skills" else len(sums)
        level = 2 if shown_in >= (demand.count or 1) else 1
    if not level:
        return _NOTHING
    if not quoting:
        return _SHORT[level]
    lines = _order(demand, sums, near, reason == "skills", resume, weights)
    return Judgement(_LEVELS[level], lines, reason, likeness if like_line in lines[:2] else None)


def _by_skills(
    demand: Demand,
    credited: Sequence[float],
    resume: CompiledResume,
    words: float,
    likeness: float,
    weights: Weights,
) -> int:
    of_skills, of_rest = sum(demand.group_weights), sum(demand.rest_weights)
    covered = sum(map(mul, credited, demand.group_weights))
    share = covered / of_skills
    if demand.count and not demand.courses and demand.count <= sum(map(len, demand.groups)):
        share = min(1.0, sum(credited) / demand.count)
    if demand.technical:
        return 2 if share >= weights.enough_skills and len(demand.rest) <= 4 else 1
    stem_lines = resume.stem_lines
    beside = sum(value for word, value in zip(demand.rest, demand.rest_weights, strict=True) if word in stem_lines)
    closeness = (share * of_skills + beside) / (of_skills + of_rest)
    if share >= weights.enough_skills:
        several = len(credited) > 1 or demand.exemplified
        enough = weights.met_several if several else weights.met_single
        if demand.knowing and several and credited[0] and (share >= weights.most_skills or len(credited) > 2):
            enough = weights.met_known
        if closeness >= enough and not several and demand.rest:
            together = (share * of_skills + _beside(demand, resume)) / (of_skills + of_rest)
            if together >= weights.met_together or likeness >= weights.together_likeness:
                return 2
        elif closeness >= enough or likeness >= weights.met_likeness:
            return 2
        return 1 if closeness >= weights.partly_closeness or likeness >= weights.found_likeness else 0
    some = weights.some_skills if demand.listed else weights.some_of_phrase
    if share >= some and (demand.knowing or not demand.rest or closeness >= weights.partly_closeness):
        return 1
    return 1 if closeness >= weights.some_closeness else 0


def _by_words(
    demand: Demand, words: float, likeness: float, vectors: bool, credited: Sequence[float], weights: Weights
) -> int:
    """Likeness alone shows that the field is the same, not a tool asked for by name; where a skill is shown, the words
    that name it are not counted in its favour again.
    """
    no_tool = (demand.technical or demand.exemplified) and not any(credited)
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


def _beside(demand: Demand, resume: CompiledResume) -> float:
    """The weight of the words that name no skill in one line that shows the skills, or next to it."""
    best = 0.0
    for index in _skill_lines(demand, resume):
        around = sum(
            value
            for word, value in zip(demand.rest, demand.rest_weights, strict=True)
            if any(abs(where - index) <= 1 for where in resume.stem_lines.get(word, ()))
        )
        best = max(best, around)
    return best


def _order(
    demand: Demand,
    sums: Mapping[int, float],
    near: Near | None,
    by_skills: bool,
    resume: CompiledResume,
    weights: Weights,
) -> tuple[int, ...]:
    """The lines to quote: where skills are asked, of the lines that show them; the most telling first."""
    skill_lines = _skill_lines(demand, resume) if by_skills else {}

    def rank(index: int) -> tuple[float, int]:
        like = weights.like_line if near is not None and near[1] == index else 0.0
        return (
            -(sums.get(index, 0.0) + skill_lines.get(index, 0.0) + like + _telling(resume.lines[index], weights)),
            index,
        )

    pool = set(skill_lines or (*sums, *((near[1],) if near is not None else ())))
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


def _word_sums(demand: Demand, resume: CompiledResume) -> tuple[dict[int, float], float, float]:
    """For each line the weight of the subject's words it shares; the weight of all of them, and of those in any line."""
    total = spread = 0.0
    sums: dict[int, float] = {}
    for word, value in zip(demand.stems, demand.stem_weights, strict=True):
        total += value
        where = resume.stem_lines.get(word)
        if where is None:
            continue
        spread += value
        for index in where:
            sums[index] = sums.get(index, 0.0) + value
    return sums, total or 1.0, spread


def _group_credits(demand: Demand, resume: CompiledResume, weights: Weights) -> list[float]:
    """For each skill group how surely the resume shows it, 0 to 1."""
    certainties = []
    for group, ways in zip(demand.groups, demand.group_words, strict=True):
        best = 0.0
        for slug in group:
            credit = resume.credits.get(slug)
            if credit is not None and credit.weight > best:
                best = credit.weight
        if not best and any(_lines_with(words, resume) for words in ways):
            best = weights.said_in_words
        certainties.append(best)
    return certainties


def _lines_with(words: Sequence[str], resume: CompiledResume) -> set[int]:
    """The lines that hold all the words."""
    lines: set[int] | None = None
    for word in words:
        where = resume.stem_lines.get(word)
        if where is None:
            return set()
        lines = set(where) if lines is None else lines.intersection(where)
    return lines or set()


def _skill_lines(demand: Demand, resume: CompiledResume) -> dict[int, float]:
    """The lines that show a skill asked for, with the weight of the groups that each shows."""
    lines: dict[int, float] = {}
    for group, ways, value in zip(demand.groups, demand.group_words, demand.group_weights, strict=True):
        where = {index for slug in group if (credit := resume.credits.get(slug)) is not None for index in credit.lines}
        for words in () if where else ways:
            where |= _lines_with(words, resume)
        for index in where:
            lines[index] = lines.get(index, 0.0) + value
    return lines
