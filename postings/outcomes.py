"""What became of a report: noted, and told to who sent it."""

from accounts.models import User
from postings import emails
from postings.events import record
from postings.models import JobPosting, ModerationEvent, Report


def settle_open(posting: JobPosting, state: str, actor: User | None) -> None:
    """What a moderator decides on a posting answers the reports that were open."""
    for report in posting.reports.filter(state=Report.State.OPEN).select_related("reporter"):
        settle(report, state, actor)


def settle(report: Report, state: str, actor: User | None) -> None:
    """To be called in a transaction. A report is settled by whoever comes last, and each of them leaves a trace."""
    before = Report.objects.select_for_update().get(pk=report.pk).state
    if before == state:
        return
    Report.objects.filter(pk=report.pk).update(state=state)
    record(
        report.posting,
        ModerationEvent.Action.SETTLE_REPORT,
        actor,
        before={"report": before},
        after={"report": state, "reason": report.reason},
    )
    if state != Report.State.OPEN:
        emails.report_settled(report, state)
