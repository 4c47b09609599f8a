"""A score with everything it rests on: rows, points, quotes, reasons, interval and constraints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from matching.core.compiled import judge_all, pair
from matching.core.constraints import PASS, Constraint, check
from matching.core.evidence import CompiledResume
from matching.core.features import Json, PostingFeatures, Preferences, ResumeFeatures, SkillVocabulary
from matching.core.quotes import Quote, quote_line
from matching.core.requirements import CompiledRequirement
from matching.core.role import RoleFit, role_fit, share
from matching.core.scoring import Points, points_of, why_no_score
from matching.core.subjects import group_credits
from matching.core.verdicts import MET, NOT_FOUND, PARTLY, UNREADABLE, Judgement, demand_of, missing_groups
from matching.core.weights import DEFAULT, ENGINE_VERSION, Weights
from reading import languages
from reading.words import tokens

MOST_QUOTES = 3
CLAIMED_BY_CANDIDATE = "shown by you"


@dataclass(frozen=True, slots=True)
class Row:
    """``points`` and ``possible`` in hundredths. ``similarity`` is given where a line's likeness decided.

    ``sure`` False: the verdict is the likeliest, and the lines of ``evidence`` are offered rather than quoted. ``missing``
    names the entries of a list, shown in part, that the resume does not show. ``asks`` is the kind of demand; ``chances`` are
    those of met, partly, not found and unreadable, None where the rules decided.
    """

    key: str
    text: str
    importance: str
    verdict: str
    evidence: tuple[Quote, ...]
    points: int
    possible: int
    reason: str
    looked_for: tuple[str, ...]
    similarity: float | None = None
    kind: str = "requirement"
    sure: bool = True
    missing: tuple[str, ...] = ()
    asks: str = ""
    chances: tuple[float, ...] | None = None

    def to_json(self) -> Json:
        data: Json = {
            "key": self.key,
            "text": self.text,
            "kind": self.kind,
            "importance": self.importance,
            "verdict": self.verdict,
            "sure": self.sure,
            "evidence": [{"text": quote.text, "line": quote.line} for quote in self.evidence],
            "points": self.points / 100,
            "possible": self.possible / 100,
            "reason": self.reason,
            "looked_for": list(self.looked_for),
            "missing": list(self.missing),
            "asks": self.asks,
            "chances": list(self.chances) if self.chances is not None else None,
        }
        if self.similarity is not None:
            data["similarity"] = round(self.similarity, 6)
        return data


@dataclass(frozen=True, slots=True)
class Explanation:
    """``score`` None has a ``no_score_reason``. ``interval``: the score if every unreadable row were missing or met."""

    score: int | None
    interval: tuple[int, int] | None
    rows: tuple[Row, ...]
    role: Row
    few_rows: tuple[int, int]
    constraints: tuple[Constraint, ...]
    counts: Mapping[str, int]
    lexical_only: bool
    set_aside: Mapping[str, str]
    weights: Weights
    no_score_reason: str | None = None
    engine_version: int = ENGINE_VERSION

    def to_json(self) -> Json:
        """With the weights: enough to work the score out again by the formula in ``scoring``."""
        return {
            "score": self.score,
            "interval": list(self.interval) if self.interval else None,
            "no_score_reason": self.no_score_reason,
            "rows": [row.to_json() for row in self.rows],
            "role": self.role.to_json(),
            "few_rows": {"points": self.few_rows[0] / 100, "possible": self.few_rows[1] / 100},
            "constraints": [constraint.to_json() for constraint in self.constraints],
            "counts": dict(self.counts),
            "lexical_only": self.lexical_only,
            "set_aside": dict(self.set_aside),
            "engine_version": self.engine_version,
            "weights": {entry.name: getattr(self.weights, entry.name) for entry in fields(self.weights)},
        }


def explain(
    posting: PostingFeatures,
    resume: ResumeFeatures,
    preferences: Preferences | None = None,
    *,
    vocabulary: SkillVocabulary,
    shown: Mapping[str, int] | None = None,
    weights: Weights = DEFAULT,
) -> Explanation:
    """Judge every requirement of one posting against one resume. About a millisecond.

    ``shown`` maps the key of a requirement to the number of the line with which its owner overrules the verdict. A row
    that the resume shows by itself stays as it is, and a line that never counts overrules nothing.
    """
    compiled, evidence, side = pair(posting, resume, vocabulary, weights)
    fit = role_fit(compiled.side, side, weights)
    ruled = judge_all(compiled, evidence, weights, similarity=fit.similarity)
    judgements = [
        _overruled(requirement, judgement, shown, evidence)
        for requirement, judgement in zip(compiled.requirements, ruled, strict=True)
    ]
    verdicts = [judgement.verdict for judgement in judgements]
    role_share = share(fit, weights)
    points = points_of(verdicts, compiled.preferred, role_share, weights)
    reason = why_no_score(evidence.features, verdicts)
    rows = tuple(
        _row(requirement, judgement, earned, evidence, vocabulary, weights)
        for requirement, judgement, earned in zip(compiled.requirements, judgements, points.rows, strict=True)
    )
    return Explanation(
        score=points.score if reason is None else None,
        interval=score_interval(verdicts, compiled.preferred, role_share, weights) if reason is None else None,
        rows=rows,
        role=_role_row(posting, evidence, fit, points, role_share),
        few_rows=points.few_rows,
        constraints=_with_years_shown(
            check(posting, evidence.features, preferences or Preferences()), posting, compiled.requirements, judgements
        ),
        counts=_counts(verdicts),
        lexical_only=fit.lexical,
        set_aside=evidence.features.set_aside,
        weights=weights,
        no_score_reason=reason,
    )


def _with_years_shown(
    constraints: tuple[Constraint, ...],
    posting: PostingFeatures,
    requirements: Sequence[CompiledRequirement],
    judgements: Sequence[Judgement],
) -> tuple[Constraint, ...]:
    """Years may be shown otherwise than by dated roles ("through work, projects, or research"): where the row that asks
    for them is met, the condition is too.
    """
    asked = posting.months_of_experience or 0
    if not any(
        requirement.asked.months is not None and requirement.asked.months >= asked and judgement.verdict == MET
        for requirement, judgement in zip(requirements, judgements, strict=True)
    ):
        return constraints
    return tuple(
        replace(entry, outcome=PASS, reason="The resume shows the years asked")
        if entry.name == "experience" and entry.outcome != PASS
        else entry
        for entry in constraints
    )


def _overruled(
    requirement: CompiledRequirement, judgement: Judgement, claimed: Mapping[str, int] | None, evidence: CompiledResume
) -> Judgement:
    if not claimed or judgement.verdict in (MET, UNREADABLE) or requirement.row.key not in claimed:
        return judgement
    index = evidence.index_of.get(claimed[requirement.row.key])
    return judgement if index is None else Judgement(MET, (index,), "shown")


def _counts(verdicts: Sequence[str]) -> dict[str, int]:
    counter = Counter(verdicts)
    return {verdict: counter[verdict] for verdict in (MET, PARTLY, NOT_FOUND, UNREADABLE)}


def score_interval(
    verdicts: Sequence[str], preferred: Sequence[bool], role_share: int, weights: Weights
) -> tuple[int, int]:
    """The lowest and highest score that any reading of the unreadable rows can give."""

    def filled(verdict: str) -> int:
        values = [verdict if value == UNREADABLE else value for value in verdicts]
        return points_of(values, preferred, role_share, weights).score

    present = points_of(verdicts, preferred, role_share, weights).score
    if UNREADABLE not in verdicts:
        return present, present
    # Each row is rounded down by less than a hundredth, so a part-filled posting may differ by one at the border.
    return max(0, min(present, filled(NOT_FOUND)) - 1), min(100, max(present, filled(MET)) + 1)


def _row(
    requirement: CompiledRequirement,
    judgement: Judgement,
    earned: tuple[int, int],
    evidence: CompiledResume,
    vocabulary: SkillVocabulary,
    weights: Weights,
) -> Row:
    quotes = tuple(
        quote_line(evidence.lines[index], requirement, vocabulary, evidence) for index in judgement.lines[:MOST_QUOTES]
    )
    return Row(
        key=requirement.row.key,
        text=requirement.row.text,
        importance=requirement.row.importance,
        verdict=judgement.verdict,
        evidence=quotes if judgement.verdict in (MET, PARTLY) else (),
        points=earned[0],
        possible=earned[1],
        reason=REASONS[judgement.reason],
        looked_for=() if judgement.verdict == UNREADABLE else looked_for(requirement, vocabulary),
        similarity=judgement.similarity if judgement.verdict in (MET, PARTLY) else None,
        kind=requirement.row.kind,
        sure=judgement.sure,
        missing=_missing(requirement, evidence, vocabulary, weights) if judgement.verdict == PARTLY else (),
        asks=demand_of(requirement),
        chances=judgement.chances,
    )


def _missing(
    requirement: CompiledRequirement, evidence: CompiledResume, vocabulary: SkillVocabulary, weights: Weights
) -> tuple[str, ...]:
    numbers = missing_groups(requirement, group_credits(requirement, evidence, weights))
    return tuple(" or ".join(vocabulary.name(slug) for slug in requirement.groups[number]) for number in numbers)


REASONS = {
    "nothing": "No line of the resume shows it",
    "unreadable": "A resume cannot show this",
    "degree": "A degree of this level and field",
    "degree_partly": "A degree, but not of the level, field or state asked",
    "degree_beside": "A degree of this level and field, but not all that is asked beside it",
    "experience_for_degree": "Years of work where a degree or its equivalent is asked",
    "no_degree": "No degree of this kind in the resume",
    "language": "The language is named",
    "language_of_resume": "The resume is written in this language, but does not say how well it is spoken",
    "language_level": "The language is named, at a lower level than asked",
    "licence": "The licence is named",
    "licence_partly": "A licence or certificate, but not clearly this one",
    "leading": "Lines that tell of people led",
    "computer_use": "Tools named in the resume show the use of computers",
    "years": "Dated roles cover the time asked",
    "years_short": "Dated roles cover less time than asked",
    "years_beside": "Dated roles cover the time, but not all that is asked of it",
    "years_unstated": "Shown, but not for how long",
    "skills": "Skills named in the resume",
    "words": "A line about the same thing",
    "likeness": "A line that says the like in other words",
    "shown": CLAIMED_BY_CANDIDATE,
    "role": "Your recent roles and text against the posting's title and summary",
}


def looked_for(requirement: CompiledRequirement, vocabulary: SkillVocabulary) -> tuple[str, ...]:
    """What was searched: names of skills, then the posting's own subject words."""
    names = [" or ".join(vocabulary.name(slug) for slug in group) for group in requirement.groups]
    known = set(requirement.stems)
    code = requirement.asked.language
    empty = languages.words(code, "words", "function") | languages.words(code, "words", "requirement")
    words = [word for word in tokens(requirement.row.text) if word not in empty]
    plain = [word for word in dict.fromkeys(words) if not word.isdigit()] if known else []
    named = {word for name in names for word in tokens(name)}
    return tuple(dict.fromkeys([*names, *(word for word in plain if word not in named)]))[:12]


def _role_row(posting: PostingFeatures, evidence: CompiledResume, fit: RoleFit, points: Points, role_share: int) -> Row:
    quotes: tuple[Quote, ...] = ()
    if fit.role is not None:
        role = evidence.features.roles[fit.role]
        index = evidence.index_of.get(role.line)
        if index is not None:
            line = evidence.lines[index]
            where = line.written.find(role.title)
            quotes = (Quote(role.title if where >= 0 else line.written.strip(), line.number),)
    verdict = MET if role_share >= 700 else PARTLY if role_share >= 350 else NOT_FOUND
    return Row(
        key="role",
        text=posting.title,
        importance="role",
        verdict=verdict,
        evidence=quotes,
        points=points.role[0],
        possible=points.role[1],
        reason=REASONS["role"],
        looked_for=(posting.title,),
        similarity=fit.similarity,
    )
