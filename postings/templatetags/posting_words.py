"""Postings in words: what a card and a page say about pay, place, type and age. Absence is said, never filled in."""

import json
from collections.abc import Collection, Container, Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from accounts.models import Organization
from postings import links, pay
from postings.abouts import repeated_items
from postings.choices import MATERIALS
from postings.facets import FacetGroup, Option
from postings.forms import duration_words, start_words
from postings.models import BaseSalary, JobPosting, PostingItem, PostingSection, PostingSkill
from reading.country_groups import ANYWHERE

register = template.Library()
TILES = "abcd"
NO_UID, NO_SLUG = "00000000-0000-4000-8000-000000000000", "slug-of-an-organization"
OPTION = '<label class="option{}"><input type="checkbox" name="{}" value="{}"{}> {} <span>{}</span></label>'
CARD_SKILLS = 5
PAGE_SKILLS = 5
REACH_SHOWN = 3
OLD_AFTER_DAYS = 90
CONFIRMATION_LASTS = timedelta(days=30)


# What would end a script element, or start another, as JSON escapes.
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def json_ld(data: dict[str, Any]) -> str:
    """A script element of structured data: data to the browser, so the policy against inline script allows it."""
    body = json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(body))  # noqa: S308  escaped above


@register.simple_tag
def posting_url(name: str, posting: JobPosting) -> str:
    """``{% url %}`` of an address that holds nothing but the posting's uid: looked up once, not for each card."""
    return _address(name, NO_UID).replace(NO_UID, str(posting.uid))


@register.simple_tag
def organization_url(name: str, organization: Organization) -> str:
    """The same of an address that holds nothing but the slug of an organization."""
    return _address(name, NO_SLUG).replace(NO_SLUG, organization.slug)


@lru_cache(maxsize=64)
def _address(name: str, place: str) -> str:
    return reverse(name, args=[place])


@register.simple_tag
def facet_options(group: FacetGroup, options: Iterable[Option]) -> str:
    """The boxes of a facet; a filter column has hundreds, too many for a template to draw one by one."""
    return format_html_join("\n", OPTION, (_option(group, option) for option in options))


def _option(group: FacetGroup, option: Option) -> tuple[str, str, str, str, str, str]:
    state = " checked" if option.chosen else " disabled" if not option.count else ""
    adds = "+" if group.adds and not option.chosen and option.count else ""
    zero = " zero" if not option.count and not option.chosen else ""
    return zero, group.name, option.value, mark_safe(state), option.label, f"{adds}{option.count:,}"  # noqa: S308


@register.filter
def tile(name: str) -> str:
    """One of four calm colours, always the same for one name."""
    return TILES[sum(map(ord, name)) % len(TILES)]


@register.filter
def initial(name: str) -> str:
    return next((c.upper() for c in name if c.isalnum()), "?")


@register.filter
def host(url: str) -> str:
    """The host a link leads to, shown before the click."""
    return links.host_of(url)


@register.filter
def pay_range(band: BaseSalary) -> str:
    return pay.range_words(band)


@register.filter
def pay_period(band: BaseSalary) -> str:
    return pay.period_words(band)


@register.filter
def place_words(posting: JobPosting) -> str:
    """``San Francisco, CA or Zürich, CH, on-site``."""
    reach = posting.applicant_places
    places = [place.label for place in posting.worksites if place.city or not reach]
    where = " or ".join(places[:2]) + (f" +{len(places) - 2}" if len(places) > 2 else "")
    kind = posting.get_job_location_type_display().lower() if posting.job_location_type else ""
    kind += f" from {reach_words(posting)}" if kind and reach else ""
    return ", ".join(part for part in (where, kind) if part) or "Place not stated"


@register.filter
def reach_words(posting: JobPosting) -> str:
    """``Germany or Austria``, ``EU``, ``anywhere``: from where a remote job may be done; empty where that is not stated."""
    places = posting.applicant_places
    if any(ANYWHERE in place.reach for place in places):
        return "anywhere"
    names = list(dict.fromkeys(place.long_name for place in places))
    return " or ".join(names[:REACH_SHOWN]) + (f" +{len(names) - REACH_SHOWN}" if len(names) > REACH_SHOWN else "")


@register.filter
def type_words(posting: JobPosting) -> str:
    words = ", ".join(posting.employment_type_labels) or "Type not stated"
    if posting.job_duration:
        words += f", {duration_words(posting.job_duration)}"
    if posting.job_start_text:
        words += f", {start(posting.job_start_text)}"
    return words


@register.filter
def start(value: str) -> str:
    """``Spring 2027``; within a line, so words that are no name begin small."""
    words = start_words(value)
    return words if words != value else f"{value[:1].lower()}{value[1:]}"


@register.filter
def duration(iso: str) -> str:
    return duration_words(iso)


@register.filter
def anchor(part: Any, source: Any) -> str:
    """The id of the sentence a row, place, band, type, tag or benefit was read from; "" where there is none."""
    if not source:
        return ""
    if isinstance(part, dict):
        return str(source.anchor(part.get("span"), part.get("text")))
    return str(source.anchor(part.span, getattr(part, "text", None) or getattr(part, "raw", None)))


@register.filter
def row_anchor(text: str, source: Any) -> str:
    """The same, for the words of a requirement row."""
    return str(source.anchor_of_row(text)) if source else ""


@register.simple_tag
def cite(words: Any, sentence: str = "") -> str:
    """Words that link to the sentence they were read from, or the words alone."""
    if not sentence:
        return format_html("{}", words)
    return format_html('<a class="cited" href="#{}">{}</a>', sentence, words)


@register.simple_tag
def cite_tag(skill: PostingSkill, sentence: str = "") -> str:
    note = mark_safe(' <span class="visually-hidden">(nice to have)</span>') if skill.importance == "preferred" else ""
    if not sentence:
        return format_html('<span class="tag">{}{}</span>', skill.name, note)
    return format_html('<a class="tag" href="#{}">{}{}</a>', sentence, skill.name, note)


@register.filter
def by_importance(posting: JobPosting) -> dict[str, list[PostingSkill]]:
    """The skills a posting asks for, the required first: a page full of them, the rest, and apart what it only mentions."""
    order = {"required": 0, "preferred": 1}
    rows = sorted(posting.posting_skills.all(), key=lambda row: order.get(row.importance, 2))
    asked = [row for row in rows if row.is_asked]
    return {
        "shown": asked[:PAGE_SKILLS],
        "more": asked[PAGE_SKILLS:],
        "mentioned": [row for row in rows if not row.is_asked],
    }


@register.simple_tag
def items_of_about(posting: JobPosting) -> Collection[int]:
    """The ids of the items that its organization's About says as well."""
    return repeated_items(posting, posting.hiring_organization.about)


@register.filter
def items_but(section: PostingSection, left_out: Container[int]) -> list[PostingItem]:
    """The items of a section without some of them."""
    return [item for item in section.items.all() if item.pk not in left_out]


@register.filter
def pretty_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


@register.filter
def posted_words(posting: JobPosting) -> str:
    return date_format(posting.date_posted, "j M Y") if posting.date_posted else "Date not stated"


@register.filter
def listed_words(posting: JobPosting) -> str:
    """The day that "newest" goes by, and that it is ours where the posting states none, or a later one."""
    day = posting.listed_on
    if day is None:
        return ""
    return date_format(day, "j M Y") if day == posting.date_posted else f"first seen {date_format(day, 'j M Y')}"


@register.filter
def is_old(posting: JobPosting) -> bool:
    """Posted long ago and not confirmed of late: a fact to show, not a verdict."""
    if posting.age_days is None or posting.age_days <= OLD_AFTER_DAYS:
        return False
    confirmed = confirmed_at(posting)
    return confirmed is None or timezone.now() - confirmed > CONFIRMATION_LASTS


@register.filter
def confirmed_at(posting: JobPosting) -> datetime | None:
    """When its source or its employer last said that it is open; None where that was never said after it came here."""
    first, last = posting.first_seen_at, posting.last_seen_at
    return last if first and last and last - first >= timedelta(days=1) else None


@register.filter
def pay_words(posting: JobPosting) -> str:
    """The first pay in words."""
    bands = posting.pay_bands
    return f"{pay.range_words(bands[0])} {pay.period_words(bands[0])}" if bands else "pay not stated"


@register.filter
def age_words(posting: JobPosting) -> str:
    days = posting.age_days or 0
    if days >= 60:
        return f"{days // 30} months ago"
    return "today" if days == 0 else f"{days} day{'s' if days != 1 else ''} ago"


@register.filter
def card_skills(posting: JobPosting, match: Any) -> dict[str, Any]:
    """The first few skills asked for, those the resume shows first, and how many more there are."""
    shown_slugs = match.skills_shown if match else frozenset()
    stated = match.skills_stated if match else frozenset()
    rows = [
        {
            "name": row.name,
            "have": bool(row.skill and row.skill.slug in shown_slugs),
            "stated": bool(row.skill and row.skill.slug in stated and row.skill.slug not in shown_slugs),
        }
        for row in posting.posting_skills.all()
        if row.is_asked
    ]
    rows.sort(key=lambda row: (not row["have"], not row["stated"]))
    return {"shown": rows[:CARD_SKILLS], "more": max(0, len(rows) - CARD_SKILLS)}


@register.filter
def materials(posting: JobPosting) -> list[str]:
    """What the employer wants to have ready, in words."""
    labels = ["Resume"]
    for kind, wanted in posting.application_requirements.items():
        one, many = MATERIALS.get(kind, (kind.replace("_", " "), kind.replace("_", " ")))
        number = wanted if isinstance(wanted, int) and not isinstance(wanted, bool) else 1
        labels.append(f"{number} {many}" if number > 1 else one.capitalize())
    return labels


@register.filter
def points(value: float) -> str:
    """Points as printed in the sum: two digits, so that they add up to what is shown."""
    return f"{value:.2f}"
