"""Teamtailor's ``jobs.rss``: places are children of ``tt:locations``; one job in several towns may be several items."""

import io
from typing import Any

from postings.sources import values
from postings.sources.boards import joined_place, joined_prose
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError
from postings.sources.streams import FeedStream
from postings.sources.xml_items import Element, read_elements

ITEMS_A_PAGE = 100
NOT_REMOTE = ("", "none", "temporary")


def read(payload: bytes) -> Feed:
    items = read_elements(io.BytesIO(payload), "item", roots=("rss",))
    feed = FeedStream(items, _posting).collected()
    is_whole = feed.is_complete and len(feed.postings) + len(feed.refused) < ITEMS_A_PAGE
    return Feed(feed.postings, feed.refused, is_complete=is_whole)


def _posting(item: Any) -> RawPosting | None:
    element: Element = item
    title, link = values.plain(element.text("title")), element.text("link")
    own_id = element.text("guid") or link
    if not title or not own_id:
        raise UnreadableError("It has no title." if own_id else "It has neither a guid nor a link.")
    named = [
        joined_place(place.text("city") or place.text("name"), place.text("country"))
        for group in element.all("locations")
        for place in group.all("location")
    ]
    places, way = values.split_places(list(filter(None, named)))
    remote = element.text("remoteStatus")
    return RawPosting(
        external_id=own_id,
        title=title,
        text=joined_prose(title, element.text("description")),
        url=link,
        apply_url=link,
        locations=places,
        job_location_type=way if remote in NOT_REMOTE else values.workplace(remote),
        date_posted=values.day_of(element.text("pubDate")),
    )
