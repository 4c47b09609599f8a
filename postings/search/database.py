"""The search of ``query`` asked of the database, for while the index is away: the same filters leave the same postings.

Words are cut and stemmed by the index alone, so what needs them is off until it is back (see ``filters_off``).
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower

from postings.geography import CONTINENT_NAMES, countries_of
from postings.models import (
    BaseSalary,
    JobLocation,
    JobLocationType,
    JobPosting,
    PostingEmploymentType,
    PostingSkill,
    Tristate,
)
from postings.models.posting_queries import JobPostingQuerySet
from postings.search.index import Cursor
from postings.search.query import SearchQuery, earliest_day, text_terms
from postings.search.schema import NOT_STATED, STATED, split_order_key
from postings.search.words import cut
from reading.country_groups import all_names, names_reaching

# Facets whose value is a column of the posting, with the value of that column that says nothing.
COLUMNS = {
    "job_location_type": ("job_location_type", None),
    "experience_level": ("experience_level", None),
    "visa": ("visa_sponsorship", Tristate.UNKNOWN),
    "relocation": ("relocation", Tristate.UNKNOWN),
    "start": ("job_start_text", ""),
    "duration": ("job_duration", ""),
    "language": ("in_language", ""),
    "organization": ("hiring_organization__slug", None),
}


def filters_off(query: SearchQuery) -> list[str]:
    """The filters that ``postings_passing`` leaves out: words of the search box, and a place the gazetteer does not know."""
    off = []
    if any(cut(text) for _, _, text in text_terms(query.q)):
        off.append("q")
    if not query.spot.keys and cut(query.spot.text):
        off.append("place")
    return off


def postings_passing(query: SearchQuery, now: datetime) -> JobPostingQuerySet:
    """The open postings that pass each filter but those of ``filters_off``, in no order."""
    return passing(JobPosting.objects.open(now), query, now)


def passing(postings: JobPostingQuerySet, query: SearchQuery, now: datetime) -> JobPostingQuerySet:
    """Those of the postings that pass each filter but those of ``filters_off``."""
    postings = postings.alias(degrees=Cast("education_levels", TextField()))
    off = filters_off(query)
    if query.hidden or query.hidden_organizations:
        postings = postings.exclude(
            Q(pk__in=query.hidden) | Q(hiring_organization__slug__in=query.hidden_organizations)
        )
    if query.scoring is not None:
        postings = postings.filter(pk__in=query.scoring)
    for name in query.FACET_FIELDS:
        wanted = getattr(query, name)
        if wanted and name == "skill" and query.skill_mode == "all":
            for value in wanted:
                postings = postings.filter(_facet(name, (value,)))
        elif wanted:
            postings = postings.filter(_facet(name, wanted))
    if query.place and "place" not in off:
        postings = postings.filter(_place(query))
    if query.posted_within is not None:
        postings = postings.filter(date_posted__gte=earliest_day(query.posted_within, now))
    for name, within in _ranges(query).items():
        postings = postings.filter(within if name in query.only_stated else within | _silent(name))
    return postings


def newest_page(
    postings: JobPostingQuerySet, *, offset: int, limit: int, cursor: Cursor | None
) -> tuple[list[tuple[int, int]], bool]:
    """((freshness, id) of a page, whether more follow), newest first."""
    keys: Any = postings.newest_first().values_list("freshness", "pk")
    if cursor is None:
        found = list(keys[offset : offset + limit + 1])
        return found[:limit], len(found) > limit
    freshness, pk = split_order_key(cursor.key)
    if cursor.is_behind:
        # The first bound is the one that the database's index is entered by.
        behind = Q(freshness__lte=freshness) & (Q(freshness__lt=freshness) | Q(pk__lt=pk))
        found = list(keys.filter(behind)[: limit + 1])
        return found[:limit], len(found) > limit
    ahead = Q(freshness__gte=freshness) & (Q(freshness__gt=freshness) | Q(pk__gt=pk))
    found = list(keys.filter(ahead).order_by("freshness", "pk")[:limit])
    return found[::-1], True


def _facet(name: str, wanted: tuple[str, ...]) -> Q:
    """Whether one of the values, as ``schema.document`` gives them, is among those wanted."""
    if name in COLUMNS:
        column, unknown = COLUMNS[name]
        stated, unstated = Q((f"{column}__in", [value for value in wanted if value != unknown])), Q((column, unknown))
        if unknown == "":
            stated &= ~unstated
    elif name == "equity":
        unstated = Q(equity="")
        stated = ~unstated if STATED in wanted else Q(pk__in=())
    elif name == "degree":
        unstated = Q(degrees="[]")
        stated = _degrees(wanted)
    elif name in ("continent", "region"):
        rows = _worksites().exclude(country="")
        stated, unstated = (_on_continents if name == "continent" else _in_regions)(rows, wanted)
    else:
        rows, key = _rows(name)
        if name == "pay":
            stated = Q(Exists(rows)) if STATED in wanted else Q(pk__in=())
        else:
            stated = Q(Exists(rows.filter((f"{key}__in", wanted))))
        unstated = ~Q(Exists(rows))
    if NOT_STATED in wanted and name != "skill":  # no document says that it states no skill
        return stated | unstated
    return stated


def _rows(name: str) -> tuple[QuerySet[Any], str]:
    """(the rows of one posting that state something for this facet, the column that has the value)."""
    own = {"posting": OuterRef("pk")}
    if name == "employment_type":
        return PostingEmploymentType.objects.filter(**own), "value"
    if name == "skill":
        return PostingSkill.objects.asked().filter(**own), "skill__slug"
    if name == "pay":
        return BaseSalary.objects.filter(**own, kind=BaseSalary.Kind.BASE), "kind"
    return _worksites().exclude((name, "")), name


def _worksites() -> QuerySet[JobLocation]:
    return JobLocation.objects.filter(posting=OuterRef("pk"), role=JobLocation.Role.WORKSITE)


def _on_continents(rows: QuerySet[JobLocation], wanted: tuple[str, ...]) -> tuple[Q, Q]:
    countries = [country for continent in wanted for country in countries_of(continent)]
    known = [country for continent in CONTINENT_NAMES for country in countries_of(continent)]
    return Q(Exists(rows.filter(country__in=countries))), ~Q(Exists(rows.filter(country__in=known)))


def _in_regions(rows: QuerySet[JobLocation], wanted: tuple[str, ...]) -> tuple[Q, Q]:
    rows = rows.exclude(region="")
    pairs = Q(pk__in=())
    for key in wanted:
        country, _, region = key.partition("-")
        pairs |= Q(country=country, region=region)
    return Q(Exists(rows.filter(pairs))), ~Q(Exists(rows))


def _degrees(levels: tuple[str, ...]) -> Q:
    found = Q(pk__in=())
    for level in levels:
        found |= Q(degrees__contains=f'"{level}"')
    return found


def _place(query: SearchQuery) -> Q:
    wanted = Q()
    if query.spot.is_remote:
        wanted = Q(job_location_type=JobLocationType.TELECOMMUTE)
        if query.spot.country:
            return wanted & (_from(query.spot.country) | _silent("from"))
    if not query.place_keys:
        return wanted if query.spot.is_remote else Q(pk__in=())
    places = Q(pk__in=())
    ids = []
    for place_key in query.place_keys:
        kind, _, key = place_key.partition(":")
        country, _, region = key.partition("-")
        if kind == "id":
            ids.append(int(key))
        elif kind == "continent":
            places |= Q(country__in=countries_of(key))
        else:
            places |= Q(country=country, region=region) if kind == "region" else Q(country=country)
    if ids:
        places |= Q(geonames_id__in=ids)
    return wanted & Q(Exists(_worksites().filter(places)))


def _ranges(query: SearchQuery) -> dict[str, Q]:
    """For each range that is asked for, which postings state that they are within it."""
    ranges: dict[str, Q] = {}
    if query.asks("pay"):
        ranges["pay"] = _pays_in(query.pay_currency)
        if query.pay_min is not None:
            ranges["pay"] &= Q(salary_annual_max__gte=query.pay_min)
        if query.pay_max is not None:
            ranges["pay"] &= Q(salary_annual_min__lte=query.pay_max)
    if query.years_most is not None:
        ranges["years"] = Q(months_of_experience__lte=query.years_most * 12)
    if query.degree_most:
        ranges["degree"] = _degrees(query.degrees_up_to)
    if query.work_from:
        ranges["from"] = _from(query.work_from)
    return ranges


def _pays_in(currency: str) -> Q:
    return _facet("pay", (STATED,)) & Q(salary_currency=currency, salary_annual_max__isnull=False)


def _from(country: str) -> Q:
    """``geography.reach_of_all``: from there one may work, or, where nothing says so, there it is done."""
    named = _applicant_places().filter(Q(country=country) | Q(country="", name__in=names_reaching(country)))
    says = Exists(_applicant_places().filter(_is_known()))
    return Q(Exists(named)) | (~Q(says) & Q(Exists(_worksites().filter(country=country))))


def _is_known() -> Q:
    return ~Q(country="") | Q(name__in=all_names())


def _silent(name: str) -> Q:
    """The postings that ``schema.silent_on`` finds silent on a range."""
    if name == "pay":
        return _facet("pay", (NOT_STATED,))
    if name == "years":
        return Q(months_of_experience=None)
    if name == "degree":
        return Q(degrees="[]")
    return ~Q(Exists(_worksites().exclude(country=""))) & ~Q(Exists(_applicant_places().filter(_is_known())))


def _applicant_places() -> QuerySet[JobLocation]:
    rows = JobLocation.objects.filter(posting=OuterRef("pk"), role=JobLocation.Role.APPLICANT)
    return rows.alias(name=Lower("raw"))
