"""Bringing feeds in: the same payload twice changes nothing, and only a complete run closes what it no longer lists."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Organization
from accounts.organizations import resolve_organization
from postings import assessing, editing, links, services
from postings.lifecycle import IllegalTransitionError
from postings.models import (
    EmploymentType,
    JobLocationType,
    JobPosting,
    PostingReview,
    PostingSource,
    Source,
    SourceRun,
    text_hash,
)
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError
from postings.sources.streams import FeedStream
from postings.writing import Edits, SalaryEdit, end_of_day

MISSES_BEFORE_CLOSING = 2
COUNTS = ("seen", "new", "changed", "unchanged", "closed", "duplicates", "refused")
UNITS = frozenset({"HOUR", "DAY", "WEEK", "MONTH", "YEAR"})

logger = logging.getLogger(__name__)


def import_feed(
    feed: Feed | FeedStream,
    source: Source,
    *,
    organization: Organization | None = None,
    dry_run: bool = False,
    tick: Callable[[], object] = lambda: None,
) -> dict[str, Any]:
    """Bring one payload in. Returns ``COUNTS`` and, under ``reasons``, why items were refused."""
    counts: Counter[str] = Counter(dict.fromkeys(COUNTS, 0))
    reasons: list[str] = []
    run = None if dry_run else SourceRun.objects.create(source=source)
    listed: set[str] = set()
    for raw in _given(feed, run):
        tick()
        counts["seen"] += 1
        external_id = raw.external_id[:300]
        if external_id in listed:
            counts["duplicates"] += 1
            continue
        listed.add(external_id)
        try:
            counts[_import_one(raw, source, organization, dry_run=dry_run)] += 1
        except ValidationError as error:
            counts["refused"] += 1
            reasons.append(f"{external_id}: {' '.join(error.messages)}")
        except DatabaseError as error:  # one item that no rule above has foreseen must not end the run
            logger.exception("item %s of %s could not be stored", external_id, source)
            counts["refused"] += 1
            reasons.append(f"{external_id}: It could not be stored ({type(error).__name__}).")
    reasons = [f"{where}: {why}" for where, why in feed.refused] + reasons
    counts["refused"] += len(feed.refused)
    counts["closed"] = _close_named(source, feed.closed - listed, dry_run=dry_run)
    complete = feed.is_complete and not feed.refused and bool(listed)
    if complete:
        counts["closed"] += _close_absent(source, listed | feed.closed, dry_run=dry_run)
    if run is not None:
        run.finished_at = timezone.now()
        run.outcome = SourceRun.Outcome.COMPLETE if complete else SourceRun.Outcome.PARTIAL
        run.counts = dict(counts)
        run.error = "\n".join(reasons)[:10_000]
        run.save()
    return {**{name: counts[name] for name in COUNTS}, "reasons": reasons}


def _given(feed: Feed | FeedStream, run: SourceRun | None) -> Iterator[RawPosting]:
    """The postings of a feed; a feed that cannot be read at all is a failed run."""
    try:
        yield from feed.postings
    except UnreadableError as error:
        if run is not None:
            run.finished_at, run.outcome, run.error = timezone.now(), SourceRun.Outcome.FAILED, str(error)
            run.save()
        raise


def _import_one(raw: RawPosting, source: Source, organization: Organization | None, *, dry_run: bool) -> str:
    raw = _only_known(raw)
    digest = text_hash(repr(raw))
    copy = (
        PostingSource.objects.select_related("posting").filter(source=source, external_id=raw.external_id[:300]).first()
    )
    if copy is None:
        if not dry_run:
            _create(raw, source, organization, digest)
        return "new"
    now = timezone.now()
    if not dry_run:
        PostingSource.objects.filter(pk=copy.pk).update(last_seen_at=now, missed_runs=0)
        JobPosting.objects.filter(pk=copy.posting_id).update(last_seen_at=now)
    if copy.raw_sha256 == digest:
        return "unchanged"
    if not dry_run:
        edits = _edits_of(raw)
        editing.edit_posting(copy.posting, raw.text, edits=edits, actor=None, source=source)
        _hold_where_risky(copy.posting)
        PostingSource.objects.filter(pk=copy.pk).update(raw_sha256=digest)
    return "changed"


def _hold_where_risky(posting: JobPosting) -> None:
    """What a source has changed for the worse leaves the board until a moderator has looked at it."""
    review = assessing.assess_posting(posting)
    posting = JobPosting.objects.select_related("hiring_organization").get(pk=posting.pk)
    if assessing.holds(review) and posting.is_open:
        services.hold(posting, reason=review.findings[0]["sentence"])


@transaction.atomic
def _create(raw: RawPosting, source: Source, organization: Organization | None, digest: str) -> None:
    """All of one item or nothing: a crash leaves no draft behind that the next run would bring in again."""
    registered = organization or source.organization
    organization = resolve_organization(raw.organization, registered=registered) if raw.organization else registered
    if organization is None and raw.title:
        raise ValidationError("The source does not say who hires; name the organization.")
    posting = services.create_posting(organization, raw.text, edits=_edits_of(raw), origin=JobPosting.Origin.FEED)
    JobPosting.objects.filter(pk=posting.pk).update(url=raw.url)
    copy = services.attach_source(posting, source, raw.external_id, url=raw.url)
    PostingSource.objects.filter(pk=copy.pk).update(raw_sha256=digest)
    services.submit(posting, actor=None)
    if not assessing.holds(PostingReview.objects.get(posting=posting)):
        services.publish(posting, actor=None)


def _edits_of(raw: RawPosting) -> Edits:
    """What a feed states of its posting, with the day it was posted: once known, it outlives every later text."""
    values = stated_by(raw)
    if raw.date_posted:
        values["date_posted"] = raw.date_posted
    return Edits(values, from_source=True)


def _only_known(raw: RawPosting) -> RawPosting:
    """Values outside our vocabulary become "not stated", and links that a page must not carry are left out."""
    return replace(
        raw,
        url="" if links.refusal(raw.url, schemes=("https", "http")) else raw.url,
        employment_types=tuple(kind for kind in raw.employment_types if kind in EmploymentType.values),
        job_location_type=raw.job_location_type if raw.job_location_type in JobLocationType.values else None,
        pay_unit=raw.pay_unit if raw.pay_unit in UNITS else None,
        currency=raw.currency if raw.currency and len(raw.currency) == 3 and raw.currency.isalpha() else None,
    )


def stated_by(raw: RawPosting) -> dict[str, Any]:
    """What the source states in fields of its own; those win over what the text seems to say."""
    raw = _only_known(raw)
    values: dict[str, Any] = {}
    if raw.title:
        values["title"] = raw.title
    apply_url, apply_email = links.apply_route(raw.apply_url)
    if apply_url:
        values["apply_url"] = apply_url
    if apply_email:
        values["apply_email"] = apply_email
    if raw.locations:
        values["locations"] = list(raw.locations)[:50]
    if raw.employment_types:
        values["employment_types"] = list(raw.employment_types)
    if raw.job_location_type:
        values["job_location_type"] = raw.job_location_type
    if raw.min_pay is not None or raw.max_pay is not None:
        low, high = raw.min_pay, raw.max_pay
        if low is not None and high is not None and low > high:
            low, high = high, low
        values["salary"] = SalaryEdit(low, high, raw.currency, raw.pay_unit)
    if isinstance(raw.valid_through, datetime):
        values["valid_through"] = raw.valid_through
    elif raw.valid_through:
        values["valid_through"] = end_of_day(raw.valid_through)
    return values


def _close_named(source: Source, closed: frozenset[str], *, dry_run: bool) -> int:
    """Close what the source itself says is closed; its word needs no second run."""
    done = 0
    copies = PostingSource.objects.filter(source=source, posting__status=JobPosting.Status.PUBLISHED)
    for copy in copies.select_related("posting__hiring_organization") if closed else ():
        if copy.external_id in closed:
            done += _close(copy.posting, "The source says that it is closed.", dry_run=dry_run)
    return done


def _close(posting: JobPosting, reason: str, *, dry_run: bool) -> int:
    """1 where the posting closes, 0 where it has closed meanwhile."""
    try:
        if not dry_run:
            services.close(posting, actor=None, reason=reason)
    except IllegalTransitionError:
        return 0
    return 1


def _close_absent(source: Source, listed: set[str], *, dry_run: bool) -> int:
    """What a complete run does not list is missing once; missing twice in a row, it has closed."""
    closed = 0
    copies = PostingSource.objects.filter(source=source, posting__status=JobPosting.Status.PUBLISHED)
    for copy in copies.exclude(external_id__in=listed).select_related("posting__hiring_organization"):
        if copy.missed_runs + 1 < MISSES_BEFORE_CLOSING:
            if not dry_run:
                PostingSource.objects.filter(pk=copy.pk).update(missed_runs=copy.missed_runs + 1)
            continue
        closed += _close(copy.posting, "The source does not list it any more.", dry_run=dry_run)
    return closed
