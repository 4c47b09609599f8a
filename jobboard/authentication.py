"""How the API knows who asks."""

from drf_spectacular.authentication import SessionScheme
from rest_framework import authentication
from rest_framework.request import Request


class SessionAuthentication(authentication.SessionAuthentication):
    """The session of the site. Naming a scheme makes the answer to nobody 401 with WWW-Authenticate instead of 403."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="api"'


class DocumentedSession(SessionScheme):  # type: ignore[no-untyped-call]  # registers itself, and drf-spectacular is not typed there
    """What the API's schema says of it: a cookie, as of the class above it."""

    target_class = "jobboard.authentication.SessionAuthentication"
