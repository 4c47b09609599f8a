"""Runs code in a process of its own with an empty database, to migrate it by single steps as a board of old was."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

ROOT = Path(__file__).resolve().parent.parent

# ``to(targets)`` migrates by the steps that ``0001_squashed`` replaces, and returns the models of that moment.
PRELUDE = """
import json
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

def to(targets):
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate(targets)
    return MigrationLoader(connection, replace_migrations=False).project_state(targets).apps

"""


def run_in_an_empty_database(code: str, folder: Path) -> Any:
    """What ``code`` prints as JSON in its last line. The database is SQLite, or PostgreSQL where the stack runs on it."""
    environment = {**os.environ, "JOBBOARD_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "jobboard.settings"}
    environment["DATABASE_URL"] = f"sqlite:///{folder / 'board.sqlite3'}"
    server, name = os.environ.get("TEST_STACK_DATABASE_URL", ""), f"old_{uuid4().hex}"
    if server:
        environment["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{name}").geturl()
        _administer(server, f'CREATE DATABASE "{name}"')
    try:
        done = subprocess.run(
            [sys.executable, "-c", PRELUDE + code],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        if server:
            _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def _administer(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
