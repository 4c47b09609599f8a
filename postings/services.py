"""Making postings and taking them through their life. Each verb checks its rule and who may, writes in one short
transaction, and leaves a trace.
"""

from copy import copy
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Candidate, Organization, User
from accounts.organizations import resolve_organization
from postings import emails, permissions
from postings.editing import DATES_ORDERED, NEEDS_TEXT
from postings.events import announce, record
from postings.lifecycle import ALLOWED, IllegalTransitionError
from postings.models import (
    HiddenPosting,
    JobPosting,
    ModerationEvent,
    PostingSource,
    Report,
    SavedJob,
    Skill,
    Source,
    text_hash,
)
from postings.writing import (
    Edits,
    clean_text,
    free_slug,
    take_facts,
    write_parts,
)
from reading import posting as posting_reader
from reading.vocabulary import default_vocabulary

Status = JobPosting.Status
Action = ModerationEvent.Action


def create_posting(
    organization: Organization | None,
    text: str,
    *,
    edits: Edits | None = None,
    actor: User | None = None,
    origin: str = JobPosting.Origin.EMPLOYER,
    captured_at: date | None = None,
    needs_title: bool = True,
) -> JobPosting:
    """A draft from any text and what a person said beside it. Raises ValidationError with a sentence.

    Without ``organization`` the one that the text means is used (and made, where it is new). Without ``needs_title`` a
    draft may have none yet; ``submit`` asks for it. ``captured_at`` is the day the text was copied, from which "posted
    two days ago" counts: today for a text that somebody pastes, not known for one that comes from a feed without it.
    """
    text = clean_text(text)
    if captured_at is None and origin in (JobPosting.Origin.EMPLOYER, JobPosting.Origin.ADMIN):
        captured_at = timezone.localdate()
    if not text.strip():
        raise ValidationError(NEEDS_TEXT)
    parsed = posting_reader.parse(text, captured_at=captured_at)
    if organization is None:
        name = parsed.value("hiring_organization")
        if not name:
            raise ValidationError("The text does not say who hires; name the organization.")
        organization = resolve_organization(name)
    permissions.check_organization(actor, "create", organization.pk)
    edits = edits or Edits()
    title = edits.values.get("title") or parsed.value("title") or ""
    if not title and needs_title:
        raise ValidationError("The posting needs a title.")
    posting = JobPosting(
        hiring_organization=organization,
        title=title[:300],
        origin=origin,
        raw_text=text,
        captured_at=captured_at,
        submitted_by=actor,
        direct_apply=origin == JobPosting.Origin.EMPLOYER,
    )
    with transaction.atomic():
        posting.slug = free_slug(organization, posting.title)
        parsed = take_facts(posting, parsed, edits)
        DATES_ORDERED.validate(JobPosting, posting)
        posting.save()
        write_parts(posting, parsed, edits)
    return posting


def submit(posting: JobPosting, *, actor: User | None) -> JobPosting:
    permissions.check(actor, "submit", posting)
    if not posting.title:
        raise IllegalTransitionError("submit", "Give the posting a title before you submit it.")
    _refuse_a_past_closing_date(posting, "submit")
    return _step(posting, "submit", Action.SUBMIT, actor)


def publish(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """Put a reviewed posting on the board. Of two moderators, one wins.

    A posting made here is dated the day it is published and runs for ``LISTING_LIFETIME``; what an employer or a source
    stated stays as it is, also where it stated nothing.
    """
    permissions.check(actor, "publish", posting)
    _refuse_a_past_closing_date(posting, "publish")
    fields = _fields_of_publishing(posting, timezone.now())
    with transaction.atomic():
        published = _step(posting, "publish", Action.PUBLISH, actor, **fields)
        _settle_reports(published, Report.State.DISMISSED)
        emails.posting_published(published)
    return published


def as_published(posting: JobPosting) -> JobPosting:
    """A copy as it would be if it went live now, only to be shown; nothing is written."""
    posting = copy(posting)
    for name, value in _fields_of_publishing(posting, timezone.now()).items():
        setattr(posting, name, value)
    posting.status = Status.PUBLISHED
    return posting


def _fields_of_publishing(posting: JobPosting, now: datetime) -> dict[str, Any]:
    fields: dict[str, Any] = {"last_seen_at": now, "closing_reason": "", "moderation_note": "", "closed_at": None}
    if posting.first_seen_at is None:
        fields["first_seen_at"] = now
    if posting.origin == JobPosting.Origin.EMPLOYER:
        fields["listed_until"] = now + settings.LISTING_LIFETIME
        if posting.date_posted is None:
            fields |= {"date_posted": now.date(), "date_posted_precision": JobPosting.DatePrecision.DAY}
    return fields


def _refuse_a_past_closing_date(posting: JobPosting, step: str) -> None:
    """What an employer posts here must not be over before it begins; a source may list what has just closed."""
    closes = posting.valid_through
    if posting.origin == JobPosting.Origin.EMPLOYER and closes is not None and closes <= timezone.now():
        raise IllegalTransitionError(step, "The closing date has passed. Change it, or empty it, and submit again.")


def reject(posting: JobPosting, *, reason: str, actor: User | None) -> JobPosting:
    with transaction.atomic():
        rejected = _step(posting, "reject", Action.REJECT, actor, reason=reason, moderation_note=reason[:500])
        _settle_reports(rejected, Report.State.UPHELD)
        emails.posting_rejected(rejected, reason)
    return rejected


def pause(posting: JobPosting, *, actor: User | None) -> JobPosting:
    return _step(posting, "pause", Action.CLOSE, actor)


def resume(posting: JobPosting, *, actor: User | None) -> JobPosting:
    return _step(posting, "resume", Action.REOPEN, actor)


def fill(posting: JobPosting, *, actor: User | None) -> JobPosting:
    return _step(
        posting, "fill", Action.CLOSE, actor, closed_at=timezone.now(), closing_reason="The position is filled."
    )


def close(posting: JobPosting, *, actor: User | None, reason: str = "") -> JobPosting:
    """Take a posting off the board for good. Its page stays readable with a banner."""
    return _step(
        posting, "close", Action.CLOSE, actor, reason=reason, closed_at=timezone.now(), closing_reason=reason[:300]
    )


def remove(posting: JobPosting, *, actor: User | None, reason: str) -> JobPosting:
    """Take a posting away altogether (scam, wrong): its address answers 410."""
    with transaction.atomic():
        removed = _step(posting, "remove", Action.REMOVE, actor, reason=reason, closed_at=timezone.now())
        _settle_reports(removed, Report.State.UPHELD)
    return removed


def renew(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """Run for another ``LISTING_LIFETIME`` from now. Only postings made here run out by the board's clock."""
    permissions.check(actor, "renew", posting)
    now = timezone.now()
    won = JobPosting.objects.filter(
        pk=posting.pk, status=Status.PUBLISHED, origin=JobPosting.Origin.EMPLOYER, listed_until__isnull=False
    ).update(listed_until=now + settings.LISTING_LIFETIME, last_seen_at=now)
    if not won:
        raise IllegalTransitionError("renew")
    posting.refresh_from_db()
    record(posting, Action.EDIT, actor, after={"listed_until": posting.listed_until.isoformat()})  # type: ignore[union-attr]
    return posting


def _step(
    posting: JobPosting, step: str, action: str, actor: User | None, *, reason: str = "", **fields: Any
) -> JobPosting:
    permissions.check(actor, step, posting)
    allowed, target = ALLOWED[step]
    with transaction.atomic():
        won = JobPosting.objects.filter(pk=posting.pk, status__in=allowed).update(status=target, **fields)
        if not won:
            raise IllegalTransitionError(step)
        before = posting.status
        posting.refresh_from_db()
        record(posting, action, actor, reason=reason, before={"status": before}, after={"status": target})
        announce(posting)
    return posting


def attach_source(posting: JobPosting, source: Source, external_id: str, *, url: str = "") -> PostingSource:
    return PostingSource.objects.create(
        posting=posting,
        source=source,
        external_id=external_id[:300],
        external_url=url,
        raw_sha256=text_hash(posting.raw_text),
    )


def set_saved(candidate: Candidate, posting: JobPosting, *, saved: bool) -> None:
    if saved:
        SavedJob.objects.get_or_create(candidate=candidate, posting=posting)
    else:
        SavedJob.objects.filter(candidate=candidate, posting=posting).delete()


def set_hidden(candidate: Candidate, posting: JobPosting, *, hidden: bool) -> None:
    """Leave a posting out of what this person sees and is mailed of, or bring it back."""
    with transaction.atomic():
        if hidden:
            _, changed = HiddenPosting.objects.get_or_create(candidate=candidate, posting=posting)
        else:
            changed = bool(HiddenPosting.objects.filter(candidate=candidate, posting=posting).delete()[0])
        if changed:
            # Whether it is mailed has changed, so what is owed is looked at again.
            Candidate.objects.filter(pk=candidate.pk).bump()


def hold(posting: JobPosting, *, reason: str) -> JobPosting:
    """Take a posting off the board until a moderator has looked at it again. Rules hold; only people remove."""
    return _step(posting, "hold", Action.FLAG, None, reason=reason)


def _settle_reports(posting: JobPosting, state: str) -> None:
    """What a moderator decides on a posting answers the reports that were open."""
    posting.reports.filter(state=Report.State.OPEN).update(state=state)


def load_skills() -> int:
    """Bring the Skill table in line with the vocabulary file; rows a moderator added stay. Returns rows written."""
    vocabulary = default_vocabulary()
    known = Skill.objects.in_bulk(field_name="slug")
    fresh = [
        Skill(slug=slug, name=vocabulary.name(slug), kind=vocabulary.kind(slug))
        for slug in vocabulary.entries
        if slug not in known
    ]
    changed = []
    for slug in vocabulary.entries:
        row = known.get(slug)
        if row and row.origin == Skill.Origin.VOCABULARY:
            wanted = (vocabulary.name(slug), vocabulary.kind(slug))
            if (row.name, row.kind) != wanted:
                row.name, row.kind = wanted
                changed.append(row)
    Skill.objects.bulk_create(fresh)
    Skill.objects.bulk_update(changed, ["name", "kind"])
    return len(fresh) + len(changed)
