"""schema.org JobPosting in a page or as bare JSON."""

import json
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, day_of, money, text_of

TYPES = frozenset({"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"})
UNITS = frozenset({"HOUR", "DAY", "WEEK", "MONTH", "YEAR"})
MOST_NODES = 10_000


def read(payload: bytes) -> Feed:
    text = payload.decode("utf-8", "replace").strip()
    blocks = [text] if text[:1] in "[{" else _script_blocks(text)
    found: list[dict[str, Any]] = []
    for block in blocks:
        try:
            found += _job_postings(json.loads(block, strict=False))
        except ValueError:
            continue  # another script of the page; whether a posting was found is checked below
    if not found:
        raise UnreadableError("There is no schema.org JobPosting in it.")
    postings, refused = [], []
    for number, item in enumerate(found):
        try:
            postings.append(_posting(item))
        except (KeyError, TypeError, AttributeError) as error:
            refused.append((f"item {number}", f"{type(error).__name__}: {error}"))
    return Feed(tuple(postings), tuple(refused), is_complete=False)


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
    identifier = item.get("identifier")
    if isinstance(identifier, dict):
        identifier = identifier.get("value")
    organization = item.get("hiringOrganization")
    if isinstance(organization, dict):
        organization = organization.get("name")
    pay = item.get("baseSalary")
    pay = pay if isinstance(pay, dict) else {}
    stated = pay.get("value")
    value: dict[str, Any] = stated if isinstance(stated, dict) else {"value": stated}
    unit = str(value.get("unitText") or "").upper()
    return RawPosting(
        external_id=str(identifier or item.get("url") or item["title"]),
        title=item["title"],
        text=f"{item['title']}\n\n{text_of(str(item.get('description') or ''))}",
        organization=str(organization or ""),
        url=str(item.get("url") or ""),
        apply_url=str(item.get("url") or ""),
        locations=tuple(filter(None, map(_place, _listed(item.get("jobLocation"))))),
        employment_types=tuple(kind for kind in _listed(item.get("employmentType")) if kind in TYPES),
        job_location_type="TELECOMMUTE" if item.get("jobLocationType") == "TELECOMMUTE" else None,
        min_pay=money(value.get("minValue") or value.get("value")),
        max_pay=money(value.get("maxValue") or value.get("value")),
        currency=pay.get("currency"),
        pay_unit=unit if unit in UNITS else None,
        date_posted=day_of(item.get("datePosted")),
        valid_through=day_of(item.get("validThrough")),
    )


def _place(place: Any) -> str:
    address = place.get("address") if isinstance(place, dict) else place
    if isinstance(address, dict):
        country = address.get("addressCountry")
        country = country.get("name") if isinstance(country, dict) else country
        return ", ".join(filter(None, (address.get("addressLocality"), address.get("addressRegion"), country)))
    return str(address or "")
