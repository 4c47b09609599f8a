from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("postings", "0008_item_asked")]

    operations = [
        migrations.AddField("jobposting", "freshness", models.PositiveIntegerField(blank=True, editable=False, null=True)),
        migrations.RemoveIndex("jobposting", "posting_newest"),
        migrations.AddIndex(
            "jobposting",
            models.Index(F("freshness").desc(), F("id").desc(), condition=Q(status="published"), name="posting_freshest"),
        ),
        migrations.AlterModelOptions("jobposting", {"ordering": ["-freshness", "-id"]}),
    ]
