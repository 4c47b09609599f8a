"""Who hires on this board: the directory, and what the open postings of one say together."""

from dataclasses import dataclass

from accounts.models import Organization
from postings.facets import Option, facet_groups
from postings.models import JobPosting
from postings.search import index
from postings.search.query import SearchQuery
from postings.search.schema import NOT_STATED

ORGANIZATIONS_SHOWN = 200
TOP = 6
NUMBERS = {
    "job_location_type": "Where people work",
    "employment_type": "Role types",
    "city": "Places",
    "skill": "Skills asked for",
}


@dataclass(frozen=True, slots=True)
class Company:
    organization: Organization
    open_jobs: int


def companies(name: str = "") -> list[Company]:
    """Those with open postings, most first, at most ``ORGANIZATIONS_SHOWN``; with ``name`` those whose name holds it.

    Raises IndexMissingError. Two queries, whatever the board holds.
    """
    counts = index.search(SearchQuery(), limit=1, facets=True).facets.get("organization", {})
    rows = Organization.objects.filter(is_blocked=False)
    if name:
        found = rows.filter(name__icontains=name[:200]).order_by("name")[: ORGANIZATIONS_SHOWN * 5]
    else:
        largest = sorted(counts, key=lambda slug: (-counts[slug], slug))[:ORGANIZATIONS_SHOWN]
        found = rows.filter(slug__in=largest)
    listed = [Company(row, counts[row.slug]) for row in found if counts.get(row.slug)]
    return sorted(listed, key=lambda company: (-company.open_jobs, company.organization.name))[:ORGANIZATIONS_SHOWN]


def numbers_of(organization: Organization) -> list[tuple[str, str, list[Option]]]:
    """(name of the filter, title, its most usual values with counts) of what the open postings state.

    Raises IndexMissingError.
    """
    query = SearchQuery(organization=(organization.slug,))
    groups = {group.name: group for group in facet_groups(query, index.search(query, limit=1, facets=True).facets)}
    numbers = []
    for name, title in NUMBERS.items():
        options = groups[name].options if name in groups else []
        stated = [option for option in options if option.count and option.value != NOT_STATED][:TOP]
        if stated:
            numbers.append((name, title, stated))
    return numbers


def namesakes(organization: Organization) -> list[Organization]:
    """Others of the same name that have open jobs; an empty one that somebody founds shows on nobody else's page."""
    others = Organization.objects.filter(name_key=organization.name_key).exclude(pk=organization.pk)
    return list(others.filter(postings__in=JobPosting.objects.open()).distinct().order_by("pk")[:5])
