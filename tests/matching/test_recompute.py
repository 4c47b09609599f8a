"""Every change reaches the stored matches, whoever makes it and whatever dies on the way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Candidate, Organization, Resume, User
from accounts.services import candidate_of
from matching import audit, extraction, kept_pairs, lease, ranking, services, stale
from matching.models import MAX_ATTEMPTS, Match, ProcessedPosting, ProcessedResume
from postings import editing
from postings import services as posting_services
from postings.models import JobPosting
from postings.writing import Edits
from tests.factories import BACKEND_POSTING, BACKEND_RESUME, NURSE_POSTING, UserFactory, publish_text, resume_of
from tests.pages import values_of, words_of

ProcessChanges = Callable[[], None]


def score_of(posting: JobPosting) -> int | None:
    return Match.objects.filter(posting=posting).values_list("score", flat=True).first()


def test_a_new_posting_is_matched_with_every_resume(
    resume: Resume, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    process_changes()
    match = Match.objects.get()
    assert (match.resume, match.posting) == (resume, posting)
    assert match.score is not None
    assert match.counts["met"] >= 2
    assert not stale.stale_postings().exists()
    assert not stale.stale_resumes().exists()


def test_a_new_resume_is_matched_with_every_posting(
    posting: JobPosting, process_changes: ProcessChanges, candidate: User
) -> None:
    process_changes()
    publish_text(None, NURSE_POSTING)
    process_changes()
    resume_of(candidate)
    process_changes()
    assert Match.objects.count() == 2
    assert (score_of(posting) or 0) > (score_of(JobPosting.objects.get(title="Registered Nurse")) or 0)


def test_a_harder_requirement_lowers_the_score(
    resume: Resume, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    process_changes()
    before = score_of(posting)
    harder = BACKEND_POSTING.replace("Experience with PostgreSQL and Django.", "Experience with COBOL and mainframes.")
    editing.edit_posting(posting, harder, edits=Edits(), actor=None)
    process_changes()
    after = score_of(posting)
    assert before is not None
    assert after is not None
    assert after < before


def test_a_queryset_update_reaches_the_matches_too(
    resume: Resume, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    process_changes()
    JobPosting.objects.filter(pk=posting.pk).update(title="Pastry Chef")
    assert stale.stale_postings().get() == posting
    process_changes()
    assert ProcessedPosting.objects.get().features["title"] == "Pastry Chef"


def test_a_better_resume_raises_the_score(
    candidate: User, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    resume_of(
        candidate, "Somebody\n\nExperience\nCook, Inn\n2015 - 2020\nCooked soups and sauces for guests every day."
    )
    process_changes()
    poor = score_of(posting)
    resume_of(candidate)
    process_changes()
    assert Match.objects.count() == 1
    assert (score_of(posting) or 0) > (poor or 0)


def test_preferences_make_the_resume_stale(
    resume: Resume, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    process_changes()
    candidate = Candidate.objects.get(user__email="candidate@people.example")
    candidate.employment_types = ["INTERN"]
    candidate.save()
    assert stale.stale_resumes().get() == resume
    process_changes()
    rows = {row["name"]: row["outcome"] for row in Match.objects.get().constraints}
    assert rows["employment_type"] == "fail"


def test_another_engine_makes_everything_stale(
    resume: Resume, posting: JobPosting, process_changes: ProcessChanges, monkeypatch: pytest.MonkeyPatch
) -> None:
    process_changes()
    monkeypatch.setattr("matching.engine.version", lambda: "next")
    assert stale.stale_postings().count() == 1
    assert stale.stale_resumes().count() == 1
    process_changes()
    assert Match.objects.get().engine_version == "next"


def test_closing_needs_no_recompute(resume: Resume, posting: JobPosting, process_changes: ProcessChanges) -> None:
    process_changes()
    posting_services.close(posting, actor=None)
    assert not Match.objects.open().exists()


def test_the_clock_closes_matches_without_a_worker(
    resume: Resume, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    process_changes()
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert not Match.objects.open().exists()


def test_a_hidden_organization_shows_no_matches(
    resume: Resume, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    process_changes()
    Candidate.objects.get(user__email="candidate@people.example").hidden_organizations.add(posting.hiring_organization)
    assert not Match.objects.open().exists()


def set_blocked_by_save(organization: Organization, blocked: bool) -> None:
    organization.is_blocked = blocked
    organization.save(update_fields=["is_blocked"])


def set_blocked_by_update(organization: Organization, blocked: bool) -> None:
    Organization.objects.filter(pk=organization.pk).update(is_blocked=blocked)


@pytest.mark.parametrize("set_blocked", [set_blocked_by_save, set_blocked_by_update])
def test_a_resume_read_during_a_block_is_matched_when_the_block_ends(
    resume: Resume,
    posting: JobPosting,
    process_changes: ProcessChanges,
    set_blocked: Callable[[Organization, bool], None],
) -> None:
    process_changes()
    set_blocked(posting.hiring_organization, True)
    process_changes()
    Resume.objects.filter(pk=resume.pk).bump()
    process_changes()
    assert not Match.objects.open().exists()
    set_blocked(posting.hiring_organization, False)
    process_changes()
    assert score_of(posting) is not None
    assert Match.objects.open().count() == 1
    assert audit.audit_matches(everything=True).drift == 0


def test_other_changes_of_an_organization_leave_its_matches_alone(
    resume: Resume, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    process_changes()
    organization = posting.hiring_organization
    organization.employer_overview = "Boats, mostly."
    organization.save()
    Organization.objects.update(is_verified=True)
    assert not stale.stale_postings().exists()


def test_a_posting_edited_while_it_is_computed_is_not_stored_old(
    resume: Resume, posting: JobPosting, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.refresh_resume(resume.pk)
    real, edits = extraction.posting_features, iter(["Edited meanwhile"])

    def edit_then_read(row: JobPosting) -> Any:
        features = real(row)
        for title in edits:
            JobPosting.objects.filter(pk=row.pk).update(title=title)
        return features

    monkeypatch.setattr(extraction, "posting_features", edit_then_read)
    assert services.refresh_posting(posting.pk) is True
    row = ProcessedPosting.objects.get()
    assert row.features["title"] == "Edited meanwhile"
    assert row.processed_revision == JobPosting.objects.get().revision


def test_a_resume_absorbed_meanwhile_is_not_missed(
    candidate: User, posting: JobPosting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race that loses a pair for ever: both sides refresh at once and each thinks the other will write it."""
    real, others = extraction.posting_features, iter([UserFactory()])

    def process_a_resume_then_read(row: JobPosting) -> Any:
        features = real(row)
        for user in others:
            services.refresh_resume(resume_of(user).pk)
        return features

    monkeypatch.setattr(extraction, "posting_features", process_a_resume_then_read)
    services.refresh_posting(posting.pk)
    assert Match.objects.count() == 1


def test_a_posting_absorbed_meanwhile_is_not_missed(
    resume: Resume, posting: JobPosting, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, done = ranking.best_postings, []

    def read_then_absorb(*arguments: Any, **options: Any) -> Any:
        found = real(*arguments, **options)
        if not done:
            done.append(True)
            services.refresh_posting(posting.pk)
        return found

    monkeypatch.setattr(ranking, "best_postings", read_then_absorb)
    services.refresh_resume(resume.pk)
    assert Match.objects.count() == 1


def test_two_workers_do_not_take_the_same_posting(posting: JobPosting) -> None:
    claimed = lease.claim(ProcessedPosting, "posting", posting.pk, posting.revision)
    assert claimed
    assert not lease.claim(ProcessedPosting, "posting", posting.pk, posting.revision)


def test_a_killed_workers_claim_ends(posting: JobPosting, resume: Resume) -> None:
    lease.claim(ProcessedPosting, "posting", posting.pk, posting.revision)
    assert services.refresh_posting(posting.pk) is False
    with time_machine.travel(timezone.now() + timedelta(seconds=60)):
        assert services.refresh_posting(posting.pk) is True


def test_a_poisoned_posting_is_kept_aside_and_comes_back_when_it_changes(
    posting: JobPosting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(row: JobPosting) -> Any:
        raise ZeroDivisionError("poison")

    with monkeypatch.context() as patched:
        patched.setattr(extraction, "posting_features", explode)
        moment = timezone.now()
        for _ in range(MAX_ATTEMPTS):
            moment += timedelta(hours=2)
            with time_machine.travel(moment):
                assert services.refresh_posting(posting.pk) is False
    row = ProcessedPosting.objects.get()
    assert row.is_dead
    assert "poison" in row.last_error
    with time_machine.travel(moment + timedelta(hours=2)):
        assert services.refresh_posting(posting.pk) is False
    JobPosting.objects.filter(pk=posting.pk).update(title="Mended")
    assert services.refresh_posting(posting.pk) is True
    assert not ProcessedPosting.objects.get().is_dead


def test_only_the_best_are_kept_and_the_audit_agrees(
    resume: Resume, organization: Organization, process_changes: ProcessChanges, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_pairs, "KEPT", 6)
    monkeypatch.setattr(kept_pairs, "SHOWN", 4)
    monkeypatch.setattr(kept_pairs, "SLACK", 2)
    texts = [
        BACKEND_POSTING.replace("At least 3", f"At least {n}").replace("Engineer", f"Engineer {n}") for n in range(12)
    ]
    for text in texts[:9]:
        publish_text(organization, text)
    process_changes()
    assert Match.objects.count() == 6
    assert audit.audit_matches(everything=True).drift == 0
    for text in texts[9:]:
        publish_text(organization, text)
    process_changes()
    assert 6 <= Match.objects.count() <= 8
    assert audit.audit_matches(everything=True).drift == 0
    for match in Match.objects.order_by("-score")[:4]:
        posting_services.close(JobPosting.objects.get(pk=match.posting_id), actor=None)
    process_changes()
    assert audit.audit_matches(everything=True).drift == 0
    assert Match.objects.open().count() >= 4
    assert not ProcessedResume.objects.filter(needs_refill=True).exists()


@pytest.mark.parametrize("spoil", ["missing", "wrong", "extra"])
def test_the_audit_finds_drift_and_repairs_it(
    resume: Resume, posting: JobPosting, process_changes: ProcessChanges, spoil: str
) -> None:
    process_changes()
    if spoil == "missing":
        Match.objects.all().delete()
    elif spoil == "wrong":
        Match.objects.update(score=1)
    else:
        text = "Sailor\n\nRequirements\n\n• Patience."
        other = publish_text(posting.hiring_organization, text)
        process_changes()
        row = Match.objects.get(posting=posting)
        row.pk, row.posting = None, other
        row.save()
    result = audit.audit_matches(everything=True, repair=True)
    assert getattr(result, spoil) == 1
    process_changes()
    assert audit.audit_matches(everything=True).drift == 0


def test_what_is_stale_is_in_flight_not_drift(
    resume: Resume, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    process_changes()
    JobPosting.objects.filter(pk=posting.pk).update(title="Changed")
    result = audit.audit_matches(everything=True)
    assert (result.drift, result.in_flight) == (0, 1)


def test_the_stored_score_is_the_one_on_the_page_and_in_the_api(
    candidate: User,
    resume: Resume,
    posting: JobPosting,
    process_changes: ProcessChanges,
    client_of: Callable[[User], Any],
) -> None:
    process_changes()
    stored = Match.objects.get().score
    client = client_of(candidate)
    html = client.get(posting.get_absolute_url()).content.decode()
    assert values_of(html, "#match [role=img]", "aria-label")[0] == f"Match {stored} of 100"
    for page in ("/me/", "/jobs/"):
        assert f" {stored} /100" in words_of(client.get(page).content.decode())
    assert client.get("/api/v1/me/matches/").json()["results"][0]["score"] == stored
    assert client.get("/api/v1/postings/").json()["results"][0]["match"]["score"] == stored
    explained = client.get(f"/api/v1/me/matches/{posting.uid}/").json()
    assert explained["score"] == stored
    parts = [*explained["rows"], explained["role"], explained["few_rows"]]
    assert abs(sum(part["points"] for part in parts) - stored) <= 0.5


def test_a_resume_that_says_nothing_gets_no_score(
    candidate: User, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    resume_of(
        candidate, "candidate@people.example\n+49 40 5550100\nHafenstraße 1\nDate of birth: 1.1.1990\nMarried, Berlin"
    )
    process_changes()
    assert not Match.objects.filter(score__isnull=False).exists()


def test_the_sweep_needs_no_broker(resume: Resume, posting: JobPosting) -> None:
    assert services.sweep(recent=False) == 2
    assert Match.objects.count() == 1
    assert services.sweep(recent=False) == 0


def test_the_owners_candidate_has_one_set_of_matches(
    candidate: User, posting: JobPosting, process_changes: ProcessChanges
) -> None:
    resume_of(candidate)
    process_changes()
    resume_of(candidate, BACKEND_RESUME + "\nRust, Go")
    process_changes()
    assert Match.objects.filter(candidate=candidate_of(candidate)).count() == 1
