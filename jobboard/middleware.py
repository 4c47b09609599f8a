"""Gates around every request: unreadable text goes, headers are added, and a second factor is asked for."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from accounts.models import Membership
from accounts.resumes import VISIT_COOKIE

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=()"
# For answers that no view has made, such as files and refused hosts; pages have the policy of django-csp.
CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'"
PRIVATE_PATHS = ("/me/", "/match/", "/hire/", "/admin/")
# Addresses that carry a token in their path must not be passed on to other hosts or kept.
TOKEN_PATHS = ("/accounts/password/reset/key/", "/accounts/confirm-email/", "/unsubscribe/")


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


def drop_nul_from_forms(get_response: Handler) -> Handler:
    """What a form sends reaches every view without NULs, which no database of ours can hold; nothing else is changed."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and any(
            "\0" in text for name, values in request.POST.lists() for text in (name, *values)
        ):
            cleaned = QueryDict(mutable=True, encoding=request.POST.encoding)
            for name, values in request.POST.lists():
                cleaned.setlist(name.replace("\0", ""), [value.replace("\0", "") for value in values])
            cleaned._mutable = False
            request._post = cleaned  # type: ignore[attr-defined]  # what Django's own parser sets
        return get_response(request)

    return handle


def add_security_headers(get_response: Handler) -> Handler:
    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Content-Security-Policy", CLOSED_POLICY)
        if request.path.startswith(TOKEN_PATHS):
            response.headers["Referrer-Policy"] = "same-origin"
        if _is_private(request):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return handle


def _is_private(request: HttpRequest) -> bool:
    """Whether what is answered may tell of a person: of a member, or of a visitor with a resume."""
    if request.path.startswith(settings.STATIC_URL):
        return False
    user = getattr(request, "user", None)
    return (
        (user is not None and user.is_authenticated)
        or VISIT_COOKIE in request.COOKIES
        or request.path.startswith(PRIVATE_PATHS + TOKEN_PATHS)
    )


def require_second_factor(get_response: Handler) -> Handler:
    """Where it is required, staff reach the admin, and owners the desk of their organization, with a second factor only."""

    def handle(request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and _needs_second_factor(request):
            messages.info(request, "Your account decides for others, so it needs a second factor. Set it up to go on.")
            return redirect("mfa_activate_totp")
        return get_response(request)

    return handle


def _needs_second_factor(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated:
        return False
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    if match.app_names[:1] == ["admin"]:
        concerned = user.is_staff
    elif match.route.startswith("hire/"):
        concerned = Membership.objects.filter(user=user, role=Membership.Role.OWNER).exists()
    else:
        return False
    return concerned and not is_mfa_enabled(user)
