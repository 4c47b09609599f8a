"""Fills the throw-away board through the product's own services."""

import sys
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Candidate, Resume, User
from jobboard.filling.postings import fill_postings
from jobboard.filling.texts import posting_text
from matching import services as matching_services
from matching import stale
from matching.models import ProcessedPosting, ProcessedResume, ProcessedSequence
from postings import services
from postings.models import JobPosting, PostingReading

CHUNK = 200


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def migrate() -> None:
    call_command("migrate", verbosity=0)
    services.load_skills()


def fill(count: int, *, seed: int = 1, features: bool = False) -> None:
    """``count`` generated postings with their rows and documents of the index, as ``manage.py fill_board`` makes them."""
    fill_postings(count, seed=seed, features=features, say=lambda done: say(f"{done} postings"))


def add_postings(count: int, *, seed: int = 1) -> list[int]:
    """``count`` open postings, each read from its text, one a minute back from now; their ids, newest last."""
    ids: list[int] = []
    now = timezone.now()
    for start in range(0, count, CHUNK):
        with transaction.atomic():
            for number in range(start, min(start + CHUNK, count)):
                posting = services.create_posting(None, posting_text(seed, number), origin=JobPosting.Origin.FEED)
                seen = now - timedelta(minutes=count - number)
                JobPosting.objects.filter(pk=posting.pk).update(
                    status=JobPosting.Status.PUBLISHED, first_seen_at=seen, last_seen_at=seen
                )
                ids.append(posting.pk)
        say(f"{len(ids)} postings")
    return ids


def settle() -> None:
    """Date every change back, as on a board that has run for a while: the indexer looks back over the last minutes."""
    JobPosting.objects.update(changed_at=timezone.now() - timedelta(days=1))


def process_all() -> None:
    """What workers do after changes, until nothing is stale."""
    while matching_services.sweep(recent=False):
        say(f"{stale.stale_postings().count()} postings to process")


def multiply_postings(count: int) -> None:
    """Copies of the postings there are, processed as they are, until there are ``count``. Their sections are not copied,
    so a copy must not be processed again.
    """
    multiply(
        JobPosting.objects.count(),
        count,
        (JobPosting, {"uid": RANDOM, "cluster": RANDOM, "slug": "slug || '-copy-' || {round}"}),
        (PostingReading, {"posting_id": "posting_id + {offset}"}),
        (ProcessedPosting, {"posting_id": "posting_id + {offset}", "sequence": "sequence + {numbers}"}),
    )


def multiply_resumes(count: int) -> None:
    """Copies of the candidates and their resumes, with the floors they have and no stored matches."""
    multiply(
        Resume.objects.count(),
        count,
        (User, {"email": "email || '.' || {round}", "uid": RANDOM}),
        (Candidate, {"user_id": "user_id + {offset}"}),
        (Resume, {"uid": RANDOM, "candidate_id": "candidate_id + {offset}"}),
        (ProcessedResume, {"resume_id": "resume_id + {offset}", "sequence": "sequence + {numbers}"}),
    )


RANDOM = "lower(hex(randomblob(16)))"


def multiply(present: int, wanted: int, *tables: tuple[Any, dict[str, str]]) -> None:
    """Every table is copied as a whole, its keys moved by the same offset; SQLite only, as the benchmarks' board is."""
    offset = 1 + max(int(model.objects.aggregate(last=Max("pk"))["last"] or 0) for model, _ in tables)
    numbers = ProcessedSequence.current() + 1
    limits = {model: int(model.objects.aggregate(last=Max("pk"))["last"] or 0) for model, _ in tables}
    rounds = -(-wanted // max(1, present)) - 1
    with transaction.atomic(), connection.cursor() as cursor:
        for number in range(1, rounds + 1):
            left = wanted - number * present
            for model, changes in tables:
                columns = [field.column for field in model._meta.concrete_fields]
                moved = {"id": "id + {offset}", **changes}
                values = [
                    moved.get(column, f'"{column}"').format(
                        round=number, offset=offset * number, numbers=numbers * number
                    )
                    for column in columns
                ]
                names = ", ".join(f'"{column}"' for column in columns)
                key = model._meta.pk.column
                cursor.execute(
                    f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(values)} '  # noqa: S608  our own names
                    f'FROM "{model._meta.db_table}" WHERE {key} <= %s ORDER BY {key} LIMIT %s',
                    [limits[model], min(left, present)],
                )
        ProcessedSequence.objects.update(value=numbers * (rounds + 1))
