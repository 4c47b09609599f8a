"""Personio's XML (``/xml?language=``): ready-made sections; a name is the title and, below them, a heading."""

import io
from typing import Any

from postings.sources import values
from postings.sources.boards import joined_prose
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError
from postings.sources.streams import FeedStream
from postings.sources.xml_items import Element, read_elements


def read(payload: bytes) -> Feed:
    items = read_elements(io.BytesIO(payload), "position", roots=("workzag-jobs",))
    return FeedStream(items, _posting).collected()


def _posting(item: Any) -> RawPosting | None:
    element: Element = item
    title, own_id = values.plain(element.text("name")), element.text("id")
    if not title or not own_id:
        raise UnreadableError("It has no name." if own_id else "It has no id.")
    sections = [part for group in element.all("jobDescriptions") for part in group.all("jobDescription")]
    parts = [text for part in sections for text in (part.text("name"), part.text("value"))]
    others = [office.text() for group in element.all("additionalOffices") for office in group.all("office")]
    places, way = values.split_places([element.text("office"), *others])
    kinds = [element.text("employmentType"), element.text("schedule")]
    return RawPosting(
        external_id=own_id,
        title=title,
        text=joined_prose(title, *parts),
        organization=element.text("subcompany"),
        locations=places,
        employment_types=values.employment_types(kinds),
        job_location_type=way,
        date_posted=values.day_of(element.text("createdAt")),
    )
