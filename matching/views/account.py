"""How much mail a member wants, and all that the board holds of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Candidate
from accounts.services import candidate_of, save_alerts
from matching import alerts
from matching.exporting import archive_of
from matching.forms import AlertForm
from matching.models import Recipient


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def alert_settings(request: HttpRequest) -> HttpResponse:
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    form = AlertForm(
        request.POST or None, initial={"frequency": candidate.alert_frequency, "min_score": candidate.alert_min_score}
    )
    if request.method == "POST" and form.is_valid():
        save_alerts(candidate, form.cleaned_data["frequency"], form.cleaned_data["min_score"])
        messages.success(request, "Saved.")
        return redirect("matching:alerts")
    context = {"form": form, "candidate": candidate, "letters": _letters(candidate)}
    return render(request, "matching/alerts.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Everything the board holds of this person, as one archive."""
    return HttpResponse(
        archive_of(request.user),  # type: ignore[arg-type]
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="my-data.zip"', "Cache-Control": "no-store"},
    )


def _letters(candidate: Candidate) -> list[Any]:
    return list(candidate.user.emails.filter(kind=alerts.KIND, state="sent")[:5])


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a POST acts at once, without login, cookie or redirect. A GET, which scanners make, changes nothing."""
    if request.method == "POST":
        recipient = alerts.unsubscribe(token)
        return render(request, "matching/unsubscribed.html", {"known": recipient is not None})
    recipient = get_object_or_404(Recipient, token=token)
    return render(request, "matching/unsubscribe.html", {"recipient": recipient})
