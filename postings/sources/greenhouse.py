"""Greenhouse's job board API with ``content=true``. The HTML is escaped once as a whole."""

from typing import Any

from postings.bounds import text
from postings.sources import values
from postings.sources.raw_posting import (
    Feed,
    RawPosting,
    UnreadableError,
    load_json,
    needed_text,
    read_items,
    text_of,
    unescape_once,
)

UNREADABLE = "A Greenhouse board is JSON with a list under “jobs”."


def read(payload: bytes) -> Feed:
    board = load_json(payload, UNREADABLE)
    items = board.get("jobs") if isinstance(board, dict) else None
    if not isinstance(items, list):
        raise UnreadableError(UNREADABLE)
    total = values.object_of(board.get("meta")).get("total")
    return Feed(*read_items(items, _posting), is_complete=total is None or total == len(items))


def _posting(item: dict[str, Any]) -> RawPosting | None:
    if item.get("internal_job_id") is None:
        return None  # a post for prospects, not a job
    title = needed_text(item, "title")
    places, way = values.split_places(item.get("location"))
    offices = values.objects(item.get("offices"))
    if not places:
        places, _ = values.split_places(offices)
    pay = values.object_of(item.get("pay_input_ranges"))
    low, high = values.amount(pay.get("min_cents")), values.amount(pay.get("max_cents"))
    link = text(item.get("absolute_url"))
    return RawPosting(
        external_id=needed_text(item, "id"),
        title=title,
        text=f"{title}\n\n{text_of(unescape_once(text(item.get('content'))))}",
        organization=text(item.get("company_name")),
        url=link,
        apply_url=link,
        locations=places,
        job_location_type=way,
        min_pay=low / 100 if low else None,
        max_pay=high / 100 if high else None,
        currency=values.currency(pay.get("currency_type")),
        date_posted=values.day_of(item.get("first_published")),
        valid_through=values.closing_of(item.get("application_deadline")),
    )
