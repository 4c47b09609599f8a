"""Mail kept under the data folder instead of being sent, so that a laptop shows it at /mail."""

import email
import email.policy
import os
import re
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage as ParsedMessage
from email.utils import getaddresses
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}")


def folder() -> Path:
    return Path(settings.DATA_DIR) / "mail"


class StoringBackend(BaseEmailBackend):
    """One file a message; a file appears whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns():020d}-{uuid4().hex[:8]}"
            partial = folder() / f"{name}.part"
            partial.write_bytes(message.message().as_bytes())
            os.replace(partial, folder() / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class StoredMail:
    name: str
    message: ParsedMessage

    @property
    def subject(self) -> str:
        return str(self.message["subject"] or "")

    @property
    def to(self) -> str:
        return str(self.message["to"] or "")

    @property
    def date(self) -> datetime | None:
        """When it was written, aware; None where the letter does not say."""
        header = self.message["date"]
        written_at = getattr(header, "datetime", None)
        return written_at if written_at is None or written_at.tzinfo else written_at.replace(tzinfo=UTC)

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    def part(self, kind: str) -> str:
        """The body of one kind, "plain" or "html"; empty where the message has none."""
        body = self.message.get_body(preferencelist=(kind,))
        return str(body.get_content()) if body is not None else ""

    @property
    def plain(self) -> str:
        return self.part("plain")


def forget(*, addresses: Collection[str], names: Collection[str] = (), **_: Any) -> None:
    """Delete the kept letters to these addresses, given in lower case, and those that tell somebody else of the addresses,
    the full names or the family names. Costs reading every kept letter.
    """
    words = {*addresses, *names, *(name.split()[-1] for name in names)}
    named = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(words)), re.IGNORECASE)
    for path in folder().glob("*.eml"):
        letter = read_mail(path.stem)
        if letter is None:
            continue
        to = {address.lower() for _, address in getaddresses([letter.to])}
        told = " ".join([letter.subject, letter.plain, letter.part("html")])
        if not to.isdisjoint(addresses) or (words and named.search(told)):
            path.unlink(missing_ok=True)


def read_mail(name: str) -> StoredMail | None:
    """The kept letter of that name, or None. A name that no letter is given is not asked for on the disk."""
    path = folder() / f"{name}.eml"
    if NAME.fullmatch(name) is None or not path.is_file():
        return None
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, ParsedMessage)  # noqa: S101  the default policy builds EmailMessage
    return StoredMail(name, message)


def latest_mail(limit: int = 100) -> list[StoredMail]:
    """Newest first."""
    names = sorted((path.stem for path in folder().glob("*.eml")), reverse=True)[:limit]
    return [mail for mail in map(read_mail, names) if mail is not None]
