"""The race run: postings and resumes change in the same moment while several workers process_changes them, and nothing may be stale.

``python -m tests.races --bursts 200 --seed 1``. Threads of one process on a database of its own, switched as often as
Python can. The last line is JSON.
"""

import argparse
import json
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from random import Random
from typing import Any

from benchmarks import stock
from jobboard.filling.texts import posting_text, resume_text

WORKERS = 4
AT_ONCE = 4
SWITCH_SECONDS = 1e-5


@dataclass(slots=True)
class Result:
    """``stale`` counts stored pairs that are missing, too many or of an older revision once nothing is left to do."""

    bursts: int = 0
    edits: int = 0
    pairs: int = 0
    stale: int = 0
    bursts_with_stale: int = 0


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bursts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postings", type=int, default=40)
    parser.add_argument("--resumes", type=int, default=20)
    options = parser.parse_args(arguments)
    from jobboard.filling.resumes import fill_resumes

    vectors_of_words()
    stock.migrate()
    stock.add_postings(options.postings, seed=options.seed)
    fill_resumes(options.resumes, seed=options.seed)
    stock.process_all()
    result = run(options.bursts, Random(f"races {options.seed}"))
    sys.stdout.write(json.dumps(asdict(result)) + "\n")
    return 0 if not result.stale else 1


def vectors_of_words() -> None:
    """Bounds are told from vectors, which must not cost what the sentence model's do."""
    from matching import engine, kept_pairs
    from matching.embedding.lexical import LexicalEmbedder

    embedder: Any = LexicalEmbedder()
    engine.embedder = lambda: embedder  # type: ignore[assignment]
    engine.version = lambda: "races"  # type: ignore[assignment]
    kept_pairs.KEPT, kept_pairs.SHOWN, kept_pairs.SLACK = 12, 8, 4


def run(bursts: int, draw: Random) -> Result:
    result = Result()
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        with ThreadPoolExecutor(WORKERS + 2 * AT_ONCE) as pool:
            for number in range(bursts):
                result.edits += burst(pool, draw, number)
                found, pairs = stale_pairs()
                result.bursts += 1
                result.pairs += pairs
                result.stale += found
                result.bursts_with_stale += bool(found)
                if number % 20 == 19:
                    stock.say(f"{number + 1} bursts: {result}")
    finally:
        sys.setswitchinterval(before)
    return result


def burst(pool: ThreadPoolExecutor, draw: Random, number: int) -> int:
    """Edits and refreshes of the same objects, all let go at once; then what is left is processed by all workers."""
    from accounts.models import Resume
    from matching import indexing
    from postings.models import JobPosting

    postings = draw.sample(list(JobPosting.objects.order_by("pk").values_list("pk", flat=True)), AT_ONCE)
    resumes = draw.sample(list(Resume.objects.primary().order_by("pk").values_list("pk", flat=True)), AT_ONCE)
    works: list[Callable[[], object]] = [
        *(partial(edit_posting, pk, number) for pk in postings),
        *(partial(edit_resume, pk, number) for pk in resumes),
    ]
    if number % 3 == 0:
        # Now and then the workers are at it while the edits are made; else they find everything changed at once.
        works += [partial(refresh, some, resumes) for some in (postings, postings[::-1])]
        works += [partial(refresh, postings, some) for some in (resumes, resumes[::-1])]
    start = threading.Barrier(len(works))

    def go(work: Callable[[], object]) -> None:
        from django.db import connection

        try:
            start.wait()
            work()
        finally:
            connection.close()

    for done in [pool.submit(go, work) for work in works]:
        done.result()

    def take(tasks: Sequence[tuple[Callable[[int], object], int]]) -> None:
        from django.db import connection

        try:
            for process_changes, pk in tasks:
                process_changes(pk)
        finally:
            connection.close()

    # Each object is processed by one worker alone: another that did it again would put right what the first has missed.
    while tasks := stale_tasks():
        draw.shuffle(tasks)
        for taken in [pool.submit(take, tasks[worker::WORKERS]) for worker in range(WORKERS)]:
            taken.result()
    indexing.catch_up()
    return 2 * AT_ONCE


def stale_tasks() -> list[tuple[Callable[[int], object], int]]:
    from matching import services, stale

    postings = [(services.refresh_posting, pk) for pk in stale.stale_postings().values_list("pk", flat=True)]
    return postings + [(services.refresh_resume, pk) for pk in stale.stale_resumes().values_list("pk", flat=True)]


def edit_posting(pk: int, number: int) -> None:
    from postings import editing
    from postings.models import JobPosting
    from postings.writing import Edits

    if number % 2:
        editing.edit_posting(JobPosting.objects.get(pk=pk), posting_text(number, pk), edits=Edits(), actor=None)
    else:
        JobPosting.objects.filter(pk=pk).update(title=f"Engineer {number}")


def edit_resume(pk: int, number: int) -> None:
    from accounts.models import Resume

    resume = Resume.objects.get(pk=pk)
    resume.text = resume_text(number, pk)
    resume.save()


def refresh(postings: Sequence[int], resumes: Sequence[int]) -> None:
    from matching import services

    for posting, resume in zip(postings, resumes, strict=True):
        services.refresh_posting(posting)
        services.refresh_resume(resume)


def stale_pairs() -> tuple[int, int]:
    """(stored pairs that are not what a full recompute stores, pairs compared)."""
    from matching import extraction, feature_cache
    from matching.models import Match
    from postings.models import JobPosting

    stale = compared = 0
    postings = feature_cache.fresh_open_postings()
    for resume in feature_cache.fresh_resumes():
        wanted = set()
        for posting in postings:
            score = extraction.score(posting.features, resume.features)
            if score is not None and (resume.floor is None or (score, posting.id) > resume.floor):
                wanted.add((posting.id, score, posting.revision, resume.revision))
        rows = Match.objects.filter(resume=resume.id, posting__in=JobPosting.objects.open())
        stored = set(rows.values_list("posting_id", "score", "posting_revision", "resume_revision"))
        stale += len({pair[0] for pair in wanted ^ stored})
        compared += len(wanted)
    return stale, compared


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
