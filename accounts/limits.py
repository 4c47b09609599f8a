"""How often one person or one address may do what costs us or harms others; the figures stand in ``ACCOUNT_RATE_LIMITS``.

Counted by allauth in the default cache, which every process and host shares: the database, or Redis where there is one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def limited(action: str) -> Callable[[View], View]:
    """Answer 429 to a POST of whoever has done ``action`` too often. A limit by user belongs behind ``login_required``."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not ratelimit.consume(request, action=action):
                refused: HttpResponse = ratelimit.respond_429(request)
                return refused
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks: what the outermost of ``TRUSTED_PROXIES`` proxies has seen, else the peer's.

    A header with fewer addresses than there are proxies did not come through them, so it is not believed.
    """
    peer: str = request.META.get("REMOTE_ADDR", "")
    hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies: int = settings.TRUSTED_PROXIES
    return hops[-proxies] or peer if 0 < proxies <= len(hops) else peer
