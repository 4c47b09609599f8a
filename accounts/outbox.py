"""Letters that the product sends. Every letter goes through ``queue_letter``."""

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from accounts.models import User

logger = logging.getLogger(__name__)


def queue_letter(kind: str, *, key: str, to: str, user: User | None = None, context: Mapping[str, Any]) -> None:
    """Send one letter at once. ``kind`` is "<app>/<name>" and names its three templates; ``context`` is plain values.

    A mail server that is away is logged, and the letter is lost with it; ``key`` and ``user`` have no use here yet.
    """
    app, name = kind.split("/")
    values = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    message = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{app}/email/{name}.subject.txt", values).split()),
        body=render_to_string(f"{app}/email/{name}.txt", values),
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"{app}/email/{name}.html", values), "text/html")
    try:
        message.send()
    except OSError:
        logger.exception("could not mail %s (%s)", kind, key)
