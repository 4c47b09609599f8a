"""Workable's widget (``/api/v1/widget/accounts/NAME?details=true``). ``state`` is a region; pay is never given."""

from typing import Any

from postings.bounds import text
from postings.sources import values
from postings.sources.boards import joined_place, joined_prose, read_board
from postings.sources.raw_posting import Feed, RawPosting, needed_text


def read(payload: bytes) -> Feed:
    return read_board(payload, "jobs", _posting, system="Workable")


def _posting(item: dict[str, Any]) -> RawPosting | None:
    title, link = needed_text(item, "title"), text(item.get("url")) or text(item.get("shortlink"))
    own = joined_place(item.get("city"), item.get("state"), item.get("country"))
    several = [
        joined_place(place.get("city"), place.get("region"), place.get("country"))
        for place in values.objects(item.get("locations"))
    ]
    places, way = values.split_places(list(filter(None, several)) or own)
    remote = "TELECOMMUTE" if item.get("telecommuting") is True else way
    return RawPosting(
        external_id=needed_text(item, "shortcode"),
        title=title,
        text=joined_prose(title, item.get("full_description") or item.get("description")),
        url=link,
        apply_url=text(item.get("application_url")) or link,
        locations=places,
        employment_types=values.employment_types(item.get("employment_type")),
        job_location_type=values.workplace(item.get("workplace")) or remote,
        date_posted=values.day_of(item.get("published_on")),
    )
