"""Rows that others derive from: each change of what matters raises ``revision`` and stamps ``changed_at``.

A derived row stores the revision it has processed; it is stale when that is smaller. The bump happens where the row is
written, in ``save()`` and in ``QuerySet.update()`` (``bulk_update`` goes through it), so no path can forget it.
"""

from collections.abc import Collection
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F
from django.utils import timezone

M = TypeVar("M", bound="Revised", covariant=True)


class RevisedQuerySet(models.QuerySet[M]):
    def update(self, **fields: Any) -> int:
        if self.model.MATCHED_ON & fields.keys():
            fields.setdefault("revision", F("revision") + 1)
            fields.setdefault("changed_at", timezone.now())
        return super().update(**fields)

    update.alters_data = True  # type: ignore[attr-defined]

    def bump(self) -> int:
        """For services that changed child rows: everything derived from these rows becomes stale."""
        return super().update(revision=F("revision") + 1, changed_at=timezone.now())


class Revised(models.Model):
    """``MATCHED_ON`` and ``NOT_MATCHED_ON`` together name every concrete field but the bookkeeping ones."""

    MATCHED_ON: ClassVar[frozenset[str]] = frozenset()
    NOT_MATCHED_ON: ClassVar[frozenset[str]] = frozenset()

    revision = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        update_fields = kwargs.get("update_fields")
        read = getattr(self, "_read", None)
        now = self._matched_values()
        if update_fields is not None:
            names = {self._meta.get_field(name).attname for name in update_fields}  # type: ignore[union-attr]
            now = {name: value for name, value in now.items() if name in names}
        changed = not self._state.adding and (
            read is None or any(name not in read or read[name] != value for name, value in now.items())
        )
        if changed:
            self.revision = F("revision") + 1  # in SQL, never from a value read earlier
            self.changed_at = timezone.now()
            if update_fields is not None:
                kwargs["update_fields"] = {*update_fields, "revision", "changed_at"}
        elif not self._state.adding and update_fields is None:
            # An untouched row must not write back a revision that another writer has raised meanwhile.
            kwargs["update_fields"] = {
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.attname in self.__dict__
            } - {"revision", "changed_at"}
        super().save(*args, **kwargs)
        if changed:
            self.refresh_from_db(fields=["revision"])
        self._remember()

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:  # type: ignore[override]
        instance = super().from_db(db, field_names, values)
        instance._remember()
        return instance

    def _matched_values(self) -> dict[str, Any]:
        loaded = self.__dict__
        attnames = (self._meta.get_field(name).attname for name in self.MATCHED_ON)  # type: ignore[union-attr]
        return {name: loaded[name] for name in attnames if name in loaded}

    def _remember(self) -> None:
        self._read = self._matched_values()
