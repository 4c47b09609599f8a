import socket
import sys
import urllib.error
import urllib.request
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from accounts.json_command import BadInput, JsonCommand, read_bytes
from accounts.models import Organization
from postings import importing
from postings.fetching import is_open
from postings.models import Source
from postings.sources import KINDS, adapter
from postings.sources.raw_posting import UnreadableError

MAX_BYTES = 100 * 1024 * 1024
TIMEOUT = 30


class Command(JsonCommand):
    help = "Bring in a feed or a file. KIND is the format: " + ", ".join(KINDS)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("kind")
        parser.add_argument("source", help="a file, or an https address")
        parser.add_argument("--source", dest="token", help="name of the source; by default the file's or the host's")
        parser.add_argument("--organization", help="slug of the organization that all postings belong to")
        parser.add_argument("--dry-run", action="store_true")

    def answer(
        self, *, kind: str, source: str, token: str | None, organization: str | None, dry_run: bool, **_: Any
    ) -> dict[str, Any]:
        module = adapter(kind)
        if module is None:
            raise BadInput("unknown_kind", f"{kind} is none of: {', '.join(KINDS)}.")
        employer = Organization.objects.filter(slug=organization).first() if organization else None
        if organization and employer is None:
            raise BadInput("unknown_organization", f"There is no organization {organization}.")
        name = token or (urlsplit(source).hostname if "://" in source else Path(source).stem) or kind
        done = 0

        def tick() -> None:
            nonlocal done
            done += 1
            if sys.stderr.isatty():
                self.stderr.write(f"\r{done}", ending="")

        try:
            with ExitStack() as files:
                if hasattr(module, "stream") and Path(source).is_file():
                    feed = module.stream(files.enter_context(Path(source).open("rb")))
                else:
                    feed = module.read(fetch(source) if "://" in source else read_bytes(source))
                origin, _created = Source.objects.get_or_create(kind=kind, token=name[:200])
                return importing.import_feed(feed, origin, organization=employer, dry_run=dry_run, tick=tick)
        except UnreadableError as error:
            raise BadInput("unreadable", str(error)) from None


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def fetch(url: str) -> bytes:
    """The body of a public https address. Private addresses only where OUTBOUND_ALLOW names them. Raises BadInput."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    allowed = host in settings.OUTBOUND_ALLOW
    if parts.scheme != "https" and not allowed:
        raise BadInput("bad_address", "Only https addresses are fetched.")
    try:
        addresses = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        raise BadInput("unreachable", f"{host} is not known.") from None
    if not allowed and any(not is_open(str(address)) for address in addresses):
        raise BadInput("bad_address", f"{host} is not a public address.")
    request = urllib.request.Request(  # noqa: S310  the scheme was checked above
        url, headers={"User-Agent": f"{settings.SITE_NAME} (+{settings.SITE_URL})"}
    )
    opener = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TIMEOUT) as response:
            body: bytes = response.read(MAX_BYTES + 1)
    except (urllib.error.URLError, OSError) as error:
        raise BadInput("unreachable", f"{url} did not answer: {error}.") from None
    if len(body) > MAX_BYTES:
        raise BadInput("too_large", "The feed is larger than 100 MB.")
    return body
