"""The one set of filters: list page, API, feeds, saved searches and alerts all read queries through it."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from postings.models import EmploymentType, JobLocationType, JobPosting, Skill
from postings.search.query import MAX_QUERY, SearchQuery, place_search_keys
from postings.search.schema import NOT_STATED

NOT_STATED_CHOICE = (NOT_STATED, "Not stated")
MAX_VALUES = 100
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
        return len(value) <= 200

    def validate(self, value: Any) -> None:
        if len(value) > MAX_VALUES:
            raise forms.ValidationError(f"Choose at most {MAX_VALUES} values.")


class ManyTextFilter(django_filters.Filter):
    field_class = ManyTextField


class PostingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        method="filter_text", max_length=MAX_QUERY, label="Title, skill or company", strip=True
    )
    place = django_filters.CharFilter(method="filter_place", max_length=100, label="City or country")
    employment_type = django_filters.MultipleChoiceFilter(
        method="filter_employment_type", choices=[*EmploymentType.choices, NOT_STATED_CHOICE], label="Role type"
    )
    job_location_type = django_filters.MultipleChoiceFilter(
        method="filter_column", choices=[*JobLocationType.choices, NOT_STATED_CHOICE], label="Where you work"
    )
    experience_level = django_filters.MultipleChoiceFilter(
        method="filter_column", choices=[*JobPosting.ExperienceLevel.choices, NOT_STATED_CHOICE], label="Level"
    )
    pay = django_filters.MultipleChoiceFilter(
        method="filter_pay", choices=[("STATED", "Pay is listed"), NOT_STATED_CHOICE], label="Pay"
    )
    skill = ManyTextFilter(method="filter_skill", label="Skills")
    city = ManyTextFilter(method="filter_city", label="City")
    country = ManyTextFilter(method="filter_country", label="Country")
    visa = django_filters.MultipleChoiceFilter(
        method="filter_visa",
        choices=[("YES", "Visa help offered"), ("NO", "No visa help"), NOT_STATED_CHOICE],
        label="Visa",
    )
    organization = ManyTextFilter(method="filter_organization", label="Company")
    posted_within = django_filters.ChoiceFilter(
        method="filter_posted", choices=[("1", "Past day"), ("7", "Past 7 days"), ("30", "Past 30 days"), ("90", "Past 90 days")],
        label="Posted", empty_label="Any time",
    )  # fmt: skip
    pay_min = django_filters.NumberFilter(
        method="filter_pay_min", label="Yearly pay from", min_value=0, max_value=10**9
    )
    pay_currency = django_filters.CharFilter(method="pass_on", max_length=3, label="Currency")
    unstated_pay = django_filters.ChoiceFilter(
        method="pass_on", choices=[("1", "also jobs that don't say"), ("0", "only jobs that say")], label="Unstated pay"
    )
    sort = django_filters.ChoiceFilter(method="pass_on", choices=SORTS, label="Sort by", empty_label=None)

    class Meta:
        model = JobPosting
        fields: list[str] = []

    def search_query(self) -> SearchQuery:
        """The search these filters ask for. Values that are not valid are left out; ``errors`` names them."""
        self.form.is_valid()
        data = self.form.cleaned_data

        def many(name: str) -> tuple[str, ...]:
            return tuple(data.get(name) or ())

        return SearchQuery(
            q=data.get("q") or "",
            place=(data.get("place") or "").strip(),
            **{name: many(name) for name in SearchQuery.FACET_FIELDS},
            posted_within=int(data["posted_within"]) if data.get("posted_within") else None,
            pay_min=int(data["pay_min"]) if data.get("pay_min") is not None else None,
            pay_currency=(data.get("pay_currency") or "USD").upper(),
            include_unstated_pay=data.get("unstated_pay") != "0",
            sort=data.get("sort") or ("relevance" if data.get("q") else "newest"),
        )

    @property
    def unknown(self) -> list[str]:
        """Parameters of the address that no filter knows; they are left out and said to be."""
        return sorted(
            set(self.data)
            - set(self.filters)
            - {"page", "cursor", "format", "limit", "facets", "left_out", "csrfmiddlewaretoken"}
        )

    # Without a search index the same filters run on the database.

    def pass_on(self, queryset: QuerySet[JobPosting], name: str, value: Any) -> QuerySet[JobPosting]:
        return queryset

    def filter_text(self, queryset: QuerySet[JobPosting], name: str, value: str) -> QuerySet[JobPosting]:
        for word in value.split()[:12]:
            queryset = queryset.filter(
                Q(title__icontains=word)
                | Q(hiring_organization__name__icontains=word)
                | Q(description_text__icontains=word)
            )
        return queryset

    def filter_place(self, queryset: QuerySet[JobPosting], name: str, value: str) -> QuerySet[JobPosting]:
        keys = place_search_keys(value)
        wanted = Q(job_locations__raw__icontains=value)
        if keys:
            kind, _, key = keys[0].partition(":")
            country, _, region = key.partition("-")
            wanted = {
                "id": Q(job_locations__geonames_id=key if kind == "id" else None),
                "region": Q(job_locations__country=country, job_locations__region=region),
                "country": Q(job_locations__country=country),
            }[kind]
        return self._having(queryset, wanted)

    def filter_employment_type(
        self, queryset: QuerySet[JobPosting], name: str, value: list[str]
    ) -> QuerySet[JobPosting]:
        wanted = Q(employment_type_rows__value__in=value)
        if NOT_STATED in value:
            wanted |= Q(employment_type_rows__isnull=True)
        return self._having(queryset, wanted) if value else queryset

    def filter_column(self, queryset: QuerySet[JobPosting], name: str, value: list[str]) -> QuerySet[JobPosting]:
        if not value:
            return queryset
        wanted = Q(**{f"{name}__in": value})
        if NOT_STATED in value:
            wanted |= Q(**{f"{name}__isnull": True})
        return queryset.filter(wanted)

    def filter_pay(self, queryset: QuerySet[JobPosting], name: str, value: list[str]) -> QuerySet[JobPosting]:
        wanted = Q(pk__in=())
        if "STATED" in value:
            wanted |= Q(base_salaries__kind="base")
        if NOT_STATED in value:
            wanted |= Q(base_salaries__isnull=True)
        return self._having(queryset, wanted) if value else queryset

    def filter_pay_min(self, queryset: QuerySet[JobPosting], name: str, value: Any) -> QuerySet[JobPosting]:
        query = self.search_query()
        wanted = Q(salary_annual_max__gte=value, salary_currency=query.pay_currency)
        if query.include_unstated_pay:
            wanted |= Q(base_salaries__isnull=True)
        return self._having(queryset, wanted)

    def filter_skill(self, queryset: QuerySet[JobPosting], name: str, value: list[str]) -> QuerySet[JobPosting]:
        return self._having(queryset, Q(posting_skills__skill__slug__in=value)) if value else queryset

    def filter_city(self, queryset: QuerySet[JobPosting], name: str, value: list[str]) -> QuerySet[JobPosting]:
        return self._having(queryset, Q(job_locations__city__in=value)) if value else queryset

    def filter_country(self, queryset: QuerySet[JobPosting], name: str, value: list[str]) -> QuerySet[JobPosting]:
        return self._having(queryset, Q(job_locations__country__in=value)) if value else queryset

    def filter_visa(self, queryset: QuerySet[JobPosting], name: str, value: list[str]) -> QuerySet[JobPosting]:
        states = ["UNKNOWN" if state == NOT_STATED else state for state in value]
        return queryset.filter(visa_sponsorship__in=states) if value else queryset

    def filter_organization(self, queryset: QuerySet[JobPosting], name: str, value: list[str]) -> QuerySet[JobPosting]:
        return queryset.filter(hiring_organization__slug__in=value) if value else queryset

    def filter_posted(self, queryset: QuerySet[JobPosting], name: str, value: str) -> QuerySet[JobPosting]:
        since = timezone.now().date() - timedelta(days=int(value))
        return queryset.filter(date_posted__gte=since)

    @staticmethod
    def _having(queryset: QuerySet[JobPosting], wanted: Q) -> QuerySet[JobPosting]:
        # A subquery, not a join: a posting with two matching child rows is still one posting.
        return queryset.filter(pk__in=JobPosting.objects.filter(wanted).values("pk"))


def skill_names(slugs: list[str]) -> dict[str, str]:
    return dict(Skill.objects.filter(slug__in=slugs).values_list("slug", "name"))
