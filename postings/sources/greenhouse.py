"""Greenhouse's job board API with ``content=true``. The HTML is escaped once as a whole."""

import json
from typing import Any

from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, day_of, money, text_of, unescape_once

WORK_MODELS = {"remote": "TELECOMMUTE", "hybrid": "HYBRID", "on-site": "ON_SITE", "onsite": "ON_SITE"}


def read(payload: bytes) -> Feed:
    try:
        body = json.loads(payload)
        items = body["jobs"]
    except (ValueError, KeyError, TypeError):
        raise UnreadableError("A Greenhouse board is JSON with a list under “jobs”.") from None
    postings, refused = [], []
    for number, item in enumerate(items):
        try:
            if item.get("internal_job_id") is None:
                continue  # a post for prospects, not a job
            postings.append(_posting(item))
        except (KeyError, TypeError, AttributeError) as error:
            refused.append((f"item {number}", f"{type(error).__name__}: {error}"))
    total = (body.get("meta") or {}).get("total")
    return Feed(tuple(postings), tuple(refused), is_complete=total is None or total == len(items))


def _posting(item: dict[str, Any]) -> RawPosting:
    named = [part.strip() for part in ((item.get("location") or {}).get("name") or "").replace("•", ";").split(";")]
    models = [WORK_MODELS[name.lower()] for name in named if name.lower() in WORK_MODELS]
    places = [name for name in named if name and name.lower() not in {*WORK_MODELS, "distributed"}]
    if not places:
        places = [office["name"] for office in item.get("offices") or [] if office.get("name")]
    pay = (item.get("pay_input_ranges") or [{}])[0]
    low, high = money(pay.get("min_cents")), money(pay.get("max_cents"))
    return RawPosting(
        external_id=str(item["id"]),
        title=item["title"],
        text=f"{item['title']}\n\n{text_of(unescape_once(item.get('content') or ''))}",
        organization=item.get("company_name") or "",
        url=item.get("absolute_url") or "",
        apply_url=item.get("absolute_url") or "",
        locations=tuple(places),
        job_location_type=models[0] if len(set(models)) == 1 else None,
        min_pay=low / 100 if low else None,
        max_pay=high / 100 if high else None,
        currency=pay.get("currency_type") or None,
        date_posted=day_of(item.get("first_published")),
        valid_through=day_of(item.get("application_deadline")),
    )
