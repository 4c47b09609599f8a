"""What a database connection is told when it is made."""

import sqlite3
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


def allow_long_statements(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Let one statement write as many rows as SQLite itself takes. Django assumes 999 values, the limit of old builds, and
    would write the matches and alerts of one posting in a number of statements that grows with its readers.
    """
    if connection.vendor == "sqlite":
        connection.features.max_query_params = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
