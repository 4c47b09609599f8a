"""Reading the stored text of a posting anew. It is no edit."""

from collections import Counter
from typing import Any

from django.db import transaction

from postings.editing.locking import lock_and_read
from postings.models import JobPosting, PostingItem, PostingReading
from postings.writing import FIELDS, Edits, take_facts, write_parts
from reading import posting as posting_reader


def reparse_posting(posting: JobPosting, *, again: bool = False) -> bool:
    """Read the raw text with the parser of today; where that has read it already only if ``again``.

    It is no edit: a person's corrections stay, nothing waits and nobody is told. True if it was read.
    """
    with transaction.atomic():
        was_read = read_again(lock_and_read(posting), again=again)
    if was_read:
        posting.refresh_from_db()
    return was_read


def read_again(posting: JobPosting, *, again: bool = False) -> bool:
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
        posting.job_locations.order_by("role", "position", "id"),
        posting.base_salaries.order_by("position", "id"),
        posting.employment_type_rows.order_by("id"),
    ):
        own = {"id", "section_id", "posting_id", "version"}
        parts.append([{name: value for name, value in row.items() if name not in own} for row in rows.values()])
    return parts
