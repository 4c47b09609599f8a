"""The types of employment that a posting offers, one row each."""

from django.db import models

from accounts.constraints import one_of


class EmploymentType(models.TextChoices):
    FULL_TIME = "FULL_TIME", "Full-time"
    PART_TIME = "PART_TIME", "Part-time"
    CONTRACTOR = "CONTRACTOR", "Contract"
    TEMPORARY = "TEMPORARY", "Temporary"
    INTERN = "INTERN", "Internship"
    VOLUNTEER = "VOLUNTEER", "Volunteer"
    PER_DIEM = "PER_DIEM", "Per diem"
    OTHER = "OTHER", "Other"


class PostingEmploymentType(models.Model):
    posting = models.ForeignKey("postings.JobPosting", on_delete=models.CASCADE, related_name="employment_type_rows")
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
