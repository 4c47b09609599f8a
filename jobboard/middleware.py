"""Two small gates around every request: text no database can hold is refused, and fixed headers are added."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=()"


def refuse_unreadable_input(get_response: Handler) -> Handler:
    """NUL bytes and lone surrogates in path or query end here with a 400: PostgreSQL cannot store them."""

    def handle(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        unreadable = "\0" in request.path or "%00" in query or "\0" in query
        if not unreadable and query:
            unreadable = any(
                _has_surrogate(value) for values in request.GET.lists() for value in (values[0], *values[1])
            )
        if unreadable or _has_surrogate(request.path):
            return render(
                request, "400.html", {"reason": "The address holds characters that mean nothing."}, status=400
            )
        return get_response(request)

    return handle


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def add_security_headers(get_response: Handler) -> Handler:
    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return handle
