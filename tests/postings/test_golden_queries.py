"""What people look for stands in the order in which somebody who reads the postings would put it."""

import tomllib
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organization, name_key
from postings import services
from postings.models import JobLocation, JobPosting, PostingSkill, Skill
from postings.search import folder, index, updating
from postings.search.query import SearchQuery
from reading.vocabulary import default_vocabulary

GOLDEN = tomllib.loads((Path(__file__).parent / "golden_queries.toml").read_text("utf-8"))


@pytest.fixture
def board(db: None) -> dict[int, str]:
    """The key of each posting by its id. The index is built in one piece, so that no deleted document counts."""
    services.load_skills()
    keys = {}
    for entry in GOLDEN["posting"]:
        name = entry["company"]
        organization, _ = Organization.objects.get_or_create(
            name=name, defaults={"slug": name_key(name).replace(" ", "-")}
        )
        posting = JobPosting.objects.create(
            hiring_organization=organization, title=entry["title"], slug=entry["key"], description_text=entry["text"],
            in_language=entry.get("language", "en"), status="published", first_seen_at=timezone.now(),
        )  # fmt: skip
        JobLocation.objects.create(posting=posting, raw=entry["city"], city=entry["city"])
        for skill in entry.get("skills", ()):
            row = Skill.objects.get(slug=default_vocabulary().slug(skill))
            PostingSkill.objects.create(posting=posting, skill=row, name=row.name, importance="required")
        keys[posting.pk] = entry["key"]
    updating.rebuild()
    return keys


def test_there_are_forty_queries_at_least() -> None:
    assert len(GOLDEN["queries"]) >= 40


def test_every_query_gives_the_postings_in_their_order(board: dict[int, str]) -> None:
    wrong = []
    for q, groups in GOLDEN["queries"].items():
        found = [board[pk] for pk in index.search(SearchQuery(q=q, sort="relevance"), limit=100).ids]
        ordered, rest = [], found
        for group in groups:
            ordered.append(sorted(rest[: len(group)]))
            rest = rest[len(group) :]
        if ordered != [sorted(group) for group in groups] or rest:
            wrong.append((q, groups, found))
    assert not wrong


def test_while_the_index_is_away_words_are_off_and_that_is_said(board: dict[int, str]) -> None:
    folder.marker_file().unlink()
    for q in GOLDEN["queries"]:
        answer = Client().get("/api/v1/postings/", {"q": q}).json()
        assert (answer["count"], answer["searched"], answer["filters_off"]) == (len(board), False, ["q"]), q
