"""Moderation in the stock admin. Every action calls the same verb as the page and the API, and says what it refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html

from accounts.organizations import shares_name
from postings import services
from postings.lifecycle import IllegalTransitionError
from postings.models import (
    JobPosting,
    ModerationEvent,
    PendingPosting,
    PostingItem,
    Report,
    Skill,
    SkillCandidate,
    Source,
    SourceRun,
)
from postings.writing import Edits


class ReadOnlyInline(admin.TabularInline[Any, Any]):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ModerationEventInline(ReadOnlyInline):
    model = ModerationEvent
    fields = ("created_at", "action", "actor", "reason")
    readonly_fields = fields


LINKS_ARE_HTTPS: dict[Any, dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}


@admin.register(JobPosting)
class JobPostingAdmin(admin.ModelAdmin[JobPosting]):
    formfield_overrides = LINKS_ARE_HTTPS
    list_display = ["title", "hiring_organization", "state_label", "origin", "date_posted", "first_seen_at", "on_site"]
    list_filter = ["status", "origin", "job_location_type"]
    list_select_related = ("hiring_organization",)
    search_fields = ("title", "hiring_organization__name", "uid")
    autocomplete_fields = ("hiring_organization",)
    show_full_result_count = False
    actions = ["publish_selected", "reject_selected", "close_selected", "remove_selected"]
    inlines = (ModerationEventInline,)
    fields = (
        "title", "hiring_organization", "state_label", "raw_text", "requirement_rows", "conflict_notes", "facts_read",
        "job_location_type", "valid_through", "apply_url", "moderation_note", "closing_reason",
    )  # fmt: skip
    readonly_fields = ("state_label", "requirement_rows", "conflict_notes", "facts_read", "hiring_organization")

    @admin.display(description="page")
    def on_site(self, posting: JobPosting) -> str:
        return format_html('<a href="{}">view</a>', posting.get_absolute_url())

    @admin.display(description="requirements read")
    def requirement_rows(self, posting: JobPosting) -> str:
        rows = PostingItem.objects.filter(section__posting=posting, kind="requirement").order_by(
            "section__position", "position"
        )
        return "\n".join(f"[{row.importance}] {row.text}" for row in rows) or "none"

    @admin.display(description="contradictions")
    def conflict_notes(self, posting: JobPosting) -> str:
        return "\n".join(note["message"] for note in posting.conflicts) or "none"

    @admin.display(description="facts read")
    def facts_read(self, posting: JobPosting) -> str:
        return "\n".join(f"{name}: {fact['raw']}" for name, fact in posting.facts.items()) or "none"

    def save_model(self, request: HttpRequest, obj: JobPosting, form: Any, change: bool) -> None:
        if "raw_text" in form.changed_data:
            services.edit_posting(obj, obj.raw_text, edits=Edits(), actor=request.user)  # type: ignore[arg-type]
        else:
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _each(
        self, request: HttpRequest, queryset: QuerySet[JobPosting], verb: Callable[[JobPosting], Any], done: str
    ) -> None:
        worked, refused = 0, 0
        for posting in queryset.select_related("hiring_organization"):
            try:
                verb(posting)
                worked += 1
            except IllegalTransitionError:
                refused += 1
        if worked:
            self.message_user(request, f"{worked} {done}.")
        if refused:
            self.message_user(request, f"{refused} refused: not in a state that allows it.", messages.WARNING)

    @admin.action(description="Publish", permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> None:
        self._each(request, queryset, lambda p: services.publish(p, actor=request.user), "published")  # type: ignore[arg-type]

    @admin.action(description="Reject with a reason", permissions=["change"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> HttpResponse | None:
        return self._with_reason(
            request, queryset, "reject_selected", "Reject",
            lambda p, reason: services.reject(p, reason=reason, actor=request.user), "rejected",  # type: ignore[arg-type]
        )  # fmt: skip

    @admin.action(description="Close", permissions=["change"])
    def close_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> None:
        self._each(request, queryset, lambda p: services.close(p, actor=request.user), "closed")  # type: ignore[arg-type]

    @admin.action(description="Remove with a reason", permissions=["change"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> HttpResponse | None:
        return self._with_reason(
            request, queryset, "remove_selected", "Remove",
            lambda p, reason: services.remove(p, reason=reason, actor=request.user), "removed",  # type: ignore[arg-type]
        )  # fmt: skip

    def _with_reason(
        self,
        request: HttpRequest,
        queryset: QuerySet[JobPosting],
        action: str,
        title: str,
        verb: Callable[[JobPosting, str], Any],
        done: str,
    ) -> HttpResponse | None:
        reason = request.POST.get("reason", "").strip()
        if reason:
            self._each(request, queryset, lambda posting: verb(posting, reason), done)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": f"{title} {queryset.count()} posting(s)",
            "postings": queryset.select_related("hiring_organization"),
            "action": action,
            "verb": title,
            "opts": self.model._meta,
            "asked": "reason" in request.POST,
        }
        return TemplateResponse(request, "admin/postings/reason.html", context)


@admin.register(PendingPosting)
class PendingPostingAdmin(JobPostingAdmin):
    """The queue: oldest first, so nobody waits longest unseen."""

    list_display = ["title", "hiring_organization", "origin", "created_at", "flags", "on_site"]
    list_filter = ["origin"]
    ordering = ("created_at",)
    actions = ["publish_selected", "reject_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return PendingPosting.objects.awaiting_moderation().annotate(shares_name=shares_name("hiring_organization"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="to look at")
    def flags(self, posting: JobPosting) -> str:
        found = [f"{len(posting.conflicts)} contradictions"] if posting.conflicts else []
        if not posting.hiring_organization.is_verified:
            found.append("organization not verified")
        if posting.shares_name:  # type: ignore[attr-defined]
            found.append("another organization has this name")
        return ", ".join(found)


@admin.register(ModerationEvent)
class ModerationEventAdmin(admin.ModelAdmin[ModerationEvent]):
    list_display = ("created_at", "action", "posting", "actor", "reason")
    list_filter = ("action",)
    list_select_related = ("posting__hiring_organization", "actor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin[Report]):
    list_display = ("created_at", "reason", "posting", "state")
    list_filter = ("state", "reason")
    list_select_related = ("posting__hiring_organization",)
    readonly_fields = ("posting", "reporter", "reporter_hash", "reason", "detail", "created_at")


@admin.register(Skill)
class SkillAdmin(admin.ModelAdmin[Skill]):
    list_display = ("name", "slug", "kind", "status", "origin")
    list_filter = ("kind", "status", "origin")
    search_fields = ("name", "slug")


@admin.register(SkillCandidate)
class SkillCandidateAdmin(admin.ModelAdmin[SkillCandidate]):
    list_display = ("text", "count")
    search_fields = ("text",)


class SourceRunInline(ReadOnlyInline):
    model = SourceRun
    fields = ("started_at", "finished_at", "outcome", "counts", "error")
    readonly_fields = fields


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin[Source]):
    formfield_overrides = LINKS_ARE_HTTPS
    list_display = ("name", "kind", "token", "is_enabled", "consecutive_failures")
    list_filter = ("kind", "is_enabled")
    inlines = (SourceRunInline,)
