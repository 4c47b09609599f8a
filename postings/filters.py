"""The one set of filters: list page, API, feeds, saved searches and alerts all read queries through it."""

from typing import Any

import django_filters
from django import forms

from postings.models import EmploymentType, JobLocationType, JobPosting, Skill
from postings.search.query import MAX_QUERY, SearchQuery
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
    """What may be asked, checked and described. ``search_query`` says what was asked; it is answered by the index
    (``search.query``) or, while that is away, by the database (``search.database``), never by ``qs``.
    """

    q = django_filters.CharFilter(max_length=MAX_QUERY, label="Title, skill or company", strip=True)
    place = django_filters.CharFilter(max_length=100, label="City or country")
    employment_type = django_filters.MultipleChoiceFilter(
        choices=[*EmploymentType.choices, NOT_STATED_CHOICE], label="Role type"
    )
    job_location_type = django_filters.MultipleChoiceFilter(
        choices=[*JobLocationType.choices, NOT_STATED_CHOICE], label="Where you work"
    )
    experience_level = django_filters.MultipleChoiceFilter(
        choices=[*JobPosting.ExperienceLevel.choices, NOT_STATED_CHOICE], label="Level"
    )
    pay = django_filters.MultipleChoiceFilter(choices=[("STATED", "Pay is listed"), NOT_STATED_CHOICE], label="Pay")
    skill = ManyTextFilter(label="Skills")
    city = ManyTextFilter(label="City")
    country = ManyTextFilter(label="Country")
    visa = django_filters.MultipleChoiceFilter(
        choices=[("YES", "Visa help offered"), ("NO", "No visa help"), NOT_STATED_CHOICE],
        label="Visa",
    )
    organization = ManyTextFilter(label="Company")
    posted_within = django_filters.ChoiceFilter(
        choices=[("1", "Past day"), ("7", "Past 7 days"), ("30", "Past 30 days"), ("90", "Past 90 days")],
        label="Posted", empty_label="Any time",
    )  # fmt: skip
    pay_min = django_filters.NumberFilter(label="Yearly pay from", min_value=0, max_value=10**9)
    pay_currency = django_filters.CharFilter(max_length=3, label="Currency")
    unstated_pay = django_filters.ChoiceFilter(
        choices=[("1", "also jobs that don't say"), ("0", "only jobs that say")], label="Unstated pay"
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, label="Sort by", empty_label=None)

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
            - {"page", "cursor", "format", "limit", "facets", "excluded", "csrfmiddlewaretoken"}
        )


def skill_names(slugs: list[str]) -> dict[str, str]:
    return dict(Skill.objects.filter(slug__in=slugs).values_list("slug", "name"))
