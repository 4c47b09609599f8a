"""Everybody gets a pseudonym, under which the audit log knows them; bans; and who may see a resume."""

import uuid
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
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
    dependencies = [("accounts", "0009_hire_profile")]

    operations = [
        migrations.AddField("user", "pseudonym", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(give_pseudonyms, migrations.RunPython.noop),
        migrations.AlterField("user", "pseudonym", models.UUIDField(default=uuid.uuid4, unique=True, editable=False)),
        migrations.CreateModel(
            name='Ban',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('organization', 'Organization'), ('domain', 'Domain'), ('text', 'Text')], max_length=12)),
                ('value', models.CharField(blank=True, max_length=253)),
                ('reason', models.CharField(max_length=500)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='BlockedEmployer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=200)),
                ('name_key', models.CharField(blank=True, editable=False, max_length=200)),
                ('domain', models.CharField(blank=True, max_length=253)),
            ],
            options={
                'ordering': ['name', 'domain'],
            },
        ),
        migrations.AddField(
            model_name='candidate',
            name='resume_visibility',
            field=models.CharField(choices=[('private', 'Nobody'), ('applied', 'Employers I apply to'), ('verified', 'Employers I apply to, and every verified employer')], default='private', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('resume_visibility__in', ['private', 'applied', 'verified'])), name='candidate_visibility_known', violation_error_message='This is not one of the values of resume_visibility.'),
        ),
        migrations.AddField(
            model_name='ban',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ban',
            name='organization',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='bans', to='accounts.organization'),
        ),
        migrations.AddField(
            model_name='ban',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='bans', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='blockedemployer',
            name='candidate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocked_employers', to='accounts.candidate'),
        ),
        migrations.AddIndex(
            model_name='ban',
            index=models.Index(fields=['kind', 'value'], name='ban_by_value'),
        ),
        migrations.AddConstraint(
            model_name='ban',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'organization', 'domain', 'text'])), name='ban_kind_known', violation_error_message='This is not one of the values of kind.'),
        ),
        migrations.AddConstraint(
            model_name='ban',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'person'), ('organization', None), ('user__isnull', False), ('value', '')), models.Q(('kind', 'organization'), ('organization__isnull', False), ('user', None), ('value', '')), models.Q(('kind__in', ['domain', 'text']), ('organization', None), ('user', None), models.Q(('value', ''), _negated=True)), _connector='OR'), name='ban_is_of_its_kind', violation_error_message='Say who or what is banned: one of person, organization, domain or text.'),
        ),
        migrations.AddConstraint(
            model_name='blockedemployer',
            constraint=models.UniqueConstraint(fields=('candidate', 'name_key', 'domain'), name='employer_blocked_once'),
        ),
        migrations.AddConstraint(
            model_name='blockedemployer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name_key', ''), _negated=True), models.Q(('domain', ''), _negated=True), _connector='OR'), name='blocked_employer_is_named', violation_error_message='Write the name of the employer, or its domain.'),
        ),
    ]
