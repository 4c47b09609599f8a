from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import outbox
from accounts.models import Candidate, Email, Membership, Organization, OrganizationAlias, Resume, SitePage, User


@admin.register(User)
class UserAdmin(StockUserAdmin[Any]):
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active", "date_joined")
    search_fields = ("email", "name")
    fieldsets = (
        (None, {"fields": ("email", "password", "name")}),
        ("Rights", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "password1", "password2")}),)


class MembershipInline(admin.TabularInline[Membership, Organization]):
    model = Membership
    extra = 0
    autocomplete_fields = ("user",)


class AliasInline(admin.TabularInline[OrganizationAlias, Organization]):
    model = OrganizationAlias
    extra = 0


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin[Organization]):
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ("name", "url", "is_verified", "is_blocked")
    list_filter = ("is_verified", "is_blocked")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (MembershipInline, AliasInline)


@admin.register(Email)
class EmailAdmin(admin.ModelAdmin[Email]):
    """Letters, without what they say: that may hold a link by which somebody signs in."""

    list_display = ("created_at", "kind", "to", "state", "attempts", "not_before", "sent_at", "error")
    list_filter = ("state", "kind")
    search_fields = ("to",)
    exclude = ("context",)
    actions = ("retry",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Email | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Email | None = None) -> bool:
        return False

    @admin.action(description="Retry", permissions=["retry"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Email]) -> None:
        self.message_user(request, f"{outbox.retry(queryset)} of {queryset.count()} will be tried again.")

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Whoever may change letters may send them again, though the form itself is read-only."""
        return request.user.has_perm("accounts.change_email")


@admin.register(SitePage)
class SitePageAdmin(admin.ModelAdmin[SitePage]):
    list_display = ("title", "slug", "updated_at")


@admin.register(Candidate)
class CandidateAdmin(admin.ModelAdmin[Candidate]):
    """Who looks for work, without what their resume says: reading that needs a reason, not a click."""

    list_display = ("user", "alert_frequency", "created_at")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    fields = ("user", "alert_frequency", "alert_min_score", "created_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Resume)
class ResumeAdmin(admin.ModelAdmin[Resume]):
    list_display = ("uid", "candidate", "is_primary", "status", "created_at")
    list_select_related = ("candidate__user",)
    fields = ("uid", "candidate", "is_primary", "status", "parse_version", "created_at", "revision")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
