"""Postings, and those that await moderation."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from accounts.organizations import shares_name
from postings import editing, services
from postings.admin.actions import ask_reason, do_each
from postings.admin.restrictions import LINKS_ARE_HTTPS, NoDeletion, ReadOnlyInline
from postings.comparing import StaleEditError
from postings.forms import ModerationForm, NewPostingForm
from postings.models import JobPosting, ModerationEvent, PendingPosting, PostingItem


class ModerationEventInline(ReadOnlyInline):
    model = ModerationEvent
    fields = ("created_at", "action", "actor", "reason", "old_and_new")
    readonly_fields = fields

    @admin.display(description="old and new")
    def old_and_new(self, event: ModerationEvent) -> str:
        names = dict.fromkeys([*event.before, *event.after])
        return "\n".join(f"{name}: {event.before.get(name, '')} → {event.after.get(name, '')}" for name in names)


class OrganizationSelect(AutocompleteSelect):
    """Shows nothing chosen where what was sent names no organization. Django's own raises on what is no number."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [key for key in value if self._names_organization(key)], attr)

    def _names_organization(self, key: str) -> bool:
        try:
            return self.choices.field.to_python(key) is not None
        except ValidationError:
            return False


@admin.register(JobPosting)
class JobPostingAdmin(NoDeletion):
    formfield_overrides = LINKS_ARE_HTTPS
    list_display = ["title", "hiring_organization", "state_label", "origin", "date_posted", "first_seen_at", "on_site"]
    list_filter = ["status", "origin", "job_location_type"]
    list_select_related = ("hiring_organization",)
    search_fields = ("title", "hiring_organization__name", "uid")
    show_full_result_count = False
    actions = ["submit_selected", "publish_selected", "reject_selected", "close_selected", "remove_selected"]
    change_form_template = "admin/postings/posting.html"
    inlines = (ModerationEventInline,)
    fields = (
        "title", "hiring_organization", "state_label", "raw_text", "requirement_rows", "conflict_notes", "facts_read",
        "locations", "job_location_type", "valid_through", "apply_url", "apply_email", "moderation_note",
        "closing_reason", "seen",
    )  # fmt: skip
    readonly_fields = ("state_label", "requirement_rows", "conflict_notes", "facts_read", "hiring_organization")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("hiring_organization")

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
        return "\n".join(note["message"] for note in posting.reading.conflicts) or "none"

    @admin.display(description="facts read")
    def facts_read(self, posting: JobPosting) -> str:
        return "\n".join(f"{name}: {fact['raw']}" for name, fact in posting.reading.facts.items()) or "none"

    def get_fields(self, request: HttpRequest, obj: JobPosting | None = None) -> Any:
        return self.fields if obj else ("hiring_organization", "raw_text")

    def get_readonly_fields(self, request: HttpRequest, obj: JobPosting | None = None) -> Any:
        return self.readonly_fields if obj else ()

    def get_form(
        self, request: HttpRequest, obj: JobPosting | None = None, change: bool = False, **options: Any
    ) -> Any:
        refusal = getattr(request, "refusal", "")
        if obj is not None:
            return type("ModerationForm", (ModerationForm,), {"refusal": refusal})
        form = type("NewPostingForm", (NewPostingForm,), {"refusal": refusal})
        form.base_fields["hiring_organization"].widget = OrganizationSelect(  # type: ignore[attr-defined]
            JobPosting._meta.get_field("hiring_organization"),
            self.admin_site,
        )
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """What a service refuses is said in the form, which keeps what was typed; nothing is written then."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (ValidationError, StaleEditError) as error:
            refusal = error if isinstance(error, ValidationError) else str(error)
            request.refusal = refusal  # type: ignore[attr-defined]
            context = {
                **(extra_context or {}),
                "differences": getattr(error, "differences", ()),
                "form_id": f"{self.opts.model_name}_form",
            }
            return super().changeform_view(request, object_id, form_url, context)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> JobPosting:
        if change:
            posting: JobPosting = form.instance
            return posting
        return services.create_posting(
            form.cleaned_data["hiring_organization"],
            form.cleaned_data["raw_text"],
            actor=request.user,  # type: ignore[arg-type]
            origin=JobPosting.Origin.ADMIN,
        )

    def save_model(self, request: HttpRequest, obj: JobPosting, form: Any, change: bool) -> None:
        if not change:
            return  # the service has written it
        edits, text, notes = form.edits(), form.text, form.notes
        actor: Any = request.user
        if edits.values or edits.forget or text is not None:
            editing.edit_posting(obj, text, edits=edits, actor=actor, seen=form.was_seen)
        if notes:
            editing.annotate(obj, notes, actor=actor, seen=form.was_seen)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The services have written all rows; the events below the form are only shown."""
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    @admin.action(description="Submit for review", permissions=["change"])
    def submit_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> None:
        do_each(self, request, queryset, lambda p: services.submit(p, actor=request.user), "submitted")  # type: ignore[arg-type]

    @admin.action(description="Publish", permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> None:
        do_each(self, request, queryset, lambda p: services.publish(p, actor=request.user), "published")  # type: ignore[arg-type]

    @admin.action(description="Reject with a reason", permissions=["change"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> HttpResponse | None:
        return ask_reason(
            self, request, queryset, "reject_selected", "Reject",
            lambda p, reason: services.reject(p, reason=reason, actor=request.user), "rejected",  # type: ignore[arg-type]
        )  # fmt: skip

    @admin.action(description="Close", permissions=["change"])
    def close_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> None:
        do_each(self, request, queryset, lambda p: services.close(p, actor=request.user), "closed")  # type: ignore[arg-type]

    @admin.action(description="Remove with a reason", permissions=["change"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> HttpResponse | None:
        return ask_reason(
            self, request, queryset, "remove_selected", "Remove",
            lambda p, reason: services.remove(p, reason=reason, actor=request.user), "removed",  # type: ignore[arg-type]
        )  # fmt: skip


@admin.register(PendingPosting)
class PendingPostingAdmin(JobPostingAdmin):
    """The queue: oldest first, so nobody waits longest unseen."""

    list_display = ["title", "hiring_organization", "origin", "created_at", "flags", "on_site"]
    list_filter = ["origin"]
    ordering = ("created_at",)
    actions = ["publish_selected", "reject_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        pending = PendingPosting.objects.awaiting_moderation().select_related("hiring_organization", "reading")
        return pending.annotate(shares_name=shares_name("hiring_organization"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="to look at")
    def flags(self, posting: JobPosting) -> str:
        contradictions = len(posting.reading.conflicts)
        flags = [f"{contradictions} contradictions"] if contradictions else []
        if not posting.hiring_organization.is_verified:
            flags.append("organization not verified")
        if posting.shares_name:  # type: ignore[attr-defined]
            flags.append("another organization has this name")
        return ", ".join(flags)
