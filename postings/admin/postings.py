"""Postings, and those that await moderation."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path as url_path
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_http_methods, require_POST

from accounts.autocomplete import KeyedSelect
from accounts.organizations import shares_name
from postings import editing, services
from postings.admin import desk
from postings.admin.restrictions import LINKS_ARE_HTTPS, NoDeletion
from postings.comparing import StaleEditError
from postings.forms import ModerationForm, NewPostingForm
from postings.models import JobPosting, PendingPosting, PostingReview


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
    fields = (
        "title", "hiring_organization", "raw_text", "locations", "job_location_type", "valid_through", "apply_url",
        "apply_email", "moderation_note", "closing_reason", "seen",
    )  # fmt: skip
    readonly_fields = ("hiring_organization",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("hiring_organization")

    @admin.display(description="page")
    def on_site(self, posting: JobPosting) -> str:
        return format_html('<a href="{}">view</a>', posting.get_absolute_url())

    def get_fields(self, request: HttpRequest, obj: JobPosting | None = None) -> Any:
        return self.fields if obj else ("hiring_organization", "raw_text")

    def get_readonly_fields(self, request: HttpRequest, obj: JobPosting | None = None) -> Any:
        return self.readonly_fields if obj else ()

    def get_urls(self) -> list[Any]:
        def address(path: str, view: Any, name: str, only: Any = require_POST) -> Any:
            checked = self.admin_site.admin_view(partial(view, self))
            return url_path(path, only(checked), name=f"postings_jobposting_{name}")

        return [
            address("next/", desk.go_to_next, "next"),
            address("batch/<uuid:batch>/", desk.batch_page, "batch", require_http_methods(["GET", "HEAD", "POST"])),
            address("undo/<path:object_id>/", desk.undo, "undo"),
            address("<path:object_id>/decide/", desk.decide, "decide"),
            address("<path:object_id>/claim/", desk.claim, "claim"),
            *super().get_urls(),
        ]

    def get_form(
        self, request: HttpRequest, obj: JobPosting | None = None, change: bool = False, **options: Any
    ) -> Any:
        refusal = getattr(request, "refusal", "")
        if obj is not None:
            return type("ModerationForm", (ModerationForm,), {"refusal": refusal})
        form = type("NewPostingForm", (NewPostingForm,), {"refusal": refusal})
        form.base_fields["hiring_organization"].widget = KeyedSelect(  # type: ignore[attr-defined]
            JobPosting._meta.get_field("hiring_organization"),
            self.admin_site,
        )
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """What a service refuses is said in the form, which keeps what was typed; nothing is written then."""
        posting = self.get_object(request, object_id) if object_id else None
        if posting is not None and self.has_view_or_change_permission(request, posting):
            extra_context = {**(extra_context or {}), "desk": desk.context_of(request, posting)}
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
    def submit_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> HttpResponse | None:
        return desk.decide_selected(self, request, queryset, "submit")

    @admin.action(description="Publish", permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> HttpResponse | None:
        return desk.decide_selected(self, request, queryset, "publish")

    @admin.action(description="Reject with a reason", permissions=["change"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> HttpResponse | None:
        return desk.decide_selected(self, request, queryset, "reject")

    @admin.action(description="Close", permissions=["change"])
    def close_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> HttpResponse | None:
        return desk.decide_selected(self, request, queryset, "close")

    @admin.action(description="Remove with a reason", permissions=["change"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> HttpResponse | None:
        return desk.decide_selected(self, request, queryset, "remove")


@admin.register(PendingPosting)
class PendingPostingAdmin(JobPostingAdmin):
    """The queue: the riskiest first, of those the oldest; what waits for an answer of its employer comes last."""

    list_display = ["queued", "hiring_organization", "points", "to_look_at", "waits_since", "looked_at_by"]
    list_display_links = None
    list_filter = ["origin"]
    actions = ["publish_selected", "reject_selected"]
    change_list_template = "admin/postings/queue.html"

    def get_urls(self) -> list[Any]:
        return super(JobPostingAdmin, self).get_urls()  # the desk has its addresses once, under JobPosting

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        queue: QuerySet[Any] = desk.queue_of(PendingPosting.objects.all()).annotate(
            shares_name=shares_name("hiring_organization")
        )
        return queue

    def get_ordering(self, request: HttpRequest) -> Any:
        return desk.QUEUE_ORDER

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": "Postings to review", **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="posting")
    def queued(self, posting: JobPosting) -> str:
        url = reverse("admin:postings_jobposting_change", args=[posting.pk])
        return format_html('<a href="{}" data-row>{}</a>', url, posting.title or "without a title")

    @admin.display(description="risk", ordering="review__points")
    def points(self, posting: JobPosting) -> str:
        review = _review_of(posting)
        return str(review.points) if review else "not assessed yet"

    @admin.display(description="to look at")
    def to_look_at(self, posting: JobPosting) -> str:
        review = _review_of(posting)
        notes = [found["sentence"] for found in review.findings[:3]] if review else []
        if review is not None and review.asked_at:
            notes.insert(0, f"Asked, no answer yet: {review.question}")
        if contradictions := len(posting.reading.conflicts):
            notes.append(f"{contradictions} contradictions.")
        if not posting.hiring_organization.is_verified:
            notes.append("Organization not verified.")
        if posting.shares_name:  # type: ignore[attr-defined]
            notes.append("Another organization has this name.")
        return format_html_join("", "<div>{}</div>", ((note,) for note in notes))

    @admin.display(description="waits since", ordering="review__waiting_since")
    def waits_since(self, posting: JobPosting) -> Any:
        review = _review_of(posting)
        return review.waiting_since if review else posting.created_at

    @admin.display(description="looked at by")
    def looked_at_by(self, posting: JobPosting) -> str:
        review = _review_of(posting)
        is_claimed = review is not None and review.claimed_until is not None and review.claimed_until > timezone.now()
        return str(review.claimed_by or "") if review is not None and is_claimed else ""


def _review_of(posting: JobPosting) -> PostingReview | None:
    return getattr(posting, "review", None)
