"""schema.org JobPosting in a page or as bare JSON."""

from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from postings.bounds import text
from postings.sources import values
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, load_loose_json, needed_text, read_items

MOST_NODES = 10_000
MOST_PLACES = 100


def read(payload: bytes) -> Feed:
    page = payload.decode("utf-8-sig", "replace").strip().lstrip("\ufeff")
    blocks = [page] if page[:1] in "[{" else _script_blocks(page)
    postings: list[dict[str, Any]] = []
    for block in blocks:
        try:
            postings += _job_postings(load_loose_json(block, "This is not JSON."))
        except UnreadableError:
            continue  # another script of the page; whether a posting was found is checked below
    if not postings:
        raise UnreadableError("There is no schema.org JobPosting in it.")
    return Feed(*read_items(postings, _posting), is_complete=False)


def _script_blocks(page: str) -> list[str]:
    nodes = LexborHTMLParser(page).css('script[type="application/ld+json"]')
    return [node.text() or "" for node in nodes]


def _job_postings(data: Any) -> Iterator[dict[str, Any]]:
    """Walks lists and ``@graph``; bounded, because a page may be hostile."""
    waiting, seen = [data], 0
    while waiting and seen < MOST_NODES:
        node, seen = waiting.pop(0), seen + 1
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            if any(_kind(name) == "JobPosting" for name in values.listed(node.get("@type"))):
                yield node
            else:
                waiting += [value for value in node.values() if isinstance(value, list | dict)]


def _kind(name: Any) -> str:
    """The name of a type without its vocabulary: "https://schema.org/JobPosting", "schema:JobPosting"."""
    return name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] if isinstance(name, str) else ""


def _posting(item: dict[str, Any]) -> RawPosting | None:
    item.get("@type"), item.get("@context")
    title, url = needed_text(item, "title"), text(item.get("url"))
    identifiers = values.listed(item.get("identifier"))
    identifier = next((found for one in identifiers if (found := _identifier(one))), "")
    pay, said = _pay(item.get("baseSalary"))
    stated = values.object_of(pay.get("value")) or {"value": pay.get("value"), "unitText": pay.get("unitText")}
    places, way = values.split_places(list(_places(item.get("jobLocation"))))
    return RawPosting(
        external_id=identifier or url or title,
        title=title,
        text="\n\n".join(filter(None, (title, values.markup_text(item.get("description")), said))),
        organization=text(item.get("hiringOrganization")),
        url=url,
        apply_url=url,
        locations=places,
        employment_types=values.employment_types(item.get("employmentType")),
        job_location_type=values.workplace(item.get("jobLocationType")) or way,
        min_pay=values.amount(stated.get("minValue") or stated.get("value")),
        max_pay=values.amount(stated.get("maxValue") or stated.get("value")),
        currency=values.currency(pay.get("currency"), stated.get("currency")),
        pay_unit=values.pay_unit(stated.get("unitText")),
        date_posted=values.day_of(item.get("datePosted")),
        valid_through=values.closing_of(item.get("validThrough")),
    )


def _identifier(value: Any) -> str:
    return text(value.get("value")) if isinstance(value, dict) else text(value)


def _pay(value: Any) -> tuple[dict[str, Any], str]:
    """(the amount as fields, else the words that state it)."""
    if isinstance(value, str):
        return {}, f"Salary: {value}" if any(sign.isdigit() for sign in value) else ""
    if isinstance(value, int | float):
        return {"value": value}, ""
    return values.object_of(value), ""


def _places(value: Any) -> Iterator[str]:
    """Each place: its addresses, else its name."""
    for place in values.listed(value)[:MOST_PLACES]:
        addresses = values.listed(place.get("address")) if isinstance(place, dict) else [place]
        named = list(filter(None, map(_address, addresses[:MOST_PLACES])))
        yield from named or filter(None, [text(place)])


def _address(address: Any) -> str:
    if isinstance(address, dict):
        parts = (text(address.get(name)) for name in ("addressLocality", "addressRegion", "addressCountry"))
        return ", ".join(filter(None, parts)) or text(address)
    return text(address)
