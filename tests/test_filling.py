"""A filled board is a board: the same rows, the same index, pages that work, and vectors nobody takes for the model's."""

from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Resume
from jobboard.filling import postings as filling
from matching import core, engine, stale
from matching.models import ProcessedPosting
from postings import services
from postings.models import JobPosting, PostingSection
from postings.search import index, updating
from postings.search.query import SearchQuery
from tests.factories import publish_text

POSTINGS = 120


@pytest.fixture
def board(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "SKELETONS", 8)
    monkeypatch.setattr(filling, "CHUNK", 50)
    services.load_skills()


def test_the_index_that_is_filled_is_the_one_that_the_rows_make(board: None) -> None:
    filling.fill_postings(POSTINGS, seed=3)
    queries = [
        SearchQuery(),
        SearchQuery(q="python engineer", sort="relevance"),
        SearchQuery(place="Germany", pay_min=50_000),
    ]
    filled = [index.search(query, limit=50, facets=True) for query in queries]
    states = updating.indexed_ids()
    updating.rebuild()
    made = [index.search(query, limit=50, facets=True) for query in queries]
    assert updating.indexed_ids() == states
    assert len(states) == POSTINGS
    assert [(found.total, found.facets) for found in filled] == [(found.total, found.facets) for found in made]
    assert filled[0].ids == made[0].ids
    assert all(found.total for found in made)


def test_nothing_is_stale_and_the_vectors_say_that_they_are_drawn(board: None) -> None:
    filling.fill_postings(POSTINGS, seed=3)
    assert not stale.stale_postings().exists()
    row = ProcessedPosting.objects.select_related("posting").latest("pk")
    assert "seed 3" in row.features["drawn_vectors"]
    features = core.PostingFeatures.from_json(row.features)
    assert features.title == row.posting.title
    vector = core.features.unpack(features.title_vector)
    assert vector is not None
    assert np.linalg.norm(vector) == pytest.approx(1, abs=0.01)
    assert core.compile_posting(features, engine.vocabulary()) is not None


def test_the_same_seed_gives_the_same_board(board: None) -> None:
    columns = ("title", "hiring_organization", "date_posted", "salary_annual_max", "experience_level", "uid")
    boards = []
    for seed in (5, 5, 6):
        JobPosting.objects.all().delete()
        filling.fill_postings(20, seed=seed, features=False)
        boards.append(list(JobPosting.objects.order_by("pk").values_list(*columns)))
    assert boards[0] == boards[1] != boards[2]
    assert len(boards[0]) == 20


def test_pages_of_generated_postings_work_and_what_was_read_for_them_is_gone(board: None) -> None:
    first = filling.fill_postings(20, seed=3)
    posting = JobPosting.objects.get(pk=first)
    assert Client().get("/jobs/").status_code == 200
    html = Client().get(posting.get_absolute_url()).content.decode()
    assert posting.title in html
    assert "Requirements" in html
    assert JobPosting.objects.count() == 20
    assert set(PostingSection.objects.values_list("posting__status", flat=True)) == {"published"}


def test_a_board_in_use_is_filled_behind_what_it_has(board: None) -> None:
    publish_text(None)
    filling.fill_postings(20, seed=3)
    publish_text(None)
    assert JobPosting.objects.count() == 22
    updating.catch_up()
    assert index.search(SearchQuery()).total == 22


def test_the_command_says_how_far_it_is(board: None) -> None:
    told = StringIO()
    call_command("fill_board", postings=60, resumes=2, stderr=told)
    words = told.getvalue()
    assert "50 of 60" in words
    assert "60 postings in" in words
    call_command("fill_board", postings=10, resumes=0, stderr=told)
    assert (JobPosting.objects.open().count(), Resume.objects.count()) == (70, 2)
