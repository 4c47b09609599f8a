"""One page of the list: search, facets, rows and match strips, the same for the page and the API."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import get_language_info

from accounts.models import Organization
from postings import ports, shortlist
from postings.choices import CURRENCIES, DEGREE_LEVELS
from postings.filters import NOT_STATED_CHOICE, PostingFilter, skill_names
from postings.forms.fields import duration_words, start_words
from postings.geography import country_name, region_name
from postings.models import JobPosting
from postings.search import index, suggesting
from postings.search.database import filters_off, newest_page, postings_passing
from postings.search.query import RANGES, SearchQuery
from postings.search.schema import NOT_STATED, order_key
from postings.typed_query import expand
from reading.vocabulary import default_vocabulary

PAGE_SIZE = 20
SHOW = "show"
# The place in a list of a posting that the list leads to.
AT = "at"
MAX_PAGE_SIZE = 100
OPTIONS_SHOWN = 8
OPTIONS_KEPT = 40
FACET_TITLES = {
    "employment_type": "Role type",
    "job_location_type": "Where you work",
    "pay": "Pay",
    "skill": "Skills",
    "experience_level": "Level",
    "country": "Country",
    "region": "Region",
    "city": "City",
    "continent": "Continent",
    "degree": "Degree",
    "visa": "Visa",
    "relocation": "Relocation",
    "equity": "Equity",
    "start": "Start",
    "duration": "Duration",
    "language": "Language of the posting",
    "organization": "Company",
}


def language_name(code: str) -> str:
    """The English name of a language, or its code where it is not known."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code


WORDS_OF_VALUES: dict[str, Callable[[str], str]] = {
    "country": country_name,
    "region": region_name,
    "city": str,
    "start": start_words,
    "duration": duration_words,
    "language": language_name,
}
DISTANCES = (10, 25, 50, 100, 200)
# Shown with no value too: a field of their own asks for a country or a distance.
ASK_FOR_MORE = frozenset({"country", "city"})
# Closed lists whose order says something.
IN_THEIR_ORDER = frozenset({"experience_level", "degree"})
OPEN_FACETS = ("employment_type", "job_location_type", "pay", "skill")
# What the jobs within each range do: (one, several).
RANGE_WORDS = {
    "pay": ("pays that", "pay that"),
    "years": ("asks no more years", "ask no more years"),
    "degree": ("asks no higher degree", "ask no higher degree"),
    "from": ("may be done from there", "may be done from there"),
}


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
    # Whether the numbers of options that are not chosen say how many jobs choosing them would add.
    adds: bool = False


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
        data = QueryDict(self.querystring)
        return [(name, value) for name in data if name not in ("q", "place", "sort") for value in data.getlist(name)]

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
        return [words for name, counts in self.statements.items() if (words := self._sentence(name, counts))]

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
    own = shortlist.shortlist_of(request) if personal else shortlist.Shortlist()
    query = replace(
        filters.search_query(),
        hidden=tuple(sorted(own.hidden)),
        hidden_organizations=tuple(sorted(own.hidden_organizations)),
    )
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
        searched = True
    except index.IndexMissingError:
        found = _from_database(query, start, size, cursor)
        statements, excluded, searched = {}, 0, False
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
        facets=facet_groups(query, found.facets) if facets and searched else [],
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
        canonical=canonical_query(data),
        did_you_mean=suggesting.correct(query) if facets and searched and not found.total else "",
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


def shown_facets(query: SearchQuery) -> tuple[str, ...]:
    """The facets of the filter column; companies are too many to show, but for those chosen."""
    return tuple(name for name in FACET_TITLES if name != "organization" or query.organization)


def facet_groups(query: SearchQuery, counts: Mapping[str, Mapping[str, int]]) -> list[FacetGroup]:
    """The filter column: each facet with its values, counts and what is chosen. Closed lists show every value, others
    the commonest; chosen values show even at zero.
    """
    groups = []
    for name in shown_facets(query):
        chosen = set(getattr(query, name))
        closed = closed_list(name)
        value_counts = dict.fromkeys((*closed, *chosen), 0) | dict(counts.get(name, {}))
        if not closed and name not in ASK_FOR_MORE and not (value_counts.keys() - {NOT_STATED}):
            continue
        values = list(value_counts)
        if not closed:
            values = [value for value in values if value != NOT_STATED or value_counts[value]]
            values = sorted(values, key=lambda value: (value not in chosen, -value_counts[value], value))[:OPTIONS_KEPT]
        labels = _labels(name, values)
        options = [
            Option(value, labels[value], value_counts[value], value in chosen) for value in values if value in labels
        ]
        if name not in IN_THEIR_ORDER:
            options.sort(key=lambda o: (o.value == NOT_STATED, not o.chosen, -o.count))
        shown = len(options) if closed else OPTIONS_SHOWN
        groups.append(
            FacetGroup(
                name,
                FACET_TITLES[name],
                options[:shown],
                options[shown:],
                name in OPEN_FACETS or bool(chosen) or _range_is_asked(query, name),
                bool(chosen) and not (name == "skill" and query.skill_mode == "all"),
            )
        )
    return groups


def _range_is_asked(query: SearchQuery, name: str) -> bool:
    asked = {"experience_level": "years", "degree": "degree", "country": "from", "pay": "pay"}.get(name)
    return (asked is not None and query.asks(asked)) or (name == "city" and query.within is not None)


def closed_list(name: str) -> list[str]:
    """Every value that a facet may have; empty where it may have any."""
    return [value for value, _ in PostingFilter.base_filters[name].extra.get("choices") or ()]


def _labels(name: str, values: Sequence[str]) -> dict[str, str]:
    stated = [value for value in values if value != NOT_STATED]
    unstated = {NOT_STATED: NOT_STATED_CHOICE[1]}
    if name == "skill":
        return skill_names(stated)
    if name == "organization":
        return dict(Organization.objects.filter(slug__in=stated).values_list("slug", "name"))
    if name in WORDS_OF_VALUES:
        return {value: WORDS_OF_VALUES[name](value) for value in stated} | unstated
    return dict(PostingFilter.base_filters[name].extra["choices"]) | unstated


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


def title_of(data: QueryDict) -> str:
    """What a list is about, for a feed reader: ``Jobs: python, Leeds, Part-time``."""
    query = PostingFilter(data, JobPosting.objects.none()).search_query()
    parts = [part for part in (query.q, query.place) if part]
    for name in query.FACET_FIELDS:
        values = getattr(query, name)
        labels = _labels(name, values)
        parts += [labels.get(value, value) for value in values]
    return f"Jobs: {', '.join(parts)}" if parts else "Jobs"


# What asks nothing that is not asked without it.
SELF_EVIDENT = frozenset(
    {("unit", "km"), ("skill_mode", "any"), ("pay_currency", "USD")} | {(f"unstated_{name}", "1") for name in RANGES}
)


def canonical_query(data: QueryDict, *more: str) -> str:
    """The filters of an address in one order, without page, order and what is no filter; ``more`` are kept as well."""
    kept = {*PostingFilter.base_filters, *more} - ({"sort"} - {*more})
    return urlencode(
        [
            (name, value)
            for name in sorted(kept)
            for value in sorted(set(data.getlist(name)))
            if value and (name, value) not in SELF_EVIDENT
        ]
    )


def ways_out(query: SearchQuery) -> list[tuple[str, int]]:
    """For an empty result: each active filter with the exact number of jobs there would be without it, most first."""
    filter_counts = [(name, index.count(query.without(name))) for name in query.active]
    return sorted(filter_counts, key=lambda pair: -pair[1])


def wider_places(query: SearchQuery) -> list[tuple[dict[str, str], str, int]]:
    """For an empty result at a place: (filters to change, words, jobs) around it and in the country it lies in, where
    there are any.
    """
    ways: list[tuple[dict[str, str], str]] = []
    if query.spot.city is not None:
        ways = [
            ({"within": str(distance), "unit": query.unit}, f"within {distance} {query.unit} of {query.spot.text}")
            for distance in DISTANCES
            if distance > (query.within or 0)
        ]
    if query.spot.country and not query.spot.keys[0].startswith("country:"):
        name = country_name(query.spot.country)
        ways.append(({"place": name, "within": ""}, f"in {name}"))
    found = [(changed, words, index.count(_changed(query, changed))) for changed, words in ways]
    more: list[tuple[dict[str, str], str, int]] = []
    for changed, words, number in found:
        if number > (more[-1][2] if more else 0):
            more.append((changed, words, number))
    return more[:3]


def _changed(query: SearchQuery, changed: Mapping[str, str]) -> SearchQuery:
    within = changed.get("within")
    return replace(query, place=changed.get("place", query.place), within=int(within) if within else None)


def namesakes(organization: Organization) -> list[Organization]:
    """Others of the same name that have open jobs; an empty one that somebody founds shows on nobody else's page."""
    others = Organization.objects.filter(name_key=organization.name_key).exclude(pk=organization.pk)
    return list(others.filter(postings__in=JobPosting.objects.open()).distinct().order_by("pk")[:5])
