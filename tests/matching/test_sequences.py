"""After any sequence of changes the stored matches equal a full recompute, with this host's index there, away, or lost."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Candidate, Resume, User
from accounts.services import candidate_of
from jobboard.filling.texts import posting_text, resume_text
from matching import (
    audit,
    core,
    engine,
    evidence_claims,
    extraction,
    feature_cache,
    indexing,
    kept_pairs,
    ranking,
    services,
    stale,
)
from matching.embedding.lexical import LexicalEmbedder
from matching.models import EvidenceClaim, Match, ProcessedResume
from postings import editing
from postings.models import JobPosting
from postings.writing import Edits
from tests.factories import UserFactory, publish_text, resume_of

STEPS = int(os.environ.get("SEQUENCE_STEPS", "150"))
ENDED = ("paused", "filled", "withdrawn")


class World:
    """A small board whose people change everything that can change, by a schedule that the seed fixes."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(f"sequence {seed}")
        self.number = self.shown = 0
        self.users: list[User] = []
        self.verbs: tuple[tuple[Callable[[], None], int], ...] = (
            (self.publish, 6), (self.rewrite, 5), (self.rename, 5), (self.close, 4), (self.reopen, 4),
            (self.expire, 2), (self.renew, 2), (self.change_resume, 4), (self.change_preferences, 3), (self.arrive, 1),
            (self.leave, 1), (self.copy_a_requirement, 2), (self.erase_posting, 1), (self.sweep, 6), (self.nudge, 8),
            (self.show_a_row, 6), (self.take_a_row_back, 2),
        )  # fmt: skip

    def step(self) -> None:
        names, weights = zip(*self.verbs, strict=True)
        self.draw.choices(names, weights)[0]()

    def text(self) -> str:
        self.number += 1
        return posting_text(7, self.number)

    def any_posting(self, *states: str) -> JobPosting | None:
        ids = list(JobPosting.objects.filter(status__in=states).order_by("pk").values_list("pk", flat=True))
        return JobPosting.objects.get(pk=self.draw.choice(ids)) if ids else None

    def publish(self) -> None:
        publish_text(None, self.text())

    def rewrite(self) -> None:
        posting = self.any_posting("published")
        if posting is not None:
            editing.edit_posting(posting, self.text(), edits=Edits(), actor=None)

    def rename(self) -> None:
        posting = self.any_posting("published")
        if posting is not None:
            self.number += 1
            JobPosting.objects.filter(pk=posting.pk).update(title=f"Engineer {self.number}")

    def close(self) -> None:
        posting = self.any_posting("published")
        if posting is not None:
            JobPosting.objects.filter(pk=posting.pk).update(status=self.draw.choice(ENDED))

    def reopen(self) -> None:
        posting = self.any_posting(*ENDED)
        if posting is not None:
            JobPosting.objects.filter(pk=posting.pk).update(status="published")

    def expire(self) -> None:
        posting = self.any_posting("published")
        if posting is not None:
            JobPosting.objects.filter(pk=posting.pk).update(listed_until=timezone.now() - timedelta(minutes=1))

    def renew(self) -> None:
        past = JobPosting.objects.filter(listed_until__lt=timezone.now()).order_by("pk").first()
        if past is not None:
            JobPosting.objects.filter(pk=past.pk).update(listed_until=timezone.now() + timedelta(days=9))

    def erase_posting(self) -> None:
        posting = self.any_posting("withdrawn")
        if posting is not None:
            Match.objects.filter(posting=posting).delete()
            JobPosting.objects.filter(pk=posting.pk).update(status="draft")

    def arrive(self) -> None:
        user = UserFactory()
        self.users.append(user)
        self.number += 1
        resume_of(user, resume_text(7, self.number))

    def leave(self) -> None:
        if len(self.users) > 4:
            user = self.users.pop(self.draw.randrange(len(self.users)))
            Resume.objects.filter(candidate__user=user).delete()

    def change_resume(self) -> None:
        self.number += 1
        resume_of(self.draw.choice(self.users), resume_text(7, self.number))

    def copy_a_requirement(self) -> None:
        """A resume that repeats what a posting asks, word for word."""
        posting = self.any_posting("published")
        if posting is not None:
            line = next((line for line in posting.description_text.split("\n") if len(line.split()) > 8), "")
            self.number += 1
            resume_of(self.draw.choice(self.users), f"{resume_text(7, self.number)}\n{line}\n")

    def change_preferences(self) -> None:
        candidate: Candidate = candidate_of(self.draw.choice(self.users))
        candidate.employment_types = self.draw.choice([[], ["FULL_TIME"], ["PART_TIME", "INTERN"]])
        candidate.must_have = self.draw.choice([[], [], ["employment_type"]])
        candidate.save()

    def show_a_row(self) -> None:
        """Somebody points to lines for some of the rows of a posting; what is refused changes nothing."""
        posting = self.any_posting("published")
        resume = Resume.objects.primary().filter(candidate__user=self.draw.choice(self.users)).first()
        if posting is None or resume is None:
            return
        posting = JobPosting.objects.for_page().get(pk=posting.pk)
        keys = list(core.lasting_keys(evidence_claims.current_posting(posting).requirements).values())
        for key in self.draw.sample(keys, min(4, len(keys))):
            with suppress(ValidationError):
                evidence_claims.show(resume.candidate, posting, key, self.draw.randint(1, len(resume.text.split("\n"))))
                self.shown += 1

    def take_a_row_back(self) -> None:
        pk = self.one_of(EvidenceClaim.objects.all())
        row = EvidenceClaim.objects.filter(pk=pk).first()
        if row is not None:
            evidence_claims.take_back(row.candidate, row.posting, row.requirement_key)

    def sweep(self) -> None:
        services.sweep(recent=self.draw.random() < 0.5)

    def nudge(self) -> None:
        """What a task does: one object, which may be the wrong one."""
        if self.draw.random() < 0.6:
            services.refresh_posting(self.one_of(stale.stale_postings()))
        else:
            services.refresh_resume(self.one_of(stale.stale_resumes()))

    def one_of(self, rows: QuerySet[Any]) -> int:
        """An id, or 0 where there is none."""
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        return int(self.draw.choice(ids)) if ids else 0


@pytest.fixture
def small_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_pairs, "KEPT", 8)
    monkeypatch.setattr(kept_pairs, "SHOWN", 5)
    monkeypatch.setattr(kept_pairs, "SLACK", 3)
    monkeypatch.setattr(ranking, "CHUNK", 8)  # pairs are scored one by one, so that some are passed over


@pytest.fixture
def vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors without the sentence model: hashed words, so that bounds are really told from vectors."""
    embedder: Any = LexicalEmbedder()
    monkeypatch.setattr(engine, "embedder", lambda: embedder)
    monkeypatch.setattr(engine, "version", lambda: "vectors")


def settle() -> None:
    while services.sweep(recent=False):
        pass


def assert_stored_is_recomputed() -> None:
    """Every open pair above its resume's floor is stored with today's score and revisions, and no other open pair is."""
    assert not stale.stale_postings().exists()
    assert not stale.stale_resumes().exists()
    postings = feature_cache.fresh_open_postings()
    for resume in feature_cache.fresh_resumes():
        wanted = {}
        for posting in postings:
            score = extraction.score(posting.features, resume.features, resume.shown.get(posting.id))
            if extraction.is_excluded(posting.features, resume.features, resume.preferences):
                score = None
            if score is not None and (resume.floor is None or (score, posting.id) > resume.floor):
                wanted[posting.id] = (score, posting.revision, resume.revision, resume.preferences_revision)
        rows = Match.objects.filter(resume=resume.id, posting__in=JobPosting.objects.open())
        stored = {
            row.posting_id: (row.score, row.posting_revision, row.resume_revision, row.preferences_revision)
            for row in rows
        }
        assert stored == wanted
        assert len(stored) >= min(kept_pairs.SHOWN, len(postings)) or resume.floor is None
    result = audit.audit_matches(everything=True)
    assert (result.drift, result.in_flight) == (0, 0)
    assert not Match.objects.exclude(resume__in=Resume.objects.primary()).exists()


@pytest.mark.parametrize("lost", ["never", "always", "half way"])
@pytest.mark.parametrize("form", ["words", "vectors"])
def test_any_sequence_of_changes_ends_in_the_matches_of_a_full_recompute(
    db: None, small_sets: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, lost: str, form: str
) -> None:
    if form == "vectors":
        request.getfixturevalue("vectors")
    if lost == "always":
        monkeypatch.setattr(indexing, "catch_up", lambda: 0)
    world = World(len(lost) + len(form))
    for _ in range(6):
        world.arrive()
    for _ in range(25):
        world.publish()
    for step in range(STEPS if (form, lost) == ("vectors", "half way") else STEPS // 3):
        if lost == "half way" and step and step % 60 == 0:
            shutil.rmtree(settings.MATCH_INDEX_DIR, ignore_errors=True)
        world.step()
    settle()
    assert_stored_is_recomputed()
    assert world.shown
    assert (indexing.posting_view() is None) == (lost == "always")


def test_a_changed_vocabulary_flows_through_everything(
    db: None, small_sets: None, vectors: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(3)
    for _ in range(4):
        world.arrive()
    for _ in range(15):
        world.publish()
    settle()
    monkeypatch.setattr(engine, "version", lambda: "another vocabulary")
    assert ProcessedResume.objects.filter(engine_version=engine.version()).count() == 0
    settle()
    assert_stored_is_recomputed()
    assert indexing.state()["postings"]["rows"] == 15
