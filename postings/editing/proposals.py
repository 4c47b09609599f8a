"""Material changes that wait for a moderator: how they come to wait, and how they are decided."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from postings import emails, permissions
from postings.comparing import LABELS, Change, Difference, Seen, StaleEditError, changes, prints_of, state_of, words
from postings.editing.applying import Action, plain_changes, tell_of_material_changes, write_edit
from postings.editing.locking import lock, lock_and_read
from postings.editing.reparsing import read_again
from postings.events import announce, record_changes
from postings.lifecycle import EDITABLE, IllegalTransitionError
from postings.material import MATERIAL, material_changes
from postings.models import JobPosting, ProposedRevision, Source
from postings.writing import Edits, edits_from, joined, plain_edits


def _tried(pk: int, text: str | None, edits: Edits) -> dict[str, Any]:
    """The state a posting would have after an edit; nothing stays written."""
    savepoint = transaction.savepoint()
    try:
        return write_edit(JobPosting.objects.for_page().get(pk=pk), text, edits)
    finally:
        transaction.savepoint_rollback(savepoint)


def write_or_propose(
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
        return write_edit(posting, text, edits)
    minor, rest = _divided(edits)
    if text is not None and material_changes(before, _tried(posting.pk, text, minor)):
        minor, rest = replace(minor, forget=frozenset()), replace(rest, forget=edits.forget)  # they belong to the text
        after = write_edit(posting, None, minor) if minor.values or minor.tags else before
    else:
        has_minor = text is not None or minor.values or minor.tags or minor.forget
        after = write_edit(posting, text, minor) if has_minor else before
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
    proposal.changes = plain_changes(wanted)
    proposal.base = {name: prints[name] for name in sorted(units)}
    proposal.version += 1 if waiting else 0
    proposal.save()
    record_changes(posting, Action.PROPOSE, actor, wanted)
    return proposal


def accept_change(
    proposal: ProposedRevision, *, actor: User | None, version: int, seen: Seen | None = None
) -> ProposedRevision:
    """Bring a change that waits onto the page as it is now. Of two moderators, one wins.

    Raises StaleEditError where the posting has moved on in the same fields, unless ``seen`` says that the moderator was
    shown how they are now.
    """
    permissions.check(actor, "accept_change", proposal.posting)
    with transaction.atomic():
        posting = lock_and_read(proposal.posting)
        proposal = _decide(proposal, ProposedRevision.State.ACCEPTED, actor, version=version)
        if posting.status not in EDITABLE:
            raise ValidationError("The posting has closed; refuse the change.")
        if read_again(posting):
            posting = JobPosting.objects.for_page().get(pk=posting.pk)
        if moved := moved_on(proposal, posting, seen):
            raise StaleEditError(moved)
        before = state_of(posting)
        after = write_edit(posting, proposal.text, edits_from(proposal.edits))
        record_changes(posting, Action.ACCEPT, actor, changes(before, after))
        tell_of_material_changes(posting, before, after, proposal.author, proposal.source, is_flagged=False)
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
        lock(proposal.posting)
        proposal = _decide(proposal, ProposedRevision.State.REFUSED, actor, version=version, reason=reason.strip())
        _record_decision(proposal, Action.REFUSE, actor)
        emails.change_decided(proposal)
    return proposal


def withdraw_change(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """Take back the change that waits."""
    permissions.check(actor, "withdraw_change", posting)
    with transaction.atomic():
        lock(posting)
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
