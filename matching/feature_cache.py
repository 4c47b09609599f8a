"""Features and postings compiled, as this process holds them: the most recently used, each of one revision."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import F, QuerySet

from accounts.models import Candidate
from matching import core, engine, extraction
from matching.models import EvidenceClaim, ProcessedPosting, ProcessedResume
from postings.models import JobPosting

# Rows with features that are read together, and ids that are asked about together.
BATCH, IDS_TOGETHER = 500, 10_000
# A posting compiled takes about 60 kB of memory, a resume about 200.
MOST_POSTINGS, MOST_READY, MOST_RESUMES = 4000, 12_000, 3000
# What preferences ask of a posting takes about 8 kB, and is asked of the whole board.
MOST_FACTS = 20_000

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class StoredPosting:
    id: int
    revision: int
    features: core.PostingFeatures = field(repr=False)


@dataclass(frozen=True, slots=True)
class StoredResume:
    """A resume with its owner's preferences. ``floor_*``: pairs at or below are not kept; None keeps all. ``shown``: what
    the owner has said of rows, by posting.
    """

    id: int
    candidate_id: int
    revision: int
    preferences_revision: int
    features: core.ResumeFeatures = field(repr=False)
    preferences: core.Preferences = field(repr=False)
    floor_score: int | None
    floor_posting: int | None
    shown: Mapping[int, extraction.Words] = field(default_factory=dict, repr=False)

    @property
    def floor(self) -> tuple[int, int] | None:
        if self.floor_score is None:
            return None
        return (self.floor_score, self.floor_posting or 0)


class Recent(Generic[K, V]):
    """The ``most`` values used last."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.lock = threading.Lock()
        self.held: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        with self.lock:
            value = self.held.get(key)
            if value is not None:
                self.held.move_to_end(key)
            return value

    def put(self, key: K, value: V) -> None:
        with self.lock:
            self.held[key] = value
            self.held.move_to_end(key)
            while len(self.held) > self.most:
                self.held.popitem(last=False)

    def clear(self) -> None:
        with self.lock:
            self.held.clear()


# Keys hold all that a value depends on: the database, the engine, the id and the revision.
_Key = tuple[str, str, int, int]
_postings: Recent[_Key, core.PostingFeatures] = Recent(MOST_POSTINGS)
_ready: Recent[_Key, core.CompiledPosting] = Recent(MOST_READY)
_facts: Recent[_Key, core.PostingFeatures] = Recent(MOST_FACTS)
_resumes: Recent[_Key, core.ResumeFeatures] = Recent(MOST_RESUMES)


def forget() -> None:
    """Drop what this process holds (tests use one process for many databases)."""
    for cache in (_postings, _ready, _facts, _resumes):
        cache.clear()


def _key(pk: int, revision: int) -> _Key:
    return (str(connection.settings_dict["NAME"]), engine.version(), pk, revision)


def _read(
    rows: QuerySet[Any],
    owner: str,
    states: Iterable[tuple[int, int]],
    cache: Any,
    kind: Any,
    load: Callable[[Any], Any] | None = None,
) -> dict[int, Any]:
    """id -> (revision, features) for (id, revision) ``states``; what is not held is read in batches: by ``load`` from what
    has been compiled, as far as it can, else from the features as stored.

    A row that has processed another revision meanwhile is given with that one.
    """
    by_id: dict[int, Any] = {}
    wanted: list[int] = []
    for pk, revision in states:
        features = cache.get(_key(pk, revision))
        if features is None:
            wanted.append(pk)
        else:
            by_id[pk] = (revision, features)
    for start in range(0, len(wanted), BATCH):
        left = wanted[start : start + BATCH]
        if load is not None:
            for pk, revision, compiled in _columns(rows, owner, left, "compiled"):
                features = load(compiled)
                if features is not None:
                    cache.put(_key(pk, revision), features)
                    by_id[pk] = (revision, features)
            left = [pk for pk in left if pk not in by_id]
        for pk, revision, data in _columns(rows, owner, left, "features"):
            features = kind.from_json(data)
            cache.put(_key(pk, revision), features)
            by_id[pk] = (revision, features)
    return by_id


def _columns(rows: QuerySet[Any], owner: str, pks: Sequence[int], name: str) -> Iterable[tuple[int, int, Any]]:
    if not pks:
        return ()
    return rows.filter(**{f"{owner}__in": pks}).values_list(f"{owner}_id", "processed_revision", name)


def _in_batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + IDS_TOGETHER] for start in range(0, len(ids), IDS_TOGETHER))


# Postings


def _posting_rows() -> QuerySet[ProcessedPosting]:
    return ProcessedPosting.objects.filter(engine_version=engine.version(), processed_revision__gt=0)


def _fresh_open_posting_rows() -> QuerySet[ProcessedPosting]:
    return _posting_rows().filter(processed_revision=F("posting__revision"), posting__in=JobPosting.objects.open())


def fresh_open_postings() -> list[StoredPosting]:
    """Every open posting whose features are up to date. Costs a query and the decoding of what is not held."""
    states = fresh_open_states()
    read = _read(_fresh_open_posting_rows(), "posting", states, _postings, core.PostingFeatures)
    return [StoredPosting(pk, *read[pk]) for pk, _ in states if pk in read]


def fresh_open_states() -> list[tuple[int, int]]:
    """(id, revision) of every open posting whose features are up to date."""
    return list(_fresh_open_posting_rows().order_by("posting_id").values_list("posting_id", "processed_revision"))


def fresh_open(ids: Sequence[int]) -> dict[int, int]:
    """Of these postings those that are open and whose features are up to date: id -> revision."""
    revisions: dict[int, int] = {}
    for batch in _in_batches(ids):
        # From the postings' side: a subquery of all open ones would cost as much as the board is long.
        rows = JobPosting.objects.open().filter(
            pk__in=batch, features__engine_version=engine.version(), features__processed_revision=F("revision")
        )
        revisions.update(rows.values_list("pk", "revision"))
    return revisions


def open_postings() -> dict[int, core.PostingFeatures]:
    """What is stated by every open posting that was ever processed under this engine, also where a newer revision waits;
    without summary and vectors.
    """
    rows = _posting_rows().filter(posting__in=JobPosting.objects.open())
    return _facts_of(rows.values_list("posting_id", "processed_revision"))


def facts_of_postings(ids: Sequence[int]) -> dict[int, core.PostingFeatures]:
    """The same of these postings: all that preferences and dealbreakers ask."""
    states: list[tuple[int, int]] = []
    for batch in _in_batches(ids):
        states.extend(_posting_rows().filter(posting__in=batch).values_list("posting_id", "processed_revision"))
    return _facts_of(states)


def _facts_of(states: Iterable[tuple[int, int]]) -> dict[int, core.PostingFeatures]:
    read = _read(_posting_rows(), "posting", states, _facts, _Facts)
    return {pk: features for pk, (_, features) in read.items()}


class _Facts:
    """Reads a posting's features without summary and vectors."""

    OMITTED = frozenset({"summary", "title_vector", "summary_vector", "vector"})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> core.PostingFeatures:
        kept = {name: value for name, value in data.items() if name not in cls.OMITTED}
        rows = [{name: row[name] for name in row if name not in cls.OMITTED} for row in data.get("requirements", ())]
        return core.PostingFeatures.from_json({**kept, "requirements": rows})


def features_of_postings(ids: list[int]) -> dict[int, tuple[int, core.PostingFeatures]]:
    """posting id -> (revision processed, features), also where a newer revision waits to be processed."""
    states: list[tuple[int, int]] = []
    for batch in _in_batches(ids):
        states.extend(_posting_rows().filter(posting__in=batch).values_list("posting_id", "processed_revision"))
    by_posting = _read(_posting_rows(), "posting", states, _postings, core.PostingFeatures)
    for pk, (revision, features) in by_posting.items():
        compiled = held_compiled(pk, revision)
        if compiled is not None:
            core.remember(features, compiled, engine.vocabulary())
    return by_posting


def held_compiled(pk: int, revision: int) -> core.CompiledPosting | None:
    return _ready.get(_key(pk, revision))


def compiled_posting(pk: int, revision: int, make: Callable[[], core.CompiledPosting]) -> core.CompiledPosting:
    """The posting compiled, by ``make`` where this process does not hold it."""
    key = _key(pk, revision)
    compiled = _ready.get(key)
    if compiled is None:
        compiled = make()
        _ready.put(key, compiled)
    return compiled


# Resumes


def _resume_rows() -> QuerySet[ProcessedResume]:
    return ProcessedResume.objects.filter(engine_version=engine.version(), processed_revision__gt=0)


def _fresh_resume_rows() -> QuerySet[ProcessedResume]:
    return _resume_rows().filter(
        resume__is_primary=True,
        resume__status="parsed",
        processed_revision=F("resume__revision"),
        preferences_revision=F("resume__candidate__revision"),
    )


def fresh_resumes(
    ids: Sequence[int] | None = None, *, load: Callable[[Any], core.ResumeFeatures | None] | None = None
) -> list[StoredResume]:
    """Every candidate's current resume whose features are up to date; of ``ids`` only, where given. ``load`` as in
    ``indexing.compiled_resume``: a tenth of the time.
    """
    rows = _fresh_resume_rows()
    if ids is None:
        return _stored_resumes(rows, load)
    return [resume for batch in _in_batches(ids) for resume in _stored_resumes(rows.filter(resume__in=batch), load)]


def fresh_resume_ids() -> list[int]:
    return list(_fresh_resume_rows().values_list("resume_id", flat=True))


def compiled_resumes(
    ids: Sequence[int], *, load: Callable[[Any], core.ResumeFeatures | None]
) -> Iterator[tuple[int, int, core.ResumeFeatures, tuple[int, int] | None]]:
    """(id, candidate, features, floor) of those of the resumes that are up to date: enough to score with, without what
    their owners want and have said.
    """
    for batch in _in_batches(ids):
        states = list(
            _fresh_resume_rows()
            .filter(resume__in=batch)
            .values_list("resume_id", "resume__candidate_id", "processed_revision", "floor_score", "floor_posting")
        )
        read = _read(
            _resume_rows(), "resume", [(row[0], row[2]) for row in states], _resumes, core.ResumeFeatures, load
        )
        for pk, owner, _, floor, posting in states:
            if pk in read:
                yield pk, owner, read[pk][1], None if floor is None else (floor, posting or 0)


def _stored_resumes(
    rows: QuerySet[ProcessedResume], load: Callable[[Any], core.ResumeFeatures | None] | None
) -> list[StoredResume]:
    states = list(
        rows.order_by("resume_id").values_list(
            "resume_id", "resume__candidate_id", "processed_revision", "preferences_revision", "floor_score",
            "floor_posting",
        )
    )  # fmt: skip
    read = _read(rows, "resume", [(row[0], row[2]) for row in states], _resumes, core.ResumeFeatures, load)
    preferences: dict[int, core.Preferences] = {}
    claims: dict[int, dict[int, dict[str, str]]] = {}
    for batch in _in_batches([row[1] for row in states]):
        for candidate in Candidate.objects.filter(pk__in=batch).prefetch_related("places"):
            preferences[candidate.pk] = extraction.preferences_of(candidate)
        # Read after the revision that covers it: a word that comes between makes the resume stale.
        claims.update(EvidenceClaim.objects.filter(candidate__in=batch).words())
    return [
        StoredResume(
            pk,
            owner,
            read[pk][0],
            preferred,
            read[pk][1],
            preferences[owner],
            floor,
            floor_posting,
            claims.get(owner, {}),
        )
        for pk, owner, _, preferred, floor, floor_posting in states
        if pk in read and owner in preferences
    ]


def fresh_floors(ids: Sequence[int]) -> dict[int, tuple[int, int, tuple[int, int] | None]]:
    """Of these resumes those that are up to date: id -> (revision, preferences revision, floor as it is now)."""
    floors: dict[int, tuple[int, int, tuple[int, int] | None]] = {}
    for batch in _in_batches(ids):
        rows = _fresh_resume_rows().filter(resume__in=batch)
        for pk, revision, preferred, floor, posting in rows.values_list(
            "resume_id", "processed_revision", "preferences_revision", "floor_score", "floor_posting"
        ):
            floors[pk] = (revision, preferred, None if floor is None else (floor, posting or 0))
    return floors


def features_of_resume(resume_id: int) -> tuple[int, core.ResumeFeatures] | None:
    states = _resume_rows().filter(resume=resume_id).values_list("resume_id", "processed_revision")
    entry: tuple[int, core.ResumeFeatures] | None = _read(
        _resume_rows(), "resume", states, _resumes, core.ResumeFeatures
    ).get(resume_id)
    return entry
