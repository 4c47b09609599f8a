"""Dropping a resume, keeping it and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import resumes
from accounts.limits import limited
from accounts.services import candidate_of
from matching import examples
from matching.current_resume import current_resume, features_to_seal
from matching.forms import ResumeForm
from postings.models import JobPosting
from reading.resumes import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload")
def match(request: HttpRequest) -> HttpResponse:
    """Drop or paste a resume. A visitor's is kept sealed for the visit only; a member's belongs to the account."""
    sample = examples.samples().get(request.POST.get("sample", ""))
    if sample is not None and not request.user.is_authenticated:
        read = resumes.read_resume(sample.path.read_bytes(), sample.file)
        response = redirect("postings:list")
        resumes.forget_visit(request)
        resumes.seal_visit(response, read, derived={**features_to_seal(read), "is_sample": True})
        return response
    form = ResumeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            read = _read(form)
        except Refused as refusal:
            form.add_error(form.source, refusal.message)
        else:
            return _keep(request, read, form)
    context = {
        "form": form,
        "resume": current_resume(request),
        "open_jobs": JobPosting.objects.open().count(),
    }
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
    resumes.seal_visit(response, read, derived=features_to_seal(read))
    return response


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """A visitor takes the resume back."""
    response = redirect("postings:list")
    resumes.end_visit(request, response)
    messages.success(request, "Your resume is gone from this site.")
    return response


@require_POST
@login_required
def keep_visit(request: HttpRequest) -> HttpResponse:
    """What was dropped before signing up becomes the account's resume; the sealed copy of the visit is forgotten."""
    response = redirect("matching:mine")
    read = resumes.open_visit(request)
    if read is None:
        messages.error(request, "The visit has ended, and with it the resume. Drop it once more.")
        return redirect("matching:drop")
    resumes.keep_resume(candidate_of(request.user), read, data=None)  # type: ignore[arg-type]
    resumes.end_visit(request, response)
    messages.success(request, "Kept. It is the resume you are matched with now.")
    return response
