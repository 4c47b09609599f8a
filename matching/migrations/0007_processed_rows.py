from django.db import migrations


class Migration(migrations.Migration):
    """The rows are no longer named like the features that they store. The tables keep their names: no table is written."""

    dependencies = [("matching", "0006_names")]

    operations = [
        migrations.AlterModelTable("postingfeatures", "matching_postingfeatures"),
        migrations.AlterModelTable("resumefeatures", "matching_resumefeatures"),
        migrations.RenameModel("PostingFeatures", "ProcessedPosting"),
        migrations.RenameModel("ResumeFeatures", "ProcessedResume"),
        migrations.AlterModelOptions("processedposting", {}),
        migrations.AlterModelOptions("processedresume", {}),
    ]
