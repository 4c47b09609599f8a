"""Features as this process holds them: read from the database once, then only what has changed since."""

import threading
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from accounts.models import Candidate
from matching import core, engine, reading
from matching.models import PostingFeatures, ResumeFeatures
from postings.models import JobPosting


@dataclass(frozen=True, slots=True)
class StoredPosting:
    id: int
    revision: int
    features: core.PostingFeatures


@dataclass(frozen=True, slots=True)
class StoredResume:
    """A resume with its owner's preferences. ``floor_*``: pairs at or below are not kept; None keeps all."""

    id: int
    candidate_id: int
    revision: int
    preferences_revision: int
    features: core.ResumeFeatures
    preferences: core.Preferences
    floor_score: int | None
    floor_posting: int | None

    @property
    def floor(self) -> tuple[int, int] | None:
        if self.floor_score is None:
            return None
        return (self.floor_score, self.floor_posting or 0)


class _Features:
    """Decoded features by owner id. JSON is decoded once per revision; the rows say which are in use."""

    def __init__(self, kind: Any) -> None:
        self.kind = kind
        self.lock = threading.Lock()
        self.held: dict[int, tuple[int, str, Any]] = {}
        self.database = ""

    def read(self, rows: QuerySet[Any], owner: str) -> dict[int, tuple[int, Any]]:
        """owner id -> (absorbed revision, features) of ``rows``; costs one narrow query, and one for what is new."""
        version = engine.version()
        states = list(rows.values_list(f"{owner}_id", "absorbed_revision"))
        with self.lock:
            name = str(connection.settings_dict["NAME"])
            if self.database != name:
                self.held, self.database = {}, name
            wanted = [pk for pk, revision in states if self.held.get(pk, (0, "", None))[:2] != (revision, version)]
            for start in range(0, len(wanted), 500):
                batch = rows.filter(**{f"{owner}__in": wanted[start : start + 500]})
                for pk, revision, data in batch.values_list(f"{owner}_id", "absorbed_revision", "features"):
                    self.held[pk] = (revision, version, self.kind.from_json(data))
            return {pk: (revision, self.held[pk][2]) for pk, revision in states if pk in self.held}


_postings = _Features(core.PostingFeatures)
_resumes = _Features(core.ResumeFeatures)


def forget() -> None:
    """Drop what this process holds (tests use one process for many databases)."""
    _postings.held.clear()
    _resumes.held.clear()


def _fresh_posting_rows() -> QuerySet[PostingFeatures]:
    return PostingFeatures.objects.filter(absorbed_revision=F("posting__revision"), engine_version=engine.version())


def _fresh_open_posting_rows() -> QuerySet[PostingFeatures]:
    return _fresh_posting_rows().filter(posting__in=JobPosting.objects.open())


def fresh_open_postings() -> list[StoredPosting]:
    """Every open posting whose features are up to date."""
    read = _postings.read(_fresh_open_posting_rows(), "posting")
    return [StoredPosting(pk, revision, features) for pk, (revision, features) in read.items()]


def open_postings() -> dict[int, core.PostingFeatures]:
    """Every open posting that was ever absorbed under this engine, also where a newer revision waits."""
    rows = PostingFeatures.objects.filter(
        posting__in=JobPosting.objects.open(), engine_version=engine.version(), absorbed_revision__gt=0
    )
    return {pk: features for pk, (_, features) in _postings.read(rows, "posting").items()}


def fresh_open_posting_states() -> set[tuple[int, int]]:
    return set(_fresh_open_posting_rows().values_list("posting_id", "absorbed_revision"))


def features_of_postings(ids: list[int]) -> dict[int, tuple[int, core.PostingFeatures]]:
    """posting id -> (revision absorbed, features), also where a newer revision waits to be absorbed."""
    rows = PostingFeatures.objects.filter(posting__in=ids, engine_version=engine.version(), absorbed_revision__gt=0)
    return _postings.read(rows, "posting")


def _fresh_resume_rows() -> QuerySet[ResumeFeatures]:
    return ResumeFeatures.objects.filter(
        resume__is_primary=True,
        resume__status="parsed",
        absorbed_revision=F("resume__revision"),
        preferences_revision=F("resume__candidate__revision"),
        engine_version=engine.version(),
    )


def fresh_resumes() -> list[StoredResume]:
    """Every candidate's current resume whose features are up to date."""
    rows = _fresh_resume_rows()
    read = _resumes.read(rows, "resume")
    states = rows.values_list(
        "resume_id", "resume__candidate_id", "preferences_revision", "floor_score", "floor_posting"
    )
    preferences = {
        candidate.pk: reading.preferences_of(candidate)
        for candidate in Candidate.objects.filter(resumes__features_row__in=rows).prefetch_related("places")
    }
    return [
        StoredResume(pk, owner, read[pk][0], preferred, read[pk][1], preferences[owner], floor, floor_posting)
        for pk, owner, preferred, floor, floor_posting in states
        if pk in read and owner in preferences
    ]


def fresh_resume_states() -> set[tuple[int, int, int]]:
    return set(_fresh_resume_rows().values_list("resume_id", "absorbed_revision", "preferences_revision"))


def features_of_resume(resume_id: int) -> tuple[int, core.ResumeFeatures] | None:
    rows = ResumeFeatures.objects.filter(resume=resume_id, engine_version=engine.version(), absorbed_revision__gt=0)
    return _resumes.read(rows, "resume").get(resume_id)
