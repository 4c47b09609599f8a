"""Lever's public postings: a bare JSON list."""

from typing import Any

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

COMMITMENTS = {
    "full-time": "FULL_TIME", "full time": "FULL_TIME", "permanent": "FULL_TIME", "part-time": "PART_TIME",
    "part time": "PART_TIME", "internship": "INTERN", "intern": "INTERN", "contract": "CONTRACTOR",
    "contractor": "CONTRACTOR", "temporary": "TEMPORARY", "fixed term": "TEMPORARY", "seasonal": "TEMPORARY",
}  # fmt: skip
WORKPLACES = {"on-site": "ON_SITE", "onsite": "ON_SITE", "hybrid": "HYBRID", "remote": "TELECOMMUTE"}
INTERVALS = {
    "per-year-salary": "YEAR", "per-month-salary": "MONTH", "per-week-salary": "WEEK", "per-day-wage": "DAY",
    "per-hour-wage": "HOUR",
}  # fmt: skip


def read(payload: bytes) -> Feed:
    items = load_json(payload, "This is not JSON.")
    if not isinstance(items, list):
        raise UnreadableError("A Lever feed is a list of postings.")
    return Feed(*read_items(items, _posting))


def _posting(item: dict[str, Any]) -> RawPosting:
    categories = item.get("categories") or {}
    pay = item.get("salaryRange") or {}
    title = needed_text(item, "text")
    parts = [title, "", text(item.get("descriptionPlain")) or text_of(text(item.get("description")))]
    for section in item.get("lists") or []:
        parts += ["", text(section.get("text")), "", text_of(f"<ul>{text(section.get('content'))}</ul>")]
    parts += ["", text(item.get("additionalPlain")) or text_of(text(item.get("additional")))]
    places = categories.get("allLocations") or [categories.get("location")]
    commitment = COMMITMENTS.get(text(categories.get("commitment")).lower())
    return RawPosting(
        external_id=needed_text(item, "id"),
        title=title,
        text="\n".join(parts).strip(),
        url=item.get("hostedUrl") or "",
        apply_url=item.get("applyUrl") or "",
        locations=tuple(place for place in places if place),
        employment_types=(commitment,) if commitment else (),
        job_location_type=WORKPLACES.get(text(item.get("workplaceType")).lower()),
        min_pay=money(pay.get("min")),
        max_pay=money(pay.get("max")),
        currency=pay.get("currency") or None,
        pay_unit=INTERVALS.get(text(pay.get("interval"))),
        date_posted=day_of(item.get("createdAt")),
    )
