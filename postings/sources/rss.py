"""RSS 2.0 and Atom. A news feed shows the latest items alone, so what is absent from it has not closed."""

import io
from dataclasses import replace
from typing import Any

from postings.sources import values
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError
from postings.sources.streams import FeedStream
from postings.sources.xml_items import Element, read_elements


def read(payload: bytes) -> Feed:
    items = read_elements(io.BytesIO(payload), "item", "entry", roots=("rss", "feed", "RDF"))
    return replace(FeedStream(items, _posting).collected(), is_complete=False)


def _posting(item: Any) -> RawPosting | None:
    element: Element = item
    title = values.plain(element.text("title"))
    if not title:
        raise UnreadableError("It has no title.")
    link = element.text("link") or _atom_link(element)
    own_id = element.text("guid") or element.text("id") or link
    if not own_id:
        raise UnreadableError("It has neither a guid nor a link.")
    body = next(filter(None, map(element.text, ("content_encoded", "content", "description", "summary"))), "")
    posted = next(filter(None, map(element.text, ("pubDate", "published", "updated"))), "")
    return RawPosting(
        external_id=own_id,
        title=title,
        text=f"{title}\n\n{values.markup_text(body)}",
        url=link,
        apply_url=link,
        date_posted=values.day_of(posted),
    )


def _atom_link(element: Element) -> str:
    links = element.all("link")
    return next(
        (link.attributes.get("href", "") for link in links if link.attributes.get("rel", "alternate") == "alternate"),
        "",
    )
