"""Everything this board holds of one person, as one archive: a JSON document, their resumes and their files."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Model, QuerySet

from accounts.models import Candidate, User
from accounts.reviewing import document_of
from accounts.services import candidate_of
from postings.events import record
from postings.models import (
    Application,
    ApplicationEvent,
    JobPosting,
    ModerationEvent,
    PostingReview,
    ProposedRevision,
    Report,
)

README = """\
This is everything the board holds of you.

data.json       your account, preferences, corrections, matches, letters and applications
resumes/*.json  each resume as JSON Resume: drop it here or anywhere that reads the format
resumes/*.txt   its text, line by line; evidence cites these line numbers
files/*         the files as you uploaded them
"""
# Keys of rows, secrets, and what is computed from the rest and would only repeat it.
OMITTED = frozenset(
    {
        "id",
        "user",
        "candidate",
        "password",
        "token",
        "token_hash",
        "features",
        "vectors",
        "text",
        "file",
        "context",
    }
)
FOLLOWED = {"posting": "title", "hiring_organization": "name", "organization": "name", "resume": "uid"}


def archive_of(user: User) -> bytes:
    """A ZIP file, made in memory: at most five resumes of 5 MB, a few hundred matches and letters. Leaves a trace."""
    record(None, ModerationEvent.Action.EXPORT, user, person=user)
    candidate = candidate_of(user)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        archive.writestr("data.json", _json(everything_of(user, candidate)))
        for number, resume in enumerate(candidate.resumes.order_by("created_at"), start=1):
            archive.writestr(f"resumes/{number}.json", _json(document_of(resume)))
            archive.writestr(f"resumes/{number}.txt", resume.text)
            if resume.file:
                with resume.file.open("rb") as file:
                    archive.writestr(f"files/{number}-{resume.filename or 'resume'}", file.read())
    return buffer.getvalue()


def everything_of(user: User, candidate: Candidate) -> dict[str, Any]:
    """The rows that are about this person, by what they are. A test holds it to every table that points at a person."""
    recipient = getattr(candidate, "recipient", None)
    return {
        "account": _row(user),
        "addresses": _rows(user.emailaddress_set.all()),  # type: ignore[attr-defined]
        "sign_in_methods": _sign_in_methods(user),
        "memberships": _rows(user.memberships.select_related("organization")),
        "claims": _rows(user.claims.select_related("organization")),
        "sent_invitations": _rows(user.sent_invitations.select_related("organization")),
        "consents": _rows(user.consents.all()),
        "administration": [{"action_time": row.action_time, "what": str(row)} for row in user.logentry_set.all()],
        "preferences": _row(candidate),
        "places": _rows(candidate.places.all()),
        "hidden_organizations": [organization.name for organization in candidate.hidden_organizations.all()],
        "blocked_employers": [str(row) for row in candidate.blocked_employers.all()],
        "bans": [
            {"reason": row.reason, "created_at": row.created_at, "until": row.expires_at} for row in user.bans.all()
        ],
        "claimed_reviews": [
            {"posting": row.posting.title, "until": row.claimed_until}
            for row in PostingReview.objects.filter(claimed_by=user).select_related("posting")
        ],
        "hidden_postings": _rows(candidate.hidden_postings.select_related("posting")),
        "corrections": _rows(candidate.corrections.all()),
        "resumes": _rows(candidate.resumes.all()),
        "matches": _rows(candidate.matches.select_related("posting", "resume")),
        "evidence_claims": _rows(candidate.evidence_claims.select_related("posting")),
        "saved_jobs": _rows(candidate.saved_jobs.select_related("posting")),
        "saved_searches": _rows(candidate.saved_searches.all()),
        "applications": [_application(row) for row in candidate.applications.select_related("posting", "resume")],
        "answers_given": [
            {"kind": row.kind, "state": row.state, "text": row.text, "created_at": row.created_at}
            for row in ApplicationEvent.objects.filter(actor=user)
        ],
        "reports": _rows(Report.objects.filter(reporter=user).select_related("posting")),
        "submitted_postings": [
            {"title": posting.title, "organization": posting.hiring_organization.name, "created_at": posting.created_at}
            for posting in JobPosting.objects.filter(submitted_by=user).select_related("hiring_organization")
        ],
        "proposed_changes": [
            {"posting": row.posting.title, "state": row.state, "changes": row.changes, "created_at": row.created_at}
            for row in ProposedRevision.objects.filter(author=user).select_related("posting")
        ],
        "moderation": [
            {
                "action": event.action,
                "reason": event.reason,
                "created_at": event.created_at,
                "posting": event.posting_id,
            }
            for event in ModerationEvent.objects.filter(actor=user)
        ],
        "noted_of_you": [
            {"action": event.action, "created_at": event.created_at, "organization": event.organization_id}
            for event in ModerationEvent.objects.filter(person=user)
        ],
        "mail": {
            "address": recipient.email if recipient else None,
            "letters": _rows(user.emails.all()),
            "settings": _rows(recipient.alert_settings.all()) if recipient else [],
            "alerts": _rows(recipient.alerts.select_related("posting")) if recipient else [],
        },
    }


def _application(application: Application) -> dict[str, Any]:
    """What was sent, and what the candidate may know of what became of it."""
    events = application.events.for_candidate()
    return {
        **_row(application),
        "attachments": [
            {"material": row.material, "filename": row.filename, "received_at": row.received_at}
            for row in application.attachments.all()
        ],
        "events": [{"kind": row.kind, "state": row.state, "text": row.text, "at": row.created_at} for row in events],
    }


def _sign_in_methods(user: User) -> list[dict[str, Any]]:
    """Which there are and since when; what they hold is secret."""
    rows = Authenticator.objects.filter(user=user)
    return [{"type": row.type, "created_at": row.created_at} for row in rows]


def _rows(rows: QuerySet[Any] | Iterable[Model]) -> list[dict[str, Any]]:
    return [_row(row) for row in rows]


def _row(row: Model) -> dict[str, Any]:
    """The row's own fields in words; what it points at by name."""
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in OMITTED:
            continue
        if field.is_relation:
            target = getattr(row, field.name) if field.name in FOLLOWED else None
            if target is not None:
                values[field.name] = getattr(target, FOLLOWED[field.name])
            continue
        values[field.name] = getattr(row, field.attname)
    return values


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False, default=str)
