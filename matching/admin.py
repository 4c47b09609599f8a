from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from matching.models import Alert, AlertSetting, ProcessedPosting, ProcessedResume, Recipient


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """To look at. Without the row of a sent alert it would be sent again, without a recipient's nobody would know that
    they want no mail.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ProcessedAdmin(ReadOnlyAdmin):
    """What has been processed, and what could not be. "Retry" lets a poisoned object try again."""

    list_filter = ("is_dead", "engine_version")
    exclude = ("features", "compiled")
    actions = ("retry",)

    @admin.action(description="Retry", permissions=["view"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        number = queryset.update(is_dead=False, attempts=0, not_before=None, lease_until=None)
        self.message_user(request, f"{number} will be tried again.")


@admin.register(ProcessedPosting)
class ProcessedPostingAdmin(ProcessedAdmin):
    list_display = ("posting", "processed_revision", "engine_version", "attempts", "is_dead", "last_error")
    list_select_related = ("posting__hiring_organization",)


@admin.register(ProcessedResume)
class ProcessedResumeAdmin(ProcessedAdmin):
    list_display = ("resume_id", "processed_revision", "engine_version", "attempts", "is_dead", "last_error")


@admin.register(Recipient)
class RecipientAdmin(ReadOnlyAdmin):
    list_display = ("email", "confirmed_at", "suppressed_at")
    search_fields = ("email",)
    exclude = ("token",)


@admin.register(AlertSetting)
class AlertSettingAdmin(ReadOnlyAdmin):
    list_display = ("recipient", "saved_search", "next_due_at", "last_letter_at")
    list_select_related = ("recipient", "saved_search")


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "recipient", "posting", "state", "reason")
    list_filter = ("state", "kind")
    list_select_related = ("recipient", "posting__hiring_organization")
