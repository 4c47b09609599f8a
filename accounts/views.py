"""A person's account: name, leaving; and the operator's own pages."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services, team
from accounts.forms import DeleteAccountForm, ProfileForm
from accounts.limits import limited
from accounts.models import SitePage


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("accounts:account")
    candidate = services.candidate_of(request.user)  # type: ignore[arg-type]
    context = {
        "form": form,
        "own_resumes": candidate.resumes.all(),
        "delete_form": DeleteAccountForm(),
        "owned_alone": team.owned_alone(request.user),  # type: ignore[arg-type]
    }
    return render(request, "accounts/account.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
@limited("delete_account")
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
