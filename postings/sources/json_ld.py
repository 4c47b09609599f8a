"""schema.org JobPosting in a page or as bare JSON."""

from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from postings.bounds import text
from postings.sources.raw_posting import (
    Feed,
    RawPosting,
    UnreadableError,
    day_of,
    load_json,
    money,
    needed_text,
    read_items,
    text_of,
)

TYPES = frozenset({"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"})
UNITS = frozenset({"HOUR", "DAY", "WEEK", "MONTH", "YEAR"})
MOST_NODES = 10_000


def read(payload: bytes) -> Feed:
    page = payload.decode("utf-8-sig", "replace").strip()
    blocks = [page] if page[:1] in "[{" else _script_blocks(page)
    postings: list[dict[str, Any]] = []
    for block in blocks:
        try:
            postings += _job_postings(load_json(block, "This is not JSON."))
        except UnreadableError:
            continue  # another script of the page; whether a posting was found is checked below
    if not postings:
        raise UnreadableError("There is no schema.org JobPosting in it.")
    return Feed(*read_items(postings, _posting), is_complete=False)


def _script_blocks(page: str) -> list[str]:
    nodes = LexborHTMLParser(page).css('script[type="application/ld+json"]')
    return [(node.text() or "").strip().removeprefix("<!--").removesuffix("-->") for node in nodes]


def _job_postings(data: Any) -> Iterator[dict[str, Any]]:
    """Walks lists and ``@graph``; bounded, because a page may be hostile."""
    waiting, seen = [data], 0
    while waiting and seen < MOST_NODES:
        node, seen = waiting.pop(0), seen + 1
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            kinds = node.get("@type")
            if "JobPosting" in (kinds if isinstance(kinds, list) else [kinds]):
                yield node
            else:
                waiting += [value for value in node.values() if isinstance(value, list | dict)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _posting(item: dict[str, Any]) -> RawPosting:
    title, url = needed_text(item, "title"), text(item.get("url"))
    identifier = item.get("identifier")
    if isinstance(identifier, dict):
        identifier = identifier.get("value")
    pay = item.get("baseSalary")
    pay = pay if isinstance(pay, dict) else {}
    stated = pay.get("value")
    value: dict[str, Any] = stated if isinstance(stated, dict) else {"value": stated}
    unit = text(value.get("unitText")).upper()
    return RawPosting(
        external_id=text(identifier) or url or title,
        title=title,
        text=f"{title}\n\n{text_of(text(item.get('description')))}",
        organization=text(item.get("hiringOrganization")),
        url=url,
        apply_url=url,
        locations=tuple(filter(None, map(_place, _listed(item.get("jobLocation"))))),
        employment_types=tuple(kind for kind in map(text, _listed(item.get("employmentType"))) if kind in TYPES),
        job_location_type="TELECOMMUTE" if text(item.get("jobLocationType")) == "TELECOMMUTE" else None,
        min_pay=money(value.get("minValue") or value.get("value")),
        max_pay=money(value.get("maxValue") or value.get("value")),
        currency=text(pay.get("currency")) or None,
        pay_unit=unit if unit in UNITS else None,
        date_posted=day_of(item.get("datePosted")),
        valid_through=day_of(item.get("validThrough")),
    )


def _place(place: Any) -> str:
    address = place.get("address") if isinstance(place, dict) else place
    if isinstance(address, list):
        address = address[0] if address else ""
    if isinstance(address, dict):
        parts = (text(address.get(name)) for name in ("addressLocality", "addressRegion", "addressCountry"))
        return ", ".join(filter(None, parts))
    return text(address)
