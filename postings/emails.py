"""Letters about postings, to the people who hire. A mail server that is away is logged; the verb it follows stands."""

import logging

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from accounts.models import Membership
from postings.models import JobPosting

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
