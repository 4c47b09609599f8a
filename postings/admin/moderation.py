"""What waits for moderators beside new postings, and what they have done."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.text import Truncator

from postings import editing, reports
from postings.admin import desk
from postings.admin.actions import ask_reason, do_each
from postings.admin.restrictions import NoDeletion
from postings.comparing import Seen, StaleEditError, prints_of
from postings.lifecycle import IllegalTransitionError
from postings.models import JobPosting, ModerationEvent, ProposedRevision, Report


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
    """The audit log, to read. A person who acted is named for as long as there is the account."""

    list_display = ("created_at", "action", "concerns", "who", "reason_said")
    list_filter = ("action",)
    list_select_related = ("words", "posting__hiring_organization", "organization", "actor", "person")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("=posting__uid", "=actor__pseudonym", "=person__pseudonym")
    fields = ("created_at", "action", "concerns", "who", "actor_id", "reason_said", "old_and_new", "batch", "place")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModerationEvent]:
        return super().get_queryset(request).select_related(*self.list_select_related)

    @admin.display(description="concerns")
    def concerns(self, event: ModerationEvent) -> str:
        if event.posting_id is not None:
            return str(event.posting or "a posting that is gone")
        if event.organization_id is not None:
            return str(event.organization or "an organization that is gone")
        return (str(event.person) if event.person else "a deleted account") if event.person_id is not None else ""

    @admin.display(description="who")
    def who(self, event: ModerationEvent) -> str:
        return desk.who(event)

    @admin.display(description="reason")
    def reason_said(self, event: ModerationEvent) -> str:
        return event.reason

    @admin.display(description="old and new")
    def old_and_new(self, event: ModerationEvent) -> str:
        names = dict.fromkeys([*event.before, *event.after])
        return "\n".join(f"{name}: {event.before.get(name, '')} → {event.after.get(name, '')}" for name in names)

    @admin.display(description="place in the chain")
    def place(self, event: ModerationEvent) -> str:
        sealed = getattr(event, "seal", None)
        return f"{sealed.position}: {sealed.digest}" if sealed else "not sealed yet"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OpenReportFilter(admin.SimpleListFilter):
    """What nobody has answered yet, unless one asks for more."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", "All"), *Report.State.choices]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": "To answer"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(state=self.value() or Report.State.OPEN)


@admin.register(Report)
class ReportAdmin(NoDeletion):
    """The inbox: what people say of postings, the oldest first. Answering tells whoever has an account."""

    list_display = ("created_at", "reason", "posting", "detail_begins", "people", "state")
    list_filter = (OpenReportFilter, "reason")
    list_select_related = ("posting__hiring_organization",)
    ordering = ("created_at",)
    show_full_result_count = False
    actions = ("uphold_selected", "dismiss_selected")
    fields = ("posting", "reason", "detail", "created_at", "state")
    readonly_fields = ("posting", "reason", "detail", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        same = Report.objects.filter(posting=OuterRef("posting"), state=Report.State.OPEN).order_by()
        people = same.values("posting").annotate(n=Count("reporter_hash", distinct=True)).values("n")
        inbox: QuerySet[Any] = super().get_queryset(request).annotate(people_count=Subquery(people))
        return inbox

    @admin.display(description="what they write")
    def detail_begins(self, report: Report) -> str:
        return Truncator(report.detail).chars(120)

    @admin.display(description="people who report it")
    def people(self, report: Report) -> int:
        return report.people_count or 0  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description="They are right", permissions=["change"])
    def uphold_selected(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._settle(request, queryset, Report.State.UPHELD)

    @admin.action(description="Nothing is wrong with it", permissions=["change"])
    def dismiss_selected(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._settle(request, queryset, Report.State.DISMISSED)

    def _settle(self, request: HttpRequest, queryset: QuerySet[Report], state: str) -> None:
        rows = list(queryset.select_related("posting__hiring_organization", "reporter"))
        for report in rows:
            reports.settle_report(report, state=state, actor=request.user)  # type: ignore[arg-type]
        self.message_user(request, f"{len(rows)} answered.")

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        reports.settle_report(obj, state=obj.state, actor=request.user)  # type: ignore[arg-type]
