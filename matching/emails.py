"""The letter about new matches: plain text and HTML of equal content, with one-click unsubscribe."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.letters import frame, message_of
from accounts.models import Email
from matching.models import Match, Recipient
from matching.reading import CONSTRAINT_WORDS


def match_letter(letter: Email, recipient: Recipient, matches: list[Match], *, more: int) -> EmailMultiAlternatives:
    """``matches`` best first, each with its posting read for listing; ``more`` is how many did not fit."""
    stop_url = settings.SITE_URL + reverse("matching:unsubscribe", args=[recipient.token])
    subject = _subject(matches, more)
    values: dict[str, Any] = {
        **frame(),
        "subject": subject,
        "items": [_item(match) for match in matches],
        "more": more,
        "candidate": recipient.candidate,
        "stop_url": stop_url,
        "settings_url": settings.SITE_URL + reverse("matching:alerts"),
    }
    return message_of(
        letter,
        subject,
        render_to_string("matching/email/matches.txt", values),
        render_to_string("matching/email/matches.html", values),
        sender=settings.ALERTS_FROM_EMAIL,
        headers={
            "List-Id": f"Match alerts <matches.{settings.MAIL_DOMAIN}>",
            "List-Unsubscribe": f"<{stop_url}>, <mailto:{settings.CONTACT_EMAIL}?subject=unsubscribe%20{recipient.token}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


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
