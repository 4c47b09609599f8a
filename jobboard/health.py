"""Is each part of the board well, in words, with what to do about it."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import Email
from jobboard.celery import app, make_broker_folders
from matching import engine, indexing, stale
from matching.models import ProcessedPosting, ProcessedResume
from postings.models import JobPosting, Skill
from postings.search import folder

OK, DEGRADED, BROKEN = "ok", "degraded", "broken"
FRESH_WITHIN = timedelta(seconds=300)
MOST_BEHIND = 1000  # rows that would be scored pair by pair


@dataclass(frozen=True, slots=True)
class Part:
    part: str
    state: str
    fix: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def look() -> list[Part]:
    """Every part, in the order a request meets them."""
    parts = []
    for name, check in CHECKS:
        try:
            state, fix = check()
        except (DatabaseError, ObjectDoesNotExist) as error:
            state, fix = BROKEN, f"The database answers: {error}"
        parts.append(Part(name, state, fix))
    return parts


def summary(parts: list[Part]) -> list[Part]:
    """One line for everybody: the worst state, without naming what we run on."""
    worst = max((part.state for part in parts), key=(OK, DEGRADED, BROKEN).index, default=OK)
    return [Part("board", worst, "" if worst == OK else "We are looking into it.")]


def is_ready() -> bool:
    return all(check()[0] != BROKEN for check in (_database, _migrations))


def is_fresh() -> bool:
    oldest = stale.oldest_stale_at()
    return oldest is None or timezone.now() - oldest < FRESH_WITHIN


def _database() -> tuple[str, str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return BROKEN, f"The database cannot be reached ({error}). Check DATABASE_URL."
    return OK, ""


def _migrations() -> tuple[str, str]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return BROKEN, f"{len(waiting)} migrations wait. Run: manage.py migrate"
    return OK, ""


def _data_folder() -> tuple[str, str]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < 200 * 1024**2:
        return DEGRADED, f"Only {free // 1024**2} MB are free at {settings.DATA_DIR}."
    return OK, ""


def _vocabulary() -> tuple[str, str]:
    return (OK, "") if Skill.objects.exists() else (DEGRADED, "No skills are loaded. Run: manage.py load_skills")


def _broker() -> tuple[str, str]:
    make_broker_folders()
    try:
        with app.connection_for_write() as link:
            link.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError) as error:
        return (
            DEGRADED,
            f"The broker is away ({error}); saving works, matches wait for the sweep. Check CELERY_BROKER_URL.",
        )
    return OK, ""


def _search() -> tuple[str, str]:
    marker = folder.read_marker()
    if not marker:
        return DEGRADED, "There is no search index yet; lists come from the database. Start: manage.py run_indexer"
    indexed = datetime.fromisoformat(marker["indexed_at"])
    newer = JobPosting.objects.filter(changed_at__gt=indexed).order_by("changed_at").first()
    if newer and timezone.now() - newer.changed_at > timedelta(seconds=60):
        return DEGRADED, "The search index is behind. Is manage.py run_indexer running on this host?"
    return OK, ""


def _match_index() -> tuple[str, str]:
    if indexing.behind() > MOST_BEHIND:
        return (
            DEGRADED,
            "The match index of this host is away or far behind; matches are right, but slow to compute. "
            "Start: manage.py run_indexer",
        )
    return OK, ""


def _matching() -> tuple[str, str]:
    dead = ProcessedPosting.objects.filter(is_dead=True).count() + ProcessedResume.objects.filter(is_dead=True).count()
    if dead:
        return DEGRADED, f"{dead} objects could not be matched; see their last error in the admin and press Retry."
    if not is_fresh():
        return DEGRADED, "Changes have waited for more than five minutes. Is a worker running? Or run: manage.py sweep"
    return OK, ""


def _model() -> tuple[str, str]:
    if engine.is_lexical():
        return DEGRADED, "The sentence model is not there, so matching compares words only. Run: make setup"
    return OK, ""


def _mail() -> tuple[str, str]:
    """Letters that wait for a quarter of an hour, and those given up. What the mail server said of them may name an address,
    and this page is public, so it stands in the admin only.
    """
    late = Email.objects.waiting().filter(created_at__lt=timezone.now() - timedelta(minutes=15))
    waiting, failed = late.count(), Email.objects.filter(state=Email.State.FAILED).count()
    if not waiting and not failed:
        return OK, ""
    words = f"{waiting} letters have waited for more than 15 minutes, and {failed} were given up."
    return (
        DEGRADED,
        f"{words} Check EMAIL_URL and the worker; the admin lists them with their errors and can retry them.",
    )


CHECKS: Iterable[tuple[str, Callable[[], tuple[str, str]]]] = (
    ("database", _database),
    ("migrations", _migrations),
    ("data folder", _data_folder),
    ("skill vocabulary", _vocabulary),
    ("broker", _broker),
    ("search index", _search),
    ("match index", _match_index),
    ("sentence model", _model),
    ("matching", _matching),
    ("mail", _mail),
)
