"""What a posting pays, one row a band."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.constraints import one_of
from accounts.models import PayUnit
from postings.bounds import MOST_PAY


class BaseSalaryKind(models.TextChoices):
    BASE = "base", "Base pay"
    EQUITY_PERCENT = "equity_percent", "Equity in percent"
    BONUS = "bonus", "Bonus"
    COMMISSION = "commission", "Commission"
    SIGNING = "signing", "Signing bonus"


class BaseSalary(models.Model):
    """One band of pay as stated. Currency and unit are null where the text does not say."""

    Kind = BaseSalaryKind

    posting = models.ForeignKey("postings.JobPosting", on_delete=models.CASCADE, related_name="base_salaries")
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
