"""The people of an organization: its team, invitations to it, and requests to act for it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import claims, permissions
from accounts import team as teams
from accounts.forms import ClaimForm, InvitationForm
from accounts.models import Membership, Organization, OrganizationClaim

STATUS_OF = {"unknown": 404, "foreign": 403, "expired": 410}


@require_safe
@login_required
def team(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _team_page(request, _own(request, uid), InvitationForm())


@require_POST
@login_required
def invite(request: HttpRequest, uid: UUID) -> HttpResponse:
    organization = _own(request, uid)
    form = InvitationForm(request.POST)
    if form.is_valid():
        try:
            teams.invite(organization, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error("email", error)
        else:
            messages.success(request, f"The invitation is on its way to {form.cleaned_data['email']}.")
            return redirect("accounts:team", uid)
    return _team_page(request, organization, form, status=422)


@require_POST
@login_required
def take_back_invitation(request: HttpRequest, uid: UUID, invitation: UUID) -> HttpResponse:
    pending = get_object_or_404(_own(request, uid).invitations, uid=invitation)
    teams.take_back_invitation(pending, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, f"The invitation of {pending.email} is taken back; its link opens nothing any more.")
    return redirect("accounts:team", uid)


@require_POST
@login_required
def change_role(request: HttpRequest, uid: UUID, member: int) -> HttpResponse:
    role = request.POST.get("role", "")
    verb = partial(teams.change_role, role=role)
    return _with_member(request, uid, member, verb, "The role is changed.")


@require_POST
@login_required
def hand_over(request: HttpRequest, uid: UUID, member: int) -> HttpResponse:
    done = "The organization has a new owner; you are a recruiter now."
    return _with_member(request, uid, member, teams.hand_over, done)


@require_POST
@login_required
def remove_member(request: HttpRequest, uid: UUID, member: int) -> HttpResponse:
    done = "The person does not belong to the organization any more."
    return _with_member(request, uid, member, teams.remove_member, done)


@require_POST
@login_required
def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    organization = _own(request, uid)
    try:
        teams.leave(organization, user=request.user, close_down=request.POST.get("close_down") == "1")  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("accounts:team", uid)
    messages.success(request, f"You have left {organization}.")
    return redirect("postings:hire")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What an invitation is for, and the button that accepts it; opening the link changes nothing."""
    context: dict[str, Any] = {"token": token}
    try:
        if request.method == "POST":
            organization = teams.accept_invitation(token, user=request.user)  # type: ignore[arg-type]
            messages.success(request, f"You belong to {organization} now.")
            return redirect("postings:hire")
        context["invitation"] = teams.find_invitation(token, request.user)  # type: ignore[arg-type]
        status = 200
    except teams.InvitationRefusedError as error:
        context["refusal"], status = str(error), STATUS_OF[error.why]
    response = render(request, "accounts/invitation.html", context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def claim(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask to act for an organization that is here already."""
    organization = get_object_or_404(Organization, uid=uid)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = claims.claim_organization(request.user, organization, message=form.cleaned_data["message"])  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if made.state == OrganizationClaim.State.GRANTED:
                messages.success(request, f"You act for {organization} now. {made.reason}")
            else:
                messages.success(request, "A moderator will look at your request; we mail you the answer.")
            return redirect("postings:hire")
    context = {
        "organization": organization,
        "form": form,
        "may_claim": permissions.may_claim(request.user, organization),
        "has_owner": organization.memberships.filter(role=Membership.Role.OWNER).exists(),
    }
    return render(request, "accounts/claim.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw_claim(request: HttpRequest, uid: UUID) -> HttpResponse:
    claim = get_object_or_404(OrganizationClaim, uid=uid, user=request.user)
    try:
        claims.withdraw_claim(claim, actor=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Your request is taken back.")
    return redirect("postings:hire")


def _own(request: HttpRequest, uid: UUID) -> Organization:
    """One of the person's organizations; another's is like one that does not exist."""
    return get_object_or_404(Organization.objects.filter(memberships__user=request.user), uid=uid)  # type: ignore[misc]


def _with_member(request: HttpRequest, uid: UUID, member: int, verb: Callable[..., None], done: str) -> HttpResponse:
    membership = get_object_or_404(_own(request, uid).memberships.select_related("organization", "user"), pk=member)
    try:
        verb(membership, actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("accounts:team", uid)


def _team_page(
    request: HttpRequest, organization: Organization, form: InvitationForm, *, status: int = 200
) -> HttpResponse:
    members = list(organization.memberships.select_related("user").order_by("created_at", "pk"))
    own = next(member for member in members if member.user_id == request.user.pk)
    context = {
        "organization": organization,
        "members": members,
        "own": own,
        "may_manage": permissions.may_manage_team(request.user, organization),
        "is_last_owner": teams.is_last_owner(own) or len(members) == 1,
        "roles": Membership.Role.choices,
        "invitations": organization.invitations.all(),
        "form": form,
    }
    return render(request, "accounts/team.html", context, status=status)
