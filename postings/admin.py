"""Moderation in the stock admin. Every action calls the same verb as the page and the API, and says what it refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from accounts.organizations import shares_name
from postings import editing, reports, services
from postings.comparing import Seen, StaleEditError, prints_of
from postings.forms import ModerationForm, NewPostingForm
from postings.lifecycle import IllegalTransitionError
from postings.models import (
    JobPosting,
    ModerationEvent,
    PendingPosting,
    PostingItem,
    ProposedRevision,
    Report,
    Skill,
    SkillCandidate,
    Source,
    SourceRun,
)


class ReadOnlyInline(admin.TabularInline[Any, Any]):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ModerationEventInline(ReadOnlyInline):
    model = ModerationEvent
    fields = ("created_at", "action", "actor", "reason", "old_and_new")
    readonly_fields = fields

    @admin.display(description="old and new")
    def old_and_new(self, event: ModerationEvent) -> str:
        names = dict.fromkeys([*event.before, *event.after])
        return "\n".join(f"{name}: {event.before.get(name, '')} → {event.after.get(name, '')}" for name in names)


class NoDeletion(admin.ModelAdmin[Any]):
    """Rows that others rest on: they are closed, disabled or settled, never deleted past the services."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


LINKS_ARE_HTTPS: dict[Any, dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}


def do_each(
    model_admin: admin.ModelAdmin[Any], request: HttpRequest, rows: QuerySet[Any], verb: Callable[[Any], Any], done: str
) -> None:
    """Do a verb to each row, and say how many worked and how many were refused."""
    worked, refused = 0, 0
    for row in rows:
        try:
            verb(row)
            worked += 1
        except (IllegalTransitionError, ValidationError):
            refused += 1
    if worked:
        model_admin.message_user(request, f"{worked} {done}.")
    if refused:
        model_admin.message_user(request, f"{refused} refused: not in a state that allows it.", messages.WARNING)


def ask_reason(
    model_admin: admin.ModelAdmin[Any],
    request: HttpRequest,
    queryset: QuerySet[Any],
    action: str,
    title: str,
    verb: Callable[[Any, str], Any],
    done: str,
) -> HttpResponse | None:
    """Do a verb that needs a reason to each row; without one, ask for it."""
    reason = request.POST.get("reason", "").strip()
    if reason:
        do_each(model_admin, request, queryset, lambda row: verb(row, reason), done)
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{title} {queryset.count()} {model_admin.opts.verbose_name}(s)",
        "rows": queryset,
        "action": action,
        "verb": title,
        "opts": model_admin.opts,
        "asked": "reason" in request.POST,
    }
    return TemplateResponse(request, "admin/postings/reason.html", context)


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


class ProposalFilter(admin.SimpleListFilter):
    """What still has to be looked at, unless one asks for more."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", "All"), *ProposedRevision.State.choices]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": "To look at"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset.filter(pk__in=ProposedRevision.objects.undecided().values("pk"))
        return queryset if self.value() == "all" else queryset.filter(state=self.value())


@admin.register(ProposedRevision)
class ProposedRevisionAdmin(NoDeletion):
    """Material changes of postings on the board: what waits is decided, what is live is looked at. Oldest first."""

    list_display = ("posting", "changed", "state", "by", "created_at")
    list_filter = (ProposalFilter,)
    list_select_related = ("posting__hiring_organization", "author", "source")
    ordering = ("created_at",)
    actions = ("refuse_selected", "mark_selected")
    fields = ("posting", "on_site", "state", "by", "created_at", "decided_by", "decided_at", "reason")
    readonly_fields = fields
    change_form_template = "admin/postings/change_to_review.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="changes")
    def changed(self, proposal: ProposedRevision) -> str:
        return proposal.labels

    @admin.display(description="by")
    def by(self, proposal: ProposedRevision) -> str:
        return str(proposal.source or proposal.author or "a deleted account")

    @admin.display(description="page")
    def on_site(self, proposal: ProposedRevision) -> str:
        return format_html('<a href="{}">view</a>', proposal.posting.get_absolute_url())

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        proposal = self.get_object(request, object_id or "")
        if proposal is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST":
            return self._decide(request, proposal)
        posting = JobPosting.objects.for_page().get(pk=proposal.posting_id)
        now = {difference.unit: difference.theirs for difference in editing.moved_on(proposal, posting)}
        context = {
            **(extra_context or {}),
            "proposal": proposal,
            "rows": [{**change, "now": now.get(change["field"])} for change in proposal.changes],
            "has_moved_on": bool(now),
            "seen": Seen(prints_of(posting)).dump(),
            "may_decide": self.has_change_permission(request, proposal),
        }
        return super().changeform_view(request, object_id, form_url, context)

    def _decide(self, request: HttpRequest, proposal: ProposedRevision) -> HttpResponse:
        """What the buttons below the comparison ask for. The version says which text the moderator has read."""
        if not self.has_change_permission(request, proposal):
            raise PermissionDenied
        sent = request.POST.get("version", "")
        version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
        actor: Any = request.user
        try:
            if "_accept" in request.POST:
                seen = Seen.load(request.POST.get("seen", ""))
                editing.accept_change(proposal, actor=actor, version=version, seen=seen)
                message = "The change is on the page now, and its author is told."
            elif "_refuse" in request.POST:
                reason = request.POST.get("reason", "")
                editing.refuse_change(proposal, actor=actor, version=version, reason=reason)
                message = "The change is refused, and its author is told why."
            elif "_looked_at" in request.POST:
                editing.mark_looked_at(proposal, actor=actor)
                message = "The change is marked as looked at."
            else:
                raise ValidationError("Accept the change or refuse it.")
        except StaleEditError:
            self.message_user(
                request, "The posting has changed since this page was shown. Look at it again.", messages.ERROR
            )
        except (IllegalTransitionError, ValidationError) as error:
            words = error.messages[0] if isinstance(error, ValidationError) else str(error)
            self.message_user(request, words, messages.ERROR)
        else:
            self.message_user(request, message)
            return redirect("admin:postings_proposedrevision_changelist")
        return redirect("admin:postings_proposedrevision_change", proposal.pk)

    @admin.action(description="Refuse with a reason", permissions=["change"])
    def refuse_selected(self, request: HttpRequest, queryset: QuerySet[ProposedRevision]) -> HttpResponse | None:
        actor: Any = request.user
        return ask_reason(
            self, request, queryset, "refuse_selected", "Refuse",
            lambda p, reason: editing.refuse_change(p, actor=actor, version=p.version, reason=reason), "refused",
        )  # fmt: skip

    @admin.action(description="Mark as looked at", permissions=["change"])
    def mark_selected(self, request: HttpRequest, queryset: QuerySet[ProposedRevision]) -> None:
        actor: Any = request.user
        do_each(self, request, queryset, lambda p: editing.mark_looked_at(p, actor=actor), "marked")


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
class ReportAdmin(NoDeletion):
    list_display = ("created_at", "reason", "posting", "state")
    list_filter = ("state", "reason")
    list_select_related = ("posting__hiring_organization",)
    readonly_fields = ("posting", "reporter", "reporter_hash", "reason", "detail", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        reports.settle_report(obj, state=obj.state, actor=request.user)  # type: ignore[arg-type]


@admin.register(Skill)
class SkillAdmin(NoDeletion):
    """A skill that is not wanted any more is deprecated: postings name it, and the vocabulary file would bring it back."""

    list_display = ("name", "slug", "kind", "status", "origin")
    list_filter = ("kind", "status", "origin")
    search_fields = ("name", "slug")


@admin.register(SkillCandidate)
class SkillCandidateAdmin(NoDeletion):
    """What postings ask for and the vocabulary does not know, counted by the board; to be read."""

    list_display = ("text", "count")
    search_fields = ("text",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SourceRunInline(ReadOnlyInline):
    model = SourceRun
    fields = ("started_at", "finished_at", "outcome", "counts", "error")
    readonly_fields = fields


@admin.register(Source)
class SourceAdmin(NoDeletion):
    """A source that is not wanted any more is disabled: without it the board would not know which copies it has."""

    formfield_overrides = LINKS_ARE_HTTPS
    list_display = ("name", "kind", "token", "trust", "is_enabled", "consecutive_failures")
    list_filter = ("kind", "trust", "is_enabled")
    inlines = (SourceRunInline,)
