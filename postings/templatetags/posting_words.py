"""Postings in words: what a card and a page say about pay, place, type and age. Absence is said, never filled in."""

import json
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from postings import pay
from postings.models import BaseSalary, JobPosting

register = template.Library()
TILES = "abcd"
CARD_SKILLS = 5
MATERIALS = {
    "reference_letter": ("reference letter", "reference letters"),
    "cover_letter": ("cover letter", "cover letters"),
    "work_sample": ("work sample", "work samples"),
    "portfolio": ("portfolio", "portfolios"),
    "transcript": ("transcript", "transcripts"),
}
OLD_AFTER_DAYS = 90


# What would end a script element, or start another, as JSON escapes.
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def json_ld(data: dict[str, Any]) -> str:
    """A script element of structured data: data to the browser, so the policy against inline script allows it."""
    body = json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(body))  # noqa: S308  escaped above


@register.filter
def tile(name: str) -> str:
    """One of four calm colours, always the same for one name."""
    return TILES[sum(map(ord, name)) % len(TILES)]


@register.filter
def initial(name: str) -> str:
    return next((c.upper() for c in name if c.isalnum()), "?")


@register.filter
def pay_range(band: BaseSalary) -> str:
    return pay.range_words(band)


@register.filter
def pay_period(band: BaseSalary) -> str:
    return pay.period_words(band)


@register.filter
def place_words(posting: JobPosting) -> str:
    """``San Francisco, CA or Zürich, CH, on-site``."""
    places = [place.label for place in posting.worksites]
    shown = " or ".join(places[:2]) + (f" +{len(places) - 2}" if len(places) > 2 else "")
    kind = posting.get_job_location_type_display().lower() if posting.job_location_type else ""
    return ", ".join(part for part in (shown, kind) if part) or "Place not stated"


@register.filter
def type_words(posting: JobPosting) -> str:
    words = ", ".join(posting.employment_type_labels) or "Type not stated"
    if posting.job_duration:
        words += f", {duration_words(posting.job_duration)}"
    if posting.job_start_text:
        words += f", {posting.job_start_text[0].lower()}{posting.job_start_text[1:]}"
    return words


def duration_words(iso: str) -> str:
    """``P12W`` -> ``12 weeks``."""
    units = {"D": "day", "W": "week", "M": "month", "Y": "year"}
    number, unit = iso[1:-1], units.get(iso[-1:], "")
    if not number.isdecimal() or not unit:
        return iso
    return f"{number} {unit}{'' if number == '1' else 's'}"


@register.filter
def posted_words(posting: JobPosting) -> str:
    return date_format(posting.date_posted, "j M Y") if posting.date_posted else "Date not stated"


@register.filter
def is_old(posting: JobPosting) -> bool:
    """Posted long ago and not confirmed since: a fact to show, not a verdict."""
    return posting.age_days is not None and posting.age_days > OLD_AFTER_DAYS


@register.filter
def age_words(posting: JobPosting) -> str:
    days = posting.age_days or 0
    if days >= 60:
        return f"{days // 30} months ago"
    return "today" if days == 0 else f"{days} day{'s' if days != 1 else ''} ago"


@register.filter
def card_skills(posting: JobPosting, match: Any) -> dict[str, Any]:
    """The first few skills, those the resume shows first, and how many more there are."""
    held = match.skills_shown if match else frozenset()
    stated = match.skills_stated if match else frozenset()
    rows = [
        {
            "name": row.name,
            "have": bool(row.skill and row.skill.slug in held),
            "stated": bool(row.skill and row.skill.slug in stated and row.skill.slug not in held),
        }
        for row in posting.posting_skills.all()
    ]
    rows.sort(key=lambda row: (not row["have"], not row["stated"]))
    return {"shown": rows[:CARD_SKILLS], "more": max(0, len(rows) - CARD_SKILLS)}


@register.filter
def materials(posting: JobPosting) -> list[str]:
    """What the employer wants to have ready, in words."""
    found = ["Resume"]
    for kind, wanted in posting.application_requirements.items():
        one, many = MATERIALS.get(kind, (kind.replace("_", " "), kind.replace("_", " ")))
        number = wanted if isinstance(wanted, int) and not isinstance(wanted, bool) else 1
        found.append(f"{number} {many}" if number > 1 else one.capitalize())
    return found


@register.filter
def points(value: float) -> str:
    """Points as printed in the sum: two digits, so that they add up to what is shown."""
    return f"{value:.2f}"
