"""People, organizations, what candidates want, and their resumes."""

import re
import unicodedata
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.constraints import one_of
from accounts.domains import own_domain
from accounts.revisions import Revised, RevisedQuerySet
from accounts.sessions import Session as Session  # its table belongs to this app
from accounts.signals import organization_changed


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. What they may do follows from memberships and staff rights."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique", violation_error_message="This address already has an account."
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Everybody has a candidate profile from the start, so that no page has to make one while it is looked at."""
        is_new = self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if is_new:
                Candidate.objects.get_or_create(user_id=self.pk)  # by id: the user keeps no copy that grows old


def name_key(name: str) -> str:
    """One key for the spellings of one organization: case, accents, punctuation and legal form do not count; letters of
    every script do.
    """
    folded = "".join(
        character for character in unicodedata.normalize("NFKD", name) if not unicodedata.combining(character)
    )
    words = re.findall(r"\w+", folded.casefold())
    while len(words) > 1 and words[-1] in {
        "inc",
        "llc",
        "ltd",
        "limited",
        "gmbh",
        "ag",
        "corp",
        "co",
        "plc",
        "sa",
        "bv",
    }:
        words.pop()
    return " ".join(words)[:200]


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def named(self, name: str) -> Self:
        """Those whose name or alias has the key of this name. Several organizations may share a name."""
        key = name_key(name)
        if not key:
            return self.none()
        return self.filter(
            Q(name_key=key) | Q(pk__in=OrganizationAlias.objects.filter(name_key=key).values("organization"))
        )

    def joinable_by_sources(self) -> Self:
        """Those that a feed or a foreign text may add postings to: all but the unverified ones that members founded."""
        return self.exclude(origin=Organization.Origin.FOUNDED, is_verified=False)

    def without_members(self) -> Self:
        return self.filter(memberships=None)

    def update(self, **fields: Any) -> int:
        """As of any rows. A change of what postings show of their employer is told to them, in the same transaction."""
        if not Organization.LISTED_ON & fields.keys():
            return super().update(**fields)
        with transaction.atomic():
            concerned = list(self.values_list("pk", flat=True))
            rows = super().update(**fields)
            organization_changed.send(Organization, organization_ids=concerned)
        return rows

    update.alters_data = True  # type: ignore[attr-defined]


class OrganizationOrigin(models.TextChoices):
    IMPORTED = "imported", "Imported"
    FOUNDED = "founded", "Founded here"


class Organization(models.Model):
    """schema.org Organization: who hires. Its name is no key: several may share one."""

    Origin = OrganizationOrigin

    # What the lists of postings read here: when it changes, search and matches take the postings in anew.
    LISTED_ON: ClassVar = frozenset({"name", "slug", "is_blocked"})

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=220, unique=True)
    name_key = models.CharField(max_length=200, db_index=True, editable=False)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.IMPORTED, editable=False)
    domain = models.CharField(
        "own domain",
        max_length=253,
        blank=True,
        db_index=True,
        help_text="Whoever has a confirmed address there may act for the organization. Empty: not known.",
    )
    url = models.URLField(blank=True)
    employer_overview = models.TextField(blank=True)
    backers = models.JSONField(default=list, blank=True)
    same_as = models.JSONField(default=list, blank=True)
    is_verified = models.BooleanField(
        default=False, help_text="A moderator says that it is who it says it is, or a claim on it was granted."
    )
    is_blocked = models.BooleanField(default=False)
    # When its last member left, the last time that this happened; None if it never did.
    orphaned_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    members = models.ManyToManyField(User, through="Membership", related_name="organizations")

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [one_of("origin", OrganizationOrigin, name="organization_origin_known")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        with transaction.atomic():
            listed = Organization.objects.filter(pk=self.pk).values(*self.LISTED_ON).first()
            super().save(*args, **kwargs)
            if listed and any(getattr(self, name) != value for name, value in listed.items()):
                organization_changed.send(Organization, organization_ids=[self.pk])

    def clean(self) -> None:
        """A domain that many share is nobody's own; what is left is kept as it is registered."""
        if self.domain:
            own = own_domain(self.domain)
            if own is None:
                raise ValidationError({"domain": "This is not a domain that one organization can own alone."})
            self.domain = own

    @property
    def standing(self) -> str:
        """What tells it from others of its name, in words."""
        if self.is_verified:
            return "verified"
        return "founded here, not verified" if self.origin == self.Origin.FOUNDED else "known from public postings"


class OrganizationAlias(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta:
        verbose_name_plural = "organization aliases"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)


class MembershipRole(models.TextChoices):
    OWNER = "owner", "Owner"
    RECRUITER = "recruiter", "Recruiter"
    VIEWER = "viewer", "Viewer"


# Members who may write, and are told by mail what happens to postings; a viewer only looks.
EDITING_ROLES = frozenset({MembershipRole.OWNER, MembershipRole.RECRUITER})


class Membership(models.Model):
    Role = MembershipRole

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.RECRUITER)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="membership_once_per_organization"),
            one_of("role", MembershipRole, name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.organization}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime | None = None) -> Self:
        return self.filter(expires_at__gt=now or timezone.now())


class Invitation(models.Model):
    """An owner asks an address to join. The row goes when it is accepted or taken back; the link is stored as a hash."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=MembershipRole)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sent_invitations")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(db_index=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint("organization", Lower("email"), name="invitation_once_per_address"),
            one_of("role", MembershipRole, name="invitation_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.organization}"


class OrganizationClaimState(models.TextChoices):
    OPEN = "open", "Waits for a moderator"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"


class OrganizationClaimQuerySet(models.QuerySet["OrganizationClaim"]):
    def open(self) -> Self:
        return self.filter(state=OrganizationClaim.State.OPEN)


class OrganizationClaim(models.Model):
    """A person asks to act for an organization that is here already. Until it is granted it gives no right at all."""

    State = OrganizationClaimState

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="claims")
    message = models.TextField(blank=True, max_length=1000)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OrganizationClaimQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"], condition=Q(state="open"), name="claim_one_open_per_person"
            ),
            one_of("state", OrganizationClaimState, name="claim_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.organization}"


class PayUnit(models.TextChoices):
    HOUR = "HOUR", "hour"
    DAY = "DAY", "day"
    WEEK = "WEEK", "week"
    MONTH = "MONTH", "month"
    YEAR = "YEAR", "year"


class CandidateSponsorship(models.TextChoices):
    YES = "YES", "I need sponsorship"
    NO = "NO", "I do not need sponsorship"
    UNSAID = "UNSAID", "I would rather not say"


class CandidateAlertFrequency(models.TextChoices):
    INSTANT = "instant", "As they come"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    OFF = "off", "Never"


class Candidate(Revised):
    """What one person looks for. A preference marks; a dealbreaker (``must_have``) excludes."""

    Sponsorship = CandidateSponsorship
    AlertFrequency = CandidateAlertFrequency

    MATCHED_ON = frozenset(
        {
            "willing_to_relocate", "job_location_types", "employment_types", "experience_levels",
            "min_salary", "min_salary_currency", "min_salary_unit", "needs_sponsorship", "authorised_countries",
            "available_from", "must_have", "skills_to_avoid", "titles",
        }
    )  # fmt: skip
    NOT_MATCHED_ON = frozenset({"user", "headline", "alert_frequency", "alert_min_score", "alerts_since", "created_at"})

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="candidate")
    headline = models.CharField(max_length=200, blank=True)
    titles = models.JSONField(default=list, blank=True)
    willing_to_relocate = models.BooleanField(null=True, blank=True)
    job_location_types = models.JSONField(default=list, blank=True)
    employment_types = models.JSONField(default=list, blank=True)
    experience_levels = models.JSONField(default=list, blank=True)
    min_salary = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    min_salary_currency = models.CharField(max_length=3, blank=True)
    min_salary_unit = models.CharField(max_length=5, choices=PayUnit, blank=True)
    needs_sponsorship = models.CharField(max_length=6, choices=Sponsorship, default=Sponsorship.UNSAID)
    authorised_countries = models.JSONField(default=list, blank=True)
    available_from = models.DateField(null=True, blank=True)
    skills_to_avoid = models.JSONField(default=list, blank=True)
    must_have = models.JSONField(default=list, blank=True)
    alert_frequency = models.CharField(max_length=7, choices=AlertFrequency, default=AlertFrequency.WEEKLY)
    alert_min_score = models.PositiveSmallIntegerField(default=70, validators=[MaxValueValidator(100)])
    alerts_since = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    hidden_organizations = models.ManyToManyField(Organization, blank=True, related_name="hidden_by")

    objects = RevisedQuerySet["Candidate"].as_manager()

    class Meta:
        constraints = [
            one_of("needs_sponsorship", CandidateSponsorship, name="candidate_sponsorship_known"),
            one_of("alert_frequency", CandidateAlertFrequency, name="candidate_frequency_known"),
            models.CheckConstraint(
                condition=Q(alert_min_score__lte=100),
                name="candidate_min_score_in_range",
                violation_error_message="A score lies between 0 and 100.",
            ),
            models.CheckConstraint(
                condition=Q(min_salary__isnull=True)
                | (Q(min_salary__gte=0) & ~Q(min_salary_currency="") & ~Q(min_salary_unit="")),
                name="candidate_pay_floor_complete",
                violation_error_message="A pay floor needs a currency and a period.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class CandidatePlace(models.Model):
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="places")
    text = models.CharField(max_length=200)
    geonames_id = models.PositiveIntegerField(null=True, blank=True)
    country_code = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    radius_km = models.PositiveSmallIntegerField(default=50)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "text"], name="candidate_place_once")]

    def __str__(self) -> str:
        return self.text


def resume_path(instance: "Resume", filename: str) -> str:
    """The stored name says nothing about the person; the original name lives in the database only."""
    return f"resumes/{uuid4()}"


class ResumeQuerySet(RevisedQuerySet["Resume"]):
    def primary(self) -> Self:
        return self.filter(is_primary=True, status=Resume.Status.PARSED)


class ResumeStatus(models.TextChoices):
    PARSED = "parsed", "Read"
    FAILED = "failed", "Could not be read"


class Resume(Revised):
    """One resume of a candidate, as text with numbered lines; the facts are read from them each time."""

    Status = ResumeStatus

    MATCHED_ON = frozenset({"text", "status", "is_primary"})
    NOT_MATCHED_ON = frozenset(
        {"uid", "candidate", "title", "file", "filename", "mime", "sha256", "parse_version", "created_at", "flags"}
    )

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="resumes")
    title = models.CharField(max_length=200, blank=True)
    is_primary = models.BooleanField(default=False)
    file = models.FileField(upload_to=resume_path, blank=True)
    filename = models.CharField(max_length=255, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    flags = models.JSONField(default=list, blank=True)
    parse_version = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status, default=Status.PARSED)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ResumeQuerySet.as_manager()

    class Meta:
        ordering = ["-is_primary", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(is_primary=True), name="resume_one_primary_per_candidate"
            ),
            one_of("status", ResumeStatus, name="resume_status_known"),
        ]

    def __str__(self) -> str:
        return self.title or self.filename or f"Resume {self.pk}"

    @property
    def lines(self) -> list[str]:
        """Line 1 is ``lines[0]``; evidence cites these numbers."""
        return self.text.splitlines()


class FactKind(models.TextChoices):
    NAME = "name", "Name"
    EMAIL = "email", "E-mail"
    PHONE = "phone", "Phone"
    HEADLINE = "headline", "Headline"
    ROLE = "role", "Role"
    EDUCATION = "education", "Education"
    SKILL = "skill", "Skill"
    LANGUAGE = "language", "Language"
    CERTIFICATION = "certification", "Certification"
    PUBLICATION = "publication", "Publication"
    AWARD = "award", "Award"
    PROJECT = "project", "Project"
    LINK = "link", "Link"
    AUTHORISATION = "authorisation", "Work authorisation"


class FactAction(models.TextChoices):
    AS_READ = "as_read", "As the resume says"
    CONFIRMED = "confirmed", "Confirmed"
    EDITED = "edited", "Edited"
    ADDED = "added", "Added"
    DELETED = "deleted", "Removed"


class FactCorrection(models.Model):
    """What the owner says of one fact, in every resume of theirs. ``previous`` is what they said before, for undo."""

    Kind = FactKind
    Action = FactAction

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=13, choices=Kind)
    key = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=9, choices=Action)
    value = models.JSONField(default=dict)
    evidence = models.TextField(blank=True)
    previous = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["changed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "kind", "key"], name="fact_corrected_once"),
            one_of("kind", FactKind, name="fact_kind_known"),
            one_of("action", FactAction, name="fact_action_known"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.kind} {self.action}"


class VisitQuerySet(models.QuerySet["Visit"]):
    def alive(self, now: datetime) -> Self:
        return self.filter(expires_at__gt=now)


class Visit(models.Model):
    """What a visitor without an account dropped here, sealed: only the key in their cookie opens it."""

    token_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    objects = VisitQuerySet.as_manager()

    def __str__(self) -> str:
        return f"visit until {self.expires_at:%H:%M}"


class EmailState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    SKIPPED = "skipped", "Nothing left to say"
    FAILED = "failed", "Given up"


class EmailQuerySet(models.QuerySet["Email"]):
    def due(self, now: datetime) -> Self:
        """Letters that may be sent now: those that wait, and those whose sender did not come back within its lease."""
        free = Q(state=Email.State.QUEUED) | Q(state=Email.State.SENDING, lease_until__lt=now)
        return self.filter(free, Q(not_before=None) | Q(not_before__lte=now))

    def waiting(self) -> Self:
        return self.filter(state__in=[Email.State.QUEUED, Email.State.SENDING])


class Email(models.Model):
    """One letter to one address, from the moment it is owed. It is sent at least once, always under the same Message-ID.

    ``context`` is what its templates need and may hold a token; it is emptied once the letter is sent or skipped. A letter
    that was given up keeps it, so that it can be tried again (see ``accounts.outbox.tidy``). ``error`` says why the last
    try failed, or why the letter was not sent after all. Bulk letters go after all others.
    """

    State = EmailState

    kind = models.CharField(max_length=80)
    to = models.EmailField(max_length=254, blank=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="emails")
    context = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    is_bulk = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    give_up_at = models.DateTimeField()
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            one_of("state", EmailState, name="email_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="email_sent_has_time",
                violation_error_message="A sent letter carries the time it was sent.",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "is_bulk", "created_at"], name="email_next"),
            models.Index(fields=["user", "kind", "created_at"], name="email_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"


class SitePage(models.Model):
    """A page of words that the operator writes: terms, privacy, contact."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    body = models.TextField(
        help_text="Plain text. A blank line starts a new paragraph; a line starting with # is a heading."
    )
    position = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """("heading" | "paragraph", text) in reading order."""
        blocks = []
        for block in re.split(r"\n\s*\n", self.body.strip()):
            kind = "heading" if block.startswith("#") else "paragraph"
            blocks.append((kind, block.lstrip("# ").strip()))
        return blocks


class Consent(models.Model):
    """What a person agreed to, or withdrew (``given`` is False), when, in which version of the text. Nothing records one yet."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    given = models.BooleanField()
    text_version = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = [F("created_at").desc()]

    def __str__(self) -> str:
        return f"{self.user}: {self.purpose} {'given' if self.given else 'withdrawn'}"
