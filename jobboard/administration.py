"""The site of the admin: what holds for every model in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms.fields import InvalidJSONInput
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import Ban, Email, OrganizationClaim
from postings.models import JobPosting, ProposedRevision, Report, Source

REGULAR_EXPRESSIONS = frozenset({"regex", "iregex"})
LATE = timedelta(days=1)


class JSONOfAnyLength(forms.JSONField):
    """Python makes no number of more than 4,300 digits, and says so with an error that Django does not expect."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            raise
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": "…"}) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return super().has_changed(initial, data)
        except ValueError:
            return True

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except ValueError:
            return InvalidJSONInput(data)


class BoardAdminSite(AdminSite):
    """Nothing is deleted in bulk past the services, no address makes the database run a regular expression, and staff
    learn nothing of rows that they may not see.
    """

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """With fields of JSON that take numbers of any length, whoever wrote the class."""
        super().register(model_or_iterable, admin_class, **options)
        for model in [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable:
            if model_admin := self._registry.get(model):
                overrides = {**model_admin.formfield_overrides, models.JSONField: {"form_class": JSONOfAnyLength}}
                vars(model_admin)["formfield_overrides"] = overrides  # of this admin, not of its class

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
            _leave_out_what_is_no_key(request, view)
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


def _leave_out_what_is_no_key(request: HttpRequest, view: Callable[..., Any]) -> None:
    """Of the rows that an action was sent for: Django asks the database for whatever it is given."""
    owner, sent = getattr(view, "__self__", None), request.POST.getlist(ACTION_CHECKBOX_NAME)
    if not sent or not isinstance(owner, ModelAdmin):
        return
    keys = [key for key in sent if _is_key(owner.model, key)]
    if keys != sent:
        kept = request.POST.copy()
        kept.setlist(ACTION_CHECKBOX_NAME, keys)
        request.POST = kept  # type: ignore[assignment]


def _is_key(model: Any, key: str) -> bool:
    try:
        model._meta.pk.to_python(key)
    except (ValidationError, ValueError):
        return False
    return True


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
