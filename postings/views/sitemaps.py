"""What search machines may read: an index of sitemaps, each a range of ids, so that every chunk costs the same."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.db.models import F, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import Organization
from postings.models import JobPosting, PostingSkill, Skill

CHUNK = 10_000
KEPT_SECONDS = 600
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
KINDS = ("jobs", "companies", "skills")
PAGES = ("home", "list", "companies", "skills", "pay")
# The pages that name one thing of a kind by its slug.
PAGE_OF = {"companies": "company", "skills": "skill"}


def _open_rows(kind: str) -> QuerySet[Any]:
    """Rows whose pages are public: open postings, or organizations and skills that have one."""
    if kind == "jobs":
        return JobPosting.objects.open().order_by().annotate(changed=F("changed_at"))
    if kind == "skills":
        asked = PostingSkill.objects.filter(posting__in=JobPosting.objects.open().order_by()).values("skill")
        return Skill.objects.filter(pk__in=asked, status=Skill.Status.ACTIVE).order_by()
    open_ids = JobPosting.objects.open().order_by().values("hiring_organization")
    return Organization.objects.filter(pk__in=open_ids, is_blocked=False).order_by()


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """One entry for each range of ids that holds something."""
    entries = [
        (f"{settings.SITE_URL}{reverse(f'postings:sitemap-{kind}', args=[chunk])}", modified)
        for kind in KINDS
        for chunk, modified in _chunks(kind)
    ]
    pages = f"{settings.SITE_URL}{reverse('postings:sitemap-pages', args=[0])}"
    return _answer("sitemapindex", "sitemap", [*entries, (pages, None)])


def _chunks(kind: str) -> list[tuple[int, datetime | None]]:
    rows = _open_rows(kind).annotate(chunk=F("pk") / CHUNK)
    if kind == "jobs":
        return list(
            rows.values("chunk").annotate(latest=Max("changed_at")).order_by("chunk").values_list("chunk", "latest")
        )
    return [(chunk, None) for chunk in rows.values_list("chunk", flat=True).distinct().order_by("chunk")]


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def sitemap(request: HttpRequest, kind: str, chunk: int) -> HttpResponse:
    if chunk > 10**9:
        raise Http404
    rows = _open_rows(kind).filter(pk__gte=chunk * CHUNK, pk__lt=(chunk + 1) * CHUNK).order_by("pk")
    entries: list[tuple[str, datetime | None]]
    if kind == "jobs":
        entries = [
            (f"{settings.SITE_URL}{reverse('postings:detail', args=[slug, uid])}", changed)
            for slug, uid, changed in rows.values_list("slug", "uid", "changed_at")
        ]
    else:
        entries = [
            (f"{settings.SITE_URL}{reverse(f'postings:{PAGE_OF[kind]}', args=[slug])}", None)
            for slug in rows.values_list("slug", flat=True)
        ]
    if not entries:
        raise Http404
    return _answer("urlset", "url", entries)


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def sitemap_of_pages(request: HttpRequest, chunk: int) -> HttpResponse:
    """The pages that are always there."""
    if chunk:
        raise Http404
    return _answer("urlset", "url", [(f"{settings.SITE_URL}{reverse(f'postings:{name}')}", None) for name in PAGES])


def _answer(root: str, element: str, entries: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    answer = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(answer, "utf-8")
    xml.startDocument()
    xml.startElement(root, AttributesImpl({"xmlns": NAMESPACE}))
    for address, modified in entries:
        xml.startElement(element, AttributesImpl({}))
        xml.addQuickElement("loc", address)
        if modified is not None:
            xml.addQuickElement("lastmod", modified.isoformat(timespec="seconds"))
        xml.endElement(element)
    xml.endElement(root)
    xml.endDocument()
    return answer
