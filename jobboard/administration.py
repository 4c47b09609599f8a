"""The site of the admin: what holds for every model in it."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.http import HttpRequest, HttpResponse

REGULAR_EXPRESSIONS = frozenset({"regex", "iregex"})


class BoardAdminSite(AdminSite):
    """Nothing is deleted in bulk past the services, and no address makes the database run a regular expression."""

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:  # type: ignore[override]
        def checked(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
            for name in request.GET:
                if not REGULAR_EXPRESSIONS.isdisjoint(name.split("__")):
                    raise DisallowedModelAdminLookup(f"The admin does not look up by regular expression: {name[:80]}")
            answer: HttpResponse = view(request, *args, **options)
            return answer

        return super().admin_view(checked, cacheable)
