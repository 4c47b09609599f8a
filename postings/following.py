"""How a member follows up what they have saved: stage, note, and what has changed since."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime

from accounts.models import Candidate
from postings import applications
from postings.history import PublicChange, changes_of
from postings.models import JobPosting, SavedJob

# A cell that begins with one of these is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["Job", "Company", "Saved", "Stage", "Note", "Applied", "Application", "Open", "Address"])
    sent = {row.posting_id: row for row in applications.of_candidate(candidate)}
    saved = candidate.saved_jobs.select_related("posting__hiring_organization")
    for row in saved:
        application = sent.pop(row.posting_id, None)
        writer.writerow(_cells(row.posting, _day(row.created_at), row.get_stage_display(), row.note, application))
    for application in sent.values():
        writer.writerow(_cells(application.posting, "", "", "", application))
    return file.getvalue()


def _cells(posting: JobPosting, saved: str, stage: str, note: str, application: object) -> Iterable[str]:
    applied = _day(getattr(application, "created_at", None))
    state = application.get_state_display() if application is not None else ""  # type: ignore[attr-defined]
    cells = [
        posting.title, posting.hiring_organization.name, saved, stage, note, applied, state,
        "yes" if posting.is_open else "no", posting.get_absolute_url(),
    ]  # fmt: skip
    return [f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells]


def _day(moment: object) -> str:
    return f"{localtime(moment):%Y-%m-%d}" if moment is not None else ""  # type: ignore[arg-type]
