"""The tables of postings at once, for a fresh database; one that is older takes the steps this replaces."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import postings.links
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("postings", "0001_initial"),
        ("postings", "0002_sources_and_corrections"),
        ("postings", "0003_organizations"),
        ("postings", "0004_bounds"),
        ("postings", "0005_reports"),
        ("postings", "0006_material_edits"),
        ("postings", "0007_readings_and_dead_columns"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed"),
    ]

    operations = [
        migrations.CreateModel(
            name="SkillCandidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("text", models.CharField(max_length=120)),
                ("count", models.PositiveIntegerField(default=1)),
                ("examples", models.JSONField(blank=True, default=list)),
            ],
            options={
                "ordering": ["-count", "key"],
            },
        ),
        migrations.CreateModel(
            name="JobPosting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(max_length=220)),
                ("title", models.CharField(max_length=300)),
                ("title_key", models.CharField(editable=False, max_length=300)),
                ("requisition_id", models.CharField(blank=True, max_length=100)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("pending", "In review"),
                            ("published", "Live"),
                            ("paused", "Paused"),
                            ("filled", "Filled"),
                            ("withdrawn", "Closed"),
                            ("rejected", "Rejected"),
                            ("removed", "Removed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("closing_reason", models.CharField(blank=True, max_length=300)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("employer", "Posted here"),
                            ("feed", "Imported"),
                            ("admin", "Entered by a moderator"),
                        ],
                        default="employer",
                        max_length=10,
                    ),
                ),
                ("moderation_note", models.CharField(blank=True, max_length=500)),
                ("cluster", models.UUIDField(db_index=True, default=uuid.uuid4)),
                ("role_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("raw_text", models.TextField(blank=True)),
                ("captured_at", models.DateField(blank=True, null=True)),
                ("description_text", models.TextField(blank=True)),
                ("summary", models.TextField(blank=True)),
                ("in_language", models.CharField(blank=True, max_length=10)),
                ("encouragement", models.TextField(blank=True)),
                ("listed_until", models.DateTimeField(blank=True, null=True)),
                ("date_posted", models.DateField(blank=True, null=True)),
                ("date_posted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "date_posted_precision",
                    models.CharField(
                        choices=[
                            ("instant", "To the second"),
                            ("day", "To the day"),
                            ("relative", "Relative to the day it was copied"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("date_posted_raw", models.CharField(blank=True, max_length=100)),
                ("valid_through", models.DateTimeField(blank=True, null=True)),
                ("first_seen_at", models.DateTimeField(blank=True, null=True)),
                ("last_seen_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("source_updated_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "job_location_type",
                    models.CharField(
                        blank=True,
                        choices=[("ON_SITE", "On-site"), ("HYBRID", "Hybrid"), ("TELECOMMUTE", "Remote")],
                        max_length=11,
                        null=True,
                    ),
                ),
                ("in_person_only", models.BooleanField(blank=True, null=True)),
                (
                    "experience_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("INTERN", "Intern"),
                            ("ENTRY", "Entry"),
                            ("MID", "Mid"),
                            ("SENIOR", "Senior"),
                            ("STAFF", "Staff"),
                            ("PRINCIPAL", "Principal"),
                            ("LEAD", "Lead"),
                            ("MANAGER", "Manager"),
                            ("DIRECTOR", "Director"),
                            ("EXECUTIVE", "Executive"),
                        ],
                        max_length=9,
                        null=True,
                    ),
                ),
                (
                    "months_of_experience",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MaxValueValidator(720)]
                    ),
                ),
                ("education_levels", models.JSONField(blank=True, default=list)),
                ("education_state", models.CharField(blank=True, max_length=10)),
                ("education_strength", models.CharField(blank=True, max_length=4)),
                ("eligibility_to_work_requirement", models.CharField(blank=True, max_length=500)),
                ("security_clearance_requirement", models.CharField(blank=True, max_length=500)),
                (
                    "visa_sponsorship",
                    models.CharField(
                        choices=[("YES", "Yes"), ("NO", "No"), ("UNKNOWN", "Not stated")],
                        default="UNKNOWN",
                        max_length=7,
                    ),
                ),
                (
                    "relocation",
                    models.CharField(
                        choices=[("YES", "Yes"), ("NO", "No"), ("UNKNOWN", "Not stated")],
                        default="UNKNOWN",
                        max_length=7,
                    ),
                ),
                ("job_start_date", models.DateField(blank=True, null=True)),
                ("job_start_text", models.CharField(blank=True, max_length=100)),
                ("job_duration", models.CharField(blank=True, max_length=20)),
                ("employment_unit", models.CharField(blank=True, max_length=200)),
                ("application_requirements", models.JSONField(blank=True, default=dict)),
                ("job_benefits", models.JSONField(blank=True, default=list)),
                ("url", models.URLField(blank=True, max_length=1000)),
                (
                    "apply_url",
                    models.URLField(blank=True, max_length=1000, validators=[postings.links.check_apply_link]),
                ),
                ("apply_email", models.EmailField(blank=True, max_length=254)),
                ("direct_apply", models.BooleanField(default=False)),
                (
                    "salary_disclosure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("STATED", "Stated"),
                            ("NOT_STATED", "Said to be not stated"),
                            ("TEXT_ONLY", "In words only"),
                        ],
                        max_length=10,
                        null=True,
                    ),
                ),
                (
                    "salary_annual_min",
                    models.DecimalField(blank=True, decimal_places=2, editable=False, max_digits=14, null=True),
                ),
                (
                    "salary_annual_max",
                    models.DecimalField(blank=True, decimal_places=2, editable=False, max_digits=14, null=True),
                ),
                ("salary_currency", models.CharField(blank=True, editable=False, max_length=3)),
                ("equity", models.CharField(blank=True, max_length=200)),
                ("edited_fields", models.JSONField(blank=True, default=list)),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="postings.jobposting",
                    ),
                ),
                (
                    "hiring_organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="accounts.organization"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("row_edits", models.JSONField(blank=True, default=dict)),
                ("source_fields", models.JSONField(blank=True, default=list)),
                ("tag_edits", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "ordering": ["-first_seen_at", "-id"],
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("first_seen_at"), descending=True),
                        models.F("id"),
                        condition=models.Q(("status", "published")),
                        name="posting_newest",
                    ),
                    models.Index(fields=["hiring_organization", "status"], name="posting_by_organization"),
                    models.Index(fields=["status", "valid_through"], name="posting_by_closing"),
                    models.Index(fields=["job_location_type", "experience_level"], name="posting_by_place_and_level"),
                    models.Index(fields=["hiring_organization", "title_key"], name="posting_by_title_key"),
                    models.Index(fields=["salary_currency", "salary_annual_max"], name="posting_by_pay"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "draft",
                                    "pending",
                                    "published",
                                    "paused",
                                    "filled",
                                    "withdrawn",
                                    "rejected",
                                    "removed",
                                ],
                            )
                        ),
                        name="posting_status_known",
                        violation_error_message="This is not one of the values of status.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["employer", "feed", "admin"])),
                        name="posting_origin_known",
                        violation_error_message="This is not one of the values of origin.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("job_location_type__in", ["ON_SITE", "HYBRID", "TELECOMMUTE"]),
                            ("job_location_type__isnull", True),
                            _connector="OR",
                        ),
                        name="posting_location_type_known",
                        violation_error_message="This is not one of the values of job_location_type.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "experience_level__in",
                                [
                                    "INTERN",
                                    "ENTRY",
                                    "MID",
                                    "SENIOR",
                                    "STAFF",
                                    "PRINCIPAL",
                                    "LEAD",
                                    "MANAGER",
                                    "DIRECTOR",
                                    "EXECUTIVE",
                                ],
                            ),
                            ("experience_level__isnull", True),
                            _connector="OR",
                        ),
                        name="posting_level_known",
                        violation_error_message="This is not one of the values of experience_level.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("visa_sponsorship__in", ["YES", "NO", "UNKNOWN"])),
                        name="posting_visa_known",
                        violation_error_message="This is not one of the values of visa_sponsorship.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("relocation__in", ["YES", "NO", "UNKNOWN"])),
                        name="posting_relocation_known",
                        violation_error_message="This is not one of the values of relocation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("salary_disclosure__in", ["STATED", "NOT_STATED", "TEXT_ONLY"]),
                            ("salary_disclosure__isnull", True),
                            _connector="OR",
                        ),
                        name="posting_disclosure_known",
                        violation_error_message="This is not one of the values of salary_disclosure.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("date_posted_precision__in", ["instant", "day", "relative", "unknown"])),
                        name="posting_date_precision_known",
                        violation_error_message="This is not one of the values of date_posted_precision.",
                    ),
                    models.UniqueConstraint(fields=("hiring_organization", "slug"), name="posting_slug_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            models.Q(
                                models.Q(("title", ""), _negated=True),
                                models.Q(("description_text", ""), _negated=True),
                                ("first_seen_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="posting_published_complete",
                        violation_error_message="A posting on the board needs a title and a text.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_through__isnull", True),
                            ("date_posted__isnull", True),
                            ("valid_through__date__gte", models.F("date_posted")),
                            _connector="OR",
                        ),
                        name="posting_dates_ordered",
                        violation_error_message="The closing date must not be before the posting date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)),
                        name="posting_revision_positive",
                        violation_error_message="Impossible.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("apply_url", ""), ("apply_url__startswith", "https://"), _connector="OR"),
                        name="posting_apply_link_is_https",
                        violation_error_message="Link must start with https://",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(blank=True, max_length=20)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Active"), ("deprecated", "Deprecated")], default="active", max_length=10
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("vocabulary", "Vocabulary file"), ("admin", "Added by a moderator")],
                        default="vocabulary",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "deprecated"])),
                        name="skill_status_known",
                        violation_error_message="This is not one of the values of status.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["vocabulary", "admin"])),
                        name="skill_origin_known",
                        violation_error_message="This is not one of the values of origin.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("token", models.CharField(max_length=200)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("base_url", models.URLField(blank=True)),
                ("is_enabled", models.BooleanField(default=True)),
                ("etag", models.CharField(blank=True, max_length=300)),
                ("last_modified", models.CharField(blank=True, max_length=100)),
                ("body_sha256", models.CharField(blank=True, max_length=64)),
                ("next_run_at", models.DateTimeField(blank=True, null=True)),
                ("consecutive_failures", models.PositiveIntegerField(default=0)),
                ("empty_confirmations", models.PositiveIntegerField(default=0)),
                ("last_empty_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to="accounts.organization"
                    ),
                ),
                (
                    "trust",
                    models.CharField(
                        choices=[("live", "Changes go live and are flagged"), ("wait", "Changes wait for a moderator")],
                        default="live",
                        max_length=4,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["is_enabled", "next_run_at"], name="source_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "token"), name="source_once"),
                    models.CheckConstraint(
                        condition=models.Q(("trust__in", ["live", "wait"])),
                        name="source_trust_known",
                        violation_error_message="This is not one of the values of trust.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobLocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("worksite", "Place of work"), ("applicant", "May work from")],
                        default="worksite",
                        max_length=9,
                    ),
                ),
                ("raw", models.CharField(max_length=300)),
                ("city", models.CharField(blank=True, max_length=200)),
                ("region", models.CharField(blank=True, max_length=100)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("country_is_stated", models.BooleanField(default=True)),
                ("geonames_id", models.PositiveIntegerField(blank=True, null=True)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("is_primary", models.BooleanField(default=False)),
                ("is_ambiguous", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="job_locations",
                        to="postings.jobposting",
                    ),
                ),
                ("span", models.JSONField(blank=True, null=True)),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["country", "city"], name="job_location_by_city")],
                "constraints": [
                    models.UniqueConstraint(fields=("posting", "role", "raw"), name="job_location_once"),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["worksite", "applicant"])),
                        name="job_location_role_known",
                        violation_error_message="This is not one of the values of role.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BaseSalary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("base", "Base pay"),
                            ("equity_percent", "Equity in percent"),
                            ("bonus", "Bonus"),
                            ("commission", "Commission"),
                            ("signing", "Signing bonus"),
                        ],
                        default="base",
                        max_length=14,
                    ),
                ),
                (
                    "min_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                    ),
                ),
                (
                    "max_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3, null=True)),
                (
                    "unit",
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
                        null=True,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=200)),
                ("raw", models.CharField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="base_salaries",
                        to="postings.jobposting",
                    ),
                ),
                ("span", models.JSONField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "base salaries",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["base", "equity_percent", "bonus", "commission", "signing"])),
                        name="base_salary_kind_known",
                        violation_error_message="This is not one of the values of kind.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit__in", ["HOUR", "DAY", "WEEK", "MONTH", "YEAR"]),
                            ("unit__isnull", True),
                            _connector="OR",
                        ),
                        name="base_salary_unit_known",
                        violation_error_message="This is not one of the values of unit.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("min_value__isnull", False), ("max_value__isnull", False), _connector="OR"),
                        name="base_salary_has_amount",
                        violation_error_message="Write at least one amount.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("min_value__isnull", True), ("min_value__gt", 0), _connector="OR"),
                            models.Q(("max_value__isnull", True), ("max_value__gt", 0), _connector="OR"),
                        ),
                        name="base_salary_positive",
                        violation_error_message="Pay must be more than zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("min_value__isnull", True),
                            ("max_value__isnull", True),
                            ("min_value__lte", models.F("max_value")),
                            _connector="OR",
                        ),
                        name="base_salary_range_ordered",
                        violation_error_message="Minimum salary is above maximum.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("min_value__isnull", True),
                                ("min_value__lte", Decimal("99999999999.99")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("max_value__isnull", True),
                                ("max_value__lte", Decimal("99999999999.99")),
                                _connector="OR",
                            ),
                        ),
                        name="base_salary_storable",
                        violation_error_message="This is more than anybody is paid.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("direct", "On this board"), ("external", "Told us they applied elsewhere")],
                        default="direct",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("reviewed", "Reviewed"),
                            ("interview", "Interview"),
                            ("rejected", "Not chosen"),
                            ("hired", "Hired"),
                            ("withdrawn", "Withdrawn"),
                            ("closed", "Closed without an answer"),
                        ],
                        default="received",
                        max_length=9,
                    ),
                ),
                ("message", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="applications",
                        to="accounts.candidate",
                    ),
                ),
                (
                    "resume",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to="accounts.resume"
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="applications",
                        to="postings.jobposting",
                    ),
                ),
                ("sealed_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("candidate", "posting"),
                        name="application_once",
                        violation_error_message="You have applied to this job already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["direct", "external"])),
                        name="application_kind_known",
                        violation_error_message="This is not one of the values of kind.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["received", "reviewed", "interview", "rejected", "hired", "withdrawn", "closed"],
                            )
                        ),
                        name="application_state_known",
                        violation_error_message="This is not one of the values of state.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PendingPosting",
            fields=[],
            options={
                "verbose_name": "posting to review",
                "verbose_name_plural": "postings to review",
                "proxy": True,
            },
            bases=("postings.jobposting",),
        ),
        migrations.CreateModel(
            name="ModerationEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("submit", "Submitted"),
                            ("publish", "Published"),
                            ("reject", "Rejected"),
                            ("close", "Closed"),
                            ("reopen", "Reopened"),
                            ("remove", "Removed"),
                            ("edit", "Edited"),
                            ("flag", "Flagged"),
                            ("propose", "Change proposed"),
                            ("accept", "Change accepted"),
                            ("refuse", "Change refused"),
                            ("withdraw", "Change withdrawn"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("before", models.JSONField(blank=True, default=dict)),
                ("after", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="moderation_events",
                        to="postings.jobposting",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "action__in",
                                [
                                    "submit",
                                    "publish",
                                    "reject",
                                    "close",
                                    "reopen",
                                    "remove",
                                    "edit",
                                    "flag",
                                    "propose",
                                    "accept",
                                    "refuse",
                                    "withdraw",
                                ],
                            )
                        ),
                        name="moderation_action_known",
                        violation_error_message="This is not one of the values of action.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PostingEmploymentType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "value",
                    models.CharField(
                        choices=[
                            ("FULL_TIME", "Full-time"),
                            ("PART_TIME", "Part-time"),
                            ("CONTRACTOR", "Contract"),
                            ("TEMPORARY", "Temporary"),
                            ("INTERN", "Internship"),
                            ("VOLUNTEER", "Volunteer"),
                            ("PER_DIEM", "Per diem"),
                            ("OTHER", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="employment_type_rows",
                        to="postings.jobposting",
                    ),
                ),
                ("span", models.JSONField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("posting", "value"), name="employment_type_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "value__in",
                                [
                                    "FULL_TIME",
                                    "PART_TIME",
                                    "CONTRACTOR",
                                    "TEMPORARY",
                                    "INTERN",
                                    "VOLUNTEER",
                                    "PER_DIEM",
                                    "OTHER",
                                ],
                            )
                        ),
                        name="employment_type_known",
                        violation_error_message="This is not one of the values of value.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostingSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("preamble", "Introduction"),
                            ("about", "About"),
                            ("summary", "Summary"),
                            ("responsibilities", "Responsibilities"),
                            ("required", "Requirements"),
                            ("preferred", "Nice to have"),
                            ("skills", "Skills"),
                            ("wrapper", "Heading above others"),
                            ("benefits", "Benefits"),
                            ("culture", "Culture"),
                            ("compensation", "Pay"),
                            ("application", "How to apply"),
                            ("process", "Process"),
                            ("legal", "Legal"),
                            ("logistics", "Logistics"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("heading", models.CharField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="postings.jobposting"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("posting", "position"), name="section_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "preamble",
                                    "about",
                                    "summary",
                                    "responsibilities",
                                    "required",
                                    "preferred",
                                    "skills",
                                    "wrapper",
                                    "benefits",
                                    "culture",
                                    "compensation",
                                    "application",
                                    "process",
                                    "legal",
                                    "logistics",
                                    "other",
                                ],
                            )
                        ),
                        name="section_kind_known",
                        violation_error_message="This is not one of the values of kind.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reporter_hash", models.CharField(blank=True, max_length=64)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("closed", "It is closed already"),
                            ("scam", "It looks like a scam"),
                            ("wrong", "Pay or place is wrong"),
                            ("discriminatory", "It is discriminatory"),
                            ("duplicate", "It is a duplicate"),
                            ("other", "Something else"),
                        ],
                        max_length=14,
                    ),
                ),
                ("detail", models.TextField(blank=True, max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("upheld", "Upheld"), ("dismissed", "Dismissed")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="postings.jobposting"
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ["closed", "scam", "wrong", "discriminatory", "duplicate", "other"])
                        ),
                        name="report_reason_known",
                        violation_error_message="This is not one of the values of reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "upheld", "dismissed"])),
                        name="report_state_known",
                        violation_error_message="This is not one of the values of state.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reporter__isnull", False), ("state", "open")),
                        fields=("posting", "reporter"),
                        name="report_open_once_per_member",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("saved", "Saved"),
                            ("applied", "Applied"),
                            ("interview", "Interview"),
                            ("offer", "Offer"),
                            ("closed", "Closed"),
                        ],
                        default="saved",
                        max_length=9,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="saved_jobs", to="accounts.candidate"
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="saved_by", to="postings.jobposting"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("candidate", "posting"), name="saved_once"),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["saved", "applied", "interview", "offer", "closed"])),
                        name="saved_stage_known",
                        violation_error_message="This is not one of the values of stage.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostingSkill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "importance",
                    models.CharField(
                        choices=[("required", "Required"), ("preferred", "Preferred"), ("mentioned", "Mentioned")],
                        max_length=9,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("extracted", "Found in the text"),
                            ("declared", "Listed as a tag"),
                            ("human", "Set by a person"),
                        ],
                        default="extracted",
                        max_length=9,
                    ),
                ),
                ("span", models.JSONField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posting_skills",
                        to="postings.jobposting",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posting_skills",
                        to="postings.skill",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["skill", "posting"], name="posting_skill_by_skill")],
                "constraints": [
                    models.UniqueConstraint(fields=("posting", "name"), name="posting_skill_once"),
                    models.CheckConstraint(
                        condition=models.Q(("importance__in", ["required", "preferred", "mentioned"])),
                        name="posting_skill_importance_known",
                        violation_error_message="This is not one of the values of importance.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["extracted", "declared", "human"])),
                        name="posting_skill_source_known",
                        violation_error_message="This is not one of the values of source.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostingSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=300)),
                ("external_url", models.URLField(blank=True, max_length=1000)),
                ("raw_sha256", models.CharField(blank=True, max_length=64)),
                ("captured_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("first_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("missed_runs", models.PositiveSmallIntegerField(default=0)),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="postings.jobposting"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posting_sources",
                        to="postings.source",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "external_id"), name="posting_source_once")],
            },
        ),
        migrations.CreateModel(
            name="SourceRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("complete", "Complete"),
                            ("partial", "Partial"),
                            ("failed", "Failed"),
                            ("not_modified", "Not modified"),
                        ],
                        max_length=12,
                    ),
                ),
                ("counts", models.JSONField(blank=True, default=dict)),
                ("error", models.TextField(blank=True)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="runs", to="postings.source"
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at"],
            },
        ),
        migrations.CreateModel(
            name="ProposedRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for review"),
                            ("live", "Live, to be looked at"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("base", models.JSONField(blank=True, default=dict)),
                ("text", models.TextField(blank=True, null=True)),
                ("edits", models.JSONField(blank=True, default=dict)),
                ("changes", models.JSONField(blank=True, default=list)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="postings.jobposting"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="postings.source",
                    ),
                ),
            ],
            options={
                "verbose_name": "change to review",
                "verbose_name_plural": "changes to review",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "live"])),
                        fields=["created_at"],
                        name="proposal_undecided",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "live", "accepted", "refused", "withdrawn"])),
                        name="proposal_state_known",
                        violation_error_message="This is not one of the values of state.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source", None), ("state", "waiting")),
                        fields=("posting",),
                        name="proposal_of_people_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("posting", "source"),
                        name="proposal_of_a_source_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostingReading",
            fields=[
                (
                    "posting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reading",
                        serialize=False,
                        to="postings.jobposting",
                    ),
                ),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("inferred", models.JSONField(blank=True, default=dict)),
                ("conflicts", models.JSONField(blank=True, default=list)),
                ("chrome", models.JSONField(blank=True, default=list)),
                ("uncovered", models.JSONField(blank=True, default=list)),
                ("version", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="PostingItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("span", models.JSONField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("requirement", "Requirement"),
                            ("constraint", "Condition"),
                            ("duty", "Duty"),
                            ("benefit", "Benefit"),
                            ("fact", "Text"),
                        ],
                        default="fact",
                        max_length=11,
                    ),
                ),
                (
                    "importance",
                    models.CharField(
                        blank=True,
                        choices=[("required", "Required"), ("preferred", "Preferred"), ("mentioned", "Mentioned")],
                        max_length=9,
                        null=True,
                    ),
                ),
                ("is_readable", models.BooleanField(default=True)),
                ("months_of_experience", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("minimum_count", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("skills", models.JSONField(blank=True, default=list)),
                ("any_of", models.JSONField(blank=True, default=list)),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="postings.postingsection"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("section", "position"), name="item_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["requirement", "constraint", "duty", "benefit", "fact"])),
                        name="item_kind_known",
                        violation_error_message="This is not one of the values of kind.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("importance__in", ["required", "preferred", "mentioned"]),
                            ("importance__isnull", True),
                            _connector="OR",
                        ),
                        name="item_importance_known",
                        violation_error_message="This is not one of the values of importance.",
                    ),
                ],
            },
        ),
    ]
