"""The tables of matching at once, for a fresh database; one that is older takes the steps this replaces."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import matching.models
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("matching", "0001_initial"),
        ("matching", "0002_absorbed_sequence"),
        ("matching", "0003_absorbed_ready"),
        ("matching", "0004_shown_rows"),
        ("matching", "0005_outbox"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed"),
        ("postings", "0001_squashed"),
    ]

    operations = [
        migrations.CreateModel(
            name="PostingFeatures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("absorbed_revision", models.PositiveIntegerField(default=0)),
                ("engine_version", models.CharField(blank=True, max_length=40)),
                ("features", models.JSONField(blank=True, default=dict)),
                ("tried_revision", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                ("is_dead", models.BooleanField(default=False)),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("updated_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "posting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="features", to="postings.jobposting"
                    ),
                ),
                ("sequence", models.BigIntegerField(db_index=True, default=0)),
                ("ready", models.BinaryField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "posting features",
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("token", models.CharField(default=matching.models.new_token, max_length=64, unique=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("suppressed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "candidate",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipient",
                        to="accounts.candidate",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="recipient_email_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ResumeFeatures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("absorbed_revision", models.PositiveIntegerField(default=0)),
                ("engine_version", models.CharField(blank=True, max_length=40)),
                ("features", models.JSONField(blank=True, default=dict)),
                ("tried_revision", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                ("is_dead", models.BooleanField(default=False)),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("updated_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("preferences_revision", models.PositiveIntegerField(default=0)),
                ("floor_score", models.SmallIntegerField(blank=True, null=True)),
                ("floor_posting", models.BigIntegerField(blank=True, null=True)),
                ("needs_refill", models.BooleanField(default=False)),
                (
                    "resume",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="features_row", to="accounts.resume"
                    ),
                ),
                ("sequence", models.BigIntegerField(db_index=True, default=0)),
                ("ready", models.BinaryField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "resume features",
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("query", models.JSONField(default=dict)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("instant", "As they come"),
                            ("daily", "Once a day"),
                            ("weekly", "Once a week"),
                            ("off", "Never"),
                        ],
                        default="weekly",
                        max_length=7,
                    ),
                ),
                ("min_score", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("last_run_at", models.DateTimeField(blank=True, null=True)),
                ("token", models.CharField(default=matching.models.new_token, max_length=64, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to="accounts.candidate",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "saved searches",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("frequency__in", ["instant", "daily", "weekly", "off"])),
                        name="saved_search_frequency_known",
                        violation_error_message="This is not one of the values of frequency.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.SmallIntegerField(null=True)),
                ("counts", models.JSONField(default=dict)),
                ("best_rows", models.JSONField(default=list)),
                ("constraints", models.JSONField(default=list)),
                ("posting_revision", models.PositiveIntegerField()),
                ("resume_revision", models.PositiveIntegerField()),
                ("preferences_revision", models.PositiveIntegerField()),
                ("engine_version", models.CharField(max_length=40)),
                ("lexical_only", models.BooleanField(default=False)),
                ("computed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("dismissed_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="matches", to="accounts.candidate"
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="matches", to="postings.jobposting"
                    ),
                ),
                (
                    "resume",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="matches", to="accounts.resume"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "matches",
                "indexes": [
                    models.Index(
                        models.F("candidate"),
                        models.OrderBy(models.F("score"), descending=True),
                        condition=models.Q(("dismissed_at", None)),
                        name="match_best",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("resume", "posting"), name="match_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score__isnull", True), models.Q(("score__gte", 0), ("score__lte", 100)), _connector="OR"
                        ),
                        name="match_score_in_range",
                        violation_error_message="A score lies between 0 and 100.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sequence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ShownRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("requirement", models.TextField()),
                ("requirement_key", models.CharField(max_length=60)),
                ("line", models.TextField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shown_rows", to="accounts.candidate"
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shown_rows", to="postings.jobposting"
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("candidate", "posting", "requirement_key"), name="shown_row_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cluster", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("match", "Match"), ("saved_search", "Saved search")], default="match", max_length=12
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("claimed", "In a letter"),
                            ("sent", "Sent"),
                            ("skipped", "Not wanted any more"),
                        ],
                        default="queued",
                        max_length=7,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="postings.jobposting"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="matching.recipient"
                    ),
                ),
                (
                    "saved_search",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to="matching.savedsearch"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="alerts",
                        to="accounts.email",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "recipient"], name="alert_waiting")],
                "constraints": [
                    models.UniqueConstraint(fields=("recipient", "cluster"), name="alert_once_per_cluster"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["queued", "claimed", "sent", "skipped"])),
                        name="alert_state_known",
                        violation_error_message="This is not one of the values of state.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["match", "saved_search"])),
                        name="alert_kind_known",
                        violation_error_message="This is not one of the values of kind.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("next_due_at", models.DateTimeField(blank=True, db_index=True, null=True)),
                ("last_letter_at", models.DateTimeField(blank=True, null=True)),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alert_settings",
                        to="matching.recipient",
                    ),
                ),
                (
                    "saved_search",
                    models.OneToOneField(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to="matching.savedsearch"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("saved_search", None)),
                        fields=("recipient",),
                        name="alert_setting_once_for_matches",
                    )
                ],
            },
        ),
    ]
