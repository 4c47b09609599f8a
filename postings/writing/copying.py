"""A posting as a draft of its own, with all that was read and corrected in it."""

from copy import copy
from typing import TypeVar
from uuid import uuid4

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from postings.models import JobPosting, PostingItem
from postings.writing.columns import free_slug

# The dates of the posting that is copied are over; the text may still state them, so that they stay empty is a person's word.
DATES = frozenset({"date_posted", "valid_through"})
Row = TypeVar("Row", bound=Model)
ROWS = ("job_locations", "base_salaries", "employment_type_rows", "posting_skills")


def copy_as_draft(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """The same text and corrections as a new draft without dates. What happened to the posting stays with it."""
    original = JobPosting.objects.select_related("hiring_organization", "reading").get(pk=posting.pk)
    draft = copy(original)
    draft._state = copy(original._state)
    draft._state.adding = True
    draft.pk, draft.uid, draft.cluster, draft.duplicate_of = None, uuid4(), uuid4(), None
    draft.status, draft.origin, draft.direct_apply = JobPosting.Status.DRAFT, JobPosting.Origin.EMPLOYER, True
    draft.submitted_by, draft.created_at, draft.captured_at = actor, timezone.now(), timezone.localdate()
    draft.closing_reason = draft.moderation_note = draft.date_posted_raw = draft.url = ""
    draft.date_posted_precision = JobPosting.DatePrecision.UNKNOWN
    for name in (
        "date_posted", "date_posted_at", "valid_through", "listed_until", "publish_at", "first_seen_at", "last_seen_at",
        "closed_at", "source_updated_at", "freshness",
    ):  # fmt: skip
        setattr(draft, name, None)
    draft.edited_fields = sorted({*original.edited_fields, *DATES})
    draft.revision = 1
    with transaction.atomic():
        draft.slug = free_slug(original.hiring_organization, original.title)
        draft.save(force_insert=True)
        for name in ROWS:
            manager = getattr(original, name)
            manager.model.objects.bulk_create([_copied(row, posting=draft) for row in manager.all()])
        for section in original.sections.prefetch_related("items"):
            items = list(section.items.all())
            row = _copied(section, posting=draft)
            row.save(force_insert=True)
            PostingItem.objects.bulk_create([_copied(item, section=row) for item in items])
        if hasattr(original, "reading"):
            _copied(original.reading, posting=draft).save(force_insert=True)
    return JobPosting.objects.get(pk=draft.pk)


def _copied(row: Row, **parents: Model) -> Row:
    """The row anew, below other parents."""
    made = copy(row)
    made._state = copy(row._state)
    made._state.adding = True
    made.pk = None
    for name, parent in parents.items():
        setattr(made, name, parent)
    return made
