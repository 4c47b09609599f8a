"""How matching works, and how well."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matching import core, presentation, quality


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How matching works, in the published numbers."""
    return render(request, "matching/how.html", {"weights": core.DEFAULT, "verdicts": presentation.VERDICT_WORDS})


@require_safe
def quality_page(request: HttpRequest) -> HttpResponse:
    """What was measured on labelled sets, beside its goals and baselines."""
    return render(request, "matching/quality.html", {"sets": quality.measured_sets()})
