"""What a person takes away is everything the board holds of them, and nobody else's."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts.models import Candidate, User
from accounts.resumes import keep_resume, read_resume
from accounts.services import candidate_of
from matching.exporting import everything_of
from matching.extraction import explain, resume_features
from matching.models import Match, Recipient
from matching.text_matching import features_of_text
from postings.models import JobPosting
from postings.reports import report_posting
from tests.factories import BACKEND_POSTING, BACKEND_RESUME

Clients = Callable[[User], Client]
# Rows that point at a person, by the name they have in the export; None where they are only computed from the others.
EXPORTED = {
    "Membership": "memberships", "Candidate": "preferences", "Consent": "consents",
    "LogEntry": "administration", "EmailAddress": "addresses", "Authenticator": "sign_in_methods", "Match": "matches",
    "Recipient": "mail", "SavedSearch": "saved_searches", "SavedJob": "saved_jobs", "Application": "applications",
    "CandidatePlace": "places", "Resume": "resumes", "FactCorrection": "corrections", "Email": "mail", "Alert": "mail",
    "EvidenceClaim": "evidence_claims", "OrganizationClaim": "claims", "Invitation": "sent_invitations", "Report": "reports",
    "JobPosting": "submitted_postings", "ModerationEvent": "moderation",
    "BlockedEmployer": "blocked_employers", "Ban": "bans", "PostingReview": "claimed_reviews",
    "HiddenPosting": "hidden_postings", "ApplicationEvent": "answers_given", "ProposedRevision": "proposed_changes", "AlertSetting": "mail",
}  # fmt: skip
# Rows that only join two others which are exported.
THROUGH = {"User_groups", "User_user_permissions", "Candidate_hidden_organizations"}


def archive(client: Client) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(client.get("/me/export/").content))


def test_the_archive_holds_rows_resumes_and_files(
    candidate: User, posting: JobPosting, process_changes: Callable[[], None], client_of: Clients
) -> None:
    data = BACKEND_RESUME.encode()
    keep_resume(candidate_of(candidate), read_resume(data, "Ines Falk.txt"), data=data)
    process_changes()
    found = archive(client_of(candidate))
    assert found.read("files/1-Ines Falk.txt") == data
    rows = json.loads(found.read("data.json"))
    assert rows["account"]["email"] == candidate.email
    assert "password" not in rows["account"]
    assert [match["posting"] for match in rows["matches"]] == [posting.title]
    assert rows["resumes"][0]["filename"] == "Ines Falk.txt"


def test_the_archives_resume_gives_the_same_explanation_again(candidate: User, resume: Any, client_of: Clients) -> None:
    document = archive(client_of(candidate)).read("resumes/1.json")
    again = read_resume(document, "1.json")
    posting = features_of_text(BACKEND_POSTING)
    assert explain(posting, resume_features(again.text), None) == explain(posting, resume_features(resume.text), None)


def test_every_table_that_points_at_a_person_is_in_it(candidate: User, resume: Any) -> None:
    rows = everything_of(candidate, candidate_of(candidate))
    pointing = {
        relation.related_model.__name__
        for model in (User, Candidate, Recipient)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    } - THROUGH
    assert pointing == EXPORTED.keys()
    assert set(EXPORTED.values()) <= rows.keys()


def test_what_a_person_has_reported_is_in_it_word_for_word(candidate: User, posting: JobPosting) -> None:
    report_posting(posting, reason="scam", detail="It asks for money.", reporter=candidate, reporter_hash="x")
    (row,) = everything_of(candidate, candidate_of(candidate))["reports"]
    assert (row["posting"], row["reason"], row["detail"]) == (posting.title, "scam", "It asks for money.")


def test_nobody_elses_rows_are_in_it(
    candidate: User,
    stranger: User,
    resume: Any,
    posting: JobPosting,
    process_changes: Callable[[], None],
    client_of: Clients,
) -> None:
    process_changes()
    assert Match.objects.exists()
    rows = json.loads(archive(client_of(stranger)).read("data.json"))
    assert rows["matches"] == rows["resumes"] == []
    assert candidate.email not in json.dumps(rows)
