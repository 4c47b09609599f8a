"""The requirement rows of a posting as a form shows them."""

from dataclasses import dataclass

from postings.corrections import DEMANDS, NOT_A_REQUIREMENT, row_key
from postings.models import JobPosting

MOST_ROWS = 150


@dataclass(frozen=True, slots=True)
class Row:
    """A requirement row as it can be corrected. ``kind`` is as read; ``importance`` is required, preferred or none."""

    key: str
    text: str
    kind: str
    importance: str
    is_readable: bool
    is_edited: bool
    is_removed: bool
    span: list[int] | None = None


def rows_of(posting: JobPosting) -> list[Row]:
    """The requirement rows of a posting read through ``for_page()``, and those a person has taken away, at most 150."""
    rows: dict[str, Row] = {}
    for section in posting.sections.all():
        for item in section.items.all():
            key = row_key(item.text)
            if key in rows or (item.kind not in DEMANDS and key not in posting.row_edits):
                continue
            importance = item.importance or "required" if item.kind in DEMANDS else NOT_A_REQUIREMENT
            rows[key] = Row(
                key, item.text, item.kind, importance, item.is_readable, key in posting.row_edits, False, item.span
            )
            if len(rows) == MOST_ROWS:
                return list(rows.values())
    for key, row_edit in posting.row_edits.items():
        if row_edit.get("removed") and key not in rows:
            rows[key] = Row(key, row_edit["text"], "", "", True, True, True)
    return list(rows.values())
