"""What happens to postings, for the apps above. Argument: ``posting_id``.

``posting_changed``: sent after a posting was written by a verb that no model signal tells of.
``posting_redacted``: people who have left were taken out of its words. Sent inside that transaction; the posting is not open.
"""

from django.dispatch import Signal

posting_changed = Signal()
posting_redacted = Signal()
