"""Making postings and taking them through their life. Each verb checks its rule and who may, writes in one short
transaction, and leaves a trace.
"""

from copy import copy
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Candidate, Organization, User
from accounts.organizations import resolve_organization
from postings import assessing, permissions
from postings.answering import Outcomes, outcomes_of_the_board
from postings.editing import DATES_ORDERED, NEEDS_TEXT
from postings.effects import bring_about
from postings.events import announce, record
from postings.lifecycle import (
    CLOSED,
    LIVE,
    TRANSITIONS,
    IllegalTransitionError,
)
from postings.models import (
    HiddenPosting,
    JobPosting,
    ModerationEvent,
    PostingSource,
    SavedJob,
    Skill,
    Source,
    text_hash,
)
from postings.writing import (
    Edits,
    clean_text,
    copy_as_draft,
    free_slug,
    take_facts,
    write_parts,
)
from reading import posting as posting_reader
from reading.vocabulary import default_vocabulary

Status = JobPosting.Status
Action = ModerationEvent.Action
PRESSED_TWICE = timedelta(minutes=2)


def create_posting(
    organization: Organization | None,
    text: str,
    *,
    edits: Edits | None = None,
    actor: User | None = None,
    origin: str = JobPosting.Origin.EMPLOYER,
    captured_at: date | None = None,
    needs_title: bool = True,
    is_once: bool = False,
) -> JobPosting:
    """A draft from any text and what a person said beside it. Raises ValidationError with a sentence.

    Without ``organization`` the one that the text means is used (and made, where it is new). Without ``needs_title`` a
    draft may have none yet; ``submit`` asks for it. With ``is_once`` the same text from the same person within
    ``PRESSED_TWICE`` is the draft it made the first time. ``captured_at`` is the day the text was copied, from which "posted
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
    link, address = edits.values.get("apply_url", ""), edits.values.get("apply_email", "")
    if why := assessing.refusal_of(text, link, address, actor, organization):
        raise ValidationError(why)
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
        if is_once:
            same = _sent_just_now(posting)
            if same is not None:
                return same
        posting.slug = free_slug(organization, posting.title)
        parsed = take_facts(posting, parsed, edits)
        DATES_ORDERED.validate(JobPosting, posting)
        posting.save()
        write_parts(posting, parsed, edits)
    return posting


def _sent_just_now(posting: JobPosting) -> JobPosting | None:
    """The draft that the same press of a button has made already: two requests of one organization wait for each other."""
    Organization.objects.select_for_update(no_key=True).get(pk=posting.hiring_organization_id)
    return JobPosting.objects.filter(
        hiring_organization=posting.hiring_organization,
        submitted_by=posting.submitted_by,
        status=Status.DRAFT,
        content_hash=text_hash(posting.raw_text),
        created_at__gte=timezone.now() - PRESSED_TWICE,
    ).first()


def submit(posting: JobPosting, *, actor: User | None) -> JobPosting:
    permissions.check(actor, "submit", posting)
    if not posting.title:
        raise IllegalTransitionError("submit", "Give the posting a title before you submit it.")
    _refuse_a_past_closing_date(posting, "submit")
    if why := assessing.refusal(posting, actor):
        raise IllegalTransitionError("submit", why)
    return _step(posting, "submit", actor)


def publish(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """Put a reviewed posting on the board, or, where a later day is set, let it wait for that. Of two moderators, one wins.

    A posting made here is dated the day it goes on the board and runs for ``LISTING_LIFETIME``; what an employer or a
    source stated stays as it is, also where it stated nothing.
    """
    permissions.check(actor, "publish", posting)
    _refuse_a_past_closing_date(posting, "publish")
    now = timezone.now()
    if posting.publish_at is not None and posting.publish_at > now:
        return _step(posting, "publish", actor, target=Status.SCHEDULED, moderation_note="")
    return _step(posting, "publish", actor, **_fields_of_publishing(posting, now))


def start(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """Put an approved posting that waits for its day on the board: the clock at that day, its editors before."""
    permissions.check(actor, "start", posting)
    _refuse_a_past_closing_date(posting, "start")
    return _step(posting, "start", actor, publish_at=None, **_fields_of_publishing(posting, timezone.now()))


def schedule(posting: JobPosting, publish_at: datetime | None, *, actor: User | None) -> JobPosting:
    """Set the moment from which an approved posting is on the board; None is as soon as it is approved."""
    permissions.check(actor, "schedule", posting)
    if publish_at is not None and publish_at <= timezone.now():
        raise IllegalTransitionError("schedule", "This moment has passed. Choose a later one, or leave it empty.")
    closes = posting.valid_through
    if publish_at is not None and closes is not None and publish_at >= closes:
        raise IllegalTransitionError("schedule", "It would close before it begins. Change the closing date first.")
    if publish_at is None and posting.status == Status.SCHEDULED:
        return start(posting, actor=actor)
    before = posting.publish_at
    scheduled = _step(posting, "schedule", actor, is_traced=False, publish_at=publish_at)
    record(
        scheduled,
        Action.EDIT,
        actor,
        before={"publish_at": before and before.isoformat()},
        after={"publish_at": publish_at and publish_at.isoformat()},
    )
    return scheduled


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
    return _step(posting, "reject", actor, reason=reason, moderation_note=reason[:500])


def pause(posting: JobPosting, *, actor: User | None) -> JobPosting:
    return _step(posting, "pause", actor)


def resume(posting: JobPosting, *, actor: User | None) -> JobPosting:
    return _step(posting, "resume", actor)


def fill(posting: JobPosting, *, actor: User | None, outcomes: Outcomes | None = None) -> JobPosting:
    """The position is taken. As ``close`` of the applications."""
    reason = "The position is filled."
    return _step(posting, "fill", actor, outcomes=outcomes, closed_at=timezone.now(), closing_reason=reason)


def close(posting: JobPosting, *, actor: User | None, reason: str = "", outcomes: Outcomes | None = None) -> JobPosting:
    """Take a posting off the board. Its page stays readable with a banner.

    Where applications are open, ``outcomes`` says how each ended and everybody is told in the same transaction; without
    it a person is refused with OpenApplicationsError. What the board itself closes answers them with its own words.
    """
    return _step(
        posting, "close", actor, reason=reason, outcomes=outcomes, closed_at=timezone.now(), closing_reason=reason[:300]
    )


def reopen(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """Bring a closed posting back: on the board where it was on it when it closed, for another ``LISTING_LIFETIME``; else to
    the moderators, whom it had not passed.
    """
    permissions.check(actor, "reopen", posting)
    _refuse_a_past_closing_date(posting, "reopen")
    if not _was_approved_when_closed(posting):
        return _step(posting, "reopen", actor, target=Status.PENDING, closed_at=None, closing_reason="")
    return _step(posting, "reopen", actor, **_fields_of_publishing(posting, timezone.now()))


def _was_approved_when_closed(posting: JobPosting) -> bool:
    steps = ModerationEvent.objects.filter(posting=posting, action=Action.CLOSE).order_by("-pk")
    for event in steps:
        if event.after.get("status") in CLOSED:
            return event.before.get("status") in LIVE
    return False


def remove(posting: JobPosting, *, actor: User | None, reason: str) -> JobPosting:
    """Take a posting away altogether (scam, wrong): its address answers 410. Who has applied is told."""
    outcomes = outcomes_of_the_board(removed=True)
    return _step(posting, "remove", actor, reason=reason, outcomes=outcomes, closed_at=timezone.now())


def renew(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """Run for another ``LISTING_LIFETIME`` from now. Only postings made here run out by the board's clock."""
    permissions.check(actor, "renew", posting)
    now = timezone.now()
    if posting.valid_through is not None and posting.valid_through <= now:
        raise IllegalTransitionError("renew", "Its closing date has passed. Change that first, then renew.")
    if posting.origin != JobPosting.Origin.EMPLOYER or posting.listed_until is None:
        raise IllegalTransitionError("renew")
    until = now + settings.LISTING_LIFETIME
    renewed = _step(posting, "renew", actor, is_traced=False, listed_until=until, last_seen_at=now)
    record(renewed, Action.EDIT, actor, after={"listed_until": until.isoformat()})
    return renewed


def confirm_open(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """Somebody who hires says that the posting is still open. Its end stays as it was."""
    now = timezone.now()
    confirmed = _step(posting, "confirm_open", actor, is_traced=False, last_seen_at=now)
    record(confirmed, Action.EDIT, actor, after={"last_seen_at": now.isoformat()})
    return confirmed


def discard(posting: JobPosting, *, actor: User | None) -> None:
    """Throw away what was never on the board, with all that was read from it. What was noted about it stays."""
    permissions.check(actor, "discard", posting)
    sources = TRANSITIONS["discard"].sources
    rows = JobPosting.objects.filter(pk=posting.pk, first_seen_at=None).in_states(sources)
    with transaction.atomic():
        if not rows.exists():
            raise IllegalTransitionError("discard")
        record(posting, TRANSITIONS["discard"].trace, actor, before={"status": posting.status})
        rows.delete()


def duplicate(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """A new draft with the same text and the same corrections, of today and without dates."""
    permissions.check(actor, "duplicate", posting)
    if posting.state not in TRANSITIONS["duplicate"].sources:
        raise IllegalTransitionError("duplicate")
    return copy_as_draft(posting, actor=actor)


def _step(
    posting: JobPosting,
    step: str,
    actor: User | None,
    *,
    target: str | None = None,
    reason: str = "",
    outcomes: Outcomes | None = None,
    is_traced: bool = True,
    **fields: Any,
) -> JobPosting:
    """Take a step of the table: one conditional write, so that of two at once one wins; its trace and its effects with it."""
    permissions.check(actor, step, posting)
    rule = TRANSITIONS[step]
    target = target or rule.target
    with transaction.atomic():
        values = fields if target is None else {"status": target, **fields}
        if not JobPosting.objects.filter(pk=posting.pk).in_states(rule.sources).update(**values):
            raise IllegalTransitionError(step)
        before = posting.status
        posting.refresh_from_db()
        if is_traced:
            record(posting, rule.trace, actor, reason=reason, before={"status": before}, after={"status": target})
        for effect in rule.effects:
            bring_about(effect, posting, step, actor, reason=reason, outcomes=outcomes)
        if target == Status.PENDING:
            assessing.queue(posting)
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
    return _step(posting, "hold", None, reason=reason)


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
