"""What pages show of the match between a posting and the resume of a request's person."""

import hashlib
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.models import Resume
from matching import (
    alerts,
    core,
    engine,
    evidence_claims,
    examples,
    extraction,
    feature_cache,
    presentation,
    rank,
    ranking,
    reach,
)
from matching.current_resume import CurrentResume, current_resume
from matching.models import EvidenceClaim, Match, ProcessedSequence
from postings.models import JobPosting

# Where lists of lines to choose from would outgrow the page, a number is asked for beside one list.
# The next pages of a list ask for the same again.
SCORING_SECONDS = 300
MOST_OPTIONS, LONGEST_OPTION = 800, 90


@dataclass(frozen=True, slots=True)
class CardMatch:
    score: int | None
    strip: list[str]
    met: int
    partly: int
    not_found: int
    unreadable: int
    skills_shown: frozenset[str]
    is_updating: bool
    skills_stated: frozenset[str] = frozenset()
    against: tuple[str, ...] = ()
    fit_words: str = ""
    gaps: tuple[str, ...] = ()

    @property
    def readable(self) -> int:
        return self.met + self.partly + self.not_found

    @property
    def strip_words(self) -> str:
        return (
            f"Requirements: {self.met} met, {self.partly} partly met, {self.not_found} not found, "
            f"{self.unreadable} not readable from a resume"
        )


@dataclass(frozen=True, slots=True)
class Explained:
    """One posting explained for the request's person, as of ``revision`` of the posting."""

    resume: CurrentResume
    revision: int
    posting: core.PostingFeatures
    explanation: core.Explanation


def explain_for(request: HttpRequest, posting: JobPosting) -> Explained | None:
    """None without a resume. A posting that is not processed yet is read on the spot."""
    resume = current_resume(request)
    if resume is None:
        return None
    revision, features = _features_of(posting)
    words = resume.shown.get(posting.pk)
    return Explained(
        resume, revision, features, extraction.explain(features, resume.features, resume.preferences, words)
    )


def _features_of(posting: JobPosting) -> tuple[int, core.PostingFeatures]:
    revision, features = feature_cache.features_of_postings([posting.pk]).get(posting.pk, (0, None))
    if features is None:
        return posting.revision, extraction.posting_features(posting)
    return revision, features


def explain_released(resume: Resume, posting: JobPosting) -> dict[str, Any]:
    """The explanation for who hires: of a resume that its candidate has sent them, from its text alone. What the candidate
    looks for, has corrected or has pointed to stays theirs.
    """
    revision, features = _features_of(posting)
    read = extraction.resume_features(resume.text)
    explanation = extraction.explain(features, read, None)
    released = CurrentResume(
        title=str(resume), skill_count=len(read.skills), role_count=0, features=read, preferences=None,
        lines=resume.lines, is_kept=True,
    )  # fmt: skip
    rows = rows_of(Explained(released, revision, features, explanation), {})
    return {
        "rows": [row for row in rows if row["kind"] != "duty"],
        "duties": [row for row in rows if row["kind"] == "duty"],
        "card": card_of(explanation, released, is_updating=False),
        "explanation": explanation,
    }


def receipt_for(request: HttpRequest, posting: JobPosting) -> core.Json | None:
    """The receipt of this person's score for a posting; None without a resume or without a score."""
    explained = explain_for(request, posting)
    if explained is None or explained.explanation.score is None:
        return None
    about: dict[str, core.Json | str | int | None] = {
        "posting": str(posting.uid), "title": posting.title, "posting_revision": explained.revision,
        "resume": explained.resume.title, "resume_revision": explained.resume.revision, "engine": engine.version(),
        "vocabulary": engine.vocabulary().version,
    }  # fmt: skip
    return core.receipt(explained.explanation, about)


def fitting_ids(request: HttpRequest, count: int) -> list[int]:
    """The open postings that fit this person, best first, at most ``count``: those that score at least half as much as
    the best one. A member's as stored, a visitor's as computed now.
    """
    resume = current_resume(request)
    if resume is None:
        return []
    if resume.candidate_id is not None:
        rows = Match.objects.open().filter(candidate=resume.candidate_id, resume__is_primary=True).best_first()
        scored = list(rows.values_list("posting_id", "score")[:count])
    else:
        best = ranking.best_postings(resume.features, count, fresh=True)
        scored = [(pk, score) for score, pk in best.ordered()[:count]]
    top = max((score or 0 for _, score in scored), default=0)
    return [pk for pk, score in scored if score is not None and 2 * score >= top]


class Matches:
    """The provider that ``postings`` pages ask (see ``postings.ports``)."""

    def resume_of(self, request: HttpRequest) -> CurrentResume | None:
        return current_resume(request)

    def matches_for(self, request: HttpRequest, postings: Sequence[JobPosting]) -> dict[int, CardMatch]:
        resume = current_resume(request)
        if resume is None or not postings:
            return {}
        by_posting = feature_cache.features_of_postings([posting.pk for posting in postings])
        cards = {}
        for posting in postings:
            if posting.pk not in by_posting:
                continue
            revision, features = by_posting[posting.pk]
            explanation = extraction.explain(
                features, resume.features, resume.preferences, resume.shown.get(posting.pk)
            )
            cards[posting.pk] = card_of(
                explanation, resume, is_updating=resume.is_updating or revision < posting.revision
            )
        return cards

    def rank(self, request: HttpRequest, posting_ids: Sequence[int], best: int) -> list[int]:
        resume = current_resume(request)
        if resume is None:
            return list(posting_ids)
        ranked = ranking.best_postings(resume.features, best, ids=posting_ids, shown=resume.shown)
        ids = [pk for _, pk in ranked.ordered()]
        if len(ids) < best:
            # What has no score stands last, newest first.
            ids += sorted(set(posting_ids).difference(ids), reverse=True)
        return ids

    def scoring(self, request: HttpRequest, least: int) -> Set[int]:
        resume = current_resume(request)
        if resume is None:
            return frozenset()
        key = _key_of_scoring(resume, least)
        kept = caches["process"].get(key)
        if not isinstance(kept, frozenset):
            ranked = ranking.best_postings(resume.features, 0, shown=resume.shown, least=least)
            kept = frozenset(pk for pk, score in ranked.scores.items() if score >= least)
            caches["process"].set(key, kept, SCORING_SECONDS)
        return kept

    def excluded_among(self, request: HttpRequest, posting_ids: Sequence[int]) -> Set[int]:
        resume = current_resume(request)
        if resume is None or resume.preferences is None or not resume.preferences.must:
            return frozenset()
        facts = feature_cache.facts_of_postings(list(posting_ids))
        return {
            pk
            for pk, features in facts.items()
            if extraction.is_excluded(features, resume.features, resume.preferences)
        }

    def panel_for(self, request: HttpRequest, posting: JobPosting) -> dict[str, Any]:
        """The whole explanation of one posting."""
        explained = explain_for(request, posting)
        if explained is None:
            return {}
        resume, revision, explanation = explained.resume, explained.revision, explained.explanation
        words = said_of(explained, posting)
        rows = rows_of(explained, words)
        asked = [row for row in rows if row["kind"] != "duty"]
        conditions = [
            {**row, "label": presentation.CONSTRAINT_WORDS.get(row["name"], row["name"])}
            for row in presentation.constraint_rows(explanation)
        ]
        lines = evidence_claims.lines_to_choose(resume.features, explanation) if resume.candidate_id else []
        gaps = sum(row["is_gap"] for row in rows)
        return {
            "is_member": resume.candidate_id is not None,
            "lines": lines,
            # Written once, and once more for each row that is not met.
            "options": "" if len(lines) * gaps > MOST_OPTIONS else options_of(lines),
            "orphans": evidence_claims.orphans(words, [row["lasting"] for row in rows]),
            **why_of(explained, posting),
            "card": card_of(explanation, resume, is_updating=resume.is_updating or revision < posting.revision),
            "explanation": explanation,
            "fit_sentence": presentation.fit_sentence(explanation),
            "rows": asked,
            "gaps": [row for row in asked if row["is_gap"]],
            "found": [row for row in asked if not row["is_gap"] and row["verdict"] != "unreadable"],
            "unreadable": [row for row in asked if row["verdict"] == "unreadable"],
            "duties": [row for row in rows if row["kind"] == "duty"],
            "alert_line": resume.alert_line,
            "role": row_words(explanation.role),
            "few_rows": {"points": explanation.few_rows[0] / 100, "possible": explanation.few_rows[1] / 100},
            "constraints": conditions,
            "checked": [row for row in conditions if row["outcome"] != core.UNKNOWN],
            "unchecked": [row for row in conditions if row["outcome"] == core.UNKNOWN],
            "ring": round((explanation.score or 0) * 2.3876, 1),
            "is_lexical": explanation.lexical_only,
        }

    def scores_of(self, posting: JobPosting, resumes: Sequence[Resume]) -> dict[int, int]:
        """From the text of each resume alone, as its candidate has released it: no preferences, no corrections."""
        _, features = _features_of(posting)
        scores = {
            resume.pk: extraction.explain(features, extraction.resume_features(resume.text), None).score
            for resume in resumes
        }
        return {pk: score for pk, score in scores.items() if score is not None}

    def reach_of(self, posting: JobPosting) -> reach.Reach | None:
        return reach.reach_of(posting)

    def example(self) -> dict[str, Any] | None:
        return examples.example()


def _key_of_scoring(resume: CurrentResume, least: int) -> str:
    """Changes with the resume, with what its owner says of rows, and with every posting that is processed."""
    said = sorted((pk, sorted(words.items())) for pk, words in resume.shown.items())
    whole = json.dumps(
        [resume.features.to_json(), said, least, ProcessedSequence.current(), engine.version()], default=str
    )
    return f"scoring-{hashlib.sha256(whole.encode()).hexdigest()[:40]}"


def card_of(explanation: core.Explanation, resume: CurrentResume, *, is_updating: bool) -> CardMatch:
    counts = presentation.counts(explanation)
    return CardMatch(
        score=explanation.score,
        strip=counts["strip"],
        met=counts["met"],
        partly=counts["partly"],
        not_found=counts["not_found"],
        unreadable=counts["unreadable"],
        skills_shown=frozenset(resume.features.skills),
        is_updating=is_updating,
        skills_stated=frozenset(resume.features.stated),
        fit_words=presentation.fit_words(explanation),
        gaps=tuple(row.text for row in explanation.rows if row.verdict == "not_found" and row.kind != "duty"),
        against=tuple(
            f"{'Dealbreaker' if entry.must else 'Wish'}: {entry.reason[0].lower()}{entry.reason[1:]}"
            for entry in core.failed_wishes(explanation.constraints)
        ),
    )


def options_of(lines: Sequence[tuple[int, str]]) -> SafeString:
    return format_html_join("", '<option value="{}">{}: {}</option>', ((n, n, shortened(text)) for n, text in lines))


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_OPTION else f"{text[: LONGEST_OPTION - 1]}…"


def said_of(explained: Explained, posting: JobPosting) -> dict[str, evidence_claims.Word]:
    """What the member has said of this posting's rows, by lasting key; a query only where they said anything."""
    if not explained.resume.shown.get(posting.pk):
        return {}
    rows = EvidenceClaim.objects.filter(candidate=explained.resume.candidate_id, posting=posting)
    claims = {row.requirement_key: row for row in rows}
    return evidence_claims.words_on(explained.posting, explained.resume.features, explained.explanation, claims)


def rows_of(explained: Explained, words: Mapping[str, evidence_claims.Word]) -> list[dict[str, Any]]:
    """The rows as pages show them: ``lasting`` is the key by which a line is pointed to, ``word`` what was said so far,
    ``quotes`` what counts of the resume with its words marked, ``context`` each quoted line among its neighbours.
    """
    resume, explanation = explained.resume, explained.explanation
    stated = stated_in(explained.posting, resume.features)
    if_shown = {entry.row.key: entry.score for entry in core.suggestions(explanation)}
    lasting = core.lasting_keys(explained.posting.requirements)
    skills = {row.key: row.skills for row in explained.posting.requirements}
    return [
        {
            **row_words(row),
            "stated": stated.get(row.key, ""),
            "if_shown": if_shown.get(row.key),
            "lasting": lasting[row.key],
            "word": words.get(lasting[row.key]),
            "is_gap": row.verdict in ("not_found", "partly") or (not row.sure and row.verdict != "unreadable"),
            "quotes": [
                presentation.quote_words(quote, row, resume.lines, resume.features, skills[row.key])
                for quote in row.evidence
            ],
            "context": [
                core.in_context(resume.lines, quote.line, row.text, skills[row.key], engine.vocabulary())
                for quote in row.evidence
            ],
        }
        for row in explanation.rows
    ]


def why_of(explained: Explained, posting: JobPosting) -> dict[str, Any]:
    """Whether a member would be mailed of a posting, clause by clause as the sender asks, and where it stands in their
    matches. Empty for a visitor.
    """
    resume = explained.resume
    if resume.candidate is None:
        return {}
    where = rank.rank_of(resume.candidate.pk, posting.pk)
    answers = list(
        alerts.clauses(
            alerts.Reader(resume.candidate, [posting.cluster]),
            posting,
            explained.explanation.score,
            timezone.now(),
            is_kept=where.place is not None,
            is_excluded=extraction.is_excluded(explained.posting, resume.features, resume.preferences),
        )
    )
    return {"rank": where, "mail": answers, "is_mailed": all(answer.holds for answer in answers)}


def stated_in(posting: core.PostingFeatures, resume: core.ResumeFeatures) -> dict[str, str]:
    """Key of a requirement -> the skills it names that the owner stated themselves, in words."""
    vocabulary = engine.vocabulary()
    stated = {}
    for row in posting.requirements:
        names = [vocabulary.name(slug) for slug in row.skills if slug in resume.stated]
        if names:
            stated[row.key] = ", ".join(names)
    return stated


def row_words(row: core.Row) -> dict[str, Any]:
    is_shown = row.reason == core.CLAIMED_BY_CANDIDATE
    return {
        **row.to_json(),
        "is_shown": is_shown,
        "verdict_words": "Shown by you" if is_shown else presentation.words_of_verdict(row),
    }
