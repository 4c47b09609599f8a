"""Signals by which the apps above hear of accounts.

``organization_changed`` is sent inside the transaction that changed how organizations are listed. Argument:
``organization_ids``. ``letter_queued`` is sent inside the transaction that wrote a letter; a receiver may only hurry it.
``addresses_forgotten`` is sent after the commit that erased a person. Argument: ``addresses``.
"""

from django.dispatch import Signal

organization_changed = Signal()
letter_queued = Signal()
addresses_forgotten = Signal()
