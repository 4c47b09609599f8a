"""How a letter looks: its templates made into a message of plain text and HTML with equal content."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, TemplateDoesNotExist, engines
from django.template.loader import render_to_string

from accounts.models import Email

LONGEST_SUBJECT = 180
LINK = re.compile(r"(?:(?P<words>[^:\n]+): )?(?P<url>\S+)")


def letter_of_kind(letter: Email) -> EmailMultiAlternatives:
    """The message of the kind "<app>/<name>": its subject and text are ``<app>/email/<name>.subject.txt`` and ``.txt``.

    Its HTML is ``.html`` where that exists. Else it is made from the text, so that both say the same: a paragraph that is
    a link into this board, with or without words before it, becomes a button. Raises TemplateDoesNotExist for a kind
    without templates.
    """
    app, _, name = letter.kind.partition("/")
    values = {**frame(), **letter.context}
    subject = _plain(f"{app}/email/{name}.subject.txt", values)
    body = _plain(f"{app}/email/{name}.txt", values)
    try:
        html = render_to_string(f"{app}/email/{name}.html", {**values, "subject": subject})
    except TemplateDoesNotExist:
        html = render_to_string("accounts/email/letter.html", {**values, "subject": subject, "blocks": blocks_of(body)})
    return message_of(letter, subject, render_to_string("accounts/email/letter.txt", {**values, "body": body}), html)


def message_of(
    letter: Email, subject: str, text: str, html: str, *, sender: str = "", headers: Mapping[str, str] | None = None
) -> EmailMultiAlternatives:
    """The message under the letter's Message-ID, in text and HTML."""
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        body=text,
        from_email=sender or settings.DEFAULT_FROM_EMAIL,
        to=[letter.to],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated", **(headers or {})},
    )
    message.attach_alternative(html, "text/html")
    return message


def frame() -> dict[str, Any]:
    """What the layout of every letter shows."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
    }


def blocks_of(text: str) -> list[dict[str, str]]:
    """The paragraphs of a plain text: ``{"text"}``, or ``{"words", "url"}`` where one is nothing but a link.

    Only links into this board count, so words that a person wrote never become a button to somewhere else.
    """
    blocks = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        paragraph = paragraph.strip()
        link = LINK.fullmatch(paragraph)
        if link is not None and link["url"].startswith(f"{settings.SITE_URL}/"):
            blocks.append({"url": link["url"], "words": link["words"] or link["url"]})
        elif paragraph:
            blocks.append({"text": paragraph})
    return blocks


def _plain(name: str, values: Mapping[str, Any]) -> str:
    """A template of plain text: nothing in it is escaped for HTML."""
    template = engines["django"].engine.get_template(name)  # type: ignore[attr-defined]
    rendered: str = template.render(Context(dict(values), autoescape=False))
    return rendered.strip()
