"""A board of one's own: its name, its contact, its first administrator, and its pages of words."""

import getpass
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email

from accounts.models import SitePage, User

PAGES = {
    "terms": ("Terms", """\
# What this board is
Employers post jobs here, moderators look at each of them, and candidates see how their resume fits. Using the board costs nothing.

# What we ask of employers
Post only jobs that exist and that you may fill. State what you know and leave out what you do not. We take down what misleads, discriminates or asks people for money.

# What we ask of candidates
Upload only your own resume. What a match says is arithmetic over two texts, not a decision about you.

# What nobody may do
Collect other people's data from here, send mail to people who did not ask for it, or try to break the service.
"""),
    "privacy": ("Privacy", """\
# Without an account
A resume you drop here without an account is read and matched within your visit. Between pages the server keeps it sealed under a key that only your browser holds, for at most two hours, and forgets it at once when you press Remove.

# With an account
Your resume, what was read from it and your matches are stored until you delete them or your account. Deleting is immediate and takes everything that was derived with it.

# Who sees it
Employers see your resume only when you apply to them. They never see a score; they can see which line of the resume that you sent meets which requirement, and you see when they looked. Your name, age, gender, nationality, address and school never enter matching.

# No third parties
Pages load nothing from other sites. There are no trackers, and mail carries no pixels.
"""),
    "contact": ("Contact", """\
Write to the people who run this board at the address at the foot of every page. Report a posting with the link on its page; a moderator looks at every report.
"""),
    "accessibility": ("Accessibility", """\
Every page works with a keyboard, without JavaScript, in light and dark, and down to 320 pixels. A score is never shown by colour alone. If something stands in your way, tell us.
"""),
}  # fmt: skip


def write_pages() -> None:
    """The pages every board needs, where the operator has not written them yet."""
    for position, (slug, (title, body)) in enumerate(PAGES.items()):
        SitePage.objects.get_or_create(slug=slug, defaults={"title": title, "body": body, "position": position})


def needs_founding() -> bool:
    return not User.objects.filter(is_superuser=True).exists()


def found_board(say: Callable[[str], object]) -> User:
    """Ask for what a board needs, or take it from SITE_NAME, CONTACT_EMAIL, ADMIN_EMAIL and ADMIN_PASSWORD."""
    name = _ask("SITE_NAME", "Name of your board: ")
    contact = _ask("CONTACT_EMAIL", "Contact e-mail, shown on every page: ")
    email = _ask("ADMIN_EMAIL", "E-mail of the first administrator: ")
    password = os.environ.get("ADMIN_PASSWORD") or (
        getpass.getpass("Password (12 characters or more): ") if _tty() else ""
    )
    try:
        validate_email(contact)
        validate_email(email)
        validate_password(password)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    board = Path(settings.DATA_DIR) / "board.json"
    board.write_text(json.dumps({"name": name, "contact": contact}))
    admin = User.objects.create_superuser(email, password)
    verify_email(admin)
    say(f"{name} is founded. Sign in as {email}.")
    return admin


def verify_email(user: User) -> None:
    """The operator vouches for this address."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def _tty() -> bool:
    return sys.stdin.isatty()


def _ask(variable: str, question: str) -> str:
    value = os.environ.get(variable) or (input(question).strip() if _tty() else "")
    if not value:
        raise CommandError(
            "A board of your own needs SITE_NAME, CONTACT_EMAIL, ADMIN_EMAIL and ADMIN_PASSWORD; "
            f"{variable} is missing. Set it, or run this in a terminal to be asked."
        )
    return value
