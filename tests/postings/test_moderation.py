"""The moderators' desk below the pages: risk, claims, decisions on many, taking back, bans, and what reporters hear."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts import bans
from accounts.models import Ban, Organization, User
from accounts.organizations import found_organization
from accounts.services import delete_account
from postings import applications, assessing, decisions, editing, reports, services
from postings.fingerprints import fingerprint_of
from postings.importing import import_feed
from postings.lifecycle import IllegalTransitionError
from postings.models import JobPosting, ModerationEvent, PostingReview, Report, Source
from postings.sources.raw_posting import Feed, RawPosting
from postings.writing import Edits
from tests.factories import BACKEND_POSTING, MembershipFactory, UserFactory, draft_text, publish_text, verified

Status = JobPosting.Status
Letters = Callable[[], list[EmailMessage]]
FEE = "\nYou pay a registration fee of 40 euros before your interview.\n"


@pytest.fixture
def waiting(organization: Organization, employer: User) -> JobPosting:
    return services.submit(draft_text(organization), actor=employer)


@pytest.fixture
def second(db: None) -> User:
    return verified(UserFactory(email="second@people.example", name="Sam Second", is_staff=True, is_superuser=True))


def test_a_posting_is_assessed_when_it_comes_to_review_and_again_when_it_was_changed(
    organization: Organization, employer: User
) -> None:
    posting = services.submit(draft_text(organization, BACKEND_POSTING + FEE), actor=employer)
    review = PostingReview.objects.get(posting=posting)
    assert (review.points, review.findings[0]["rule"], assessing.holds(review)) == (60, "pay_to_apply", True)
    editing.edit_posting(posting, BACKEND_POSTING, edits=Edits(), actor=employer)
    assert assessing.catch_up() == 1
    review.refresh_from_db()
    assert (review.points, review.findings) == (0, [])
    assert assessing.catch_up() == 0


def test_the_same_text_of_another_employer_and_what_a_page_hid_are_said(
    posting: JobPosting, stranger: User, organization: Organization
) -> None:
    copied = draft_text(stranger.organizations.get(), BACKEND_POSTING.replace("3 years", "4 years").upper())
    assessing.note_hidden(copied, ["python " * 100])
    services.submit(copied, actor=None)
    rules = {found["rule"]: found["sentence"] for found in copied.review.findings}
    assert organization.name in rules["duplicate"]
    assert "python" in rules["hidden_text"]
    assert posting.review.points == 0


def feed_of(*texts: str) -> Feed:
    rows = [
        RawPosting(external_id=str(n), title=f"Engineer {n}", text=text, organization="Harbour Freight", url="")
        for n, text in enumerate(texts)
    ]
    return Feed(postings=rows)


def test_a_source_publishes_what_is_honest_and_the_rest_waits_for_a_moderator(db: None) -> None:
    source = Source.objects.create(kind="csv", token="feed", name="feed")
    import_feed(feed_of(BACKEND_POSTING, BACKEND_POSTING + FEE), source)
    assert list(JobPosting.objects.order_by("pk").values_list("status", flat=True)) == ["published", "pending"]
    import_feed(feed_of(BACKEND_POSTING + FEE + FEE, BACKEND_POSTING + FEE), source)  # the honest one turns
    assert set(JobPosting.objects.values_list("status", flat=True)) == {"pending"}
    event = ModerationEvent.objects.get(action="flag")
    assert "registration fee" in event.reason


def test_of_two_moderators_one_has_the_claim_until_it_ends(waiting: JobPosting, moderator: User, second: User) -> None:
    decisions.claim(waiting, actor=second)
    decisions.claim(waiting, actor=second)  # once more keeps it
    with pytest.raises(decisions.ClaimedError, match="Sam Second looks at “Backend Engineer” until"):
        decisions.claim(waiting, actor=moderator)
    with pytest.raises(decisions.ClaimedError):
        decisions.decide(waiting, "publish", actor=moderator)
    with time_machine.travel(timezone.now() + decisions.CLAIM_LASTS + timedelta(seconds=1)):
        decisions.claim(waiting, actor=moderator)
        decisions.decide(waiting, "publish", actor=moderator)
    assert JobPosting.objects.get().status == Status.PUBLISHED
    assert PostingReview.objects.get().claimed_by is None


def test_a_question_is_mailed_and_the_posting_waits_behind_the_others_until_it_changes(
    waiting: JobPosting, moderator: User, employer: User, send_letters: Letters
) -> None:
    with pytest.raises(ValidationError, match="Write a reason"):
        decisions.decide(waiting, "ask", actor=moderator, reason=" ")
    decisions.decide(waiting, "ask", actor=moderator, reason="Who pays for the ferry?")
    (letter,) = send_letters()
    assert letter.to == [employer.email]
    assert "Who pays for the ferry?" in str(letter.body)
    assert JobPosting.objects.get().status == Status.PENDING
    assert PostingReview.objects.get().asked_at is not None
    editing.edit_posting(waiting, None, edits=Edits({"title": "Ferry Engineer"}), actor=employer)
    assessing.catch_up()
    assert PostingReview.objects.get().asked_at is None
    services.publish(waiting, actor=moderator)
    with pytest.raises(IllegalTransitionError):
        decisions.decide(waiting, "ask", actor=moderator, reason="Too late?")


def test_a_decision_on_many_is_taken_back_whole_but_for_what_has_moved_on(
    organization: Organization, employer: User, moderator: User, send_letters: Letters
) -> None:
    texts = [BACKEND_POSTING.replace("Backend", f"Backend {n}", 1) for n in range(3)]
    rows = [services.submit(draft_text(organization, text), actor=employer) for text in texts]
    rows.append(draft_text(organization))
    assert decisions.dry_run(rows, "publish") == (3, 1)
    outcome = decisions.decide_on_many(rows, "publish", actor=moderator)
    assert outcome.done == 3
    assert outcome.refused == ["Backend Engineer: This posting is not awaiting moderation."]
    services.close(rows[0], actor=employer, reason="Found somebody.")
    send_letters()
    with time_machine.travel(timezone.now() + decisions.BATCH_UNDO_LASTS + timedelta(minutes=1)):
        assert decisions.undo_batch(outcome.batch, actor=moderator).done == 0
    back = decisions.undo_batch(outcome.batch, actor=moderator)
    assert (back.done, len(back.refused)) == (2, 1)
    assert [JobPosting.objects.get(pk=row.pk).status for row in rows] == ["withdrawn", "pending", "pending", "draft"]
    assert {letter.subject.split(":")[0] for letter in send_letters()} == {"A decision was taken back"}
    assert set(ModerationEvent.objects.filter(action="undo").values_list("batch", flat=True)) == {back.batch}


@pytest.mark.parametrize("step", ["publish", "reject", "remove"])
def test_a_single_decision_is_taken_back_within_a_month(waiting: JobPosting, moderator: User, step: str) -> None:
    decisions.decide(waiting, step, actor=moderator, reason="A mistake.")
    event = waiting.moderation_events.get(action=step)
    with (
        time_machine.travel(timezone.now() + decisions.UNDO_LASTS + timedelta(minutes=1)),
        pytest.raises(ValidationError),
    ):
        decisions.undo(event, actor=moderator)
    assert decisions.undo(event, actor=moderator).status == Status.PENDING
    with pytest.raises(ValidationError, match="something has happened"):
        decisions.undo(event, actor=moderator)
    with pytest.raises(ValidationError, match="no decision"):
        decisions.undo(waiting.moderation_events.get(action="submit"), actor=moderator)


def test_only_moderators_claim_ask_and_take_back(waiting: JobPosting, employer: User, moderator: User) -> None:
    for act in (
        lambda: decisions.claim(waiting, actor=employer),
        lambda: decisions.ask(waiting, "Why?", actor=employer),
        lambda: bans.ban(kind="domain", value="harbour.example", reason="No.", actor=employer),
    ):
        with pytest.raises(PermissionDenied):
            act()
    services.publish(waiting, actor=moderator)
    with pytest.raises(PermissionDenied):
        decisions.undo(waiting.moderation_events.get(action="publish"), actor=employer)


@pytest.mark.parametrize(
    "banned",
    [
        lambda posting, user: {"kind": "person", "user": user},
        lambda posting, user: {"kind": "organization", "organization": posting.hiring_organization},
        lambda posting, user: {"kind": "domain", "value": "https://harbour-jobs.com/apply"},
        lambda posting, user: {"kind": "text", "value": fingerprint_of(posting.raw_text)},
    ],
    ids=["person", "organization", "domain", "text"],
)
def test_what_is_banned_posts_nothing_until_the_ban_ends(
    organization: Organization, employer: User, moderator: User, banned: Callable[..., dict[str, Any]]
) -> None:
    edits = Edits({"apply_url": "https://apply.harbour-jobs.com/1"})
    draft = draft_text(organization, edits=edits, actor=employer)
    until = timezone.now() + timedelta(days=2)
    row = bans.ban(**banned(draft, employer), reason="Asked people for money.", actor=moderator, expires_at=until)
    for act in (
        lambda: services.submit(draft, actor=employer),
        lambda: draft_text(organization, edits=edits, actor=employer),
    ):
        with pytest.raises(
            (ValidationError, IllegalTransitionError), match=r"until .*The reason: Asked people for money"
        ):
            act()
    with time_machine.travel(until + timedelta(hours=1)):
        bans.lift_ended()
        assert not Organization.objects.filter(is_blocked=True).exists()
        assert services.submit(draft, actor=employer).status == Status.PENDING
    event = ModerationEvent.objects.get(action="ban")
    assert (event.actor, event.reason, event.after["kind"]) == (moderator, "Asked people for money.", row.kind)


def test_a_banned_person_neither_founds_nor_applies_and_a_lifted_ban_is_over(
    candidate: User, posting: JobPosting, resume: Any, moderator: User
) -> None:
    row = bans.ban(kind="person", user=candidate, reason="Spam.", actor=moderator)
    with pytest.raises(ValidationError, match="may not post or apply"):
        found_organization(candidate, "Quite New Works")
    with pytest.raises(ValidationError, match="may not post or apply"):
        applications.apply(candidate.candidate, posting, message="")
    bans.lift(row, actor=moderator)
    with pytest.raises(ValidationError, match="lifted already"):
        bans.lift(row, actor=moderator)
    applications.apply(candidate.candidate, posting, message="")
    assert not Ban.objects.active().exists()


def test_what_was_kept_for_the_queue_and_said_of_bans_names_nobody_who_has_left(
    organization: Organization, employer: User, moderator: User
) -> None:
    User.objects.filter(pk=employer.pk).update(name="Fern Wegerich")
    posting = publish_text(organization, BACKEND_POSTING + FEE.replace("You", "To Fern Wegerich you"), actor=employer)
    PostingReview.objects.update(question="Who is Fern Wegerich?", hidden=["Fern Wegerich"])
    bans.ban(kind="domain", value="scam-works.com", reason="Run by Fern Wegerich.", actor=moderator)
    assert "fern wegerich" in str(posting.review.findings)
    delete_account(User.objects.get(pk=employer.pk))
    review = PostingReview.objects.get()
    assert "fern" not in f"{review.findings} {review.question} {review.hidden} {Ban.objects.get().reason}".casefold()


def test_the_postings_of_a_banned_organization_leave_the_board_and_come_back(
    posting: JobPosting, moderator: User
) -> None:
    row = bans.ban(kind="organization", organization=posting.hiring_organization, reason="Scam.", actor=moderator)
    assert not JobPosting.objects.open().exists()
    bans.lift(row, actor=moderator)
    assert JobPosting.objects.open().exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "domain", "value": "gmail.com"}, "Write a domain that one owner can have"),
        ({"kind": "domain", "value": "greenhouse.io"}, "Write a domain"),
        ({"kind": "domain", "value": "9" * 5000}, "Write a domain"),
        ({"kind": "person"}, "Say who or what is banned"),
        ({"kind": "domain", "value": "harbour.example", "reason": "  "}, "Write a reason"),
        (
            {"kind": "domain", "value": "harbour.example", "expires_at": timezone.now() - timedelta(days=1)},
            "in the future",
        ),
    ],
)
def test_a_ban_that_cannot_be_is_refused_in_words(moderator: User, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        bans.ban(**{"reason": "Why.", "actor": moderator, **fields})
    assert not Ban.objects.exists()


@pytest.mark.parametrize(("step", "state", "said"), [("publish", "dismissed", "nothing against"), ("remove", "upheld", "agrees with you")])  # fmt: skip
def test_who_reported_hears_what_became_of_it(
    posting: JobPosting, candidate: User, moderator: User, send_letters: Letters, step: str, state: str, said: str
) -> None:
    reports.report_posting(posting, reason="not_a_job", detail="", reporter=candidate, reporter_hash="x")
    reports.report_posting(posting, reason="scam", detail="", reporter=None, reporter_hash="y")  # nobody to tell
    if step == "publish":
        services.hold(posting, reason="Look again.")
    decisions.decide(posting, step, actor=moderator, reason="Decided.")
    (letter,) = [letter for letter in send_letters() if letter.to == [candidate.email]]
    assert "it is not a job" in str(letter.body)
    assert said in str(letter.body)
    assert set(Report.objects.values_list("state", flat=True)) == {state}
    assert ModerationEvent.objects.filter(action="settle_report", actor=moderator).count() == 2


def test_texts_are_the_same_whatever_numbers_and_marks_stand_in_them() -> None:
    assert fingerprint_of(BACKEND_POSTING) == fingerprint_of(
        BACKEND_POSTING.upper().replace("65,000", "99").replace(".", " !")
    )
    assert fingerprint_of(BACKEND_POSTING) != fingerprint_of(BACKEND_POSTING.replace("Python", "Rust"))
    assert fingerprint_of("Too short to tell.") == ""


def test_an_organization_of_the_same_text_twice_is_no_twin_of_itself(
    posting: JobPosting, organization: Organization
) -> None:
    again = publish_text(organization)
    MembershipFactory(organization__name="Third Works")
    assert again.review.findings == []
