"""The rows of a posting: types, places, pay, sections, items and skills. Services write them and bump the posting."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.constraints import one_of
from accounts.models import PayUnit
from postings.bounds import MOST_PAY
from postings.models.posting import EmploymentType, JobPosting
from postings.models.vocabulary import Skill


class Importance(models.TextChoices):
    REQUIRED = "required", "Required"
    PREFERRED = "preferred", "Preferred"
    MENTIONED = "mentioned", "Mentioned"


class PostingEmploymentType(models.Model):
    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="employment_type_rows")
    value = models.CharField(max_length=10, choices=EmploymentType)
    span = models.JSONField(null=True, blank=True)

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
    span = models.JSONField(null=True, blank=True)
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
    def is_worksite(self) -> bool:
        return self.role == self.Role.WORKSITE

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
    span = models.JSONField(null=True, blank=True)
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
                condition=(Q(min_value__isnull=True) | Q(min_value__lte=MOST_PAY))
                & (Q(max_value__isnull=True) | Q(max_value__lte=MOST_PAY)),
                name="base_salary_storable",
                violation_error_message="This is more than anybody is paid.",
            ),
            models.CheckConstraint(
                condition=Q(min_value__isnull=True) | Q(max_value__isnull=True) | Q(min_value__lte=F("max_value")),
                name="base_salary_range_ordered",
                violation_error_message="Minimum salary is above maximum.",
            ),
        ]

    def __str__(self) -> str:
        return self.raw or f"{self.min_value}–{self.max_value} {self.currency or ''}"

    @property
    def is_base_pay(self) -> bool:
        return self.kind == self.Kind.BASE


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
