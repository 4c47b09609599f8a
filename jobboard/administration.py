"""The site of the admin: what holds for every model in it."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

REGULAR_EXPRESSIONS = frozenset({"regex", "iregex"})


class BoardAdminSite(AdminSite):
    """Nothing is deleted in bulk past the services, no address makes the database run a regular expression, and staff
    learn nothing of rows that they may not see.
    """

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

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
