"""Where a posting's work is done, and from where one may do it."""

from django.db import models

from accounts.constraints import one_of
from postings.geography import country_name, reach_of, region_name


class JobLocationRole(models.TextChoices):
    WORKSITE = "worksite", "Place of work"
    APPLICANT = "applicant", "May work from"


class JobLocation(models.Model):
    """A place of work, or (role applicant) a place from where one may work remotely."""

    Role = JobLocationRole

    posting = models.ForeignKey("postings.JobPosting", on_delete=models.CASCADE, related_name="job_locations")
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
    def reach(self) -> tuple[str, ...]:
        """The countries in which one may live to do the work, or ``ANYWHERE``."""
        return reach_of(self)

    @property
    def label(self) -> str:
        """``Hamburg, DE``; a country alone by its name, since "CA" is a state to many."""
        if self.country and self.country_is_stated and not self.city and not self.region:
            return country_name(self.country)
        parts = [self.city, self.region if self.region and self.country in {"US", "CA", "AU", ""} else ""]
        parts.append(self.country if self.country_is_stated else "")
        return ", ".join(part for part in parts if part) or self.raw

    @property
    def long_name(self) -> str:
        """``Germany``, ``California, United States``, ``EU``: what a place from which one may work is called."""
        if self.country and self.region:
            return region_name(f"{self.country}-{self.region}")
        return country_name(self.country) if self.country else self.raw
