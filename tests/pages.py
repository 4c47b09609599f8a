"""What a person finds on a page and in the mail."""

import re

from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from accounts import outbox

# What search engines read of a posting.
STRUCTURED_DATA = 'script[type="application/ld+json"]'


def link_on(client: Client, page: str, part: str) -> str:
    """The address of the first link on ``page`` that holds ``part``, as a browser would follow it."""
    links = values_of(client.get(page).content.decode(), f'a[href*="{part}"]', "href")
    assert links, f"no link with {part} on {page}"
    return links[0]


def words_of(html: str) -> str:
    """What a page says: its text without the tags, each run of white space one blank."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def texts_of(html: str, selector: str) -> list[str]:
    """What each element that ``selector`` (CSS) names says, each run of white space one blank."""
    return [" ".join(node.text().split()) for node in LexborHTMLParser(html).css(selector)]


def values_of(html: str, selector: str, attribute: str) -> list[str]:
    """What ``attribute`` holds of each element that ``selector`` (CSS) names; an element without it is not among them."""
    attributes = [node.attributes for node in LexborHTMLParser(html).css(selector)]
    return [named[attribute] or "" for named in attributes if attribute in named]


def sent_letters() -> list[EmailMessage]:
    """All letters so far, after the worker has sent what waits. Emptying the list forgets them."""
    outbox.send_due_mail()
    return mail.outbox
