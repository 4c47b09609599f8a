"""Addresses and names of people who have left, taken out of all that a posting keeps: its words, changes and events."""

import json
import re
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from accounts.erasing import pattern_of, without
from accounts.models import Ban, Organization, User
from accounts.team import Traces
from postings import editing, writing
from postings.events import redact as redact_words
from postings.models import (
    ApplicationEvent,
    JobPosting,
    ModerationEvent,
    PostingReview,
    ProposedRevision,
    Report,
)
from postings.signals import posting_redacted

REMOVED = "[removed]"
# What these hold is a key or comes from a list, or is read anew from the text.
NO_WORDS = frozenset({"slug", "title_key", "role_hash", "content_hash", "facts", "inferred", "conflicts"})


def redact(posting: JobPosting, traces: Traces) -> bool:
    """Take the people out of the posting, which is then read anew. Answers whether they stood in it."""
    pattern = pattern_of(traces)
    if pattern is None:
        return False
    _redact_rows(ProposedRevision.objects.filter(posting=posting), ("text", "edits", "changes", "reason"), pattern)
    _redact_rows(PostingReview.objects.filter(posting=posting), ("findings", "hidden", "question"), pattern)
    changed = [field.name for field in _fields_with_words() if _redact_field(posting, field, pattern)]
    names_in_slug = [slugify(word) for word in traces.names | traces.addresses]
    if any(word and word in posting.slug for word in names_in_slug):
        posting.slug = writing.free_slug(posting.hiring_organization, posting.title, beside=posting.pk)
        changed.append("slug")
    if not changed:
        return False
    posting.save()
    editing.reparse_posting(posting, again=True)
    # What all its postings repeat is read anew from the words that are left.
    Organization.objects.filter(pk=posting.hiring_organization_id).update(about=[], about_read_at=None)
    posting_redacted.send(JobPosting, posting_id=posting.pk)
    return True


def redact_events(postings: models.QuerySet[JobPosting], traces: Traces) -> None:
    """Take the people out of what was noted about these postings."""
    pattern = pattern_of(traces)
    if pattern is not None:
        events = ModerationEvent.objects.filter(posting__in=postings.values("pk"))
        redact_words(events, lambda value: without(pattern, value, REMOVED))


def forget_words(traces: Traces) -> None:
    """Take the people out of the words of every event. Costs one look through all of them."""
    pattern = pattern_of(traces)
    if pattern is None:
        return
    named = Q()
    for spelling in _spellings(traces):
        escaped = json.dumps(spelling)[1:-1]  # as SQLite keeps letters beyond ASCII in a column of JSON
        named |= Q(words__reason__icontains=spelling)
        for column in ("words__before", "words__after"):
            named |= Q(**{f"{column}__icontains": spelling}) | Q(**{f"{column}__icontains": escaped})
    redact_words(ModerationEvent.objects.filter(named), lambda value: without(pattern, value, REMOVED))


def forget_in_bans(traces: Traces) -> None:
    """A ban of somebody or something else stays, and its reason names the person no more."""
    pattern = pattern_of(traces)
    if pattern is not None:
        _redact_rows(Ban.objects.all(), ("reason",), pattern)


def _spellings(traces: Traces) -> set[str]:
    """The longest word of each name or address, as it may be spelled: SQLite knows no capitals beyond ASCII."""
    longest = {max(trace.split(), key=len) for trace in traces.addresses | traces.names if trace.strip()}
    return {spelling for word in longest for spelling in (word, word.lower(), word.upper(), word.title())}


def forget_reports(user: User) -> None:
    """What a person has reported stays to be looked at, and still counts as one person's, without their words and without
    saying whose it was.
    """
    for report in Report.objects.filter(reporter=user):
        report.reporter, report.detail = None, ""
        report.reporter_hash = Report.unlinked_hash()
        report.save(update_fields=["reporter", "detail", "reporter_hash"])


def redact_profile(organization: Organization, traces: Traces) -> None:
    """Take the people out of what the page of an organization says; links that name somebody go whole."""
    pattern = pattern_of(traces)
    if pattern is None:
        return
    kept = {
        "employer_overview": without(pattern, organization.employer_overview, REMOVED),
        "benefits": without(pattern, organization.benefits, REMOVED),
        "same_as": [link for link in organization.same_as if not pattern.search(link)],
        "url": "" if pattern.search(organization.url) else organization.url,
    }
    if any(getattr(organization, name) != value for name, value in kept.items()):
        Organization.objects.filter(pk=organization.pk).update(**kept)


def redact_answers(user: User, traces: Traces) -> None:
    """What a person has noted and written to applicants stays with the applications, without saying whose it was."""
    pattern = pattern_of(traces)
    if pattern is not None:
        _redact_rows(ApplicationEvent.objects.filter(actor=user), ("text",), pattern)


def _fields_with_words() -> Iterable[models.Field[Any, Any]]:
    for field in JobPosting._meta.concrete_fields:
        holds_words = isinstance(field, models.CharField | models.TextField | models.JSONField)
        if holds_words and not field.choices and field.name not in NO_WORDS:
            yield field


def _redact_field(posting: JobPosting, field: models.Field[Any, Any], pattern: re.Pattern[str]) -> bool:
    """Addresses and links that name somebody lead nowhere without the name, so they go whole."""
    value = getattr(posting, field.name)
    is_address = isinstance(field, models.URLField | models.EmailField)
    if is_address:
        kept = "" if pattern.search(value) else value
    else:
        kept = without(pattern, value, REMOVED)
        if field.max_length and isinstance(kept, str):
            kept = kept[: field.max_length]
    setattr(posting, field.name, kept)
    return bool(kept != value)


def _redact_rows(rows: models.QuerySet[Any], names: Iterable[str], pattern: re.Pattern[str]) -> None:
    for row in rows:
        kept = {name: without(pattern, getattr(row, name), REMOVED) for name in names}
        if any(getattr(row, name) != value for name, value in kept.items()):
            type(row).objects.filter(pk=row.pk).update(**kept)
