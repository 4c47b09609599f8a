"""The posting itself: what it states, its life, and which of them one may see."""

import hashlib
import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models import Organization, User
from accounts.revisions import Revised
from postings.bounds import MOST_MONTHS
from postings.links import check_apply_link
from postings.models.employment import EmploymentType
from postings.models.freshness import freshness_of, listed_on
from postings.models.locations import JobLocation
from postings.models.posting_choices import (
    EXPIRED,
    JobLocationType,
    JobPostingDatePrecision,
    JobPostingExperienceLevel,
    JobPostingOrigin,
    JobPostingStatus,
    SalaryDisclosure,
    Tristate,
)
from postings.models.posting_queries import DATES_OF_LISTING, JobPostingQuerySet
from postings.models.salaries import BaseSalary

NO_SLUG, NO_UID = "slug-of-a-posting", "00000000-0000-4000-8000-000000000000"


class JobPosting(Revised):
    Status = JobPostingStatus
    Origin = JobPostingOrigin
    DatePrecision = JobPostingDatePrecision
    ExperienceLevel = JobPostingExperienceLevel

    MATCHED_ON = frozenset(
        {
            "title", "hiring_organization", "status", "description_text", "summary", "valid_through", "listed_until",
            "date_posted", "job_location_type", "in_person_only", "experience_level", "months_of_experience",
            "education_levels", "education_state", "education_strength", "eligibility_to_work_requirement",
            "security_clearance_requirement", "visa_sponsorship", "relocation", "job_start_text", "job_duration",
            "salary_disclosure", "cluster", "equity",
        }
    )  # fmt: skip
    NOT_MATCHED_ON = frozenset(
        {
            "uid", "slug", "title_key", "requisition_id", "closing_reason", "origin", "duplicate_of", "role_hash",
            "content_hash", "in_language", "freshness", "date_posted_at", "date_posted_precision", "date_posted_raw",
            "first_seen_at", "last_seen_at", "closed_at", "source_updated_at", "raw_text", "captured_at",
            "job_start_date", "employment_unit",
            "application_requirements", "encouragement", "url", "apply_url", "apply_email", "direct_apply",
            "salary_annual_min", "salary_annual_max", "salary_currency",
            "edited_fields", "source_fields", "row_edits", "tag_edits", "job_benefits",
            "moderation_note", "created_at", "submitted_by", "publish_at", "application_questions",
        }
    )  # fmt: skip

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=220)
    hiring_organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="postings")
    title = models.CharField(max_length=300)
    title_key = models.CharField(max_length=300, editable=False)
    requisition_id = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    closing_reason = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.EMPLOYER)
    submitted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    moderation_note = models.CharField(max_length=500, blank=True)
    cluster = models.UUIDField(default=uuid4, db_index=True)
    duplicate_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies")
    role_hash = models.CharField(max_length=64, blank=True, db_index=True)
    content_hash = models.CharField(max_length=64, blank=True)

    raw_text = models.TextField(blank=True)
    captured_at = models.DateField(null=True, blank=True)
    description_text = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    in_language = models.CharField(max_length=10, blank=True)
    encouragement = models.TextField(blank=True)

    # When an approved posting is to go on the board; None: as soon as it is approved.
    publish_at = models.DateTimeField(null=True, blank=True)
    listed_until = models.DateTimeField(null=True, blank=True)
    date_posted = models.DateField(null=True, blank=True)
    date_posted_at = models.DateTimeField(null=True, blank=True)
    date_posted_precision = models.CharField(max_length=8, choices=DatePrecision, default=DatePrecision.UNKNOWN)
    date_posted_raw = models.CharField(max_length=100, blank=True)
    valid_through = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField(null=True, blank=True)
    freshness = models.PositiveIntegerField(null=True, blank=True, editable=False)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    source_updated_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    job_location_type = models.CharField(max_length=11, choices=JobLocationType, null=True, blank=True)
    in_person_only = models.BooleanField(null=True, blank=True)

    experience_level = models.CharField(max_length=9, choices=ExperienceLevel, null=True, blank=True)
    months_of_experience = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(MOST_MONTHS)]
    )
    education_levels = models.JSONField(default=list, blank=True)
    education_state = models.CharField(max_length=10, blank=True)
    education_strength = models.CharField(max_length=4, blank=True)
    eligibility_to_work_requirement = models.CharField(max_length=500, blank=True)
    security_clearance_requirement = models.CharField(max_length=500, blank=True)
    visa_sponsorship = models.CharField(max_length=7, choices=Tristate, default=Tristate.UNKNOWN)
    relocation = models.CharField(max_length=7, choices=Tristate, default=Tristate.UNKNOWN)
    job_start_date = models.DateField(null=True, blank=True)
    job_start_text = models.CharField(max_length=100, blank=True)
    job_duration = models.CharField(max_length=20, blank=True)
    employment_unit = models.CharField(max_length=200, blank=True)
    application_requirements = models.JSONField(default=dict, blank=True)
    job_benefits = models.JSONField(default=list, blank=True)
    # What the employer asks everybody who applies here: a list of sentences.
    application_questions = models.JSONField(default=list, blank=True)

    url = models.URLField(max_length=1000, blank=True)
    apply_url = models.URLField(max_length=1000, blank=True, validators=[check_apply_link])
    apply_email = models.EmailField(blank=True)
    direct_apply = models.BooleanField(default=False)

    salary_disclosure = models.CharField(max_length=10, choices=SalaryDisclosure, null=True, blank=True)
    salary_annual_min = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True, editable=False)
    salary_annual_max = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True, editable=False)
    salary_currency = models.CharField(max_length=3, blank=True, editable=False)
    equity = models.CharField(max_length=200, blank=True)

    # Who said what beside the text: fields a person or structured data stated, those only structured data stated, and
    # what a person put right in rows and tags (see postings/corrections.py).
    edited_fields = models.JSONField(default=list, blank=True)
    source_fields = models.JSONField(default=list, blank=True)
    row_edits = models.JSONField(default=dict, blank=True)
    tag_edits = models.JSONField(default=dict, blank=True)

    objects = JobPostingQuerySet.as_manager()

    class Meta:
        ordering = ["-freshness", "-id"]
        constraints = [
            one_of("status", JobPostingStatus, name="posting_status_known"),
            one_of("origin", JobPostingOrigin, name="posting_origin_known"),
            one_of("job_location_type", JobLocationType, name="posting_location_type_known", null=True),
            one_of("experience_level", JobPostingExperienceLevel, name="posting_level_known", null=True),
            one_of("visa_sponsorship", Tristate, name="posting_visa_known"),
            one_of("relocation", Tristate, name="posting_relocation_known"),
            one_of("salary_disclosure", SalaryDisclosure, name="posting_disclosure_known", null=True),
            one_of("date_posted_precision", JobPostingDatePrecision, name="posting_date_precision_known"),
            models.UniqueConstraint(fields=["hiring_organization", "slug"], name="posting_slug_once"),
            models.CheckConstraint(
                condition=~Q(status="published")
                | (~Q(title="") & ~Q(description_text="") & Q(first_seen_at__isnull=False)),
                name="posting_published_complete",
                violation_error_message="A posting on the board needs a title and a text.",
            ),
            models.CheckConstraint(
                condition=Q(valid_through__isnull=True)
                | Q(date_posted__isnull=True)
                | Q(valid_through__date__gte=F("date_posted")),
                name="posting_dates_ordered",
                violation_error_message="The closing date must not be before the posting date.",
            ),
            models.CheckConstraint(
                condition=Q(apply_url="") | Q(apply_url__startswith="https://"),
                name="posting_apply_link_is_https",
                violation_error_message="Link must start with https://",
            ),
            models.CheckConstraint(
                condition=Q(revision__gte=1), name="posting_revision_positive", violation_error_message="Impossible."
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-freshness", "-id"], name="posting_freshest"),
            models.Index(fields=["hiring_organization", "status"], name="posting_by_organization"),
            models.Index(fields=["status", "valid_through"], name="posting_by_closing"),
            models.Index(fields=["job_location_type", "experience_level"], name="posting_by_place_and_level"),
            models.Index(fields=["hiring_organization", "title_key"], name="posting_by_title_key"),
            models.Index(fields=["salary_currency", "salary_annual_max"], name="posting_by_pay"),
        ]

    def __str__(self) -> str:
        return f"{self.title} at {self.hiring_organization}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not kwargs.get("update_fields"):
            self.title_key = title_key(self.title)
        if DATES_OF_LISTING | {"freshness"} <= self.__dict__.keys():
            self.freshness = freshness_of(self.date_posted, self.first_seen_at, self.freshness)
            if DATES_OF_LISTING & set(kwargs.get("update_fields") or ()):
                kwargs["update_fields"] = {*kwargs["update_fields"], "freshness"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return _address_of_page().replace(NO_SLUG, self.slug).replace(NO_UID, str(self.uid))

    @property
    def is_open(self) -> bool:
        """``JobPostingQuerySet.open`` of this row."""
        end = earliest_end(self.valid_through, self.listed_until)
        return (
            self.status == self.Status.PUBLISHED
            and (end is None or end > timezone.now())
            and not self.hiring_organization.is_blocked
        )

    @property
    def is_expired(self) -> bool:
        return self.status == self.Status.PUBLISHED and not self.is_open

    @property
    def state(self) -> str:
        """The state of the life cycle at this moment: ``status``, or ``EXPIRED`` once the clock has taken it off the board."""
        end = earliest_end(self.valid_through, self.listed_until)
        has_run_out = end is not None and end <= timezone.now()
        return EXPIRED if self.status == self.Status.PUBLISHED and has_run_out else self.status

    @property
    def days_left(self) -> int | None:
        """Whole days until the clock takes it off the board; None where it is not on it or never runs out."""
        end = earliest_end(self.valid_through, self.listed_until)
        return (end - timezone.now()).days if self.is_open and end is not None else None

    @property
    def state_label(self) -> str:
        return "Expired" if self.is_expired else self.get_status_display()

    @property
    def ended_at(self) -> datetime | None:
        """When it left the board, or None while it is on it or never was."""
        if self.is_open:
            return None
        end = earliest_end(self.valid_through, self.listed_until)
        return self.closed_at or (end if end is not None and end <= timezone.now() else None)

    @property
    def employment_types(self) -> list[str]:
        return [row.value for row in self.employment_type_rows.all()]

    @property
    def employment_type_labels(self) -> list[str]:
        return [EmploymentType(value).label for value in self.employment_types]

    @property
    def worksites(self) -> list[JobLocation]:
        return [place for place in self.job_locations.all() if place.is_worksite]

    @property
    def applicant_places(self) -> list[JobLocation]:
        """Where one has to live to do the work from home, where that is stated."""
        return [place for place in self.job_locations.all() if not place.is_worksite]

    @property
    def pay_bands(self) -> list[BaseSalary]:
        return [band for band in self.base_salaries.all() if band.is_base_pay]

    @property
    def has_apply_route(self) -> bool:
        """Whether there is a way to apply that we know of; a source may have given none."""
        return bool(self.apply_url or self.apply_email or self.direct_apply)

    @property
    def listed_on(self) -> date | None:
        """The day that "newest" goes by: the earliest of what was ever stated and the day we first saw it."""
        return None if self.freshness is None else listed_on(self.freshness)

    @property
    def age_days(self) -> int | None:
        """Days since the employer's posting date; None when it is not stated."""
        return (timezone.now().date() - self.date_posted).days if self.date_posted else None


@lru_cache(maxsize=1)
def _address_of_page() -> str:
    """Looked up once: a list names the pages of many postings."""
    return reverse("postings:detail", args=[NO_SLUG, NO_UID])


class PendingPosting(JobPosting):
    class Meta:
        proxy = True
        verbose_name = "posting to review"
        verbose_name_plural = "postings to review"


def earliest_end(valid_through: datetime | None, listed_until: datetime | None) -> datetime | None:
    """When the clock takes a posting off the board: the employer's closing date or the board's renewal date; or never."""
    return min((end for end in (valid_through, listed_until) if end is not None), default=None)


def title_key(title: str) -> str:
    """Titles that differ only in case, accents or punctuation share a key; level, term and place words stay."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(re.findall(r"[\w+#]+", folded))[:300]


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
