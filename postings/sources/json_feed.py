"""JSON Feed 1 and 1.1. It shows the latest items alone, so what is absent from it has not closed."""

from typing import Any

from postings.bounds import text
from postings.sources import values
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, load_json, needed_text, read_items

UNREADABLE = "A JSON Feed is JSON with a “version” of jsonfeed.org and a list under “items”."


def read(payload: bytes) -> Feed:
    feed = load_json(payload, UNREADABLE)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in text(feed.get("version")):
        raise UnreadableError(UNREADABLE)
    return Feed(*read_items(items, _posting), is_complete=False)


def _posting(item: dict[str, Any]) -> RawPosting | None:
    title, link = needed_text(item, "title"), text(item.get("url"))
    markup, plain = item.get("content_html"), text(item.get("content_text"))
    return RawPosting(
        external_id=needed_text(item, "id"),
        title=title,
        text=f"{title}\n\n{values.markup_text(markup) or plain}",
        url=link,
        apply_url=link,
        date_posted=values.day_of(item.get("date_published")),
    )
