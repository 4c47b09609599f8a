"""The XML feed that Indeed and most gatherers take: ``<source><job>`` with literal characters in CDATA."""

import io
from typing import Any, BinaryIO

from postings.sources import values
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError
from postings.sources.streams import FeedStream
from postings.sources.xml_items import Element, read_elements

READ = frozenset(
    {
        "title", "date", "referencenumber", "url", "company", "city", "state", "country", "description", "salary",
        "jobtype", "remotetype", "expirationdate",
    }
)  # fmt: skip
LONGEST_EXTRA = 1000


def read(payload: bytes) -> Feed:
    return stream(io.BytesIO(payload)).collected()


def stream(file: BinaryIO) -> FeedStream:
    """The feed while it is read, so that its length costs no memory."""
    return FeedStream(read_elements(file, "job", roots=("source",)), _posting)


def _posting(job: Any) -> RawPosting | None:
    element: Element = job
    title = values.plain(element.text("title"))
    if not title:
        raise UnreadableError("It has no title.")
    link = element.text("url")
    number = element.text("referencenumber") or link
    if not number:
        raise UnreadableError("It has neither a referencenumber nor a url.")
    place = ", ".join(filter(None, (element.text(name) for name in ("city", "state", "country"))))
    places, way = values.split_places(place)
    pay = element.text("salary")
    body = values.markup_text(element.text("description"))
    return RawPosting(
        external_id=number,
        title=title,
        text="\n\n".join(filter(None, (title, body, f"Salary: {pay}" if pay else ""))),
        organization=element.text("company"),
        url=link,
        apply_url=link,
        locations=places,
        employment_types=values.employment_types(element.text("jobtype")),
        job_location_type=values.workplace(element.text("remotetype")) or way,
        date_posted=values.day_of(element.text("date")),
        valid_through=values.closing_of(element.text("expirationdate")),
        extra={
            child.name[:100]: child.text()[:LONGEST_EXTRA]
            for child in element.children
            if child.name not in READ and child.text()
        },
    )
