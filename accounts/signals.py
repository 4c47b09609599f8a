"""What the apps above hear of accounts. Each signal but the last is sent inside the transaction that it tells of.

``organization_changed``: how organizations are listed has changed. Argument: ``organization_ids``.
``organization_orphaned``: the last member has left. Arguments: ``organization`` and ``traces``, the ways in which the
members who left may stand in its texts.
``organization_taken_up``: somebody has come to an organization that had no member. Argument: ``organization``.
``person_leaves``: somebody's account is being deleted; what they own is closed down, their rows still stand. Arguments:
``user`` and ``traces``.
``organization_decided``: who an organization is, or who may act for it, was decided; for the audit log. Arguments:
``organization``, ``actor``, ``before``, ``after`` and ``reason``. No words about people.
``ban_decided``: somebody or something was banned, or the ban was lifted. Arguments: ``ban``, ``actor`` and ``is_lifted``.
``letter_queued``: a letter was written; a receiver may only hurry it.
``addresses_forgotten``: a person was erased; sent after the commit. Arguments: ``addresses`` in lower case, and ``names``.
"""

from django.dispatch import Signal

organization_changed = Signal()
organization_orphaned = Signal()
organization_taken_up = Signal()
person_leaves = Signal()
organization_decided = Signal()
ban_decided = Signal()
letter_queued = Signal()
addresses_forgotten = Signal()
