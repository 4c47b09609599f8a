"""Whether a posting is here already, or names another employer than the one who posts it. It is said, and never stands in the
way: one opening may be listed for several towns, and an agency names its client.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import name_key
from postings.models import JobPosting
from postings.search.folder import IndexMissingError
from postings.search.similar import similar_ids
from postings.word_runs import Runs, runs_of

Status = JobPosting.Status
# Of two texts with so large a share of their runs of words in common one is a copy of the other.
NEARLY_THE_SAME = 0.8
MOST_OF_ONE_ORGANIZATION, MOST_ELSEWHERE = 100, 5
OVER = (Status.FILLED, Status.WITHDRAWN, Status.REMOVED)


@dataclass(frozen=True, slots=True)
class Twin:
    """``is_own``: of the same organization. ``is_same_text``: letter by letter."""

    posting: JobPosting
    is_own: bool
    is_same_text: bool


def twins_of(posting: JobPosting) -> list[Twin]:
    """Postings with the same text or nearly the same: of the organization, in any state that is not over, and open ones of
    others. Two queries and one look into the search index.
    """
    runs = _runs(posting.raw_text)
    if not runs:
        return []
    found = []
    for other in [*_of_the_organization(posting), *_elsewhere(posting)]:
        is_same = other.content_hash == posting.content_hash
        if is_same or _alike(runs, _runs(other.raw_text)):
            found.append(Twin(other, other.hiring_organization_id == posting.hiring_organization_id, is_same))
    return found


def _of_the_organization(posting: JobPosting) -> Iterable[JobPosting]:
    rows = JobPosting.objects.filter(hiring_organization=posting.hiring_organization_id).exclude(status__in=OVER)
    return rows.exclude(pk=posting.pk).select_related("hiring_organization").order_by("-pk")[:MOST_OF_ONE_ORGANIZATION]


def _elsewhere(posting: JobPosting) -> Iterable[JobPosting]:
    try:
        alike = similar_ids(posting, limit=MOST_ELSEWHERE)
    except IndexMissingError:
        alike = []
    same = Q(pk__in=alike)
    if posting.role_hash:
        same |= Q(role_hash=posting.role_hash)
    rows = JobPosting.objects.open().filter(same).exclude(hiring_organization=posting.hiring_organization_id)
    return rows.select_related("hiring_organization")[: 2 * MOST_ELSEWHERE]


def _runs(text: str) -> Runs:
    return runs_of(re.findall(r"\w+", text.casefold()))


def _alike(one: Runs, other: Runs) -> bool:
    return bool(other) and len(one & other) >= NEARLY_THE_SAME * len(one | other)


def other_employer(posting: JobPosting) -> str:
    """The employer that the text names, where it is another than the one who posts; else "".

    Read through ``for_page()``. A longer or shorter form of the same name is the same.
    """
    reading = getattr(posting, "reading", None)
    named = reading.employer_named if reading is not None else ""
    theirs, ours = set(name_key(named).split()), set(name_key(posting.hiring_organization.name).split())
    return "" if not theirs or theirs <= ours or ours <= theirs else named
