"""The audit log: words of events in a table of their own, people as pseudonyms, and the chain;
and what the queue of the moderators knows of a posting."""

import secrets
import uuid
from itertools import islice
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from postings.chain import promise_of  # as it is now: a promise is only of use beside those made by the same rule

CHUNK = 1000
ACTIONS = [
    ("submit", "Submitted"), ("publish", "Published"), ("reject", "Rejected"), ("close", "Closed"), ("reopen", "Reopened"),
    ("remove", "Removed"), ("edit", "Edited"), ("flag", "Flagged"), ("propose", "Change proposed"),
    ("accept", "Change accepted"), ("refuse", "Change refused"), ("withdraw", "Change withdrawn"),
    ("ask", "Question sent to the employer"), ("undo", "Decision taken back"), ("settle_report", "Report settled"),
    ("view_resume", "Resume looked at"), ("export", "Exported"), ("ban", "Banned"), ("lift_ban", "Ban lifted"),
    ("organization", "Organization changed"), ("redact", "People taken out of the words"),
]


def move_words(apps: Any, schema_editor: Any) -> None:
    """What an event says goes to its words, and who acted becomes a pseudonym, also where the account is gone."""
    events = apps.get_model("postings", "ModerationEvent").objects
    words = apps.get_model("postings", "ModerationWords").objects
    pseudonyms = dict(apps.get_model("accounts", "User").objects.values_list("pk", "pseudonym"))
    rows = events.order_by("pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        said = []
        for event in chunk:
            salt = secrets.token_hex(16)
            event.promise = promise_of(salt, event.reason, event.before, event.after)
            if event.actor_id is not None:
                event.acted_by_id = pseudonyms.setdefault(event.actor_id, uuid.uuid4())
            said.append(
                words.model(event_id=event.pk, reason=event.reason, before=event.before, after=event.after, salt=salt)
            )
        words.bulk_create(said)
        events.bulk_update(chunk, ["promise", "acted_by"])


def points_at(to: str, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        to, django.db.models.deletion.DO_NOTHING, null=True, blank=True, db_constraint=False, **options
    )


def person() -> models.ForeignKey:
    return points_at(settings.AUTH_USER_MODEL, related_name="+", to_field="pseudonym")


class Migration(migrations.Migration):
    dependencies = [("postings", "0012_hire"), ("accounts", "0010_moderate_people")]

    operations = [
        migrations.RemoveConstraint("moderationevent", "moderation_action_known"),
        migrations.CreateModel(
            name="ModerationWords",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        "postings.ModerationEvent", django.db.models.deletion.DO_NOTHING, primary_key=True,
                        serialize=False, related_name="words", db_constraint=False,
                    ),
                ),
                ("reason", models.CharField(max_length=500, blank=True)),
                ("before", models.JSONField(default=dict, blank=True)),
                ("after", models.JSONField(default=dict, blank=True)),
                ("salt", models.CharField(max_length=32, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="ModerationSeal",
            fields=[
                ("position", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                (
                    "event",
                    models.OneToOneField(
                        "postings.ModerationEvent", django.db.models.deletion.DO_NOTHING, related_name="seal",
                        db_constraint=False,
                    ),
                ),
            ],
            options={"ordering": ["position"]},
        ),
        migrations.AddField(
            "moderationevent", "organization", points_at("accounts.Organization", related_name="moderation_events")
        ),
        migrations.AddField("moderationevent", "person", person()),
        migrations.AddField("moderationevent", "acted_by", person()),
        migrations.AddField("moderationevent", "batch", models.UUIDField(null=True, blank=True, db_index=True)),
        migrations.AddField(
            "moderationevent", "redacts", points_at("postings.ModerationEvent", related_name="redactions")
        ),
        migrations.AddField(
            "moderationevent", "promise", models.CharField(max_length=64, editable=False, default=""),
            preserve_default=False,
        ),
        migrations.AlterField(
            "moderationevent", "posting", points_at("postings.JobPosting", related_name="moderation_events")
        ),
        migrations.AlterField("moderationevent", "action", models.CharField(max_length=20, choices=ACTIONS)),
        migrations.RunPython(move_words, migrations.RunPython.noop),
        migrations.RemoveField("moderationevent", "actor"),
        migrations.RemoveField("moderationevent", "reason"),
        migrations.RemoveField("moderationevent", "before"),
        migrations.RemoveField("moderationevent", "after"),
        migrations.RenameField("moderationevent", "acted_by", "actor"),
        migrations.AddConstraint(
            "moderationevent",
            models.CheckConstraint(
                condition=models.Q(action__in=[value for value, _ in ACTIONS]),
                name="moderation_action_known",
                violation_error_message="This is not one of the values of action.",
            ),
        ),
        migrations.CreateModel(
            name='PostingReview',
            fields=[
                ('posting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='review', serialize=False, to='postings.jobposting')),
                ('points', models.PositiveSmallIntegerField(default=0)),
                ('findings', models.JSONField(blank=True, default=list)),
                ('assessed_revision', models.PositiveIntegerField(default=0)),
                ('fingerprint', models.CharField(blank=True, db_index=True, max_length=64)),
                ('hidden', models.JSONField(blank=True, default=list)),
                ('waiting_since', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('question', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='report_reason_known',
        ),
        migrations.AlterField(
            model_name='report',
            name='reason',
            field=models.CharField(choices=[('closed', 'It is closed already'), ('scam', 'It looks like a scam'), ('wrong', 'Pay or place is wrong'), ('discriminatory', 'It is discriminatory'), ('duplicate', 'It is a duplicate'), ('not_a_job', 'It is not a job'), ('other', 'Something else')], max_length=14),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['closed', 'scam', 'wrong', 'discriminatory', 'duplicate', 'not_a_job', 'other'])), name='report_reason_known', violation_error_message='This is not one of the values of reason.'),
        ),
        migrations.AddField(
            model_name='postingreview',
            name='claimed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='postingreview',
            index=models.Index(fields=['-points', 'waiting_since'], name='review_riskiest'),
        ),
    ]
