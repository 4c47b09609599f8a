"""One page of the list: search, facets, rows and match strips, the same for the page and the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from postings import ports, shortlist
from postings.choices import CURRENCIES, DEGREE_LEVELS
from postings.facets import FacetGroup, facet_groups, shown_facets
from postings.figures import PayFigure, SkillBar, pay_figure, skill_figure
from postings.filters import PostingFilter
from postings.geography import country_name
from postings.models import JobPosting
from postings.naming import asked_of, canonical_query
from postings.search import index, suggesting
from postings.search.database import filters_off, newest_page, postings_passing
from postings.search.folder import IndexMissingError
from postings.search.query import DISTANCES, SearchQuery
from postings.search.schema import order_key
from postings.typed_query import expand

PAGE_SIZE = 20
SHOW = "show"
NO_RESUME = "A match score needs a resume, so the filter is left out: drop yours to use it"
# The place in a list of a posting that the list leads to.
AT = "at"
MAX_PAGE_SIZE = 100
# What the jobs within each range do: (one, several).
RANGE_WORDS = {
    "pay": ("pays that", "pay that"),
    "years": ("asks no more years", "ask no more years"),
    "degree": ("asks no higher degree", "ask no higher degree"),
    "from": ("may be done from there", "may be done from there"),
}


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
    statements: Mapping[str, index.Statement] = field(default_factory=dict)
    # (the cursor before this page, the one behind it), where the order is newest first.
    cursors: tuple[index.Cursor | None, index.Cursor | None] | None = None
    lead: int | None = None
    # Under a least score: how many of the jobs match less, or have no score.
    below: int = 0
    pay_figure: PayFigure | None = None
    skill_figure: list[SkillBar] = field(default_factory=list)
    did_you_mean: str = ""
    canonical: str = ""

    @property
    def has_next(self) -> bool:
        return self.page < self.pages if self.cursors is None else self.cursors[1] is not None

    @property
    def has_previous(self) -> bool:
        return self.page > 1

    @property
    def whole_url(self) -> str:
        return self._url(excluded=SHOW)

    @property
    def next_url(self) -> str:
        return self._url(page=self.page + 1, cursor=self.cursors and self.cursors[1])

    @property
    def previous_url(self) -> str:
        return self._url(page=self.page - 1, cursor=self.cursors and self.page > 2 and self.cursors[0])

    def _url(self, **more: Any) -> str:
        parts = [self.querystring, urlencode({name: value for name, value in more.items() if value})]
        return f"?{'&'.join(filter(None, parts))}"

    @property
    def other_filters(self) -> list[tuple[str, str]]:
        """What a new search in the box keeps: every filter but the box, the place, the order and the page."""
        data = asked_of(self.filter)
        return [(name, value) for name in data if name not in ("q", "place") for value in data[name]]

    @property
    def canonical_url(self) -> str:
        """The filters alone: what names the list, and what its feeds are asked with."""
        return f"?{self.canonical}" if self.canonical else ""

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
    def sentences(self) -> list[str]:
        """Under each range: how many of the jobs are within it, how many do not say, and how many say it in another unit.

        Without those whose counts do not add up for this person, from whom the list leaves out companies they hide.
        """
        words = [self._sentence(name, counts) for name, counts in self.statements.items()]
        return list(filter(None, [*words, self.score_words]))

    def _sentence(self, name: str, counts: index.Statement) -> str:
        shows_silent = name not in self.query.only_stated
        if counts.within + (counts.silent if shows_silent else 0) != self.total:
            return ""
        words = f"{counts.within:,} {RANGE_WORDS[name][counts.within != 1]}"
        if counts.silent:
            words += f", {counts.silent:,} {'does' if counts.silent == 1 else 'do'} not say"
            if not shows_silent:
                words += f" and {'is' if counts.silent == 1 else 'are'} left out"
        if counts.other:
            one = counts.other == 1
            words += (
                f", {counts.other:,} {'states' if one else 'state'} another currency or no yearly pay and "
                f"{'is' if one else 'are'} left out"
            )
        return words

    @property
    def score_words(self) -> str:
        """What is said about a least score: what it leaves out, or that there is no resume to score."""
        if self.query.score is not None:
            if not self.below:
                return ""
            one = self.below == 1
            return f"{self.below:,} {'matches' if one else 'match'} less or {'has' if one else 'have'} no score yet"
        if self.resume is None and self.filter.form.cleaned_data.get("score") is not None:
            return NO_RESUME
        return ""

    @property
    def order_words(self) -> str:
        """What the order compares, where it leaves some of the jobs uncompared."""
        if self.lead is None:
            return ""
        rest = self.total - self.lead
        if self.query.sort == "pay":
            words = f"Ordered by the top of the yearly pay in {self.query.pay_currency}; hours, days and months count as a year of them."
            behind = "state no yearly pay in that currency" if rest != 1 else "states no yearly pay in that currency"
        else:
            words, behind = (
                "Ordered by the closing date.",
                "state no closing date" if rest != 1 else "states no closing date",
            )
        return f"{words} {rest:,} {behind} and {'follow' if rest != 1 else 'follows'}, newest first." if rest else words

    @property
    def place_words(self) -> str:
        """What is said about a radius that cannot be drawn."""
        if self.query.within is None or self.query.kilometres is not None:
            return ""
        if not self.query.place:
            return "A distance needs a place: write a city."
        return f"“{self.query.place}” is no city, so the distance is left out."

    @property
    def corrected_url(self) -> str:
        """The same list with the search box as it was probably meant."""
        data = QueryDict(self.querystring, mutable=True)
        data["q"] = self.did_you_mean
        return f"?{data.urlencode()}"

    @property
    def asks_pay(self) -> bool:
        return self.query.asks("pay")

    @property
    def asks_years(self) -> bool:
        return self.query.asks("years")

    @property
    def asks_degree(self) -> bool:
        return self.query.asks("degree")

    @property
    def work_from_words(self) -> str:
        return country_name(self.query.work_from)

    @property
    def distances(self) -> list[int]:
        return sorted({*DISTANCES, self.query.within} - {None})  # type: ignore[arg-type]

    @property
    def degrees(self) -> Sequence[tuple[str, str]]:
        return DEGREE_LEVELS

    @property
    def skill_modes(self) -> list[tuple[str, str]]:
        return list(self.filter.filters["skill_mode"].extra["choices"])

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
    personal: bool = True,
    filters: PostingFilter | None = None,
) -> Listing:
    """The page of open postings that ``data`` asks for, or those from ``offset`` on. At most ``MAX_PAGE_SIZE`` rows.

    ``whole``: a list that leaves out nothing for the person who asks, but what they hide. Without ``cards`` nobody needs
    what the match of each posting shows. A list that is not ``personal`` is the same for everybody.
    ``filters``: those of ``data`` where they have been checked already, which takes a few milliseconds.
    """
    data = expand(data)
    filters = filters or PostingFilter(data, JobPosting.objects.none())
    query = query_for(request, filters) if personal else filters.search_query()
    size = max(1, min(size, MAX_PAGE_SIZE))
    start = (page - 1) * size if offset is None else offset
    provider = ports.matching()
    resume = provider.resume_of(request) if personal else None
    if resume is not None and "sort" not in data and not query.q:
        query = replace(query, sort="match")
    cursor = index.Cursor.read(data.get("cursor", ""))
    try:
        found, excluded = _from_index(
            request, query, resume, start, size, cursor, facets, whole=whole or data.get("excluded") == SHOW
        )
        statements = index.count_statements(query) if facets else {}
        below = index.count(query.without("score")) - index.count(query) if facets and query.score is not None else 0
        searched = True
        groups = facet_groups(query, found.facets) if facets else []
        paid = pay_figure(query) if facets and found.total else None
        skills = skill_figure(filters, query, groups, paid.spread.total) if paid else []
    except IndexMissingError:
        found = _from_database(query, start, size, cursor)
        statements, excluded, below, searched, groups, paid, skills = {}, 0, 0, False, [], None, []
    rows = {posting.pk: posting for posting in JobPosting.objects.open().for_listing().filter(pk__in=found.ids)}
    postings = [rows[pk] for pk in found.ids if pk in rows]
    return Listing(
        query=query,
        filter=filters,
        postings=postings,
        total=found.total,
        page=page,
        pages=max(1, -(-found.total // size)),
        searched=searched,
        facets=groups,
        matches=provider.matches_for(request, postings) if cards else {},
        resume=resume,
        filters_off=[] if searched else filters_off(query),
        excluded=excluded,
        shows_excluded=data.get("excluded") == SHOW,
        querystring=urlencode(
            [(k, v) for k, values in data.lists() if k not in ("page", "cursor") for v in values if v]
        ),
        statements=statements,
        cursors=_cursors(found),
        lead=found.lead,
        below=below,
        pay_figure=paid,
        skill_figure=skills,
        canonical=canonical_query(filters),
        did_you_mean=suggesting.correct(query) if facets and searched and not found.total else "",
    )


def query_for(request: HttpRequest, filters: PostingFilter) -> SearchQuery:
    """The search of one person: without what they hide, and with their least score where there is a resume to score."""
    own = shortlist.shortlist_of(request)
    query = replace(
        filters.search_query(),
        hidden=tuple(sorted(own.hidden)),
        hidden_organizations=tuple(sorted(own.hidden_organizations)),
    )
    if query.score is None:
        return query
    if ports.matching().resume_of(request) is None:
        return query.without("score")
    return replace(query, scoring=tuple(sorted(ports.matching().scoring(request, query.score))))


def _cursors(found: index.Found) -> tuple[index.Cursor | None, index.Cursor | None] | None:
    if found.first is None or found.last is None:
        return None
    return index.Cursor(found.first, is_behind=False), index.Cursor(found.last) if found.has_more else None


def _from_index(
    request: HttpRequest,
    query: SearchQuery,
    resume: Any,
    offset: int,
    size: int,
    cursor: index.Cursor | None,
    facets: bool,
    *,
    whole: bool,
) -> tuple[index.Found, int]:
    """The page, and how many jobs the person's dealbreakers exclude."""
    names = shown_facets(query) if facets else ()
    if query.sort == "match" and resume is not None:
        found = index.search(query, limit=0, facets=names)
        ids = index.matching_ids(query)
        excluded = ports.matching().excluded_among(request, ids)
        ids = [pk for pk in ids if pk not in excluded] if excluded and not whole else ids
        ranked = ports.matching().rank(request, ids, offset + size)
        return index.Found(ranked[offset : offset + size], len(ids), found.facets), len(excluded)
    if cursor is not None and not index.is_by_freshness(query):
        cursor = None
    return index.search(query, offset=offset, limit=size, facets=names, cursor=cursor), 0


def _from_database(query: SearchQuery, offset: int, size: int, cursor: index.Cursor | None) -> index.Found:
    postings = postings_passing(query, timezone.now())
    keys, has_more = newest_page(postings, offset=offset, limit=size, cursor=cursor)
    places = [order_key(freshness, pk) for freshness, pk in keys]
    first, last = (places[0], places[-1]) if places else (None, None)
    return index.Found([pk for _, pk in keys], postings.count(), {}, first, last, has_more)
