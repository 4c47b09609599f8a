"""Draws a part of a page that belongs to an app above."""

from typing import Any

from django import template
from django.template.context import Context

from accounts.page_parts import template_of

register = template.Library()


@register.simple_tag(takes_context=True)
def part(context: Context, name: str, /, **values: Any) -> str:
    """Like ``include … with``, of the template registered for ``name``; nothing while none is registered."""
    template_name = template_of(name)
    if template_name is None:
        return ""
    assert context.template is not None, "a tag is rendered by a template"  # noqa: S101  Django's contract
    with context.push(**values):
        return context.template.engine.get_template(template_name).render(context)
