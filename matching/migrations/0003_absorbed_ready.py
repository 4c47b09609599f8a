from django.db import migrations, models


class Migration(migrations.Migration):
    """``vectors`` was never filled; what an index holds of an object takes its place."""

    dependencies = [("matching", "0002_absorbed_sequence")]

    operations = [
        migrations.RenameField("postingfeatures", "vectors", "ready"),
        migrations.RenameField("resumefeatures", "vectors", "ready"),
    ]
