"""Places for postings: what the gazetteer knows, in the shape our rows need."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

from reading.country_groups import countries_named
from reading.folding import ascii_key
from reading.places import CONTINENTS, gazetteer, resolve

CONTINENT_NAMES = {
    "AF": "Africa", "AN": "Antarctica", "AS": "Asia", "EU": "Europe", "NA": "North America", "OC": "Oceania",
    "SA": "South America",
}  # fmt: skip


class Reaching(Protocol):
    """What a stored location and one of a generator have in common."""

    @property
    def raw(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def is_worksite(self) -> bool: ...


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
    continent: str = ""


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
        continent=CONTINENTS.get(ascii_key(place.name), "") if place.kind == "continent" else "",
    )


def country_code(text: str) -> str | None:
    """The ISO code of a country, by name or code; None where the gazetteer knows none."""
    return gazetteer().country_code(text.upper() if len(text) == 2 else text)


def country_name(code: str) -> str:
    """The country's English name, or the code itself where it is not known."""
    return gazetteer().country_names.get(code, code)


def currency_of(country: str) -> str:
    """The ISO 4217 code of the money of a country; empty where it is not known."""
    return gazetteer().currencies.get(country, "")


def continent_of(country: str) -> str:
    """The code of the continent that a country lies in; empty where it is not known."""
    return gazetteer().continents.get(country, "")


@cache
def countries_of(continent: str) -> tuple[str, ...]:
    return tuple(sorted(code for code, where in gazetteer().continents.items() if where == continent))


def region_name(key: str) -> str:
    """``California, United States`` for ``US-CA``."""
    country, _, region = key.partition("-")
    name = gazetteer().region_names.get((country, region), region)
    return f"{name}, {country_name(country)}"


def reach_of(place: Reaching) -> tuple[str, ...]:
    """The countries a person may live in to do the work there, or ``ANYWHERE``; empty where that is not known."""
    if place.country:
        return (place.country,)
    return () if place.is_worksite else tuple(sorted(countries_named(place.raw)))


def reach_of_all(places: Iterable[Reaching]) -> list[str]:
    """The same of all places of a posting. Where it says from where one may work, the places of work say nothing of it."""
    both = list(places)
    named = {code for place in both if not place.is_worksite for code in reach_of(place)}
    return sorted(named or {code for place in both for code in reach_of(place)})


@lru_cache(maxsize=1024)
def cities_within(geonames_id: int, kilometres: int) -> tuple[int, ...]:
    """The ids of the cities within a distance of a city, itself among them."""
    centre = gazetteer().city(geonames_id)
    if centre is None:
        return (geonames_id,)
    return tuple(gazetteer().cities_within(centre.latitude, centre.longitude, kilometres))
