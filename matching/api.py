"""A member's matches as JSON: the same rows and the same number as the page."""

from typing import Any

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from matching import request_matches
from matching.models import Match
from postings.api import PAGING, whole_number
from postings.models import JobPosting


class MatchSerializer(serializers.Serializer[Any]):
    posting_id = serializers.UUIDField(source="posting.uid")
    title = serializers.CharField(source="posting.title")
    hiring_organization = serializers.CharField(source="posting.hiring_organization.name")
    web_url = serializers.SerializerMethodField()
    score = serializers.IntegerField(allow_null=True)
    counts = serializers.JSONField()
    constraints = serializers.JSONField()
    best_rows = serializers.JSONField()
    engine_version = serializers.CharField()
    computed_at = serializers.DateTimeField()

    def get_web_url(self, match: Match) -> str:
        return settings.SITE_URL + match.posting.get_absolute_url()


class MatchPageSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    results = MatchSerializer(many=True)


class MyMatches(APIView):
    """The best hundred open postings for your current resume."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="matches_list", parameters=PAGING, responses=MatchPageSerializer)
    def get(self, request: Request) -> Response:
        page, size = whole_number(request, "page", 1, 100), whole_number(request, "limit", 20, 100)
        rows = (
            Match.objects.open()
            .filter(candidate__user=request.user.pk, resume__is_primary=True)
            .select_related("posting__hiring_organization")
            .best_first()
        )
        start = (page - 1) * size
        results = MatchSerializer(rows[min(start, 100) : min(start + size, 100)], many=True).data
        return Response({"count": min(rows.count(), 100), "page": page, "results": results})


class MatchExplanation(APIView):
    """One posting against your resume, row by row."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="matches_explain", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, uid: str) -> Response:
        posting = get_object_or_404(JobPosting.objects.open().for_page(), uid=uid)
        result = request_matches.explain_for(request._request, posting)
        if result is None:
            return Response({"detail": "Add a resume first."}, status=404)
        return Response(result.explanation.to_json())
