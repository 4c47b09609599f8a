"""What the parser read of a posting moves into a table of its own, and the columns that nothing uses go."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

BATCH = 200
READ = ("facts", "inferred", "conflicts", "chrome", "uncovered")


def move_readings(apps: Any, schema_editor: Any) -> None:
    """Every posting gets a reading, also one that was never parsed. A reading may be large, so few are held at a time."""
    postings, Reading = apps.get_model("postings", "JobPosting").objects, apps.get_model("postings", "PostingReading")
    last = 0
    while rows := list(postings.filter(pk__gt=last).order_by("pk").values("pk", "parse_version", *READ)[:BATCH]):
        Reading.objects.bulk_create(
            Reading(posting_id=row["pk"], version=row["parse_version"], **{name: row[name] for name in READ})
            for row in rows
        )
        last = rows[-1]["pk"]


def move_readings_back(apps: Any, schema_editor: Any) -> None:
    postings, Reading = apps.get_model("postings", "JobPosting").objects, apps.get_model("postings", "PostingReading")
    for reading in Reading.objects.order_by("pk").iterator(chunk_size=BATCH):
        postings.filter(pk=reading.pk).update(
            parse_version=reading.version, **{name: getattr(reading, name) for name in READ}
        )


class Migration(migrations.Migration):
    dependencies = [("postings", "0006_material_edits")]

    operations = [
        migrations.CreateModel(
            name="PostingReading",
            fields=[
                (
                    "posting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reading",
                        serialize=False,
                        to="postings.jobposting",
                    ),
                ),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("inferred", models.JSONField(blank=True, default=dict)),
                ("conflicts", models.JSONField(blank=True, default=list)),
                ("chrome", models.JSONField(blank=True, default=list)),
                ("uncovered", models.JSONField(blank=True, default=list)),
                ("version", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(move_readings, move_readings_back),
        migrations.RemoveField("jobposting", "facts"),
        migrations.RemoveField("jobposting", "inferred"),
        migrations.RemoveField("jobposting", "conflicts"),
        migrations.RemoveField("jobposting", "chrome"),
        migrations.RemoveField("jobposting", "uncovered"),
        migrations.RemoveField("jobposting", "parse_version"),
        migrations.RemoveField("jobposting", "description"),
        migrations.RemoveField("jobposting", "industry"),
        migrations.RemoveField("jobposting", "occupational_category"),
        migrations.RemoveField("jobposting", "total_job_openings"),
        migrations.RemoveField("skill", "external_ids"),
        migrations.RemoveField("skill", "replaced_by"),
    ]
