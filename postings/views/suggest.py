"""Names offered under the search box while one types."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from postings.search import suggesting
from postings.search.folder import IndexMissingError
from postings.search.suggesting import Suggestion
from postings.views.board import wants_fragment

KIND_WORDS = {
    "skill": "Skill",
    "title": "Title",
    "organization": "Company",
    "city": "City",
    "country": "Country",
    "remote": "Where you work",
}
PARAMETERS = {"skill": "skill", "title": "q", "organization": "organization"}


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Links to the lists that each name leads to: a fragment under the box, or a page of its own."""
    place = request.GET.get("place")
    typed = request.GET.get("q", "") if place is None else place
    try:
        found = suggesting.suggest_for_words(typed) if place is None else suggesting.suggest_for_place(place)
    except IndexMissingError:
        found = []
    context = {
        "typed": typed,
        "box": "q" if place is None else "place",
        "offered": [(offered, KIND_WORDS[offered.kind], _address(offered)) for offered in found],
    }
    page = "postings/_suggestions.html" if wants_fragment(request) else "postings/suggestions.html"
    response = render(request, page, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _address(offered: Suggestion) -> str:
    parameter = PARAMETERS.get(offered.kind, "place")
    value = f'"{offered.value}"' if offered.kind == "title" else offered.value
    return f"{reverse('postings:list')}?{urlencode({parameter: value})}"
