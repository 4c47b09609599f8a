"""Which organization a name means, how a person founds one, and what its page says."""

from collections.abc import Sequence
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Case, Exists, OuterRef, When
from django.utils.text import slugify

from accounts import bans, permissions
from accounts.images import Picture
from accounts.models import Membership, Organization, OrganizationAlias, User, name_key

ATTEMPTS = 20  # how often others may take the address that we chose, before that is an error


class NameTakenError(ValidationError):
    """Organizations of this name are here already. The person chooses: ask to join one, or found a separate one."""

    def __init__(self, organizations: Sequence[Organization]) -> None:
        super().__init__("There is an organization of this name already.")
        self.organizations = organizations


def resolve_organization(name: str, *, registered: Organization | None = None) -> Organization:
    """The organization that a feed, a file or a foreign text means by this name.

    In this order:

    1. ``registered``, the organization that a moderator has set for the source, whatever the text says;
    2. of those whose name has the same key, a verified one, then an imported one, the oldest first;
    3. the same among those with an alias of that key;
    4. a new imported one.

    An unverified organization that a member founded is in none of them: whoever founds a name does not come by what
    others write under it. A blocked one stays in its place, so that a new import does not undo the block.
    Raises ValidationError where the name has no letter or digit.
    """
    if registered is not None:
        return registered
    name = _tidied(name)
    if not name_key(name):
        raise ValidationError("An organization needs a name.")
    for _ in range(ATTEMPTS):
        slug = _free_slug(name)  # before we look: whoever makes it between takes the slug, and we look again
        existing = _meant_by(name)
        if existing is not None:
            return existing
        made = _create(name, slug, origin=Organization.Origin.IMPORTED)
        if made is not None:
            return made
    raise RuntimeError(f"No free address for an organization called {name}.")


def _meant_by(name: str) -> Organization | None:
    key = name_key(name)
    known = Organization.objects.joinable_by_sources().order_by(
        Case(When(is_verified=True, then=0), default=1), Case(When(origin="imported", then=0), default=1), "pk"
    )
    aliases = OrganizationAlias.objects.filter(name_key=key).values("organization")
    return known.filter(name_key=key).first() or known.filter(pk__in=aliases).first()


def organizations_named(name: str) -> list[Organization]:
    """All of this name or alias, however it is spelled; blocked ones and ones that nobody verified included."""
    return list(Organization.objects.named(name).order_by("pk"))


def shares_name(path: str = "") -> Exists:
    """Whether another organization bears the same name, for annotating rows from which ``path`` leads to theirs."""
    key, pk = (f"{path}__name_key", path) if path else ("name_key", "pk")
    return Exists(Organization.objects.filter(name_key=OuterRef(key)).exclude(pk=OuterRef(pk)))


def found_organization(user: User, name: str, url: str = "", *, separate: bool = False) -> Organization:
    """A person starts hiring: a new, unverified organization that they own.

    Where the name exists, under whatever spelling, state or origin, NameTakenError names those that bear it. With
    ``separate`` a second organization of the name is made; it has no part in the postings or applicants of the others.
    """
    if not permissions.may_found(user):
        raise PermissionDenied
    if why := bans.refusal(user=user):
        raise ValidationError(why)
    name = _tidied(name)
    if not name_key(name):
        raise ValidationError("Write the name of your organization.")
    same = organizations_named(name)
    own = Membership.objects.filter(user=user, organization__in=same).select_related("organization").first()
    if own is not None:
        raise ValidationError(f"You belong to {own.organization} already.")
    if same and not separate:
        raise NameTakenError(same)
    with transaction.atomic():
        for _ in range(ATTEMPTS):
            made = _create(name, _free_slug(name), origin=Organization.Origin.FOUNDED, url=url)
            if made is not None:
                Membership.objects.create(organization=made, user=user, role=Membership.Role.OWNER)
                return made
    raise RuntimeError(f"No free address for an organization called {name}.")


def _tidied(name: str) -> str:
    return " ".join(name.split())[:200]


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:200] or "organization"
    taken = set(Organization.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _create(name: str, slug: str, *, origin: str, url: str = "") -> Organization | None:
    """None where somebody has taken the slug meanwhile."""
    try:
        with transaction.atomic():
            return Organization.objects.create(name=name, slug=slug, origin=origin, url=url)
    except IntegrityError:
        if Organization.objects.filter(slug=slug).exists():
            return None
        raise


def save_profile(
    organization: Organization,
    *,
    actor: User,
    url: str,
    overview: str,
    benefits: Sequence[str],
    links: Sequence[str],
    logo: Picture | None = None,
    removes_logo: bool = False,
) -> None:
    """What the page of an organization says of it. Its name and standing are not among it."""
    if not permissions.may_edit_profile(actor, organization):
        raise PermissionDenied
    former = organization.logo.name if organization.logo else ""
    organization.url, organization.employer_overview = url, overview
    organization.benefits, organization.same_as = list(benefits), list(links)
    if logo is not None:
        organization.logo.save(f"logo.{logo.ending}", ContentFile(logo.data), save=False)
    elif removes_logo:
        organization.logo = ""
    with transaction.atomic():
        organization.save()
        if former and former != organization.logo.name:
            transaction.on_commit(partial(organization.logo.storage.delete, former))
