"""Sent inside the transaction that changed how organizations are listed. Argument: ``organization_ids``."""

from django.dispatch import Signal

organization_changed = Signal()
