"""How many requests the API takes of one client. Counted in each process: a courtesy, not a defence."""

from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from accounts.limits import client_address


class AnonymousThrottle(AnonRateThrottle):
    cache = caches["process"]

    def get_ident(self, request: Request) -> str:
        return client_address(request._request)


class MemberThrottle(UserRateThrottle):
    cache = caches["process"]
