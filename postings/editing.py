"""Changing what a posting says: edits of people and sources, changes that wait for a review, and reading a text anew."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from postings import emails, permissions
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
from postings.events import announce, record_changes
from postings.lifecycle import EDITABLE, LIVE, SAVES_ITSELF, IllegalTransitionError
from postings.material import MATERIAL, material_changes
from postings.models import (
    JobPosting,
    ModerationEvent,
    PostingItem,
    PostingReading,
    ProposedRevision,
    Source,
)
from postings.writing import (
    FIELDS,
    Edits,
    SalaryEdit,
    clean_text,
    edits_from,
    free_slug,
    joined,
    plain_edits,
    take_facts,
    write_parts,
)
from reading import posting as posting_reader

Action = ModerationEvent.Action
NEEDS_TEXT = "A posting needs a text."
DATES_ORDERED = next(rule for rule in JobPosting._meta.constraints if rule.name == "posting_dates_ordered")


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
        if seen is not None and (conflicts := differences(current, seen, edits, text=text)):
            raise StaleEditError(conflicts)
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
            record_changes(current, Action.EDIT, actor, changed)  # a draft saves itself after every change
        _tell_of_material_changes(current, before, after, actor, source, is_flagged=review == FLAGGED)
        announce(current)
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
    parsed = take_facts(posting, posting_reader.parse(posting.raw_text, captured_at=posting.captured_at), edits)
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
    record_changes(posting, Action.PROPOSE, actor, wanted)
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
        record_changes(posting, Action.FLAG, actor, material)
    live = JobPosting.objects.select_related("hiring_organization").get(pk=posting.pk)
    emails.posting_changed(live, _noted(material), by=actor)


def _noted(changed: Sequence[Change]) -> list[dict[str, Any]]:
    return [{**asdict(change), "is_material": change.field in MATERIAL} for change in changed]


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
        record_changes(posting, Action.ACCEPT, actor, changes(before, after))
        _tell_of_material_changes(posting, before, after, proposal.author, proposal.source, is_flagged=False)
        announce(posting)
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
    record_changes(proposal.posting, action, actor, changed, reason=proposal.reason)


def annotate(
    posting: JobPosting, notes: Mapping[str, str], *, actor: User | None, seen: Seen | None = None
) -> JobPosting:
    """Change what moderators say beside a posting: its ``moderation_note`` and ``closing_reason``."""
    permissions.check(actor, "annotate", posting)
    with transaction.atomic():
        current = _locked(posting)
        if seen is not None and (conflicts := differences(current, seen, Edits(), notes=notes)):
            raise StaleEditError(conflicts)
        before = state_of(current)
        JobPosting.objects.filter(pk=posting.pk).update(**notes)
        changed = changes(before, {**before, **notes})
        if changed:
            record_changes(current, Action.EDIT, actor, changed)
    posting.refresh_from_db()
    return posting


def replace_text(
    posting: JobPosting, text: str, *, edits: Edits, actor: User | None, seen: Seen | None = None
) -> JobPosting:
    """``edit_posting`` with a text from elsewhere: what structured data beside the old text said is gone with it."""
    gone = frozenset(posting.source_fields) - edits.values.keys()
    return edit_posting(posting, text, edits=replace(edits, forget=edits.forget | gone), actor=actor, seen=seen)


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
    if not posting.raw_text or (posting.reading.version == posting_reader.VERSION and not again):
        return False
    parsed = take_facts(posting, posting_reader.parse(posting.raw_text, captured_at=posting.captured_at), Edits())
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
        postings = postings.exclude(reading__version=posting_reader.VERSION)
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
    parsed = posting_reader.parse(posting.raw_text, captured_at=posting.captured_at)
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
