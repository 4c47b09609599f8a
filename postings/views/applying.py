"""Applying: the form, what is sent, what became of it, and letters that others send."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.limits import limited
from accounts.models import Candidate
from accounts.services import candidate_of
from postings import applications, attachments, visits
from postings.forms import ApplicationForm, LetterForm
from postings.forms.applying import missing_of
from postings.models import Application, JobPosting, PostingVisit
from postings.reply_rate import reply_rate_of


@require_safe
def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    """On to the employer's own page, counted. The link is the posting's, which was checked when it was stored."""
    posting = get_object_or_404(JobPosting.objects.open().select_related("hiring_organization"), uid=uid)
    if not posting.apply_url:
        return redirect(posting.get_absolute_url())
    visits.count(request, posting, PostingVisit.Kind.APPLY_CLICK)
    response = redirect(posting.apply_url)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@limited("apply")
def apply(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The form. It sends at once, or keeps what is written and shows it as the employer will see it."""
    posting = get_object_or_404(JobPosting.objects.open().for_listing(), uid=uid)
    if posting.apply_url or not posting.direct_apply:
        return redirect(posting.get_absolute_url())
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    kept = _drafts_of(candidate).filter(posting=posting).first()
    form = ApplicationForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        posting=posting,
        resumes=candidate.resumes.all(),
        account_name=candidate.user.name,
        kept=kept,
    )
    if request.method == "POST" and form.is_valid():
        is_preview = request.POST.get("do") == "preview"
        verb = applications.draft if is_preview else applications.apply
        try:
            application = verb(candidate, posting, form.sending)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if is_preview:
                return redirect("postings:apply_preview", application.uid)
            return _sent(request, application)
    context = {
        "posting": posting,
        "form": form,
        "own_resume": candidate.resumes.filter(is_primary=True).first(),
        "reply_rate": reply_rate_of(posting.hiring_organization),
    }
    return render(request, "postings/apply.html", context, status=422 if form.is_bound else 200)


def _sent(request: HttpRequest, application: Application) -> HttpResponse:
    messages.success(request, f"Your application has reached {application.posting.hiring_organization}.")
    if application.attachments.filter(is_letter=True).exists():
        return redirect("postings:application", application.uid)  # where the links for the letters are
    return redirect(application.posting.get_absolute_url())


def _drafts_of(candidate: Candidate) -> Any:
    return candidate.applications.filter(state=Application.State.DRAFT).select_related("posting__hiring_organization")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """All that the employer gets, before it is sent."""
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    application = get_object_or_404(_drafts_of(candidate), uid=uid)
    refused = ""
    if request.method == "POST":
        try:
            applications.send(application, actor=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            refused = " ".join(error.messages)
        else:
            return _sent(request, application)
    context = {
        "application": application,
        "files": application.attachments.filter(is_letter=False),
        "letters": application.attachments.filter(is_letter=True).count(),
        "missing": missing_of(application),
        "refused": refused,
    }
    return render(request, "postings/apply_preview.html", context, status=422 if refused else 200)


@require_safe
@login_required
def application(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a candidate has sent, who looked at it, what was answered, and the links for letters of others."""
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    found = get_object_or_404(applications.of_candidate(candidate).select_related("resume"), uid=uid)
    letters = [(row, attachments.letter_path(row)) for row in found.attachments.filter(is_letter=True)]
    context = {
        "application": found,
        "events": found.events.for_candidate().select_related("actor"),
        "letters": letters,
        "files": found.attachments.filter(is_letter=False),
        "missing": missing_of(found),
    }
    return render(request, "postings/application.html", context)


@require_POST
@login_required
def discard(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Throw away what was written and not sent."""
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    found = get_object_or_404(_drafts_of(candidate), uid=uid)
    applications.discard(found)
    messages.success(request, "It is thrown away. Nobody has seen it.")
    return redirect(found.posting.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload")
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """Where a third party uploads a letter, without an account. The page names the candidate and the job, nothing else."""
    try:
        row = attachments.open_letter(token)
    except ValidationError as error:
        return render(request, "postings/letter.html", {"why_not": " ".join(error.messages)}, status=410)
    form = LetterForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            attachments.receive_letter(row, form.cleaned_data["file"])
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return render(request, "postings/letter.html", {"row": row, "done": True})
    context = {"row": row, "form": form}
    return render(request, "postings/letter.html", context, status=422 if request.method == "POST" else 200)
