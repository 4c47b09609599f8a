"""What a candidate does with postings: save, hide, follow up. A visitor may do it too, for as long as the visit lasts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Organization
from accounts.services import candidate_of
from postings import applications, following, ports, shortlist
from postings.forms import FollowUpForm
from postings.models import Application, JobPosting, SavedJob
from postings.views.board import visible_posting, wants_fragment

MOST_SHOWN = 200


@require_POST
def save(request: HttpRequest, uid: UUID) -> HttpResponse:
    posting = visible_posting(request, uid)
    saved = request.POST.get("saved") == "1"
    shortlist.set_saved(request, posting, saved=saved)
    if wants_fragment(request):
        return render(request, "postings/_save.html", {"posting": posting, "saved": saved, "small": True})
    return redirect(_way_back(request, posting.get_absolute_url()))


@require_POST
def hide(request: HttpRequest, uid: UUID) -> HttpResponse:
    posting = visible_posting(request, uid)
    hidden = request.POST.get("hidden") == "1"
    shortlist.set_hidden(request, posting, hidden=hidden)
    if wants_fragment(request) and hidden:
        return render(request, "postings/_hidden.html", {"posting": posting})
    what = f"“{posting.title}” is hidden" if hidden else f"“{posting.title}” is back"
    messages.success(request, f"{what}. What you hide stands under your jobs.")
    return redirect(_way_back(request, reverse("postings:saved")))


@require_POST
def hide_organization(request: HttpRequest, slug: str) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.filter(is_blocked=False), slug=slug)
    hidden = request.POST.get("hidden") == "1"
    shortlist.set_organization_hidden(request, organization, hidden=hidden)
    what = "All jobs of {} are hidden" if hidden else "The jobs of {} are back"
    messages.success(request, f"{what.format(organization)}. What you hide stands under your jobs.")
    return redirect(_way_back(request, reverse("postings:saved")))


def _way_back(request: HttpRequest, otherwise: str) -> str:
    """Where the person pressed the button, if that is a page of this site."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return back if safe else otherwise


@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """What the person has sent, saved and hidden, newest first; what has closed since stays, and says so."""
    own = shortlist.shortlist_of(request)
    rows = _postings(request, own.saved[:MOST_SHOWN])
    matches = ports.matching().matches_for(request, rows)
    context: dict[str, Any] = {
        "hidden": _postings(request, sorted(own.hidden, reverse=True)[:MOST_SHOWN]),
        "hidden_organizations": Organization.objects.filter(slug__in=own.hidden_organizations).order_by("name"),
        "applied": own.applied,
        "saved": own.saved,
        "compares": True,
    }
    if request.user.is_authenticated:
        candidate = candidate_of(request.user)
        follow_ups = following.of_candidate(candidate, rows)
        context["sent"] = applications.of_candidate(candidate)[:MOST_SHOWN]
        context["stages"] = SavedJob.Stage.choices
    else:
        follow_ups = {}
    context["cards"] = [(posting, matches.get(posting.pk), follow_ups.get(posting.pk)) for posting in rows]
    return render(request, "postings/saved.html", context)


def _postings(request: HttpRequest, ids: Any) -> list[JobPosting]:
    rows = JobPosting.objects.visible_to(request.user).for_listing().in_bulk(list(ids))
    return [rows[pk] for pk in ids if pk in rows]


@require_POST
@login_required
def follow_up(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The stage that the member gives a saved job, and their note on it."""
    row = get_object_or_404(SavedJob.objects.select_related("posting"), posting__uid=uid, candidate__user=request.user)
    form = FollowUpForm(request.POST)
    if form.is_valid():
        following.follow_up(row, **form.cleaned_data)
        messages.success(request, f"Noted for “{row.posting.title}”.")
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(f"{reverse('postings:saved')}#job-{uid}")


@require_safe
@login_required
def saved_csv(request: HttpRequest) -> HttpResponse:
    """The saved jobs and applications as a table for a spreadsheet."""
    response = HttpResponse(
        following.as_csv(candidate_of(request.user)),  # type: ignore[arg-type]
        content_type="text/csv; charset=utf-8",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="jobs-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


@require_POST
@login_required
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    application = get_object_or_404(
        Application.objects.select_related("candidate"), uid=uid, candidate__user=request.user
    )
    try:
        applications.withdraw(application, actor=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Your application is taken back. The employer does not see it any more.")
    return redirect("postings:saved")
