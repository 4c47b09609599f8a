"""The letter about new matches: plain text and HTML of equal content, with one-click unsubscribe."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from matching.models import Email, Match
from matching.reading import CONSTRAINT_WORDS


def match_letter(letter: Email, matches: list[Match], *, more: int) -> EmailMultiAlternatives:
    """``matches`` best first, each with its posting read for listing; ``more`` is how many did not fit."""
    recipient = letter.recipient
    stop_url = settings.SITE_URL + reverse("matching:unsubscribe", args=[recipient.token])
    values: dict[str, Any] = {
        "items": [_item(match) for match in matches],
        "more": more,
        "candidate": recipient.candidate,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "stop_url": stop_url,
        "settings_url": settings.SITE_URL + reverse("matching:alerts"),
    }
    message = EmailMultiAlternatives(
        subject=_subject(matches, more),
        body=render_to_string("matching/email/matches.txt", values),
        from_email=settings.ALERTS_FROM_EMAIL,
        to=[recipient.email],
        headers={
            "Message-ID": letter.message_id,
            "List-Id": f"Match alerts <matches.{settings.MAIL_DOMAIN}>",
            "List-Unsubscribe": f"<{stop_url}>, <mailto:{settings.CONTACT_EMAIL}?subject=unsubscribe%20{recipient.token}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("matching/email/matches.html", values), "text/html")
    return message


def _subject(matches: list[Match], more: int) -> str:
    best, number = matches[0], len(matches) + more
    count = "1 new match" if number == 1 else f"{number} new matches"
    subject = f"{count}, best {best.score}: {best.posting.title} at {best.posting.hiring_organization.name}"
    return " ".join(subject.split())[:180]


def _item(match: Match) -> dict[str, Any]:
    counts = match.counts
    readable = counts.get("met", 0) + counts.get("partly", 0) + counts.get("not_found", 0)
    return {
        "match": match,
        "posting": match.posting,
        "url": settings.SITE_URL + match.posting.get_absolute_url(),
        "met": counts.get("met", 0),
        "readable": readable,
        "shown": [row for row in match.best_rows if row["verdict"] in {"met", "partly"}],
        "gaps": [row for row in match.best_rows if row["verdict"] == "not_found"],
        "constraints": [
            {**row, "label": CONSTRAINT_WORDS.get(row["name"], row["name"])}
            for row in match.constraints
            if row["outcome"] != "unknown"
        ],
    }
