"""Letters about postings, to the people who hire. A mail server that is away is logged; the verb it follows stands."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Membership, User
from accounts.outbox import queue_letter
from postings.models import Application, JobPosting, ProposedRevision, SavedJob

logger = logging.getLogger(__name__)


def _tell_editors(posting: JobPosting, name: str, **context: object) -> None:
    to = Membership.objects.filter(
        organization=posting.hiring_organization_id, role__in=["owner", "recruiter"], user__is_active=True
    ).values_list("user__email", flat=True)
    values = {"posting": posting, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    for address in to:
        message = EmailMultiAlternatives(
            subject=" ".join(render_to_string(f"postings/email/{name}.subject.txt", values).split()),
            body=render_to_string(f"postings/email/{name}.txt", values),
            to=[address],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(f"postings/email/{name}.html", values), "text/html")
        try:
            message.send()
        except OSError:
            logger.exception("could not mail %s about posting %s", name, posting.pk)


def posting_published(posting: JobPosting) -> None:
    _tell_editors(posting, "published")


def posting_rejected(posting: JobPosting, reason: str) -> None:
    _tell_editors(posting, "rejected", reason=reason)


def change_decided(proposal: ProposedRevision) -> None:
    """To who hires: a change that waited is on the page now, or was refused and why."""
    name = "change_accepted" if proposal.state == ProposedRevision.State.ACCEPTED else "change_refused"
    editors = User.objects.filter(
        memberships__organization=proposal.posting.hiring_organization_id,
        memberships__role__in=["owner", "recruiter"],
        is_active=True,
    )
    context = _named(proposal.posting) | {
        "changes": proposal.changes,
        "reason": proposal.reason,
        "edit_path": reverse("postings:edit", args=[proposal.posting.uid]),
    }
    for user in editors:
        key = f"{name}:{proposal.pk}:{user.pk}"
        queue_letter(f"postings/{name}", key=key, to=user.email, user=user, context=context)


def posting_changed(posting: JobPosting, changes: Sequence[Mapping[str, Any]], *, by: User | None) -> None:
    """To everybody who saved a live posting or applied for it, but not to who changed it. One query, and their letters."""
    saved = SavedJob.objects.filter(posting=posting).values("candidate__user")
    applied = Application.objects.filter(posting=posting).exclude(state="withdrawn").values("candidate__user")
    watchers = User.objects.filter(Q(pk__in=saved) | Q(pk__in=applied), is_active=True).exclude(pk=by.pk if by else 0)
    for user in watchers:
        queue_letter(
            "postings/changed",
            key=f"changed:{posting.pk}:{posting.revision}:{user.pk}",
            to=user.email,
            user=user,
            context=_named(posting) | {"changes": list(changes)},
        )


def _named(posting: JobPosting) -> dict[str, Any]:
    return {
        "title": posting.title,
        "organization": posting.hiring_organization.name,
        "path": posting.get_absolute_url(),
    }
