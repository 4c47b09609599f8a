"""Lists of openings as student communities keep them: a bare JSON list with ``company_name``, ``title``, ``active``, ``url``.

They have no text of the job; ours is what their fields say. ``active: false`` is the source's own word that one has closed.
"""

from typing import Any

from postings.bounds import text
from postings.sources import values
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, load_json, needed_text, read_items

UNREADABLE = "A list of openings is a JSON list."


def read(payload: bytes) -> Feed:
    items = load_json(payload, UNREADABLE)
    if not isinstance(items, list):
        raise UnreadableError(UNREADABLE)
    closed = frozenset(text(item.get("id")) for item in values.objects(items) if _is_over(item)) - {""}
    postings, refused = read_items(items, _posting)
    return Feed(postings, refused, closed=closed - {raw.external_id for raw in postings})


def _is_over(item: dict[str, Any]) -> bool:
    return item.get("active") is False or item.get("is_visible") is False


def _posting(item: dict[str, Any]) -> RawPosting | None:
    if _is_over(item):
        return None
    title, employer, link = needed_text(item, "title"), needed_text(item, "company_name"), text(item.get("url"))
    places, way = values.split_places(item.get("locations"))
    terms, sponsorship = ", ".join(values.texts(item.get("terms"))), text(item.get("sponsorship"))
    lines = [title, employer, "; ".join(values.texts(item.get("locations"))), f"Term: {terms}" if terms else ""]
    if sponsorship not in ("", "Other"):
        lines.append(f"Visa: {sponsorship}.")
    return RawPosting(
        external_id=needed_text(item, "id"),
        title=title,
        text="\n\n".join(filter(None, lines)),
        organization=employer,
        url=link,
        apply_url=link,
        locations=places,
        job_location_type=way,
        date_posted=values.day_of(item.get("date_posted")),
    )
