"""Lever's public postings: a bare JSON list."""

import json
from typing import Any

from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, day_of, money, text_of

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
    try:
        items = json.loads(payload)
    except ValueError:
        raise UnreadableError("This is not JSON.") from None
    if not isinstance(items, list):
        raise UnreadableError("A Lever feed is a list of postings.")
    postings, refused = [], []
    for number, item in enumerate(items):
        try:
            postings.append(_posting(item))
        except (KeyError, TypeError, AttributeError) as error:
            refused.append((f"item {number}", f"{type(error).__name__}: {error}"))
    return Feed(tuple(postings), tuple(refused))


def _posting(item: dict[str, Any]) -> RawPosting:
    categories = item.get("categories") or {}
    pay = item.get("salaryRange") or {}
    parts = [item["text"], "", item.get("descriptionPlain") or text_of(item.get("description") or "")]
    for section in item.get("lists") or []:
        parts += ["", section["text"], "", text_of(f"<ul>{section['content']}</ul>")]
    parts += ["", item.get("additionalPlain") or text_of(item.get("additional") or "")]
    places = categories.get("allLocations") or [categories.get("location")]
    commitment = COMMITMENTS.get((categories.get("commitment") or "").strip().lower())
    return RawPosting(
        external_id=str(item["id"]),
        title=item["text"],
        text="\n".join(parts).strip(),
        url=item.get("hostedUrl") or "",
        apply_url=item.get("applyUrl") or "",
        locations=tuple(place for place in places if place),
        employment_types=(commitment,) if commitment else (),
        job_location_type=WORKPLACES.get((item.get("workplaceType") or "").lower()),
        min_pay=money(pay.get("min")),
        max_pay=money(pay.get("max")),
        currency=pay.get("currency") or None,
        pay_unit=INTERVALS.get(pay.get("interval") or ""),
        date_posted=day_of(item.get("createdAt")),
    )
