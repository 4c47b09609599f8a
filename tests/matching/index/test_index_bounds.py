"""No pair scores above its bound, whatever either side is like; and the first of a ranking are those of the whole one."""

from dataclasses import fields, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from accounts.models import Organization
from jobboard.filling.texts import posting_text, resume_text
from matching import core, engine, extraction, feature_cache, indexing, ranking, services, text_matching
from matching.core.bounds import score_at_most
from matching.core.weights import DEFAULT
from matching.embedding.lexical import LexicalEmbedder
from matching.index import kernel, postings, resumes
from matching.index.shingles import hashes, sort_into
from matching.index.table import Writer, make_current
from matching.models import ProcessedPosting, ProcessedSequence
from postings import editing
from postings.models import JobPosting
from tests.factories import publish_text, resume_of

Shown = dict[int, dict[str, str]]
POSTINGS, RESUMES = 60, 25
ONE_ROW = "Potter\n\nRequirements\n\n• Experience with throwing tall stoneware vases on a kick wheel."
FLOORS = (30, 60, 45, 75, 20, 90)
ALL_TRAITS = "Sailor\n\nRequirements\n\n• Patience."


@pytest.fixture
def vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder: Any = LexicalEmbedder()
    monkeypatch.setattr(engine, "embedder", lambda: embedder)
    monkeypatch.setattr(engine, "version", lambda: "vectors")


def all_postings() -> list[core.PostingFeatures]:
    features = [text_matching.features_of_text(posting_text(3, number)) for number in range(POSTINGS)]
    bare = replace(features[0], title_vector=b"", summary_vector=b"")
    title_only = replace(features[1], summary_vector=b"")
    return [
        *features,
        bare,
        title_only,
        text_matching.features_of_text(ONE_ROW),
        text_matching.features_of_text(ALL_TRAITS),
    ]


def all_resumes() -> list[core.ResumeFeatures]:
    features = [extraction.resume_features(resume_text(3, number)) for number in range(RESUMES)]
    copied = extraction.resume_features(
        "Potter\n\nExperience\nPotter, Kiln House\n2019 - 2022\n"
        "Experience with throwing tall stoneware vases on a kick wheel.\nFired the kiln twice a week for the shop.",
    )
    no_roles = extraction.resume_features("i bake bread and rolls in a small bakery at night for the whole street.")
    guessed = extraction.resume_features("Baker\nPastry Cook\nHead Waiter\n\nmade bread, cakes, and coffee all day.")
    without = replace(features[0], roles=tuple(replace(role, vector=b"") for role in features[0].roles))
    return [*features, copied, no_roles, guessed, without]


def write_postings(root: Path, features: list[core.PostingFeatures]) -> postings.PostingReader:
    writer = Writer.create(root / "one", postings.SCHEMA)
    rows = []
    for number, posting in enumerate(features, start=1):
        ready = core.compile_posting(posting, engine.vocabulary())
        limit = core.most_of_rows(ready, DEFAULT)
        made = core.vectors_of(ready.side), hashes(ready.shingles), core.serialize(ready)
        rows.append(postings.PostingRow(number, 1, postings.NEVER, limit, *made))
    postings.write(writer, rows, [], 1)
    make_current(root, "one")
    return postings.PostingReader(root)


@pytest.mark.parametrize("form", ["words", "vectors"])
def test_no_posting_scores_above_its_bound(tmp_path: Path, request: pytest.FixtureRequest, form: str) -> None:
    if form == "vectors":
        request.getfixturevalue("vectors")
    features = all_postings()
    reader = write_postings(tmp_path, features)
    snapshot = reader.snapshot()
    everything = postings.living(snapshot, now=0)
    close = met = 0
    for resume in all_resumes():
        prepared = core.compile_resume(resume, engine.vocabulary())
        side = prepared.side(DEFAULT)
        copied = set(reader.with_shingles(snapshot, hashes(prepared.shingles)).tolist())
        rows, points = postings.most_points(snapshot, everything, side, DEFAULT)
        most = score_at_most(points)
        sharp = score_at_most(postings.sharper_points(snapshot, rows, side, DEFAULT))
        assert all(extraction.score(features[row], resume) is None for row in np.flatnonzero(~everything))
        for row, bound, sharper in zip(rows.tolist(), most.tolist(), sharp.tolist(), strict=True):
            score = extraction.score(features[row], resume)
            if row in copied:
                continue
            assert (score is None) or score <= sharper <= bound
            close += sharper - (score or 0) <= 4
            met += 1
    assert met > POSTINGS * RESUMES
    assert close, "some pairs come near their bound, or this test would not see one that is too low"


def test_a_copied_requirement_is_found_whichever_side_is_indexed(tmp_path: Path, vectors: None) -> None:
    features, people = all_postings(), all_resumes()
    reader = write_postings(tmp_path / "p", features)
    prepared = core.compile_resume(people[RESUMES], engine.vocabulary())
    found = reader.with_shingles(reader.snapshot(), hashes(prepared.shingles))
    assert [features[row].title for row in found.tolist()] == ["Potter"]
    other = write_resumes(tmp_path / "r", people)
    ready = core.compile_posting(features[-2], engine.vocabulary())
    assert other.with_shingles(other.snapshot(), hashes(ready.shingles)).tolist() == [RESUMES]


def write_resumes(root: Path, people: list[core.ResumeFeatures]) -> resumes.ResumeReader:
    writer = Writer.create(root / "one", resumes.SCHEMA)
    rows = []
    for number, person in enumerate(people, start=1):
        prepared = core.compile_resume(person, engine.vocabulary())
        floor = (FLOORS[(number - 1) % len(FLOORS)], number)
        rows.append(resumes.ResumeRow(number, 1, 1, prepared.side(DEFAULT), floor, hashes(prepared.shingles)))
    resumes.write(writer, rows, [], 1)
    make_current(root, "one")
    return resumes.ResumeReader(root)


@pytest.mark.parametrize("form", ["words", "vectors"])
def test_no_resume_scores_above_its_bound(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    if form == "vectors":
        request.getfixturevalue("vectors")
    monkeypatch.setattr(resumes, "BLOCK_OF_MANY", 16)  # a scan of many blocks
    features, people = all_postings(), all_resumes()
    reader = write_resumes(tmp_path, people)
    snapshot = reader.snapshot()
    ready = [core.compile_posting(posting, engine.vocabulary()) for posting in features]
    held = [core.vectors_of(one.side) for one in ready]
    batch = np.stack([np.zeros((2, kernel.WIDTH), np.float32) if one is None else one for one in held])
    limits = [core.most_of_rows(one, DEFAULT) for one in ready]
    found = resumes.concerned(snapshot, [0] * len(features), batch, limits, DEFAULT)
    passed_over = 0
    alone = [resumes.concerned(snapshot, [0], batch[n : n + 1], limits[n : n + 1], DEFAULT)[0] for n in range(9)]
    for number, posting in enumerate(features):
        copied = set(reader.with_shingles(snapshot, hashes(ready[number].shingles)).tolist())
        for row, person in enumerate(people):
            score = extraction.score(posting, person)
            if row in copied or score is None:
                continue
            assert row in found[number] or score <= FLOORS[row % len(FLOORS)]
            assert number >= len(alone) or row in alone[number] or score <= FLOORS[row % len(FLOORS)]
            passed_over += row not in found[number]
    assert passed_over > (POSTINGS * RESUMES // 3 if form == "vectors" else POSTINGS)


def test_shingles_appended_after_the_sorting_are_found_too(tmp_path: Path) -> None:
    reader = write_postings(tmp_path, all_postings())
    snapshot = reader.snapshot()
    wanted = hashes(core.compile_posting(text_matching.features_of_text(ONE_ROW), engine.vocabulary()).shingles)
    unsorted = reader.with_shingles(snapshot, wanted).tolist()
    half = len(snapshot["run"]) // 2
    sort_into(tmp_path / "one", np.array(snapshot["run"][:half]), np.array(snapshot["run_row"][:half]))
    assert reader.with_shingles(snapshot, wanted).tolist() == unsorted
    sort_into(tmp_path / "one", np.array(snapshot["run"]), np.array(snapshot["run_row"]))
    assert reader.with_shingles(snapshot, wanted).tolist() == unsorted == [POSTINGS + 2]


def test_a_serialized_posting_scores_as_the_one_it_was_made_of(vectors: None) -> None:
    people = [core.compile_resume(person, engine.vocabulary()) for person in all_resumes()]
    for posting in all_postings():
        ready = core.compile_posting(posting, engine.vocabulary())
        loaded = core.load(core.serialize(ready))
        for person in people:
            assert core.score_compiled(loaded, person, vocabulary=engine.vocabulary()) == extraction.score(
                posting, person.features
            )
    with pytest.raises(ValueError, match="serialized"):
        core.load(core.serialize(ready)[:40])


@pytest.mark.parametrize("form", ["words", "vectors"])
def test_a_serialized_resume_scores_and_explains_as_the_one_it_was_made_of(
    request: pytest.FixtureRequest, form: str
) -> None:
    if form == "vectors":
        request.getfixturevalue("vectors")
    vocabulary = engine.vocabulary()
    some = all_postings()[::5]
    for person in all_resumes():
        serialized = core.serialize_resume(core.compile_resume(person, vocabulary), DEFAULT)
        loaded = core.load_resume(serialized, vocabulary, DEFAULT)
        assert loaded == person
        prepared = core.compile_resume(loaded, vocabulary)
        assert prepared is loaded.memo[1], "nothing is prepared again"
        anew = core.compile_resume(core.ResumeFeatures.from_json(person.to_json()), vocabulary)
        for entry in fields(anew):
            if entry.name not in ("matrix", "sides"):
                assert getattr(prepared, entry.name) == getattr(anew, entry.name), entry.name
        assert (prepared.matrix is None) == (anew.matrix is None)
        assert prepared.matrix is None or (prepared.matrix == anew.matrix).all()
        for posting in some:
            assert extraction.explain(posting, loaded, None) == extraction.explain(posting, person, None)
    with pytest.raises(ValueError, match="serialized"):
        core.load_resume(serialized[:40], vocabulary, DEFAULT)


def test_bytes_are_never_further_off_than_their_slack() -> None:
    draw = np.random.default_rng(5)
    rows = draw.normal(size=(500, kernel.WIDTH)).astype(np.float32) ** 3
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    queries = rows[:40] + 0.05 * draw.normal(size=(40, kernel.WIDTH)).astype(np.float32)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    made, asked = kernel.quantise(rows), kernel.quantise(queries)
    near = kernel.Queries.of(asked.values).products(made.values) * made.scale[:, None] * asked.scale
    one = kernel.products(made.values, asked.values[0])
    assert (one == made.values.astype(int) @ asked.values[0].astype(int)).all()
    near = near.T
    off = np.abs(near - queries.astype(np.float64) @ rows.T.astype(np.float64))
    assert (off <= kernel.slack(made.error, asked)).all()
    assert off.max() > kernel.slack(made.error, asked).max() / 30


@pytest.fixture
def board(
    organization: Organization, vectors: None, monkeypatch: pytest.MonkeyPatch
) -> dict[int, core.PostingFeatures]:
    monkeypatch.setattr(ranking, "CHUNK", 8)
    for number in range(40):
        publish_text(None, posting_text(5, number))
    publish_text(organization, ONE_ROW)
    publish_text(organization, ALL_TRAITS)
    services.sweep(recent=False)
    indexing.catch_up()
    return {row.posting_id: core.PostingFeatures.from_json(row.features) for row in ProcessedPosting.objects.all()}


def full_ranking(
    features: dict[int, core.PostingFeatures], resume: core.ResumeFeatures, shown: Shown | None = None
) -> list[ranking.Key]:
    said = shown or {}
    scored = ((extraction.score(posting, resume, said.get(pk)), pk) for pk, posting in features.items())
    return sorted(((score, pk) for score, pk in scored if score is not None), reverse=True)


@pytest.mark.parametrize("count", [1, 3, 10, 41, 60])
def test_the_first_of_a_ranking_are_those_of_the_whole_one(board: dict[int, core.PostingFeatures], count: int) -> None:
    passed_over = 0
    for person in all_resumes():
        best = ranking.best_postings(person, count)
        whole = full_ranking(board, person)
        assert best.ordered()[:count] == whole[:count]
        assert best.rest is None or all(key <= best.rest for key in whole if key[1] not in best.scores)
        passed_over += len(board) - best.scored
    if count == 1:
        assert passed_over > len(board), "the bounds save something"


def some_words(draw: Random, board: dict[int, core.PostingFeatures], person: core.ResumeFeatures) -> Shown:
    """The owner points to lines for about half the rows of a third of the postings; some lines do not stand."""
    lines = [*(line.written for line in person.lines), "A line of another resume"]
    return {
        pk: {key: draw.choice(lines) for key in core.lasting_keys(posting.requirements).values() if draw.random() < 0.5}
        for pk, posting in board.items()
        if draw.random() < 0.3
    }


def test_the_owners_word_moves_postings_and_no_bound_hides_them(board: dict[int, core.PostingFeatures]) -> None:
    draw, moved = Random(6), 0
    for person in all_resumes():
        shown = some_words(draw, board, person)
        for count in (1, 5):
            whole = full_ranking(board, person, shown)
            assert ranking.best_postings(person, count, shown=shown).ordered()[:count] == whole[:count]
        moved += full_ranking(board, person) != whole
    assert moved > 5


def test_filters_and_what_the_index_does_not_know_change_nothing(board: dict[int, core.PostingFeatures]) -> None:
    draw = Random(4)
    changed = draw.sample(sorted(board), 6)
    for pk in changed[:3]:
        JobPosting.objects.filter(pk=pk).update(title="Potter")
    services.refresh_postings(changed[:3])  # processed after the index was written
    JobPosting.objects.filter(pk=changed[3]).update(title="Waits to be processed")
    features = {row.posting_id: core.PostingFeatures.from_json(row.features) for row in ProcessedPosting.objects.all()}
    for person in all_resumes()[::4]:
        some = sorted(draw.sample(sorted(features), 20))
        best = ranking.best_postings(person, 5, ids=some)
        assert best.ordered()[:5] == full_ranking({pk: features[pk] for pk in some}, person)[:5]
        fresh = {pk: posting for pk, posting in features.items() if pk != changed[3]}
        assert ranking.best_postings(person, 5, fresh=True).ordered()[:5] == full_ranking(fresh, person)[:5]


@pytest.mark.parametrize("closed", [1, 5, 20, 36])
def test_where_the_best_do_not_count_the_next_take_their_place(
    board: dict[int, core.PostingFeatures], closed: int
) -> None:
    person = all_resumes()[1]
    whole = full_ranking(board, person)
    gone = [pk for _, pk in whole[:closed]]
    JobPosting.objects.filter(pk__in=gone).update(status=JobPosting.Status.DRAFT)  # the index has not heard of it
    left = [key for key in whole if key[1] not in gone]
    for count in (1, 3, 10):
        best = ranking.best_postings(person, count, fresh=True)
        assert best.ordered()[:count] == left[:count]
        assert not best.scores.keys() & set(gone)
        assert best.rest is None or all(key <= best.rest for key in left if key[1] not in best.scores)
        assert len(left) < count or best.rest == best.ordered()[count - 1]


@pytest.mark.parametrize("damage", ["state", "values", "current"])
def test_a_damaged_index_is_made_anew_and_serves_meanwhile(board: dict[int, core.PostingFeatures], damage: str) -> None:
    person = all_resumes()[2]
    where = indexing.root("postings")
    path = next(where.rglob(damage))
    indexing.forget()
    path.write_bytes(b"x")
    assert indexing.posting_view() is None
    assert ranking.best_postings(person, 4).ordered()[:4] == full_ranking(board, person)[:4]
    indexing.catch_up()
    view = indexing.posting_view()
    assert view is not None
    assert len(view[1]["id"]) == len(board)


def test_an_erased_resume_leaves_no_vector_behind(board: dict[int, core.PostingFeatures], candidate: Any) -> None:
    resume = resume_of(candidate)
    services.refresh_resume(resume.pk)
    indexing.catch_up()
    view = indexing.resume_view()
    assert view is not None
    assert view[1]["values"].any()
    resume.delete()
    assert indexing.forget_gone() == 1
    view = indexing.resume_view()
    assert view is not None
    assert not view[1]["values"].any()
    assert view[1]["dead"].all()


def test_a_process_that_dies_before_it_has_wiped_leaves_no_vector_for_long(
    board: dict[int, core.PostingFeatures], candidate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    resume = resume_of(candidate)
    services.refresh_resume(resume.pk)
    indexing.catch_up()
    resume.delete()
    with monkeypatch.context() as killed:
        killed.setattr(resumes, "_wipe", lambda *_: None)
        assert indexing.forget_gone() == 1
    view = indexing.resume_view()
    assert view is not None
    assert view[1]["values"].any()
    indexing.forget_gone()
    view = indexing.resume_view()
    assert view is not None
    assert not view[1]["values"].any()


def test_a_posting_absorbed_while_its_organization_is_blocked_comes_back(
    board: dict[int, core.PostingFeatures], organization: Organization
) -> None:
    person = all_resumes()[0]
    posting = organization.postings.get(title="Potter")
    Organization.objects.filter(pk=organization.pk).update(is_blocked=True)
    ProcessedPosting.objects.filter(posting=posting).update(sequence=ProcessedSequence.next())
    indexing.catch_up()
    assert posting.pk not in ranking.best_postings(person, 60, fresh=True).scores
    Organization.objects.filter(pk=organization.pk).update(is_blocked=False)
    assert posting.pk in ranking.best_postings(person, 60).scores


def test_a_disk_that_cannot_be_written_stops_nothing(
    board: dict[int, core.PostingFeatures], settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.MATCH_INDEX_DIR = tmp_path / "file"
    assert indexing.catch_up() == 0
    person = all_resumes()[0]
    assert ranking.best_postings(person, 4).ordered()[:4] == full_ranking(board, person)[:4]


def test_the_words_of_a_replaced_posting_are_wiped_and_whoever_still_reads_them_goes_on(
    board: dict[int, core.PostingFeatures], organization: Organization
) -> None:
    potter = organization.postings.get(title="Potter")
    view = indexing.posting_view()
    assert view is not None
    blob = next(indexing.root("postings").rglob("blob"))
    assert b"stoneware" in blob.read_bytes()
    former = view[1]
    row = int(np.flatnonzero(former["id"] == potter.pk)[0])
    potter.raw_text = potter.raw_text.replace("stoneware", "earthen")
    potter.save()
    editing.reparse_posting(potter, again=True)
    services.refresh_posting(potter.pk)
    indexing.catch_up()
    indexing.forget_gone()
    assert b"stoneware" not in blob.read_bytes()
    feature_cache.forget()
    person = ranking._Person(core.compile_resume(all_resumes()[0], engine.vocabulary()), None, False, {})
    scores = ranking._Scores(former, person, ranking.Best(0))
    assert scores.add([row]) == []
