from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from accounts.limits import client_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Where a person lands after signing in depends on what they do here."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user: Any = request.user
        if user.is_staff:
            return reverse("admin:index")
        if user.memberships.exists():
            return reverse("postings:hire")
        return reverse("matching:mine")
