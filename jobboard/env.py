"""Settings from environment variables, read strictly: a value that makes no sense stops the start with a sentence."""

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from jobboard.colours import Accent, read_accent


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    match os.environ.get(name):
        case None:
            return default
        case "1" | "true":
            return True
        case "0" | "false":
            return False
        case other:
            raise ImproperlyConfigured(f"{name}={other!r}: write true or false.")


def number(name: str, default: int) -> int:
    raw = os.environ.get(name)
    if raw is None:
        return default
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={raw!r}: write a whole number.") from None


def one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = os.environ.get(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r}: write one of {', '.join(choices)}.")
    return value


def names(name: str, default: list[str]) -> list[str]:
    raw = os.environ.get(name)
    return default if raw is None else [part.strip() for part in raw.split(",") if part.strip()]


def link(name: str) -> str:
    """An address people may be led to, of this site or another; empty where there is none."""
    value = os.environ.get(name, "").strip()
    if value and not value.startswith(("https://", "http://", "/")):
        raise ImproperlyConfigured(f"{name}={value!r}: write an address that starts with https:// or /.")
    return value


def accent(name: str) -> Accent | None:
    """The colours of a board of one's own; a colour that cannot be read stops the start."""
    try:
        return read_accent(os.environ.get(name, ""))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from None


def json_file(path: Path) -> dict[str, str]:
    """A small file of settings, or {} where there is none."""
    try:
        values: dict[str, str] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except ValueError:
        raise ImproperlyConfigured(f"{path} is not JSON; mend or delete it.") from None
    return values


def secret(name: str, keep_in: Path) -> str:
    """The secret from the environment, else from a file only its owner can read, made on first use."""
    value = os.environ.get(name)
    if value:
        return value
    try:
        return keep_in.read_text().strip()
    except FileNotFoundError:
        keep_in.parent.mkdir(parents=True, exist_ok=True)
    value = secrets.token_urlsafe(50)
    try:
        descriptor = os.open(keep_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return keep_in.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(value)
    return value


def database(name: str, data_dir: Path) -> dict[str, Any]:
    """A Django database entry from a URL: ``sqlite:///file``, ``postgres://user:password@host:port/name``."""
    url = os.environ.get(name) or f"sqlite:///{data_dir / 'jobboard.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] if parts.path.startswith("//") else parts.path,
            # Deferred transactions answer "database is locked" as soon as two processes read and then write.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # What is deleted is overwritten: the file keeps no text of people who have left.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                " PRAGMA secure_delete=ON;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        options: dict[str, Any] = dict(parse_qsl(parts.query))
        options["pool"] = {"min_size": 1, "max_size": number("DATABASE_POOL_SIZE", 8), "timeout": 10}
        options["options"] = (
            f"-c statement_timeout={number('DATABASE_STATEMENT_TIMEOUT_MS', 60000)}"
            " -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
        )
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": parts.port or "",
            "CONN_MAX_AGE": 0,  # psycopg's pool keeps the connections
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ImproperlyConfigured(f"{name}: write sqlite:///FILE or postgres://USER:PASSWORD@HOST:PORT/NAME.")


def email(name: str, default: str) -> dict[str, Any]:
    """Django's mail settings from a URL: ``stored://`` (kept under the data folder), ``smtp://…``, ``smtps://…``."""
    parts = urlsplit(os.environ.get(name, default))
    if parts.scheme == "stored":
        return {"EMAIL_BACKEND": "jobboard.mailbox.StoringBackend"}
    if parts.scheme in {"smtp", "smtp+tls", "smtps"}:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
        }
    raise ImproperlyConfigured(f"{name}: write stored://, smtp://HOST:PORT, smtp+tls://… or smtps://….")
