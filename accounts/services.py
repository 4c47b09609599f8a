"""What can be done with people's accounts, organizations and resumes."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Candidate, CandidatePlace, Membership, Organization, OrganizationAlias, User, name_key


def candidate_of(user: User) -> Candidate:
    """The person's candidate profile, made on first use."""
    return Candidate.objects.get_or_create(user=user)[0]


def get_or_create_organization(name: str) -> Organization:
    """The organization of that name, or of an alias of it; spellings that share a key are one organization."""
    name = " ".join(name.split())[:200]
    key = name_key(name)
    if not key:
        raise ValidationError("An organization needs a name.")
    found = organization_named(name)
    if found is not None:
        return found
    slug = wanted = slugify(name)[:200] or "organization"
    number = 1
    while Organization.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    try:
        with transaction.atomic():
            return Organization.objects.create(name=name, slug=slug)
    except IntegrityError:  # another request made it meanwhile
        return Organization.objects.get(name_key=key)


def found_organization(user: User, name: str, url: str = "") -> Organization:
    """A person starts hiring. A name that is taken needs an invitation from its owner, not a second row."""
    key = name_key(name)
    if not key:
        raise ValidationError("Write the name of your organization.")
    existing = Organization.objects.filter(name_key=key).first()
    if existing is not None and existing.memberships.exists():
        raise ValidationError(f"{existing.name} is already here; ask its owner to invite you.")
    with transaction.atomic():
        organization = existing or get_or_create_organization(name)
        if url and not organization.url:
            organization.url = url
            organization.save(update_fields=["url"])
        Membership.objects.create(organization=organization, user=user, role=Membership.Role.OWNER)
    return organization


def delete_account(user: User) -> None:
    """Everything about a person goes: rows by cascade, files one by one."""
    resumes = [resume.file for candidate in Candidate.objects.filter(user=user) for resume in candidate.resumes.all()]
    with transaction.atomic():
        user.delete()
        for file in resumes:
            if file:
                transaction.on_commit(partial(file.storage.delete, str(file.name)))


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


def organization_named(name: str) -> Organization | None:
    """The organization of this name or alias, however it is spelled; None if there is none."""
    key = name_key(name)
    found = Organization.objects.filter(name_key=key).first()
    if found is not None or not key:
        return found
    alias = OrganizationAlias.objects.select_related("organization").filter(name_key=key).first()
    return alias.organization if alias else None


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
