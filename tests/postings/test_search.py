import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Organization, User
from accounts.services import delete_account
from postings import editing, services
from postings.models import JobPosting
from postings.search import folder, index, updating
from postings.search.folder import IndexMissingError
from postings.search.query import SearchQuery, text_terms
from postings.search.words import cut
from postings.writing import Edits
from tests.factories import BACKEND_POSTING, NURSE_POSTING, publish_text


@pytest.fixture
def board(organization: Organization) -> dict[str, JobPosting]:
    services.load_skills()
    found = {
        "backend": publish_text(organization),
        "nurse": publish_text(None, NURSE_POSTING),
        "cpp": publish_text(organization, "C++ Developer\n\nRequirements\n\n• Five years of C++ and .NET.\n• Node.js."),
    }
    updating.catch_up()
    return found


def titles(**asked: object) -> list[str]:
    ids = index.search(SearchQuery(**asked)).ids
    by_id = JobPosting.objects.in_bulk(ids)
    return [by_id[pk].title for pk in ids]


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("C++, C# and .NET", ["c++", "c#", "and", ".net"]),
        ("Node.js.", ["node", "js"]),
        ("Zürich", ["zurich"]),
        ("engineers", ["engin"]),
    ],
)
def test_words_of_the_trade_survive_cutting(text: str, stems: list[str]) -> None:
    assert cut(text) == stems


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("nurse", {"Registered Nurse"}),
        ("C++", {"C++ Developer"}),
        (".NET", {"C++ Developer"}),
        ("harbour", {"Backend Engineer", "C++ Developer"}),
        ('"wound care"', {"Registered Nurse"}),
        ('"care wound"', set()),
        ("years -c++", {"Backend Engineer", "Registered Nurse"}),
        ("python django", {"Backend Engineer"}),
        ("k8s", {"Backend Engineer"}),
        ("zzzz", set()),
        ('unbalanced "quote', set()),
        ("-", {"Registered Nurse", "Backend Engineer", "C++ Developer"}),
        ("title:nurse OR *:*", set()),
    ],
)
def test_free_text(board: object, q: str, found: set[str]) -> None:
    assert set(titles(q=q)) == found


def test_the_search_box_is_bounded() -> None:
    assert len(text_terms("word " * 1000)) == 12


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"employment_type": ("PART_TIME",)}, {"Registered Nurse"}),
        ({"employment_type": ("NOT_STATED",)}, {"C++ Developer"}),
        ({"job_location_type": ("HYBRID", "ON_SITE")}, {"Backend Engineer", "Registered Nurse"}),
        ({"place": "Hamburg"}, {"Backend Engineer"}),
        ({"place": "Germany"}, {"Backend Engineer"}),
        ({"place": "Leeds, UK"}, {"Registered Nurse"}),
        ({"place": "Atlantis"}, set()),
        ({"pay": ("STATED",)}, {"Backend Engineer"}),
        ({"skill": ("django",)}, {"Backend Engineer"}),
        ({"pay_min": 70_000, "pay_currency": "EUR"}, {"Backend Engineer", "Registered Nurse", "C++ Developer"}),
        ({"pay_min": 70_000, "pay_currency": "EUR", "only_stated": ("pay",)}, {"Backend Engineer"}),
        ({"pay_min": 10**9, "pay_currency": "EUR", "only_stated": ("pay",)}, set()),
        ({"posted_within": 1}, {"Backend Engineer", "Registered Nurse", "C++ Developer"}),
    ],
)
def test_filters(board: object, asked: dict[str, object], found: set[str]) -> None:
    assert set(titles(**asked)) == found


def test_a_facet_counts_what_choosing_it_would_leave(board: object) -> None:
    facets = index.search(SearchQuery(), facets=True).facets
    for name in SearchQuery.FACET_FIELDS:
        for value, count in facets[name].items():
            assert index.search(SearchQuery(**{name: (value,)})).total == count


def test_a_chosen_facet_still_shows_its_other_values(board: object) -> None:
    facets = index.search(SearchQuery(employment_type=("PART_TIME",)), facets=True).facets
    assert facets["employment_type"]["FULL_TIME"] == 1
    assert set(facets["job_location_type"]) == {"ON_SITE"}


def test_newest_comes_first(board: dict[str, JobPosting]) -> None:
    JobPosting.objects.filter(pk=board["nurse"].pk).update(
        first_seen_at=timezone.now() - timedelta(days=9), title="Nurse"
    )
    updating.catch_up()
    assert titles()[-1] == "Nurse"


def test_a_change_is_found_after_the_next_pass(board: dict[str, JobPosting]) -> None:
    editing.edit_posting(board["backend"], BACKEND_POSTING.replace("ferry", "airship"), edits=Edits(), actor=None)
    assert titles(q="airship") == []
    assert updating.catch_up() == 1
    assert titles(q="airship") == ["Backend Engineer"]
    assert index.search(SearchQuery()).total == 3


def test_a_closed_posting_leaves_the_index(board: dict[str, JobPosting]) -> None:
    services.close(board["nurse"], actor=None)
    updating.catch_up()
    assert titles(q="nurse") == []
    assert board["nurse"].pk not in updating.indexed_ids()


def test_time_closes_without_a_pass(board: object) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert titles() == []


def test_a_pass_without_news_writes_nothing(board: object) -> None:
    assert updating.catch_up() == 0


def test_step_by_step_equals_rebuilt(board: dict[str, JobPosting]) -> None:
    services.close(board["cpp"], actor=None)
    JobPosting.objects.filter(pk=board["nurse"].pk).update(title="Senior Nurse")
    updating.catch_up()
    stepwise = updating.indexed_ids()
    updating.rebuild()
    assert updating.indexed_ids() == stepwise


def test_without_an_index_search_says_so(organization: Organization, process_changes: Callable[[], None]) -> None:
    with pytest.raises(IndexMissingError):
        index.search(SearchQuery())


def test_a_broken_index_is_built_anew(board: object) -> None:
    shutil.rmtree(folder.data_folder())
    folder.reader.forget()
    with pytest.raises(IndexMissingError):
        index.search(SearchQuery())
    assert updating.catch_up() == 3
    assert len(titles()) == 3


def test_a_renamed_organization_is_found_by_its_new_name(board: dict[str, JobPosting]) -> None:
    organization = board["backend"].hiring_organization
    organization.name = "Quayside Computing"
    organization.save()
    updating.catch_up()
    assert set(titles(q="quayside")) == {"Backend Engineer", "C++ Developer"}
    assert "C++ Developer" not in titles(q="harbour")


def test_the_words_of_an_organization_whose_people_have_left_leave_the_files(
    board: dict[str, JobPosting], organization: Organization, employer: User, settings: Any
) -> None:
    publish_text(None, NURSE_POSTING.replace("Registered Nurse", "Night Nurse"))
    updating.catch_up()

    def words_in_files() -> bytes:
        return b"".join(path.read_bytes() for path in settings.SEARCH_INDEX_DIR.rglob("*") if path.is_file())

    assert organization.slug.encode() in words_in_files()
    delete_account(employer)
    updating.catch_up()
    assert organization.slug.encode() not in words_in_files()
    assert sorted(titles(q="nurse")) == ["Night Nurse", "Registered Nurse"]
    assert updating.catch_up() == 0


def test_a_skill_that_a_text_only_mentions_is_no_tag_and_no_facet(client: Client, organization: Organization) -> None:
    services.load_skills()
    about = "Backend Engineer\n\nPeople type three words into our cooking app and expect dinner.\n"
    posting = publish_text(organization, BACKEND_POSTING.replace("Backend Engineer", about, 1))
    mentioned = {row.skill.slug for row in posting.posting_skills.all() if row.skill and not row.is_asked}
    assert "cooking" in mentioned
    updating.catch_up()
    listed = client.get("/jobs/").content.decode()
    assert posting.title in listed
    assert "Cooking" not in listed
    assert posting.title not in client.get("/jobs/?skill=cooking").content.decode()
    assert posting.title in client.get("/jobs/?q=cooking").content.decode()
