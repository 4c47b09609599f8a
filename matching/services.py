"""How every change of a posting, a resume or preferences reaches the stored matches.

State, not events: a row is stale when it has processed a smaller revision, or another engine's. A refresh reads, computes
outside any lock, and writes in one short transaction only what is still newest on both sides. The kept pairs of a
resume are always exactly its open pairs above its floor, so one changed posting concerns the resumes whose floor it may
exceed, and no other.

What the other side has processed meanwhile is seen by its number (``models.ProcessedSequence``) and scored before anything is
written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db.models import Q
from django.utils import timezone

from accounts.models import Resume
from accounts.reviewing import corrections_of
from matching import core, engine, extraction, feature_cache, indexing, kept_pairs, lease, ranking, stale
from matching.kept_pairs import Pair, explained
from matching.models import EvidenceClaim, Match, ProcessedPosting, ProcessedResume
from matching.write_lock import short_write
from postings.models import JobPosting

RECENT = timedelta(minutes=5)
ROUNDS = 4
# Changed postings that share one scan of the resumes.
TOGETHER = 64
# A refresh first brings this host's index up to date where it is further behind.
FAR_BEHIND = 50


def sweep(*, recent: bool, limit: int = 500) -> int:
    """Refresh what is stale: with ``recent``, what changed in the last minutes; else everything. Returns how many.

    Resumes come first: a posting processed afterwards writes its pairs to them one by one, so matches appear early.
    """
    stale.mark_refills(timezone.now() - RECENT if recent else None)
    resumes, postings = stale.stale_resumes(), stale.stale_postings()
    if recent:
        since = timezone.now() - RECENT
        fresh_engine = Q(features_row__engine_version=engine.version())
        resumes = resumes.filter(
            Q(changed_at__gte=since) | Q(candidate__changed_at__gte=since) | Q(features_row=None) | ~fresh_engine
            | Q(features_row__needs_refill=True)
        )  # fmt: skip
        postings = postings.filter(
            Q(changed_at__gte=since) | Q(features=None) | ~Q(features__engine_version=engine.version())
        )
    if not recent:
        indexing.forget_gone()
    indexing.catch_up()
    done = 0
    for pk in list(resumes.order_by("changed_at").values_list("pk", flat=True)[:limit]):
        done += refresh_resume(pk)
    waiting = list(postings.order_by("changed_at").values_list("pk", flat=True)[:limit])
    for start in range(0, len(waiting), TOGETHER):
        done += refresh_postings(waiting[start : start + TOGETHER])
    if done:
        indexing.catch_up()
    return done


def refresh_posting(posting_id: int) -> bool:
    """Process a posting: its features, and its pair with every resume it may concern. True if this call did it."""
    return refresh_postings([posting_id]) == 1


def refresh_postings(posting_ids: Sequence[int]) -> int:
    """Process postings; the resumes are scanned once for all of them. Returns how many this call did."""
    _follow_the_index()
    done, waiting = 0, list(posting_ids)
    for _ in range(ROUNDS):
        rows = {posting.pk: posting for posting in JobPosting.objects.was_public().for_page().filter(pk__in=waiting)}
        works = [work for pk in waiting if pk in rows and (work := _read_posting(rows[pk])) is not None]
        waiting = []
        concerned = ranking.concerned_resumes([(work.posting.id, work.compiled) for work in works if work.is_open])
        ids = iter(concerned.ids)
        for work in works:
            process = partial(_process_posting, work, next(ids) if work.is_open else [], concerned.seen)
            try:
                done += lease.run_claimed(ProcessedPosting, "posting", work.posting.id, process)
            except lease.OvertakenError:
                waiting.append(work.posting.id)
        if not waiting:
            break
    return done


def refresh_resume(resume_id: int) -> bool:
    """Process a resume and its owner's preferences: features, and the best pairs. True if this call did it."""
    _follow_the_index()
    for _ in range(ROUNDS):
        resume = Resume.objects.primary().select_related("candidate").filter(pk=resume_id).first()
        if resume is None:
            Match.objects.filter(resume=resume_id).delete()
            return False
        if not lease.claim(ProcessedResume, "resume", resume.pk, resume.revision):
            return False
        try:
            return lease.run_claimed(ProcessedResume, "resume", resume.pk, partial(_process_resume, resume))
        except lease.OvertakenError:
            continue
    return False


def _follow_the_index() -> None:
    """What the index does not hold is scored pair by pair, so it must not be far behind."""
    if indexing.behind() > FAR_BEHIND:
        indexing.catch_up()


@dataclass(frozen=True, slots=True)
class _Work:
    """A claimed posting as it was read."""

    row: JobPosting
    posting: feature_cache.StoredPosting
    compiled: core.CompiledPosting
    is_open: bool


def _read_posting(posting: JobPosting) -> _Work | None:
    """None where another worker has it, or where it cannot be read."""
    if not lease.claim(ProcessedPosting, "posting", posting.pk, posting.revision):
        return None
    work: list[_Work] = []

    def read() -> None:
        features = extraction.posting_features(posting)
        compiled = core.compile_posting(features, engine.vocabulary())
        stored = feature_cache.StoredPosting(posting.pk, posting.revision, features)
        work.append(_Work(posting, stored, compiled, posting.is_open))

    return work[0] if lease.run_claimed(ProcessedPosting, "posting", posting.pk, read, release=False) else None


def _process_posting(work: _Work, concerned: list[int], seen: int) -> None:
    posting = work.posting
    compiled = indexing.serialize_posting(posting.features)
    pairs: dict[int, Pair] = {}
    for _ in range(ROUNDS):
        for pk in concerned:
            pairs.pop(pk, None)
        for resume in feature_cache.fresh_resumes(_above_floor(posting, concerned), load=indexing.compiled_resume):
            if extraction.is_excluded(posting.features, resume.features, resume.preferences):
                continue  # what a dealbreaker excludes is neither kept nor mailed
            score = extraction.score(posting.features, resume.features, resume.shown.get(posting.id))
            if score is not None and (resume.floor is None or (score, posting.id) > resume.floor):
                pairs[resume.id] = explained(resume, posting, score)
        with short_write():
            current = JobPosting.objects.filter(pk=posting.id).values_list("revision", flat=True).first()
            if current != posting.revision:
                raise lease.OvertakenError
            # Resumes processed since they were looked for may be concerned too. What is stale will come to us by itself.
            seen, concerned = ranking.resumes_since(seen) if work.is_open else (seen, [])
            if concerned:
                continue
            kept_pairs.store_features(
                ProcessedPosting, "posting", posting.id, posting.revision, posting.features, compiled=compiled
            )
            if work.is_open:
                kept_pairs.write_pairs_of_posting(work.row, pairs)
            return
    raise lease.OvertakenError


def _above_floor(posting: feature_cache.StoredPosting, concerned: list[int]) -> list[int]:
    """The resumes that may keep the posting: most of those that its bound concerns do not, and nothing more is read of
    them. Whose owner has said something of its rows is looked at with that.
    """
    claimants = set(EvidenceClaim.objects.filter(posting=posting.id).values_list("candidate_id", flat=True))
    kept = []
    for pk, owner, features, floor in feature_cache.compiled_resumes(concerned, load=indexing.compiled_resume):
        score = extraction.score(posting.features, features)
        if owner in claimants or (score is not None and (floor is None or (score, posting.id) > floor)):
            kept.append(pk)
    return kept


def _process_resume(resume: Resume) -> None:
    candidate = resume.candidate
    features = extraction.resume_features(resume.text, corrections_of(candidate))
    preferences = extraction.preferences_of(candidate)
    claims = EvidenceClaim.objects.filter(candidate=candidate).words().get(candidate.pk, {})
    stored = feature_cache.StoredResume(
        resume.pk, candidate.pk, resume.revision, candidate.revision, features, preferences, None, None, claims
    )
    # Only where nothing but closings made it necessary; a text that has changed too may bring news.
    refill = ProcessedResume.objects.filter(
        resume=resume,
        needs_refill=True,
        processed_revision=resume.revision,
        preferences_revision=candidate.revision,
        engine_version=engine.version(),
    ).exists()
    compiled = indexing.serialize_resume_row(features)
    best = ranking.best_postings(features, kept_pairs.KEPT + 1, fresh=True, wants=preferences, shown=claims)
    made: dict[tuple[int, int], Pair] = {}
    for _ in range(ROUNDS):
        keys, floor = kept_pairs.best_keys(best)
        kept = kept_pairs.explain_kept(stored, keys, best, made)
        with short_write():
            now = (
                Resume.objects.filter(pk=resume.pk, is_primary=True)
                .values_list("revision", "candidate__revision")
                .first()
            )
            if now != (resume.revision, candidate.revision):
                raise lease.OvertakenError
            if not indexing.processed_postings(best.seen).exists():
                kept_pairs.store_features(
                    ProcessedResume, "resume", resume.pk, resume.revision, features, compiled=compiled,
                    preferences_revision=candidate.revision,
                )  # fmt: skip
                kept_pairs.write_pairs_of_resume(resume, kept, floor, refill=refill)
                return
        ranking.follow(best, features, preferences, claims)
    raise lease.OvertakenError
