"""Who has applied: for one posting or for all, one application whole, and what who hires answers."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import downloads
from postings import answering, applications, attachments, permissions, ports
from postings.forms import AnswerForm
from postings.models import Application, JobPosting
from postings.models.applications import DECISIONS, UNDECIDED, UNSENT
from postings.tables import csv_response

PAGE_SIZE = 50
MOST_AT_ONCE = 200
SHOWN_STATES = [state for state in Application.State if state not in UNSENT]


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """Applications for all postings that the person hires for."""
    return _list(request, applications.within_reach_of(request.user), None)


@require_safe
@login_required
def applicants(request: HttpRequest, uid: UUID) -> HttpResponse:
    posting = get_object_or_404(_own(request), uid=uid)
    return _list(request, applications.within_reach_of(request.user, posting), posting)


@require_safe
@login_required
def applicants_csv(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The applicants of one posting as a table for a spreadsheet, without what they wrote."""
    posting = get_object_or_404(_own(request), uid=uid)
    rows: list[Any] = [("Name", "E-mail", "Phone", "Sent", "State", "Answered")]
    for row in applications.within_reach_of(request.user, posting):
        answered = timezone.localtime(row.answered_at).date() if row.answered_at else ""
        sent = timezone.localtime(row.created_at).date()
        rows.append((row.person, row.candidate.user.email, row.phone, sent, row.get_state_display(), answered))
    return csv_response(rows, "applicants")


def _own(request: HttpRequest) -> QuerySet[JobPosting]:
    return JobPosting.objects.owned_by(request.user).select_related("hiring_organization")


def _list(request: HttpRequest, rows: QuerySet[Application], posting: JobPosting | None) -> HttpResponse:
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    stage = request.GET.get("stage", "")
    chosen = rows.filter(state=stage) if stage in counts else rows
    sorts_by_match = settings.SORT_APPLICANTS_BY_MATCH and posting is not None
    if sorts_by_match and request.GET.get("sort") == "match" and posting is not None:
        found = list(chosen[:MOST_AT_ONCE])
        scores = ports.matching().scores_of(posting, [row.resume for row in found if row.resume is not None])
        ordered: Any = sorted(found, key=lambda row: -scores.get(row.resume_id or 0, -1))
    else:
        ordered = chosen
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "posting": posting,
        "page": page,
        "stage": stage if stage in counts else "",
        "stages": [(state.value, state.label, counts[state]) for state in SHOWN_STATES if counts.get(state)],
        "total": sum(counts.values()),
        "may_answer": _answers_somewhere(request) if posting is None else _may_answer(request, posting),
        "sorts_by_match": sorts_by_match,
        "form": AnswerForm(),
    }
    return render(request, "postings/applicants.html", context)


def _may_answer(request: HttpRequest, posting: JobPosting) -> bool:
    return permissions.may(request.user, "answer", posting.hiring_organization_id)


def _answers_somewhere(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.memberships.filter(role__in=permissions.EDITORS).exists())


def _application(request: HttpRequest, uid: UUID) -> Application:
    found = applications.for_employer(request.user, uid)
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def application(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One application whole. That it was looked at is noted, and the candidate sees it."""
    found = _application(request, uid)
    if request.method == "GET":
        answering.look_at(found, actor=request.user)  # type: ignore[arg-type]
    return _page(request, found, AnswerForm())


def _page(request: HttpRequest, found: Application, form: AnswerForm, *, note: str = "") -> HttpResponse:
    context = {
        "application": found,
        "posting": found.posting,
        "events": found.events.select_related("actor"),
        "attachments": found.attachments.all(),
        "stages": [(state, Application.State(state).label) for state in UNDECIDED],
        "is_decided": found.state in DECISIONS,
        "may_answer": _may_answer(request, found.posting),
        "form": form,
        "note": note,
    }
    return render(request, "postings/applicant.html", context, status=422 if form.errors or note else 200)


@require_POST
@login_required
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer one application, with a stage or a decision. What was written stays on the page where it cannot be sent."""
    found = _application(request, uid) if not _was_taken_back(request, uid) else None
    form = AnswerForm(request.POST)
    if found is None:
        return render(request, "postings/taken_back.html", {"text": request.POST.get("text", "")}, status=422)
    if form.is_valid():
        try:
            answering.answer(found, form.answer, actor=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{found.person} is told.")
            return redirect("postings:applicant", found.uid)
    return _page(request, found, form)


def _was_taken_back(request: HttpRequest, uid: UUID) -> bool:
    """Whether it was this person's to answer until its candidate took it back."""
    own = Application.objects.filter(posting__in=JobPosting.objects.owned_by(request.user), sealed_at=None)
    return own.filter(uid=uid, state=Application.State.WITHDRAWN).exists()


@require_POST
@login_required
def move(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = _application(request, uid)
    try:
        moved = answering.move(found, request.POST.get("stage", ""), actor=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if moved:
            messages.success(request, f"It stands at: {found.get_state_display()}. The candidate sees this.")
    return redirect("postings:applicant", found.uid)


@require_POST
@login_required
def note(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = _application(request, uid)
    try:
        answering.note(found, request.POST.get("note", ""), actor=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(reverse("postings:applicant", args=[found.uid]) + "#history")


@require_http_methods(["POST"])
@login_required
def answer_several(request: HttpRequest) -> HttpResponse:
    """One answer to all that are ticked: first how many it reaches and how many not, then, once confirmed, it is sent."""
    uids = [uid for uid in request.POST.getlist("application") if _is_uuid(uid)][:MOST_AT_ONCE]
    rows = list(applications.within_reach_of(request.user).filter(uid__in=uids))
    form = AnswerForm(request.POST)
    back = request.POST.get("posting", "")
    way_back = reverse("postings:applicants", args=[back]) if _is_uuid(back) else reverse("postings:inbox")
    if not rows:
        messages.error(request, "Tick the applications first.")
        return redirect(way_back)
    if any(not _may_answer(request, row.posting) for row in {row.posting_id: row for row in rows}.values()):
        return render(request, "403.html", status=403)
    decides = form.is_valid() and bool(form.answer.state)
    open_rows = [row for row in rows if row.state in UNDECIDED or not decides]
    if form.is_valid() and request.POST.get("do") == "send":
        done, left = answering.answer_selected(open_rows, form.answer, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, f"{len(done)} answered." + (f" {len(left)} not: decided meanwhile." if left else ""))
        return redirect(way_back)
    context = {
        "form": form,
        "rows": open_rows,
        "left": [row for row in rows if row not in open_rows],
        "sample": answering.filled_in(form.answer.text, open_rows[0]) if form.is_valid() and open_rows else "",
        "way_back": way_back,
        "posting_uid": back if _is_uuid(back) else "",
    }
    return render(request, "postings/answer_several.html", context, status=200 if form.is_valid() else 422)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_safe
@login_required
def application_resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The resume that came with an application, for the people who hire for that posting."""
    found = _application(request, uid)
    if found.resume is None:
        raise Http404
    downloads.check(request, uid)
    if request.method == "GET":
        answering.look_at(found, actor=request.user)  # type: ignore[arg-type]
    return downloads.resume_download(found.resume)


@require_safe
@login_required
def attachment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A file or letter that came with an application, for the people who hire for that posting."""
    row = applications.attachment_for_employer(request.user, uid)
    if row is None:
        raise Http404
    downloads.check(request, uid)
    return attachments.download(row)
