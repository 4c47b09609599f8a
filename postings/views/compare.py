"""Postings side by side, named by the address alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from postings import ports, side_by_side
from postings.models import JobPosting


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """What is named and may be seen, in the order of the address; the rest is said to be left out."""
    wanted, wrong = side_by_side.chosen_ids(request.GET)
    shown = wanted[: side_by_side.MOST]
    rows = {row.uid: row for row in JobPosting.objects.visible_to(request.user).for_listing().filter(uid__in=shown)}
    postings = [rows[uid] for uid in shown if uid in rows]
    matches = ports.matching().matches_for(request, postings)
    context = {
        "columns": [
            (posting, side_by_side.address_of(other.uid for other in postings if other is not posting))
            for posting in postings
        ],
        "rows": side_by_side.rows_of(postings, matches),
        "too_many": max(0, len(wanted) - side_by_side.MOST),
        "unknown": len(wrong) + len(shown) - len(postings),
        "most": side_by_side.MOST,
    }
    response = render(request, "postings/compare.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response
