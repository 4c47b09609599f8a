"""Places for postings: what the gazetteer knows, in the shape our rows need."""

from dataclasses import dataclass

from reading.places import gazetteer, resolve


@dataclass(frozen=True, slots=True)
class Spot:
    """A typed place. Everything but ``text`` is empty where the gazetteer does not know it."""

    text: str
    city: str = ""
    region: str = ""
    country: str = ""
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_ambiguous: bool = False
    reason: str = ""


def find_spot(text: str) -> Spot:
    place = resolve(text)
    if place is None:
        return Spot(text)
    return Spot(
        text=text,
        city=place.name if place.kind == "city" else "",
        region=place.region or "",
        country=place.country or "",
        geonames_id=place.geonames_id if place.kind == "city" else None,
        latitude=place.latitude,
        longitude=place.longitude,
        is_ambiguous=place.ambiguous,
        reason=place.reason,
    )


def country_code(text: str) -> str | None:
    """The ISO code of a country, by name or code; None where the gazetteer knows none."""
    return gazetteer().country_code(text.upper() if len(text) == 2 else text)


def country_name(code: str) -> str:
    """The country's English name, or the code itself where it is not known."""
    return gazetteer().country_names.get(code, code)
