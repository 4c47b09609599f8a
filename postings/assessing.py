"""What the rules say of a posting, kept for the queue: assessed when it comes to review, and again after every edit."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from accounts import bans
from accounts.models import Organization, User
from postings.fingerprints import fingerprint_of
from postings.links import host_of
from postings.models import JobPosting, PostingReview
from postings.pay import annual
from postings.risk import Ad, assess, points_of
from postings.risk_words import name_words

Status = JobPosting.Status
AT_ONCE = 200
MOST_HIDDEN = 5


def queue(posting: JobPosting) -> PostingReview:
    """A posting comes to review, or comes back: whoever had claimed it before has it no more."""
    review = assess_posting(posting)
    PostingReview.objects.filter(pk=review.pk).update(
        waiting_since=timezone.now(), claimed_by=None, claimed_until=None, asked_at=None, question=""
    )
    review.refresh_from_db()
    return review


def assess_posting(posting: JobPosting) -> PostingReview:
    """Ask all rules, and keep what they say beside the revision they saw."""
    posting = JobPosting.objects.for_page().get(pk=posting.pk)
    former = PostingReview.objects.filter(posting=posting).first()
    fingerprint = fingerprint_of(posting.raw_text)
    findings = assess(_ad_of(posting, fingerprint, former.hidden if former else ()))
    values = {
        "points": points_of(findings),
        "findings": [{"rule": found.rule, "points": found.points, "sentence": found.sentence} for found in findings],
        "fingerprint": fingerprint,
        "assessed_revision": posting.revision,
    }
    if former is not None and former.assessed_revision != posting.revision:
        values["asked_at"] = None  # what was asked is answered: the posting has changed
    return PostingReview.objects.update_or_create(posting=posting, defaults=values)[0]


def note_hidden(posting: JobPosting, hidden: Sequence[str]) -> None:
    """Keep what a pasted page hid from people: it is no part of the text, and a reason to look twice."""
    if hidden:
        kept = [words[:300] for words in hidden[:MOST_HIDDEN]]
        PostingReview.objects.update_or_create(posting=posting, defaults={"hidden": kept})


def holds(review: PostingReview) -> bool:
    """Whether the rules alone keep the posting off the board until a moderator has looked."""
    return review.points >= settings.RISK_THAT_HOLDS


def refusal(posting: JobPosting, actor: User | None) -> str:
    """Why this posting is not even taken for review: somebody or something of it is banned. Empty where nothing is."""
    return refusal_of(posting.raw_text, posting.apply_url, posting.apply_email, actor, posting.hiring_organization)


def refusal_of(text: str, apply_url: str, apply_email: str, actor: User | None, organization: Organization) -> str:
    hosts = [host_of(apply_url), apply_email.rpartition("@")[2]]
    return bans.refusal(user=actor, organization=organization, hosts=hosts, text=fingerprint_of(text))


def catch_up() -> int:
    """Assess what waits, or is on the board, and was not assessed as it is now. A few at a time."""
    unseen = Q(review=None) | ~Q(review__assessed_revision=F("revision"))
    rows = JobPosting.objects.filter(unseen, status=Status.PENDING)[:AT_ONCE]
    never = JobPosting.objects.filter(review=None, status=Status.PUBLISHED)[:AT_ONCE]
    done = 0
    for posting in (*rows, *never):
        assess_posting(posting)
        done += 1
    return done


def _ad_of(posting: JobPosting, fingerprint: str, hidden: Sequence[str]) -> Ad:
    organization = posting.hiring_organization
    reading = getattr(posting, "reading", None)
    return Ad(
        title=posting.title,
        text=posting.raw_text,
        organization=organization.name,
        domain=organization.domain,
        is_verified=organization.is_verified,
        named=reading.employer_named if reading is not None else "",
        apply_url=posting.apply_url,
        apply_email=posting.apply_email,
        pay=annual(posting.pay_bands),
        is_full_time="FULL_TIME" in posting.employment_types,
        is_imported=posting.origin == JobPosting.Origin.FEED,
        brands=_verified_brands(organization),
        twins=others_with_this_text(posting, fingerprint),
        hidden=hidden,
    )


def _verified_brands(beside: Organization) -> dict[str, tuple[str, ...]]:
    """Names and domains of the verified organizations of this board, but not the poster's own."""
    rows = Organization.objects.filter(is_verified=True).exclude(domain="").exclude(pk=beside.pk)
    return {name_words(name): (domain,) for name, domain in rows.values_list("name", "domain")}


def others_with_this_text(posting: JobPosting, fingerprint: str) -> list[str]:
    """Other organizations that have the same text on the board, or waiting for it."""
    if not fingerprint:
        return []
    rows = JobPosting.objects.filter(
        review__fingerprint=fingerprint, status__in=[Status.PUBLISHED, Status.PENDING, Status.PAUSED]
    ).exclude(hiring_organization=posting.hiring_organization_id)
    return list(rows.values_list("hiring_organization__name", flat=True).order_by("pk").distinct()[:3])
