"""Public pages: the list, one posting, a company, and what a candidate does with a posting."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import client_address, limited
from accounts.models import Organization
from accounts.page_parts import template_of
from postings import history, jsonld, listing, permissions, ports, provenance, reports, shortlist, visits
from postings.companies import namesakes, numbers_of
from postings.facets import Option, promotable, promoted
from postings.forms import ReportForm
from postings.models import JobPosting, PostingVisit
from postings.naming import canonical_query
from postings.neighbours import neighbours_of
from postings.reply_rate import reply_rate_of
from postings.search import index
from postings.search.folder import IndexMissingError
from postings.search.query import SearchQuery
from postings.search.similar import similar_ids
from postings.typed_query import expand
from postings.ways_out import ways_out_of, wider_places


def wants_fragment(request: HttpRequest) -> bool:
    """htmx asks for a part of the page, except when it restores one from history."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def page_number(request: HttpRequest) -> int:
    raw = request.GET.get("page", "1")
    if not raw.isdecimal() or not 1 <= len(raw) <= 6 or int(raw) < 1:
        raise Http404("That page does not exist; go to page 1.")
    return int(raw)


def _listing_context(request: HttpRequest) -> dict[str, Any]:
    page = page_number(request)
    has_cursor = index.Cursor.read(request.GET.get("cursor", "")) is not None
    if (page - 1) * listing.PAGE_SIZE > index.MAX_OFFSET and not has_cursor:
        raise Http404(f"Only the first {index.MAX_OFFSET:,} jobs can be paged by number; set a filter to see others.")
    result = listing.list_postings(request, request.GET, page=page)
    if page > 1 and page > result.pages and not has_cursor:
        raise Http404("That page does not exist; go to page 1.")
    ways_out: list[tuple[str, str, int]] = []
    wider: list[tuple[str, str, int]] = []
    if not result.total and result.searched and result.query.active:
        ways_out = [
            (_without(request, name), _named_filter(result, name), count) for name, count in ways_out_of(result.query)
        ]
        wider = [(_changed(request, changed), words, count) for changed, words, count in wider_places(result.query)]
    own = shortlist.shortlist_of(request)
    return {
        "listing": result,
        "ways_out": ways_out,
        "wider": wider,
        "sorts": _sorts(result),
        "saved": own.saved,
        "applied": own.applied,
        "is_list": True,
        "compares": True,
    }


def _named_filter(result: listing.Listing, name: str) -> str:
    """The filter as a sentence names it; what was typed is quoted."""
    if name in ("q", "place"):
        return f"“{getattr(result.query, name)}”"
    return str(result.filter.filters[name].label).lower()


def _without(request: HttpRequest, *names: str) -> str:
    data = request.GET.copy()
    for name in (*names, "page", "cursor"):
        data.pop(name, None)
    return data.urlencode()


def _changed(request: HttpRequest, changed: Mapping[str, str]) -> str:
    data = QueryDict(_without(request, *changed), mutable=True)
    data.update({name: value for name, value in changed.items() if value})
    return data.urlencode()


def _sorts(result: listing.Listing) -> list[tuple[str, str, bool]]:
    current = result.query.sort
    choices = result.filter.filters["sort"].extra["choices"]
    return [(value, label, value == current) for value, label in choices]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = _listing_context(request)
    context["chips"] = _chips()
    context["is_home"] = True
    context["example"] = None if context["listing"].resume else ports.matching().example()
    return render(request, "postings/home.html", context)


@require_safe
def posting_list(request: HttpRequest) -> HttpResponse:
    expanded = expand(request.GET)
    if expanded is not request.GET:  # filters typed into the box become those of the column, and of the address
        return redirect(f"{reverse('postings:list')}?{expanded.urlencode()}")
    context = _listing_context(request)
    if wants_fragment(request):
        response = render(request, "postings/_board.html", context)
        # Of a form's fields only those that ask something stand in the address.
        query = canonical_query(context["listing"].filter, "sort", "excluded", "page", "cursor", "score")
        response.headers["HX-Push-Url"] = f"{reverse('postings:list')}{'?' if query else ''}{query}"
    else:
        context["chips"] = _chips()
        response = render(request, "postings/list.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _chips() -> list[tuple[str, str, int]]:
    try:
        return promoted(index.search(SearchQuery(), limit=1, facets=promotable()).facets)
    except IndexMissingError:
        return []


def visible_posting(request: HttpRequest, uid: UUID) -> JobPosting:
    return get_object_or_404(JobPosting.objects.visible_to(request.user).for_page(), uid=uid)


@require_safe
def detail(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    removed = JobPosting.objects.filter(uid=uid, status=JobPosting.Status.REMOVED)
    if removed.exists() and not permissions.is_moderator(request.user):
        return render(request, "postings/removed.html", status=410)
    posting = visible_posting(request, uid)
    if slug != posting.slug:
        return HttpResponsePermanentRedirect(posting.get_absolute_url())
    context = page_of(request, posting) | {"neighbours": neighbours_of(request, posting)}
    panel = template_of("match")
    if panel and wants_fragment(request):
        response = render(request, panel, context)
    else:
        response = render(request, "postings/detail.html", context)
    if not posting.is_open:
        response.headers["X-Robots-Tag"] = "noindex"
    if not context["may_edit"] and not wants_fragment(request):
        visits.count(request, posting, PostingVisit.Kind.VIEW)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


def page_of(request: HttpRequest, posting: JobPosting) -> dict[str, Any]:
    """Context of the page of one posting read through ``for_page()``."""
    provider = ports.matching()
    source = provenance.Source(posting)
    own = shortlist.shortlist_of(request)
    return {
        "posting": posting,
        "is_open": posting.is_open,
        "has_apply_route": posting.is_open and posting.has_apply_route,
        "jsonld": jsonld.job_posting(posting),
        "source": source,
        "marks": provenance.marks(posting, source),
        "assumptions": provenance.assumptions(posting),
        "conflicts": provenance.conflicts(posting, source),
        "match": provider.panel_for(request, posting),
        "resume": provider.resume_of(request),
        "may_edit": permissions.may_edit(request.user, posting),
        "saved": posting.pk in own.saved,
        "hidden": posting.pk in own.hidden,
        "applied": posting.pk in own.applied,
        "changes": history.changes_of([posting]).get(posting.pk, []),
        "similar": _similar(posting),
        "reply_rate": reply_rate_of(posting.hiring_organization) if posting.direct_apply else None,
    }


def _similar(posting: JobPosting) -> list[JobPosting]:
    try:
        ids = similar_ids(posting)
    except IndexMissingError:
        return []
    rows = JobPosting.objects.open().for_listing().in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def _numbers(organization: Organization) -> list[tuple[str, str, list[Option]]]:
    try:
        return numbers_of(organization)
    except IndexMissingError:
        return []


@require_safe
def company(request: HttpRequest, slug: str) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.filter(is_blocked=False), slug=slug)
    postings = list(
        JobPosting.objects.open().for_listing().filter(hiring_organization=organization).newest_first()[:100]
    )
    matches = ports.matching().matches_for(request, postings)
    own = shortlist.shortlist_of(request)
    return render(
        request,
        "postings/company.html",
        {
            "organization": organization,
            "cards": [(posting, matches.get(posting.pk)) for posting in postings],
            "saved": own.saved,
            "applied": own.applied,
            "hidden": organization.slug in own.hidden_organizations,
            "numbers": _numbers(organization),
            "namesakes": namesakes(organization),
            "reply_rate": reply_rate_of(organization),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report")
def report(request: HttpRequest, uid: UUID) -> HttpResponse:
    posting = visible_posting(request, uid)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reports.report_posting(
            posting,
            reason=form.cleaned_data["reason"],
            detail=form.cleaned_data["detail"],
            reporter=request.user if request.user.is_authenticated else None,
            reporter_hash=_reporter_hash(request),
        )
        messages.success(request, "Thank you. A moderator will look at it.")
        return redirect(posting.get_absolute_url())
    status = 422 if form.is_bound else 200
    return render(request, "postings/report.html", {"posting": posting, "form": form}, status=status)


def _reporter_hash(request: HttpRequest) -> str:
    who = str(request.user.pk) if request.user.is_authenticated else client_address(request)
    return hashlib.sha256(f"{settings.SECRET_KEY}:{who}".encode()).hexdigest()
