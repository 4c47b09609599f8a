"""What can be done with postings. Each verb checks its rule, writes in one short transaction, and leaves a trace."""

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Organization, User
from accounts.organizations import resolve_organization
from postings import emails, parsing, permissions
from postings.comparing import (
    LABELS,
    Change,
    Difference,
    Seen,
    StaleEditError,
    changes,
    differences,
    prints_of,
    state_of,
    words,
)
from postings.lifecycle import ALLOWED, EDITABLE, LIVE, SAVES_ITSELF, IllegalTransitionError
from postings.material import MATERIAL, material_changes
from postings.models import (
    JobPosting,
    ModerationEvent,
    PostingItem,
    PostingReading,
    PostingSource,
    ProposedRevision,
    Report,
    SavedJob,
    Skill,
    Source,
    text_hash,
)
from postings.parsing.skills import default_vocabulary
from postings.signals import posting_changed
from postings.writing import (
    FIELDS,
    Edits,
    SalaryEdit,
    clean_text,
    edits_from,
    joined,
    plain_edits,
    take_facts,
    write_parts,
)

Status = JobPosting.Status
Action = ModerationEvent.Action
NEEDS_TEXT = "A posting needs a text."
DATES_ORDERED = next(rule for rule in JobPosting._meta.constraints if rule.name == "posting_dates_ordered")


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
    draft may have none yet; ``submit`` asks for it.
    """
    text = clean_text(text)
    if not text.strip():
        raise ValidationError(NEEDS_TEXT)
    parsed = parsing.parse(text, captured_at=captured_at)
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


def edit_posting(
    posting: JobPosting,
    text: str | None,
    *,
    edits: Edits,
    actor: User | None,
    source: Source | None = None,
    seen: Seen | None = None,
) -> JobPosting:
    """Change a posting's text (None: it stays) and what a person stated; corrections made earlier by a person stay.

    ``seen`` is what the form showed that the edit was made in. Raises StaleEditError, and writes nothing, where others
    have changed the same fields since. Material changes of a posting on the board that need a review wait as a
    ``ProposedRevision`` (see ``_review_of``); all else is live at once. Without ``actor`` and ``source`` it is the system.
    """
    permissions.check(actor, "edit", posting)
    with transaction.atomic():
        current = _locked(posting)
        if current.status not in EDITABLE:
            raise ValidationError("A closed posting cannot be edited; post it anew.")
        text = _new_text(current, text)
        if seen is not None and (found := differences(current, seen, edits, text=text)):
            raise StaleEditError(found)
        if _read_again(current):  # what a newer reader reads otherwise is nobody's edit
            current = JobPosting.objects.for_page().get(pk=posting.pk)
        review = _review_of(current, actor, source)
        before = state_of(current)
        if review == WAITS:
            after = _write_or_propose(current, before, text, edits, actor=actor, source=source)
        else:
            after = _write(current, text, edits)
        changed = changes(before, after)
        if changed and (current.status not in SAVES_ITSELF or (actor and permissions.is_moderator(actor))):
            _record_changes(current, Action.EDIT, actor, changed)  # a draft saves itself after every change
        _tell_of_material_changes(current, before, after, actor, source, is_flagged=review == FLAGGED)
        _announce(current)
    posting.refresh_from_db()
    return posting


WAITS, FLAGGED = "waits", "flagged"


def _review_of(posting: JobPosting, actor: User | None, source: Source | None) -> str | None:
    """What a material edit of this posting needs: to wait for a moderator, to be flagged for one, or None."""
    if posting.status not in LIVE:
        return None
    if source is not None:
        return WAITS if source.trust == Source.Trust.WAIT else FLAGGED
    if actor is None or permissions.is_moderator(actor):
        return None
    return FLAGGED if posting.hiring_organization.is_verified else WAITS


def _lock(posting: JobPosting) -> None:
    """Nobody else changes the posting, nor what waits for it, before the end of the transaction."""
    JobPosting.objects.select_for_update().values_list("pk").get(pk=posting.pk)


def _locked(posting: JobPosting) -> JobPosting:
    """The posting as it is now, locked."""
    _lock(posting)
    return JobPosting.objects.for_page().get(pk=posting.pk)


def _new_text(posting: JobPosting, text: str | None) -> str | None:
    """The text to write, None where it is the same. Line ends and blanks at its ends are the browser's, no edit."""
    if text is None:
        return None
    text = clean_text(text)
    if text.strip() == clean_text(posting.raw_text).strip():
        return None
    if not text.strip():
        raise ValidationError(NEEDS_TEXT)
    return text


def _write(posting: JobPosting, text: str | None, edits: Edits) -> dict[str, Any]:
    """Write an edit of a posting that is locked and as it is stored. Answers the state it has then."""
    title = posting.title
    if text is not None:
        posting.raw_text = text
    parsed = take_facts(posting, parsing.parse(posting.raw_text, captured_at=posting.captured_at), edits)
    if not posting.title and posting.status not in SAVES_ITSELF:
        raise ValidationError("The posting needs a title.")
    DATES_ORDERED.validate(JobPosting, posting)
    if posting.first_seen_at is None and posting.title != title:  # no link to it can be out yet
        posting.slug = free_slug(posting.hiring_organization, posting.title, beside=posting.pk)
    posting.save()
    write_parts(posting, parsed, edits)
    JobPosting.objects.filter(pk=posting.pk).bump()
    return state_of(JobPosting.objects.for_page().get(pk=posting.pk))


def _tried(pk: int, text: str | None, edits: Edits) -> dict[str, Any]:
    """The state a posting would have after an edit; nothing stays written."""
    savepoint = transaction.savepoint()
    try:
        return _write(JobPosting.objects.for_page().get(pk=pk), text, edits)
    finally:
        transaction.savepoint_rollback(savepoint)


def _write_or_propose(
    posting: JobPosting,
    before: dict[str, Any],
    text: str | None,
    edits: Edits,
    *,
    actor: User | None,
    source: Source | None,
) -> dict[str, Any]:
    """Write what is not material; the rest joins the change that waits. Answers the state of the page then."""
    if not material_changes(before, _tried(posting.pk, text, edits)):
        return _write(posting, text, edits)
    minor, rest = _divided(edits)
    if text is not None and material_changes(before, _tried(posting.pk, text, minor)):
        minor, rest = replace(minor, forget=frozenset()), replace(rest, forget=edits.forget)  # they belong to the text
        after = _write(posting, None, minor) if minor.values or minor.tags else before
    else:
        has_minor = text is not None or minor.values or minor.tags or minor.forget
        after = _write(posting, text, minor) if has_minor else before
        text = None
    _propose(posting, text, rest, actor=actor, source=source)
    return after


def _divided(edits: Edits) -> tuple[Edits, Edits]:
    """(what cannot change anything material, the rest). What is said of a row is said of a requirement."""
    return (
        replace(
            edits,
            values={name: value for name, value in edits.values.items() if name not in MATERIAL},
            rows={},
            forget=edits.forget - MATERIAL,
        ),
        replace(
            edits,
            values={name: value for name, value in edits.values.items() if name in MATERIAL},
            tags={},
            forget=edits.forget & MATERIAL,
        ),
    )


def _propose(
    posting: JobPosting, text: str | None, edits: Edits, *, actor: User | None, source: Source | None
) -> ProposedRevision:
    """Let a change wait, together with what waits already."""
    waiting = posting.proposals.waiting().filter(source=source).first()
    if waiting is not None:
        text = waiting.text if text is None else text
        edits = joined(edits_from(waiting.edits), edits)
    current = JobPosting.objects.for_page().get(pk=posting.pk)
    wanted = changes(state_of(current), _tried(posting.pk, text, edits))
    prints = prints_of(current)
    units = (
        {change.field for change in wanted if change.field in MATERIAL}
        | edits.values.keys()
        | edits.forget
        | ({"text"} if text else set())
    )
    proposal = waiting or ProposedRevision(posting=posting, source=source)
    proposal.author = actor
    proposal.text = text
    proposal.edits = plain_edits(edits)
    proposal.changes = _noted(wanted)
    proposal.base = {name: prints[name] for name in sorted(units)}
    proposal.version += 1 if waiting else 0
    proposal.save()
    _record_changes(posting, Action.PROPOSE, actor, wanted)
    return proposal


def _tell_of_material_changes(
    posting: JobPosting,
    before: dict[str, Any],
    after: dict[str, Any],
    actor: User | None,
    source: Source | None,
    *,
    is_flagged: bool,
) -> None:
    """What is live and material is told to who watches the posting, and flagged for the moderators where asked."""
    material = material_changes(before, after)
    if not material or posting.status not in LIVE:
        return
    if is_flagged:
        ProposedRevision.objects.create(
            posting=posting,
            author=actor,
            source=source,
            state=ProposedRevision.State.LIVE,
            changes=_noted(changes(before, after)),
        )
        _record_changes(posting, Action.FLAG, actor, material)
    live = JobPosting.objects.select_related("hiring_organization").get(pk=posting.pk)
    emails.posting_changed(live, _noted(material), by=actor)


def _noted(changed: Sequence[Change]) -> list[dict[str, Any]]:
    return [{**asdict(change), "is_material": change.field in MATERIAL} for change in changed]


def _record_changes(
    posting: JobPosting, action: str, actor: User | None, changed: Sequence[Change], *, reason: str = ""
) -> None:
    _record(
        posting,
        action,
        actor,
        reason=reason,
        before={change.field: change.old for change in changed},
        after={change.field: change.new for change in changed},
    )


def accept_change(
    proposal: ProposedRevision, *, actor: User | None, version: int, seen: Seen | None = None
) -> ProposedRevision:
    """Bring a change that waits onto the page as it is now. Of two moderators, one wins.

    Raises StaleEditError where the posting has moved on in the same fields, unless ``seen`` says that the moderator was
    shown how they are now.
    """
    permissions.check(actor, "accept_change", proposal.posting)
    with transaction.atomic():
        posting = _locked(proposal.posting)
        proposal = _decide(proposal, ProposedRevision.State.ACCEPTED, actor, version=version)
        if posting.status not in EDITABLE:
            raise ValidationError("The posting has closed; refuse the change.")
        if _read_again(posting):
            posting = JobPosting.objects.for_page().get(pk=posting.pk)
        if moved := moved_on(proposal, posting, seen):
            raise StaleEditError(moved)
        before = state_of(posting)
        after = _write(posting, proposal.text, edits_from(proposal.edits))
        _record_changes(posting, Action.ACCEPT, actor, changes(before, after))
        _tell_of_material_changes(posting, before, after, proposal.author, proposal.source, is_flagged=False)
        _announce(posting)
        emails.change_decided(proposal)
    return proposal


def moved_on(proposal: ProposedRevision, posting: JobPosting, seen: Seen | None = None) -> list[Difference]:
    """Where a posting is not any more as it was when the change was proposed, nor as ``seen``."""
    prints, state = prints_of(posting), state_of(posting)
    wanted = {change["field"]: change["new"] for change in proposal.changes}
    return [
        Difference(name, LABELS[name], wanted.get(name, proposal.text or ""), words(name, state[name]), prints[name])
        for name, was in proposal.base.items()
        if prints[name] != was and (seen is None or seen.prints.get(name) != prints[name])
    ]


def refuse_change(proposal: ProposedRevision, *, actor: User | None, version: int, reason: str) -> ProposedRevision:
    """The page stays as it is, and who hires is told why."""
    permissions.check(actor, "refuse_change", proposal.posting)
    if not reason.strip():
        raise ValidationError("Write a reason.")
    with transaction.atomic():
        _lock(proposal.posting)
        proposal = _decide(proposal, ProposedRevision.State.REFUSED, actor, version=version, reason=reason.strip())
        _record_decision(proposal, Action.REFUSE, actor)
        emails.change_decided(proposal)
    return proposal


def withdraw_change(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """Take back the change that waits."""
    permissions.check(actor, "withdraw_change", posting)
    with transaction.atomic():
        _lock(posting)
        proposal = posting.proposals.waiting().filter(source=None).first()
        if proposal is None:
            raise IllegalTransitionError("withdraw")
        proposal = _decide(proposal, ProposedRevision.State.WITHDRAWN, actor, version=proposal.version)
        _record_decision(proposal, Action.WITHDRAW, actor)
    return posting


def mark_looked_at(proposal: ProposedRevision, *, actor: User | None) -> ProposedRevision:
    """A moderator has looked at a change that is live already."""
    permissions.check(actor, "look_at_change", proposal.posting)
    return _decide(
        proposal,
        ProposedRevision.State.ACCEPTED,
        actor,
        version=proposal.version,
        undecided=ProposedRevision.State.LIVE,
    )


def _decide(
    proposal: ProposedRevision,
    state: str,
    actor: User | None,
    *,
    version: int,
    reason: str = "",
    undecided: str = ProposedRevision.State.WAITING,
) -> ProposedRevision:
    won = ProposedRevision.objects.filter(pk=proposal.pk, state=undecided, version=version).update(
        state=state, decided_by=actor, decided_at=timezone.now(), reason=reason[:500]
    )
    if not won:
        raise IllegalTransitionError("decide")
    return ProposedRevision.objects.select_related("posting__hiring_organization", "author", "source").get(
        pk=proposal.pk
    )


def _record_decision(proposal: ProposedRevision, action: str, actor: User | None) -> None:
    changed = [Change(c["field"], c["label"], c["old"], c["new"]) for c in proposal.changes]
    _record_changes(proposal.posting, action, actor, changed, reason=proposal.reason)


def annotate(
    posting: JobPosting, notes: Mapping[str, str], *, actor: User | None, seen: Seen | None = None
) -> JobPosting:
    """Change what moderators say beside a posting: its ``moderation_note`` and ``closing_reason``."""
    permissions.check(actor, "annotate", posting)
    with transaction.atomic():
        current = _locked(posting)
        if seen is not None and (found := differences(current, seen, Edits(), notes=notes)):
            raise StaleEditError(found)
        before = state_of(current)
        JobPosting.objects.filter(pk=posting.pk).update(**notes)
        changed = changes(before, {**before, **notes})
        if changed:
            _record_changes(current, Action.EDIT, actor, changed)
    posting.refresh_from_db()
    return posting


def replace_text(
    posting: JobPosting, text: str, *, edits: Edits, actor: User | None, seen: Seen | None = None
) -> JobPosting:
    """``edit_posting`` with a text from elsewhere: what structured data beside the old text said is gone with it."""
    gone = frozenset(posting.source_fields) - edits.values.keys()
    return edit_posting(posting, text, edits=replace(edits, forget=edits.forget | gone), actor=actor, seen=seen)


def _announce(posting: JobPosting) -> None:
    """After commit, tell who listens. A hint only: who derives from postings also looks at revisions by itself."""
    transaction.on_commit(lambda: posting_changed.send(JobPosting, posting_id=posting.pk), robust=True)


def reparse_posting(posting: JobPosting, *, again: bool = False) -> bool:
    """Read the raw text with the parser of today; where that has read it already only if ``again``.

    It is no edit: a person's corrections stay, nothing waits and nobody is told. True if it was read.
    """
    with transaction.atomic():
        was_read = _read_again(_locked(posting), again=again)
    if was_read:
        posting.refresh_from_db()
    return was_read


def _read_again(posting: JobPosting, *, again: bool = False) -> bool:
    """``reparse_posting`` of a locked posting."""
    if not posting.raw_text or (posting.reading.version == parsing.VERSION and not again):
        return False
    parsed = take_facts(posting, parsing.parse(posting.raw_text, captured_at=posting.captured_at), Edits())
    posting.save()
    write_parts(posting, parsed, Edits())
    JobPosting.objects.filter(pk=posting.pk).bump()
    return True


def reparse_postings(*, everything: bool = False) -> Counter[str]:
    """Read stored texts again where the parser is newer, or all of them; one short transaction each.

    Answers ``read`` (changed or not), ``changed`` (a page would show something else) and ``unchanged``.
    """
    postings = JobPosting.objects.exclude(raw_text="")
    if not everything:
        postings = postings.exclude(reading__version=parsing.VERSION)
    counts = Counter({"read": 0, "changed": 0, "unchanged": 0})
    for pk in list(postings.order_by("pk").values_list("pk", flat=True)):
        posting = JobPosting.objects.get(pk=pk)
        before = _shown(posting)
        if reparse_posting(posting, again=everything):
            counts["read"] += 1
            counts["unchanged" if _shown(JobPosting.objects.get(pk=pk)) == before else "changed"] += 1
    return counts


def _shown(posting: JobPosting) -> list[Any]:
    """All that was read from a posting's text, for comparing two readings."""
    parts: list[Any] = [getattr(posting, column) for columns in FIELDS.values() for column in columns]
    for rows in (
        PostingReading.objects.filter(posting=posting),
        PostingItem.objects.filter(section__posting=posting).order_by("section__position", "position"),
        posting.posting_skills.order_by("position", "id"),
        posting.job_locations.order_by("position", "id"),
        posting.base_salaries.order_by("position", "id"),
        posting.employment_type_rows.order_by("id"),
    ):
        own = {"id", "section_id", "posting_id", "version"}
        parts.append([{name: value for name, value in row.items() if name not in own} for row in rows.values()])
    return parts


def confirm(posting: JobPosting, name: str, *, actor: User | None, seen: Seen | None = None) -> JobPosting:
    """Make a person's word of what was only concluded about a field. Raises ValidationError where nothing was."""
    permissions.check(actor, "edit", posting)
    parsed = parsing.parse(posting.raw_text, captured_at=posting.captured_at)
    if name == "locations":
        places = posting.worksites
        value: Any = [", ".join(filter(None, (p.city, p.region, p.country))) or p.raw for p in places]
        return edit_posting(posting, None, edits=Edits({name: value}), actor=actor, seen=seen)
    if name == "salary":
        unit = parsed.inferred.get("salary_unit")
        value = [
            SalaryEdit(
                band.min_value,
                band.max_value,
                band.currency,
                band.unit or (unit.value if unit and band.is_base_pay else None),
                band.label,
                band.kind,
            )
            for band in posting.base_salaries.all()
        ]
        return edit_posting(posting, None, edits=Edits({name: value}), actor=actor, seen=seen)
    value = parsed.inferred[name].value if name in parsed.inferred else parsed.value(name)
    if name not in FIELDS or value is None:
        raise ValidationError("There is nothing to confirm here.")
    return edit_posting(posting, None, edits=Edits({name: value}), actor=actor, seen=seen)


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
    _record(posting, Action.EDIT, actor, after={"listed_until": posting.listed_until.isoformat()})  # type: ignore[union-attr]
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
        _record(posting, action, actor, reason=reason, before={"status": before}, after={"status": target})
        _announce(posting)
    return posting


def _record(
    posting: JobPosting,
    action: str,
    actor: User | None,
    *,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    ModerationEvent.objects.create(
        posting=posting, actor=actor, action=action, reason=reason[:500], before=before or {}, after=after or {}
    )


def free_slug(organization: Organization, title: str, *, beside: int | None = None) -> str:
    """The slug of a title, numbered where another posting of the organization but ``beside`` has it."""
    wanted = slugify(title)[:200] or "job"
    taken = set(
        JobPosting.objects.filter(hiring_organization=organization, slug__startswith=wanted)
        .exclude(pk=beside or 0)
        .values_list("slug", flat=True)
    )
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def attach_source(posting: JobPosting, source: Source, external_id: str, *, url: str = "") -> PostingSource:
    return PostingSource.objects.create(
        posting=posting,
        source=source,
        external_id=external_id[:300],
        external_url=url,
        raw_sha256=text_hash(posting.raw_text),
    )


def set_saved(candidate: Any, posting: JobPosting, *, saved: bool) -> None:
    if saved:
        SavedJob.objects.get_or_create(candidate=candidate, posting=posting)
    else:
        SavedJob.objects.filter(candidate=candidate, posting=posting).delete()


def report_posting(
    posting: JobPosting, *, reason: str, detail: str, reporter: User | None, reporter_hash: str
) -> Report:
    """Take down what somebody says is wrong, and hold the posting for review once enough people say so.

    A member's second report of a posting takes the place of the first. Of visitors we know only the address, which many
    may share, so a report of theirs never takes the place of another; ``reporter_hash`` counts them as one person.
    """
    with transaction.atomic():
        said = {"reason": reason, "detail": detail[:2000], "reporter_hash": reporter_hash}
        if reporter is None:  # the same words from the same address again are a form that was sent twice
            sent = Report.objects.filter(posting=posting, state=Report.State.OPEN, **said).first()
            report = sent or Report.objects.create(posting=posting, **said)
        else:
            report, _ = Report.objects.update_or_create(
                posting=posting, reporter=reporter, state=Report.State.OPEN, defaults=said
            )
        people = posting.reports.filter(state=Report.State.OPEN).values("reporter_hash").distinct().count()
        if people >= settings.REPORTS_THAT_HOLD and posting.is_open:
            hold(posting, reason=f"{people} people have reported it.")
    return report


def hold(posting: JobPosting, *, reason: str) -> JobPosting:
    """Take a posting off the board until a moderator has looked at it again. Rules hold; only people remove."""
    return _step(posting, "hold", Action.FLAG, None, reason=reason)


def _settle_reports(posting: JobPosting, state: str) -> None:
    """What a moderator decides on a posting answers the reports that were open."""
    posting.reports.filter(state=Report.State.OPEN).update(state=state)


def settle_report(report: Report, *, state: str, actor: User | None) -> Report:
    """Say whether a report was right. Of two moderators, the later one counts, and both leave a trace."""
    permissions.check(actor, "settle_report", report.posting)
    with transaction.atomic():
        before = Report.objects.select_for_update().get(pk=report.pk).state
        if before != state:
            Report.objects.filter(pk=report.pk).update(state=state)
            _record(report.posting, Action.FLAG, actor, before={"report": before}, after={"report": state})
    report.refresh_from_db()
    return report


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
