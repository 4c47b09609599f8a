"""From a parsed text, and what a person said beside it, to the rows of a posting. A person's word always wins."""

from postings.writing.columns import MAX_TEXT, OUTSIDE_OF_TIME, clean_text, end_of_day, free_slug, take_facts
from postings.writing.copying import copy_as_draft
from postings.writing.edits import FIELDS, Edits, SalaryEdit, edits_from, joined, plain_edits
from postings.writing.parts import write_parts

__all__ = [
    "FIELDS",
    "MAX_TEXT",
    "OUTSIDE_OF_TIME",
    "Edits",
    "SalaryEdit",
    "clean_text",
    "copy_as_draft",
    "edits_from",
    "end_of_day",
    "free_slug",
    "joined",
    "plain_edits",
    "take_facts",
    "write_parts",
]
