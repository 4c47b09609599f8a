"""What a person has saved and hidden: a member's in rows, a visitor's in the session, carried over when they sign in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest

from accounts.models import Organization, User
from accounts.services import candidate_of, hide_organization
from postings import services
from postings.models import Application, HiddenPosting, JobPosting, SavedJob

# Keys of the session; each holds what ``Shortlist`` does, the latest first.
SAVED, HIDDEN, HIDDEN_ORGANIZATIONS = "saved_jobs", "hidden_jobs", "hidden_companies"
MOST_OF_A_VISIT = 100


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Ids of postings, and slugs of organizations in ``hidden_organizations``; ``applied`` are those with an application within
    reach of who hires. The latest saved come first.
    """

    saved: tuple[int, ...] = ()
    hidden: frozenset[int] = frozenset()
    hidden_organizations: frozenset[str] = frozenset()
    applied: frozenset[int] = frozenset()


def shortlist_of(request: HttpRequest) -> Shortlist:
    """Four queries for a member, none for a visitor; read once for a request."""
    if not hasattr(request, "_shortlist"):
        request._shortlist = _read(request)  # type: ignore[attr-defined]
    return request._shortlist  # type: ignore[attr-defined,no-any-return]


def _read(request: HttpRequest) -> Shortlist:
    user = request.user
    if not user.is_authenticated:
        session = request.session
        return Shortlist(
            tuple(session.get(SAVED, ())), frozenset(session.get(HIDDEN, ())),
            frozenset(session.get(HIDDEN_ORGANIZATIONS, ())),
        )  # fmt: skip
    return Shortlist(
        tuple(SavedJob.objects.filter(candidate__user=user).values_list("posting_id", flat=True)),
        frozenset(HiddenPosting.objects.filter(candidate__user=user).values_list("posting_id", flat=True)),
        frozenset(Organization.objects.filter(hidden_by__user=user).values_list("slug", flat=True)),
        frozenset(Application.objects.within_reach().filter(candidate__user=user).values_list("posting_id", flat=True)),
    )


def set_saved(request: HttpRequest, posting: JobPosting, *, saved: bool) -> None:
    """Save a posting or take it off. A visitor keeps at most ``MOST_OF_A_VISIT``; the oldest make room."""
    if request.user.is_authenticated:
        services.set_saved(candidate_of(request.user), posting, saved=saved)
    else:
        _set_in_session(request, SAVED, posting.pk, wanted=saved)
    _forget_read(request)


def set_hidden(request: HttpRequest, posting: JobPosting, *, hidden: bool) -> None:
    """Leave a posting out of this person's lists, matches and mail, or bring it back."""
    if request.user.is_authenticated:
        services.set_hidden(candidate_of(request.user), posting, hidden=hidden)
    else:
        _set_in_session(request, HIDDEN, posting.pk, wanted=hidden)
    _forget_read(request)


def set_organization_hidden(request: HttpRequest, organization: Organization, *, hidden: bool) -> None:
    """The same for all postings of an organization."""
    if request.user.is_authenticated:
        hide_organization(candidate_of(request.user), organization, hidden=hidden)
    else:
        _set_in_session(request, HIDDEN_ORGANIZATIONS, organization.slug, wanted=hidden)
    _forget_read(request)


def carry_over(request: HttpRequest, user: User) -> None:
    """What was saved and hidden before signing in becomes the member's. What has gone meanwhile is left out."""
    session = request.session
    saved, hidden, organizations = (session.pop(key, ()) for key in (SAVED, HIDDEN, HIDDEN_ORGANIZATIONS))
    if not (saved or hidden or organizations):
        return
    candidate = candidate_of(user)
    with transaction.atomic():
        for posting in reversed(_in_order(saved)):
            services.set_saved(candidate, posting, saved=True)
        for posting in _in_order(hidden):
            services.set_hidden(candidate, posting, hidden=True)
        for organization in Organization.objects.filter(slug__in=organizations):
            hide_organization(candidate, organization, hidden=True)
    _forget_read(request)


def _in_order(ids: Iterable[int]) -> list[JobPosting]:
    rows = JobPosting.objects.was_public().in_bulk(list(ids))
    return [rows[pk] for pk in ids if pk in rows]


def _set_in_session(request: HttpRequest, key: str, name: int | str, *, wanted: bool) -> None:
    others = [other for other in request.session.get(key, ()) if other != name]
    request.session[key] = [name, *others][:MOST_OF_A_VISIT] if wanted else others


def _forget_read(request: HttpRequest) -> None:
    if hasattr(request, "_shortlist"):
        del request._shortlist
