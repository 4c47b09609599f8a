from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Sequence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField("postingfeatures", "sequence", models.BigIntegerField(default=0, db_index=True)),
        migrations.AddField("resumefeatures", "sequence", models.BigIntegerField(default=0, db_index=True)),
    ]
