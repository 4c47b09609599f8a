"""Getting one page of the web that a person names, without letting the name lead into our own network.

A name is looked up once, every address it has must be one of the open internet, and the connection goes to the address that
was checked: a name that answers differently a moment later changes nothing. Each redirect is a new name and is checked anew.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from postings import links

MOST_BYTES = 3 * 1024 * 1024
MOST_REDIRECTS = 3
SECONDS, SECONDS_A_STEP = 12.0, 5.0
AT_A_TIME = 65_536
PORT = 443
# Addresses that carry another one within them, and so may lead to a private one by a detour.
DETOURS = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))

Address = IPv4Address | IPv6Address
Resolve = Callable[[str], Sequence[str]]


class NotFetchedError(Exception):
    """The page was not fetched. The message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Page:
    url: str
    body: bytes


def resolve(host: str) -> Sequence[str]:
    """All addresses of a name."""
    try:
        found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    except OSError:
        raise NotFetchedError(f"There is no {host}. Check the address.") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_open(address: str) -> bool:
    """Whether an address is one of the open internet: no private, local, shared, reserved or multicast one, nor a detour to one."""
    try:
        found: Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return is_open(str(found.ipv4_mapped))
        if any(found in detour for detour in DETOURS):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


class _PinnedConnection(http.client.HTTPSConnection):
    """Speaks to the address that was checked, and asks for the certificate of the name."""

    def __init__(self, host: str, address: str, seconds: float) -> None:
        super().__init__(host, PORT, timeout=seconds, context=ssl.create_default_context())
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, PORT), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)  # type: ignore[attr-defined]


def ask(host: str, address: str, path: str, until: float) -> Answer:
    """One request, read no longer than ``until`` (of ``time.monotonic``) and no further than ``MOST_BYTES``."""
    link = _PinnedConnection(host, address, min(SECONDS_A_STEP, max(0.1, until - time.monotonic())))
    try:
        agent = f"{settings.SITE_NAME} (+{settings.SITE_URL})"
        link.request(
            "GET", path, headers={"User-Agent": agent, "Accept": "text/html,application/json", "Connection": "close"}
        )
        response = link.getresponse()
        body = bytearray()
        while chunk := response.read1(AT_A_TIME):
            body += chunk
            if len(body) > MOST_BYTES:
                raise NotFetchedError("This page is larger than 3 MB. Paste its text instead.")
            if time.monotonic() > until:
                raise NotFetchedError("This page takes too long. Paste its text instead.")
        return Answer(response.status, response.headers.get("Location", ""), bytes(body))
    except (OSError, http.client.HTTPException) as error:
        kind = "takes too long" if isinstance(error, TimeoutError) else "does not answer as a web page does"
        raise NotFetchedError(f"{host} {kind}. Paste the text instead.") from None
    finally:
        link.close()


def fetch(url: str, *, resolve: Resolve = resolve, ask: Callable[..., Answer] = ask) -> Page:
    """The page at an https address. Raises NotFetchedError with a sentence."""
    until = time.monotonic() + SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        why = links.refusal(url, schemes=("https",))
        if why:
            raise NotFetchedError(why)
        parts = urlsplit(url)
        if parts.port not in (None, PORT):
            raise NotFetchedError("The address must not name a port.")
        host = (parts.hostname or "").encode("idna").decode("ascii")
        addresses = resolve(host)
        if not addresses or not all(map(is_open, addresses)):
            raise NotFetchedError("The link must lead to a public name, for example https://jobs.example.org/.")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        answer = ask(host, addresses[0], path, until)
        if answer.status in (301, 302, 303, 307, 308) and answer.location:
            url = urljoin(url, answer.location)
            continue
        if answer.status == 404 or answer.status == 410:
            raise NotFetchedError("There is no page at this address any more.")
        if answer.status != 200:
            raise NotFetchedError(f"The page does not open for us (status {answer.status}). Paste its text instead.")
        return Page(url, answer.body)
    raise NotFetchedError("This address leads from one to the next without end. Paste the text instead.")
