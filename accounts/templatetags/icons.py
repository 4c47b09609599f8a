"""An icon as a tag, for lists that draw many: what ``_icon.html`` draws, without a template of its own."""

from functools import lru_cache

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    return _drawn(name)


@lru_cache(maxsize=256)
def _drawn(name: str) -> SafeString:
    """The address of the sheet changes with its content alone, and so with the next start."""
    sheet = staticfiles_storage.url("img/icons.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sheet, name)
