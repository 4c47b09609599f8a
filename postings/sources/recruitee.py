"""Recruitee's public offers (``/api/offers/``): description and requirements are two texts; a missing period is no year."""

from typing import Any

from postings.bounds import text
from postings.sources import values
from postings.sources.boards import joined_place, joined_prose, read_board
from postings.sources.raw_posting import Feed, RawPosting, needed_text

WAYS = {"remote": "TELECOMMUTE", "hybrid": "HYBRID", "on_site": "ON_SITE"}


def read(payload: bytes) -> Feed:
    return read_board(payload, "offers", _posting, system="Recruitee")


def _posting(item: dict[str, Any]) -> RawPosting | None:
    if text(item.get("status")) not in ("", "published"):
        return None
    title, link = needed_text(item, "title"), text(item.get("careers_url"))
    pay = values.object_of(item.get("salary"))
    several = [
        joined_place(place.get("city"), place.get("state"), place.get("country"))
        for place in values.objects(item.get("locations"))
    ]
    own = joined_place(item.get("city"), item.get("country") or item.get("country_code"))
    places, way = values.split_places(list(filter(None, several)) or own)
    ways = [value for name, value in WAYS.items() if item.get(name) is True]
    return RawPosting(
        external_id=needed_text(item, "id"),
        title=title,
        text=joined_prose(title, item.get("description"), item.get("requirements")),
        organization=text(item.get("company_name")),
        url=link,
        apply_url=text(item.get("careers_apply_url")) or link,
        locations=places,
        employment_types=values.employment_types(item.get("employment_type_code")),
        job_location_type=ways[0] if len(ways) == 1 else way,
        min_pay=values.amount(pay.get("min")),
        max_pay=values.amount(pay.get("max")),
        currency=values.currency(pay.get("currency")),
        pay_unit=values.pay_unit(pay.get("period")),
        date_posted=values.day_of(item.get("published_at")),
        valid_through=values.closing_of(item.get("deadline_at")),
    )
