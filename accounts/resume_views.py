"""A person's resumes: what was read from each, fact by fact beside its line, and what they say about it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import downloads, resumes, reviewing
from accounts.forms import LEVELS, WORDED, FactForm, ResumeTitleForm
from accounts.models import FactCorrection, Resume
from reading.resume.corrections import (
    FIELDS,
    Correction,
    Review,
    ReviewedFact,
    Shown,
    corrected,
    folded,
    hints,
    key_of,
    review,
    where_shown,
)
from reading.resume.dates import PRESENT
from reading.resumes import ResumeFacts

SECTIONS = (
    ("Contact", ("name", "email", "phone", "link")),
    ("Headline", ("headline",)),
    ("Roles", ("role",)),
    ("Education", ("education",)),
    ("Skills", ("skill",)),
    ("Languages", ("language",)),
    ("Certifications", ("certification",)),
    ("Work authorisation", ("authorisation",)),
    ("Projects", ("project",)),
    ("Publications", ("publication",)),
    ("Awards", ("award",)),
)
DONE = {
    FactCorrection.Action.AS_READ: "Back to what the resume says:",
    FactCorrection.Action.CONFIRMED: "Confirmed:",
    FactCorrection.Action.EDITED: "Changed:",
    FactCorrection.Action.ADDED: "Added:",
    FactCorrection.Action.DELETED: "Removed:",
}
TOO_MANY = f"You have corrected more than {resumes.MAX_CORRECTIONS} facts. Upload a resume that says what is right."


def own_resume(request: HttpRequest, uid: UUID) -> Resume:
    return get_object_or_404(Resume.objects.select_related("candidate"), uid=uid, candidate__user=request.user)


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """The facts of the resume this person is matched with: a member's own page, or a visitor's, to read only."""
    if request.user.is_authenticated:
        primary = Resume.objects.primary().filter(candidate__user=request.user).first()
        if primary is not None:
            return redirect("accounts:resume", primary.uid)
    read = resumes.open_visit(request)
    if read is None:
        return render(request, "accounts/no_resume.html", {})
    facts, corrections = reviewing.read_facts(read.text), read.said
    return render(request, "accounts/review.html", {"title": read.title, **_review_context(facts, corrections, None)})


@require_safe
@login_required
def resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every fact beside its line; each can be confirmed, changed and taken away, and every change undone."""
    own = own_resume(request, uid)
    facts, corrections = reviewing.read_facts(own.text), reviewing.corrections_of(own.candidate)
    done = request.GET.get("done", "")
    changed = own.candidate.corrections.filter(pk=done).first() if done.isdecimal() and len(done) < 12 else None
    context = {
        "own_resume": own,
        "title": str(own),
        "title_form": ResumeTitleForm(initial={"title": str(own)}),
        "changed": changed,
        "changed_words": _done_words(changed) if changed else "",
        **_review_context(facts, corrections, own),
    }
    return render(request, "accounts/review.html", context)


def _done_words(changed: FactCorrection) -> str:
    return f"{DONE[FactCorrection.Action(changed.action)]} {words_of(changed.kind, changed.value)['name']}"


def _review_context(facts: ResumeFacts, corrections: Sequence[Correction], own: Resume | None) -> dict[str, Any]:
    today = timezone.localdate()
    reviewed = review(facts, corrections)
    stands = corrected(facts, corrections, today=today)
    skill_evidence = where_shown(stands, resumes.skill_finder(), today=today)
    sections = list(_sections(reviewed, skill_evidence, own))
    first_fact: dict[int, str] = {}
    for section in sections:
        for row in section["rows"]:
            for number in row["lines"]:
                first_fact.setdefault(number, row["id"])
    return {
        "sections": sections,
        "removed": [
            {"words": words_of(fact.kind, fact.value), "kind": fact.kind, "key": fact.key} for fact in reviewed.removed
        ],
        "hints": hints(stands),
        "years": stands.total_years_experience,
        "lines": [(number, line, first_fact.get(number)) for number, line in enumerate(facts.lines, 1)],
        "personal": facts.contact_lines,
    }


def _sections(reviewed: Review, skill_evidence: Mapping[str, Shown], own: Resume | None) -> Iterable[dict[str, Any]]:
    number = 0
    for title, kinds in SECTIONS:
        rows = []
        for kind in kinds:
            for fact in reviewed.of(kind):
                number += 1
                rows.append(_row(fact, f"f{number}", skill_evidence, own))
        yield {
            "title": title,
            "kind": kinds[0],
            "rows": rows,
            "unsaid": sum(row["state"] == "read" for row in rows) if len(kinds) == 1 else 0,
            "add": [(kind, WORDED.get(kind, kind)) for kind in kinds if kind == "link" or not reviewed.of(kind)]
            if title == "Contact"
            else [(kinds[0], "")],
            "is_single": kinds == ("headline",),
        }


def _row(fact: ReviewedFact, number: str, skill_evidence: Mapping[str, Shown], own: Resume | None) -> dict[str, Any]:
    where = skill_evidence.get(folded(fact.value.get("name"))) if fact.kind == "skill" else None
    query = urlencode({"kind": fact.kind, "key": fact.key})
    return {
        "id": number,
        "kind": fact.kind,
        "key": fact.key,
        "state": fact.state,
        "words": words_of(fact.kind, fact.value),
        "lines": where.lines if where else ((fact.line,) if fact.line else ()),
        "years": where.years if where else 0,
        "edit_url": f"{reverse('accounts:fact', args=[own.uid])}?{query}" if own else "",
    }


def words_of(kind: str, value: Mapping[str, Any]) -> dict[str, str]:
    """A fact in two short lines: what it is, and what more is known of it."""
    if kind == "role":
        more = [value.get("organization") or "", period_words(value.get("start"), value.get("end"))]
        return {"name": str(value.get("title") or ""), "more": " · ".join(part for part in more if part)}
    if kind == "education":
        level = dict(LEVELS).get(str(value.get("degree_level")), "Other")
        name = f"{level} · {value['field']}" if value.get("field") else level
        end = period_words(value.get("start"), value.get("end"))
        if value.get("in_progress"):
            end = f"in progress, {end}" if end else "in progress"
        return {"name": name, "more": " · ".join(part for part in (value.get("institution") or "", end) if part)}
    return {"name": str(value.get("name") or ""), "more": str(value.get("level") or "")}


def period_words(start: str | None, end: str | None) -> str:
    """ "Mar 2019 – present", "2018"; "" where neither is known."""
    ends = [moment_words(moment) for moment in (start, end) if moment]
    return " – ".join(dict.fromkeys(ends)) if len(ends) == 2 else (ends[0] if ends else "")


def moment_words(written: str) -> str:
    if written == PRESENT or "-" not in written:
        return written
    year, month = written.split("-")[:2]
    return date_format(date(int(year), int(month), 1), "M Y")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def fact(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The form of one fact: of the fact ``kind`` and ``key`` name, or of a new one."""
    own = own_resume(request, uid)
    asked = request.POST if request.method == "POST" else request.GET
    kind, key = asked.get("kind", ""), asked.get("key", "")
    if kind not in FIELDS:
        raise Http404
    facts = reviewing.read_facts(own.text)
    reviewed = review(facts, reviewing.corrections_of(own.candidate))
    known = next((f for f in reviewed.facts if f.kind == kind and f.key == key), None) if key else None
    if key and known is None:
        raise Http404
    initial = {**known.value, "line": known.line or None} if known else {"line": asked.get("line")}
    form = FactForm(kind, facts.lines, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        is_new = known is None or known.state == FactCorrection.Action.ADDED
        action = FactCorrection.Action.ADDED if is_new else FactCorrection.Action.EDITED
        try:
            row = reviewing.correct(
                own.candidate, kind, key or key_of(kind, form.value), action, form.value, form.evidence
            )
        except reviewing.TooManyError:
            form.add_error(None, TOO_MANY)
        else:
            return _back(own, row)
    context = {
        "own_resume": own,
        "form": form,
        "kind": kind,
        "key": key,
        "label": FactCorrection.Kind(kind).label,
        "known": known,
        "quote": facts.lines[known.line - 1].strip() if known and known.line else "",
    }
    return render(request, "accounts/fact.html", context, status=422 if form.is_bound else 200)


def _back(own: Resume, row: FactCorrection) -> HttpResponse:
    return redirect(f"{reverse('accounts:resume', args=[own.uid])}?done={row.pk}#done")


@require_POST
@login_required
def fact_step(request: HttpRequest, uid: UUID, name: str) -> HttpResponse:
    """Confirm a fact, take it away, restore it, or undo what was last said of it."""
    own = own_resume(request, uid)
    kind, key = request.POST.get("kind", ""), request.POST.get("key", "")
    rows = own.candidate.corrections.filter(kind=kind, key=key)
    try:
        if name == "undo":
            row = get_object_or_404(rows)
            reviewing.undo(row)
            messages.success(request, "Undone.")
            return redirect("accounts:resume", own.uid)
        if name == "restore":
            row = get_object_or_404(rows, action=FactCorrection.Action.DELETED)
            return _back(own, reviewing.restore(row))
        facts = reviewing.read_facts(own.text)
        if name == "confirm-all" and kind in FIELDS:
            number = reviewing.confirm_all(own.candidate, facts, kind)
            messages.success(request, f"{number} confirmed.")
            return redirect("accounts:resume", own.uid)
        reviewed = review(facts, reviewing.corrections_of(own.candidate))
        known = next((f for f in reviewed.facts if f.kind == kind and f.key == key), None)
        if known is None or name not in {"confirm", "delete"}:
            raise Http404
        if name == "confirm":
            kept = known.state if known.state in {"edited", "added"} else FactCorrection.Action.CONFIRMED
            action = FactCorrection.Action(kept)
        else:
            action = FactCorrection.Action.DELETED
        line = reviewing.line_of(facts, known)
        return _back(own, reviewing.correct(own.candidate, kind, key, action, known.value, line))
    except reviewing.TooManyError:
        messages.error(request, TOO_MANY)
        return redirect("accounts:resume", own.uid)


@require_POST
@login_required
def rename_resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    own = own_resume(request, uid)
    form = ResumeTitleForm(request.POST)
    if form.is_valid():
        resumes.rename_resume(own, form.cleaned_data["title"])
        messages.success(request, "Renamed.")
    else:
        messages.error(request, str(form.errors["title"][0]))
    return redirect("accounts:resume", own.uid)


@require_POST
@login_required
def choose_resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    resumes.choose_resume(own_resume(request, uid))
    messages.success(request, "Your matches now follow this resume.")
    return redirect("accounts:account")


@require_POST
@login_required
def delete_resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    own = own_resume(request, uid)
    resumes.delete_resume(own)
    words = "The resume and all that was derived from it are deleted."
    if not own.candidate.resumes.exists():
        words += " What you had corrected went with it."
    messages.success(request, words)
    return redirect("accounts:account")


@require_safe
@login_required
def resume_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The file as it was uploaded; of a pasted resume its text."""
    own = own_resume(request, uid)
    downloads.check(request, uid)
    return downloads.resume_download(own)


@require_safe
@login_required
def resume_json(request: HttpRequest, uid: UUID) -> JsonResponse:
    """The facts as JSON Resume, with what the person has said of them."""
    own = own_resume(request, uid)
    return JsonResponse(
        reviewing.document_of(own),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": 'attachment; filename="resume.json"'},
    )
