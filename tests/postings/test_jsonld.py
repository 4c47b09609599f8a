"""The rules of Google for job postings, each with a posting that keeps or breaks it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import Organization
from postings import jsonld, services
from postings.models import BaseSalary, JobLocation, JobPosting, PostingEmploymentType
from tests.factories import publish_text

HAMBURG = {"raw": "Hamburg, Germany", "city": "Hamburg", "country": "DE"}
LEEDS = {"raw": "Leeds, UK", "city": "Leeds", "country": "GB"}
NOWHERE = {"raw": "Springfield", "city": "Springfield", "country": ""}
ASSUMED = {"raw": "Springfield", "city": "Springfield", "country": "US", "country_is_stated": False}
GERMANY = {"raw": "Germany", "country": "DE"}
EU = {"raw": "EU", "role": "applicant"}
WORLD = {"raw": "Worldwide", "role": "applicant"}
YEARLY = {"min_value": 60_000, "max_value": 80_000, "currency": "EUR", "unit": "YEAR"}


def posting_with(
    organization: Organization, places: list[dict[str, Any]], pay: dict[str, Any] | None, **fields: Any
) -> JobPosting:
    posting = publish_text(organization)
    posting.job_locations.all().delete()
    posting.base_salaries.all().delete()
    for position, place in enumerate(places):
        JobLocation.objects.create(posting=posting, position=position, **place)
    if pay is not None:
        BaseSalary.objects.create(posting=posting, **{"kind": BaseSalary.Kind.BASE, **pay})
    known = {"date_posted": date(2026, 11, 2), "date_posted_precision": "day", "job_location_type": "ON_SITE"}
    JobPosting.objects.filter(pk=posting.pk).update(**{**known, **fields})
    return JobPosting.objects.for_page().get(pk=posting.pk)


@pytest.mark.parametrize(
    ("places", "fields", "reasons"),
    [
        ([HAMBURG], {}, []),
        ([HAMBURG, LEEDS], {}, []),
        ([HAMBURG], {"job_location_type": "HYBRID"}, []),
        ([HAMBURG], {"job_location_type": None}, []),
        ([], {}, ["place not stated"]),
        ([NOWHERE], {}, ["country not stated"]),
        ([ASSUMED], {}, ["country assumed, not stated"]),
        ([HAMBURG, NOWHERE], {}, ["country not stated"]),
        ([HAMBURG, ASSUMED], {}, ["country assumed, not stated"]),
        ([GERMANY], {"job_location_type": "TELECOMMUTE"}, []),
        ([HAMBURG], {"job_location_type": "TELECOMMUTE"}, []),
        ([], {"job_location_type": "TELECOMMUTE"}, ["countries of remote work not stated"]),
        ([ASSUMED], {"job_location_type": "TELECOMMUTE"}, ["countries of remote work not stated"]),
        ([EU], {"job_location_type": "TELECOMMUTE"}, []),
        ([WORLD], {"job_location_type": "TELECOMMUTE"}, ["countries of remote work not stated"]),
        ([HAMBURG, WORLD], {"job_location_type": "TELECOMMUTE"}, ["countries of remote work not stated"]),
        ([HAMBURG], {"date_posted": None}, ["posting date not stated"]),
        ([HAMBURG], {"date_posted_precision": "relative"}, ["posting date relative"]),
        ([HAMBURG], {"listed_until": datetime(2020, 1, 1, tzinfo=UTC)}, ["not open"]),
    ],
)
def test_a_posting_is_marked_up_only_where_every_rule_is_kept(
    organization: Organization, places: list[dict[str, Any]], fields: dict[str, Any], reasons: list[str]
) -> None:
    posting = posting_with(organization, places, None, **fields)
    assert jsonld.problems(posting) == reasons
    assert (jsonld.job_posting(posting) is None) == bool(reasons)


@pytest.mark.parametrize(
    ("pay", "value"),
    [
        (YEARLY, {"@type": "QuantitativeValue", "unitText": "YEAR", "minValue": 60_000.0, "maxValue": 80_000.0}),
        ({**YEARLY, "max_value": 60_000}, {"@type": "QuantitativeValue", "unitText": "YEAR", "value": 60_000.0}),
        ({**YEARLY, "max_value": None}, {"@type": "QuantitativeValue", "unitText": "YEAR", "minValue": 60_000.0}),
        ({**YEARLY, "min_value": None}, {"@type": "QuantitativeValue", "unitText": "YEAR", "maxValue": 80_000.0}),
        ({**YEARLY, "unit": None}, None),
        ({**YEARLY, "currency": ""}, None),
        ({**YEARLY, "kind": BaseSalary.Kind.BONUS}, None),
        (None, None),
    ],
)
def test_pay_is_sent_with_its_currency_and_period_or_not_at_all(
    organization: Organization, pay: dict[str, Any] | None, value: dict[str, Any] | None
) -> None:
    data = jsonld.job_posting(posting_with(organization, [HAMBURG], pay))
    assert data is not None
    assert (data["baseSalary"]["value"] if "baseSalary" in data else None) == value


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({"job_start_text": "2027-03-01"}, "jobStartDate", "2027-03-01"),
        ({"job_start_text": "2027-spring"}, "jobStartDate", None),
        ({"job_start_text": "2027-03"}, "jobStartDate", None),
        ({"valid_through": datetime(2098, 1, 2, tzinfo=UTC)}, "validThrough", "2098-01-02T00:00:00+00:00"),
        (
            {"valid_through": datetime(2098, 1, 2, tzinfo=UTC), "listed_until": datetime(2097, 1, 2, tzinfo=UTC)},
            "validThrough", "2097-01-02T00:00:00+00:00",
        ),
        ({"listed_until": None}, "validThrough", None),
        ({"months_of_experience": 36}, "experienceRequirements",
         {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 36}),
        ({"education_levels": ["bachelor"], "education_strength": "soft"}, "educationRequirements", None),
        ({"direct_apply": True, "apply_url": "https://jobs.example/1"}, "directApply", False),
    ],
)  # fmt: skip
def test_each_field_is_what_was_stated(
    organization: Organization, fields: dict[str, Any], name: str, value: Any
) -> None:
    blank = {"listed_until": datetime(2099, 1, 1, tzinfo=UTC)}
    data = jsonld.job_posting(posting_with(organization, [HAMBURG], None, **{**blank, **fields}))
    assert data is not None
    assert data.get(name) == value


def test_remote_work_names_its_countries_and_nothing_that_was_assumed(organization: Organization) -> None:
    posting = posting_with(organization, [GERMANY, ASSUMED, LEEDS], None, job_location_type="TELECOMMUTE")
    data = jsonld.job_posting(posting)
    assert data is not None
    assert [row["name"] for row in data["applicantLocationRequirements"]] == ["DE", "GB"]
    assert len(data["jobLocation"]) == 2


def test_role_types_are_googles_words(organization: Organization) -> None:
    posting = posting_with(organization, [HAMBURG], None)
    posting.employment_type_rows.all().delete()
    PostingEmploymentType.objects.create(posting=posting, value="INTERN")
    data = jsonld.job_posting(JobPosting.objects.for_page().get(pk=posting.pk))
    assert data is not None
    assert data["employmentType"] == ["INTERN"]


def test_what_has_closed_is_marked_up_no_more(organization: Organization) -> None:
    posting = posting_with(organization, [HAMBURG], None)
    services.close(posting, actor=organization.members.get())
    assert jsonld.job_posting(JobPosting.objects.for_page().get(pk=posting.pk)) is None
