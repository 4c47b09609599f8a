"""Who hires, and the names by which they are known."""

import re
import unicodedata
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.constraints import one_of
from accounts.domains import own_domain
from accounts.models.users import User
from accounts.signals import organization_changed


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


def logo_path(instance: "Organization", filename: str) -> str:
    """The stored name says nothing; what kind of image it is says its ending."""
    return f"logos/{uuid4()}.{filename.rpartition('.')[2]}"


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
    # The paragraphs that its postings repeat about it, and up to which change of theirs they were read.
    about = models.JSONField(default=list, blank=True, editable=False)
    about_read_at = models.DateTimeField(null=True, blank=True, editable=False)
    backers = models.JSONField(default=list, blank=True)
    same_as = models.JSONField(default=list, blank=True)
    benefits = models.JSONField(default=list, blank=True)
    logo = models.FileField(upload_to=logo_path, blank=True)
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
