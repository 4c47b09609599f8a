"""Greenhouse's job board API with ``content=true``. The HTML is escaped once as a whole."""

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
    unescape_once,
)

WORK_MODELS = {"remote": "TELECOMMUTE", "hybrid": "HYBRID", "on-site": "ON_SITE", "onsite": "ON_SITE"}


UNREADABLE = "A Greenhouse board is JSON with a list under “jobs”."


def read(payload: bytes) -> Feed:
    board = load_json(payload, UNREADABLE)
    items = board.get("jobs") if isinstance(board, dict) else None
    if not isinstance(items, list):
        raise UnreadableError(UNREADABLE)
    meta = board.get("meta")
    total = meta.get("total") if isinstance(meta, dict) else None
    return Feed(*read_items(items, _posting), is_complete=total is None or total == len(items))


def _posting(item: dict[str, Any]) -> RawPosting | None:
    if item.get("internal_job_id") is None:
        return None  # a post for prospects, not a job
    title = needed_text(item, "title")
    named = [part.strip() for part in text(item.get("location")).replace("•", ";").split(";")]
    models = [WORK_MODELS[name.lower()] for name in named if name.lower() in WORK_MODELS]
    places = [name for name in named if name and name.lower() not in {*WORK_MODELS, "distributed"}]
    if not places:
        places = [name for office in item.get("offices") or [] if (name := text(office))]
    pay = (item.get("pay_input_ranges") or [{}])[0]
    low, high = money(pay.get("min_cents")), money(pay.get("max_cents"))
    return RawPosting(
        external_id=needed_text(item, "id"),
        title=title,
        text=f"{title}\n\n{text_of(unescape_once(text(item.get('content'))))}",
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
