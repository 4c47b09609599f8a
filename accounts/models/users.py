"""Who has an account, and what they agreed to."""

from typing import Any, ClassVar
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Lower
from django.utils import timezone


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
    # Stands for the person in the audit log, and leads nowhere once the account is deleted.
    pseudonym = models.UUIDField(default=uuid4, unique=True, editable=False)

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
                candidates = apps.get_model("accounts", "Candidate").objects  # its module rests on this one
                candidates.get_or_create(user_id=self.pk)  # by id: the user keeps no copy that grows old


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
