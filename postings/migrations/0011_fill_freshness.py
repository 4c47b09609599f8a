from django.db import migrations

from postings.models.freshness import freshness_of

BATCH = 2000


def fill(apps, schema_editor):
    postings = apps.get_model("postings", "JobPosting")._base_manager.using(schema_editor.connection.alias)
    rows = []
    dated = postings.filter(first_seen_at__isnull=False).only("pk", "date_posted", "first_seen_at")
    for posting in dated.iterator(chunk_size=BATCH):
        posting.freshness = freshness_of(posting.date_posted, posting.first_seen_at, None)
        rows.append(posting)
        if len(rows) == BATCH:
            postings.bulk_update(rows, ["freshness"])
            rows = []
    postings.bulk_update(rows, ["freshness"])


class Migration(migrations.Migration):
    dependencies = [("postings", "0010_freshness")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
