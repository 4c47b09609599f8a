"""Writing an edit of a posting, and telling who watches it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from postings import emails
from postings.comparing import Change, changes, state_of
from postings.events import record_changes
from postings.lifecycle import LIVE, SAVES_ITSELF
from postings.material import MATERIAL, material_changes
from postings.models import JobPosting, ModerationEvent, ProposedRevision, Source
from postings.writing import Edits, free_slug, take_facts, write_parts
from reading import posting as posting_reader

Action = ModerationEvent.Action
NEEDS_TEXT = "A posting needs a text."
DATES_ORDERED = next(rule for rule in JobPosting._meta.constraints if rule.name == "posting_dates_ordered")


def write_edit(posting: JobPosting, text: str | None, edits: Edits) -> dict[str, Any]:
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


def tell_of_material_changes(
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
            changes=plain_changes(changes(before, after)),
        )
        record_changes(posting, Action.FLAG, actor, material)
    live = JobPosting.objects.select_related("hiring_organization").get(pk=posting.pk)
    emails.posting_changed(live, plain_changes(material), by=actor)


def plain_changes(changed: Sequence[Change]) -> list[dict[str, Any]]:
    """Changes as JSON values."""
    return [{**asdict(change), "is_material": change.field in MATERIAL} for change in changed]
