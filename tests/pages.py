"""What a person finds on a page."""

import html
import re

from django.test import Client


def link_on(client: Client, page: str, part: str) -> str:
    """The address of the first link on ``page`` that holds ``part``, as a browser would follow it."""
    content = client.get(page).content.decode()
    found = re.search(rf'href="([^"]*{re.escape(part)}[^"]*)"', content)
    assert found, f"no link with {part} on {page}"
    return html.unescape(found[1])
