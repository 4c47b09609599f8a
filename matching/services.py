"""How every change of a posting, a resume or preferences reaches the stored matches.

State, not events: a row is stale when it has absorbed a smaller revision, or another engine's. A refresh reads, computes
outside any lock, and writes in one short transaction only what is still newest on both sides. The kept pairs of a
resume are always exactly its open pairs above its floor, so one changed posting needs one score per resume.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from accounts.models import Candidate, Resume
from accounts.reviewing import corrections_of
from matching import alerts, core, engine, reading, store
from matching.models import (
    LEASE_SECONDS,
    MAX_ATTEMPTS,
    Absorbed,
    AbsorbedQuerySet,
    Match,
    PostingFeatures,
    ResumeFeatures,
)
from matching.write_lock import short_write
from postings.models import JobPosting

logger = logging.getLogger(__name__)

KEPT = 150
SHOWN = 100
SLACK = 50
RECENT = timedelta(minutes=5)
ROUNDS = 4


class OvertakenError(Exception):
    """Something this computation rested on has changed; it is stale and will be done again."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The score of one resume against one posting; the explanation only where the pair is to be stored."""

    resume: store.StoredResume
    posting: store.StoredPosting
    score: int | None
    explanation: core.Explanation | None = None

    @property
    def key(self) -> tuple[int, int]:
        """Pairs in order: higher score first, then the newer posting."""
        return (self.score or 0, self.posting.id)

    @property
    def is_kept(self) -> bool:
        """Whether the resume keeps this pair: it has a score, above the resume's floor."""
        return self.score is not None and (self.resume.floor is None or self.key > self.resume.floor)

    def explained(self) -> "Pair":
        explanation = reading.explain(self.posting.features, self.resume.features, self.resume.preferences)
        return replace(self, explanation=explanation)


# What is stale


def stale_postings() -> QuerySet[JobPosting]:
    return JobPosting.objects.was_public().filter(
        Q(features=None)
        | Q(features__absorbed_revision__lt=F("revision"))
        | ~Q(features__engine_version=engine.version())
    )


def stale_resumes() -> QuerySet[Resume]:
    return Resume.objects.primary().filter(
        Q(features_row=None)
        | Q(features_row__absorbed_revision__lt=F("revision"))
        | Q(features_row__preferences_revision__lt=F("candidate__revision"))
        | ~Q(features_row__engine_version=engine.version())
        | Q(features_row__needs_refill=True)
    )


def oldest_stale_at() -> datetime | None:
    """Since when the longest waiting change has been waiting; None when nothing is stale."""
    moments = [
        stale_postings().order_by("changed_at").values_list("changed_at", flat=True).first(),
        stale_resumes().order_by("changed_at").values_list("changed_at", flat=True).first(),
    ]
    return min((moment for moment in moments if moment), default=None)


def sweep(*, recent: bool, limit: int = 500) -> int:
    """Refresh what is stale: with ``recent``, what changed in the last minutes; else everything. Returns how many.

    Resumes come first: a posting absorbed afterwards writes its pairs to them one by one, so matches appear early.
    """
    mark_refills()
    resumes, postings = stale_resumes(), stale_postings()
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
    done = 0
    for pk in resumes.order_by("changed_at").values_list("pk", flat=True)[:limit]:
        done += refresh_resume(pk)
    for pk in postings.order_by("changed_at").values_list("pk", flat=True)[:limit]:
        done += refresh_posting(pk)
    return done


def mark_refills() -> int:
    """Resumes that keep only their best pairs and have lost too many of them to closings are computed again."""
    truncated = ResumeFeatures.objects.filter(floor_score__isnull=False, needs_refill=False)
    short = [
        pk
        for pk, kept in truncated.annotate(
            kept=Count("resume__matches", filter=Q(resume__matches__posting__in=JobPosting.objects.open()))
        ).values_list("pk", "kept")
        if kept < SHOWN
    ]
    return ResumeFeatures.objects.filter(pk__in=short).update(needs_refill=True) if short else 0


# The lease


def _claim(model: type[Absorbed], owner: str, pk: int, revision: int) -> bool:
    """True for one caller until the lease ends. The attempt is counted now, so a crash counts as one."""
    now = timezone.now()
    rows: AbsorbedQuerySet = model.objects.all()  # type: ignore[attr-defined]
    owned: dict[str, Any] = {f"{owner}_id": pk}
    rows.get_or_create(**owned)
    row = rows.filter(**owned)
    row.exclude(tried_revision=revision).update(tried_revision=revision, attempts=0, is_dead=False, not_before=None)
    return bool(
        row.claimable(now).update(lease_until=now + timedelta(seconds=LEASE_SECONDS), attempts=F("attempts") + 1)
    )


def _release(model: type[Absorbed], owner: str, pk: int, *, error: str = "") -> None:
    row = model.objects.filter(**{f"{owner}_id": pk})  # type: ignore[attr-defined]
    if not error:
        row.update(lease_until=None, attempts=0, last_error="", not_before=None)
        return
    attempts = row.values_list("attempts", flat=True).first() or 1
    row.update(
        lease_until=None,
        last_error=error[:2000],
        is_dead=attempts >= MAX_ATTEMPTS,
        not_before=timezone.now() + min(timedelta(seconds=10 * 2**attempts), timedelta(hours=1)),
    )


# Refreshing


def refresh_posting(posting_id: int) -> bool:
    """Absorb a posting: its features, and its pair with every resume. True if this call did it."""
    for _ in range(ROUNDS):
        posting = JobPosting.objects.was_public().for_page().filter(pk=posting_id).first()
        if posting is None or not _claim(PostingFeatures, "posting", posting.pk, posting.revision):
            return False
        try:
            return _finish(PostingFeatures, "posting", posting.pk, partial(_absorb_posting, posting))
        except OvertakenError:
            continue
    return False


def refresh_resume(resume_id: int) -> bool:
    """Absorb a resume and its owner's preferences: features, and the best pairs. True if this call did it."""
    for _ in range(ROUNDS):
        resume = Resume.objects.primary().select_related("candidate").filter(pk=resume_id).first()
        if resume is None:
            Match.objects.filter(resume=resume_id).delete()
            return False
        if not _claim(ResumeFeatures, "resume", resume.pk, resume.revision):
            return False
        try:
            return _finish(ResumeFeatures, "resume", resume.pk, partial(_absorb_resume, resume))
        except OvertakenError:
            continue
    return False


def _finish(model: type[Absorbed], owner: str, pk: int, absorb: Callable[[], None]) -> bool:
    """Run a claimed computation and give the claim back. Raises OvertakenError where it must be done again."""
    try:
        absorb()
    except OvertakenError:
        _release(model, owner, pk)
        raise
    except Exception as error:  # one poisoned object must not stop the others; it is kept, and shown to the operator
        logger.exception("refreshing %s %s failed", owner, pk)
        _release(model, owner, pk, error=f"{type(error).__name__}: {error}")
        return False
    _release(model, owner, pk)
    return True


def _absorb_posting(posting: JobPosting) -> None:
    features = reading.posting_features(posting)
    stored = store.StoredPosting(posting.pk, posting.revision, features)
    is_open = posting.is_open
    for _ in range(ROUNDS):
        resumes = store.fresh_resumes() if is_open else []
        pairs = [_score(resume, stored) for resume in resumes]
        pairs = [pair.explained() if pair.is_kept else pair for pair in pairs]
        with short_write():
            current = JobPosting.objects.filter(pk=posting.pk).values_list("revision", flat=True).first()
            if current != posting.revision:
                raise OvertakenError
            if is_open and not _same_resumes(resumes):
                continue
            _store_features(PostingFeatures, "posting", posting.pk, posting.revision, features)
            if is_open:
                _write_pairs_of_posting(posting, pairs)
            return
    raise OvertakenError


def _same_resumes(used: Sequence[store.StoredResume]) -> bool:
    """Nothing was absorbed on the other side since it was read. What is stale there will come to us by itself."""
    return {(r.id, r.revision, r.preferences_revision) for r in used} == store.fresh_resume_states()


def _absorb_resume(resume: Resume) -> None:
    candidate = resume.candidate
    features = reading.resume_features(resume.text, resume.facts, corrections_of(candidate))
    preferences = reading.preferences_of(candidate)
    stored = store.StoredResume(
        resume.pk, candidate.pk, resume.revision, candidate.revision, features, preferences, None, None
    )
    # Only where nothing but closings made it necessary; a text that has changed too may bring news.
    refill = ResumeFeatures.objects.filter(
        resume=resume,
        needs_refill=True,
        absorbed_revision=resume.revision,
        preferences_revision=candidate.revision,
        engine_version=engine.version(),
    ).exists()
    for _ in range(ROUNDS):
        postings = store.fresh_open_postings()
        kept, floor = best_pairs([_score(stored, posting) for posting in postings])
        with short_write():
            now = (
                Resume.objects.filter(pk=resume.pk, is_primary=True)
                .values_list("revision", "candidate__revision")
                .first()
            )
            if now != (resume.revision, candidate.revision):
                raise OvertakenError
            if {(p.id, p.revision) for p in postings} != store.fresh_open_posting_states():
                continue
            _store_features(
                ResumeFeatures, "resume", resume.pk, resume.revision, features, preferences_revision=candidate.revision
            )
            _write_pairs_of_resume(resume, kept, floor, refill=refill)
            return
    raise OvertakenError


def _score(resume: store.StoredResume, posting: store.StoredPosting) -> Pair:
    """A posting that a dealbreaker excludes is no pair: it is neither kept nor mailed."""
    if reading.is_left_out(posting.features, resume.features, resume.preferences):
        return Pair(resume, posting, None)
    return Pair(resume, posting, reading.score(posting.features, resume.features))


def best_pairs(pairs: Iterable[Pair]) -> tuple[list[Pair], tuple[int, int] | None]:
    """The ``KEPT`` best, explained, and the key of the first that is not kept (None if all are)."""
    ordered = sorted((pair for pair in pairs if pair.score is not None), key=lambda pair: pair.key, reverse=True)
    floor = ordered[KEPT].key if len(ordered) > KEPT else None
    return [pair.explained() for pair in ordered[:KEPT]], floor


def _store_features(model: type[Absorbed], owner: str, pk: int, revision: int, features: Any, **fields: Any) -> None:
    rows: AbsorbedQuerySet = model.objects.all()  # type: ignore[attr-defined]
    rows.filter(**{f"{owner}_id": pk}).update(
        absorbed_revision=revision,
        engine_version=engine.version(),
        features=features.to_json(),
        updated_at=timezone.now(),
        **fields,
    )


def _write_pairs_of_resume(resume: Resume, kept: list[Pair], floor: tuple[int, int] | None, *, refill: bool) -> None:
    """Replace what is stored for a resume by its best pairs."""
    Match.objects.filter(candidate=resume.candidate_id).exclude(resume=resume).delete()
    Match.objects.filter(resume=resume).exclude(posting__in=[pair.posting.id for pair in kept]).delete()
    _upsert(kept)
    ResumeFeatures.objects.filter(resume=resume).update(
        floor_score=floor[0] if floor else None, floor_posting=floor[1] if floor else None, needs_refill=False
    )
    if not refill:
        postings = JobPosting.objects.in_bulk([pair.posting.id for pair in kept])
        alerts.owe(resume.candidate, [(postings[p.posting.id], p.score) for p in kept if p.posting.id in postings])


def _write_pairs_of_posting(posting: JobPosting, pairs: list[Pair]) -> None:
    """Add, renew or take away this posting's pair in each resume's kept set."""
    keep = [pair for pair in pairs if pair.explanation is not None]
    drop = [pair.resume.id for pair in pairs if pair.explanation is None]
    Match.objects.filter(posting=posting, resume__in=drop).delete()
    _upsert(keep)
    _trim([pair.resume.id for pair in keep])
    candidates = Candidate.objects.in_bulk([pair.resume.candidate_id for pair in keep])
    for pair in keep:
        candidate = candidates.get(pair.resume.candidate_id)
        if candidate is not None:
            alerts.owe(candidate, [(posting, pair.score)])


def _trim(resume_ids: Iterable[int]) -> None:
    """A kept set that has grown well beyond its size is cut back, and its floor raised."""
    counts = Match.objects.filter(resume__in=list(resume_ids)).values("resume").annotate(n=Count("id"))
    for row in counts.filter(n__gt=KEPT + SLACK):
        ordered = Match.objects.filter(resume=row["resume"]).order_by("-score", "-posting_id")
        surplus = list(ordered.values_list("pk", "score", "posting_id")[KEPT:])
        Match.objects.filter(pk__in=[pk for pk, _, _ in surplus]).delete()
        ResumeFeatures.objects.filter(resume=row["resume"]).update(
            floor_score=surplus[0][1], floor_posting=surplus[0][2], updated_at=timezone.now()
        )


def _upsert(pairs: Sequence[Pair]) -> None:
    now = timezone.now()
    rows = [
        Match(
            candidate_id=pair.resume.candidate_id,
            resume_id=pair.resume.id,
            posting_id=pair.posting.id,
            score=pair.score,
            counts=reading.counts(pair.explanation),
            best_rows=reading.best_rows(pair.explanation),
            constraints=reading.constraint_rows(pair.explanation),
            posting_revision=pair.posting.revision,
            resume_revision=pair.resume.revision,
            preferences_revision=pair.resume.preferences_revision,
            engine_version=engine.version(),
            lexical_only=pair.explanation.lexical_only,
            computed_at=now,
        )
        for pair in pairs
        if pair.explanation is not None
    ]
    Match.objects.bulk_create(
        rows,
        batch_size=None if connection.vendor == "postgresql" else 60,
        update_conflicts=True,
        unique_fields=["resume", "posting"],
        update_fields=[
            "candidate", "score", "counts", "best_rows", "constraints", "posting_revision", "resume_revision",
            "preferences_revision", "engine_version", "lexical_only", "computed_at",
        ],
    )  # fmt: skip


# The audit


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


def audit(*, everything: bool, repair: bool = False, share: float = 0.01) -> Audit:
    """Compute the open top ``SHOWN`` of resumes again and compare it with what is stored.

    A pair whose posting, resume or preferences are stale is in flight, not drift. ``repair`` makes a drifted resume
    stale again; it never writes matches itself.
    """
    result = Audit()
    stale_ids = set(stale_postings().values_list("pk", flat=True))
    result.in_flight += len(stale_ids) + stale_resumes().count()
    resumes = store.fresh_resumes()
    if not everything:
        wanted = max(1, int(len(resumes) * share))
        day = timezone.now().toordinal()
        resumes = [r for r in resumes if (r.id + day) % max(1, len(resumes) // wanted) == 0]
    postings = [p for p in store.fresh_open_postings() if p.id not in stale_ids]
    for resume in resumes:
        before = result.drift
        _audit_resume(resume, postings, stale_ids, result)
        if repair and result.drift > before:
            ResumeFeatures.objects.filter(resume=resume.id).update(absorbed_revision=0)
    return result


def _audit_resume(
    resume: store.StoredResume, postings: Sequence[store.StoredPosting], stale_ids: set[int], result: Audit
) -> None:
    pairs = [pair for pair in (_score(resume, posting) for posting in postings) if pair.score is not None]
    pairs.sort(key=lambda pair: pair.key, reverse=True)
    best = {pair.posting.id: pair for pair in pairs[:SHOWN]}
    open_ids = JobPosting.objects.open().values("pk")
    rows = Match.objects.filter(resume=resume.id, posting__in=open_ids).exclude(posting__in=stale_ids)
    stored = {row.posting_id: row for row in rows.order_by("-score", "-posting_id")[:SHOWN]}
    result.checked += len(best)
    result.missing += len(best.keys() - stored.keys())
    result.extra += len(stored.keys() - best.keys())
    for posting_id in best.keys() & stored.keys():
        pair, row = best[posting_id], stored[posting_id]
        same = (
            row.score == pair.score
            and row.posting_revision == pair.posting.revision
            and row.resume_revision == resume.revision
            and row.engine_version == engine.version()
        )
        result.wrong += not same
