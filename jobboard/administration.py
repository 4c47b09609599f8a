"""The site of the admin: what holds for every model in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import Ban, Email, OrganizationClaim
from postings.models import JobPosting, ProposedRevision, Report, Source

REGULAR_EXPRESSIONS = frozenset({"regex", "iregex"})
LATE = timedelta(days=1)


class BoardAdminSite(AdminSite):
    """Nothing is deleted in bulk past the services, no address makes the database run a regular expression, and staff
    learn nothing of rows that they may not see.
    """

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """With what waits for whoever may decide on it: one place for postings, people, letters and sources."""
        waiting = [line for line in _waiting() if request.user.has_perm(line["right"])]
        return super().index(request, {**(extra_context or {}), "waiting": waiting})

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:  # type: ignore[override]
        def checked(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
            for name in request.GET:
                if not REGULAR_EXPRESSIONS.isdisjoint(name.split("__")):
                    raise DisallowedModelAdminLookup(f"The admin does not look up by regular expression: {name[:80]}")
            if view is shortcut:
                self._check_shortcut(request, options["content_type_id"])
            _check_history(request, view)
            answer: HttpResponse = view(request, *args, **options)
            return answer

        return super().admin_view(checked, cacheable)

    def _check_shortcut(self, request: HttpRequest, content_type_id: str) -> None:
        """The link to a row's page on the site would tell of a draft's title to whoever counts through the ids."""
        try:
            model = ContentType.objects.get_for_id(content_type_id).model_class()  # type: ignore[arg-type]  # looked up as text
        except (ContentType.DoesNotExist, ValueError):
            raise Http404 from None
        if model is None or not self.is_registered(model):
            raise Http404
        if not self.get_model_admin(model).has_view_or_change_permission(request):
            raise Http404


def _check_history(request: HttpRequest, view: Callable[..., Any]) -> None:
    """Django looks for the row of a history first and asks for the right after; so the answer would say what exists."""
    owner = getattr(view, "__self__", None)
    if not isinstance(owner, ModelAdmin) or view.__name__ != ModelAdmin.history_view.__name__:
        return
    if not owner.has_view_or_change_permission(request):
        raise PermissionDenied


def _waiting() -> list[dict[str, Any]]:
    """What waits for moderators, each with a query of its own, and where it is."""
    pending = JobPosting.objects.awaiting_moderation()
    risky = pending.filter(review__points__gte=settings.RISK_THAT_HOLDS).count()
    late = pending.filter(review__waiting_since__lt=timezone.now() - LATE).count()
    return [
        _line(
            "postings.pendingposting",
            pending.count(),
            "postings to review",
            f"{risky} held by the rules, {late} for over a day",
        ),
        _line("postings.proposedrevision", ProposedRevision.objects.undecided().count(), "changes to review"),
        _line("postings.report", Report.objects.filter(state=Report.State.OPEN).count(), "reports to answer"),
        _line(
            "accounts.organizationclaim",
            OrganizationClaim.objects.open().count(),
            "requests to act for an organization",
        ),
        _line(
            "accounts.email",
            Email.objects.filter(state="failed").count(),
            "letters given up",
            query="?state__exact=failed",
        ),
        _line("postings.source", Source.objects.filter(consecutive_failures__gt=0).count(), "sources that fail"),
        _line("accounts.ban", Ban.objects.active().count(), "bans in force"),
    ]


def _line(model: str, count: int, label: str, note: str = "", *, query: str = "") -> dict[str, Any]:
    app, name = model.split(".")
    url = reverse(f"admin:{app}_{name}_changelist") + query
    return {"right": f"{app}.view_{name}", "count": count, "label": label, "note": note, "url": url}
