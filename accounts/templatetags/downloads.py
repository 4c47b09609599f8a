"""Links to files in templates."""

from typing import Any

from django import template

from accounts.downloads import sign

register = template.Library()


@register.simple_tag(takes_context=True)
def download_key(context: dict[str, Any], uid: object) -> str:
    """The part of an address that opens the file to the person who looks at this page, for a few minutes."""
    return sign(context["user"], uid)
