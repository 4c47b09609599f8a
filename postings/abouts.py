"""What an organization's postings repeat about it: recognised, stored once with the organization, and shown with each.

The state tells what is to be done: an organization whose postings have changed since it was last looked at is looked at
again, so nothing is lost with a message.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Organization
from postings.models import JobPosting, PostingItem, SectionKind
from postings.models.content import PostingItemKind
from postings.repeated import Paragraph, Text, are_alike, repeated_paragraphs, runs_of_paragraph
from postings.word_runs import Runs

# The newest postings tell what a company says of itself today.
MOST_POSTINGS = 30
ABOUT_KINDS = (SectionKind.ABOUT, SectionKind.CULTURE)
KINDS = (*ABOUT_KINDS, SectionKind.PREAMBLE, SectionKind.SUMMARY, SectionKind.OTHER)


def refresh_abouts(*, since: datetime | None = None, limit: int = 200) -> int:
    """Look again at the organizations whose open postings have changed, since a moment or ever. Returns how many."""
    postings = JobPosting.objects.filter(hiring_organization=OuterRef("pk"), first_seen_at__isnull=False)
    if since is not None:
        postings = postings.filter(changed_at__gte=since)
    newer = postings.filter(changed_at__gt=OuterRef("about_read_at"))
    rows = Organization.objects.filter(Q(Exists(newer)) | Q(Exists(postings), about_read_at=None))
    waiting = list(rows.order_by(F("about_read_at").asc(nulls_first=True), "pk")[:limit])
    for organization in waiting:
        refresh_about(organization)
    return len(waiting)


def refresh_about(organization: Organization) -> None:
    """Store what the organization's open postings repeat about it, as of the latest change among all of its postings."""
    changes = organization.postings.order_by("-changed_at").values_list("changed_at", flat=True)
    latest = changes.first()
    about = about_of(organization)
    Organization.objects.filter(pk=organization.pk).update(about=about, about_read_at=latest)


def about_of(organization: Organization) -> list[str]:
    rows = JobPosting.objects.open().filter(hiring_organization=organization).newest_first()
    titles = dict(rows.values_list("pk", "title_key")[:MOST_POSTINGS])
    if len(set(titles.values())) < 2:
        return []
    items = PostingItem.objects.filter(
        section__posting__in=titles, section__kind__in=KINDS, kind=PostingItemKind.FACT
    ).order_by("section__position", "position")
    paragraphs: dict[int, list[Paragraph]] = defaultdict(list)
    for pk, kind, text in items.values_list("section__posting", "section__kind", "text"):
        paragraphs[pk].append(Paragraph(text, kind in ABOUT_KINDS))
    return repeated_paragraphs([Text(titles[pk], paragraphs[pk]) for pk in titles], organization.name)


def repeated_items(posting: JobPosting, about: Sequence[str]) -> Collection[int]:
    """The ids of those items of a posting, read through ``for_page()``, that its organization's About says as well."""
    if not about:
        return frozenset()
    known = [runs_of_paragraph(text) for text in about]
    return frozenset(
        item.pk
        for section in posting.sections.all()
        if section.kind in KINDS
        for item in section.items.all()
        if item.kind == PostingItemKind.FACT and _says_one_of(item.text, known)
    )


def _says_one_of(text: str, known: Sequence[Runs]) -> bool:
    said = runs_of_paragraph(text)
    return any(are_alike(said, runs) for runs in known)
