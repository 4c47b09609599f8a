"""Dropping a resume, seeing what fits, and saying how much mail one wants."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import resumes
from accounts.models import Candidate
from accounts.resume_parsing import Refused
from accounts.services import candidate_of, start_alerts
from matching import alerts, core, provider, quality, reading
from matching.forms import AlertForm, ResumeForm
from matching.models import Match, Recipient
from postings.models import JobPosting

PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest) -> HttpResponse:
    """Drop or paste a resume. A visitor's is kept sealed for the visit only; a member's belongs to the account."""
    form = ResumeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            read = _read(form)
        except Refused as refusal:
            form.add_error(form.source, refusal.message)
        else:
            return _keep(request, read, form)
    context = {"form": form, "resume": provider.current_resume(request)}
    return render(request, "matching/drop.html", context, status=422 if form.is_bound else 200)


def _read(form: ResumeForm) -> resumes.ReadResume:
    upload = form.cleaned_data["file"]
    if upload is not None:
        return resumes.read_resume(upload.read(), upload.name or "resume")
    return resumes.read_pasted_resume(form.cleaned_data["text"])


def _keep(request: HttpRequest, read: resumes.ReadResume, form: ResumeForm) -> HttpResponse:
    response = redirect("postings:list")
    if request.user.is_authenticated:
        upload = form.cleaned_data["file"]
        data = None
        if upload is not None:
            upload.seek(0)
            data = upload.read()
        resumes.keep_resume(candidate_of(request.user), read, data=data)
        return redirect("matching:mine")
    resumes.forget_visit(request)
    resumes.seal_visit(response, read, derived=provider.derive(read))
    return response


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """A visitor takes the resume back."""
    response = redirect("postings:list")
    resumes.end_visit(request, response)
    messages.success(request, "Your resume is gone from this site.")
    return response


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The stored matches of the member's current resume, best first."""
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    resume = provider.current_resume(request)
    rows = Match.objects.open().filter(candidate=candidate, resume__is_primary=True).best_first()
    total = min(rows.count(), 100)
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and 0 < len(number) < 4 and int(number) else 1
    stored = list(rows[(page - 1) * PAGE : min(page * PAGE, 100)])
    postings = JobPosting.objects.for_listing().in_bulk([row.posting_id for row in stored])
    ordered = [postings[row.posting_id] for row in stored if row.posting_id in postings]
    cards = provider.Matches().matches_for(request, ordered)
    context = {
        "candidate": candidate,
        "resume": resume,
        "cards": [(posting, cards.get(posting.pk)) for posting in ordered],
        "total": total,
        "page": page,
        "has_next": page * PAGE < total,
        "waiting": resume is not None and (resume.is_updating or not total),
        "form": ResumeForm(),
    }
    return render(request, "matching/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def alert_settings(request: HttpRequest) -> HttpResponse:
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    form = AlertForm(
        request.POST or None, initial={"frequency": candidate.alert_frequency, "min_score": candidate.alert_min_score}
    )
    if request.method == "POST" and form.is_valid():
        was_off = candidate.alert_frequency == Candidate.AlertFrequency.OFF
        if was_off and form.cleaned_data["frequency"] != Candidate.AlertFrequency.OFF:
            start_alerts(candidate, form.cleaned_data["frequency"])
        Candidate.objects.filter(pk=candidate.pk).update(
            alert_frequency=form.cleaned_data["frequency"], alert_min_score=form.cleaned_data["min_score"]
        )
        messages.success(request, "Saved.")
        return redirect("matching:alerts")
    context = {"form": form, "candidate": candidate, "letters": _letters(candidate)}
    return render(request, "matching/alerts.html", context, status=422 if form.is_bound else 200)


def _letters(candidate: Candidate) -> list[Any]:
    recipient = Recipient.objects.filter(candidate=candidate).first()
    return list(recipient.emails.filter(state="sent")[:5]) if recipient else []


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a POST acts at once, without login, cookie or redirect. A GET, which scanners make, changes nothing."""
    if request.method == "POST":
        recipient = alerts.unsubscribe(token)
        return render(request, "matching/unsubscribed.html", {"known": recipient is not None})
    recipient = get_object_or_404(Recipient, token=token)
    return render(request, "matching/unsubscribe.html", {"recipient": recipient})


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How matching works, in the published numbers."""
    return render(request, "matching/how.html", {"weights": core.DEFAULT, "verdicts": reading.VERDICT_WORDS})


@require_safe
def quality_page(request: HttpRequest) -> HttpResponse:
    """What was measured on labelled sets, beside its goals and baselines."""
    return render(request, "matching/quality.html", {"sets": quality.measured_sets()})
