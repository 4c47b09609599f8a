"""The race of hiring: people apply while their posting closes, two decide on one applicant, one button is pressed twice.

``python -m tests.hiring_races --rounds 100``. Threads of one process on a database of its own. After each round nobody may
be left without an answer on a closed posting, nobody decided on twice, and one press more makes no draft more. The last line
is JSON.
"""

import argparse
import json
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from benchmarks import stock
from tests.factories import BACKEND_POSTING, BACKEND_RESUME

SWITCH_SECONDS = 1e-5
PEOPLE = 4


@dataclass(slots=True)
class Result:
    """``left``: applications without an answer on a posting that has closed. ``twice``: applicants who were told two decisions.
    ``drafts``: drafts that a second press has made. ``applied`` and ``refused`` say that both happened.
    """

    rounds: int = 0
    applied: int = 0
    refused: int = 0
    left: int = 0
    twice: int = 0
    drafts: int = 0

    @property
    def is_sound(self) -> bool:
        return not (self.left or self.twice or self.drafts)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args(arguments)
    stock.migrate()
    result = run(options.rounds)
    sys.stdout.write(json.dumps(asdict(result)) + "\n")
    return 0 if result.is_sound else 1


def run(rounds: int) -> Result:
    from accounts.models import Membership, Organization, User
    from accounts.resumes import keep_resume, read_pasted_resume
    from accounts.services import candidate_of

    result = Result()
    organization = Organization.objects.create(name="Harbour Software", slug="harbour")
    editor = User.objects.create(email="editor@people.example")
    Membership.objects.create(organization=organization, user=editor, role="owner")
    people = [candidate_of(User.objects.create(email=f"p{number}@people.example")) for number in range(PEOPLE)]
    for person in people:
        keep_resume(person, read_pasted_resume(BACKEND_RESUME), data=None)
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        with ThreadPoolExecutor(PEOPLE + 2) as pool:
            for number in range(rounds):
                one_round(pool, number, organization, editor, people, result)
                result.rounds += 1
    finally:
        sys.setswitchinterval(before)
    return result


def one_round(
    pool: ThreadPoolExecutor, number: int, organization: Any, editor: Any, people: Sequence[Any], result: Result
) -> None:
    from accounts.models import Email
    from postings import answering, applications, services
    from postings.answering import Answer, Outcomes
    from postings.models import Application, JobPosting

    posting = services.create_posting(organization, BACKEND_POSTING.replace("Backend", f"Backend {number}"))
    services.publish(services.submit(posting, actor=None), actor=None)
    outcomes = Outcomes(Answer("No.", "rejected"))
    ends = [
        partial(services.close, JobPosting.objects.get(pk=posting.pk), actor=editor, outcomes=outcomes),
        partial(services.fill, JobPosting.objects.get(pk=posting.pk), actor=editor, outcomes=outcomes),
    ]
    applies = [partial(applications.apply, person, JobPosting.objects.get(pk=posting.pk)) for person in people]
    answers = all_at_once(pool, [*applies, *ends])
    result.applied += sum(isinstance(answer, Application) for answer in answers)
    result.refused += sum(isinstance(answer, Exception) for answer in answers[: len(applies)])
    result.left += Application.objects.undecided().filter(posting=posting).count()

    services.reopen(posting, actor=editor)
    row = Application.objects.filter(posting=posting).first() or applications.apply(people[0], posting)
    Application.objects.filter(pk=row.pk).update(state="received")
    Email.objects.filter(kind="postings/answered").delete()
    decide = [
        partial(answering.answer, Application.objects.get(pk=row.pk), Answer("So.", state), actor=editor)
        for state in ("hired", "rejected", "closed")
    ]
    all_at_once(pool, decide)
    result.twice += Email.objects.filter(kind="postings/answered").count() != 1

    text = BACKEND_POSTING.replace("Backend", f"Pasted {number}")
    press = partial(services.create_posting, organization, text, actor=editor, is_once=True)
    all_at_once(pool, [press, press, press])
    result.drafts += JobPosting.objects.filter(raw_text=text).count() - 1


def all_at_once(pool: ThreadPoolExecutor, works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each work answers, or the refusal it was answered with."""
    from django.core.exceptions import ValidationError
    from django.db import connection

    from postings.lifecycle import IllegalTransitionError

    gate = threading.Barrier(len(works))

    def go(work: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return work()
        except (IllegalTransitionError, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    return list(pool.map(go, works))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
