"""The least match score is a filter like the others, for whoever has a resume."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Resume, User
from matching import extraction, feature_cache, ranking
from postings.models import JobPosting
from postings.search import folder
from tests.factories import BACKEND_POSTING, BACKEND_RESUME, NURSE_POSTING, publish_text
from tests.pages import texts_of, values_of, words_of

Process = Callable[[], None]


@pytest.fixture
def scores(resume: Resume, posting: JobPosting, process_changes: Process) -> dict[int, int]:
    """Of two backend jobs, a nurse's and one that asks nothing."""
    publish_text(None, BACKEND_POSTING.replace("Python", "Erlang").replace("Django", "Haskell"))
    publish_text(None, NURSE_POSTING)
    publish_text(posting.hiring_organization, "Helper\n\nWe are a small shop at the harbour.\n")
    process_changes()
    features = feature_cache.features_of_resume(resume.pk)
    assert features
    rows = feature_cache.features_of_postings(list(JobPosting.objects.values_list("pk", flat=True)))
    found = {pk: extraction.explain(posting, features[1], None).score for pk, (_, posting) in rows.items()}
    assert len({score for score in found.values() if score}) > 2
    return {pk: score for pk, score in found.items() if score is not None}


def test_every_score_divides_the_board_as_the_scores_themselves_do(
    scores: dict[int, int], resume: Resume, client_of: Callable[[User], Client]
) -> None:
    client = client_of(resume.candidate.user)
    for least in sorted({40, *scores.values(), *(score + 1 for score in scores.values())} - set(range(40))):
        wanted = {str(JobPosting.objects.get(pk=pk).uid) for pk, score in scores.items() if score >= least}
        answer = client.get("/api/v1/postings/", {"score": least, "sort": "newest"}).json()
        assert (answer["count"], {row["id"] for row in answer["results"]}) == (len(wanted), wanted), least
        facets = client.get("/api/v1/facets/", {"score": least}).json()
        assert sum(facets["facets"]["job_location_type"].values()) == len(wanted), least


def test_what_is_asked_of_the_index_is_what_scoring_every_pair_gives(scores: dict[int, int], resume: Resume) -> None:
    features = feature_cache.features_of_resume(resume.pk)
    assert features
    best = ranking.best_postings(features[1], 0, least=max(scores.values()))
    assert {pk for pk, score in best.scores.items() if score >= max(scores.values())} == {
        pk for pk, score in scores.items() if score == max(scores.values())
    }


def test_the_page_counts_what_a_least_score_leaves_out(
    scores: dict[int, int], resume: Resume, posting: JobPosting, client_of: Callable[[User], Client]
) -> None:
    client = client_of(resume.candidate.user)
    html = client.get("/jobs/", {"q": f"match>={scores[posting.pk]}"}, follow=True).content.decode()
    assert texts_of(html, "[data-result]") == [posting.title]
    assert "1 job 3 match less or have no score yet" in words_of(html)
    assert not values_of(html, "link[rel=alternate][href*=score]", "href")
    assert [value for value in values_of(html, "#filter-form input[name=score]", "value") if value] == [
        str(scores[posting.pk])
    ]
    folder.marker_file().unlink()
    html = client.get("/jobs/", {"score": scores[posting.pk]}).content.decode()
    assert texts_of(html, "[data-result]") == [posting.title]


def test_a_visitor_uses_it_with_the_resume_of_the_visit_and_is_told_without_one(
    posting: JobPosting, process_changes: Process, client: Client
) -> None:
    publish_text(None, NURSE_POSTING)
    process_changes()
    html = client.get("/jobs/", {"score": "60"}).content.decode()
    assert len(texts_of(html, "[data-result]")) == 2
    assert "A match score needs a resume, so the filter is left out" in words_of(html)
    answer = client.get("/api/v1/postings/", {"score": "60"})
    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        {"score": ["A match score needs a resume: sign in, and keep one."]},
    )
    client.post("/match/", {"text": BACKEND_RESUME})
    html = client.get("/jobs/", {"score": "60"}).content.decode()
    assert texts_of(html, "[data-result]") == [posting.title]


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_a_feed_is_the_same_for_everybody_and_knows_no_score(db: None, client: Client, kind: str) -> None:
    answer = client.get(f"/jobs/feed.{kind}", {"score": "60"})
    assert (answer.status_code, "no match score" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("value", ["0", "39", "101", "many", "-3", "9" * 200])
def test_a_score_that_is_none_is_said_to_be_none(posting: JobPosting, process_changes: Process, value: str) -> None:
    process_changes()
    html = Client().get("/jobs/", {"score": value}).content.decode()
    assert texts_of(html, "[data-result]") == [posting.title]
    assert "score:" in words_of(html)
