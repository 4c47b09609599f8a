"""Who may do what with organizations and their teams. Services ask here and raise PermissionDenied."""

from typing import TYPE_CHECKING

from accounts.models import EDITING_ROLES, Membership, Organization, OrganizationClaim

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def may_found(user: "User | AnonymousUser") -> bool:
    """Anybody with an account. A name that exists already gives no right over what bears it."""
    return user.is_authenticated and user.is_active


def may_claim(user: "User | AnonymousUser", organization: Organization) -> bool:
    """Anybody with an account who does not belong to it. To claim is to ask."""
    return may_found(user) and not may_see_team(user, organization)


def may_see_team(user: "User | AnonymousUser", organization: Organization) -> bool:
    return (
        user.is_authenticated
        and user.is_active
        and Membership.objects.filter(user=user, organization=organization).exists()
    )


def may_manage_team(user: "User | AnonymousUser", organization: Organization) -> bool:
    """Owners invite, remove, change roles and hand over; nobody else does, moderators included."""
    return (
        user.is_authenticated
        and user.is_active
        and Membership.objects.filter(user=user, organization=organization, role=Membership.Role.OWNER).exists()
    )


def may_edit_profile(user: "User | AnonymousUser", organization: Organization) -> bool:
    """Whoever posts for it says what its page shows."""
    return (
        user.is_authenticated
        and user.is_active
        and Membership.objects.filter(user=user, organization=organization, role__in=sorted(EDITING_ROLES)).exists()
    )


def may_withdraw_claim(user: "User | AnonymousUser", claim: OrganizationClaim) -> bool:
    return user.is_authenticated and claim.user_id == user.pk


def may_decide_claim(user: "User | AnonymousUser", claim: OrganizationClaim) -> bool:
    """Moderators, except on what they ask for themselves."""
    may_moderate = user.is_active and user.is_staff and user.has_perm("accounts.change_organizationclaim")
    return may_moderate and claim.user_id != user.pk


def may_remove_members(user: "User | AnonymousUser") -> bool:
    """Moderators, from any organization."""
    return user.is_active and user.is_staff and user.has_perm("accounts.delete_membership")


def may_ban(user: "User | AnonymousUser") -> bool:
    """Moderators."""
    return user.is_active and user.is_staff and user.has_perm("accounts.add_ban")
