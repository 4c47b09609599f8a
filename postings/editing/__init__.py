"""Changing what a posting says: edits of people and sources, changes that wait for a review, and reading a text anew."""

from postings.editing.applying import DATES_ORDERED, NEEDS_TEXT
from postings.editing.edits import annotate, confirm, edit_posting, replace_text
from postings.editing.proposals import accept_change, mark_looked_at, moved_on, refuse_change, withdraw_change
from postings.editing.reparsing import reparse_posting, reparse_postings

__all__ = [
    "DATES_ORDERED",
    "NEEDS_TEXT",
    "accept_change",
    "annotate",
    "confirm",
    "edit_posting",
    "mark_looked_at",
    "moved_on",
    "refuse_change",
    "reparse_posting",
    "reparse_postings",
    "replace_text",
    "withdraw_change",
]
