"""A person's account: name, resumes, leaving; and the operator's own pages."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import resumes, services
from accounts.forms import DeleteAccountForm, ProfileForm
from accounts.models import Resume, SitePage


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("accounts:account")
    candidate = services.candidate_of(request.user)  # type: ignore[arg-type]
    context = {"form": form, "own_resumes": candidate.resumes.all(), "delete_form": DeleteAccountForm()}
    return render(request, "accounts/account.html", context, status=422 if form.is_bound else 200)


def _own_resume(request: HttpRequest, uid: UUID) -> Resume:
    return get_object_or_404(Resume, uid=uid, candidate__user=request.user)


@require_POST
@login_required
def choose_resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    resumes.choose_resume(_own_resume(request, uid))
    messages.success(request, "Your matches now follow this resume.")
    return redirect("accounts:account")


@require_POST
@login_required
def delete_resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    resumes.delete_resume(_own_resume(request, uid))
    messages.success(request, "The resume and all that was derived from it are deleted.")
    return redirect("accounts:account")


@require_safe
@login_required
def resume_text(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What we read, line by line, with the numbers that evidence cites."""
    resume = _own_resume(request, uid)
    return render(request, "accounts/resume.html", {"own_resume": resume, "lines": resume.text.split("\n")})


@require_POST
@login_required
def delete_account(request: HttpRequest) -> HttpResponse:
    form = DeleteAccountForm(request.POST)
    user = request.user
    if not form.is_valid() or not user.check_password(form.cleaned_data["password"]):
        messages.error(request, "The password is not right; nothing was deleted.")
        return redirect("accounts:account")
    logout(request)
    services.delete_account(user)  # type: ignore[arg-type]
    messages.success(request, "Your account and everything in it is deleted.")
    return redirect("postings:home")


@require_safe
def site_page(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "accounts/page.html", {"page": get_object_or_404(SitePage, slug=slug)})
