"""What people report, and what moderators make of it."""

from django.conf import settings
from django.db import transaction

from accounts.models import User
from postings import outcomes, permissions, services
from postings.models import JobPosting, Report


def report_posting(
    posting: JobPosting, *, reason: str, detail: str, reporter: User | None, reporter_hash: str
) -> Report:
    """Take down what somebody says is wrong, and hold the posting for review once enough people say so.

    A member's second report of a posting takes the place of the first. Of visitors we know only the address, which many
    may share, so a report of theirs never takes the place of another; ``reporter_hash`` counts them as one person.
    """
    with transaction.atomic():
        fields = {"reason": reason, "detail": detail[:2000], "reporter_hash": reporter_hash}
        if reporter is None:  # the same words from the same address again are a form that was sent twice
            sent = Report.objects.filter(posting=posting, state=Report.State.OPEN, **fields).first()
            report = sent or Report.objects.create(posting=posting, **fields)
        else:
            report, _ = Report.objects.update_or_create(
                posting=posting, reporter=reporter, state=Report.State.OPEN, defaults=fields
            )
        people = posting.reports.filter(state=Report.State.OPEN).values("reporter_hash").distinct().count()
        if people >= settings.REPORTS_THAT_HOLD and posting.is_open:
            services.hold(posting, reason=f"{people} people have reported it.")
    return report


def settle_report(report: Report, *, state: str, actor: User | None) -> Report:
    """Say whether a report was right. Of two moderators, the later one counts, and both leave a trace."""
    permissions.check(actor, "settle_report", report.posting)
    with transaction.atomic():
        outcomes.settle(report, state, actor)
    report.refresh_from_db()
    return report
