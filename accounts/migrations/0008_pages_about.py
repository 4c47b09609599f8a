"""What the postings of an organization repeat about it, and up to which change of theirs it was read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_name_keys")]

    operations = [
        migrations.AddField("organization", "about", models.JSONField(blank=True, default=list, editable=False)),
        migrations.AddField("organization", "about_read_at", models.DateTimeField(blank=True, editable=False, null=True)),
    ]
