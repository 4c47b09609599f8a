"""Sent after a posting was written by a verb that no model signal tells of. Argument: ``posting_id``."""

from django.dispatch import Signal

posting_changed = Signal()
