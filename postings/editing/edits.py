"""Edits of people and sources."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from postings import permissions
from postings.comparing import Seen, StaleEditError, changes, differences, state_of
from postings.editing.applying import NEEDS_TEXT, Action, tell_of_material_changes, write_edit
from postings.editing.locking import lock_and_read
from postings.editing.proposals import write_or_propose
from postings.editing.reparsing import read_again
from postings.events import announce, record_changes
from postings.lifecycle import EDITABLE, LIVE, SAVES_ITSELF
from postings.models import JobPosting, Source
from postings.writing import FIELDS, Edits, SalaryEdit, clean_text
from reading import posting as posting_reader


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
        current = lock_and_read(posting)
        if current.status not in EDITABLE:
            raise ValidationError("A closed posting cannot be edited; post it anew.")
        text = _new_text(current, text)
        if seen is not None and (conflicts := differences(current, seen, edits, text=text)):
            raise StaleEditError(conflicts)
        if read_again(current):  # what a newer reader reads otherwise is nobody's edit
            current = JobPosting.objects.for_page().get(pk=posting.pk)
        review = _review_of(current, actor, source)
        before = state_of(current)
        if review == WAITS:
            after = write_or_propose(current, before, text, edits, actor=actor, source=source)
        else:
            after = write_edit(current, text, edits)
        changed = changes(before, after)
        if changed and (current.status not in SAVES_ITSELF or (actor and permissions.is_moderator(actor))):
            record_changes(current, Action.EDIT, actor, changed)  # a draft saves itself after every change
        tell_of_material_changes(current, before, after, actor, source, is_flagged=review == FLAGGED)
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


def annotate(
    posting: JobPosting, notes: Mapping[str, str], *, actor: User | None, seen: Seen | None = None
) -> JobPosting:
    """Change what moderators say beside a posting: its ``moderation_note`` and ``closing_reason``."""
    permissions.check(actor, "annotate", posting)
    with transaction.atomic():
        current = lock_and_read(posting)
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
