"""Sessions that know whose they are, so that all of a person's end with the account."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q


class Session(AbstractBaseSession):
    """``person`` is the id of whoever is signed in, or is about to be (allauth keeps a sign-in that waits); else null."""

    person = models.BigIntegerField(null=True, db_index=True)

    class Meta(AbstractBaseSession.Meta):
        app_label = "accounts"

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        return SessionStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = super().create_model_instance(data)
        assert isinstance(session, Session)  # noqa: S101  of the model above
        session.person = person_of(data)
        return session


def person_of(data: dict[str, Any]) -> int | None:
    """The user id in a session's data; None where it names nobody."""
    waiting = data.get("account_login")
    named = data.get("_auth_user_id") or (waiting.get("user_pk") if isinstance(waiting, dict) else None)
    return int(str(named)) if str(named or "").isdecimal() else None


def end_sessions(person: int, email: str) -> int:
    """End every session of a person who leaves, and those of nobody that hold the address (a sign-up on another browser).

    Sessions of nobody are few: visitors have none unless a form of theirs was refused or waits. Returns rows deleted.
    """
    nameless = [
        session.pk
        for session in Session.objects.filter(person=None).iterator()
        if email.casefold() in repr(session.get_decoded()).casefold()
    ]
    return Session.objects.filter(Q(person=person) | Q(pk__in=nameless)).delete()[0]
