"""The employer's desk: all postings with their state, the steps of each, how one ends, and when one begins."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organization, User
from accounts.organizations import NameTakenError, found_organization, shares_name
from postings import answering, applications, checking, clock, editing, permissions, posting_figures, services, twins
from postings.forms import ClosingForm, OrganizationForm, StartForm
from postings.lifecycle import (
    EDITABLE,
    SAVES_ITSELF,
    TRANSITIONS,
    IllegalTransitionError,
    OpenApplicationsError,
    verbs_from,
)
from postings.models import Importance, JobPosting, PostingItem, ProposedRevision, earliest_end
from postings.quality import Advice
from postings.tables import csv_response

PAGE_SIZE = 50
MOST_IN_A_TABLE = 5000
# The verbs that one press of a button does, with what is said afterwards.
STEPS: dict[str, tuple[Callable[..., JobPosting], str]] = {
    "submit": (services.submit, "It is in review now. We mail you when it is live."),
    "start": (services.start, "The posting is live."),
    "pause": (services.pause, "The posting is paused."),
    "resume": (services.resume, "The posting is live again."),
    "fill": (services.fill, "Good. The posting is marked as filled."),
    "close": (services.close, "The posting is closed."),
    "renew": (services.renew, "The posting runs for another 30 days."),
    "confirm_open": (services.confirm_open, "Thank you. The page says that you have confirmed it today."),
    "reopen": (services.reopen, "The posting is open again."),
    "duplicate": (services.duplicate, "This is the copy: a draft, without dates. Check it and submit it."),
    "withdraw": (editing.withdraw_change, "Your change is withdrawn. The page stays as it is."),
}
# The buttons of a row, in this order; what ends a posting leads to a page that asks how.
BUTTONS = ("submit", "start", "resume", "renew", "pause", "reopen", "duplicate")
ENDINGS = frozenset({"fill", "close"})


@require_safe
@login_required
def hire(request: HttpRequest) -> HttpResponse:
    return _desk(request, OrganizationForm())


def _desk(request: HttpRequest, form: OrganizationForm, *, status: int = 200, **context: Any) -> HttpResponse:
    user: Any = request.user
    own = JobPosting.objects.owned_by(user)
    postings = applications.with_counts(own.for_listing()).annotate(musts=_musts()).order_by("-created_at", "-pk")
    page = Paginator(postings, PAGE_SIZE).get_page(request.GET.get("page"))
    numbers = posting_figures.figures_of(list(page))
    memberships = list(
        user.memberships.select_related("organization").annotate(shares_name=shares_name("organization"))
    )
    editing_for = {row.organization_id for row in memberships if row.role in permissions.EDITORS}
    waiting = ProposedRevision.objects.waiting().filter(posting__in=[posting.pk for posting in page])
    context |= {
        "memberships": memberships,
        "claims": user.claims.open().select_related("organization"),
        "waiting": set(waiting.values_list("posting", flat=True)),
        "page": page,
        "rows": [
            (posting, buttons_of(posting), numbers[posting.pk], _hints(posting))
            if posting.hiring_organization_id in editing_for
            else (posting, None, numbers[posting.pk], [])  # a viewer only looks
            for posting in page
        ],
        "organization_form": form,
    }
    return render(request, "postings/hire.html", context, status=status)


def _musts() -> Any:
    rows = PostingItem.objects.filter(section__posting=OuterRef("pk"), importance=Importance.REQUIRED)
    return Coalesce(Subquery(rows.order_by().values("section__posting").annotate(n=Count("pk")).values("n")), 0)


def _hints(posting: Any) -> list[Advice]:
    """What would make a posting stronger that can still be changed; ``musts`` is annotated."""
    if posting.status not in EDITABLE:
        return []
    return [advice for advice in checking.advice_on(posting, posting.musts) if not advice.is_good]


@require_safe
@login_required
def postings_csv(request: HttpRequest) -> HttpResponse:
    """All postings with their figures, as a table for a spreadsheet."""
    own = JobPosting.objects.owned_by(request.user).for_listing().order_by("-created_at", "-pk")
    postings = list(applications.with_counts(own)[:MOST_IN_A_TABLE])
    numbers = posting_figures.figures_of(postings)
    rows: list[Any] = [
        ("Title", "Organization", "State", "On the board since", "Ends", "Views", "Clicks to apply", "Applications", "Saves",
         "Address")
    ]  # fmt: skip
    for posting in postings:
        of = numbers[posting.pk]
        ends = earliest_end(posting.valid_through, posting.listed_until)
        row: Any = posting
        rows.append(
            (
                posting.title, posting.hiring_organization.name, posting.state_label,
                _day(posting.first_seen_at), _day(ends), posting_figures.words(of.views), posting_figures.words(of.clicks),
                row.application_count, posting_figures.words(of.saves), settings.SITE_URL + posting.get_absolute_url(),
            )
        )  # fmt: skip
    return csv_response(rows, "postings")


def _day(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment is not None else ""


def buttons_of(posting: JobPosting) -> dict[str, str]:
    """The steps that the table offers in this state, verb by verb with the word for a button."""
    allowed = verbs_from(posting.state)
    renewable = posting.origin == JobPosting.Origin.EMPLOYER and posting.listed_until is not None
    return {
        verb: TRANSITIONS[verb].label
        for verb in (*BUTTONS, *sorted(ENDINGS), "discard")
        if verb in allowed and (verb != "renew" or renewable) and (verb != "discard" or posting.first_seen_at is None)
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def found(request: HttpRequest) -> HttpResponse:
    """A new organization; whoever belongs to one already may found another."""
    if request.method != "POST":
        return _desk(request, OrganizationForm(), founding=True)
    form = OrganizationForm(request.POST)
    taken: Sequence[Organization] = ()
    if form.is_valid():
        try:
            found_organization(
                request.user,  # type: ignore[arg-type]
                form.cleaned_data["name"],
                form.cleaned_data["url"],
                separate=request.POST.get("separate") == "1",
            )
        except NameTakenError as error:
            form.add_error("name", error)
            taken = error.organizations
        except ValidationError as error:
            form.add_error("name", error)
        else:
            return redirect("postings:new")
    return _desk(request, form, status=422, taken=taken, founding=True)


def editable(request: HttpRequest, uid: UUID) -> JobPosting:
    postings = JobPosting.objects.editable_by(request.user).select_related("hiring_organization")
    return get_object_or_404(postings, uid=uid)


@require_POST
@login_required
def step(request: HttpRequest, uid: UUID, name: str) -> HttpResponse:
    posting = editable(request, uid)
    if name not in STEPS:
        raise Http404
    if name == "submit" and posting.status in SAVES_ITSELF and twins.twins_of(posting):
        messages.warning(request, "This text is here already; see below. Submit it from here if it is another job.")
        return redirect("postings:edit", posting.uid)
    return take_step(request, posting, name)


def take_step(request: HttpRequest, posting: JobPosting, name: str) -> HttpResponse:
    verb, message = STEPS[name]
    try:
        done = verb(posting, actor=request.user)
    except OpenApplicationsError as error:
        messages.error(request, str(error))
        return redirect("postings:closing", posting.uid)
    except IllegalTransitionError as error:
        messages.error(request, str(error))
        if name == "submit" and posting.status in SAVES_ITSELF:
            return redirect("postings:edit", posting.uid)
    else:
        if name == "reopen" and done.status == JobPosting.Status.PENDING:
            message = "It was not on the board when it closed, so a moderator looks at it first."
        messages.success(request, message)
        if name == "duplicate":
            return redirect("postings:edit", done.uid)
    return redirect("postings:hire")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def closing(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How a posting ends: why, and what becomes of everybody whose application is open."""
    posting = editable(request, uid)
    if "discard" in verbs_from(posting.state) and posting.first_seen_at is None:
        return _discard(request, posting)
    if not ENDINGS & verbs_from(posting.state):
        messages.error(request, "This posting is closed already, or was never submitted.")
        return redirect("postings:hire")
    waiting = answering.awaiting_an_answer(posting)
    initial = {"reason": request.GET.get("reason", "")}
    form = ClosingForm(request.POST if request.method == "POST" else None, waiting=waiting, initial=initial)
    if request.method == "POST" and form.is_valid():
        actor: Any = request.user
        try:
            if form.is_filled and "fill" in verbs_from(posting.state):
                services.fill(posting, actor=actor, outcomes=form.outcomes)
            else:
                services.close(posting, actor=actor, reason=form.public_reason, outcomes=form.outcomes)
        except IllegalTransitionError as error:
            form.add_error(None, str(error))
            if isinstance(error, OpenApplicationsError):  # somebody has applied since the page was shown
                form = _with_those_who_came(request, posting, str(error))
        else:
            told = f" {len(waiting)} applicant{'s are' if len(waiting) > 1 else ' is'} told." if waiting else ""
            messages.success(request, f"The posting is closed.{told} You can open it again or copy it.")
            return redirect("postings:hire")
    context = {"posting": posting, "form": form}
    return render(request, "postings/closing.html", context, status=422 if form.is_bound else 200)


def _discard(request: HttpRequest, posting: JobPosting) -> HttpResponse:
    if request.method != "POST":
        return render(request, "postings/discard.html", {"posting": posting})
    actor: Any = request.user
    try:
        services.discard(posting, actor=actor)
    except IllegalTransitionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The draft is thrown away.")
    return redirect("postings:hire")


def _with_those_who_came(request: HttpRequest, posting: JobPosting, why: str) -> ClosingForm:
    form = ClosingForm(request.POST, waiting=answering.awaiting_an_answer(posting))
    form.full_clean()
    form.add_error(None, why)
    return form


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest, uid: UUID) -> HttpResponse:
    """When a posting goes on the board, and what its applicants are asked."""
    posting = editable(request, uid)
    initial = {
        "publish_at": posting.publish_at and timezone.localtime(posting.publish_at),
        "questions": "\n".join(posting.application_questions),
    }
    form = StartForm(request.POST if request.method == "POST" else None, initial=initial)
    may_schedule = "schedule" in verbs_from(posting.state)
    if not may_schedule:
        del form.fields["publish_at"]
    if request.method == "POST" and form.is_valid():
        actor: Any = request.user
        try:
            if may_schedule and "publish_at" in form.changed_data:
                services.schedule(posting, form.cleaned_data["publish_at"], actor=actor)
            applications.ask_applicants(posting, form.cleaned_data["questions"], actor=actor)
        except IllegalTransitionError as error:
            form.add_error("publish_at" if "publish_at" in form.fields else None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("postings:hire")
    context = {"posting": posting, "form": form}
    return render(request, "postings/start.html", context, status=422 if form.is_bound else 200)


WAYS = {"open": "confirm_open", "extend": "renew", "filled": "fill"}


@require_http_methods(["GET", "HEAD", "POST"])
def ways_on(request: HttpRequest, token: str) -> HttpResponse:
    """Of a posting that ends soon: still open, extend, or filled. The link of the letter opens it without signing in; looking
    changes nothing.
    """
    opened = clock.open_link(token)
    if opened is None:
        return render(request, "postings/ways_on.html", {"posting": None}, status=410)
    uid, user_id = opened
    posting = JobPosting.objects.filter(uid=uid).select_related("hiring_organization").first()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if posting is None or user is None:
        return render(request, "postings/ways_on.html", {"posting": None}, status=410)
    context: dict[str, Any] = {"posting": posting, "waiting": len(answering.awaiting_an_answer(posting))}
    status = 200
    if request.method == "POST":
        name = WAYS.get(request.POST.get("way", ""))
        if name is None:
            raise Http404
        verb, message = STEPS[name]
        try:
            verb(posting, actor=user)
        except OpenApplicationsError:
            return redirect("postings:closing", posting.uid)  # who asks for names signs in
        except IllegalTransitionError as error:
            context["refused"], status = str(error), 422
        except PermissionDenied as error:
            context["refused"], status = str(error), 403
        else:
            context["done"] = message
    context["buttons"] = verbs_from(posting.state)
    return render(request, "postings/ways_on.html", context, status=status)
