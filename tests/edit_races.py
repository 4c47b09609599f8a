"""The race of edits: two people edit one posting and two moderators claim and decide, all let go at once, at random.

``python -m tests.edit_races --rounds 100 --seed 1``. Threads of one process on a database of its own. Each round draws
what everybody does; afterwards every word that was said to be saved must be found, and every change that waited must
have been decided once. The last line is JSON.
"""

import argparse
import json
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from random import Random
from typing import Any

from benchmarks import stock
from tests.factories import BACKEND_POSTING

SWITCH_SECONDS = 1e-5
FIELDS = ("title", "equity", "employment_unit", "job_duration", "apply_email", "job_start_text")


@dataclass(slots=True)
class Result:
    """``lost`` counts words that were said to be saved, and that neither the page, a change that waits nor a later edit
    of the same field accounts for; ``overwritten`` those that took the place of a word their author had not seen.
    """

    rounds: int = 0
    saved: int = 0
    stale: int = 0
    decided: int = 0
    decided_twice: int = 0
    undecided: int = 0
    lost: int = 0
    overwritten: int = 0
    claimed_twice: int = 0
    forked: int = 0


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    stock.migrate()
    result = run(options.rounds, Random(f"edits {options.seed}"))
    sys.stdout.write(json.dumps(asdict(result)) + "\n")
    faults = (
        result.lost, result.overwritten, result.decided_twice, result.undecided, result.claimed_twice, result.forked,
    )  # fmt: skip
    return 1 if any(faults) else 0


def run(rounds: int, draw: Random) -> Result:
    result = Result()
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        with ThreadPoolExecutor(4) as pool:
            for number in range(rounds):
                of_drafts(pool, draw, number, result)
                of_changes_that_wait(pool, draw, number, result)
                of_two_moderators(pool, draw, number, result)
                result.rounds += 1
    finally:
        sys.setswitchinterval(before)
    return result


def all_at_once(pool: ThreadPoolExecutor, works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each work answers, or the refusal it was answered with."""
    from django.core.exceptions import ValidationError
    from django.db import connection

    from postings.comparing import StaleEditError
    from postings.lifecycle import IllegalTransitionError

    start = threading.Barrier(len(works))

    def go(work: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return work()
        except (StaleEditError, IllegalTransitionError, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    return [done.result() for done in [pool.submit(go, work) for work in works]]


def of_drafts(pool: ThreadPoolExecutor, draw: Random, number: int, result: Result) -> None:
    """Two people with the same page open each save one to three fields of a draft."""
    from postings import editing, services
    from postings.comparing import Seen, StaleEditError, prints_of
    from postings.models import JobPosting
    from postings.writing import Edits

    organization, _ = team(number, "draft")
    posting = services.create_posting(organization, BACKEND_POSTING)
    seen = Seen(prints_of(JobPosting.objects.for_page().get(pk=posting.pk)))
    wishes = [
        {name: word(name, number, person) for name in draw.sample(FIELDS, draw.randint(1, 3))} for person in (1, 2)
    ]

    def save(wish: dict[str, str]) -> Any:
        mine = JobPosting.objects.get(pk=posting.pk)
        return editing.edit_posting(mine, None, edits=Edits(wish), actor=None, seen=seen)

    answers = all_at_once(pool, [partial(save, wish) for wish in wishes])
    saved = [wish for wish, answer in zip(wishes, answers, strict=True) if not isinstance(answer, StaleEditError)]
    now = JobPosting.objects.get(pk=posting.pk)
    result.saved += len(saved)
    result.stale += len(wishes) - len(saved)
    result.lost += sum(getattr(now, name) != value for wish in saved for name, value in wish.items())
    both = wishes[0].keys() & wishes[1].keys()
    result.overwritten += bool(both) and len(saved) == 2
    result.lost += not both and len(saved) != 2  # refused though nobody else had touched its fields


def of_changes_that_wait(pool: ThreadPoolExecutor, draw: Random, number: int, result: Result) -> None:
    """Two members edit a live posting while two moderators decide what waited before."""
    from postings import editing, services
    from postings.lifecycle import IllegalTransitionError
    from postings.models import JobPosting, ModerationEvent, ProposedRevision
    from postings.writing import Edits, edits_from

    organization, member = team(number, "live")
    posting = services.create_posting(organization, BACKEND_POSTING)
    services.submit(posting, actor=None)
    services.publish(posting, actor=None)
    first = {"title": word("title", number, 0)}
    editing.edit_posting(posting, None, edits=Edits(first), actor=member)
    proposal = ProposedRevision.objects.get(posting=posting)
    wishes = [
        {name: word(name, number, person)}
        for person, name in enumerate(draw.sample(("equity", "apply_email", "employment_unit"), 2), 1)
    ]

    def save(wish: dict[str, str]) -> Any:
        mine = JobPosting.objects.get(pk=posting.pk)
        return editing.edit_posting(mine, None, edits=Edits(wish), actor=member)

    def decide(verb: str) -> Any:
        read = ProposedRevision.objects.get(pk=proposal.pk)
        if verb == "accept":
            return editing.accept_change(read, actor=None, version=read.version)
        return editing.refuse_change(read, actor=None, version=read.version, reason="No.")

    verbs = [draw.choice(("accept", "refuse")) for _ in range(2)]
    works: list[Callable[[], Any]] = [partial(save, wish) for wish in wishes] + [partial(decide, v) for v in verbs]
    order = draw.sample(range(len(works)), len(works))
    shuffled = all_at_once(pool, [works[at] for at in order])
    answers = [shuffled[order.index(at)] for at in range(len(works))]

    decisions = [verb for verb, a in zip(verbs, answers[2:], strict=True) if not isinstance(a, IllegalTransitionError)]
    events = Counter(
        ModerationEvent.objects.filter(posting=posting, action__in=["accept", "refuse"]).values_list(
            "action", flat=True
        )
    )
    result.saved += len(wishes)
    result.decided += len(decisions)
    result.decided_twice += len(decisions) > 1 or events != Counter(decisions)
    # A decision on a version that has grown meanwhile is refused, to be looked at again; then the change still waits.
    state = ProposedRevision.objects.get(pk=proposal.pk).state
    result.undecided += state != {"accept": "accepted", "refuse": "refused"}.get("".join(decisions), "waiting")
    now = JobPosting.objects.get(pk=posting.pk)
    kept = [edits_from(row.edits).values for row in ProposedRevision.objects.filter(posting=posting)]
    for wish in (first, *wishes):
        ((name, value),) = wish.items()
        result.lost += getattr(now, name) != value and not any(values.get(name) == value for values in kept)
    accepted = [
        edits_from(row.edits).values for row in ProposedRevision.objects.filter(posting=posting, state="accepted")
    ]
    result.lost += sum(getattr(now, name) != value for values in accepted for name, value in values.items())


def of_two_moderators(pool: ThreadPoolExecutor, draw: Random, number: int, result: Result) -> None:
    """Two moderators claim and decide one posting, while two workers tie the audit log."""
    from accounts.models import User
    from postings import audit, decisions, services
    from postings.models import JobPosting, ModerationEvent, PostingReview

    organization, _ = team(number, "desk")
    posting = services.submit(services.create_posting(organization, BACKEND_POSTING), actor=None)
    moderators = [User.objects.create_superuser(f"moderator{number}.{n}@people.example") for n in (1, 2)]

    def claim(actor: User) -> Any:
        return decisions.claim(JobPosting.objects.get(pk=posting.pk), actor=actor)

    claims = [partial(claim, actor) for actor in moderators]
    claimed = all_at_once(pool, [*claims, audit.seal, audit.seal])[:2]
    result.claimed_twice += sum(isinstance(answer, PostingReview) for answer in claimed) != 1
    PostingReview.objects.filter(posting=posting).update(claimed_by=None)

    def decide(actor: User, step: str) -> Any:
        decisions.decide(JobPosting.objects.get(pk=posting.pk), step, actor=actor, reason="Because.")
        return step

    decided = [partial(decide, actor, draw.choice(("publish", "reject"))) for actor in moderators]
    answers = all_at_once(pool, [*decided, audit.seal, audit.seal])[:2]
    won = [answer for answer in answers if isinstance(answer, str)]
    events = ModerationEvent.objects.filter(posting=posting, action__in=["publish", "reject"])
    result.decided += len(won)
    result.decided_twice += len(won) != 1 or list(events.values_list("action", flat=True)) != won
    result.forked += bool(audit.verify().findings)


def word(name: str, number: int, person: int) -> str:
    if name == "apply_email":
        return f"person{person}.round{number}@people.example"
    return f"P{number}D{person}"[:12] if name == "job_duration" else f"{name} {number} of {person}"


def team(number: int, kind: str) -> tuple[Any, Any]:
    from accounts.models import Membership, User
    from accounts.organizations import resolve_organization

    organization = resolve_organization(f"Race {kind} {number}")
    member = User.objects.create_user(f"{kind}{number}@people.example")
    Membership.objects.create(organization=organization, user=member, role=Membership.Role.OWNER)
    return organization, member


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
