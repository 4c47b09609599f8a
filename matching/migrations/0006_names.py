"""The names of the field: what was absorbed is processed, what was made ready is compiled, what an owner shows is claimed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0005_outbox"), ("accounts", "0005_outbox"), ("postings", "0006_material_edits")]

    operations = [
        migrations.RenameField("postingfeatures", "absorbed_revision", "processed_revision"),
        migrations.RenameField("resumefeatures", "absorbed_revision", "processed_revision"),
        migrations.RenameField("postingfeatures", "ready", "compiled"),
        migrations.RenameField("resumefeatures", "ready", "compiled"),
        migrations.RenameModel("Sequence", "ProcessedSequence"),
        migrations.RenameModel("ShownRow", "EvidenceClaim"),
        migrations.RemoveConstraint("evidenceclaim", "shown_row_once"),
        migrations.AddConstraint(
            "evidenceclaim",
            models.UniqueConstraint(fields=("candidate", "posting", "requirement_key"), name="evidence_claim_once"),
        ),
        migrations.AlterField(
            "evidenceclaim",
            "candidate",
            models.ForeignKey(
                on_delete=models.CASCADE, related_name="evidence_claims", to="accounts.candidate"
            ),
        ),
        migrations.AlterField(
            "evidenceclaim",
            "posting",
            models.ForeignKey(
                on_delete=models.CASCADE, related_name="evidence_claims", to="postings.jobposting"
            ),
        ),
    ]
