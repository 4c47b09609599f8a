"""The rules by which the database itself keeps the audit log: nothing is changed, nothing is deleted.

They are the only triggers of the board (docs/decisions/027 says why here). SQLite drops the triggers of a table whenever a
migration rebuilds it, so no migration makes them: they are taken off before every ``migrate`` and put on after it.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS, WORDS, SEALS = "postings_moderationevent", "postings_moderationwords", "postings_moderationseal"
REFUSAL = "The audit log is append-only."
# Words are changed only after the log says so.
NOTED = f"EXISTS (SELECT 1 FROM {EVENTS} WHERE redacts_id = OLD.event_id)"  # noqa: S608  names of ours
KEPT = (
    (EVENTS, "UPDATE"), (EVENTS, "DELETE"), (WORDS, "UPDATE"), (WORDS, "DELETE"), (SEALS, "UPDATE"), (SEALS, "DELETE"),
)  # fmt: skip


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the rules on. Where the tables are not there yet, or not any more, there is nothing to keep."""
    with connection.cursor() as cursor:
        if not {EVENTS, WORDS, SEALS} <= set(connection.introspection.table_names(cursor)):
            return
        for statement in (*_dropping(connection.vendor), *_making(connection.vendor)):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the rules off, so that a migration can rebuild the tables."""
    with connection.cursor() as cursor:
        for statement in _dropping(connection.vendor):
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the rules that should be on and are not."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {_name(table, verb) for table, verb in KEPT} - {row[0] for row in cursor.fetchall()}


def _name(table: str, verb: str) -> str:
    return f"keep_{table}_from_{verb.lower()}"


def _dropping(vendor: str) -> Iterator[str]:
    for table, verb in (*KEPT, *((table, "TRUNCATE") for table in (EVENTS, WORDS, SEALS))):
        on = "" if vendor == "sqlite" else f" ON {table}"
        yield f"DROP TRIGGER IF EXISTS {_name(table, verb)}{on}"


def _making(vendor: str) -> Iterator[str]:
    if vendor == "sqlite":
        for table, verb in KEPT:
            unless = f" WHEN NOT {NOTED}" if (table, verb) == (WORDS, "UPDATE") else ""
            name = _name(table, verb)
            yield f"CREATE TRIGGER {name} BEFORE {verb} ON {table}{unless} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        return
    refuse = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'"
    yield (
        "CREATE OR REPLACE FUNCTION refuse_change_of_audit_log() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {refuse}; END $$"
    )
    yield (
        "CREATE OR REPLACE FUNCTION refuse_unnoted_change_of_words() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NOT {NOTED} THEN {refuse}; END IF; RETURN NEW; END $$"
    )
    for table, verb in KEPT:
        function = (
            "refuse_unnoted_change_of_words" if (table, verb) == (WORDS, "UPDATE") else "refuse_change_of_audit_log"
        )
        yield f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
    for table in (EVENTS, WORDS, SEALS):
        yield (
            f"CREATE TRIGGER {_name(table, 'TRUNCATE')} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_log()"
        )
