"""A member has one open report of a posting; of several, the newest stays."""

from typing import Any

from django.conf import settings
from django.db import migrations, models


def keep_the_newest(apps: Any, schema_editor: Any) -> None:
    seen = set()
    reports = apps.get_model("postings", "Report").objects.filter(state="open", reporter__isnull=False)
    for pk, posting, reporter in reports.order_by("-pk").values_list("pk", "posting_id", "reporter_id"):
        if (posting, reporter) in seen:
            reports.filter(pk=pk).delete()
        seen.add((posting, reporter))


class Migration(migrations.Migration):
    dependencies = [("postings", "0004_bounds"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RunPython(keep_the_newest, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reporter__isnull", False), ("state", "open")),
                fields=("posting", "reporter"),
                name="report_open_once_per_member",
            ),
        ),
    ]
