"""Dropping a resume, seeing what fits, and saying how much mail one wants."""

from collections.abc import Set
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import resumes
from accounts.limits import limited
from accounts.models import Candidate
from accounts.services import candidate_of, save_alerts, save_preferences
from matching import (
    alerts,
    core,
    evidence_claims,
    extraction,
    feature_cache,
    gaps,
    preference_filter,
    presentation,
    quality,
    request_matches,
)
from matching.exporting import archive_of
from matching.forms import AlertForm, EvidenceClaimForm, PreferencesForm, ResumeForm
from matching.models import Match, Recipient
from postings.comparing import StaleEditError
from postings.models import JobPosting
from reading.resumes import Refused

PAGE = 20
MOST_SHOWN = 100
MOST_SHOWN_SKILLS = 24


@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload")
def match(request: HttpRequest) -> HttpResponse:
    """Drop or paste a resume. A visitor's is kept sealed for the visit only; a member's belongs to the account."""
    form = ResumeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            read = _read(form)
        except Refused as refusal:
            form.add_error(form.source, refusal.message)
        else:
            return _keep(request, read, form)
    context = {
        "form": form,
        "resume": request_matches.current_resume(request),
        "open_jobs": JobPosting.objects.open().count(),
    }
    return render(request, "matching/drop.html", context, status=422 if form.is_bound else 200)


def _read(form: ResumeForm) -> resumes.ReadResume:
    upload = form.cleaned_data["file"]
    if upload is not None:
        return resumes.read_resume(upload.read(), upload.name or "resume")
    return resumes.read_pasted_resume(form.cleaned_data["text"])


def _keep(request: HttpRequest, read: resumes.ReadResume, form: ResumeForm) -> HttpResponse:
    response = redirect("postings:list")
    if request.user.is_authenticated:
        upload = form.cleaned_data["file"]
        data = None
        if upload is not None:
            upload.seek(0)
            data = upload.read()
        resumes.keep_resume(candidate_of(request.user), read, data=data)
        return redirect("matching:mine")
    resumes.forget_visit(request)
    resumes.seal_visit(response, read, derived=request_matches.derive(read))
    return response


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """A visitor takes the resume back."""
    response = redirect("postings:list")
    resumes.end_visit(request, response)
    messages.success(request, "Your resume is gone from this site.")
    return response


@require_POST
@login_required
def keep_visit(request: HttpRequest) -> HttpResponse:
    """What was dropped before signing up becomes the account's resume; the sealed copy of the visit is forgotten."""
    response = redirect("matching:mine")
    read = resumes.open_visit(request)
    if read is None:
        messages.error(request, "The visit has ended, and with it the resume. Drop it once more.")
        return redirect("matching:drop")
    resumes.keep_resume(candidate_of(request.user), read, data=None)  # type: ignore[arg-type]
    resumes.end_visit(request, response)
    messages.success(request, "Kept. It is the resume you are matched with now.")
    return response


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The stored matches of the member's current resume, best first."""
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    resume = request_matches.current_resume(request)
    matches = request_matches.Matches()
    excluded = _excluded_postings(resume)
    shows_excluded = bool(excluded) and request.GET.get("excluded") == "show"
    if shows_excluded:
        ids = matches.rank(request, sorted(excluded), MOST_SHOWN)[:MOST_SHOWN]
    else:
        rows = Match.objects.open().filter(candidate=candidate, resume__is_primary=True).best_first()
        # A dealbreaker of a moment ago holds at once, before the stored matches have followed.
        ids = [pk for pk in rows.values_list("posting_id", flat=True) if pk not in excluded][:MOST_SHOWN]
    total = len(ids)
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and 0 < len(number) < 4 and int(number) else 1
    page_ids = ids[(page - 1) * PAGE : page * PAGE]
    postings = JobPosting.objects.for_listing().in_bulk(page_ids)
    ordered = [postings[pk] for pk in page_ids if pk in postings]
    cards = matches.matches_for(request, ordered)
    context = {
        "candidate": candidate,
        "resume": resume,
        "cards": [(posting, cards.get(posting.pk)) for posting in ordered],
        "total": total,
        "page": page,
        "has_next": page * PAGE < total,
        "waiting": resume is not None and (resume.is_updating or (not total and not excluded)),
        "visit": resumes.open_visit(request) if resume is not None and resume.is_kept else None,
        "excluded": len(excluded),
        "shows_excluded": shows_excluded,
        "form": ResumeForm(),
    }
    return render(request, "matching/mine.html", context)


def _excluded_postings(resume: request_matches.CurrentResume | None) -> Set[int]:
    """The open postings that the member's dealbreakers exclude."""
    if resume is None or resume.candidate_id is None or resume.preferences is None or not resume.preferences.must:
        return frozenset()
    hidden = preference_filter.hidden_postings(resume.candidate_id)
    return frozenset(
        pk
        for pk, features in feature_cache.open_postings().items()
        if pk not in hidden and extraction.is_excluded(features, resume.features, resume.preferences)
    )


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


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def alert_settings(request: HttpRequest) -> HttpResponse:
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    form = AlertForm(
        request.POST or None, initial={"frequency": candidate.alert_frequency, "min_score": candidate.alert_min_score}
    )
    if request.method == "POST" and form.is_valid():
        save_alerts(candidate, form.cleaned_data["frequency"], form.cleaned_data["min_score"])
        messages.success(request, "Saved.")
        return redirect("matching:alerts")
    context = {"form": form, "candidate": candidate, "letters": _letters(candidate)}
    return render(request, "matching/alerts.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Everything the board holds of this person, as one archive."""
    return HttpResponse(
        archive_of(request.user),  # type: ignore[arg-type]
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="my-data.zip"', "Cache-Control": "no-store"},
    )


def _letters(candidate: Candidate) -> list[Any]:
    return list(candidate.user.emails.filter(kind=alerts.KIND, state="sent")[:5])


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a POST acts at once, without login, cookie or redirect. A GET, which scanners make, changes nothing."""
    if request.method == "POST":
        recipient = alerts.unsubscribe(token)
        return render(request, "matching/unsubscribed.html", {"known": recipient is not None})
    recipient = get_object_or_404(Recipient, token=token)
    return render(request, "matching/unsubscribe.html", {"recipient": recipient})


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How matching works, in the published numbers."""
    return render(request, "matching/how.html", {"weights": core.DEFAULT, "verdicts": presentation.VERDICT_WORDS})


@require_safe
def quality_page(request: HttpRequest) -> HttpResponse:
    """What was measured on labelled sets, beside its goals and baselines."""
    return render(request, "matching/quality.html", {"sets": quality.measured_sets()})


@require_safe
def gaps_page(request: HttpRequest) -> HttpResponse:
    """What the person's best matches ask for, and which of it the resume does not show."""
    resume = request_matches.current_resume(request)
    context: dict[str, Any] = {"resume": resume, "form": ResumeForm()}
    if resume is not None:
        fitting = feature_cache.features_of_postings(request_matches.fitting_ids(request, MOST_SHOWN))
        postings = {pk: features for pk, (_, features) in fitting.items()}
        claimed_skills = evidence_claims.skills_shown(postings, resume.features, resume.shown)
        demand = gaps.market_demand(postings, resume.features, claimed_skills)
        wanted = gaps.missing(demand)
        titles = JobPosting.objects.for_listing().in_bulk({pk for gap in wanted for pk in gap.examples})
        context |= {
            "jobs": len(fitting),
            "gaps": [(gap, [titles[pk] for pk in gap.examples if pk in titles]) for gap in wanted],
            "shown": [gap for gap in demand if gap.is_shown][:MOST_SHOWN_SKILLS],
        }
    response = render(request, "matching/gaps.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
def explained(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How the person's resume fits one posting, whole and fit for print."""
    return _explained(request, _seen_posting(request, uid))


def _seen_posting(request: HttpRequest, uid: UUID) -> JobPosting:
    return get_object_or_404(JobPosting.objects.visible_to(request.user).for_page(), uid=uid)


def _explained(request: HttpRequest, posting: JobPosting, refused: dict[str, Any] | None = None) -> HttpResponse:
    """``refused``: the row whose line was not taken, the number sent, and why."""
    panel = request_matches.Matches().panel_for(request, posting)
    context = {
        "posting": posting,
        "match": panel,
        "source": None,
        "is_page": True,
        "form": ResumeForm(),
        "refused": refused,
    }
    if refused is not None and panel and panel["is_member"]:
        for row in [*panel["rows"], *panel["duties"]]:
            if row["lasting"] == refused["requirement"] and row["verdict"] in ("not_found", "partly"):
                row["error"], row["chosen"] = refused["error"], refused["line"]
                refused["is_beside_row"] = True
    status = 422 if refused is not None else 200 if panel else 404
    response = render(request, "matching/explained.html", context, status=status)
    patch_vary_headers(response, ["Cookie"])
    return response


@require_POST
@login_required
def show_row(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The member points to the line of their resume that shows a requirement."""
    posting = _seen_posting(request, uid)
    form = EvidenceClaimForm(request.POST)
    error = ""
    if form.is_valid():
        try:
            claim = evidence_claims.show(
                candidate_of(request.user),  # type: ignore[arg-type]
                posting,
                form.cleaned_data["requirement"],
                form.cleaned_data["line"],
            )
        except ValidationError as refusal:
            error = refusal.messages[0]
        else:
            messages.success(request, f"It counts now, shown by you: {claim.line}")
            return _back(request, posting)
    else:
        error = str(next(iter(form.errors.values()))[0])
    sent = {"requirement": request.POST.get("requirement", ""), "line": form.cleaned_data.get("line"), "error": error}
    return _explained(request, posting, sent)


@require_POST
@login_required
def take_back_row(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The row is judged by the board alone again. Doing it twice changes nothing."""
    posting = _seen_posting(request, uid)
    form = EvidenceClaimForm(request.POST)
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    if form.is_valid() and evidence_claims.take_back(candidate, posting, form.cleaned_data["requirement"]):
        messages.success(request, "Taken back. The row is judged by your resume alone again.")
    else:
        messages.info(request, "There was nothing to take back.")
    return _back(request, posting)


def _back(request: HttpRequest, posting: JobPosting) -> HttpResponse:
    if request.POST.get("back") == "page":
        return redirect("matching:explained", uid=posting.uid)
    return redirect(f"{posting.get_absolute_url()}#match")


@require_safe
def receipt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The score of this person for one posting, with all that it rests on, to keep and to work out again."""
    posting = get_object_or_404(JobPosting.objects.visible_to(request.user).for_page(), uid=uid)
    content = request_matches.receipt_for(request, posting)
    if content is None:
        raise Http404("There is no score to give a receipt for; add a resume first.")
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{posting.slug}.json"'
    response.headers["Cache-Control"] = "no-store"
    return response
