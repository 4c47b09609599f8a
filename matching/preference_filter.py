"""What a person's preferences and dealbreakers do to the board: which jobs are excluded, and by what."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import Q

from matching import core, feature_cache
from postings.models import JobPosting
from postings.search import index
from postings.search.folder import IndexMissingError
from postings.search.query import SearchQuery

DEALBREAKERS = ("title", "place", "workplace", "employment_type", "seniority", "pay", "start", "authorisation", "avoid")


# Jobs that are looked at; where more are open, so many of them are drawn evenly and the counts are scaled.
SAMPLE = 1000
ROUNDS = 6
GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class ExclusionCounts:
    """``by`` counts for each preference the open jobs that it would exclude as a dealbreaker; ``together`` those that the
    dealbreakers exclude or that are hidden, each job once; ``excluded`` those of them that are not hidden; ``hidden`` those
    of hidden organizations. ``sampled``: on how many jobs the counts rest, where they are not exact; ``ids``: the excluded
    ones among those that were looked at.
    """

    open: int
    by: dict[str, int]
    together: int
    hidden: int
    sampled: int = 0
    ids: tuple[int, ...] = ()

    @property
    def excluded(self) -> int:
        return self.together - self.hidden

    @property
    def remaining(self) -> int:
        return max(0, self.open - self.together)

    @property
    def is_contradiction(self) -> bool:
        return self.open > 0 and self.remaining == 0


def hidden_postings(candidate_id: int) -> frozenset[int]:
    """The open postings that this candidate has hidden, or whose organizations."""
    hidden = Q(hiring_organization__hidden_by=candidate_id) | Q(hidden_by__candidate=candidate_id)
    rows = JobPosting.objects.open().filter(hidden)
    return frozenset(rows.values_list("pk", flat=True))


def postings_of(organizations: Collection[int]) -> frozenset[int]:
    """The open postings of these organizations."""
    if not organizations:
        return frozenset()
    rows = JobPosting.objects.open().filter(hiring_organization__in=organizations)
    return frozenset(rows.values_list("pk", flat=True))


def count_excluded(
    wants: core.Preferences, hidden: frozenset[int], resume: core.ResumeFeatures | None = None
) -> ExclusionCounts:
    """Counts over the open postings: exact where at most ``SAMPLE`` are open, else on so many of them, evenly drawn, so that it
    costs the same on every board. ``hidden`` are ids of open postings.
    """
    ids, total = _open_sample()
    by: Counter[str] = Counter()
    excluded: list[int] = []
    person = resume or core.ResumeFeatures()
    asked = replace(wants, must=DEALBREAKERS)
    for pk, features in feature_cache.facts_of_postings(ids).items():
        failed = core.failed_musts(core.check(features, person, asked, only=DEALBREAKERS))
        by.update(failed)
        if pk not in hidden and not set(failed).isdisjoint(wants.must):
            excluded.append(pk)
    if total == len(ids):
        return ExclusionCounts(total, dict(by), len(hidden) + len(excluded), len(hidden), ids=tuple(excluded))
    share = total / max(1, len(ids))
    scaled = {name: round(count * share) for name, count in by.items()}
    together = len(hidden) + round(len(excluded) * share)
    return ExclusionCounts(total, scaled, together, len(hidden), len(ids), tuple(excluded))


def _open_sample() -> tuple[list[int], int]:
    """(ids of open postings, how many are open): all of them where they are few, else a sample that stays the same from
    one page to the next.
    """
    ids = list(JobPosting.objects.open().order_by().values_list("pk", flat=True)[: SAMPLE + 1])
    if len(ids) <= SAMPLE:
        return ids, len(ids)
    last = JobPosting.objects.order_by("-pk").values_list("pk", flat=True)[:1].get()
    span, sample = 1 << last.bit_length(), dict[int, None]()
    for start in range(0, ROUNDS * 2 * SAMPLE, 2 * SAMPLE):
        places = [int(number * GOLDEN % 1 * span) for number in range(start, start + 2 * SAMPLE)]
        found = set(JobPosting.objects.open().order_by().filter(pk__in=places).values_list("pk", flat=True))
        sample |= dict.fromkeys(place for place in places if place in found)
        if len(sample) >= SAMPLE:
            break
    return list(sample)[:SAMPLE], _count_open()


def _count_open() -> int:
    try:
        return index.count(SearchQuery())
    except IndexMissingError:
        return JobPosting.objects.open().count()
