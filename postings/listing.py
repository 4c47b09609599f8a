"""One page of the list: search, facets, rows and match strips, the same for the page and the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from accounts.models import Organization
from postings import ports, shortlist
from postings.choices import CURRENCIES
from postings.filters import NOT_STATED_CHOICE, PostingFilter, skill_names
from postings.geography import country_name
from postings.models import JobPosting
from postings.search import index
from postings.search.database import filters_off, postings_passing
from postings.search.query import SearchQuery
from postings.search.schema import NOT_STATED
from reading.vocabulary import default_vocabulary

PAGE_SIZE = 20
SHOW = "show"
# The place in a list of a posting that the list leads to.
AT = "at"
MAX_PAGE_SIZE = 100
OPTIONS_SHOWN = 8
FACET_TITLES = {
    "employment_type": "Role type",
    "job_location_type": "Where you work",
    "pay": "Pay",
    "skill": "Skills",
    "country": "Country",
    "city": "City",
    "experience_level": "Level",
    "visa": "Visa",
}
OPEN_FACETS = ("employment_type", "job_location_type", "pay", "skill")


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    name: str
    title: str
    options: list[Option]
    more: list[Option]
    is_open: bool


@dataclass(slots=True)
class Listing:
    """``searched`` is False when the index is away and the rows come newest-first from the database; ``filters_off`` names
    the filters that are left out meanwhile.
    """

    query: SearchQuery
    filter: PostingFilter
    postings: list[JobPosting]
    total: int
    page: int
    pages: int
    searched: bool
    filters_off: list[str] = field(default_factory=list)
    facets: list[FacetGroup] = field(default_factory=list)
    matches: Mapping[int, Any] = field(default_factory=dict)
    resume: Any = None
    excluded: int = 0
    shows_excluded: bool = False
    querystring: str = ""

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def whole_url(self) -> str:
        return f"?{self.querystring}{'&' if self.querystring else ''}excluded={SHOW}"

    @property
    def next_url(self) -> str:
        return f"?{self.querystring}{'&' if self.querystring else ''}page={self.page + 1}"

    @property
    def previous_url(self) -> str:
        return f"?{self.querystring}{'&' if self.querystring else ''}page={self.page - 1}"

    @property
    def labels_off(self) -> list[str]:
        return [str(self.filter.filters[name].label).lower() for name in self.filters_off]

    @property
    def posted_choices(self) -> list[tuple[str, str]]:
        return list(self.filter.filters["posted_within"].extra["choices"])

    @property
    def pay_currencies(self) -> list[str]:
        return sorted({*CURRENCIES, self.query.pay_currency})

    @property
    def says_pay(self) -> tuple[int, int] | None:
        """Under a pay floor: how many of the jobs pay it, and how many do not say what they pay.

        None without a floor, where the floor already left the silent ones out, and where the counts are away.
        """
        if self.query.pay_min is None or not self.query.include_unstated_pay or self.query.pay:
            return None
        counts = {
            option.value: option.count for group in self.facets if group.name == "pay" for option in group.options
        }
        stated, silent = counts.get("STATED", 0), counts.get(NOT_STATED, 0)
        # Facets count what is hidden or excluded for this person, too; better no sentence than one that does not add up.
        return (stated, silent) if stated + silent == self.total and silent else None

    @property
    def cards(self) -> list[tuple[JobPosting, Any, str]]:
        """(posting, what its card shows of the match, what its address says of this list) in order."""
        first = (self.page - 1) * PAGE_SIZE + 1
        query = f"{self.querystring}&" if self.querystring else ""
        return [
            (posting, self.matches.get(posting.pk), f"?{query}{AT}={place}")
            for place, posting in enumerate(self.postings, first)
        ]


def list_postings(
    request: HttpRequest,
    data: QueryDict,
    *,
    page: int = 1,
    size: int = PAGE_SIZE,
    offset: int | None = None,
    facets: bool = True,
    cards: bool = True,
    whole: bool = False,
) -> Listing:
    """The page of open postings that ``data`` asks for, or those from ``offset`` on. At most ``MAX_PAGE_SIZE`` rows.

    ``whole``: a list that leaves out nothing for the person who asks, but what they hide. Without ``cards`` nobody needs
    what the match of each posting shows.
    """
    filters = PostingFilter(data, JobPosting.objects.none())
    own = shortlist.shortlist_of(request)
    query = replace(
        filters.search_query(),
        hidden=tuple(sorted(own.hidden)),
        hidden_organizations=tuple(sorted(own.hidden_organizations)),
    )
    size = max(1, min(size, MAX_PAGE_SIZE))
    start = (page - 1) * size if offset is None else offset
    provider = ports.matching()
    resume = provider.resume_of(request)
    if resume is not None and "sort" not in data and not query.q:
        query = replace(query, sort="match")
    try:
        ids, total, counts, excluded = _from_index(
            request, query, resume, start, size, facets, whole=whole or data.get("excluded") == SHOW
        )
        searched = True
    except index.IndexMissingError:
        ids, total = _from_database(query, start, size)
        counts, excluded, searched = {}, 0, False
    rows = {posting.pk: posting for posting in JobPosting.objects.open().for_listing().filter(pk__in=ids)}
    postings = [rows[pk] for pk in ids if pk in rows]
    return Listing(
        query=query,
        filter=filters,
        postings=postings,
        total=total,
        page=page,
        pages=max(1, -(-total // size)),
        searched=searched,
        facets=facet_groups(query, counts) if facets and searched else [],
        matches=provider.matches_for(request, postings) if cards else {},
        resume=resume,
        filters_off=[] if searched else filters_off(query),
        excluded=excluded,
        shows_excluded=data.get("excluded") == SHOW,
        querystring=urlencode([(k, v) for k, values in data.lists() if k != "page" for v in values if v]),
    )


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a posting stands in the list that led to it: the postings before and after, and the address of the list."""

    before: JobPosting | None
    after: JobPosting | None
    place: int
    total: int
    querystring: str

    @property
    def list_url(self) -> str:
        """The page of the list that holds it."""
        page = (self.place - 1) // PAGE_SIZE + 1
        return f"?{self.querystring}{f'&page={page}' if page > 1 else ''}"

    @property
    def before_url(self) -> str:
        return self._url(self.before, self.place - 1)

    @property
    def after_url(self) -> str:
        return self._url(self.after, self.place + 1)

    def _url(self, posting: JobPosting | None, place: int) -> str:
        query = f"{self.querystring}&" if self.querystring else ""
        return f"{posting.get_absolute_url()}?{query}{AT}={place}" if posting else ""


def neighbours_of(request: HttpRequest, posting: JobPosting) -> Neighbours | None:
    """The neighbours of a posting that was reached from a list, whose query its address repeats with ``at``, the place of
    the posting there. None without a place, and where the list has changed so that it stands elsewhere.
    """
    data = request.GET.copy()
    at = (data.pop(AT, None) or [""])[-1]
    if not at.isdecimal() or not 1 <= len(at) <= 5 or int(at) < 1:
        return None
    place = int(at)
    first = max(place - 1, 1)
    result = list_postings(request, data, offset=first - 1, size=3, facets=False, cards=False)
    ids = [row.pk for row in result.postings]
    if posting.pk not in ids:
        return None
    here = ids.index(posting.pk)
    return Neighbours(
        before=result.postings[here - 1] if here else None,
        after=result.postings[here + 1] if here + 1 < len(ids) else None,
        place=first + here,
        total=result.total,
        querystring=result.querystring,
    )


def _from_index(
    request: HttpRequest, query: SearchQuery, resume: Any, offset: int, size: int, facets: bool, *, whole: bool
) -> tuple[list[int], int, dict[str, dict[str, int]], int]:
    """The ids of the page, how many there are, facets, and how many the person's dealbreakers exclude."""
    if query.sort == "match" and resume is not None:
        result = index.search(query, limit=1, facets=facets)
        ids = index.matching_ids(query)
        hidden, excluded = ports.matching().hidden_and_excluded(request, ids)
        gone = hidden if whole else hidden | excluded
        ids = [pk for pk in ids if pk not in gone] if gone else ids
        ranked = ports.matching().rank(request, ids, offset + size)
        return ranked[offset : offset + size], len(ids), result.facets, len(excluded)
    result = index.search(query, offset=offset, limit=size, facets=facets)
    return result.ids, result.total, result.facets, 0


def _from_database(query: SearchQuery, offset: int, size: int) -> tuple[list[int], int]:
    rows = postings_passing(query, timezone.now()).newest_first()
    return list(rows.values_list("pk", flat=True)[offset : offset + size]), rows.count()


def facet_groups(query: SearchQuery, counts: Mapping[str, Mapping[str, int]]) -> list[FacetGroup]:
    """The filter column: each facet with its values, counts and what is chosen. Chosen values show even at zero."""
    groups = []
    for name, title in FACET_TITLES.items():
        chosen = set(getattr(query, name))
        value_counts = dict(counts.get(name, {}))
        for value in chosen - value_counts.keys():
            value_counts[value] = 0
        labels = _labels(name, list(value_counts))
        fixed = name in {"employment_type", "job_location_type", "pay"}
        if fixed:
            for value in labels:
                value_counts.setdefault(value, 0)
        options = [
            Option(value, labels.get(value, value), number, value in chosen)
            for value, number in value_counts.items()
            if value in labels
        ]
        options.sort(key=lambda o: (o.value == NOT_STATED, not o.chosen, -o.count, o.label))
        if fixed:
            options = [
                o
                for o in options
                if o.count
                or o.chosen
                or o.value in {"INTERN", "FULL_TIME", "ON_SITE", "HYBRID", "TELECOMMUTE", "STATED"}
            ]
        if options:
            groups.append(
                FacetGroup(
                    name, title, options[:OPTIONS_SHOWN], options[OPTIONS_SHOWN:40], name in OPEN_FACETS or bool(chosen)
                )
            )
    return groups


def _labels(name: str, values: Sequence[str]) -> dict[str, str]:
    if name == "skill":
        return skill_names(list(values))
    if name == "country":
        return {v: country_name(v) for v in values if v != NOT_STATED} | {NOT_STATED: "Not stated"}
    if name == "city":
        return {v: v for v in values} | {NOT_STATED: "Not stated"}
    choices = dict(PostingFilter.base_filters[name].extra["choices"])
    return {**choices, NOT_STATED: NOT_STATED_CHOICE[1]}


def promoted(counts: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str, int]]:
    """Up to six one-click filters above the list: (querystring, label, count), picked by what the board holds."""
    wanted = [
        ("employment_type", "INTERN", "Internships"),
        ("pay", "STATED", "Pay listed"),
        ("job_location_type", "TELECOMMUTE", "Remote"),
        ("visa", "YES", "Visa help"),
    ]
    chips = [
        (urlencode({name: value}), label, counts.get(name, {}).get(value, 0))
        for name, value, label in wanted
        if counts.get(name, {}).get(value, 0)
    ]
    for name in ("city", "skill"):
        values = [(v, n) for v, n in counts.get(name, {}).items() if v != NOT_STATED and not is_spoken_language(v)]
        if values:
            value, number = max(values, key=lambda pair: (pair[1], pair[0]))
            label = _labels(name, [value]).get(value, value)
            chips.append((urlencode({name: value}), label, number))
    return chips[:6]


def is_spoken_language(slug: str) -> bool:
    """Asked for in many postings and telling little about them, so never a promoted filter."""
    entry = default_vocabulary().entries.get(slug)
    return entry is not None and entry.category == "languages"


def ways_out(query: SearchQuery) -> list[tuple[str, int]]:
    """For an empty result: each active filter with the exact number of jobs there would be without it, most first."""
    filter_counts = [(name, index.count(query.without(name))) for name in query.active]
    return sorted(filter_counts, key=lambda pair: -pair[1])


def namesakes(organization: Organization) -> list[Organization]:
    """Others of the same name that have open jobs; an empty one that somebody founds shows on nobody else's page."""
    others = Organization.objects.filter(name_key=organization.name_key).exclude(pk=organization.pk)
    return list(others.filter(postings__in=JobPosting.objects.open()).distinct().order_by("pk")[:5])
