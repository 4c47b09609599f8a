"""Who sees a candidate's resume: the candidate's page to set it, and what an employer then sees."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import visibility as setting
from accounts.services import candidate_of
from postings import visibility
from postings.forms import BlockForm, VisibilityForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def visibility_page(request: HttpRequest) -> HttpResponse:
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    form = VisibilityForm(request.POST or None, initial={"level": candidate.resume_visibility})
    if request.method == "POST" and form.is_valid():
        setting.set_visibility(candidate, form.cleaned_data["level"])
        messages.success(request, "Saved.")
        return redirect("postings:visibility")
    return _page(request, form, BlockForm())


@require_POST
@login_required
def block(request: HttpRequest) -> HttpResponse:
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    form = BlockForm(request.POST)
    if form.is_valid():
        try:
            row = setting.block_employer(candidate, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{row} never sees your resume now.")
            return redirect("postings:visibility")
    return _page(request, VisibilityForm(initial={"level": candidate.resume_visibility}), form)


@require_POST
@login_required
def unblock(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(candidate_of(request.user).blocked_employers, pk=pk)  # type: ignore[arg-type]
    setting.unblock_employer(row, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Unblocked.")
    return redirect("postings:visibility")


def _page(request: HttpRequest, form: VisibilityForm, block_form: BlockForm) -> HttpResponse:
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    context = {
        "form": form,
        "block_form": block_form,
        "blocked": candidate.blocked_employers.all(),
        "own_employers": setting.own_employers(candidate),
        "looks": visibility.looks_at(candidate),
    }
    return render(request, "postings/visibility.html", context, status=422 if form.errors or block_form.errors else 200)


@require_safe
@login_required
def candidate_resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A resume, to an employer whom its owner lets see it. To everybody else it does not exist."""
    resume = visibility.look_at(uid, request.user)  # type: ignore[arg-type]
    if resume is None:
        raise Http404
    response = render(request, "postings/resume.html", {"resume": resume})
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response
