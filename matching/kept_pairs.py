"""Writing scored pairs: what each resume keeps is exactly its open pairs above its floor. The caller holds ``short_write``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import Candidate, Resume
from matching import alerts, core, engine, extraction, feature_cache, presentation, ranking
from matching.models import Match, Processed, ProcessedQuerySet, ProcessedResume, ProcessedSequence
from postings.models import JobPosting

KEPT = 150
SHOWN = 100
SLACK = 50


@dataclass(frozen=True, slots=True)
class Pair:
    """A scored pair that is to be stored, with its explanation."""

    resume: feature_cache.StoredResume
    posting: feature_cache.StoredPosting
    score: int
    explanation: core.Explanation

    @property
    def key(self) -> tuple[int, int]:
        """Pairs in order: higher score first, then the newer posting."""
        return (self.score, self.posting.id)


def explained(resume: feature_cache.StoredResume, posting: feature_cache.StoredPosting, score: int) -> Pair:
    words = resume.shown.get(posting.id)
    return Pair(
        resume, posting, score, extraction.explain(posting.features, resume.features, resume.preferences, words)
    )


def best_keys(best: ranking.Best) -> tuple[list[ranking.Key], ranking.Key | None]:
    """The ``KEPT`` best keys, and the key at or below which nothing is kept (None if everything is)."""
    ordered = best.ordered()
    sure = [key for key in ordered[:KEPT] if best.rest is None or key > best.rest]
    next_best = ordered[len(sure)] if len(ordered) > len(sure) else None
    return sure, max((key for key in (next_best, best.rest) if key is not None), default=None)


def explain_kept(
    resume: feature_cache.StoredResume, keys: list[ranking.Key], best: ranking.Best, made: dict[tuple[int, int], Pair]
) -> list[Pair]:
    """The pairs of these keys; ``made`` keeps those explained before. One processed anew meanwhile is left out: it is
    among those that follow.
    """
    revisions = {pk: best.revisions[pk] for _, pk in keys}
    missing = [pk for pk, revision in revisions.items() if (pk, revision) not in made]
    for pk, (revision, features) in feature_cache.features_of_postings(missing).items():
        if revision == revisions[pk]:
            posting = feature_cache.StoredPosting(pk, revision, features)
            made[pk, revision] = explained(resume, posting, best.scores[pk])
    return [made[pk, revisions[pk]] for _, pk in keys if (pk, revisions[pk]) in made]


def store_features(model: type[Processed], owner: str, pk: int, revision: int, features: Any, **fields: Any) -> None:
    rows: ProcessedQuerySet = model.objects.all()  # type: ignore[attr-defined]
    rows.filter(**{f"{owner}_id": pk}).update(
        processed_revision=revision,
        engine_version=engine.version(),
        features=features.to_json(),
        sequence=ProcessedSequence.next(),
        updated_at=timezone.now(),
        **fields,
    )


def write_pairs_of_resume(resume: Resume, kept: list[Pair], floor: tuple[int, int] | None, *, refill: bool) -> None:
    """Replace what is stored for a resume by its best pairs. A posting that has changed meanwhile is left out: it is
    stale, and will come to the resume by itself.
    """
    now = feature_cache.fresh_open([pair.posting.id for pair in kept])
    kept = [pair for pair in kept if now.get(pair.posting.id) == pair.posting.revision]
    Match.objects.filter(candidate=resume.candidate_id).exclude(resume=resume).delete()
    Match.objects.filter(resume=resume).exclude(posting__in=[pair.posting.id for pair in kept]).delete()
    _upsert(kept)
    ProcessedResume.objects.filter(resume=resume).update(
        floor_score=floor[0] if floor else None, floor_posting=floor[1] if floor else None, needs_refill=False
    )
    if not refill:
        rows = JobPosting.objects.select_related("hiring_organization")
        postings = rows.in_bulk([pair.posting.id for pair in kept])
        alerts.owe([(resume.candidate, postings[p.posting.id], p.score) for p in kept if p.posting.id in postings])


def write_pairs_of_posting(posting: JobPosting, pairs: dict[int, Pair]) -> None:
    """Add, renew or take away this posting's pair in each resume's kept set. A resume that has changed meanwhile is left
    alone: it is stale, and will be computed as a whole.
    """
    stored = Match.objects.filter(posting=posting).values_list("resume_id", flat=True)
    now = feature_cache.fresh_floors(sorted({*pairs, *stored}))
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
    rows = list(ProcessedResume.objects.filter(resume__in=floors).only("resume_id"))
    for row in rows:
        row.floor_score, row.floor_posting = floors[row.resume_id]
        row.updated_at = timezone.now()
    ProcessedResume.objects.bulk_update(rows, ["floor_score", "floor_posting", "updated_at"])


def _upsert(pairs: Sequence[Pair]) -> None:
    now = timezone.now()
    rows = [
        Match(
            candidate_id=pair.resume.candidate_id,
            resume_id=pair.resume.id,
            posting_id=pair.posting.id,
            score=pair.score,
            counts=presentation.counts(pair.explanation),
            best_rows=presentation.best_rows(pair.explanation),
            constraints=presentation.constraint_rows(pair.explanation),
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
