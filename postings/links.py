"""Which links a posting may carry, whoever gives them: a form, the parser, a feed or a moderator."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 1000
# Names that only mean something inside one network (RFC 2606, 6761, 6762, 8375 and common practice).
PRIVATE_ENDINGS = frozenset(
    {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "test", "invalid", "arpa", "onion"}
)
UNCLEAR = re.compile(r"[\s\x00-\x1f\x7f\\<>\"^`{|}]")
HOST_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def check_apply_link(url: str) -> None:
    """Raise ValidationError with a sentence where ``url`` is no link to apply: https to a public name, without a password."""
    check_link(url, schemes=("https",))


def check_link(url: str, *, schemes: tuple[str, ...] = ("https", "http")) -> None:
    """Raise ValidationError with a sentence where a page must not link to ``url``."""
    why = refusal(url, schemes=schemes)
    if why:
        raise ValidationError(why, code="link")


def refusal(url: str, *, schemes: tuple[str, ...]) -> str:
    """Why a link is refused, as a sentence; empty where it is taken. Nothing is looked up."""
    if len(url) > LONGEST:
        return f"A link may have at most {LONGEST:,} characters."
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "This is not a link."
    if parts.scheme == "mailto":
        return "Write a mail address into the field for it, without mailto:."
    if not url.startswith(tuple(f"{scheme}://" for scheme in schemes)):
        return "Link must start with " + " or ".join(f"{scheme}://" for scheme in schemes)
    if UNCLEAR.search(url):
        return "A link has no blanks, quotes or backslashes in it."
    if parts.username is not None or parts.password is not None:
        return "A link must not carry a user name or a password."
    if port is not None and not 1 <= port <= 65535:
        return "This is not a link."
    return "" if _is_public(parts) else "The link must lead to a public name, for example https://jobs.example.org/."


def _is_public(parts: SplitResult) -> bool:
    """Whether the host is a name that the whole internet knows, not an address and not a name of one network."""
    host = unquote(parts.hostname or "").rstrip(".")
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        pass
    else:
        return False
    try:
        labels = host.encode("idna").decode("ascii").lower().split(".")
    except UnicodeError:
        return False
    ending = labels[-1]
    return (
        len(labels) > 1
        and all(HOST_LABEL.fullmatch(label) for label in labels)
        and ending not in PRIVATE_ENDINGS
        and (ending.isalpha() or ending.startswith("xn--"))
    )


def apply_route(value: str) -> tuple[str, str]:
    """(link, mail address) of what a source or a person gives as the way to apply; both empty where it is no way."""
    value = value.strip()
    if value.lower().startswith("mailto:"):
        address = unquote(value[7:].partition("?")[0])
        try:
            validate_email(address)
        except ValidationError:
            return "", ""
        return "", address[:254]
    if value[:8].lower() == "https://":
        value = "https://" + value[8:]
    return ("", "") if refusal(value, schemes=("https",)) else (value, "")


def host_of(url: str) -> str:
    """The host as people read it, without ``www.``; names in other scripts are written in their ASCII form."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
