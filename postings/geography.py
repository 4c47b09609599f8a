"""Places for postings: what the gazetteer knows, in the shape our rows need."""

from dataclasses import dataclass

from postings.parsing.places import gazetteer, resolve


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
    found = resolve(text)
    if found is None:
        return Spot(text)
    return Spot(
        text=text,
        city=found.name if found.kind == "city" else "",
        region=found.region or "",
        country=found.country or "",
        geonames_id=found.geonames_id if found.kind == "city" else None,
        latitude=found.latitude,
        longitude=found.longitude,
        is_ambiguous=found.ambiguous,
        reason=found.reason,
    )


def country_code(text: str) -> str | None:
    """The ISO code of a country, by name or code; None where the gazetteer knows none."""
    return gazetteer().country_code(text.upper() if len(text) == 2 else text)


def country_name(code: str) -> str:
    """The country's English name, or the code itself where it is not known."""
    return gazetteer().country_names.get(code, code)
