"""Celery shells: ids in, a service called, nothing back."""

from celery import shared_task
from django.utils import timezone

from accounts import bans, erasing, outbox, resumes, team
from accounts import services as accounts
from matching import alerts, services
from postings import abouts, assessing, audit, clock, orphans, visits


@shared_task(ignore_result=True)
def refresh_posting(posting_id: int) -> None:
    services.refresh_posting(posting_id)


@shared_task(ignore_result=True)
def refresh_resume(resume_id: int) -> None:
    services.refresh_resume(resume_id)


@shared_task(ignore_result=True, expires=10)
def sweep() -> None:
    services.sweep(recent=True)


@shared_task(ignore_result=True, expires=300)
def sweep_all() -> None:
    services.sweep(recent=False)
    abouts.refresh_abouts()


@shared_task(ignore_result=True, expires=60)
def refresh_abouts() -> None:
    abouts.refresh_abouts(since=timezone.now() - services.RECENT)


@shared_task(ignore_result=True, expires=10)
def send_due_mail() -> None:
    alerts.send_due_mail()


@shared_task(ignore_result=True, expires=60)
def mind_the_clock() -> None:
    clock.tend()


@shared_task(ignore_result=True, expires=30)
def tend_moderation() -> None:
    """Tie the audit log, assess what has changed, and lift the bans that ran out."""
    audit.seal()
    assessing.catch_up()
    bans.lift_ended()


@shared_task(ignore_result=True, expires=600)
def tidy() -> None:
    resumes.forget_ended_visits()
    accounts.forget_ended_sessions()
    team.forget_expired_invitations()
    orphans.tend()
    clock.ask_about_ends()
    visits.forget_old()
    outbox.tidy()
    erasing.empty_write_ahead_log()
