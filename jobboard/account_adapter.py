from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.limits import client_address
from accounts.models import User
from accounts.outbox import queue_letter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Where a person lands after signing in depends on what they do here, and letters go through the outbox."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user: Any = request.user
        if user.is_staff:
            return reverse("admin:index")
        if user.memberships.exists():
            return reverse("postings:hire")
        return reverse("matching:mine")

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Queue allauth's letter ``<app>/email/<name>`` as kind "<app>/<name>"; each call is a letter of its own."""
        user = context.get("user")
        if not isinstance(user, User):
            address = EmailAddress.objects.select_related("user").filter(email__iexact=email).first()
            user = address.user if address is not None else User.objects.filter(email__iexact=email).first()
        values = {
            name: _stored(name, value) for name, value in context.items() if name not in {"user", "request", "key"}
        }
        queue_letter(
            template_prefix.replace("/email/", "/"),
            key=str(uuid4()),
            to=email,
            user=user,
            context={"email": email, **values},
        )


def _stored(name: str, value: Any) -> str:
    """A value of a letter as the outbox keeps it. Links lead to the board's own address, whatever host was asked for."""
    if isinstance(value, datetime):
        return f"{value:%-d %B %Y, %H:%M} UTC"
    if name.endswith("_url"):
        board, link = urlsplit(settings.SITE_URL), urlsplit(str(value))
        return urlunsplit((board.scheme, board.netloc, link.path, link.query, ""))
    return str(value)
