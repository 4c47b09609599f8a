from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts import bans, claims, outbox, resumes, services, team
from accounts.autocomplete import KeyedSelect
from accounts.models import (
    Ban,
    Candidate,
    Email,
    Membership,
    Organization,
    OrganizationAlias,
    OrganizationClaim,
    Resume,
    SitePage,
    User,
)
from accounts.organizations import shares_name
from accounts.signals import organization_decided


class DeletedWhole(admin.ModelAdmin[Any]):
    """Rows that go with all that rests on them. That needs no right of its own, or nobody who has asked for an
    organization could go.
    """

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        gone, counts, _rights_needed, protected = super().get_deleted_objects(objs, request)
        return gone, counts, set(), protected


@admin.register(User)
class UserAdmin(DeletedWhole, StockUserAdmin[Any]):
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active", "date_joined")
    search_fields = ("email", "name")
    fieldsets = (
        (None, {"fields": ("email", "password", "name")}),
        ("Rights", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
        ("In the audit log", {"fields": ("pseudonym",)}),
    )
    readonly_fields = ("pseudonym",)
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "password1", "password2")}),)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.delete_account(obj)


class MembershipInline(admin.TabularInline[Membership, Organization]):
    """Who belongs to it, to look at: people come by invitation or claim, and go through ``MembershipAdmin``."""

    model = Membership
    extra = 0
    can_delete = False
    fields = ("user", "role", "created_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AliasInline(admin.TabularInline[OrganizationAlias, Organization]):
    model = OrganizationAlias
    extra = 0


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin[Organization]):
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ("name", "standing", "domain", "is_verified", "is_blocked", "name_is_shared")
    list_filter = ("origin", "is_verified", "is_blocked")
    search_fields = ("name", "domain")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("origin", "orphaned_at")
    inlines = (MembershipInline, AliasInline)
    TRACED = ("name", "slug", "domain", "url", "is_verified", "is_blocked")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        return super().get_queryset(request).annotate(shares_name=shares_name())

    def save_model(self, request: HttpRequest, obj: Organization, form: Any, change: bool) -> None:
        """With a trace of what has changed in who it is and what it may do."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            changed = [name for name in form.changed_data if name in self.TRACED]
            if changed or not change:
                organization_decided.send(
                    Organization,
                    organization=obj,
                    actor=request.user,
                    before={name: form.initial.get(name) for name in changed},
                    after={name: form.cleaned_data[name] for name in changed or self.TRACED},
                    reason="",
                )

    @admin.display(description="name is shared", boolean=True)
    def name_is_shared(self, organization: Organization) -> bool:
        return bool(organization.shares_name)  # type: ignore[attr-defined]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin[Membership]):
    list_display = ("organization", "user", "role", "created_at")
    list_filter = ("role",)
    list_select_related = ("organization", "user")
    search_fields = ("organization__name", "user__email")
    actions = ("remove_selected",)

    @admin.action(description="Take out of the organization", permissions=["delete"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for membership in queryset.order_by("pk"):
            try:
                team.remove_by_moderator(membership, actor=request.user)  # type: ignore[arg-type]
            except ValidationError as error:  # closing one down has taken several of the chosen at once
                self.message_user(request, " ".join(error.messages), messages.WARNING)
            else:
                self.message_user(request, f"{membership.user} does not belong to {membership.organization} any more.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        team.remove_by_moderator(obj, actor=request.user)  # type: ignore[arg-type]


@admin.register(OrganizationClaim)
class OrganizationClaimAdmin(admin.ModelAdmin[OrganizationClaim]):
    """The queue of those who ask to act for an organization: what waits first, the oldest first."""

    list_display = ("organization", "user", "confirmed_addresses", "to_look_at", "state", "created_at")
    list_filter = ("state",)
    list_select_related = ("organization", "user")
    ordering = (models.Case(models.When(state="open", then=0), default=1), "created_at")
    search_fields = ("organization__name", "user__email")
    fields = (
        "organization", "user", "confirmed_addresses", "to_look_at", "message", "state", "reason", "decided_by", "decided_at",
        "created_at",
    )  # fmt: skip
    readonly_fields = fields
    actions = ("grant_selected", "refuse_selected")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrganizationClaim]:
        rows = super().get_queryset(request).annotate(shares_name=shares_name("organization"))
        return rows.prefetch_related("user__emailaddress_set", "organization__memberships")

    @admin.display(description="confirmed addresses")
    def confirmed_addresses(self, claim: OrganizationClaim) -> str:
        rows = claim.user.emailaddress_set.all()  # type: ignore[attr-defined]
        return ", ".join(row.email for row in rows if row.verified) or "none"

    @admin.display(description="to look at")
    def to_look_at(self, claim: OrganizationClaim) -> str:
        organization = claim.organization
        notes = [organization.standing, f"own domain: {organization.domain or 'not known'}"]
        if organization.is_blocked:
            notes.append("blocked")
        if organization.memberships.all():
            notes.append("has members")
        if organization.orphaned_at:
            notes.append("its members have left")
        if claim.shares_name:  # type: ignore[attr-defined]
            notes.append("another organization has this name")
        return "; ".join(notes)

    @admin.action(description="Grant with a reason", permissions=["change"])
    def grant_selected(self, request: HttpRequest, queryset: QuerySet[OrganizationClaim]) -> HttpResponse | None:
        return self._decide(request, queryset, "grant_selected", "Grant", granted=True)

    @admin.action(description="Refuse with a reason", permissions=["change"])
    def refuse_selected(self, request: HttpRequest, queryset: QuerySet[OrganizationClaim]) -> HttpResponse | None:
        return self._decide(request, queryset, "refuse_selected", "Refuse", granted=False)

    def _decide(
        self, request: HttpRequest, queryset: QuerySet[OrganizationClaim], action: str, verb: str, *, granted: bool
    ) -> HttpResponse | None:
        reason = request.POST.get("reason", "").strip()
        if not reason:
            context = {
                **self.admin_site.each_context(request),
                "title": f"{verb} {queryset.count()} request(s)",
                "rows": queryset,
                "recipient": "the person who asks",
                "action": action,
                "verb": verb,
                "opts": self.model._meta,
                "asked": "reason" in request.POST,
            }
            return TemplateResponse(request, "admin/reason.html", context)
        for claim in queryset:
            try:
                claims.decide_claim(claim, granted=granted, reason=reason, actor=request.user)  # type: ignore[arg-type]
            except ValidationError as error:
                self.message_user(request, f"{claim}: {' '.join(error.messages)}", messages.WARNING)
            except PermissionDenied:
                self.message_user(request, f"{claim}: another moderator has to decide on this.", messages.WARNING)
            else:
                self.message_user(request, f"{claim}: decided, and the reason is mailed.")
        return None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # who goes, goes as a whole: see UserAdmin


@admin.register(Resume)
class ResumeAdmin(DeletedWhole):
    list_display = ("uid", "candidate", "is_primary", "status", "created_at")
    list_select_related = ("candidate__user",)
    fields = ("uid", "candidate", "is_primary", "status", "parse_version", "created_at", "revision")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Resume) -> None:
        resumes.delete_resume(obj)


class EndedBanFilter(admin.SimpleListFilter):
    """What is in force, unless one asks for more."""

    title = "in force"
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("all", "All")]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": "In force"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() else queryset.filter(pk__in=Ban.objects.active().values("pk"))


class BanForm(forms.ModelForm[Ban]):
    """What a ban may be is said by the service; the form only shows it."""

    FIELDS = ("kind", "user", "organization", "value", "reason", "expires_at")

    expires_at = forms.DateTimeField(
        label="Until", required=False, help_text="Empty: without end.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    class Meta:
        model = Ban
        fields = ("kind", "user", "organization", "value", "reason", "expires_at")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.instance.pk:
            values: dict[str, Any] = {name: data.get(name) for name in self.FIELDS}
            bans.checked(**values, actor=None)
        return data


@admin.register(Ban)
class BanAdmin(admin.ModelAdmin[Ban]):
    """Who and what may not post or apply. A ban is added and lifted, never changed: it is told to whom it concerns."""

    form = BanForm
    list_display = ("__str__", "kind", "reason", "created_by", "created_at", "expires_at", "is_in_force")
    list_filter = ("kind", EndedBanFilter)
    list_select_related = ("user", "organization", "created_by")
    search_fields = ("user__email", "organization__name", "value", "reason")
    autocomplete_fields = ("user", "organization")
    show_full_result_count = False
    actions = ("lift_selected",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        options["widget"] = KeyedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_readonly_fields(self, request: HttpRequest, obj: Ban | None = None) -> Any:
        return (
            ("kind", "user", "organization", "value", "reason", "created_by", "created_at", "expires_at", "lifted_at")
            if obj
            else ()
        )

    def get_fields(self, request: HttpRequest, obj: Ban | None = None) -> Any:
        return self.get_readonly_fields(request, obj) or BanForm.FIELDS

    @admin.display(description="in force", boolean=True)
    def is_in_force(self, row: Ban) -> bool:
        return row.is_active

    def save_model(self, request: HttpRequest, obj: Ban, form: Any, change: bool) -> None:
        if not change:
            actor: Any = request.user
            obj.pk = bans.ban(**{name: form.cleaned_data[name] for name in BanForm.FIELDS}, actor=actor).pk

    @admin.action(description="Lift", permissions=["change"])
    def lift_selected(self, request: HttpRequest, queryset: QuerySet[Ban]) -> None:
        for row in queryset.select_related("user", "organization"):
            try:
                bans.lift(row, actor=request.user)  # type: ignore[arg-type]
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.WARNING)
            else:
                self.message_user(request, f"{row} is banned no more.")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
