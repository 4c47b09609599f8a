"""Sessions know whose they are; the table of those that did not goes. Everybody gets a candidate profile."""

from typing import Any

from django.db import migrations, models


def give_everybody_a_profile(apps: Any, schema_editor: Any) -> None:
    users, candidates = apps.get_model("accounts", "User"), apps.get_model("accounts", "Candidate")
    for user in users.objects.filter(candidate=None).iterator():
        candidates.objects.create(user=user)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_organizations")]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("person", models.BigIntegerField(db_index=True, null=True)),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.RunSQL("DROP TABLE IF EXISTS django_session", migrations.RunSQL.noop),
        migrations.RunPython(give_everybody_a_profile, migrations.RunPython.noop),
    ]
