"""Pages about skills and pay, made of what the open postings state."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from postings import ports, shortlist
from postings.models import Skill
from postings.search.folder import IndexMissingError
from postings.skills import SkillPage, countries_that_pay, page_of_skill, pay_tables, skills_asked_for


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    try:
        skills, is_away = skills_asked_for(), False
    except IndexMissingError:
        skills, is_away = [], True
    return render(request, "postings/skills.html", {"skills": skills, "is_away": is_away})


@require_safe
def skill(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Skill, slug=slug, status=Skill.Status.ACTIVE)
    try:
        page, is_away = page_of_skill(row), False
    except IndexMissingError:
        page, is_away = SkillPage(0), True
    own = shortlist.shortlist_of(request)
    matches = ports.matching().matches_for(request, page.newest)
    context = {
        "skill": row,
        "page": page,
        "is_away": is_away,
        "cards": [(posting, matches.get(posting.pk)) for posting in page.newest],
        "saved": own.saved,
        "applied": own.applied,
    }
    response = render(request, "postings/skill.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
def pay(request: HttpRequest) -> HttpResponse:
    """The medians of one country: the one asked for, or the one in which most jobs state pay."""
    asked = request.GET.get("country", "").strip().upper()[:2]
    try:
        countries, is_away = countries_that_pay(), False
        chosen = asked or (countries[0].slug if countries else "")
        tables = pay_tables(chosen) if any(country.slug == chosen for country in countries) else []
    except IndexMissingError:
        countries, tables, chosen, is_away = [], [], asked, True
    context = {"countries": countries, "chosen": chosen, "tables": tables, "is_away": is_away}
    return render(request, "postings/pay.html", context)
