"""A board with postings of every kind, and the values that each filter may be given."""

import random
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import Organization
from postings.filters import PERSONAL, PostingFilter
from postings.models import (
    BaseSalary,
    EmploymentType,
    JobLocation,
    JobLocationType,
    JobPosting,
    PostingEmploymentType,
    PostingSkill,
    Skill,
    Tristate,
)
from postings.search import updating
from postings.search.query import SearchQuery
from postings.search.schema import NOT_STATED
from tests.factories import OrganizationFactory

POSTINGS = 80
DAYS = (0, 1, 2, 7, 8, 30, 31, 90, 91, None)
PLACES = (
    {"city": "Hamburg", "country": "DE", "region": "04", "geonames_id": 2911298},
    {"city": "Leeds", "country": "GB", "region": "ENG", "geonames_id": 2644688},
    {"city": "Los Angeles", "country": "US", "region": "CA", "geonames_id": 5368361},
    {"city": "San Francisco", "country": "US", "region": "CA", "geonames_id": 5391959},
    {"city": "San Jose", "country": "US", "region": "CA", "geonames_id": 5392171},
    {"city": "", "country": "DE"},
    {"city": "Atlantis", "country": ""},
)
# Places of no country, from which one may work.
ANYWHERE = ({"raw": "Europe"}, {"raw": "EU"}, {"raw": "DACH"}, {"raw": "worldwide"}, {"raw": "the moon"})
# Two values of each parameter that takes any text, one that nothing has, and the value for "not stated".
FREE_VALUES = {
    "skill": ["python", "django", "basket-weaving", NOT_STATED],
    "city": ["Hamburg", "Leeds", "Atlantis", "Nowhere", NOT_STATED],
    "country": ["DE", "US", "ZZ", NOT_STATED],
    "region": ["US-CA", "DE-04", "GB-ZZ", NOT_STATED],
    "start": ["2027-summer", "in May", "2027-fall", NOT_STATED],
    "duration": ["P3M", "P12W", NOT_STATED],
    "language": ["en", "de", "pl", NOT_STATED],
    "organization": ["harbour-software", "elsewhere", "nobody", NOT_STATED],
    "score": ["40", "70"],
    "place": [
        "Hamburg",
        "Leeds, UK",
        "California",
        "Germany",
        "Los Angeles, CA",
        "!!!",
        "Europe",
        "remote",
        "remote US",
        "Remote, Hamburg",
        "Hamburg (remote)",
    ],
    "within": ["1", "25", "50", "1000"],
    "years_most": ["0", "2", "5", "60"],
    "work_from": ["Germany", "us", "France", "Atlantis"],
    "pay_max": ["0", "49999", "50000", "70000"],
    "pay_min": ["0", "60000", "80000", "80001"],
    "pay_currency": ["EUR", "usd", "GBP"],
    "q": ["", '"', "- -", "!!!"],
}


# What asks nothing by itself.
ALONE = {"score",
    "q", "sort", "pay_currency", "within", "unit", "skill_mode", "unstated_pay", "unstated_years", "unstated_degree",
    "unstated_from",
}  # fmt: skip


def make_board(organization: Organization) -> list[JobPosting]:
    """Postings of every kind, some that state nothing; the same in each run. The index is built."""
    chance = random.Random(9)
    skills = [Skill.objects.create(slug=slug, name=slug.title()) for slug in ("python", "django")]
    organizations = [organization, OrganizationFactory(name="Elsewhere", slug="elsewhere")]
    now = timezone.now()
    ends = (None, now - timedelta(hours=1), now + timedelta(days=40))
    postings = JobPosting.objects.bulk_create(
        JobPosting(
            hiring_organization=chance.choice(organizations),
            title=f"Job {number}",
            slug=f"job-{number}",
            description_text="Work.",
            status="published",
            first_seen_at=now,
            valid_through=(end := chance.choice(ends)),
            date_posted=_days_before(chance.choice(DAYS), end),
            job_location_type=chance.choice([*JobLocationType.values, None]),
            experience_level=chance.choice([*JobPosting.ExperienceLevel.values, None]),
            visa_sponsorship=chance.choice(Tristate.values),
            relocation=chance.choice(Tristate.values),
            equity=chance.choice(["", "0.5 %"]),
            months_of_experience=chance.choice([None, 0, 24, 60]),
            education_levels=chance.choice([[], ["none"], ["bachelor"], ["bachelor", "master"], ["doctorate"]]),
            job_start_text=chance.choice(["", "2027-summer", "in May"]),
            job_duration=chance.choice(["", "P3M"]),
            in_language=chance.choice(["", "en", "de", "pl"]),
        )
        for number in range(POSTINGS)
    )
    for posting in postings:
        for value in chance.sample(EmploymentType.values, chance.choice([0, 1, 2])):
            PostingEmploymentType.objects.create(posting=posting, value=value)
        for number, place in enumerate(chance.sample(PLACES, chance.choice([0, 1, 2]))):
            role = chance.choice([JobLocation.Role.WORKSITE, JobLocation.Role.APPLICANT])
            JobLocation.objects.create(posting=posting, role=role, raw=f"place {number}", **place)
        for place in chance.sample(ANYWHERE, chance.choice([0, 0, 1])):
            role = chance.choice([JobLocation.Role.WORKSITE, JobLocation.Role.APPLICANT])
            JobLocation.objects.create(posting=posting, role=role, **place)
        for skill in chance.sample([*skills, None], chance.choice([0, 1, 2])):
            PostingSkill.objects.create(posting=posting, skill=skill, name=str(skill), importance="required")
        for kind in chance.sample([BaseSalary.Kind.BASE, BaseSalary.Kind.BONUS], chance.choice([0, 1, 2])):
            BaseSalary.objects.create(posting=posting, kind=kind, min_value=50_000, currency="EUR", unit="YEAR")
            if kind == BaseSalary.Kind.BASE and chance.random() < 0.8:
                JobPosting.objects.filter(pk=posting.pk).update(
                    salary_annual_min=50_000,
                    salary_annual_max=chance.choice([60_000, 80_000]),
                    salary_currency=chance.choice(["EUR", "USD"]),
                )
    updating.rebuild()
    return postings


def _days_before(days: int | None, end: datetime | None) -> date | None:
    """The day so many days ago, or the day of the end if that is earlier: yesterday, in the first hour of a day."""
    now = timezone.now()
    return None if days is None else min(now.date() - timedelta(days=days), (end or now).date())


def values_of(name: str) -> list[str]:
    choices = PostingFilter.base_filters[name].extra.get("choices")
    return FREE_VALUES[name] if choices is None else [str(value) for value, _ in choices]


def draw_filters(chance: random.Random, most: int) -> list[tuple[str, str]]:
    """Two to ``most`` filters with one value each, or two where a filter takes several."""
    asked: list[tuple[str, str]] = []
    for name in chance.sample(
        [name for name in PostingFilter.base_filters if name not in PERSONAL], chance.randrange(2, most + 1)
    ):
        count = 2 if name in SearchQuery.FACET_FIELDS else 1
        asked += [(name, value) for value in chance.sample(values_of(name), min(count, len(values_of(name))))]
    return asked
