"""How a resume fits one posting, and the rows that a member says are shown."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from accounts.services import candidate_of
from matching import evidence_claims, request_matches
from matching.forms import EvidenceClaimForm, ResumeForm
from postings.models import JobPosting


@require_safe
def explained(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How the person's resume fits one posting, whole and fit for print."""
    return _explained(request, _seen_posting(request, uid))


def _seen_posting(request: HttpRequest, uid: UUID) -> JobPosting:
    return get_object_or_404(JobPosting.objects.visible_to(request.user).for_page(), uid=uid)


def _explained(request: HttpRequest, posting: JobPosting, refused: dict[str, Any] | None = None) -> HttpResponse:
    """``refused``: the row whose line was not taken, the number sent, and why."""
    panel = request_matches.Matches().panel_for(request, posting)
    context = {
        "posting": posting,
        "match": panel,
        "source": None,
        "is_page": True,
        "form": ResumeForm(),
        "refused": refused,
    }
    if refused is not None and panel and panel["is_member"]:
        for row in [*panel["rows"], *panel["duties"]]:
            if row["lasting"] == refused["requirement"] and row["verdict"] in ("not_found", "partly"):
                row["error"], row["chosen"] = refused["error"], refused["line"]
                refused["is_beside_row"] = True
    status = 422 if refused is not None else 200 if panel else 404
    response = render(request, "matching/explained.html", context, status=status)
    patch_vary_headers(response, ["Cookie"])
    return response


@require_POST
@login_required
def show_row(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The member points to the line of their resume that shows a requirement."""
    posting = _seen_posting(request, uid)
    form = EvidenceClaimForm(request.POST)
    error = ""
    if form.is_valid():
        try:
            claim = evidence_claims.show(
                candidate_of(request.user),  # type: ignore[arg-type]
                posting,
                form.cleaned_data["requirement"],
                form.cleaned_data["line"],
            )
        except ValidationError as refusal:
            error = refusal.messages[0]
        else:
            messages.success(request, f"It counts now, shown by you: {claim.line}")
            return _back(request, posting)
    else:
        error = str(next(iter(form.errors.values()))[0])
    sent = {"requirement": request.POST.get("requirement", ""), "line": form.cleaned_data.get("line"), "error": error}
    return _explained(request, posting, sent)


@require_POST
@login_required
def take_back_row(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The row is judged by the board alone again. Doing it twice changes nothing."""
    posting = _seen_posting(request, uid)
    form = EvidenceClaimForm(request.POST)
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    if form.is_valid() and evidence_claims.take_back(candidate, posting, form.cleaned_data["requirement"]):
        messages.success(request, "Taken back. The row is judged by your resume alone again.")
    else:
        messages.info(request, "There was nothing to take back.")
    return _back(request, posting)


def _back(request: HttpRequest, posting: JobPosting) -> HttpResponse:
    if request.POST.get("back") == "page":
        return redirect("matching:explained", uid=posting.uid)
    return redirect(f"{posting.get_absolute_url()}#match")


@require_safe
def receipt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The score of this person for one posting, with all that it rests on, to keep and to work out again."""
    posting = get_object_or_404(JobPosting.objects.visible_to(request.user).for_page(), uid=uid)
    content = request_matches.receipt_for(request, posting)
    if content is None:
        raise Http404("There is no score to give a receipt for; add a resume first.")
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{posting.slug}.json"'
    response.headers["Cache-Control"] = "no-store"
    return response
