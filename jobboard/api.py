"""The API's addresses, and one shape for everything that goes wrong."""

from typing import Any

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.response import Response
from rest_framework.views import exception_handler

from matching.api import MatchExplanation, MyMatches
from postings.api import FacetView, PostingDetail, PostingList


def answer_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """RFC 9457 problem details; field errors stand under ``errors``."""
    response = exception_handler(error, context)
    if response is None:
        return None
    data = response.data
    problem: dict[str, Any] = {"type": "about:blank", "title": response.status_text, "status": response.status_code}
    if isinstance(data, dict) and set(data) == {"detail"}:
        problem["detail"] = str(data["detail"])
    else:
        problem |= {"detail": "Some values are not valid.", "errors": data}
    response.data = problem
    response.content_type = "application/problem+json"
    return response


urlpatterns = [
    path("postings/", PostingList.as_view(), name="api-postings"),
    path("postings/<uuid:uid>/", PostingDetail.as_view(), name="api-posting"),
    path("facets/", FacetView.as_view(), name="api-facets"),
    path("me/matches/", MyMatches.as_view(), name="api-matches"),
    path("me/matches/<uuid:uid>/", MatchExplanation.as_view(), name="api-match"),
]
schema_view = SpectacularAPIView.as_view()
