"""Who may see a person's resume beside themselves: what they have set, whom they have blocked, and where they work now."""

import re
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.domains import domain_of_address, own_domain
from accounts.models import BlockedEmployer, Candidate, Organization, User, name_key
from accounts.outbox import addresses_of
from accounts.reviewing import facts_of
from reading.resume.dates import PRESENT

MOST_BLOCKED = 100
NEEDS_NAME = "Write the name of the employer, or its domain."
NOT_A_DOMAIN = "This is not the domain of one employer. Write one such as harbour.example, or only the name."


def set_visibility(candidate: Candidate, level: str) -> None:
    if level not in Candidate.Visibility.values:
        raise ValidationError("Choose who may see your resume.")
    Candidate.objects.filter(pk=candidate.pk).update(resume_visibility=level)
    candidate.resume_visibility = level


def block_employer(candidate: Candidate, *, name: str, domain: str) -> BlockedEmployer:
    """Raises ValidationError with a sentence. Once blocked, a second time changes nothing."""
    name = " ".join(name.split())[:200]
    host = domain.strip().lower().removeprefix("https://").removeprefix("http://").partition("/")[0].rpartition("@")[2]
    own = own_domain(host) or ""
    if host and not own:
        raise ValidationError({"domain": NOT_A_DOMAIN})
    if not name_key(name) and not own:
        raise ValidationError({"name": NEEDS_NAME})
    if candidate.blocked_employers.count() >= MOST_BLOCKED:
        raise ValidationError(f"You can block up to {MOST_BLOCKED} employers.")
    try:
        with transaction.atomic():
            return BlockedEmployer.objects.create(candidate=candidate, name=name, domain=own)
    except IntegrityError:
        return candidate.blocked_employers.get(name_key=name_key(name), domain=own)


def unblock_employer(row: BlockedEmployer, *, actor: User) -> None:
    if row.candidate.user_id != actor.pk:
        raise PermissionDenied
    row.delete()


def own_employers(candidate: Candidate) -> list[str]:
    """Where the person works now, by the resumes as their owner lets them stand. Reads each resume."""
    found = (
        role.organization
        for resume in candidate.resumes.all()
        for role in facts_of(resume).experience
        if role.end == PRESENT and role.organization
    )
    return list(dict.fromkeys(found))


def is_blocked(candidate: Candidate, organization: Organization) -> bool:
    """Whether the person has blocked this organization, by name or by domain."""
    rows = list(candidate.blocked_employers.all())
    return _is_among(organization, [row.name for row in rows if row.name], [row.domain for row in rows if row.domain])


def is_own_employer(candidate: Candidate, organization: Organization) -> bool:
    """Whether the person works there now: by a resume, or by an address of theirs."""
    domains = [domain_of_address(address) for address in addresses_of(candidate.user)]
    return _is_among(organization, own_employers(candidate), [domain for domain in domains if domain])


def is_hidden_from(candidate: Candidate, organization: Organization) -> bool:
    """Whether this organization never sees the person's resume, whatever they have set."""
    return is_blocked(candidate, organization) or is_own_employer(candidate, organization)


def _is_among(organization: Organization, names: Iterable[str], domains: Iterable[str]) -> bool:
    """A name counts where all of its words stand in the other, so that a branch or another legal form is no way around."""
    host = re.sub(r"^https?://", "", organization.url).partition("/")[0]
    if {organization.domain, own_domain(host) or ""} & set(domains):
        return True
    known = [_words(organization.name), *(_words(alias.name) for alias in organization.aliases.all())]
    return any(ours <= theirs or theirs <= ours for ours in map(_words, names) for theirs in known if ours and theirs)


def _words(name: str) -> frozenset[str]:
    return frozenset(name_key(name).split())
