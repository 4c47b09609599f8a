"""What the page of an organization says of it, and its logo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organization
from accounts.organizations import save_profile
from postings import permissions
from postings.forms import ProfileForm

KINDS = {"png": "image/png", "jpg": "image/jpeg"}
ONE_DAY = 86_400


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest, uid: UUID) -> HttpResponse:
    user: Any = request.user
    own = Organization.objects.filter(memberships__user=user, memberships__role__in=permissions.EDITORS)
    organization = get_object_or_404(own, uid=uid)
    is_sent = request.method == "POST"
    form = ProfileForm(request.POST if is_sent else None, request.FILES if is_sent else None, organization=organization)
    if is_sent and form.is_valid():
        data = form.cleaned_data
        save_profile(
            organization,
            actor=user,
            url=data["url"],
            overview=data["overview"],
            benefits=data["benefits"],
            links=data["links"],
            logo=data["logo"],
            removes_logo=data.get("remove_logo", False),
        )
        messages.success(request, "Saved. This is how everybody sees it.")
        return redirect("postings:company", organization.slug)
    context = {"form": form, "organization": organization}
    return render(request, "postings/profile.html", context, status=422 if form.errors else 200)


@require_safe
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture, as a picture and nothing else."""
    organization = get_object_or_404(Organization.objects.filter(is_blocked=False).exclude(logo=""), slug=slug)
    kind = KINDS.get(str(organization.logo.name).rpartition(".")[2])
    if kind is None:
        raise Http404
    with organization.logo.open("rb") as file:
        response = HttpResponse(file.read(), content_type=kind)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = f"public, max-age={ONE_DAY}"
    return response
