"""Letters of every script are in the keys of names; before, a name in other letters than Latin had no key of its own."""

from typing import Any

from django.db import migrations

from accounts.models import name_key  # as it is now: a key is only of use beside keys made by the same rule

CHUNK = 1000


def make_keys_anew(apps: Any, schema_editor: Any) -> None:
    for model in ("Organization", "OrganizationAlias"):
        rows = apps.get_model("accounts", model).objects
        changed = [row for row in rows.only("name", "name_key").iterator() if row.name_key != name_key(row.name)]
        for row in changed:
            row.name_key = name_key(row.name)
        rows.bulk_update(changed, ["name_key"], batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_dead_columns")]

    operations = [migrations.RunPython(make_keys_anew, migrations.RunPython.noop)]
