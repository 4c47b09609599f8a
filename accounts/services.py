"""What can be done with people's accounts and what they look for."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts import erasing, outbox, team
from accounts.models import Candidate, CandidatePlace, Organization, User
from accounts.sessions import SessionStore, end_sessions
from accounts.signals import person_leaves


def candidate_of(user: User) -> Candidate:
    """The person's candidate profile; ``User.save`` makes it, so it is made here only for users made in bulk."""
    return Candidate.objects.get_or_create(user=user)[0]


def delete_account(user: User) -> None:
    """Everything about a person goes: rows by cascade, files one by one. What they own alone is closed down first, and
    what the apps above keep beside their rows goes by ``person_leaves``.
    """
    traces = team.traces_of([user])
    renamed = [row.name for row in team.owned_alone(user) if team.bears_a_name(row.name, traces.names)]
    resumes = [resume.file for candidate in Candidate.objects.filter(user=user) for resume in candidate.resumes.all()]
    with transaction.atomic():
        end_sessions(user.pk, user.email)
        team.leave_all(user)
        outbox.forget(user, outbox.addresses_of(user), names=traces.names)
        person_leaves.send(User, user=user, traces=traces)
        erasing.redact_waiting_letters(traces, renamed)
        erasing.forget_in_admin_log(traces)
        user.delete()
        for file in resumes:
            if file:
                transaction.on_commit(partial(file.storage.delete, str(file.name)))
        transaction.on_commit(erasing.empty_write_ahead_log, robust=True)


def forget_ended_sessions() -> None:
    """Sessions that have run out go, and counts of the shared cache with them."""
    SessionStore.clear_expired()
    table = settings.CACHES["default"].get("LOCATION", "")
    if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s",  # noqa: S608  a name of ours
                [connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))],
            )


def save_preferences(
    candidate: Candidate,
    values: Mapping[str, Any],
    *,
    places: Sequence[CandidatePlace],
    hidden: Iterable[Organization],
    revision: int | None = None,
) -> None:
    """What the candidate looks for, whole: what is not among ``places`` and ``hidden`` is not wanted any more.

    With ``revision`` only if nobody has saved since that one; else ValidationError, and nothing is written.
    """
    with transaction.atomic():
        if revision is not None:
            now = Candidate.objects.select_for_update().values_list("revision", flat=True).get(pk=candidate.pk)
            if now != revision:
                raise ValidationError("Your preferences were saved elsewhere in this moment. Save again.")
        for name, value in values.items():
            setattr(candidate, name, value)
        candidate.full_clean(exclude=["user"], validate_unique=False)
        candidate.save()
        candidate.places.all().delete()
        for place in places:
            place.candidate = candidate
        CandidatePlace.objects.bulk_create(places)
        candidate.hidden_organizations.set(hidden)
        Candidate.objects.filter(pk=candidate.pk).bump()


def hide_organization(candidate: Candidate, organization: Organization, *, hidden: bool) -> None:
    """Leave an organization's postings out of what this person sees and is mailed of, or bring them back."""
    with transaction.atomic():
        if hidden:
            candidate.hidden_organizations.add(organization)
        else:
            candidate.hidden_organizations.remove(organization)
        Candidate.objects.filter(pk=candidate.pk).bump()


def save_alerts(candidate: Candidate, frequency: str, min_score: int) -> None:
    """How often, and from which score on. Whoever had none hears only of what is posted from now on. What is owed is
    decided where pairs are written, so a change has them written again.
    """
    if (candidate.alert_frequency, candidate.alert_min_score) == (frequency, min_score):
        return
    with transaction.atomic():
        if candidate.alert_frequency == Candidate.AlertFrequency.OFF:
            start_alerts(candidate, frequency)
        rows = Candidate.objects.filter(pk=candidate.pk)
        rows.update(alert_frequency=frequency, alert_min_score=min_score)
        rows.bump()


def start_alerts(candidate: Candidate, frequency: str) -> None:
    """Only what is posted from now on is mailed."""
    Candidate.objects.filter(pk=candidate.pk).update(alert_frequency=frequency, alerts_since=timezone.now())
