"""The one set of filters: list page, API, feeds, saved searches and alerts all read queries through it."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from postings.choices import DEGREE_LEVELS
from postings.geography import CONTINENT_NAMES, country_code
from postings.models import EmploymentType, JobLocationType, JobPosting, Skill
from postings.search.query import MAX_QUERY, RANGES, SearchQuery
from postings.search.schema import NOT_STATED, STATED

NOT_STATED_CHOICE = (NOT_STATED, "Not stated")
MAX_VALUES = 100
# What a filter asks of the resume of whoever asks: no part of an address that is the same for everybody.
PERSONAL = frozenset({"score"})
# Below it nearly every job would have to be scored to know which ones match less.
LEAST_SCORE = 40
SORTS = (
    ("newest", "Newest"),
    ("match", "Best match"),
    ("pay", "Highest pay"),
    ("closing", "Closing soon"),
    ("relevance", "Most relevant"),
)


class ManyTextField(forms.MultipleChoiceField):
    """Repeatable free values (skills, cities): any text is valid, unknown values simply match nothing."""

    def valid_value(self, value: str) -> bool:
        return len(value) <= MAX_QUERY and "\0" not in value

    def validate(self, value: Any) -> None:
        if len(value) > MAX_VALUES:
            raise forms.ValidationError(f"Choose at most {MAX_VALUES} values.")
        if not all(map(self.valid_value, value)):
            raise forms.ValidationError(f"A value has at most {MAX_QUERY} characters, all of them printable.")


class ManyTextFilter(django_filters.Filter):
    field_class = ManyTextField


class ManyFilter(django_filters.MultipleChoiceFilter):
    """Any of a closed list of values, or "not stated"."""

    def __init__(self, choices: Iterable[tuple[str, str]], *, label: str) -> None:
        super().__init__(choices=[*choices, NOT_STATED_CHOICE], label=label)


class UnstatedFilter(django_filters.ChoiceFilter):
    """Whether a range takes in the postings that say nothing about it, as it does by itself."""

    def __init__(self, *, label: str) -> None:
        choices = [("1", "also jobs that don't say"), ("0", "only jobs that say")]
        super().__init__(choices=choices, label=label)


class PostingFilter(django_filters.FilterSet):
    """What may be asked, checked and described. ``search_query`` says what was asked; it is answered by the index
    (``search.query``) or, while that is away, by the database (``search.database``), never by ``qs``.
    """

    q = django_filters.CharFilter(max_length=MAX_QUERY, label="Title, skill or company", strip=True)
    place = django_filters.CharFilter(max_length=100, label="Place")
    within = django_filters.NumberFilter(label="Within", min_value=1, max_value=1000)
    unit = django_filters.ChoiceFilter(choices=[("km", "km"), ("mi", "miles")], label="Distance in", empty_label=None)
    employment_type = ManyFilter(EmploymentType.choices, label="Role type")
    job_location_type = ManyFilter(JobLocationType.choices, label="Where you work")
    experience_level = ManyFilter(JobPosting.ExperienceLevel.choices, label="Level")
    pay = ManyFilter([(STATED, "Pay is listed")], label="Pay")
    skill = ManyTextFilter(label="Skills")
    skill_mode = django_filters.ChoiceFilter(
        choices=[("any", "Any of the skills"), ("all", "All of the skills")], label="Skills asked for", empty_label=None
    )
    continent = ManyFilter(CONTINENT_NAMES.items(), label="Continent")
    country = ManyTextFilter(label="Country")
    region = ManyTextFilter(label="Region")
    city = ManyTextFilter(label="City")
    visa = ManyFilter([("YES", "Visa help offered"), ("NO", "No visa help")], label="Visa")
    relocation = ManyFilter([("YES", "Relocation help offered"), ("NO", "No relocation help")], label="Relocation")
    equity = ManyFilter([(STATED, "Equity offered")], label="Equity")
    degree = ManyFilter(DEGREE_LEVELS, label="Degree")
    start = ManyTextFilter(label="Start")
    duration = ManyTextFilter(label="Duration")
    language = ManyTextFilter(label="Language of the posting")
    organization = ManyTextFilter(label="Company")
    posted_within = django_filters.ChoiceFilter(
        choices=[("1", "Past day"), ("7", "Past 7 days"), ("30", "Past 30 days"), ("90", "Past 90 days")],
        label="Posted", empty_label="Any time",
    )  # fmt: skip
    pay_min = django_filters.NumberFilter(label="Yearly pay from", min_value=0, max_value=10**9)
    pay_max = django_filters.NumberFilter(label="Yearly pay up to", min_value=0, max_value=10**9)
    pay_currency = django_filters.CharFilter(max_length=3, label="Currency")
    years_most = django_filters.NumberFilter(label="Years asked, at most", min_value=0, max_value=60)
    degree_most = django_filters.ChoiceFilter(choices=DEGREE_LEVELS, label="Degree asked, at most", empty_label="Any")
    work_from = django_filters.CharFilter(max_length=60, label="Country of residence")
    score = django_filters.NumberFilter(label="Match of at least", min_value=LEAST_SCORE, max_value=100)
    unstated_pay = UnstatedFilter(label="Unstated pay")
    unstated_years = UnstatedFilter(label="Unstated years")
    unstated_degree = UnstatedFilter(label="Unstated degree")
    unstated_from = UnstatedFilter(label="Countries not stated")
    sort = django_filters.ChoiceFilter(choices=SORTS, label="Sort by", empty_label=None)

    class Meta:
        model = JobPosting
        fields: list[str] = []

    def get_form_class(self) -> Any:
        """Made once: the fields are those of the class, and a form copies them."""
        return _form_class()

    def search_query(self) -> SearchQuery:
        """The search these filters ask for. Values that are not valid are left out; ``errors`` names them."""
        return self._query

    @cached_property
    def _query(self) -> SearchQuery:
        self.form.is_valid()
        data = self.form.cleaned_data

        def many(name: str) -> tuple[str, ...]:
            return tuple(data.get(name) or ())

        def number(name: str) -> int | None:
            return None if data.get(name) is None else int(data[name])

        lists: dict[str, Any] = {name: many(name) for name in SearchQuery.FACET_FIELDS}
        query = SearchQuery(
            q=data.get("q") or "",
            place=(data.get("place") or "").strip(),
            within=number("within"),
            unit=data.get("unit") or "km",
            **lists,
            skill_mode=data.get("skill_mode") or "any",
            posted_within=int(data["posted_within"]) if data.get("posted_within") else None,
            pay_min=number("pay_min"),
            pay_max=number("pay_max"),
            pay_currency=(data.get("pay_currency") or "").upper(),
            years_most=number("years_most"),
            degree_most=data.get("degree_most") or "",
            work_from=_country(data.get("work_from") or ""),
            score=number("score"),
            only_stated=tuple(name for name in RANGES if data.get(f"unstated_{name}") == "0"),
            sort=data.get("sort") or ("relevance" if data.get("q") else "newest"),
        )
        return query if query.pay_currency else replace(query, pay_currency=query.home_currency)

    @property
    def unknown(self) -> list[str]:
        """Parameters of the address that no filter knows; they are left out and said to be."""
        return sorted(
            set(self.data)
            - set(self.filters)
            - {"page", "cursor", "format", "limit", "facets", "excluded", "csrfmiddlewaretoken"}
        )


@lru_cache(maxsize=1)
def _form_class() -> Any:
    return super(PostingFilter, PostingFilter(QueryDict(), JobPosting.objects.none())).get_form_class()


def _country(text: str) -> str:
    """The code of a typed country; what names none stays as it is and is found nowhere."""
    text = text.strip()
    return (country_code(text) or text.upper()) if text else ""


def skill_names(slugs: list[str]) -> dict[str, str]:
    return dict(Skill.objects.filter(slug__in=slugs).values_list("slug", "name"))
