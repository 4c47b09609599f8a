"""Where a page above (matching) puts what a posting page shows of it. Without one registered, pages show no match."""

from collections.abc import Callable, Sequence, Set
from typing import Any, Protocol

from django.http import HttpRequest

from accounts.models import Resume
from postings.models import JobPosting


class MatchProvider(Protocol):
    def resume_of(self, request: HttpRequest) -> Any:
        """What the request's person is matched with (title, number of skills, …), or None."""

    def matches_for(self, request: HttpRequest, postings: Sequence[JobPosting]) -> dict[int, Any]:
        """posting id -> what its card shows of the match."""

    def rank(self, request: HttpRequest, posting_ids: Sequence[int], best: int) -> list[int]:
        """The first ``best`` of these ids, or more, best match first."""

    def scoring(self, request: HttpRequest, least: int) -> Set[int]:
        """The ids of every posting that matches this person at ``least`` or more; some may have closed."""

    def excluded_among(self, request: HttpRequest, posting_ids: Sequence[int]) -> Set[int]:
        """Those of the ids that this person's dealbreakers exclude."""

    def panel_for(self, request: HttpRequest, posting: JobPosting) -> dict[str, Any]:
        """Context of the match panel of one posting."""

    def scores_of(self, posting: JobPosting, resumes: Sequence[Resume]) -> dict[int, int]:
        """resume id -> score, from the text of each resume alone; without those that have none."""

    def reach_of(self, posting: JobPosting) -> Any:
        """How many candidates a posting could reach, in totals only; None where nothing can be said."""

    def example(self) -> dict[str, Any] | None:
        """A sample resume scored against an open posting, for the home page of somebody without a resume."""


class _NoMatches:
    def resume_of(self, request: HttpRequest) -> Any:
        return None

    def matches_for(self, request: HttpRequest, postings: Sequence[JobPosting]) -> dict[int, Any]:
        return {}

    def rank(self, request: HttpRequest, posting_ids: Sequence[int], best: int) -> list[int]:
        return list(posting_ids)

    def scoring(self, request: HttpRequest, least: int) -> Set[int]:
        return frozenset()

    def excluded_among(self, request: HttpRequest, posting_ids: Sequence[int]) -> Set[int]:
        return frozenset()

    def panel_for(self, request: HttpRequest, posting: JobPosting) -> dict[str, Any]:
        return {}

    def scores_of(self, posting: JobPosting, resumes: Sequence[Resume]) -> dict[int, int]:
        return {}

    def reach_of(self, posting: JobPosting) -> Any:
        return None

    def example(self) -> dict[str, Any] | None:
        return None


_provider: MatchProvider = _NoMatches()
_followers: list[Callable[[], object]] = []


def register_match_provider(provider: MatchProvider) -> None:
    global _provider
    _provider = provider


def matching() -> MatchProvider:
    return _provider


def register_follower(catch_up: Callable[[], object]) -> None:
    """An index of a page above, which ``run_indexer`` keeps up to date with its own."""
    if catch_up not in _followers:
        _followers.append(catch_up)


def catch_up_followers() -> None:
    for catch_up in _followers:
        catch_up()
