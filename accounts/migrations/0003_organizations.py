import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_fact_corrections'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('recruiter', 'Recruiter'), ('viewer', 'Viewer')], max_length=10)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.CreateModel(
            name='OrganizationClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('message', models.TextField(blank=True, max_length=1000)),
                ('state', models.CharField(choices=[('open', 'Waits for a moderator'), ('granted', 'Granted'), ('refused', 'Refused'), ('withdrawn', 'Taken back')], default='open', max_length=9)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.AddField(
            model_name='organization',
            name='domain',
            field=models.CharField(blank=True, db_index=True, help_text='Whoever has a confirmed address there may act for the organization. Empty: not known.', max_length=253, verbose_name='own domain'),
        ),
        migrations.AddField(
            model_name='organization',
            name='origin',
            field=models.CharField(choices=[('imported', 'Imported'), ('founded', 'Founded here')], default='imported', editable=False, max_length=8),
        ),
        migrations.AddField(
            model_name='organization',
            name='orphaned_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='organization',
            name='is_verified',
            field=models.BooleanField(default=False, help_text='A moderator says that it is who it says it is, or a claim on it was granted.'),
        ),
        migrations.AlterField(
            model_name='organization',
            name='name_key',
            field=models.CharField(db_index=True, editable=False, max_length=200),
        ),
        migrations.AlterField(
            model_name='organizationalias',
            name='name_key',
            field=models.CharField(db_index=True, editable=False, max_length=200),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['imported', 'founded'])), name='organization_origin_known', violation_error_message='This is not one of the values of origin.'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sent_invitations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='accounts.organization'),
        ),
        migrations.AddField(
            model_name='organizationclaim',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='organizationclaim',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='accounts.organization'),
        ),
        migrations.AddField(
            model_name='organizationclaim',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(models.F('organization'), django.db.models.functions.text.Lower('email'), name='invitation_once_per_address'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'recruiter', 'viewer'])), name='invitation_role_known', violation_error_message='This is not one of the values of role.'),
        ),
        migrations.AddConstraint(
            model_name='organizationclaim',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('organization', 'user'), name='claim_one_open_per_person'),
        ),
        migrations.AddConstraint(
            model_name='organizationclaim',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'granted', 'refused', 'withdrawn'])), name='claim_state_known', violation_error_message='This is not one of the values of state.'),
        ),
    ]
