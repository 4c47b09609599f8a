"""SmartRecruiters' public postings, each with its ``jobAd`` (the list alone has no texts). ``totalFound`` says how many."""

from typing import Any

from postings.bounds import text
from postings.sources import values
from postings.sources.boards import joined_place, joined_prose, read_board
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, needed_text

SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


def read(payload: bytes) -> Feed:
    return read_board(payload, "content", _posting, system="SmartRecruiters", total="totalFound")


def _posting(item: dict[str, Any]) -> RawPosting | None:
    title, own_id = needed_text(item, "name"), needed_text(item, "id")
    sections = values.object_of(values.object_of(item.get("jobAd")).get("sections"))
    parts: list[Any] = []
    for name in SECTIONS:
        section = values.object_of(sections.get(name))
        if text(section.get("text")):
            parts += [section.get("title"), section.get("text")]
    if not parts:
        raise UnreadableError("It has no text; the list alone has none, each posting must be asked for.")
    place = values.object_of(item.get("location"))
    country = text(place.get("country")).upper()
    places, way = values.split_places(joined_place(place.get("city"), place.get("region"), country))
    company = values.object_of(item.get("company"))
    slug = text(company.get("identifier"))
    link = text(item.get("postingUrl")) or (f"https://jobs.smartrecruiters.com/{slug}/{own_id}" if slug else "")
    return RawPosting(
        external_id=own_id,
        title=title,
        text=joined_prose(title, *parts),
        organization=text(company.get("name")),
        url=link,
        apply_url=text(item.get("applyUrl")) or link,
        locations=places,
        employment_types=values.employment_types(values.object_of(item.get("typeOfEmployment")).get("label")),
        job_location_type=_way(place) or way,
        date_posted=values.day_of(item.get("releasedDate")),
    )


def _way(place: dict[str, Any]) -> str | None:
    if place.get("remote") is True:
        return "TELECOMMUTE"
    return "HYBRID" if place.get("hybrid") is True else None
