"""Everybody gets a pseudonym, under which the audit log knows them."""

import uuid
from typing import Any

from django.db import migrations, models

CHUNK = 1000


def give_pseudonyms(apps: Any, schema_editor: Any) -> None:
    users = apps.get_model("accounts", "User").objects
    rows = []
    for user in users.filter(pseudonym=None).only("pk").iterator(chunk_size=CHUNK):
        user.pseudonym = uuid.uuid4()
        rows.append(user)
    users.bulk_update(rows, ["pseudonym"], batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_name_keys")]

    operations = [
        migrations.AddField("user", "pseudonym", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(give_pseudonyms, migrations.RunPython.noop),
        migrations.AlterField("user", "pseudonym", models.UUIDField(default=uuid.uuid4, unique=True, editable=False)),
    ]
