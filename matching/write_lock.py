"""Results are written one short transaction at a time, so that each sees what the one before has written."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

MATCH_WRITES = 7_206_001


@contextmanager
def short_write() -> Iterator[None]:
    """SQLite's IMMEDIATE transaction is the lock; PostgreSQL takes an advisory one that ends with the transaction."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MATCH_WRITES])
        yield
