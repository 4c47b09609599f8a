"""The public read side: the same filters, the same rows, the same order as the list page."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from postings import listing, ports
from postings.filters import PostingFilter
from postings.models import JobPosting
from postings.search import index
from postings.search.folder import IndexMissingError
from postings.search.query import SearchQuery
from postings.serializers import PostingDetailSerializer, PostingSerializer
from postings.typed_query import expand


def filter_parameters() -> list[OpenApiParameter]:
    """The FilterSet as OpenAPI parameters, so page and documentation cannot differ."""
    parameters = []
    for name, declared in PostingFilter.base_filters.items():
        choices = [value for value, _ in declared.extra.get("choices") or []]
        many = name in SearchQuery.FACET_FIELDS
        parameters.append(
            OpenApiParameter(
                name, OpenApiTypes.STR, many=many, enum=choices or None, description=str(declared.label), required=False
            )
        )
    return parameters


PAGING = [
    OpenApiParameter("page", OpenApiTypes.INT, description="From 1."),
    OpenApiParameter(
        "cursor",
        OpenApiTypes.STR,
        description="For the newest first: next_cursor of the page before, which new postings do not shift.",
    ),
    OpenApiParameter("limit", OpenApiTypes.INT, description=f"Rows a page, at most {listing.MAX_PAGE_SIZE}."),
]


def whole_number(request: Request, name: str, default: int, most: int) -> int:
    raw = request.query_params.get(name)
    if raw is None:
        return default
    if not raw.isdecimal() or len(raw) > 9 or int(raw) < 1:
        raise ValidationError({name: ["Write a whole number from 1."]})
    return min(int(raw), most)


def _check_resume(request: Request, filters: PostingFilter) -> None:
    if filters.form.cleaned_data.get("score") is not None and ports.matching().resume_of(request._request) is None:
        raise ValidationError({"score": ["A match score needs a resume: sign in, and keep one."]})


class PostingPageSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    next_cursor = serializers.CharField(
        allow_null=True, help_text="Asks for the next page where the order is newest first; null on the last one."
    )
    searched = serializers.BooleanField(help_text="False while the search index is being rebuilt.")
    filters_off = serializers.ListField(
        child=serializers.CharField(),
        help_text="Parameters that were left out, since only the search index knows them.",
    )
    results = PostingSerializer(many=True)


class PostingList(APIView):
    """Open postings."""

    @extend_schema(
        operation_id="postings_list", parameters=[*filter_parameters(), *PAGING], responses=PostingPageSerializer
    )
    def get(self, request: Request) -> Response:
        filters = PostingFilter(expand(request.query_params), JobPosting.objects.none())
        if not filters.form.is_valid():
            raise ValidationError(filters.form.errors)
        _check_resume(request, filters)
        page = whole_number(request, "page", 1, 10**6)
        size = whole_number(request, "limit", listing.PAGE_SIZE, listing.MAX_PAGE_SIZE)
        cursor = request.query_params.get("cursor")
        if cursor is not None and index.Cursor.read(cursor) is None:
            raise ValidationError({"cursor": ["Write next_cursor of an earlier answer."]})
        if page * size > index.MAX_OFFSET and cursor is None:
            raise ValidationError({"page": [f"Only the first {index.MAX_OFFSET} rows can be paged through."]})
        result = listing.list_postings(
            request._request, request._request.GET, page=page, size=size, facets=False, whole=True, filters=filters
        )
        context = {"site_url": settings.SITE_URL, "matches": result.matches, "request": request}
        rows = PostingSerializer(result.postings, many=True, context=context).data
        return Response(
            {
                "count": result.total,
                "page": page,
                "pages": result.pages,
                "next_cursor": str(result.cursors[1]) if result.cursors and result.cursors[1] else None,
                "searched": result.searched,
                "filters_off": result.filters_off,
                "results": rows,
            }
        )


class PostingDetail(APIView):
    """One open posting, with its sections, requirement rows and the untouched source text."""

    @extend_schema(operation_id="postings_read", responses=PostingDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        posting = get_object_or_404(JobPosting.objects.open().for_page(), uid=uid)
        matches = ports.matching().matches_for(request._request, [posting])
        context = {"site_url": settings.SITE_URL, "matches": matches, "request": request}
        return Response(PostingDetailSerializer(posting, context=context).data)


class FacetView(APIView):
    """How many open postings each filter value would leave."""

    @extend_schema(
        operation_id="facets_read",
        parameters=filter_parameters(),
        responses=inline_serializer(
            "Facets",
            {
                "count": serializers.IntegerField(),
                "facets": serializers.DictField(child=serializers.DictField(child=serializers.IntegerField())),
            },
        ),
    )
    def get(self, request: Request) -> Response:
        filters = PostingFilter(expand(request.query_params), JobPosting.objects.none())
        if not filters.form.is_valid():
            raise ValidationError(filters.form.errors)
        _check_resume(request, filters)
        try:
            result = index.search(listing.query_for(request._request, filters), limit=1, facets=True)
        except IndexMissingError:
            raise Http404("Search is being rebuilt; counts are away for a moment.") from None
        return Response({"count": result.total, "facets": result.facets})
