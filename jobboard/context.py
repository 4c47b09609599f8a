from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame shows."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "local": settings.LOCAL,
        "demo": settings.DEMO,
        "announcement": settings.BOARD_ANNOUNCEMENT,
        "announcement_url": settings.BOARD_ANNOUNCEMENT_URL,
        "accent": settings.BOARD_ACCENT,
    }
