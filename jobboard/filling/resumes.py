"""Fills a board with people who have a resume, read as any resume is."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.models import Candidate, User
from accounts.resumes import keep_resume, read_pasted_resume
from accounts.services import candidate_of
from jobboard.filling.texts import resume_text


def fill_resumes(count: int, *, seed: int = 1, frequency: str = "off", min_score: int = 70) -> list[int]:
    """``count`` candidates with a verified address and a resume each; the ids of the resumes. Those there are stay."""
    ids: list[int] = []
    first = User.objects.filter(email__startswith="candidate", email__endswith="@people.example").count()
    with transaction.atomic():
        for number in range(first, first + count):
            user = User.objects.create_user(f"candidate{number}@people.example")
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            candidate = candidate_of(user)
            Candidate.objects.filter(pk=candidate.pk).update(
                alert_frequency=frequency,
                alert_min_score=min_score,
                alerts_since=timezone.now() - timedelta(days=10),
            )
            ids.append(keep_resume(candidate, read_pasted_resume(resume_text(seed, number)), data=None).pk)
    return ids
