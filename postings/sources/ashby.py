"""Ashby's job board API with ``includeCompensation=true``. Pay stands inside each job."""

import json
from typing import Any

from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, day_of, money, text_of

TYPES = {
    "FullTime": "FULL_TIME", "PartTime": "PART_TIME", "Intern": "INTERN", "Contract": "CONTRACTOR",
    "Temporary": "TEMPORARY",
}  # fmt: skip
WORKPLACES = {"OnSite": "ON_SITE", "Hybrid": "HYBRID", "Remote": "TELECOMMUTE"}
INTERVALS = {"1 HOUR": "HOUR", "1 DAY": "DAY", "1 WEEK": "WEEK", "1 MONTH": "MONTH", "1 YEAR": "YEAR"}


def read(payload: bytes) -> Feed:
    try:
        items = json.loads(payload)["jobs"]
    except (ValueError, KeyError, TypeError):
        raise UnreadableError("An Ashby board is JSON with a list under “jobs”.") from None
    postings, refused = [], []
    for number, item in enumerate(items):
        try:
            if item.get("isListed") is not False:
                postings.append(_posting(item))
        except (KeyError, TypeError, AttributeError) as error:
            refused.append((f"item {number}", f"{type(error).__name__}: {error}"))
    return Feed(tuple(postings), tuple(refused))


def _posting(item: dict[str, Any]) -> RawPosting:
    pay = _salary(item)
    workplace = WORKPLACES.get(item.get("workplaceType") or "")
    if workplace is None and item.get("isRemote"):
        workplace = "TELECOMMUTE"
    kind = TYPES.get(item.get("employmentType") or "")
    others = [place.get("location") for place in item.get("secondaryLocations") or []]
    body = item.get("descriptionPlain") or text_of(item.get("descriptionHtml") or "")
    return RawPosting(
        external_id=str(item.get("id") or item["jobUrl"]),
        title=item["title"],
        text=f"{item['title']}\n\n{body}",
        url=item.get("jobUrl") or "",
        apply_url=item.get("applyUrl") or item.get("jobUrl") or "",
        locations=tuple(place for place in [item.get("location"), *others] if place),
        employment_types=(kind,) if kind else (),
        job_location_type=workplace,
        min_pay=money(pay.get("minValue")),
        max_pay=money(pay.get("maxValue")),
        currency=pay.get("currencyCode") or None,
        pay_unit=INTERVALS.get(pay.get("interval") or ""),
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
