"""Who has applied, and what who hires answers."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import downloads
from postings import applications
from postings.models import JobPosting


@require_safe
@login_required
def applicants(request: HttpRequest, uid: UUID) -> HttpResponse:
    posting = get_object_or_404(JobPosting.objects.owned_by(request.user), uid=uid)
    return render(
        request,
        "postings/applicants.html",
        {"posting": posting, "applications": applications.within_reach_of(request.user, posting)},
    )


@require_safe
@login_required
def application_resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The resume that came with an application, for the people who hire for that posting."""
    application = applications.for_employer(request.user, uid)
    if application is None or application.resume is None:
        raise Http404
    downloads.check(request, uid)
    return downloads.resume_download(application.resume)
