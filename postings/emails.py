"""Letters about postings and applications: each is owed in the transaction of the verb that it follows.

Imported postings are no news to who hires: they wrote them elsewhere, and a feed may hold a thousand. So publishing one
mails nobody; rejecting one does.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Email, Membership, User
from accounts.outbox import queue_letter, register
from postings.models import (
    Application,
    ApplicationEvent,
    JobPosting,
    ModerationEvent,
    ProposedRevision,
    Report,
    SavedJob,
)
from postings.models.applications import UNSENT
from postings.permissions import EDITORS

PUBLISHED, REJECTED = "postings/published", "postings/rejected"
APPLIED, RECEIVED = "postings/applied", "postings/application_received"
CHANGED, CHANGE_ACCEPTED = "postings/changed", "postings/change_accepted"
CHANGE_REFUSED = "postings/change_refused"
QUESTION, TAKEN_BACK, REPORT_SETTLED = "postings/question", "postings/taken_back", "postings/report_settled"
SCHEDULED, EXPIRING = "postings/scheduled", "postings/expiring"
ANSWERED = "postings/answered"

# So many days before the end of a posting its editors are asked what becomes of it.
EXPIRING_DAYS = 5


def posting_published(posting: JobPosting) -> None:
    if posting.origin == JobPosting.Origin.FEED:
        return
    until = f"{posting.listed_until:%-d %B %Y}" if posting.listed_until else ""
    _tell_editors(PUBLISHED, posting, _last_event(posting), {"listed_until": until})


def posting_scheduled(posting: JobPosting) -> None:
    day = f"{timezone.localtime(posting.publish_at):%-d %B %Y, %H:%M}" if posting.publish_at else ""
    _tell_editors(SCHEDULED, posting, _last_event(posting), {"publish_at": day})


def posting_expiring(posting: JobPosting, ends: datetime, link_for: Callable[[User], str]) -> int:
    """To each editor, with a link of their own that leads to the three ways on. The same end is told once. Returns letters."""
    editors = _editors(posting.hiring_organization_id)
    day = f"{timezone.localtime(ends):%-d %B %Y}"
    for editor in editors:
        context = {**_of_posting(posting), "ends": day, "ways_url": settings.SITE_URL + link_for(editor)}
        queue_letter(EXPIRING, key=f"{posting.uid}/{ends:%Y%m%d}", to=editor.email, user=editor, context=context)
    return len(editors)


def posting_rejected(posting: JobPosting, reason: str) -> None:
    _tell_editors(REJECTED, posting, _last_event(posting), {"reason": reason})


def applied(application: Application) -> None:
    """The receipt to the candidate, and the word to who hires. Neither repeats what was written or sent along."""
    user, posting = application.candidate.user, application.posting
    key = f"{application.uid}/{application.created_at:%Y%m%d%H%M%S}"  # it may be sent again after it was taken back
    context = {"application": str(application.uid), **_of_posting(posting)}
    queue_letter(APPLIED, key=key, to=user.email, user=user, context=context)
    _tell_editors(RECEIVED, posting, key, {"application": str(application.uid)})


def application_answered(event: ApplicationEvent) -> None:
    """What who hires has written, to the candidate."""
    application = event.application
    user, posting = application.candidate.user, application.posting
    context = {
        "application": str(application.uid),
        "title": posting.title,
        "organization": posting.hiring_organization.name,
        "text": event.text,
        "state": Application.State(event.state).label if event.state else "",
        "answer_to": event.actor.email if event.actor is not None else "",
        "sent_url": settings.SITE_URL + reverse("postings:saved"),
    }
    queue_letter(ANSWERED, key=str(event.pk), to=user.email, user=user, context=context)


def report_settled(report: Report, state: str) -> None:
    """To who reported a posting and has an account: what we made of it. Not who decided, nor what others reported."""
    reporter = report.reporter
    if reporter is None or not reporter.is_active:
        return
    context = {
        **_of_posting(report.posting),
        "reason": report.get_reason_display().lower(),
        "is_upheld": state == Report.State.UPHELD,
    }
    queue_letter(
        REPORT_SETTLED,
        key=f"{report.pk}/{_last_event(report.posting)}",
        to=reporter.email,
        user=reporter,
        context=context,
    )


def question_asked(posting: JobPosting, question: str) -> None:
    _tell_editors(QUESTION, posting, _last_event(posting), {"question": question})


def decision_taken_back(posting: JobPosting) -> None:
    """Of what the employer was told before, the last word counts."""
    status = JobPosting.Status(posting.status).label.lower()
    _tell_editors(TAKEN_BACK, posting, _last_event(posting), {"status": status})


def change_decided(proposal: ProposedRevision) -> None:
    """To who hires: a change that waited is on the page now, or was refused and why."""
    accepted = proposal.state == ProposedRevision.State.ACCEPTED
    context = {"changes": proposal.changes, "reason": proposal.reason}
    _tell_editors(CHANGE_ACCEPTED if accepted else CHANGE_REFUSED, proposal.posting, str(proposal.pk), context)


def posting_changed(posting: JobPosting, changes: Sequence[Mapping[str, Any]], *, by: User | None) -> None:
    """To everybody who saved a live posting or applied for it, but not to who changed it. One query, and their letters."""
    saved = SavedJob.objects.filter(posting=posting).values("candidate__user")
    applied = Application.objects.filter(posting=posting).exclude(state__in=UNSENT).values("candidate__user")
    watchers = User.objects.filter(Q(pk__in=saved) | Q(pk__in=applied), is_active=True).exclude(pk=by.pk if by else 0)
    context = {**_of_posting(posting), "changes": list(changes)}
    for user in watchers:
        queue_letter(CHANGED, key=f"{posting.uid}/{posting.revision}", to=user.email, user=user, context=context)


def _tell_editors(kind: str, posting: JobPosting, key: str, context: Mapping[str, Any]) -> None:
    for editor in _editors(posting.hiring_organization_id):
        values = {**_of_posting(posting), **context}
        queue_letter(kind, key=key, to=editor.email, user=editor, context=values)


def _editors(organization_id: int) -> list[User]:
    rows = Membership.objects.filter(organization=organization_id, role__in=EDITORS, user__is_active=True)
    return [row.user for row in rows.select_related("user")]


def _last_event(posting: JobPosting) -> str:
    """What a letter about a decision is about: a posting may be published and rejected more than once."""
    event = ModerationEvent.objects.filter(posting=posting).order_by("-pk").values_list("pk", flat=True).first()
    return f"{posting.uid}/{event}"


def _of_posting(posting: JobPosting) -> dict[str, str]:
    board = settings.SITE_URL
    return {
        "posting": str(posting.uid),
        "title": posting.title,
        "organization": posting.hiring_organization.name,
        "posting_url": board + posting.get_absolute_url(),
        "edit_url": board + reverse("postings:edit", args=[posting.uid]),
        "applicants_url": board + reverse("postings:applicants", args=[posting.uid]),
        "hire_url": board + reverse("postings:hire"),
    }


def _not_an_editor(letter: Email, posting: JobPosting | None) -> str:
    if posting is None:
        return "The posting is gone."
    hires = letter.user is not None and letter.user.is_active
    rows = Membership.objects.filter(organization=posting.hiring_organization_id, user=letter.user, role__in=EDITORS)
    return "" if hires and rows.exists() else "The person does not hire for the organization any more."


def _no_decision(letter: Email, status: str) -> str:
    """Why a letter of a decision is not sent any more: the posting has moved on, or the person has."""
    posting = JobPosting.objects.filter(uid=letter.context["posting"]).first()
    if posting is not None and posting.status != status:
        return f"The posting is not {JobPosting.Status(status).label.lower()} any more."
    return _not_an_editor(letter, posting)


def _not_published(letter: Email) -> str:
    return _no_decision(letter, JobPosting.Status.PUBLISHED)


def _not_rejected(letter: Email) -> str:
    return _no_decision(letter, JobPosting.Status.REJECTED)


def _not_scheduled(letter: Email) -> str:
    return _no_decision(letter, JobPosting.Status.SCHEDULED)


def _not_expiring(letter: Email) -> str:
    """The editor has renewed or closed it meanwhile, or it has run out without a letter."""
    posting = JobPosting.objects.filter(uid=letter.context["posting"]).select_related("hiring_organization").first()
    if posting is not None and not posting.is_open:
        return "The posting is not on the board any more."
    if posting is not None and (posting.days_left is None or posting.days_left > EXPIRING_DAYS):
        return "The posting was renewed."
    return _not_an_editor(letter, posting)


def _taken_back(letter: Email) -> str:
    rows = Application.objects.filter(uid=letter.context["application"]).exclude(state__in=UNSENT)
    return "" if rows.exists() else "The application was withdrawn."


def _not_waiting(letter: Email) -> str:
    return _no_decision(letter, JobPosting.Status.PENDING)


def _no_application(letter: Email) -> str:
    application = Application.objects.filter(uid=letter.context["application"]).select_related("posting").first()
    if application is None or application.state in UNSENT:
        return "The application was withdrawn."
    return _not_an_editor(letter, application.posting)


def connect() -> None:
    """Have each letter looked at again before it is sent. A receipt is sent whatever has become of the application."""
    register(PUBLISHED, refusal=_not_published)
    register(REJECTED, refusal=_not_rejected)
    register(RECEIVED, refusal=_no_application)
    register(EXPIRING, refusal=_not_expiring)
    register(SCHEDULED, refusal=_not_scheduled)
    register(ANSWERED, refusal=_taken_back)
    register(QUESTION, refusal=_not_waiting)
