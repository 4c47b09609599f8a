"""What the person of an account looks for."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models.organizations import Organization, name_key
from accounts.models.users import User
from accounts.revisions import Revised, RevisedQuerySet


class PayUnit(models.TextChoices):
    HOUR = "HOUR", "hour"
    DAY = "DAY", "day"
    WEEK = "WEEK", "week"
    MONTH = "MONTH", "month"
    YEAR = "YEAR", "year"


class CandidateSponsorship(models.TextChoices):
    YES = "YES", "I need sponsorship"
    NO = "NO", "I do not need sponsorship"
    UNSAID = "UNSAID", "I would rather not say"


class CandidateAlertFrequency(models.TextChoices):
    INSTANT = "instant", "As they come"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    OFF = "off", "Never"


class ResumeVisibility(models.TextChoices):
    PRIVATE = "private", "Nobody"
    APPLIED = "applied", "Employers I apply to"
    VERIFIED = "verified", "Employers I apply to, and every verified employer"


class Candidate(Revised):
    """What one person looks for. A preference marks; a dealbreaker (``must_have``) excludes."""

    Sponsorship = CandidateSponsorship
    AlertFrequency = CandidateAlertFrequency
    Visibility = ResumeVisibility

    MATCHED_ON = frozenset(
        {
            "willing_to_relocate", "job_location_types", "employment_types", "experience_levels",
            "min_salary", "min_salary_currency", "min_salary_unit", "needs_sponsorship", "authorised_countries",
            "available_from", "must_have", "skills_to_avoid", "titles",
        }
    )  # fmt: skip
    NOT_MATCHED_ON = frozenset(
        {"user", "headline", "alert_frequency", "alert_min_score", "alerts_since", "created_at", "resume_visibility"}
    )

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="candidate")
    headline = models.CharField(max_length=200, blank=True)
    titles = models.JSONField(default=list, blank=True)
    willing_to_relocate = models.BooleanField(null=True, blank=True)
    job_location_types = models.JSONField(default=list, blank=True)
    employment_types = models.JSONField(default=list, blank=True)
    experience_levels = models.JSONField(default=list, blank=True)
    min_salary = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    min_salary_currency = models.CharField(max_length=3, blank=True)
    min_salary_unit = models.CharField(max_length=5, choices=PayUnit, blank=True)
    needs_sponsorship = models.CharField(max_length=6, choices=Sponsorship, default=Sponsorship.UNSAID)
    authorised_countries = models.JSONField(default=list, blank=True)
    available_from = models.DateField(null=True, blank=True)
    skills_to_avoid = models.JSONField(default=list, blank=True)
    must_have = models.JSONField(default=list, blank=True)
    alert_frequency = models.CharField(max_length=7, choices=AlertFrequency, default=AlertFrequency.WEEKLY)
    alert_min_score = models.PositiveSmallIntegerField(default=70, validators=[MaxValueValidator(100)])
    alerts_since = models.DateTimeField(default=timezone.now)
    resume_visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    hidden_organizations = models.ManyToManyField(Organization, blank=True, related_name="hidden_by")

    objects = RevisedQuerySet["Candidate"].as_manager()

    class Meta:
        constraints = [
            one_of("needs_sponsorship", CandidateSponsorship, name="candidate_sponsorship_known"),
            one_of("resume_visibility", ResumeVisibility, name="candidate_visibility_known"),
            one_of("alert_frequency", CandidateAlertFrequency, name="candidate_frequency_known"),
            models.CheckConstraint(
                condition=Q(alert_min_score__lte=100),
                name="candidate_min_score_in_range",
                violation_error_message="A score lies between 0 and 100.",
            ),
            models.CheckConstraint(
                condition=Q(min_salary__isnull=True)
                | (Q(min_salary__gte=0) & ~Q(min_salary_currency="") & ~Q(min_salary_unit="")),
                name="candidate_pay_floor_complete",
                violation_error_message="A pay floor needs a currency and a period.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class CandidatePlace(models.Model):
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="places")
    text = models.CharField(max_length=200)
    geonames_id = models.PositiveIntegerField(null=True, blank=True)
    country_code = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    radius_km = models.PositiveSmallIntegerField(default=50)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "text"], name="candidate_place_once")]

    def __str__(self) -> str:
        return self.text


class BlockedEmployer(models.Model):
    """An employer that never sees the person's resume, by name, by domain or by both."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="blocked_employers")
    name = models.CharField(max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    domain = models.CharField(max_length=253, blank=True)

    class Meta:
        ordering = ["name", "domain"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "name_key", "domain"], name="employer_blocked_once"),
            models.CheckConstraint(
                condition=~Q(name_key="") | ~Q(domain=""),
                name="blocked_employer_is_named",
                violation_error_message="Write the name of the employer, or its domain.",
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(part for part in (self.name, self.domain) if part)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)
