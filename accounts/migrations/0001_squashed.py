"""The tables of accounts at once, for a fresh database; one that is older takes the steps this replaces."""

import accounts.models
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_fact_corrections"),
        ("accounts", "0003_organizations"),
        ("accounts", "0004_sessions_and_candidates"),
        ("accounts", "0005_outbox"),
        ("accounts", "0006_dead_columns"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="SitePage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=200)),
                (
                    "body",
                    models.TextField(
                        help_text="Plain text. A blank line starts a new paragraph; a line starting with # is a heading."
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["position", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("sealed", models.BinaryField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(blank=True, max_length=150)),
                ("is_staff", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="user_email_unique",
                        violation_error_message="This address already has an account.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("person", models.BigIntegerField(db_index=True, null=True)),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=40)),
                ("given", models.BooleanField()),
                ("text_version", models.CharField(blank=True, max_length=40)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("created_at"), descending=True)],
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(max_length=220, unique=True)),
                ("name_key", models.CharField(db_index=True, editable=False, max_length=200)),
                ("url", models.URLField(blank=True)),
                ("employer_overview", models.TextField(blank=True)),
                ("backers", models.JSONField(blank=True, default=list)),
                ("same_as", models.JSONField(blank=True, default=list)),
                (
                    "is_verified",
                    models.BooleanField(
                        default=False,
                        help_text="A moderator says that it is who it says it is, or a claim on it was granted.",
                    ),
                ),
                ("is_blocked", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "domain",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="Whoever has a confirmed address there may act for the organization. Empty: not known.",
                        max_length=253,
                        verbose_name="own domain",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("imported", "Imported"), ("founded", "Founded here")],
                        default="imported",
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("orphaned_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["imported", "founded"])),
                        name="organization_origin_known",
                        violation_error_message="This is not one of the values of origin.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Email",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=80)),
                ("to", models.EmailField(blank=True, max_length=254)),
                ("context", models.JSONField(blank=True, default=dict)),
                ("message_id", models.CharField(max_length=200, unique=True)),
                ("is_bulk", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("skipped", "Nothing left to say"),
                            ("failed", "Given up"),
                        ],
                        default="queued",
                        max_length=7,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("give_up_at", models.DateTimeField()),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="emails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(fields=["state", "is_bulk", "created_at"], name="email_next"),
                    models.Index(fields=["user", "kind", "created_at"], name="email_of_user"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["queued", "sending", "sent", "skipped", "failed"])),
                        name="email_state_known",
                        violation_error_message="This is not one of the values of state.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="email_sent_has_time",
                        violation_error_message="A sent letter carries the time it was sent.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ("headline", models.CharField(blank=True, max_length=200)),
                ("titles", models.JSONField(blank=True, default=list)),
                ("willing_to_relocate", models.BooleanField(blank=True, null=True)),
                ("job_location_types", models.JSONField(blank=True, default=list)),
                ("employment_types", models.JSONField(blank=True, default=list)),
                ("experience_levels", models.JSONField(blank=True, default=list)),
                (
                    "min_salary",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                    ),
                ),
                ("min_salary_currency", models.CharField(blank=True, max_length=3)),
                (
                    "min_salary_unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("HOUR", "hour"),
                            ("DAY", "day"),
                            ("WEEK", "week"),
                            ("MONTH", "month"),
                            ("YEAR", "year"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "needs_sponsorship",
                    models.CharField(
                        choices=[
                            ("YES", "I need sponsorship"),
                            ("NO", "I do not need sponsorship"),
                            ("UNSAID", "I would rather not say"),
                        ],
                        default="UNSAID",
                        max_length=6,
                    ),
                ),
                ("authorised_countries", models.JSONField(blank=True, default=list)),
                ("available_from", models.DateField(blank=True, null=True)),
                ("skills_to_avoid", models.JSONField(blank=True, default=list)),
                ("must_have", models.JSONField(blank=True, default=list)),
                (
                    "alert_frequency",
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
                (
                    "alert_min_score",
                    models.PositiveSmallIntegerField(
                        default=70, validators=[django.core.validators.MaxValueValidator(100)]
                    ),
                ),
                ("alerts_since", models.DateTimeField(default=django.utils.timezone.now)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidate",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hidden_organizations",
                    models.ManyToManyField(blank=True, related_name="hidden_by", to="accounts.organization"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("needs_sponsorship__in", ["YES", "NO", "UNSAID"])),
                        name="candidate_sponsorship_known",
                        violation_error_message="This is not one of the values of needs_sponsorship.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("alert_frequency__in", ["instant", "daily", "weekly", "off"])),
                        name="candidate_frequency_known",
                        violation_error_message="This is not one of the values of alert_frequency.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("alert_min_score__lte", 100)),
                        name="candidate_min_score_in_range",
                        violation_error_message="A score lies between 0 and 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("min_salary__isnull", True),
                            models.Q(
                                ("min_salary__gte", 0),
                                models.Q(("min_salary_currency", ""), _negated=True),
                                models.Q(("min_salary_unit", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="candidate_pay_floor_complete",
                        violation_error_message="A pay floor needs a currency and a period.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("recruiter", "Recruiter"), ("viewer", "Viewer")],
                        default="recruiter",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "user"), name="membership_once_per_organization"),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["owner", "recruiter", "viewer"])),
                        name="membership_role_known",
                        violation_error_message="This is not one of the values of role.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganizationAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="accounts.organization"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "organization aliases",
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("email", models.EmailField(max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("recruiter", "Recruiter"), ("viewer", "Viewer")], max_length=10
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent_invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organization"),
                        django.db.models.functions.text.Lower("email"),
                        name="invitation_once_per_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["owner", "recruiter", "viewer"])),
                        name="invitation_role_known",
                        violation_error_message="This is not one of the values of role.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganizationClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("message", models.TextField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for a moderator"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="accounts.organization"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("organization", "user"),
                        name="claim_one_open_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "granted", "refused", "withdrawn"])),
                        name="claim_state_known",
                        violation_error_message="This is not one of the values of state.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidatePlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=200)),
                ("geonames_id", models.PositiveIntegerField(blank=True, null=True)),
                ("country_code", models.CharField(blank=True, max_length=2)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("radius_km", models.PositiveSmallIntegerField(default=50)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="accounts.candidate"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("candidate", "text"), name="candidate_place_once")],
            },
        ),
        migrations.CreateModel(
            name="Resume",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("is_primary", models.BooleanField(default=False)),
                ("file", models.FileField(blank=True, upload_to=accounts.models.resume_path)),
                ("filename", models.CharField(blank=True, max_length=255)),
                ("mime", models.CharField(blank=True, max_length=100)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("text", models.TextField(blank=True)),
                ("flags", models.JSONField(blank=True, default=list)),
                ("parse_version", models.PositiveSmallIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[("parsed", "Read"), ("failed", "Could not be read")], default="parsed", max_length=8
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="resumes", to="accounts.candidate"
                    ),
                ),
            ],
            options={
                "ordering": ["-is_primary", "-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_primary", True)),
                        fields=("candidate",),
                        name="resume_one_primary_per_candidate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["parsed", "failed"])),
                        name="resume_status_known",
                        violation_error_message="This is not one of the values of status.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("name", "Name"),
                            ("email", "E-mail"),
                            ("phone", "Phone"),
                            ("headline", "Headline"),
                            ("role", "Role"),
                            ("education", "Education"),
                            ("skill", "Skill"),
                            ("language", "Language"),
                            ("certification", "Certification"),
                            ("publication", "Publication"),
                            ("award", "Award"),
                            ("project", "Project"),
                            ("link", "Link"),
                            ("authorisation", "Work authorisation"),
                        ],
                        max_length=13,
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=300)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("as_read", "As the resume says"),
                            ("confirmed", "Confirmed"),
                            ("edited", "Edited"),
                            ("added", "Added"),
                            ("deleted", "Removed"),
                        ],
                        max_length=9,
                    ),
                ),
                ("value", models.JSONField(default=dict)),
                ("evidence", models.TextField(blank=True)),
                ("previous", models.JSONField(blank=True, default=dict)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="accounts.candidate"
                    ),
                ),
            ],
            options={
                "ordering": ["changed_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("candidate", "kind", "key"), name="fact_corrected_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "name",
                                    "email",
                                    "phone",
                                    "headline",
                                    "role",
                                    "education",
                                    "skill",
                                    "language",
                                    "certification",
                                    "publication",
                                    "award",
                                    "project",
                                    "link",
                                    "authorisation",
                                ],
                            )
                        ),
                        name="fact_kind_known",
                        violation_error_message="This is not one of the values of kind.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("action__in", ["as_read", "confirmed", "edited", "added", "deleted"])),
                        name="fact_action_known",
                        violation_error_message="This is not one of the values of action.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="organization",
            name="members",
            field=models.ManyToManyField(
                related_name="organizations", through="accounts.Membership", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
