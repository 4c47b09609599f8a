from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("postings", "0009_shortlists")]

    operations = [
        migrations.AddField("jobposting", "freshness", models.PositiveIntegerField(blank=True, editable=False, null=True)),
        migrations.RemoveIndex("jobposting", "posting_newest"),
        migrations.AddIndex(
            "jobposting",
            models.Index(fields=["status", "-freshness", "-id"], name="posting_freshest"),
        ),
        migrations.AlterModelOptions("jobposting", {"ordering": ["-freshness", "-id"]}),
    ]
