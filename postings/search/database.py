"""The search of ``query`` asked of the database, for while the index is away: the same filters leave the same postings.

Words are cut and stemmed by the index alone, so what needs them is off until it is back (see ``filters_off``).
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from postings.models import BaseSalary, JobLocation, JobPosting, PostingEmploymentType, PostingSkill, Tristate
from postings.models.posting import JobPostingQuerySet
from postings.search.query import SearchQuery, earliest_day, place_search_keys, text_terms
from postings.search.schema import NOT_STATED, words

# Facets whose value is a column of the posting, with the value of that column that says nothing.
COLUMNS = {
    "job_location_type": ("job_location_type", None),
    "experience_level": ("experience_level", None),
    "visa": ("visa_sponsorship", Tristate.UNKNOWN),
    "organization": ("hiring_organization__slug", None),
}


def filters_off(query: SearchQuery) -> list[str]:
    """The filters that ``postings_passing`` leaves out: words of the search box, and a place the gazetteer does not know."""
    off = []
    if any(words(text) for _, _, text in text_terms(query.q)):
        off.append("q")
    if query.place and not place_search_keys(query.place) and words(query.place):
        off.append("place")
    return off


def postings_passing(query: SearchQuery, now: datetime) -> JobPostingQuerySet:
    """The open postings that pass each filter but those of ``filters_off``, in no order."""
    postings = JobPosting.objects.open(now)
    off = filters_off(query)
    if query.hidden or query.hidden_organizations:
        postings = postings.exclude(
            Q(pk__in=query.hidden) | Q(hiring_organization__slug__in=query.hidden_organizations)
        )
    for name in query.FACET_FIELDS:
        if wanted := getattr(query, name):
            postings = postings.filter(_facet(name, wanted))
    if query.place and "place" not in off:
        postings = postings.filter(_place(query.place))
    if query.posted_within is not None:
        postings = postings.filter(date_posted__gte=earliest_day(query.posted_within, now))
    if query.pay_min is not None:
        pays = Q(salary_annual_max__gte=query.pay_min, salary_currency=query.pay_currency)
        postings = postings.filter(pays | _facet("pay", (NOT_STATED,)) if query.include_unstated_pay else pays)
    return postings


def _facet(name: str, wanted: tuple[str, ...]) -> Q:
    """Whether one of the values, as ``schema.document`` gives them, is among those wanted."""
    if name in COLUMNS:
        column, unknown = COLUMNS[name]
        stated, unstated = Q((f"{column}__in", [value for value in wanted if value != unknown])), Q((column, unknown))
    else:
        rows, key = _rows(name)
        if name == "pay":
            stated = Q(Exists(rows)) if "STATED" in wanted else Q(pk__in=())
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
        return PostingSkill.objects.filter(**own), "skill__slug"
    if name == "pay":
        return BaseSalary.objects.filter(**own, kind=BaseSalary.Kind.BASE), "kind"
    return JobLocation.objects.filter(**own, role=JobLocation.Role.WORKSITE).exclude((name, "")), name


def _place(text: str) -> Q:
    places = JobLocation.objects.filter(posting=OuterRef("pk"), role=JobLocation.Role.WORKSITE)
    wanted = Q(pk__in=())
    for place_key in place_search_keys(text):
        kind, _, key = place_key.partition(":")
        country, _, region = key.partition("-")
        if kind == "id":
            wanted |= Q(geonames_id=key)
        else:
            wanted |= Q(country=country, region=region) if kind == "region" else Q(country=country)
    return Q(Exists(places.filter(wanted)))
