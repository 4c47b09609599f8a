"""How the API knows who asks."""

from rest_framework import authentication
from rest_framework.request import Request


class SessionAuthentication(authentication.SessionAuthentication):
    """The session of the site. Naming a scheme makes the answer to nobody 401 with WWW-Authenticate instead of 403."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="api"'
