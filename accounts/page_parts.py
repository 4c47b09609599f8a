"""Parts of a page that an app above draws: the page names the part, the app above registers the template for it."""

_templates: dict[str, str] = {}


def register_part(name: str, template: str) -> None:
    """In ``ready()`` of the app that has the template. The last one registered draws the part."""
    _templates[name] = template


def template_of(name: str) -> str | None:
    """None while no app draws this part; the page then goes without it."""
    return _templates.get(name)
