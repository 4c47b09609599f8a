"""What fits a member, and what the jobs that fit ask for."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts import resumes
from accounts.services import candidate_of
from matching import evidence_claims, feature_cache, gaps, preference_filter, request_matches
from matching.current_resume import CurrentResume, current_resume
from matching.forms import ResumeForm
from matching.models import Match
from postings.models import JobPosting
from postings.shortlist import shortlist_of

PAGE = 20
MOST_SHOWN = 100
MOST_SHOWN_SKILLS = 24


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The stored matches of the member's current resume, best first."""
    candidate = candidate_of(request.user)  # type: ignore[arg-type]
    resume = current_resume(request)
    matches = request_matches.Matches()
    counts = _excluded(resume)
    excluded = counts.excluded if counts else 0
    shows_excluded = bool(excluded) and request.GET.get("excluded") == "show"
    if counts and shows_excluded:
        ids = matches.rank(request, counts.ids, MOST_SHOWN)[:MOST_SHOWN]
    else:
        rows = Match.objects.open().filter(candidate=candidate, resume__is_primary=True).best_first()
        kept = list(rows.values_list("posting_id", flat=True))
        # A dealbreaker of a moment ago holds at once, before the stored matches have followed.
        now_excluded = matches.excluded_among(request, kept)
        ids = [pk for pk in kept if pk not in now_excluded][:MOST_SHOWN]
    total = len(ids)
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and 0 < len(number) < 4 and int(number) else 1
    page_ids = ids[(page - 1) * PAGE : page * PAGE]
    postings = JobPosting.objects.for_listing().in_bulk(page_ids)
    ordered = [postings[pk] for pk in page_ids if pk in postings]
    cards = matches.matches_for(request, ordered)
    own = shortlist_of(request)
    context = {
        "candidate": candidate,
        "resume": resume,
        "cards": [(posting, cards.get(posting.pk)) for posting in ordered],
        "total": total,
        "page": page,
        "has_next": page * PAGE < total,
        "waiting": resume is not None and (resume.is_updating or (not total and not excluded)),
        "visit": resumes.open_visit(request) if resume is not None and resume.is_kept else None,
        "excluded": excluded,
        "sampled": counts.sampled if counts else 0,
        "shows_excluded": shows_excluded,
        "form": ResumeForm(),
        "saved": own.saved,
        "applied": own.applied,
        "is_list": True,
    }
    return render(request, "matching/mine.html", context)


def _excluded(resume: CurrentResume | None) -> preference_filter.ExclusionCounts | None:
    """How many open postings the member's dealbreakers exclude; None where they have none."""
    if resume is None or resume.candidate_id is None or resume.preferences is None or not resume.preferences.must:
        return None
    hidden = preference_filter.hidden_postings(resume.candidate_id)
    return preference_filter.count_excluded(resume.preferences, hidden, resume.features)


@require_safe
def gaps_page(request: HttpRequest) -> HttpResponse:
    """What the person's best matches ask for, and which of it the resume does not show."""
    resume = current_resume(request)
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
