"""Ashby's job board API with ``includeCompensation=true``. Pay stands inside each job."""

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

TYPES = {
    "FullTime": "FULL_TIME", "PartTime": "PART_TIME", "Intern": "INTERN", "Contract": "CONTRACTOR",
    "Temporary": "TEMPORARY",
}  # fmt: skip
WORKPLACES = {"OnSite": "ON_SITE", "Hybrid": "HYBRID", "Remote": "TELECOMMUTE"}
INTERVALS = {"1 HOUR": "HOUR", "1 DAY": "DAY", "1 WEEK": "WEEK", "1 MONTH": "MONTH", "1 YEAR": "YEAR"}


UNREADABLE = "An Ashby board is JSON with a list under “jobs”."


def read(payload: bytes) -> Feed:
    board = load_json(payload, UNREADABLE)
    items = board.get("jobs") if isinstance(board, dict) else None
    if not isinstance(items, list):
        raise UnreadableError(UNREADABLE)
    return Feed(*read_items(items, _posting))


def _posting(item: dict[str, Any]) -> RawPosting | None:
    if item.get("isListed") is False:
        return None
    title = needed_text(item, "title")
    pay = _salary(item)
    workplace = WORKPLACES.get(text(item.get("workplaceType")))
    if workplace is None and item.get("isRemote"):
        workplace = "TELECOMMUTE"
    kind = TYPES.get(text(item.get("employmentType")))
    others = [place.get("location") for place in item.get("secondaryLocations") or [] if isinstance(place, dict)]
    body = text(item.get("descriptionPlain")) or text_of(text(item.get("descriptionHtml")))
    return RawPosting(
        external_id=text(item.get("id")) or needed_text(item, "jobUrl"),
        title=title,
        text=f"{title}\n\n{body}",
        url=item.get("jobUrl") or "",
        apply_url=item.get("applyUrl") or item.get("jobUrl") or "",
        locations=tuple(place for place in [item.get("location"), *others] if place),
        employment_types=(kind,) if kind else (),
        job_location_type=workplace,
        min_pay=money(pay.get("minValue")),
        max_pay=money(pay.get("maxValue")),
        currency=pay.get("currencyCode") or None,
        pay_unit=INTERVALS.get(text(pay.get("interval"))),
        date_posted=day_of(item.get("publishedAt")),
    )


def _salary(item: dict[str, Any]) -> dict[str, Any]:
    if item.get("shouldDisplayCompensationOnJobPostings") is False:
        return {}
    compensation = item.get("compensation") or {}
    tiers = [part for tier in compensation.get("compensationTiers") or [] for part in tier.get("components") or []]
    for part in [*(compensation.get("summaryComponents") or []), *tiers]:
        if part.get("compensationType") == "Salary":
            return dict(part)
    return {}
