"""Bans: who may not post or apply here. The services ask ``refusal`` before they take anything from anybody."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import permissions
from accounts.domains import FREE_MAIL, JOB_HOSTS, own_domain
from accounts.models import Ban, Organization, User
from accounts.signals import ban_decided

Kind = Ban.Kind
NOT_A_DOMAIN = "Write a domain that one owner can have, such as harbour.example."


def ban(*, actor: User | None, **fields: Any) -> Ban:
    """Raises ValidationError with a sentence. The postings of a banned organization leave the board at once."""
    row = checked(actor=actor, **fields)
    with transaction.atomic():
        row.save()
        if row.organization is not None:
            _block(row.organization, blocked=True)
        ban_decided.send(Ban, ban=row, actor=actor, is_lifted=False)
    return row


def checked(
    *,
    kind: str,
    reason: str,
    actor: User | None,
    user: User | None = None,
    organization: Organization | None = None,
    value: str = "",
    expires_at: datetime | None = None,
) -> Ban:
    """The ban as it would be, not written. Raises what ``ban`` raises."""
    if actor is not None and not permissions.may_ban(actor):
        raise PermissionDenied
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise ValidationError("Write a reason; whoever is banned reads it.")
    if expires_at is not None and expires_at <= timezone.now():
        raise ValidationError("A ban ends in the future, or is without end.")
    if user is not None and actor is not None and user.pk == actor.pk:
        raise ValidationError("You cannot ban yourself.")
    if kind == Kind.DOMAIN:
        value = _domain(value)
    row = Ban(
        kind=kind,
        user=user,
        organization=organization,
        value=value,
        reason=reason,
        created_by=actor,
        expires_at=expires_at,
    )
    row.full_clean(exclude=["created_by"])
    return row


def lift(row: Ban, *, actor: User | None) -> None:
    """End a ban. Of two who lift it, one does."""
    if actor is not None and not permissions.may_ban(actor):
        raise PermissionDenied
    with transaction.atomic():
        if not Ban.objects.filter(pk=row.pk, lifted_at=None).update(lifted_at=timezone.now()):
            raise ValidationError("This ban is lifted already.")
        row.refresh_from_db()
        _unblock_where_free(row)
        ban_decided.send(Ban, ban=row, actor=actor, is_lifted=True)


def lift_ended() -> int:
    """Lift the bans of organizations that ran out, so that their postings come back. Other bans end by the clock alone."""
    ended = Ban.objects.filter(kind=Kind.ORGANIZATION, lifted_at=None, expires_at__lte=timezone.now())
    for row in ended.select_related("organization"):
        lift(row, actor=None)
    return len(ended)


def refusal(
    *,
    user: User | None = None,
    organization: Organization | None = None,
    hosts: Iterable[str] = (),
    text: str = "",
) -> str:
    """Why nothing is taken from this person or organization, with these hosts or this fingerprint of a text, as a sentence;
    empty where nothing is banned. One query.
    """
    asked: dict[str, Any] = {}
    if user is not None:
        asked["user"] = Q(kind=Kind.PERSON, user=user)
        hosts = [*hosts, user.email.rpartition("@")[2]]
    if organization is not None:
        asked["organization"] = Q(kind=Kind.ORGANIZATION, organization=organization)
    if domains := {own_domain(host) or host.lower() for host in hosts if host}:
        asked["domain"] = Q(kind=Kind.DOMAIN, value__in=domains)
    if text:
        asked["text"] = Q(kind=Kind.TEXT, value=text)
    if not asked:
        return ""
    anything = Q()
    for condition in asked.values():
        anything |= condition
    row = Ban.objects.active().filter(anything).select_related("organization").first()
    return "" if row is None else _sentence(row)


def _sentence(row: Ban) -> str:
    until = f" until {row.expires_at:%-d %B %Y}" if row.expires_at else ""
    who = {
        Kind.PERSON: f"This account may not post or apply here{until}",
        Kind.ORGANIZATION: f"{row.organization} may not post here{until}",
        Kind.DOMAIN: f"Links and addresses at {row.value} are not taken here{until}",
        Kind.TEXT: f"This text is not taken here{until}",
    }
    return f"{who[Kind(row.kind)]}. The reason: {row.reason}"


def _domain(value: str) -> str:
    """As it is registered. A mail provider or a system that many share is not banned with one of its users."""
    host = value.strip().lower().removeprefix("https://").removeprefix("http://").partition("/")[0].rpartition("@")[2]
    domain = own_domain(host)
    if domain is None or domain in FREE_MAIL or domain in JOB_HOSTS:
        raise ValidationError({"value": NOT_A_DOMAIN})
    return domain


def _unblock_where_free(row: Ban) -> None:
    organization = row.organization
    if organization is not None and not organization.bans.active().exists():
        _block(organization, blocked=False)


def _block(organization: Organization, *, blocked: bool) -> None:
    Organization.objects.filter(pk=organization.pk).exclude(is_blocked=blocked).update(is_blocked=blocked)
    organization.refresh_from_db(fields=["is_blocked"])
