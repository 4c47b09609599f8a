"""A posting and its parts, the skill vocabulary, where postings come from, and what moderators did.

Field names follow schema.org JobPosting in snake case. A null or empty value means "not stated", never "no".
"""

import hashlib
import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models import Candidate, Organization, PayUnit, Resume, User
from accounts.revisions import Revised, RevisedQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class SkillStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    DEPRECATED = "deprecated", "Deprecated"


class SkillOrigin(models.TextChoices):
    VOCABULARY = "vocabulary", "Vocabulary file"
    ADMIN = "admin", "Added by a moderator"


class Skill(models.Model):
    """A named ability of the vocabulary (postings/data/skills.toml) or one a moderator added."""

    Status = SkillStatus
    Origin = SkillOrigin

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.VOCABULARY)
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True)
    external_ids = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            one_of("status", SkillStatus, name="skill_status_known"),
            one_of("origin", SkillOrigin, name="skill_origin_known"),
        ]

    def __str__(self) -> str:
        return self.name


class SkillCandidate(models.Model):
    """A declared tag the vocabulary does not know: a suggestion for moderators, weight 0 until accepted."""

    key = models.CharField(max_length=120, unique=True)
    text = models.CharField(max_length=120)
    count = models.PositiveIntegerField(default=1)
    examples = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-count", "key"]

    def __str__(self) -> str:
        return self.text


class Source(models.Model):
    """Where postings come from: a feed, a board, a file, or people typing."""

    kind = models.CharField(max_length=30)
    token = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    base_url = models.URLField(blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, blank=True)
    is_enabled = models.BooleanField(default=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True)
    next_run_at = models.DateTimeField(null=True, blank=True)
    consecutive_failures = models.PositiveIntegerField(default=0)
    empty_confirmations = models.PositiveIntegerField(default=0)
    last_empty_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "token"], name="source_once")]
        indexes = [models.Index(fields=["is_enabled", "next_run_at"], name="source_due")]

    def __str__(self) -> str:
        return self.name or f"{self.kind}:{self.token}"


class SourceRunOutcome(models.TextChoices):
    COMPLETE = "complete", "Complete"
    PARTIAL = "partial", "Partial"
    FAILED = "failed", "Failed"
    NOT_MODIFIED = "not_modified", "Not modified"


class SourceRun(models.Model):
    Outcome = SourceRunOutcome

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.source} at {self.started_at:%Y-%m-%d %H:%M}"


class EmploymentType(models.TextChoices):
    FULL_TIME = "FULL_TIME", "Full-time"
    PART_TIME = "PART_TIME", "Part-time"
    CONTRACTOR = "CONTRACTOR", "Contract"
    TEMPORARY = "TEMPORARY", "Temporary"
    INTERN = "INTERN", "Internship"
    VOLUNTEER = "VOLUNTEER", "Volunteer"
    PER_DIEM = "PER_DIEM", "Per diem"
    OTHER = "OTHER", "Other"


class JobLocationType(models.TextChoices):
    ON_SITE = "ON_SITE", "On-site"
    HYBRID = "HYBRID", "Hybrid"
    TELECOMMUTE = "TELECOMMUTE", "Remote"


class Tristate(models.TextChoices):
    YES = "YES", "Yes"
    NO = "NO", "No"
    UNKNOWN = "UNKNOWN", "Not stated"


class SalaryDisclosure(models.TextChoices):
    STATED = "STATED", "Stated"
    NOT_STATED = "NOT_STATED", "Said to be not stated"
    TEXT_ONLY = "TEXT_ONLY", "In words only"


class Importance(models.TextChoices):
    REQUIRED = "required", "Required"
    PREFERRED = "preferred", "Preferred"
    MENTIONED = "mentioned", "Mentioned"


class JobPostingQuerySet(RevisedQuerySet["JobPosting"]):
    def open(self, now: datetime | None = None) -> Self:
        """On the board at this moment. Computed at read time: a clock needs no worker to close a posting."""
        now = now or timezone.now()
        return self.filter(
            Q(valid_through=None) | Q(valid_through__gt=now),
            Q(listed_until=None) | Q(listed_until__gt=now),
            status=JobPosting.Status.PUBLISHED,
            hiring_organization__is_blocked=False,
        )

    def was_public(self) -> Self:
        """Open, or once open and now closed: its page stays readable."""
        return self.filter(
            status__in=[
                JobPosting.Status.PUBLISHED,
                JobPosting.Status.PAUSED,
                JobPosting.Status.FILLED,
                JobPosting.Status.WITHDRAWN,
            ],
            first_seen_at__isnull=False,
            hiring_organization__is_blocked=False,
        )

    def editable_by(self, user: "User | AnonymousUser") -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            hiring_organization__in=Organization.objects.filter(
                memberships__user=user, memberships__role__in=["owner", "recruiter"]
            )
        )

    def owned_by(self, user: "User | AnonymousUser") -> Self:
        """Every posting of the organizations a person belongs to, whatever its state."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(hiring_organization__in=Organization.objects.filter(memberships__user=user))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        if user.is_authenticated and user.is_staff:
            return self
        mine = Q(pk__in=self.model.objects.owned_by(user).values("pk"))
        return self.filter(Q(pk__in=self.model.objects.was_public().values("pk")) | mine)

    def awaiting_moderation(self) -> Self:
        return self.filter(status=JobPosting.Status.PENDING)

    def newest_first(self) -> Self:
        return self.order_by("-first_seen_at", "-id")

    def for_listing(self) -> Self:
        """Everything one card shows; a list costs the same at any length."""
        return self.select_related("hiring_organization").prefetch_related(
            "job_locations",
            "base_salaries",
            "employment_type_rows",
            Prefetch("posting_skills", PostingSkill.objects.select_related("skill").order_by("position")),
        )

    def for_page(self) -> Self:
        return self.for_listing().prefetch_related(
            Prefetch("sections", PostingSection.objects.prefetch_related("items")), "sources__source"
        )


class JobPostingStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PENDING = "pending", "In review"
    PUBLISHED = "published", "Live"
    PAUSED = "paused", "Paused"
    FILLED = "filled", "Filled"
    WITHDRAWN = "withdrawn", "Closed"
    REJECTED = "rejected", "Rejected"
    REMOVED = "removed", "Removed"


class JobPostingOrigin(models.TextChoices):
    EMPLOYER = "employer", "Posted here"
    FEED = "feed", "Imported"
    ADMIN = "admin", "Entered by a moderator"


class JobPostingDatePrecision(models.TextChoices):
    INSTANT = "instant", "To the second"
    DAY = "day", "To the day"
    RELATIVE = "relative", "Relative to the day it was copied"
    UNKNOWN = "unknown", "Not known"


class JobPostingExperienceLevel(models.TextChoices):
    INTERN = "INTERN", "Intern"
    ENTRY = "ENTRY", "Entry"
    MID = "MID", "Mid"
    SENIOR = "SENIOR", "Senior"
    STAFF = "STAFF", "Staff"
    PRINCIPAL = "PRINCIPAL", "Principal"
    LEAD = "LEAD", "Lead"
    MANAGER = "MANAGER", "Manager"
    DIRECTOR = "DIRECTOR", "Director"
    EXECUTIVE = "EXECUTIVE", "Executive"


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
            "content_hash", "description", "in_language", "date_posted_at", "date_posted_precision", "date_posted_raw",
            "first_seen_at", "last_seen_at", "closed_at", "source_updated_at", "raw_text", "captured_at",
            "job_start_date", "employment_unit", "occupational_category", "industry", "total_job_openings",
            "application_requirements", "encouragement", "url", "apply_url", "apply_email", "direct_apply",
            "salary_annual_min", "salary_annual_max", "salary_currency", "facts", "inferred", "conflicts",
            "edited_fields", "parse_version", "job_benefits", "chrome", "moderation_note", "created_at", "submitted_by",
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
    description = models.TextField(blank=True)
    description_text = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    in_language = models.CharField(max_length=10, blank=True)
    encouragement = models.TextField(blank=True)

    listed_until = models.DateTimeField(null=True, blank=True)
    date_posted = models.DateField(null=True, blank=True)
    date_posted_at = models.DateTimeField(null=True, blank=True)
    date_posted_precision = models.CharField(max_length=8, choices=DatePrecision, default=DatePrecision.UNKNOWN)
    date_posted_raw = models.CharField(max_length=100, blank=True)
    valid_through = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    source_updated_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    job_location_type = models.CharField(max_length=11, choices=JobLocationType, null=True, blank=True)
    in_person_only = models.BooleanField(null=True, blank=True)

    experience_level = models.CharField(max_length=9, choices=ExperienceLevel, null=True, blank=True)
    months_of_experience = models.PositiveSmallIntegerField(null=True, blank=True)
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
    occupational_category = models.CharField(max_length=10, blank=True)
    industry = models.CharField(max_length=200, blank=True)
    total_job_openings = models.PositiveIntegerField(null=True, blank=True)
    application_requirements = models.JSONField(default=dict, blank=True)
    job_benefits = models.JSONField(default=list, blank=True)

    url = models.URLField(max_length=1000, blank=True)
    apply_url = models.URLField(max_length=1000, blank=True)
    apply_email = models.EmailField(blank=True)
    direct_apply = models.BooleanField(default=False)

    salary_disclosure = models.CharField(max_length=10, choices=SalaryDisclosure, null=True, blank=True)
    salary_annual_min = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True, editable=False)
    salary_annual_max = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True, editable=False)
    salary_currency = models.CharField(max_length=3, blank=True, editable=False)
    equity = models.CharField(max_length=200, blank=True)

    facts = models.JSONField(default=dict, blank=True)
    inferred = models.JSONField(default=dict, blank=True)
    conflicts = models.JSONField(default=list, blank=True)
    chrome = models.JSONField(default=list, blank=True)
    edited_fields = models.JSONField(default=list, blank=True)
    parse_version = models.PositiveSmallIntegerField(default=0)

    objects = JobPostingQuerySet.as_manager()

    class Meta:
        ordering = ["-first_seen_at", "-id"]
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
                condition=Q(revision__gte=1), name="posting_revision_positive", violation_error_message="Impossible."
            ),
        ]
        indexes = [
            models.Index(F("first_seen_at").desc(), "id", condition=Q(status="published"), name="posting_newest"),
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
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("postings:detail", args=[self.slug, self.uid])

    @property
    def is_open(self) -> bool:
        now = timezone.now()
        return (
            self.status == self.Status.PUBLISHED
            and (self.valid_through is None or self.valid_through > now)
            and (self.listed_until is None or self.listed_until > now)
            and not self.hiring_organization.is_blocked
        )

    @property
    def is_expired(self) -> bool:
        return self.status == self.Status.PUBLISHED and not self.is_open

    @property
    def state_label(self) -> str:
        return "Expired" if self.is_expired else self.get_status_display()

    @property
    def ended_at(self) -> datetime | None:
        """When it left the board, or None while it is on it or never was."""
        if self.is_open:
            return None
        ends = [end for end in (self.valid_through, self.listed_until) if end and end <= timezone.now()]
        return self.closed_at or (min(ends) if ends else None)

    @property
    def employment_types(self) -> list[str]:
        return [row.value for row in self.employment_type_rows.all()]

    @property
    def employment_type_labels(self) -> list[str]:
        return [EmploymentType(value).label for value in self.employment_types]

    @property
    def worksites(self) -> "list[JobLocation]":
        return [place for place in self.job_locations.all() if place.role == JobLocation.Role.WORKSITE]

    @property
    def pay_bands(self) -> "list[BaseSalary]":
        return [band for band in self.base_salaries.all() if band.kind == BaseSalary.Kind.BASE]

    @property
    def has_apply_route(self) -> bool:
        """Whether there is a way to apply that we know of; a source may have given none."""
        return bool(self.apply_url or self.apply_email or self.direct_apply)

    @property
    def age_days(self) -> int | None:
        """Days since the employer's posting date; None when it is not stated."""
        return (timezone.now().date() - self.date_posted).days if self.date_posted else None


class PendingPosting(JobPosting):
    class Meta:
        proxy = True
        verbose_name = "posting to review"
        verbose_name_plural = "postings to review"


def title_key(title: str) -> str:
    """Titles that differ only in case, accents or punctuation share a key; level, term and place words stay."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(re.findall(r"[\w+#]+", folded))[:300]


class PostingEmploymentType(models.Model):
    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="employment_type_rows")
    value = models.CharField(max_length=10, choices=EmploymentType)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "value"], name="employment_type_once"),
            one_of("value", EmploymentType, name="employment_type_known"),
        ]

    def __str__(self) -> str:
        return self.get_value_display()


class JobLocationRole(models.TextChoices):
    WORKSITE = "worksite", "Place of work"
    APPLICANT = "applicant", "May work from"


class JobLocation(models.Model):
    """A place of work, or (role applicant) a place from where one may work remotely."""

    Role = JobLocationRole

    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="job_locations")
    role = models.CharField(max_length=9, choices=Role, default=Role.WORKSITE)
    raw = models.CharField(max_length=300)
    city = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    country_is_stated = models.BooleanField(default=True)
    geonames_id = models.PositiveIntegerField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    is_primary = models.BooleanField(default=False)
    is_ambiguous = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "role", "raw"], name="job_location_once"),
            one_of("role", JobLocationRole, name="job_location_role_known"),
        ]
        indexes = [models.Index(fields=["country", "city"], name="job_location_by_city")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        parts = [self.city, self.region if self.region and self.country in {"US", "CA", "AU", ""} else ""]
        parts.append(self.country if self.country_is_stated else "")
        return ", ".join(part for part in parts if part) or self.raw


class BaseSalaryKind(models.TextChoices):
    BASE = "base", "Base pay"
    EQUITY_PERCENT = "equity_percent", "Equity in percent"
    BONUS = "bonus", "Bonus"
    COMMISSION = "commission", "Commission"
    SIGNING = "signing", "Signing bonus"


class BaseSalary(models.Model):
    """One band of pay as stated. Currency and unit are null where the text does not say."""

    Kind = BaseSalaryKind

    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="base_salaries")
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.BASE)
    min_value = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    max_value = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(max_length=3, null=True, blank=True)
    unit = models.CharField(max_length=5, choices=PayUnit, null=True, blank=True)
    label = models.CharField(max_length=200, blank=True)
    raw = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name_plural = "base salaries"
        constraints = [
            one_of("kind", BaseSalaryKind, name="base_salary_kind_known"),
            one_of("unit", PayUnit, name="base_salary_unit_known", null=True),
            models.CheckConstraint(
                condition=Q(min_value__isnull=False) | Q(max_value__isnull=False),
                name="base_salary_has_amount",
                violation_error_message="Write at least one amount.",
            ),
            models.CheckConstraint(
                condition=(Q(min_value__isnull=True) | Q(min_value__gt=0))
                & (Q(max_value__isnull=True) | Q(max_value__gt=0)),
                name="base_salary_positive",
                violation_error_message="Pay must be more than zero.",
            ),
            models.CheckConstraint(
                condition=Q(min_value__isnull=True) | Q(max_value__isnull=True) | Q(min_value__lte=F("max_value")),
                name="base_salary_range_ordered",
                violation_error_message="Minimum salary is above maximum.",
            ),
        ]

    def __str__(self) -> str:
        return self.raw or f"{self.min_value}–{self.max_value} {self.currency or ''}"


class PostingSource(models.Model):
    """One copy of a posting at a source, with what it sent."""

    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="sources")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="posting_sources")
    external_id = models.CharField(max_length=300)
    external_url = models.URLField(max_length=1000, blank=True)
    raw_sha256 = models.CharField(max_length=64, blank=True)
    captured_at = models.DateTimeField(default=timezone.now)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    missed_runs = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="posting_source_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"


class SectionKind(models.TextChoices):
    PREAMBLE = "preamble", "Introduction"
    ABOUT = "about", "About"
    SUMMARY = "summary", "Summary"
    RESPONSIBILITIES = "responsibilities", "Responsibilities"
    REQUIRED = "required", "Requirements"
    PREFERRED = "preferred", "Nice to have"
    SKILLS = "skills", "Skills"
    WRAPPER = "wrapper", "Heading above others"
    BENEFITS = "benefits", "Benefits"
    CULTURE = "culture", "Culture"
    COMPENSATION = "compensation", "Pay"
    APPLICATION = "application", "How to apply"
    PROCESS = "process", "Process"
    LEGAL = "legal", "Legal"
    LOGISTICS = "logistics", "Logistics"
    OTHER = "other", "Other"


class PostingSection(models.Model):
    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=16, choices=SectionKind)
    heading = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "position"], name="section_position_once"),
            one_of("kind", SectionKind, name="section_kind_known"),
        ]

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()

    @property
    def shown_heading(self) -> str:
        """The employer's own heading, without the colon that a page does not need."""
        return self.heading.strip().rstrip(":") or self.get_kind_display()

    @property
    def is_all_requirements(self) -> bool:
        """Whether the match panel, which shows every requirement, says all that this section says."""
        items = list(self.items.all())
        return bool(items) and all(item.kind == PostingItemKind.REQUIREMENT for item in items)


class PostingItemKind(models.TextChoices):
    REQUIREMENT = "requirement", "Requirement"
    CONSTRAINT = "constraint", "Condition"
    DUTY = "duty", "Duty"
    BENEFIT = "benefit", "Benefit"
    FACT = "fact", "Text"


class PostingItem(models.Model):
    """One bullet, sentence or clause, verbatim. ``span`` gives its offsets in the posting's raw text, or null."""

    Kind = PostingItemKind

    section = models.ForeignKey(PostingSection, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    span = models.JSONField(null=True, blank=True)
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.FACT)
    importance = models.CharField(max_length=9, choices=Importance, null=True, blank=True)
    is_readable = models.BooleanField(default=True)
    months_of_experience = models.PositiveSmallIntegerField(null=True, blank=True)
    minimum_count = models.PositiveSmallIntegerField(null=True, blank=True)
    skills = models.JSONField(default=list, blank=True)
    any_of = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "position"], name="item_position_once"),
            one_of("kind", PostingItemKind, name="item_kind_known"),
            one_of("importance", Importance, name="item_importance_known", null=True),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class PostingSkillSource(models.TextChoices):
    EXTRACTED = "extracted", "Found in the text"
    DECLARED = "declared", "Listed as a tag"
    HUMAN = "human", "Set by a person"


class PostingSkill(models.Model):
    Source = PostingSkillSource

    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="posting_skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="posting_skills", null=True, blank=True)
    name = models.CharField(max_length=120)
    importance = models.CharField(max_length=9, choices=Importance)
    source = models.CharField(max_length=9, choices=Source, default=Source.EXTRACTED)
    span = models.JSONField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "name"], name="posting_skill_once"),
            one_of("importance", Importance, name="posting_skill_importance_known"),
            one_of("source", PostingSkillSource, name="posting_skill_source_known"),
        ]
        indexes = [models.Index(fields=["skill", "posting"], name="posting_skill_by_skill")]

    def __str__(self) -> str:
        return self.name


class SavedJobStage(models.TextChoices):
    SAVED = "saved", "Saved"
    APPLIED = "applied", "Applied"
    INTERVIEW = "interview", "Interview"
    OFFER = "offer", "Offer"
    CLOSED = "closed", "Closed"


class SavedJob(models.Model):
    Stage = SavedJobStage

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="saved_jobs")
    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="saved_by")
    stage = models.CharField(max_length=9, choices=Stage, default=Stage.SAVED)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "posting"], name="saved_once"),
            one_of("stage", SavedJobStage, name="saved_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.posting}"


class ApplicationKind(models.TextChoices):
    DIRECT = "direct", "On this board"
    EXTERNAL = "external", "Told us they applied elsewhere"


class ApplicationState(models.TextChoices):
    RECEIVED = "received", "Received"
    REVIEWED = "reviewed", "Reviewed"
    INTERVIEW = "interview", "Interview"
    REJECTED = "rejected", "Not chosen"
    HIRED = "hired", "Hired"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Application(models.Model):
    Kind = ApplicationKind
    State = ApplicationState

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="applications")
    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="applications")
    resume = models.ForeignKey(Resume, on_delete=models.SET_NULL, null=True, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.DIRECT)
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVED)
    message = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "posting"], name="application_once",
                violation_error_message="You have applied to this job already.",
            ),
            one_of("kind", ApplicationKind, name="application_kind_known"),
            one_of("state", ApplicationState, name="application_state_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.candidate} for {self.posting}"


class ModerationEventQuerySet(models.QuerySet["ModerationEvent"]):
    def update(self, **_: Any) -> int:
        raise TypeError("Moderation events are append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("Moderation events are append-only.")


class ModerationEventAction(models.TextChoices):
    SUBMIT = "submit", "Submitted"
    PUBLISH = "publish", "Published"
    REJECT = "reject", "Rejected"
    CLOSE = "close", "Closed"
    REOPEN = "reopen", "Reopened"
    REMOVE = "remove", "Removed"
    EDIT = "edit", "Edited"
    FLAG = "flag", "Flagged"


class ModerationEvent(models.Model):
    """Append-only: what was done to a posting, by whom, and why. A null actor is the system."""

    Action = ModerationEventAction

    posting = models.ForeignKey(
        JobPosting, on_delete=models.DO_NOTHING, related_name="moderation_events", db_constraint=False
    )
    actor = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+", db_constraint=False
    )
    action = models.CharField(max_length=8, choices=Action)
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ModerationEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [one_of("action", ModerationEventAction, name="moderation_action_known")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.created_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Moderation events are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("Moderation events are append-only.")


class ReportReason(models.TextChoices):
    CLOSED = "closed", "It is closed already"
    SCAM = "scam", "It looks like a scam"
    WRONG = "wrong", "Pay or place is wrong"
    DISCRIMINATORY = "discriminatory", "It is discriminatory"
    DUPLICATE = "duplicate", "It is a duplicate"
    OTHER = "other", "Something else"


class ReportState(models.TextChoices):
    OPEN = "open", "Open"
    UPHELD = "upheld", "Upheld"
    DISMISSED = "dismissed", "Dismissed"


class Report(models.Model):
    """Somebody says that a posting is not right."""

    Reason = ReportReason
    State = ReportState

    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reporter_hash = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=14, choices=Reason)
    detail = models.TextField(blank=True, max_length=2000)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            one_of("reason", ReportReason, name="report_reason_known"),
            one_of("state", ReportState, name="report_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.posting}"


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
