"""Lever's public postings: a bare JSON list, the same from its European host (api.eu.lever.co)."""

from typing import Any

from postings.bounds import text
from postings.sources import values
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, load_json, needed_text, read_items


def read(payload: bytes) -> Feed:
    items = load_json(payload, "This is not JSON.")
    if not isinstance(items, list):
        raise UnreadableError("A Lever feed is a list of postings.")
    return Feed(*read_items(items, _posting))


def _posting(item: dict[str, Any]) -> RawPosting | None:
    categories, pay = values.object_of(item.get("categories")), values.object_of(item.get("salaryRange"))
    title = needed_text(item, "text")
    parts = [title, _body(item)]
    for section in values.objects(item.get("lists")):
        parts += [text(section.get("text")), values.markup_text(f"<ul>{text(section.get('content'))}</ul>")]
    parts += [_prose(item, "salaryDescription"), _prose(item, "additional")]
    places, way = values.split_places(categories.get("allLocations") or categories.get("location"))
    return RawPosting(
        external_id=needed_text(item, "id"),
        title=title,
        text="\n\n".join(filter(None, parts)),
        url=text(item.get("hostedUrl")),
        apply_url=text(item.get("applyUrl")),
        locations=places,
        employment_types=values.employment_types(categories.get("commitment")),
        job_location_type=values.workplace(item.get("workplaceType")) or way,
        min_pay=values.amount(pay.get("min")),
        max_pay=values.amount(pay.get("max")),
        currency=values.currency(pay.get("currency")),
        pay_unit=values.pay_unit(pay.get("interval")),
        date_posted=values.day_of(item.get("createdAt")),
    )


def _body(item: dict[str, Any]) -> str:
    """The description, or the opening and the body that it is made of where a posting has these alone."""
    whole = _prose(item, "description")
    parts = (_prose(item, "opening"), _prose(item, "descriptionBody"))
    return whole or "\n\n".join(filter(None, parts))


def _prose(item: dict[str, Any], name: str) -> str:
    """A text that Lever gives plain and as HTML; the lines of either are the same."""
    plain, markup = text(item.get(f"{name}Plain")), item.get(name)
    return plain or values.markup_text(markup)
