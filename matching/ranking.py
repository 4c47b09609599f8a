"""The best postings for a resume and the resumes a posting concerns, without scoring every pair, and yet exactly.

The index tells the most that each pair can score. Pairs are scored in the order of that bound, and none is left out that
could still matter; what the index cannot vouch for (rows processed later, requirements that the resume repeats word for
word) is always scored. With no index everything is.
"""

import heapq
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from matching import core, engine, extraction, feature_cache, indexing
from matching.core import bounds
from matching.index import postings, resumes
from matching.index.kernel import WIDTH
from matching.index.postings import PostingReader
from matching.index.shingles import hashes
from matching.index.table import Snapshot
from matching.models import ProcessedPosting

Key = tuple[int, int]

# Pairs whose bounds are sharpened, and whose postings are asked for, together.
CHUNK = 256
# Pairs that are scored before it is looked again which bounds still matter.
PART = 64
FIRST_TAKEN, SAMPLE = 4096, 16_384
LAST_ID = 2**62


@dataclass(slots=True)
class Best:
    """Scored pairs of one resume. Every other pair that has a score has a key (score, posting id) of at most ``rest``;
    None: there is no other. ``seen``: the number of the last processed posting that has been taken into account.
    """

    seen: int
    scores: dict[int, int] = field(default_factory=dict)
    revisions: dict[int, int] = field(default_factory=dict)
    rest: Key | None = None
    scored: int = 0

    def ordered(self) -> list[Key]:
        """Keys, best first."""
        return sorted(((score, pk) for pk, score in self.scores.items()), reverse=True)


def best_postings(
    resume: core.ResumeFeatures,
    count: int,
    *,
    ids: Sequence[int] | None = None,
    fresh: bool = False,
    wants: core.Preferences | None = None,
    shown: Mapping[int, extraction.Words] | None = None,
    least: int | None = None,
) -> Best:
    """At least the ``count`` best of the postings in the index, or of ``ids``, that no dealbreaker of ``wants`` excludes.

    With ``least`` it is every posting that scores so much, instead of a number of them.
    ``shown``: what the owner has said of rows, by posting. ``fresh``: only those that are open now and up to date. Costs a
    scan of the vectors, and a tenth of a millisecond
    for each pair that could be among the best.
    """
    person = _Person(core.compile_resume(resume, engine.vocabulary()), wants, fresh, shown or {})
    view = indexing.posting_view()
    best = Best(view[1].watermark if view else 0)
    later = _Later(best.seen, ids)
    best.seen = max(best.seen, later.seen)
    _score_later(best, later, person)
    if view is not None:
        _score_indexed(best, *view, person, count, later=later, ids=ids, least=least)
    return best


@dataclass(frozen=True, slots=True)
class _Person:
    """Whom postings are scored for, and which count at all."""

    compiled: core.CompiledResume
    wants: core.Preferences | None
    fresh: bool
    shown: Mapping[int, extraction.Words]

    def allowed(self, pks: Sequence[int]) -> dict[int, int] | None:
        """Of these postings those that count: id -> revision, 0 for any; None: all of them."""
        revisions = feature_cache.fresh_open(pks) if self.fresh else None
        if self.wants is None or not self.wants.must:
            return revisions
        facts = feature_cache.facts_of_postings(pks)
        kept = dict.fromkeys(pks, 0) if revisions is None else revisions
        return {
            pk: revision
            for pk, revision in kept.items()
            if pk in facts and not extraction.is_excluded(facts[pk], self.compiled.features, self.wants)
        }


def follow(
    best: Best,
    resume: core.ResumeFeatures,
    wants: core.Preferences | None = None,
    shown: Mapping[int, extraction.Words] | None = None,
) -> bool:
    """Take in the postings processed since. False where there were none."""
    later = _Later(best.seen, None)
    if not later.rows:
        return False
    for pk in later.rows:
        best.scores.pop(pk, None)
        best.revisions.pop(pk, None)
    best.seen = later.seen
    person = _Person(core.compile_resume(resume, engine.vocabulary()), wants, fresh=True, shown=shown or {})
    _score_later(best, later, person)
    return True


class _Later:
    """Postings processed after ``watermark`` (of ``ids``): id -> revision; ``seen`` is the number of the last."""

    def __init__(self, watermark: int, ids: Sequence[int] | None) -> None:
        processed = indexing.processed_postings(watermark).values_list("posting_id", "processed_revision", "sequence")
        wanted = None if ids is None else set(ids)
        self.seen = watermark
        self.rows: dict[int, int] = {}
        self.all: set[int] = set()
        for pk, revision, number in processed.iterator(chunk_size=2000):
            self.seen = max(self.seen, number)
            self.all.add(pk)
            if wanted is None or pk in wanted:
                self.rows[pk] = revision


def _score_later(best: Best, later: _Later, person: _Person) -> None:
    pks = list(later.rows)
    for start in range(0, len(pks), CHUNK):
        some = pks[start : start + CHUNK]
        _score_stored(best, some, person)


def _score_stored(best: Best, pks: Sequence[int], person: _Person) -> None:
    """Score postings from the database's rows."""
    allowed = person.allowed(pks)
    rows = ProcessedPosting.objects.filter(
        posting__in=pks if allowed is None else list(allowed), engine_version=engine.version(), processed_revision__gt=0
    )
    for pk, revision, compiled in compiled_postings(rows):
        if allowed is None or allowed[pk] in (0, revision):
            _take(best, pk, revision, compiled, person)


def compiled_postings(rows: Any) -> Iterator[tuple[int, int, core.CompiledPosting]]:
    """(id, revision, compiled) of rows of ProcessedPosting; what this process holds is not read again."""
    states = list(rows.values_list("pk", "posting_id", "processed_revision"))
    missing = [pk for pk, posting, revision in states if feature_cache.held_compiled(posting, revision) is None]
    packed = {
        posting: (revision, compiled)
        for posting, revision, compiled in ProcessedPosting.objects.filter(pk__in=missing).values_list(
            "posting_id", "processed_revision", "compiled"
        )
    }
    for pk, posting, revision in states:
        ready = feature_cache.held_compiled(posting, revision)
        if ready is None:
            if posting not in packed:
                continue
            revision, stored = packed[posting]
            ready = feature_cache.compiled_posting(
                posting, revision, partial(indexing.compiled_posting, stored, partial(_features, pk))
            )
        yield posting, revision, ready


def _features(pk: int) -> core.PostingFeatures:
    return core.PostingFeatures.from_json(ProcessedPosting.objects.values_list("features", flat=True).get(pk=pk))


def _take(best: Best, pk: int, revision: int, compiled: core.CompiledPosting, person: _Person) -> None:
    score = extraction.score_compiled(compiled, person.compiled, person.shown.get(pk))
    best.scored += 1
    if score is not None:
        best.scores[pk] = score
        best.revisions[pk] = revision


def _score_indexed(
    best: Best,
    reader: PostingReader,
    snapshot: Snapshot,
    person: _Person,
    count: int,
    *,
    later: _Later,
    ids: Sequence[int] | None,
    least: int | None,
) -> None:
    compiled = person.compiled
    mask = postings.living(snapshot, now=0 if ids is not None else time.time(), ids=ids)
    if later.all:
        mask &= ~np.isin(snapshot["id"], np.fromiter(later.all, np.int64, len(later.all)))
    if ids is not None:
        # Open, but not in the index: it was closed when it was last processed. The database still knows it.
        known = set(snapshot["id"][mask].tolist()) | later.all
        others = [pk for pk in ids if pk not in known]
        for start in range(0, len(others), CHUNK):
            _score_stored(best, others[start : start + CHUNK], person)
    copied = reader.with_shingles(snapshot, hashes(compiled.shingles))
    copied = copied[mask[copied]]
    mask[copied] = False
    side = compiled.side(core.DEFAULT)
    rows, most = postings.most_points(snapshot, mask, side, core.DEFAULT)
    scores = _Scores(snapshot, person, best, least)
    scores.add(copied)
    width = count
    while True:
        worst = scores.worst(width)
        for some, rest in _by_bound(rows, most):
            sharp = bounds.score_at_most(postings.sharper_points(snapshot, some, side, core.DEFAULT))
            keys = sorted(zip(sharp.tolist(), snapshot["id"][some].tolist(), some.tolist(), strict=True), reverse=True)
            for start in range(0, len(keys), PART):
                part = [row for score, pk, row in keys[start : start + PART] if worst.may_matter((score, pk))]
                if not part:
                    break
                worst.add(scores.add(part))
            if rest is None or not worst.may_matter((rest, LAST_ID)):
                # What was passed over had a bound of at most the worst of the best, or of what is left.
                break
        # Only now is the database asked which of the best count; where one does not, its place is for another.
        checked, refused = scores.check(worst.floor)
        best.rest = scores.worst(count).floor
        if worst.floor is None or (best.rest is not None and best.rest >= worst.floor):
            break
        width = 2 * width if 2 * refused > checked else width
    scores.take()


class _Worst:
    """The worst of the ``count`` best keys so far; nothing at or below it matters any more. With ``least`` that is
    whatever scores less.
    """

    def __init__(self, count: int, best: Best, least: int | None) -> None:
        self.count, self.least = count, least
        self.heap: list[Key] = []
        self.add((score, pk) for pk, score in best.scores.items())

    def add(self, keys: Iterable[Key]) -> None:
        if self.least is not None:
            return
        for key in keys:
            if len(self.heap) < self.count:
                heapq.heappush(self.heap, key)
            elif key > self.heap[0]:
                heapq.heapreplace(self.heap, key)

    @property
    def floor(self) -> Key | None:
        if self.least is not None:
            return self.least, 0
        return self.heap[0] if self.heap and len(self.heap) >= self.count else None

    def may_matter(self, bound: Key) -> bool:
        floor = self.floor
        return floor is None or bound > floor


class _Scores:
    """Pairs of one resume with rows of the index, each scored once; ``sure`` are those of which the database says that
    they count.
    """

    def __init__(self, snapshot: Snapshot, person: _Person, best: Best, least: int | None = None) -> None:
        self.snapshot, self.person, self.best, self.least = snapshot, person, best, least
        self.done: set[int] = set()
        self.scores: dict[int, int] = {}
        self.revisions: dict[int, int] = {}
        self.sure: set[int] = set()

    def add(self, rows: Iterable[int]) -> list[Key]:
        """The keys of those rows that were not scored before and have a score."""
        new = np.array([row for row in rows if row not in self.done], np.int64)
        self.done.update(new.tolist())
        pks, revisions = self.snapshot["id"][new].tolist(), self.snapshot["revision"][new].tolist()
        keys = []
        for row, pk, revision in zip(new.tolist(), pks, revisions, strict=True):
            try:
                compiled = feature_cache.compiled_posting(pk, revision, partial(_loaded, self.snapshot, row))
            except ValueError:  # replaced and wiped after the snapshot: what took its place is compared by itself
                continue
            score = extraction.score_compiled(compiled, self.person.compiled, self.person.shown.get(pk))
            self.best.scored += 1
            if score is not None:
                self.scores[pk], self.revisions[pk] = score, revision
                keys.append((score, pk))
        return keys

    def worst(self, count: int) -> _Worst:
        """Of all scored so far but those refused, and of what is taken already."""
        worst = _Worst(count, self.best, self.least)
        worst.add((score, pk) for pk, score in self.scores.items())
        return worst

    def check(self, floor: Key | None) -> tuple[int, int]:
        """Ask of those at or above ``floor`` whether they count, and drop those that do not. Returns how many of each."""
        asked = [
            pk for pk, score in self.scores.items() if pk not in self.sure and (floor is None or (score, pk) >= floor)
        ]
        allowed = self.person.allowed(asked) if asked else None
        refused = [pk for pk in asked if allowed is not None and allowed.get(pk) not in (0, self.revisions[pk])]
        for pk in refused:
            del self.scores[pk]
        self.sure.update(asked)
        return len(asked), len(refused)

    def take(self) -> None:
        for pk in self.sure & self.scores.keys():
            self.best.scores[pk], self.best.revisions[pk] = self.scores[pk], self.revisions[pk]


def _by_bound(rows: Any, most: Any) -> Iterator[tuple[Any, int | None]]:
    """Rows in chunks, highest bound first, each with the highest score that any row after it can have."""
    above, take = np.inf, FIRST_TAKEN
    while len(rows):
        # Only as much is put in order as is likely to be asked for; a sample says where to cut.
        sample = np.sort(most[:: max(1, len(most) // SAMPLE)])[::-1]
        place = take * len(sample) // len(most)
        cut = float(sample[place]) if place < len(sample) else -np.inf
        cut = cut if cut < above else -np.inf
        some = np.flatnonzero((most >= cut) & (most < above))
        order = some[np.argsort(-most[some], kind="stable")]
        is_last = cut == -np.inf
        beyond = None if is_last else int(bounds.score_at_most(cut))
        for start in range(0, len(order), CHUNK):
            stop = start + CHUNK
            rest = int(bounds.score_at_most(most[order[stop]])) if stop < len(order) else beyond
            yield rows[order[start:stop]], rest
        if is_last:
            return
        above, take = cut, take * 4


def _loaded(snapshot: Snapshot, row: int) -> core.CompiledPosting:
    return core.load(postings.blob_of(snapshot, row))


# The other way round


@dataclass(frozen=True, slots=True)
class Concerned:
    """Resumes that may keep one of a batch of postings: for each posting the ids; ``seen`` as in ``Best``."""

    seen: int
    ids: list[list[int]]


def concerned_resumes(batch: Sequence[tuple[int, core.CompiledPosting]]) -> Concerned:
    """For each (id, posting compiled) the resumes whose floor its bound exceeds, in one scan for all."""
    if not batch:
        return Concerned(0, [])
    view = indexing.resume_view()
    watermark = view[1].watermark if view else 0
    later = list(indexing.processed_resumes(watermark).values_list("resume_id", "sequence"))
    seen = max([watermark, *(number for _, number in later)])
    always = {pk for pk, _ in later}
    if view is None:
        return Concerned(seen, [sorted(always) for _ in batch])
    reader, snapshot = view
    vectors = np.zeros((len(batch), 2, WIDTH), np.float32)
    for number, (_, compiled) in enumerate(batch):
        posting_vectors = core.vectors_of(compiled.side)
        if posting_vectors is not None:
            vectors[number] = posting_vectors
    limits = [core.most_of_rows(compiled, core.DEFAULT) for _, compiled in batch]
    rows = resumes.concerned(snapshot, [pk for pk, _ in batch], vectors, limits, core.DEFAULT)
    per_posting = []
    for (_, compiled), some in zip(batch, rows, strict=True):
        copied = reader.with_shingles(snapshot, hashes(compiled.shingles))
        per_posting.append(sorted({*snapshot["id"][some].tolist(), *snapshot["id"][copied].tolist(), *always}))
    return Concerned(seen, per_posting)


def resumes_since(seen: int) -> tuple[int, list[int]]:
    """The resumes processed after ``seen``, and the number of the last."""
    rows = list(indexing.processed_resumes(seen).values_list("resume_id", "sequence"))
    return max([seen, *(number for _, number in rows)]), [pk for pk, _ in rows]
