"""Letters of the board, each named by the templates it is made of."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string

from accounts.models import User


def queue_letter(kind: str, *, key: str, to: str, user: User | None = None, context: Mapping[str, Any]) -> None:
    """Owe one letter to ``to``, as part of the caller's transaction.

    ``kind`` is ``<app>/<name>`` and names ``templates/<app>/email/<name>.{subject.txt,txt,html}``; ``key`` says which
    letter it is, so that it is owed once; ``context`` holds plain JSON values; ``user`` is the account it belongs to.
    """
    app, name = kind.split("/")
    template = f"{app}/email/{name}"
    values = {**context, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    message = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{template}.subject.txt", values).split()),
        body=render_to_string(f"{template}.txt", values),
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"{template}.html", values), "text/html")
    transaction.on_commit(message.send, robust=True)
