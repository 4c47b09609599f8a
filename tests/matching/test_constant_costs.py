"""A member's own pages cost the same on a large board as on a small one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Resume, User
from accounts.services import candidate_of
from jobboard.filling.postings import fill_postings
from matching import feature_cache, preference_filter
from postings import services
from tests.pages import words_of

SMALL, LARGE, SAMPLE = 16, 64, 6
PAGES = ("/me/", "/me/?excluded=show", "/me/preferences/", "/match/gaps/")


@pytest.fixture
def member(resume: Resume, client_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody with a dealbreaker, on a board that is looked through in samples of ``SAMPLE``."""
    monkeypatch.setattr(preference_filter, "SAMPLE", SAMPLE)
    services.load_skills()
    candidate = candidate_of(resume.candidate.user)
    candidate.job_location_types, candidate.must_have = ["TELECOMMUTE"], ["workplace"]
    candidate.save()
    return client_of(resume.candidate.user)


def test_the_pages_ask_as_much_of_a_board_five_times_as_large(
    member: Client, process_changes: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[int] = []
    whole = feature_cache.facts_of_postings

    def counted(ids: Any) -> Any:
        looked_at.append(len(ids))
        return whole(ids)

    monkeypatch.setattr(feature_cache, "facts_of_postings", counted)

    def costs() -> dict[str, tuple[int, int]]:
        found = {}
        for path in PAGES:
            member.get(path)
            looked_at.clear()
            with CaptureQueriesContext(connection) as asked:
                assert member.get(path).status_code == 200
            found[path] = (len(asked), max([SAMPLE, *(count for count in looked_at if count <= 2 * SAMPLE)]))
        return found

    fill_postings(SMALL, seed=1, features=True)
    process_changes()
    small = costs()
    fill_postings(LARGE - SMALL, seed=2, features=True)
    process_changes()
    large = costs()
    for path in PAGES:
        assert large[path][0] <= small[path][0] + 2, (path, small, large)  # a sample may take another round
    assert large["/me/preferences/"][1] <= 2 * SAMPLE
    assert "About" in words_of(member.get("/me/preferences/").content.decode())


def test_a_sample_tells_about_the_share_that_counting_all_gives(
    member: Client, resume: Resume, process_changes: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_postings(LARGE, seed=3, features=True)
    process_changes()
    from matching import extraction

    wants = extraction.preferences_of(candidate_of(resume.candidate.user))
    monkeypatch.setattr(preference_filter, "SAMPLE", 30)
    drawn = preference_filter.count_excluded(wants, frozenset())
    again = preference_filter.count_excluded(wants, frozenset())
    monkeypatch.setattr(preference_filter, "SAMPLE", 1000)
    exact = preference_filter.count_excluded(wants, frozenset())
    assert drawn == again, "the sample stays the same"
    assert (drawn.open, exact.sampled) == (exact.open, 0)
    assert 30 <= drawn.sampled < LARGE
    assert 0 < exact.excluded < LARGE
    assert abs(drawn.excluded - exact.excluded) < 0.2 * LARGE
