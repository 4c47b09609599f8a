"""What happens to organizations, for the apps above. Each signal is sent inside the transaction that it tells of.

``organization_changed``: how organizations are listed has changed. Argument: ``organization_ids``.
``organization_orphaned``: the last member has left. Arguments: ``organization`` and ``traces``, the ways in which the
members who left may stand in its texts.
``organization_taken_up``: somebody has come to an organization that had no member. Argument: ``organization``.
"""

from django.dispatch import Signal

organization_changed = Signal()
organization_orphaned = Signal()
organization_taken_up = Signal()
