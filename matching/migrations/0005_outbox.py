"""Letters about matches become letters of the outbox (``accounts.Email``), and each alert setting says when it is due."""

from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models

KIND = "matching/matches"
PERIODS = {"instant": timedelta(0), "daily": timedelta(days=1), "weekly": timedelta(days=7)}
MOVED = (
    "message_id", "state", "attempts", "not_before", "lease_until", "error", "created_at", "sent_at",
)  # fmt: skip


def move_letters(apps, schema_editor):
    Old, New = apps.get_model("matching", "Email"), apps.get_model("accounts", "Email")
    Alert = apps.get_model("matching", "Alert")
    for old in Old.objects.select_related("recipient__candidate").iterator(chunk_size=500):
        candidate = old.recipient.candidate
        letter = New.objects.create(
            kind=KIND,
            to=old.recipient.email,
            user_id=candidate.user_id if candidate else None,
            is_bulk=True,
            give_up_at=old.created_at + timedelta(days=1),
            **{name: getattr(old, name) for name in MOVED},
        )
        Alert.objects.filter(email=old).update(letter=letter)
    _write_settings(apps)
    _check_now(schema_editor)


def _write_settings(apps):
    Setting, Recipient = apps.get_model("matching", "AlertSetting"), apps.get_model("matching", "Recipient")
    for recipient in Recipient.objects.exclude(candidate=None).select_related("candidate").iterator(chunk_size=500):
        letters = recipient.emails.exclude(state="skipped").order_by("-created_at")
        last = letters.values_list("created_at", flat=True).first()
        waits = recipient.alerts.filter(state="queued").exists()
        period = PERIODS.get(recipient.candidate.alert_frequency)
        due = (last or recipient.candidate.alerts_since) + period if waits and period is not None else None
        Setting.objects.create(recipient=recipient, last_letter_at=last, next_due_at=due)


def move_letters_back(apps, schema_editor):
    Old, New = apps.get_model("matching", "Email"), apps.get_model("accounts", "Email")
    Alert, Recipient = apps.get_model("matching", "Alert"), apps.get_model("matching", "Recipient")
    for letter in New.objects.filter(kind=KIND).iterator(chunk_size=500):
        recipient = Recipient.objects.filter(alerts__letter=letter).first() or (
            Recipient.objects.filter(candidate__user=letter.user_id).first() if letter.user_id else None
        )
        if recipient is not None:
            old = Old.objects.create(
                recipient=recipient,
                kind="matches",
                period_key=f"{letter.pk:06d}",
                **{name: getattr(letter, name) for name in MOVED},
            )
            Alert.objects.filter(letter=letter).update(email=old)
    New.objects.filter(kind=KIND).delete()
    _check_now(schema_editor)


def _check_now(schema_editor):
    """PostgreSQL alters no table whose rows still wait for their foreign keys to be checked."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_outbox"),
        ("matching", "0004_shown_rows"),
    ]

    operations = [
        migrations.AddField(
            "alert",
            "letter",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="alerts",
                to="accounts.email",
            ),
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
        ),
        migrations.AddConstraint(
            "alertsetting",
            models.UniqueConstraint(
                condition=models.Q(("saved_search", None)), fields=("recipient",), name="alert_setting_once_for_matches"
            ),
        ),
        migrations.RunPython(move_letters, move_letters_back),
        migrations.RemoveField("alert", "email"),
        migrations.DeleteModel("Email"),
    ]
