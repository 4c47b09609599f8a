"""How a member follows up what they have saved: stage, note, and what has changed since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime

from accounts.models import Candidate
from postings import applications
from postings.history import PublicChange, changes_of
from postings.models import JobPosting, SavedJob
from postings.tables import csv_of


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A saved job as its owner follows it; ``changes`` are those of the posting since it was saved, latest first."""

    row: SavedJob
    changes: tuple[PublicChange, ...]


def of_candidate(candidate: Candidate, postings: Sequence[JobPosting]) -> dict[int, FollowUp]:
    """posting id -> how the candidate follows it, for those saved. Two queries."""
    rows = SavedJob.objects.filter(candidate=candidate, posting__in=postings)
    changes = changes_of(postings)
    return {
        row.posting_id: FollowUp(
            row, tuple(change for change in changes.get(row.posting_id, ()) if change.at > row.created_at)
        )
        for row in rows
    }


def follow_up(row: SavedJob, *, stage: str, note: str) -> None:
    row.stage, row.note = stage, note
    row.save(update_fields=["stage", "note"])


def as_csv(candidate: Candidate) -> str:
    """Saved jobs and applications, one line each. No cell is a formula."""
    table: list[Iterable[str]] = [
        ("Job", "Company", "Saved", "Stage", "Note", "Applied", "Application", "Open", "Address")
    ]
    sent = {row.posting_id: row for row in applications.of_candidate(candidate)}
    saved = candidate.saved_jobs.select_related("posting__hiring_organization")
    for row in saved:
        application = sent.pop(row.posting_id, None)
        table.append(_cells(row.posting, _day(row.created_at), row.get_stage_display(), row.note, application))
    table += [_cells(application.posting, "", "", "", application) for application in sent.values()]
    return csv_of(table)


def _cells(posting: JobPosting, saved: str, stage: str, note: str, application: object) -> Iterable[str]:
    applied = _day(getattr(application, "created_at", None))
    state = application.get_state_display() if application is not None else ""  # type: ignore[attr-defined]
    return [
        posting.title, posting.hiring_organization.name, saved, stage, note, applied, state,
        "yes" if posting.is_open else "no", posting.get_absolute_url(),
    ]  # fmt: skip


def _day(moment: object) -> str:
    return f"{localtime(moment):%Y-%m-%d}" if moment is not None else ""  # type: ignore[arg-type]
