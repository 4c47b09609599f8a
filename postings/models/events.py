"""The audit log: what was done, by whom and why. Nothing in it is ever changed or deleted (see docs/decisions/027).

An event holds no words about people: who acted and whom it concerns are pseudonyms, which lead nowhere once the account is
deleted. Reasons and values stand in ``ModerationWords``, out of which people who leave are taken; each such step is an event
itself. ``ModerationSeal`` ties the events together.
"""

import secrets
from typing import Any, Never, TypeVar

from django.db import models
from django.utils import timezone

from accounts.constraints import one_of
from accounts.models import Organization, User
from postings.chain import promise_of
from postings.models.posting import JobPosting

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[Row]):
    def update(self, **_: Any) -> Never:
        raise TypeError("The audit log is append-only.")

    def delete(self) -> Never:
        raise TypeError("The audit log is append-only.")


class AppendOnly(models.Model):
    """Rows that are added and then stay as they are. The database refuses the rest, too (see ``postings.triggers``)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The audit log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise TypeError("The audit log is append-only.")


class ModerationEventManager(models.Manager["ModerationEvent"]):
    def get_queryset(self) -> AppendOnlyQuerySet["ModerationEvent"]:
        """With their words: nearly whoever reads an event reads them."""
        return AppendOnlyQuerySet(self.model, using=self._db).select_related("words")


class ModerationEventAction(models.TextChoices):
    SUBMIT = "submit", "Submitted"
    PUBLISH = "publish", "Published"
    REJECT = "reject", "Rejected"
    CLOSE = "close", "Closed"
    REOPEN = "reopen", "Reopened"
    REMOVE = "remove", "Removed"
    EDIT = "edit", "Edited"
    FLAG = "flag", "Flagged"
    PROPOSE = "propose", "Change proposed"
    ACCEPT = "accept", "Change accepted"
    REFUSE = "refuse", "Change refused"
    WITHDRAW = "withdraw", "Change withdrawn"
    ASK = "ask", "Question sent to the employer"
    UNDO = "undo", "Decision taken back"
    SETTLE_REPORT = "settle_report", "Report settled"
    VIEW_RESUME = "view_resume", "Resume looked at"
    EXPORT = "export", "Exported"
    BAN = "ban", "Banned"
    LIFT_BAN = "lift_ban", "Ban lifted"
    ORGANIZATION = "organization", "Organization changed"
    REDACT = "redact", "People taken out of the words"


class ModerationEvent(AppendOnly):
    """One thing that was done. A null actor is the system.

    ``posting``, ``organization`` and ``person`` say what it was done to, as far as it concerns one. ``batch`` is shared by
    what one click did to many postings. ``redacts`` names the event whose words were changed by this one.
    """

    Action = ModerationEventAction
    # What the chain covers of an event.
    SEALED = (
        "id", "posting_id", "organization_id", "person_id", "actor_id", "action", "batch", "redacts_id", "promise",
        "created_at",
    )  # fmt: skip

    posting = models.ForeignKey(
        JobPosting, models.DO_NOTHING, null=True, blank=True, related_name="moderation_events", db_constraint=False
    )
    organization = models.ForeignKey(
        Organization, models.DO_NOTHING, null=True, blank=True, related_name="moderation_events", db_constraint=False
    )
    person = models.ForeignKey(
        User, models.DO_NOTHING, to_field="pseudonym", null=True, blank=True, related_name="+", db_constraint=False
    )
    actor = models.ForeignKey(
        User, models.DO_NOTHING, to_field="pseudonym", null=True, blank=True, related_name="+", db_constraint=False
    )
    action = models.CharField(max_length=20, choices=Action)
    batch = models.UUIDField(null=True, blank=True, db_index=True)
    redacts = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, blank=True, related_name="redactions", db_constraint=False
    )
    promise = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ModerationEventManager()

    class Meta:
        ordering = ["-id"]
        constraints = [one_of("action", ModerationEventAction, name="moderation_action_known")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def _said(self) -> "ModerationWords":
        """Empty where somebody has deleted them past the database; ``verify_audit`` says so."""
        return self.words if hasattr(self, "words") else ModerationWords()

    @property
    def reason(self) -> str:
        return self._said.reason

    @property
    def before(self) -> dict[str, Any]:
        before: dict[str, Any] = self._said.before
        return before

    @property
    def after(self) -> dict[str, Any]:
        after: dict[str, Any] = self._said.after
        return after

    @property
    def sealed_part(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.SEALED}


class ModerationWordsQuerySet(AppendOnlyQuerySet["ModerationWords"]):
    def put(self, event_id: int, **words: Any) -> None:
        """To be called by ``postings.events.redact`` alone, which notes it first: without that the database refuses."""
        super(AppendOnlyQuerySet, self.filter(pk=event_id)).update(**words)


class ModerationWords(AppendOnly):
    """Why an event happened, and what was there before and after it. ``salt`` keeps its promise from being guessed."""

    event = models.OneToOneField(
        ModerationEvent, models.DO_NOTHING, primary_key=True, related_name="words", db_constraint=False
    )
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    salt = models.CharField(max_length=32, editable=False)

    objects = ModerationWordsQuerySet.as_manager()

    def __str__(self) -> str:
        return self.reason or ", ".join(dict.fromkeys([*self.before, *self.after]))

    @property
    def promise(self) -> str:
        return promise_of(self.salt, self.reason, self.before, self.after)

    @staticmethod
    def new_salt() -> str:
        return secrets.token_hex(16)


class ModerationSeal(AppendOnly):
    """The place of an event in the chain. Two who seal at once cannot fork it: one place holds one event."""

    position = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField(ModerationEvent, models.DO_NOTHING, related_name="seal", db_constraint=False)
    digest = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet["ModerationSeal"].as_manager()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position}: {self.digest[:12]}"
