"""What no page of the admin allows."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest


class ReadOnlyInline(admin.TabularInline[Any, Any]):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NoDeletion(admin.ModelAdmin[Any]):
    """Rows that others rest on: they are closed, disabled or settled, never deleted past the services."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


LINKS_ARE_HTTPS: dict[Any, dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}
