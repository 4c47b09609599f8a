"""How every change of a posting, a resume or preferences reaches the stored matches.

State, not events: a row is stale when it has absorbed a smaller revision, or another engine's. A refresh reads, computes
outside any lock, and writes in one short transaction only what is still newest on both sides. The kept pairs of a
resume are always exactly its open pairs above its floor, so one changed posting concerns the resumes whose floor it may
exceed, and no other.

What the other side has absorbed meanwhile is seen by its number (``models.Sequence``) and scored before anything is
written.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import Candidate, Resume
from accounts.reviewing import corrections_of
from matching import alerts, core, engine, indexing, ranking, reading, store
from matching.models import (
    LEASE_SECONDS,
    MAX_ATTEMPTS,
    Absorbed,
    AbsorbedQuerySet,
    Match,
    PostingFeatures,
    ResumeFeatures,
    ShownRow,
)
from matching.models import Sequence as AbsorbedNumber
from matching.write_lock import short_write
from postings.models import JobPosting

logger = logging.getLogger(__name__)

KEPT = 150
SHOWN = 100
SLACK = 50
RECENT = timedelta(minutes=5)
ROUNDS = 4
# Changed postings that share one scan of the resumes.
TOGETHER = 64
# A refresh first brings this host's index up to date where it is further behind.
FAR_BEHIND = 50
AUDITED_TOGETHER = 20


class OvertakenError(Exception):
    """Something this computation rested on has changed; it is stale and will be done again."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A scored pair that is to be stored, with its explanation."""

    resume: store.StoredResume
    posting: store.StoredPosting
    score: int
    explanation: core.Explanation

    @property
    def key(self) -> tuple[int, int]:
        """Pairs in order: higher score first, then the newer posting."""
        return (self.score, self.posting.id)


def explained(resume: store.StoredResume, posting: store.StoredPosting, score: int) -> Pair:
    words = resume.shown.get(posting.id)
    return Pair(resume, posting, score, reading.explain(posting.features, resume.features, resume.preferences, words))


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
    mark_refills(timezone.now() - RECENT if recent else None)
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


def mark_refills(since: datetime | None = None) -> int:
    """Resumes that keep only their best pairs and have lost too many of them to closings are computed again.

    With ``since`` only those are counted that keep a posting which has closed after it.
    """
    open_postings = JobPosting.objects.open()
    truncated = ResumeFeatures.objects.filter(floor_score__isnull=False, needs_refill=False)
    if since is not None:
        closed = JobPosting.objects.filter(
            Q(changed_at__gte=since) | Q(valid_through__gte=since) | Q(listed_until__gte=since)
        ).exclude(pk__in=open_postings)
        truncated = truncated.filter(
            resume__in=Match.objects.filter(posting__in=closed).values_list("resume_id", flat=True)
        )
    short = [
        pk
        for pk, kept in truncated.annotate(
            kept=Count("resume__matches", filter=Q(resume__matches__posting__in=open_postings))
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
    """Absorb a posting: its features, and its pair with every resume it may concern. True if this call did it."""
    return refresh_postings([posting_id]) == 1


def refresh_postings(posting_ids: Sequence[int]) -> int:
    """Absorb postings; the resumes are scanned once for all of them. Returns how many this call did."""
    _follow_the_index()
    done, waiting = 0, list(posting_ids)
    for _ in range(ROUNDS):
        rows = {posting.pk: posting for posting in JobPosting.objects.was_public().for_page().filter(pk__in=waiting)}
        works = [work for pk in waiting if pk in rows and (work := _read_posting(rows[pk])) is not None]
        waiting = []
        concerned = ranking.concerned_resumes([(work.posting.id, work.ready) for work in works if work.is_open])
        ids = iter(concerned.ids)
        for work in works:
            absorb = partial(_absorb_posting, work, next(ids) if work.is_open else [], concerned.seen)
            try:
                done += _finish(PostingFeatures, "posting", work.posting.id, absorb)
            except OvertakenError:
                waiting.append(work.posting.id)
        if not waiting:
            break
    return done


def refresh_resume(resume_id: int) -> bool:
    """Absorb a resume and its owner's preferences: features, and the best pairs. True if this call did it."""
    _follow_the_index()
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


def _follow_the_index() -> None:
    """What the index does not hold is scored pair by pair, so it must not be far behind."""
    if indexing.behind() > FAR_BEHIND:
        indexing.catch_up()


def _finish(model: type[Absorbed], owner: str, pk: int, absorb: Callable[[], None], *, release: bool = True) -> bool:
    """Run a claimed computation and give the claim back, unless more of it follows. Raises OvertakenError where it must
    be done again.
    """
    try:
        absorb()
    except OvertakenError:
        _release(model, owner, pk)
        raise
    except Exception as error:  # one poisoned object must not stop the others; it is kept, and shown to the operator
        logger.exception("refreshing %s %s failed", owner, pk)
        _release(model, owner, pk, error=f"{type(error).__name__}: {error}")
        return False
    if release:
        _release(model, owner, pk)
    return True


@dataclass(frozen=True, slots=True)
class _Work:
    """A claimed posting as it was read."""

    row: JobPosting
    posting: store.StoredPosting
    ready: core.PreparedPosting
    is_open: bool


def _read_posting(posting: JobPosting) -> _Work | None:
    """None where another worker has it, or where it cannot be read."""
    if not _claim(PostingFeatures, "posting", posting.pk, posting.revision):
        return None
    found: list[_Work] = []

    def read() -> None:
        features = reading.posting_features(posting)
        ready = core.prepare_posting(features, engine.vocabulary())
        stored = store.StoredPosting(posting.pk, posting.revision, features)
        found.append(_Work(posting, stored, ready, posting.is_open))

    return found[0] if _finish(PostingFeatures, "posting", posting.pk, read, release=False) else None


def _absorb_posting(work: _Work, concerned: list[int], seen: int) -> None:
    posting = work.posting
    packed = indexing.pack_posting(posting.features)
    pairs: dict[int, Pair] = {}
    for _ in range(ROUNDS):
        for pk in concerned:
            pairs.pop(pk, None)
        for resume in store.fresh_resumes(_above_floor(posting, concerned), thaw=indexing.ready_resume):
            if reading.is_left_out(posting.features, resume.features, resume.preferences):
                continue  # what a dealbreaker excludes is neither kept nor mailed
            score = reading.score(posting.features, resume.features, resume.shown.get(posting.id))
            if score is not None and (resume.floor is None or (score, posting.id) > resume.floor):
                pairs[resume.id] = explained(resume, posting, score)
        with short_write():
            current = JobPosting.objects.filter(pk=posting.id).values_list("revision", flat=True).first()
            if current != posting.revision:
                raise OvertakenError
            # Resumes absorbed since they were looked for may be concerned too. What is stale will come to us by itself.
            seen, concerned = ranking.resumes_since(seen) if work.is_open else (seen, [])
            if concerned:
                continue
            _store_features(PostingFeatures, "posting", posting.id, posting.revision, posting.features, ready=packed)
            if work.is_open:
                _write_pairs_of_posting(work.row, pairs)
            return
    raise OvertakenError


def _above_floor(posting: store.StoredPosting, concerned: list[int]) -> list[int]:
    """The resumes that may keep the posting: most of those that its bound concerns do not, and nothing more is read of
    them. Whose owner has said something of its rows is looked at with that.
    """
    said = set(ShownRow.objects.filter(posting=posting.id).values_list("candidate_id", flat=True))
    found = []
    for pk, owner, features, floor in store.ready_resumes(concerned, thaw=indexing.ready_resume):
        score = reading.score(posting.features, features)
        if owner in said or (score is not None and (floor is None or (score, posting.id) > floor)):
            found.append(pk)
    return found


def _absorb_resume(resume: Resume) -> None:
    candidate = resume.candidate
    features = reading.resume_features(resume.text, corrections_of(candidate))
    preferences = reading.preferences_of(candidate)
    shown = ShownRow.objects.filter(candidate=candidate).words().get(candidate.pk, {})
    stored = store.StoredResume(
        resume.pk, candidate.pk, resume.revision, candidate.revision, features, preferences, None, None, shown
    )
    # Only where nothing but closings made it necessary; a text that has changed too may bring news.
    refill = ResumeFeatures.objects.filter(
        resume=resume,
        needs_refill=True,
        absorbed_revision=resume.revision,
        preferences_revision=candidate.revision,
        engine_version=engine.version(),
    ).exists()
    packed = indexing.pack_resume(features)
    best = ranking.best_postings(features, KEPT + 1, fresh=True, wants=preferences, shown=shown)
    made: dict[tuple[int, int], Pair] = {}
    for _ in range(ROUNDS):
        keys, floor = best_keys(best)
        kept = _explained(stored, keys, best, made)
        with short_write():
            now = (
                Resume.objects.filter(pk=resume.pk, is_primary=True)
                .values_list("revision", "candidate__revision")
                .first()
            )
            if now != (resume.revision, candidate.revision):
                raise OvertakenError
            if not indexing.absorbed_postings(best.seen).exists():
                _store_features(
                    ResumeFeatures, "resume", resume.pk, resume.revision, features, ready=packed,
                    preferences_revision=candidate.revision,
                )  # fmt: skip
                _write_pairs_of_resume(resume, kept, floor, refill=refill)
                return
        ranking.follow(best, features, preferences, shown)
    raise OvertakenError


def best_keys(best: ranking.Best) -> tuple[list[ranking.Key], ranking.Key | None]:
    """The ``KEPT`` best keys, and the key at or below which nothing is kept (None if everything is)."""
    ordered = best.ordered()
    sure = [key for key in ordered[:KEPT] if best.rest is None or key > best.rest]
    next_best = ordered[len(sure)] if len(ordered) > len(sure) else None
    return sure, max((key for key in (next_best, best.rest) if key is not None), default=None)


def _explained(
    resume: store.StoredResume, keys: list[ranking.Key], best: ranking.Best, made: dict[tuple[int, int], Pair]
) -> list[Pair]:
    """The pairs of these keys; ``made`` keeps those explained before. One absorbed anew meanwhile is left out: it is
    among those that follow.
    """
    revisions = {pk: best.revisions[pk] for _, pk in keys}
    missing = [pk for pk, revision in revisions.items() if (pk, revision) not in made]
    for pk, (revision, features) in store.features_of_postings(missing).items():
        if revision == revisions[pk]:
            posting = store.StoredPosting(pk, revision, features)
            made[pk, revision] = explained(resume, posting, best.scores[pk])
    return [made[pk, revisions[pk]] for _, pk in keys if (pk, revisions[pk]) in made]


def _store_features(model: type[Absorbed], owner: str, pk: int, revision: int, features: Any, **fields: Any) -> None:
    rows: AbsorbedQuerySet = model.objects.all()  # type: ignore[attr-defined]
    rows.filter(**{f"{owner}_id": pk}).update(
        absorbed_revision=revision,
        engine_version=engine.version(),
        features=features.to_json(),
        sequence=AbsorbedNumber.next(),
        updated_at=timezone.now(),
        **fields,
    )


def _write_pairs_of_resume(resume: Resume, kept: list[Pair], floor: tuple[int, int] | None, *, refill: bool) -> None:
    """Replace what is stored for a resume by its best pairs. A posting that has changed meanwhile is left out: it is
    stale, and will come to the resume by itself.
    """
    now = store.fresh_open([pair.posting.id for pair in kept])
    kept = [pair for pair in kept if now.get(pair.posting.id) == pair.posting.revision]
    Match.objects.filter(candidate=resume.candidate_id).exclude(resume=resume).delete()
    Match.objects.filter(resume=resume).exclude(posting__in=[pair.posting.id for pair in kept]).delete()
    _upsert(kept)
    ResumeFeatures.objects.filter(resume=resume).update(
        floor_score=floor[0] if floor else None, floor_posting=floor[1] if floor else None, needs_refill=False
    )
    if not refill:
        rows = JobPosting.objects.select_related("hiring_organization")
        postings = rows.in_bulk([pair.posting.id for pair in kept])
        alerts.owe([(resume.candidate, postings[p.posting.id], p.score) for p in kept if p.posting.id in postings])


def _write_pairs_of_posting(posting: JobPosting, pairs: dict[int, Pair]) -> None:
    """Add, renew or take away this posting's pair in each resume's kept set. A resume that has changed meanwhile is left
    alone: it is stale, and will be computed as a whole.
    """
    stored = Match.objects.filter(posting=posting).values_list("resume_id", flat=True)
    now = store.fresh_floors(sorted({*pairs, *stored}))
    keep = []
    for pk, (revision, preferred, floor) in now.items():
        pair = pairs.get(pk)
        if pair is None or (pair.resume.revision, pair.resume.preferences_revision) != (revision, preferred):
            continue
        if floor is None or pair.key > floor:
            keep.append(pair)
    kept = {pair.resume.id for pair in keep}
    Match.objects.filter(posting=posting, resume__in=[pk for pk in now if pk not in kept]).delete()
    _upsert(keep)
    _trim([pair.resume.id for pair in keep])
    candidates = Candidate.objects.select_related("user").in_bulk([pair.resume.candidate_id for pair in keep])
    alerts.owe(
        [
            (candidates[pair.resume.candidate_id], posting, pair.score)
            for pair in keep
            if pair.resume.candidate_id in candidates
        ]
    )


def _trim(resume_ids: Iterable[int]) -> None:
    """A kept set that has grown well beyond its size is cut back, and its floor raised."""
    counts = Match.objects.filter(resume__in=list(resume_ids)).values("resume").annotate(n=Count("id"))
    grown = list(counts.filter(n__gt=KEPT + SLACK).values_list("resume", flat=True))
    if not grown:
        return
    place = Window(RowNumber(), partition_by="resume", order_by=[F("score").desc(), F("posting_id").desc()])
    ranked = Match.objects.filter(resume__in=grown).annotate(place=place).filter(place__gt=KEPT).order_by("place")
    surplus = list(ranked.values_list("pk", "resume_id", "score", "posting_id"))
    floors: dict[int, tuple[int | None, int]] = {}
    for _, resume, score, posting in surplus:
        floors.setdefault(resume, (score, posting))
    Match.objects.filter(pk__in=[pk for pk, *_ in surplus]).delete()
    rows = list(ResumeFeatures.objects.filter(resume__in=floors).only("resume_id"))
    for row in rows:
        row.floor_score, row.floor_posting = floors[row.resume_id]
        row.updated_at = timezone.now()
    ResumeFeatures.objects.bulk_update(rows, ["floor_score", "floor_posting", "updated_at"])


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
    ]
    Match.objects.bulk_create(
        rows,
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
    ids = sorted(store.fresh_resume_ids())
    if not everything:
        wanted = max(1, int(len(ids) * share))
        day = timezone.now().toordinal()
        ids = [pk for pk in ids if (pk + day) % max(1, len(ids) // wanted) == 0]
    postings = {pk: revision for pk, revision in store.fresh_open_states() if pk not in stale_ids}
    for start in range(0, len(ids), AUDITED_TOGETHER):
        resumes = store.fresh_resumes(ids[start : start + AUDITED_TOGETHER])
        keys = _all_keys(resumes, postings)
        for resume in resumes:
            before = result.drift
            _audit_resume(resume, keys[resume.id], postings, stale_ids, result)
            if repair and result.drift > before:
                ResumeFeatures.objects.filter(resume=resume.id).update(absorbed_revision=0)
    return result


def _all_keys(resumes: Sequence[store.StoredResume], postings: Mapping[int, int]) -> dict[int, list[ranking.Key]]:
    """Each resume's keys with all ``postings``, best first: every pair is scored, the index is not asked."""
    found: dict[int, list[ranking.Key]] = {resume.id: [] for resume in resumes}
    vocabulary = engine.vocabulary()
    prepared = {resume.id: core.prepare_resume(resume.features, vocabulary) for resume in resumes}
    pks, have_dealbreakers = list(postings), any(resume.preferences.must for resume in resumes)
    for start in range(0, len(pks), ranking.CHUNK):
        rows = PostingFeatures.objects.filter(posting__in=pks[start : start + ranking.CHUNK])
        facts = store.facts_of_postings(pks[start : start + ranking.CHUNK]) if have_dealbreakers else {}
        for pk, revision, ready in ranking.ready_postings(rows):
            if revision != postings[pk]:
                continue
            for resume in resumes:
                if pk in facts and reading.is_left_out(facts[pk], resume.features, resume.preferences):
                    continue
                score = reading.score_ready(ready, prepared[resume.id], resume.shown.get(pk))
                if score is not None:
                    found[resume.id].append((score, pk))
    for keys in found.values():
        keys.sort(reverse=True)
    return found


def _audit_resume(
    resume: store.StoredResume,
    keys: Sequence[ranking.Key],
    postings: Mapping[int, int],
    stale_ids: set[int],
    result: Audit,
) -> None:
    best = {pk: score for score, pk in keys[:SHOWN]}
    open_ids = JobPosting.objects.open().values("pk")
    rows = Match.objects.filter(resume=resume.id, posting__in=open_ids).exclude(posting__in=stale_ids)
    stored = {row.posting_id: row for row in rows.order_by("-score", "-posting_id")[:SHOWN]}
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
