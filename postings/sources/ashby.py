"""Ashby's job board API with ``includeCompensation=true``. Pay stands inside each job."""

from typing import Any

from postings.bounds import text
from postings.sources import values
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, load_json, needed_text, read_items

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
    pay, said = _salary(item)
    others = [place.get("location") for place in values.objects(item.get("secondaryLocations"))]
    places, way = values.split_places([item.get("location"), *others])
    workplace = values.workplace(item.get("workplaceType")) or ("TELECOMMUTE" if item.get("isRemote") is True else way)
    plain, markup = text(item.get("descriptionPlain")), item.get("descriptionHtml")
    link = text(item.get("jobUrl"))
    return RawPosting(
        external_id=text(item.get("id")) or needed_text(item, "jobUrl"),
        title=title,
        text="\n\n".join(filter(None, (title, plain or values.markup_text(markup), said))),
        url=link,
        apply_url=text(item.get("applyUrl")) or link,
        locations=places,
        employment_types=values.employment_types(item.get("employmentType")),
        job_location_type=workplace,
        min_pay=values.amount(pay.get("minValue")),
        max_pay=values.amount(pay.get("maxValue")),
        currency=values.currency(pay.get("currencyCode")),
        pay_unit=values.pay_unit(pay.get("interval")),
        date_posted=values.day_of(item.get("publishedAt")),
    )


def _salary(item: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """(the salary as fields, else the line that says it), both empty where it must not be shown."""
    compensation = values.object_of(item.get("compensation"))
    if item.get("shouldDisplayCompensationOnJobPostings") is False:
        return {}, ""
    tiers = values.objects(compensation.get("compensationTiers"))
    parts = [part for tier in tiers for part in values.objects(tier.get("components"))]
    for part in [*values.objects(compensation.get("summaryComponents")), *parts]:
        if part.get("compensationType") == "Salary" and values.amount(part.get("maxValue") or part.get("minValue")):
            return part, ""
    said = text(compensation.get("scrapeableCompensationSalarySummary"))
    return {}, f"Salary: {said}" if said else ""
