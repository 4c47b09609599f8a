"""The saved searches of a member."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.services import candidate_of
from matching.models import SavedSearch
from matching.saved_searches import querystring_of, save_search


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def searches(request: HttpRequest) -> HttpResponse:
    """The saved searches, and where a list is sent to be saved as one."""
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    if request.method == "POST":
        query = request.POST.get("query", "")
        try:
            row = save_search(candidate, query, name=request.POST.get("name", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(f"{reverse('postings:list')}?{query}" if query else "postings:list")
        messages.success(request, f"Saved as “{row.name}”.")
        return redirect("matching:searches")
    rows = [(row, querystring_of(row)) for row in candidate.saved_searches.all()]
    return render(request, "matching/searches.html", {"searches": rows})


@require_POST
@login_required
def remove_search(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(SavedSearch, pk=pk, candidate__user=request.user)
    row.delete()
    messages.success(request, f"“{row.name}” is removed.")
    return redirect("matching:searches")
