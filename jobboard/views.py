"""Pages of the board itself: mail kept here, health, errors, the API's documentation."""

import sys
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from jobboard import health, mailbox

# The address of the style changes with the colours.
STYLE_SECONDS = 86_400


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Everything this board has mailed, where mail is kept here instead of being sent."""
    if not _mail_is_shown():
        raise Http404
    return render(request, "mail/list.html", {"letters": mailbox.latest_mail()})


@require_safe
def mail_message(request: HttpRequest, name: str) -> HttpResponse:
    letter = mailbox.read_mail(name) if _mail_is_shown() else None
    if letter is None:
        raise Http404
    return render(request, "mail/message.html", {"letter": letter})


def _mail_is_shown() -> bool:
    return bool(settings.LOCAL and settings.EMAIL_BACKEND != "django.core.mail.backends.smtp.EmailBackend")


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    parts = health.look()
    if not (settings.LOCAL or request.user.is_staff):
        parts = health.summary(parts)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse([part.as_dict() for part in parts], safe=False)
    return render(request, "status.html", {"parts": parts})


@require_safe
def healthz(request: HttpRequest, probe: str) -> HttpResponse:
    checks: dict[str, Any] = {"live": lambda: True, "ready": health.is_ready, "freshness": health.is_fresh}
    if probe not in checks:
        raise Http404
    return JsonResponse({"ok": True}) if checks[probe]() else JsonResponse({"ok": False}, status=503)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /me/",
        "Disallow: /hire/",
        "Disallow: /letters/",
        "Disallow: /jobs/*/apply/",
        "Disallow: /match/",
        "Disallow: /admin/",
        "Allow: /",
        f"Sitemap: {settings.SITE_URL}{reverse('postings:sitemap-index')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=STYLE_SECONDS)
def board_style(request: HttpRequest) -> HttpResponse:
    """The colours of this board, after those of the style sheet; nothing where it has none of its own."""
    accent = settings.BOARD_ACCENT
    return HttpResponse(accent.css() if accent else "", content_type="text/css; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        words = "That is more text than one form may hold (2.5 MB). Nothing was changed; go back and shorten it."
        return render(request, "400.html", {"reason": words}, status=413)
    if isinstance(exception, TooManyFilesSent):
        words = "Those are more files than one form may carry. Nothing was changed; go back and choose fewer."
        return render(request, "400.html", {"reason": words}, status=413)
    return render(request, "400.html", {"reason": "We could not make sense of that request."}, status=400)


def _asked_for_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/v1/")


def _problem(status: int, detail: str) -> JsonResponse:
    """The shape of ``api.answer_exception`` for what fails before or beside the API's views."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _asked_for_json(request):
        return _problem(404, "There is nothing at this address.")
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"reason": reason if reason.endswith(".") else ""}, status=404)


def too_many_tries(request: HttpRequest) -> HttpResponse:
    words = "You have tried this too often. Wait a few minutes, go back and send it again. Nothing was changed."
    response = render(request, "429.html", {"reason": words}, status=429)
    response.headers["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of an error nobody foresaw; of a database that was busy for too long, one that says to try again."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError) and is_busy(error):
        response = (
            _problem(503, BUSY) if _asked_for_json(request) else HttpResponse(render_to_string("503.html"), status=503)
        )
        response.headers["Retry-After"] = "10"
        return response
    if _asked_for_json(request):
        return _problem(500, "Something is wrong on our side.")
    return render(request, "500.html", status=500)


BUSY = "The board is busy. Nothing was changed; try again in a few seconds."
# SQLSTATE classes and codes of PostgreSQL: lock not available, cancelled, shutting down or starting, no connection.
BUSY_STATES = ("55P03", "57014", "57P", "08", "53")


def is_busy(error: OperationalError) -> bool:
    """Whether the database could not be asked in time, rather than asked wrongly."""
    cause = error.__cause__
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return str(state).startswith(BUSY_STATES)
    if type(cause).__module__.startswith("psycopg"):
        return True  # no connection to be had: there is no state then
    return any(word in str(error) for word in ("locked", "busy"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    words = "The page was open too long, or cookies are off. Go back, reload the page and send the form again."
    return render(request, "403.html", {"reason": words}, status=403)
