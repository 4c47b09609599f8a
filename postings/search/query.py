"""What is looked for: plain values from the one filter form, and how its words and its place are read."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from postings.choices import DEGREE_LEVELS
from postings.geography import cities_within, continent_of, currency_of, find_spot
from postings.search.schema import FACETS, NOT_STATED

MAX_QUERY = 200
MAX_TERMS = 12
TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
# A place that is no place: the work may be done at home.
REMOTE = re.compile(
    r"\b(?:fully remote|remote|work from home|wfh|home ?office|telecommute)\b[\s,:()\-–]*(?:in|from)?\b", re.I
)
# What is offered as a radius around a place.
DISTANCES = (10, 25, 50, 100, 200)
KILOMETRES_A_MILE = 1.609344
# Where nothing says in which country one looks.
DEFAULT_CURRENCY = "USD"
DEGREES = tuple(level for level, _ in DEGREE_LEVELS)
# The filters that ask for a range; each can take in, or leave out, the postings that say nothing about it.
RANGES = {"pay": ("pay_min", "pay_max"), "years": ("years_most",), "degree": ("degree_most",), "from": ("work_from",)}


@dataclass(frozen=True, slots=True)
class Place:
    """A typed place: the keys it is found under (empty where the gazetteer does not know it), and whether it asks for
    remote work. ``text`` is what names the place; ``country`` is set where it lies in one.
    """

    text: str = ""
    keys: tuple[str, ...] = ()
    is_remote: bool = False
    country: str = ""

    @property
    def continent(self) -> str:
        """Its code, where the place is one."""
        kind, _, value = self.keys[0].partition(":") if self.keys else ("", "", "")
        return value if kind == "continent" else ""

    @property
    def city(self) -> int | None:
        """The id of the city, where it is one."""
        kind, _, value = self.keys[0].partition(":") if self.keys else ("", "", "")
        return int(value) if kind == "id" else None


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One search. Lists are "any of" (skills too, unless ``skill_mode`` is "all"); an empty list or string asks nothing.

    Pay is a yearly range in one currency. ``only_stated`` names the ranges that leave out the postings which say nothing.
    """

    q: str = ""
    place: str = ""
    within: int | None = None
    unit: str = "km"
    employment_type: tuple[str, ...] = ()
    job_location_type: tuple[str, ...] = ()
    experience_level: tuple[str, ...] = ()
    skill: tuple[str, ...] = ()
    skill_mode: str = "any"
    continent: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    visa: tuple[str, ...] = ()
    relocation: tuple[str, ...] = ()
    pay: tuple[str, ...] = ()
    equity: tuple[str, ...] = ()
    degree: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    duration: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    posted_within: int | None = None
    pay_min: int | None = None
    pay_max: int | None = None
    pay_currency: str = DEFAULT_CURRENCY
    years_most: int | None = None
    degree_most: str = ""
    work_from: str = ""
    only_stated: tuple[str, ...] = ()
    # The least score, and the ids of the postings that reach it with the resume of the person who asks.
    score: int | None = None
    scoring: tuple[int, ...] | None = None
    sort: str = "newest"
    # What the person who asks does not want to see: ids of postings, slugs of organizations.
    hidden: tuple[int, ...] = ()
    hidden_organizations: tuple[str, ...] = ()

    FACET_FIELDS = FACETS

    @property
    def spot(self) -> Place:
        return read_place(self.place)

    @property
    def is_empty(self) -> bool:
        return not self.active

    def without(self, name: str) -> "SearchQuery":
        """The same search with one filter dropped."""
        if name == "score":
            return replace(self, score=None, scoring=None)
        return replace(self, **{name: BLANK[name]})

    def without_range(self, name: str) -> "SearchQuery":
        """The same search with one of ``RANGES`` dropped."""
        return replace(self, **{part: BLANK[part] for part in RANGES[name]})

    def asks(self, name: str) -> bool:
        """Whether one of ``RANGES`` is asked for."""
        return any(getattr(self, part) != BLANK[part] for part in RANGES[name])

    @property
    def active(self) -> list[str]:
        """The filters that ask something, in the order of the form."""
        return [name for name in ASKING if getattr(self, name) != BLANK[name]]

    @property
    def home_currency(self) -> str:
        """The currency that pay is compared in unless another is asked for: that of the places that are asked for."""
        spots = [read_place(name) for name in (self.place, *self.city)]
        regions = {key.partition("-")[0] for key in self.region}
        countries = ({spot.country for spot in spots} | regions | {*self.country}) - {"", NOT_STATED}
        currencies = {currency_of(country) for country in countries}
        if len(currencies) == 1:
            return currencies.pop() or DEFAULT_CURRENCY
        continents = {continent_of(country) for country in countries} | {*self.continent}
        continents |= {spot.continent for spot in spots}
        return "EUR" if continents - {"", NOT_STATED} == {"EU"} else DEFAULT_CURRENCY

    @property
    def kilometres(self) -> int | None:
        """The radius around the place, where there is one and the place is a city."""
        if self.within is None or self.spot.city is None:
            return None
        return round(self.within * KILOMETRES_A_MILE) if self.unit == "mi" else self.within

    @property
    def place_keys(self) -> tuple[str, ...]:
        """The keys of the place, or of every city around it."""
        if self.kilometres is None or self.spot.city is None:
            return self.spot.keys
        return tuple(f"id:{number}" for number in cities_within(self.spot.city, self.kilometres))

    @property
    def degrees_up_to(self) -> tuple[str, ...]:
        """Every level that somebody with ``degree_most`` has."""
        return DEGREES[: DEGREES.index(self.degree_most) + 1] if self.degree_most in DEGREES else ()


ASKING = (
    "q", "place", *FACETS, "posted_within", "pay_min", "pay_max", "years_most", "degree_most", "work_from",
    "score",
)  # fmt: skip
BLANK = {name: getattr(SearchQuery(), name) for name in ASKING}


def earliest_day(days: int, now: datetime) -> date:
    """The first posting date that lies within the past days: postings carry a day, so of "past day" yesterday is one."""
    return now.date() - timedelta(days=days)


def text_terms(q: str) -> list[tuple[bool, bool, str]]:
    """(is excluded, is a phrase, text) for each term of the search box, at most ``MAX_TERMS``."""
    terms = []
    for match in TERM.finditer(q[:MAX_QUERY]):
        minus, phrase, word = match.groups()
        text = phrase if phrase is not None else word
        if text and text != "-":
            terms.append((bool(minus), phrase is not None, text))
    return terms[:MAX_TERMS]


@lru_cache(maxsize=4096)
def read_place(text: str) -> Place:
    """What a typed place stands for: "Köln", "California", "Europe", "remote", "remote US"."""
    rest, remote = REMOTE.subn(" ", text)
    rest = rest.strip(" ,.-–:()")
    if not rest:
        return Place(is_remote=bool(remote))
    spot = find_spot(rest if len(rest) > 3 else rest.upper())
    keys: tuple[str, ...] = ()
    if spot.geonames_id:
        keys = (f"id:{spot.geonames_id}",)
    elif spot.region and spot.country:
        keys = (f"region:{spot.country}-{spot.region}",)
    elif spot.country:
        keys = (f"country:{spot.country}",)
    elif spot.continent:
        keys = (f"continent:{spot.continent}",)
    return Place(rest, keys, bool(remote), spot.country)
