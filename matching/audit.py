"""Comparing what is stored with a full recompute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from matching import core, engine, extraction, feature_cache, kept_pairs, ranking
from matching.models import Match, ProcessedPosting, ProcessedResume
from matching.stale import stale_postings, stale_resumes
from postings.models import JobPosting

AUDITED_TOGETHER = 20


@dataclass(slots=True)
class Audit:
    checked: int = 0
    missing: int = 0
    extra: int = 0
    wrong: int = 0
    in_flight: int = 0

    @property
    def drift(self) -> int:
        return self.missing + self.extra + self.wrong


def audit_matches(*, everything: bool, repair: bool = False, share: float = 0.01) -> Audit:
    """Compute the open top ``kept_pairs.SHOWN`` of resumes again and compare it with what is stored.

    A pair whose posting, resume or preferences are stale is in flight, not drift. ``repair`` makes a drifted resume
    stale again; it never writes matches itself.
    """
    result = Audit()
    stale_ids = set(stale_postings().values_list("pk", flat=True))
    result.in_flight += len(stale_ids) + stale_resumes().count()
    ids = sorted(feature_cache.fresh_resume_ids())
    if not everything:
        wanted = max(1, int(len(ids) * share))
        day = timezone.now().toordinal()
        ids = [pk for pk in ids if (pk + day) % max(1, len(ids) // wanted) == 0]
    postings = {pk: revision for pk, revision in feature_cache.fresh_open_states() if pk not in stale_ids}
    for start in range(0, len(ids), AUDITED_TOGETHER):
        resumes = feature_cache.fresh_resumes(ids[start : start + AUDITED_TOGETHER])
        keys = _all_keys(resumes, postings)
        for resume in resumes:
            before = result.drift
            _audit_resume(resume, keys[resume.id], postings, stale_ids, result)
            if repair and result.drift > before:
                ProcessedResume.objects.filter(resume=resume.id).update(processed_revision=0)
    return result


def _all_keys(
    resumes: Sequence[feature_cache.StoredResume], postings: Mapping[int, int]
) -> dict[int, list[ranking.Key]]:
    """Each resume's keys with all ``postings``, best first: every pair is scored, the index is not asked."""
    keys_by_resume: dict[int, list[ranking.Key]] = {resume.id: [] for resume in resumes}
    vocabulary = engine.vocabulary()
    people = {resume.id: core.compile_resume(resume.features, vocabulary) for resume in resumes}
    pks, have_dealbreakers = list(postings), any(resume.preferences.must for resume in resumes)
    for start in range(0, len(pks), ranking.CHUNK):
        rows = ProcessedPosting.objects.filter(posting__in=pks[start : start + ranking.CHUNK])
        facts = feature_cache.facts_of_postings(pks[start : start + ranking.CHUNK]) if have_dealbreakers else {}
        for pk, revision, compiled in ranking.compiled_postings(rows):
            if revision != postings[pk]:
                continue
            for resume in resumes:
                if pk in facts and extraction.is_excluded(facts[pk], resume.features, resume.preferences):
                    continue
                score = extraction.score_compiled(compiled, people[resume.id], resume.shown.get(pk))
                if score is not None:
                    keys_by_resume[resume.id].append((score, pk))
    for keys in keys_by_resume.values():
        keys.sort(reverse=True)
    return keys_by_resume


def _audit_resume(
    resume: feature_cache.StoredResume,
    keys: Sequence[ranking.Key],
    postings: Mapping[int, int],
    stale_ids: set[int],
    result: Audit,
) -> None:
    best = {pk: score for score, pk in keys[: kept_pairs.SHOWN]}
    open_ids = JobPosting.objects.open().values("pk")
    rows = Match.objects.filter(resume=resume.id, posting__in=open_ids).exclude(posting__in=stale_ids)
    stored = {row.posting_id: row for row in rows.order_by("-score", "-posting_id")[: kept_pairs.SHOWN]}
    result.checked += len(best)
    result.missing += len(best.keys() - stored.keys())
    result.extra += len(stored.keys() - best.keys())
    for posting_id in best.keys() & stored.keys():
        row = stored[posting_id]
        same = (
            row.score == best[posting_id]
            and row.posting_revision == postings[posting_id]
            and row.resume_revision == resume.revision
            and row.engine_version == engine.version()
        )
        result.wrong += not same
