"""Amounts that no database gives back and links that no page may carry go; constraints keep them out."""

from decimal import Decimal
from typing import Any

import django.core.validators
from django.db import migrations, models
from django.db.models import Q

import postings.links
from postings.bounds import MOST_PAY


def drop_what_cannot_stay(apps: Any, schema_editor: Any) -> None:
    """Rows are found by comparison in SQL: reading an amount of 10^30 is what fails."""
    bands, rows = apps.get_model("postings", "BaseSalary").objects, apps.get_model("postings", "JobPosting").objects
    bands.filter(Q(min_value__gt=MOST_PAY) | Q(max_value__gt=MOST_PAY)).delete()
    rows.filter(Q(salary_annual_min__gt=MOST_PAY) | Q(salary_annual_max__gt=MOST_PAY)).update(
        salary_annual_min=None, salary_annual_max=None, salary_currency=""
    )
    linked = rows.exclude(apply_url="").values_list("pk", "apply_url")
    refused = [pk for pk, url in linked.iterator() if postings.links.refusal(url, schemes=("https",))]
    for start in range(0, len(refused), 500):
        rows.filter(pk__in=refused[start : start + 500]).update(apply_url="")


class Migration(migrations.Migration):
    dependencies = [("postings", "0003_organizations")]

    operations = [
        migrations.RunPython(drop_what_cannot_stay, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="jobposting",
            name="apply_url",
            field=models.URLField(blank=True, max_length=1000, validators=[postings.links.check_apply_link]),
        ),
        migrations.AlterField(
            model_name="jobposting",
            name="months_of_experience",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, validators=[django.core.validators.MaxValueValidator(720)]
            ),
        ),
        migrations.AddConstraint(
            model_name="basesalary",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("min_value__isnull", True), ("min_value__lte", Decimal("99999999999.99")), _connector="OR"),
                    models.Q(("max_value__isnull", True), ("max_value__lte", Decimal("99999999999.99")), _connector="OR"),
                ),
                name="base_salary_storable",
                violation_error_message="This is more than anybody is paid.",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobposting",
            constraint=models.CheckConstraint(
                condition=models.Q(("apply_url", ""), ("apply_url__startswith", "https://"), _connector="OR"),
                name="posting_apply_link_is_https",
                violation_error_message="Link must start with https://",
            ),
        ),
    ]
