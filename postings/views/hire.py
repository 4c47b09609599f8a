"""How a posting is made: paste, check, preview."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import limited
from accounts.models import Organization
from postings import assessing, checking, editing, pasting, permissions, ports, services, twins
from postings.comparing import Difference, StaleEditError, without
from postings.forms import CheckForm, PasteForm
from postings.lifecycle import EDITABLE, SAVES_ITSELF, UNSEEN
from postings.models import JobPosting, ProposedRevision
from postings.sources.raw_posting import UnreadableError
from postings.views.board import page_of, wants_fragment
from postings.views.desk import take_step
from postings.writing import Edits
from reading.machine_text import kind_of_machine_text


def _organizations(request: HttpRequest) -> QuerySet[Organization]:
    """Those one may post for, oldest membership first."""
    return Organization.objects.filter(
        memberships__user=request.user,  # type: ignore[misc]
        memberships__role__in=permissions.EDITORS,
    ).order_by("memberships__created_at")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@limited("create_posting")
def new(request: HttpRequest) -> HttpResponse:
    """Paste or upload a posting: it becomes a draft at once, whatever could be read from it."""
    organizations = _organizations(request)
    if not organizations:
        return redirect("postings:hire")
    form = PasteForm(request.POST or None, request.FILES or None, organizations=organizations)
    handed = _handed(form) if request.method == "POST" else None
    if handed is not None:
        try:
            posting = services.create_posting(
                form.cleaned_data.get("organization") or organizations[0],
                handed.text,
                edits=handed.edits,
                actor=request.user,  # type: ignore[arg-type]
                needs_title=False,
                is_once=True,
            )
        except ValidationError as error:
            form.add_error(form.source, error)
        else:
            assessing.note_hidden(posting, handed.hidden)
            _tell_what_was_left_out(request, handed)
            return redirect("postings:edit", posting.uid)
    context = {"form": form, "organization": organizations[0], "posting": None}
    return render(request, "postings/paste.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def text(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put another text in the place of a posting's; what a person has corrected stays."""
    posting = _editable(request, uid)
    if posting.status not in EDITABLE:
        return _refuse_closed(request)
    organizations = Organization.objects.filter(pk=posting.hiring_organization_id)
    form = PasteForm(request.POST or None, request.FILES or None, organizations=organizations, posting=posting)
    handed = _handed(form) if request.method == "POST" else None
    differences: Sequence[Difference] = ()
    if handed is not None:
        theirs = form.left_to_others()
        try:
            editing.replace_text(
                posting,
                posting.raw_text if "text" in theirs else handed.text,
                edits=without(handed.edits, theirs),
                actor=request.user,  # type: ignore[arg-type]
                seen=form.read_seen(),
            )
        except StaleEditError as error:
            form = _with_the_text(form, handed.text)
            form.add_error("text", str(error))
            differences = error.differences
        except ValidationError as error:
            form.add_error(form.source, error)
        else:
            _tell_what_was_left_out(request, handed)
            messages.success(request, "The new text is read. What you had corrected is as you left it.")
            _tell_what_waits(request, posting)
            return redirect("postings:edit", posting.uid)
    context = {
        "form": form,
        "organization": posting.hiring_organization,
        "posting": posting,
        "differences": differences,
    }
    return render(request, "postings/paste.html", context, status=422 if form.is_bound else 200)


def _with_the_text(form: PasteForm, text: str) -> PasteForm:
    """The form with what was read from its file, which a browser does not keep."""
    kept = PasteForm(
        {**form.data, "seen": form.data.get("seen", ""), "text": text}, organizations=Organization.objects.none()
    )
    kept.full_clean()
    return kept


def _tell_what_waits(request: HttpRequest, posting: JobPosting) -> None:
    waiting = posting.proposals.waiting().filter(source=None).first()
    if waiting is not None:
        messages.warning(
            request, f"A moderator looks at this first: {waiting.labels}. Until then the page stays as it was."
        )


def _handed(form: PasteForm) -> pasting.Submission | None:
    """What was handed in, or None with the reason on the form."""
    if not form.is_valid():
        return None
    upload = form.cleaned_data["file"]
    try:
        if upload is not None:
            return pasting.read_upload(upload.read(), upload.name or "")
        text = form.cleaned_data["text"]
        address = pasting.address_in(text) if text.strip() else form.cleaned_data["url"]
        return pasting.read_page(address) if address else pasting.read_pasted(text)
    except UnreadableError as error:
        form.add_error(form.source, str(error))
        return None


def _tell_what_was_left_out(request: HttpRequest, handed: pasting.Submission) -> None:
    if handed.others:
        messages.warning(
            request,
            f"There were {handed.others + 1} postings in it. This is the first; paste the others one by one.",
        )
    if handed.hidden:
        messages.warning(
            request,
            f"The page hides some text from people (“{handed.hidden[0][:80]}”). It was left out and counts nowhere.",
        )
    sentences = [line.strip() for line in handed.text.split("\n") if kind_of_machine_text(line)]
    if sentences:
        messages.warning(
            request,
            f"“{sentences[0][:80]}” speaks to a program, not to people. It stays in the text and counts nowhere.",
        )


def _editable(request: HttpRequest, uid: UUID) -> JobPosting:
    return get_object_or_404(JobPosting.objects.editable_by(request.user).for_page(), uid=uid)


def _refuse_closed(request: HttpRequest) -> HttpResponse:
    messages.error(request, "A closed posting cannot be edited. Open it again, or copy it.")
    return redirect("postings:hire")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The check page: what was read beside where it was read. A draft saves itself after every change."""
    posting = _editable(request, uid)
    if posting.status not in EDITABLE:
        return _refuse_closed(request)
    form = CheckForm(posting, request.POST or None, with_picks=not wants_fragment(request))
    differences: Sequence[Difference] = ()
    if request.method == "POST" and form.is_valid():
        do, then = request.POST.get("do", ""), request.POST.get("then", "")
        try:
            edits = _save(posting, form, do, request.user)
        except StaleEditError as error:
            form.add_error(None, str(error))
            differences = error.differences
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if then == "submit":
                return take_step(request, posting, "submit")
            if not wants_fragment(request):
                if posting.status not in SAVES_ITSELF:
                    messages.success(request, "Saved.")
                    _tell_what_waits(request, posting)
                return redirect(reverse("postings:edit", args=[posting.uid]) + _place_of(do))
            posting = _editable(request, uid)
            saved, form = form, CheckForm(posting)
            form.go_on_from(saved, edits)
    return _check_page(request, posting, form, differences)


def _save(posting: JobPosting, form: CheckForm, do: str, actor: Any) -> Edits:
    edits = form.edits(do)
    if edits.values or edits.rows or edits.tags or edits.forget:
        editing.edit_posting(posting, None, edits=edits, actor=actor, seen=form.was_seen)
    verb, _, name = do.partition(":")
    if verb == "confirm" and name not in edits.values:
        editing.confirm(posting, name, actor=actor, seen=form.was_seen)
    return edits


def _place_of(do: str) -> str:
    """The part of the page a button belongs to, so that one is back there after it."""
    verb, _, name = do.partition(":")
    if verb in {"confirm", "clear", "restore"} and name.replace("_", "").isalpha():
        return f"#f-{name}"
    if verb in {"remove_row", "restore_row"}:
        return "#rows"
    return "#tags" if verb in {"remove_tag", "restore_tag", "add_tag"} else ""


def _check_page(
    request: HttpRequest, posting: JobPosting, form: CheckForm, differences: Sequence[Difference] = ()
) -> HttpResponse:
    checked = checking.check(posting, form)
    latest = list(posting.proposals.select_related("source")[:5])
    context = {
        "differences": differences,
        "waiting": [proposal for proposal in latest if proposal.state == ProposedRevision.State.WAITING],
        "refused": latest[0] if latest and latest[0].state == ProposedRevision.State.REFUSED else None,
        "posting": posting,
        "form": form,
        "checked": checked,
        "saves_itself": posting.status in SAVES_ITSELF,
        "source": checked.source,
        # Not after every change of a draft: it looks at many resumes.
        "twins": [] if wants_fragment(request) or posting.status not in UNSEEN else twins.twins_of(posting),
        "named": twins.other_employer(posting),
        "reach": None if wants_fragment(request) else ports.matching().reach_of(posting),
    }
    template = "postings/_checked.html" if wants_fragment(request) else "postings/check.html"
    response = render(request, template, context, status=422 if form.errors else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@login_required
def preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The public page as it will be, to the people who may edit the posting."""
    posting = services.as_published(_editable(request, uid))
    reach = ports.matching().reach_of(posting)
    context = page_of(request, posting) | {"preview": True, "jsonld": None, "reach": reach}
    response = render(request, "postings/detail.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
