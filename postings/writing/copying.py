"""A posting as a draft of its own, with all that was read and corrected in it."""

from copy import copy
from typing import TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from postings.models import JobPosting, PostingItem
from postings.writing.columns import free_slug
from postings.writing.edits import FIELDS

Row = TypeVar("Row", bound=Model)
# The dates of the posting that is copied are over; the text may still state them, so that they stay empty is a person's word.
DATES = frozenset({"date_posted", "valid_through"})
READ = (
    "raw_text", "description_text", "summary", "in_language", "encouragement", "salary_disclosure", "salary_annual_min",
    "salary_annual_max", "salary_currency", "role_hash", "content_hash", "job_benefits", "application_questions",
    "source_fields", "row_edits", "tag_edits",
)  # fmt: skip
ROWS = ("job_locations", "base_salaries", "employment_type_rows", "posting_skills")


def copy_as_draft(posting: JobPosting, *, actor: User | None) -> JobPosting:
    """The same text and corrections as a new draft without dates. What happened to the posting stays with it."""
    original = JobPosting.objects.select_related("hiring_organization", "reading").get(pk=posting.pk)
    stated = [column for name, columns in FIELDS.items() if name not in DATES for column in columns]
    draft = JobPosting(
        hiring_organization=original.hiring_organization,
        submitted_by=actor,
        captured_at=timezone.localdate(),
        direct_apply=True,
        edited_fields=sorted({*original.edited_fields, *DATES}),
        **{column: getattr(original, column) for column in {*stated, *READ}},
    )
    with transaction.atomic():
        draft.slug = free_slug(original.hiring_organization, original.title)
        draft.save()
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
