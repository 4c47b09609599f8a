"""How the resume of an applicant meets the posting: the explanation that candidates see, for the people who hire."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matching import request_matches
from postings import answering, applications


@require_safe
@login_required
def applicant_match(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Of the resume that was sent, and nothing else that the board knows of its candidate."""
    application = applications.for_employer(request.user, uid)
    if application is None or application.resume is None:
        raise Http404
    if request.method == "GET":
        answering.look_at(application, actor=request.user)  # type: ignore[arg-type]
    context = {
        "application": application,
        "posting": application.posting,
        "match": request_matches.explain_released(application.resume, application.posting),
    }
    return render(request, "matching/applicant_match.html", context)
