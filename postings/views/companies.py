"""The directory of companies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from postings.companies import companies
from postings.search.folder import IndexMissingError


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    name = request.GET.get("q", "").strip()[:200]
    try:
        found, is_away = companies(name), False
    except IndexMissingError:
        found, is_away = [], True
    return render(request, "postings/companies.html", {"companies": found, "name": name, "is_away": is_away})
