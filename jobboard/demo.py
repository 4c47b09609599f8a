"""The demo board: postings and people of ``seeds/``, all in our own words, and logins that are printed at the start."""

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Candidate, Membership, User
from accounts.organizations import resolve_organization
from accounts.resumes import keep_resume, read_resume
from accounts.services import candidate_of, save_alerts
from jobboard.founding import verify_email
from postings import services
from postings.models import JobPosting, Source
from postings.writing import Edits, SalaryEdit
from reading.resumes import Refused

LOGINS = (
    ("candidate", "candidate@demo.example", "show-me-the-matches"),
    ("employer", "employer@demo.example", "post-a-job-today"),
    ("admin", "admin@demo.example", "look-at-the-queue"),
)
EMPLOYER_ORGANIZATION = "Tidewater Robotics"
SEEDS = settings.BASE_DIR / "seeds"


def load(say: Callable[[str], object]) -> None:
    """Everything in ``seeds/``; about ten seconds. In one transaction, so that an interrupted load leaves nothing."""
    with transaction.atomic():
        people = make_people()
        pasted = load_pasted(SEEDS / "pasted")
        written = sum(load_written(path) for path in sorted((SEEDS / "postings").glob("*.toml")))
        resumes = load_candidates(SEEDS / "resumes", people["candidate"])
    say(f"{pasted + written} postings and {resumes} resumes loaded")


def make_people() -> dict[str, User]:
    people = {}
    for role, email, password in LOGINS:
        make = User.objects.create_superuser if role == "admin" else User.objects.create_user
        people[role] = make(email, password, name=f"Demo {role}")
        verify_email(people[role])
    organization = resolve_organization(EMPLOYER_ORGANIZATION)
    Membership.objects.create(organization=organization, user=people["employer"], role=Membership.Role.OWNER)
    save_alerts(candidate_of(people["candidate"]), Candidate.AlertFrequency.INSTANT, 60)
    return people


def load_pasted(folder: Path) -> int:
    """Postings as they come from a page: chrome, glued tags and all. ``index.toml`` names file, site and capture day."""
    entries = tomllib.loads((folder / "index.toml").read_text())["posting"]
    for entry in entries:
        text = (folder / entry["file"]).read_text()
        posting = services.create_posting(
            None, text, origin=JobPosting.Origin.FEED, captured_at=entry.get("captured_at"),
        )  # fmt: skip
        source, _ = Source.objects.get_or_create(kind="text", token=entry["site"], defaults={"name": entry["site"]})
        services.attach_source(posting, source, entry["file"])
        put_on_board(posting)
    return len(entries)


def load_written(path: Path) -> int:
    """Postings written for the demo: TOML with the text and what an employer would have set beside it."""
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text())["posting"]
    today = timezone.localdate()
    for entry in entries:
        organization = resolve_organization(entry["organization"])
        posting = services.create_posting(
            organization, entry["text"], edits=Edits(stated(entry)), origin=JobPosting.Origin.EMPLOYER
        )
        put_on_board(posting, posted=today - timedelta(days=entry.get("days_ago", 0)))
        if entry.get("closed"):
            services.close(posting, actor=None, reason="Filled.")
    return len(entries)


def stated(entry: dict[str, Any]) -> dict[str, Any]:
    """The fields of an entry that its employer set by hand."""
    values: dict[str, Any] = {
        name: entry[name] for name in ("title", "job_location_type", "employment_types", "apply_url") if name in entry
    }
    if "locations" in entry:
        values["locations"] = entry["locations"]
    if "pay" in entry:
        pay = entry["pay"]
        values["salary"] = SalaryEdit(
            Decimal(str(pay["min"])) if "min" in pay else None,
            Decimal(str(pay["max"])) if "max" in pay else None,
            pay["currency"],
            pay.get("unit"),
        )
    return values


def put_on_board(posting: JobPosting, *, posted: date | None = None) -> None:
    """Through the same review as any posting; then dated back, so that the demo has older postings too."""
    services.submit(posting, actor=None)
    services.publish(posting, actor=None)
    if posted is not None:
        moment = timezone.now() - timedelta(days=(timezone.localdate() - posted).days)
        JobPosting.objects.filter(pk=posting.pk).update(date_posted=posted, first_seen_at=moment)


def load_candidates(folder: Path, demo_candidate: User) -> int:
    """The demo candidate gets the first resume of ``index.toml``; each other person an account of their own."""
    entries = tomllib.loads((folder / "index.toml").read_text())["resume"]
    loaded = 0
    for number, entry in enumerate(entries):
        data = (folder / entry["file"]).read_bytes()
        try:
            read = read_resume(data, entry["file"])
        except Refused as refusal:
            raise RuntimeError(f"seeds/resumes/{entry['file']}: {refusal.message}") from refusal
        user = demo_candidate
        if number:
            user = User.objects.create_user(entry["email"], LOGINS[0][2], name=entry["name"])
            verify_email(user)
        keep_resume(candidate_of(user), read, data=data)
        loaded += 1
    return loaded
