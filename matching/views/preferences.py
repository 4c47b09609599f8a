"""What a member looks for."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.services import candidate_of, save_preferences
from matching import extraction, preference_filter
from matching.forms import PreferencesForm
from postings.comparing import StaleEditError


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """What the member looks for, each a preference or a dealbreaker, and how many open jobs each excludes."""
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    form, differences = PreferencesForm.showing(candidate), []
    if request.method == "POST":
        saved, form = form, PreferencesForm(request.POST, initial=form.initial)
        differences = form.take_in(saved)
        if form.is_valid():
            try:
                if differences:
                    raise StaleEditError(differences)
                save_preferences(
                    candidate,
                    form.values,
                    places=form.places,
                    hidden=form.organizations,
                    revision=candidate.revision,
                )
            except (StaleEditError, ValidationError) as error:
                form.add_error(None, str(error) if isinstance(error, StaleEditError) else error)
            else:
                messages.success(request, "Saved. Your matches follow in a few seconds.")
                return redirect("matching:preferences")
    counts = preference_filter.count_excluded(
        extraction.preferences_of(candidate), preference_filter.hidden_postings(candidate.pk)
    )
    context = {
        "form": form,
        "counts": counts,
        "groups": preference_groups(form, counts),
        "places": place_rows(form),
        "differences": differences,
    }
    return render(request, "matching/preferences.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def count_preferences(request: HttpRequest) -> HttpResponse:
    """The counts for preferences as they stand in the form, saved or not. Changes nothing."""
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=204)  # while something is half written the last counts stay
    hidden = preference_filter.postings_of([organization.pk for organization in form.organizations])
    counts = preference_filter.count_excluded(form.preferences, hidden)
    context = {"counts": counts, "groups": preference_groups(form, counts), "is_fragment": True}
    return render(request, "matching/_excluded.html", context)


def place_rows(form: PreferencesForm) -> list[dict[str, Any]]:
    """The rows of places: those that are filled and one more are shown, the others wait behind a fold."""
    rows = [{"place": form[f"place_{n}"], "radius": form[f"radius_{n}"]} for n in form.PLACES]
    filled = sum(1 for row in rows if row["place"].value())
    return [{**row, "shown": index <= filled or bool(row["place"].errors)} for index, row in enumerate(rows)]


GROUPS = (
    ("title", "Titles", ("titles",)),
    ("place", "Places", ()),
    ("workplace", "Where you work", ("workplaces",)),
    ("employment_type", "Role type", ("employment_types",)),
    ("seniority", "Seniority", ("experience_levels",)),
    ("pay", "Pay", ()),
    ("start", "Start", ("available_from",)),
    ("authorisation", "Work authorisation", ("countries", "sponsorship")),
    ("avoid", "Skills to avoid", ("avoid",)),
)


def preference_groups(form: PreferencesForm, counts: preference_filter.ExclusionCounts) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "title": title,
            "fields": [form[field] for field in fields],
            "is_alone": [form[field].label for field in fields] == [title],
            "must": form[f"must_{name}"],
            "is_must": bool(form[f"must_{name}"].value()),
            "count": counts.by.get(name, 0),
        }
        for name, title, fields in GROUPS
    ]
