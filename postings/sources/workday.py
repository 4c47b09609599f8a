"""A posting of a Workday job site (``/wday/cxs/TENANT/SITE/job/...``), or a list of them under ``jobPostings``."""

import json
from typing import Any

from postings.bounds import text
from postings.sources import values
from postings.sources.boards import joined_prose, read_board
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, load_json, needed_text


def read(payload: bytes) -> Feed:
    board = load_json(payload, "Workday gives JSON with a list under “jobPostings”.")
    if isinstance(board, dict) and isinstance(board.get("jobPostingInfo"), dict):
        one = read_board(json.dumps({"jobPostings": [board]}).encode(), "jobPostings", _posting, system="Workday")
        return Feed(one.postings, one.refused, is_complete=False)
    return read_board(payload, "jobPostings", _posting, system="Workday", total="total")


def _posting(item: dict[str, Any]) -> RawPosting | None:
    info = values.object_of(item.get("jobPostingInfo"))
    if not text(info.get("jobDescription")):
        raise UnreadableError("It has no text; the list alone has none, each posting must be asked for.")
    title, link = needed_text(info, "title"), text(info.get("externalUrl"))
    places, way = values.split_places([info.get("location"), *values.listed(info.get("additionalLocations"))])
    return RawPosting(
        external_id=text(info.get("jobReqId")) or needed_text(info, "id"),
        title=title,
        text=joined_prose(title, info.get("jobDescription")),
        organization=text(item.get("hiringOrganization")),
        url=link,
        apply_url=link,
        locations=places,
        employment_types=values.employment_types(info.get("timeType")),
        job_location_type=values.workplace(info.get("remoteType")) or way,
        date_posted=values.day_of(info.get("startDate")),
        valid_through=values.closing_of(info.get("endDate")),
    )
