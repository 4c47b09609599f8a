"""The gazetteer: which place a written name means, and how far apart two places are.

Data: ``reading/data/places.tsv.gz`` (GeoNames, CC BY 4.0), read on first use. Names are looked up whole: there is no
substring or fuzzy search, because those turn "San Francisco" into Quito and "Korea" into the wrong one.
"""

from __future__ import annotations

import gzip
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from reading.folding import ascii_key

DATA_PATH = Path(__file__).resolve().parent / "data" / "places.tsv.gz"
AMBIGUOUS_SHARE = 0.1  # a namesake with this share of the largest one's people makes a bare name ambiguous
LEAST_RIVAL = 15_000  # people; a smaller namesake is no rival
AROUND_CITY = 100_000  # a city of this size may stand behind the name of one of its quarters
EARTH_RADIUS_KM = 6371.0088
# Two letters that name a country where they stand alone.
WRITTEN_ALONE = frozenset({"US", "UK", "GB", "EU", "NZ", "AU", "UAE"})
WORLDWIDE = frozenset({"worldwide", "anywhere", "anywhere in the world", "global", "globally", "world", "earth"})
CONTINENTS = {
    "europe": "EU", "eu": "EU", "european union": "EU", "emea": "EU", "asia": "AS", "apac": "AS", "africa": "AF",
    "north america": "NA", "south america": "SA", "latin america": "SA", "latam": "SA", "oceania": "OC",
    "americas": "NA", "the americas": "NA", "middle east": "AS",
}  # fmt: skip
POSTCODE = re.compile(r"\b(?:\d{5}(?:-\d{4})?|\d{4,6}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b")


@dataclass(frozen=True, slots=True)
class City:
    geonames_id: int
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int
    time_zone: str


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """What a written place means. ``kind``: city, region, country, continent or worldwide.

    ``ambiguous`` is True when a namesake was passed over only because it is smaller; ``reason`` then names it.
    """

    kind: str
    name: str
    region: str | None = None
    country: str | None = None
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    time_zone: str | None = None
    ambiguous: bool = False
    reason: str = ""
    assumed: tuple[str, ...] = ()


class Gazetteer:
    """An in-memory index of the data file. Immutable; share one instance."""

    def __init__(self, content: str) -> None:
        self._zones: list[str] = []
        self._rows: list[str] = []
        self._keys: dict[str, list[int]] = {}
        self._ids: dict[int, int] = {}
        self._nicknames: dict[str, int] = {}
        self.regions: dict[str, list[tuple[str, str]]] = {}  # key -> [(country, code)]
        self.region_names: dict[tuple[str, str], str] = {}
        self.countries: dict[str, str] = {}  # key -> code
        self.country_names: dict[str, str] = {}
        self.currencies: dict[str, str] = {}
        self.continents: dict[str, str] = {}  # code of a country -> code of its continent
        self._positions: list[tuple[float, float, int]] = []  # (latitude, longitude, id), from south to north
        part = ""
        for line in content.split("\n"):
            if line.startswith("#"):
                part = line[1:]
            elif part == "cities":
                row = len(self._rows)
                self._rows.append(line)
                for key in line[line.rfind("\t") + 1 :].split("|"):
                    self._keys.setdefault(key, []).append(row)
            elif part == "zones":
                self._zones.append(line)
            elif part == "nicknames":
                key, row_number = line.split("\t")
                self._nicknames[key] = int(row_number)
            elif part == "regions":
                self._add_region(line)
            elif part == "countries":
                self._add_country(line)

    @classmethod
    def load(cls, path: Path = DATA_PATH) -> Gazetteer:
        return cls(gzip.decompress(path.read_bytes()).decode("utf-8"))

    def _add_region(self, line: str) -> None:
        country, code, names = line.split("\t")
        for name in names.split("|"):
            self.regions.setdefault(ascii_key(name), []).append((country, code))
        if code:
            self.regions.setdefault(code, []).append((country, code))
            self.region_names[country, code] = names.split("|")[0]

    def _add_country(self, line: str) -> None:
        code, iso3, continent, currency, names = line.split("\t")
        self.continents[code] = continent
        self.country_names[code] = names.split("|")[0]
        self.currencies[code] = currency
        self.countries[code] = code
        self.countries[iso3] = code
        for name in names.split("|"):
            self.countries[ascii_key(name)] = code

    def _city(self, row: int) -> City:
        number, name, country, region, latitude, longitude, population, zone, _ = self._rows[row].split("\t")
        return City(
            int(number),
            name,
            country,
            region,
            float(latitude),
            float(longitude),
            int(population),
            self._zones[int(zone)],
        )

    def city(self, geonames_id: int) -> City | None:
        if not self._ids:
            self._ids.update({int(line[: line.index("\t")]): row for row, line in enumerate(self._rows)})
        row = self._ids.get(geonames_id)
        return None if row is None else self._city(row)

    def all_cities(self) -> Iterator[City]:
        return map(self._city, range(len(self._rows)))

    def cities_within(self, latitude: float, longitude: float, kilometres: float) -> list[int]:
        """The ids of all cities that lie within a distance of a point."""
        if not self._positions:
            self._positions = sorted((city.latitude, city.longitude, city.geonames_id) for city in self.all_cities())
        degrees = math.degrees(kilometres / EARTH_RADIUS_KM)
        first = bisect_left(self._positions, (latitude - degrees,))
        last = bisect_right(self._positions, (latitude + degrees, 360.0))
        here = (latitude, longitude)
        return [
            number for lat, lon, number in self._positions[first:last] if distance_km(here, (lat, lon)) <= kilometres
        ]

    def lookup(self, name: str, *, country: str | None = None, region: str | None = None) -> list[City]:
        """All cities of that exact name (accents and case ignored), the largest first."""
        return list(self._named(name, country, region))

    def _named(self, name: str, country: str | None, region: str | None) -> Iterator[City]:
        key = ascii_key(name)
        rows = self._keys.get(key)
        if rows is None:
            shouted = len(key) > 3 or name.replace(".", "").strip().isupper()  # "SEA" is Seattle, "Sea" is not
            nickname = self._nicknames.get(key) if shouted else None
            rows = [] if nickname is None else [nickname]
        for row in rows:
            city = self._city(row)
            if (country is None or city.country == country) and (region is None or city.region == region):
                yield city

    def country_code(self, text: str) -> str | None:
        """The country that a whole text names: a name, an alias, an upper-case ISO code."""
        stripped = text.strip()
        if stripped.isupper() and len(stripped) <= 3:
            return self.countries.get(stripped) or self.countries.get(ascii_key(stripped))
        return self.countries.get(ascii_key(stripped)) if len(stripped) > 3 or "." in stripped else None

    def region_codes(self, text: str) -> list[tuple[str, str]]:
        """(country, code) of each region that a whole text names; codes count only in upper case."""
        stripped = text.strip().rstrip(".")
        if stripped.isupper() and len(stripped) <= 3:
            return self.regions.get(stripped, [])
        return self.regions.get(ascii_key(stripped), [])

    def resolve(self, text: str, *, country_hint: str | None = None) -> ResolvedPlace | None:
        """The place that a whole text names ("Paris", "Portland, OR", "Köln, Germany"), or None if it names none."""
        if text.count(",") >= 2:  # a street address in front of the city
            text = ",".join(part for part in text.split(",") if not part.strip()[:1].isdigit() or part == text) or text
        cleaned = POSTCODE.sub(" ", text).replace("(", ",").replace(")", " ")
        parts = [part.strip(" .·") for part in cleaned.replace(" - ", ",").replace(" – ", ",").split(",")]
        parts = [part for part in parts if part]
        if len(parts) > 1:  # a street address in front of the city
            parts = [part for part in parts if not any(character.isdigit() for character in part)] or parts
        if not parts or len(parts) > 5:
            return None
        if len(parts) == 1:
            return self._resolve_one(parts[0], country_hint)
        return self._resolve_parts(parts, country_hint)

    def nickname(self, text: str) -> ResolvedPlace | None:
        """The place that a whole text calls by an everyday name ("Greater Boston"), or None."""
        key = ascii_key(text)
        row = self._nicknames.get(key) if len(key) > 3 else None
        return None if row is None else _as_place(self._city(row))

    def _resolve_one(self, text: str, country_hint: str | None) -> ResolvedPlace | None:
        key = ascii_key(text)
        if key in WORLDWIDE:
            return ResolvedPlace("worldwide", text)
        nickname = self._nicknames.get(key)
        if nickname is not None and (len(key) > 3 or text.replace(".", "").isupper()):
            return _as_place(self._city(nickname))
        country = self.country_code(text)
        if country and len(text) == 2 and text.isupper() and text not in WRITTEN_ALONE:
            country = None  # "AI", "IT", "HR" and "QA" are countries to nobody but a computer
        cities = self.lookup(text)
        if country and not (cities and text.isupper() and len(text) == 2):
            if (
                cities
                and cities[0].country == country
                and cities[0].population > 1_000_000
                and ascii_key(cities[0].name) == key
            ):
                return _as_place(cities[0])  # Singapore: the city says more
            return ResolvedPlace("country", self.country_names[country], country=country)
        regions = self.region_codes(text)
        if len(text) == 2 and text.isupper() and country_hint not in {pair[0] for pair in regions}:
            regions = []  # a state's code alone, such as "IN" or "OR", is a word as often
        hinted = any(pair == (country_hint, "") for pair in regions)
        if regions and (not cities or cities[0].population < 300_000 or text.isupper() or hinted):
            region_country, code = next((pair for pair in regions if pair[0] == country_hint), regions[0])
            others = {pair[0] for pair in regions} - {region_country}
            return ResolvedPlace(
                "region", text, region=code or text, country=region_country, ambiguous=bool(others),
                reason=f"also a region of {', '.join(sorted(others))}" if others else "",
            )  # fmt: skip
        if key in CONTINENTS:
            return ResolvedPlace("continent", text)
        trailing = self._with_trailing_region(text)
        if cities and regions:
            return self._also_region(cities, regions, country_hint)
        return self._largest(cities, country_hint) if cities else trailing

    def _also_region(
        self, cities: list[City], regions: list[tuple[str, str]], country_hint: str | None
    ) -> ResolvedPlace:
        """ "Surrey": a city of one country, a county of another."""
        city = self._largest(cities, country_hint)
        if city.country in {pair[0] for pair in regions}:
            return city
        return replace(city, ambiguous=True, reason=f"also a region of {regions[0][0]}", assumed=("country", "region"))

    def _with_trailing_region(self, text: str) -> ResolvedPlace | None:
        """ "Westfield MA", "Ipswich Suffolk East Anglia": regions behind the name without a comma."""
        words = text.split()
        if not 2 <= len(words) <= 7:
            return None
        for count in (1, 2, 3):
            if count >= len(words):
                break
            tail = " ".join(words[-count:])
            regions = self.region_codes(tail)
            if not regions or (count == 1 and tail.isupper() and len(tail) < 2):
                continue
            head = " ".join(words[:-count])
            inner = self.resolve(head, country_hint=regions[0][0])
            if inner is not None and inner.country in {country for country, _ in regions}:
                return inner
            return None
        return None

    def _resolve_parts(self, parts: list[str], country_hint: str | None) -> ResolvedPlace | None:
        parts = self._city_first(parts)
        if len(parts) > 2:  # a building or quarter in front of the city: "Spear Tower, San Francisco, CA"
            for index in range(1, len(parts) - 1):
                within = self.region_codes(parts[index + 1])
                if any(code and self.lookup(parts[index], country=land, region=code) for land, code in within):
                    parts = parts[index:]
                    break
        name, rest = parts[0], [self._code_alone(part) for part in parts[1:]]
        country: str | None = None
        regions: list[tuple[str, str]] = []
        for index, part in enumerate(reversed(rest)):
            code = self.country_code(part)
            found = self.region_codes(part)
            if code and found and index == 0 and len(rest) == 1:
                # "CA" is California or Canada, "DE" Delaware or Germany: whichever has such a city.
                in_region = any(self.lookup(name, country=pair[0], region=pair[1]) for pair in found)
                in_country = bool(self.lookup(name, country=code))
                if in_country and not in_region:
                    country = code
                else:
                    regions = found
            elif code and country is None and not (found and country):
                country = code
            elif found:
                regions = [pair for pair in found if country is None or pair[0] == country] or regions
        own = self.region_codes(name)
        for region_country, code in regions:
            county = not code and any(pair == (region_country, "") for pair in own)
            if county and not (rest[-1] != name and self.lookup(name, country=region_country)):  # "Surrey, South East"
                return ResolvedPlace("region", name, region=name, country=region_country)
            if code and name == rest[-1] and (region_country, code) in own:  # "Wales, Wales"
                return ResolvedPlace("region", name, region=code, country=region_country)
            cities = self.lookup(name, country=region_country, region=code or None)
            if cities:
                return _as_place(cities[0])
        if country:
            cities = self.lookup(name, country=country)
            if cities and not regions:
                return self._largest(cities, None)
        if regions or country:
            region_country, code = regions[0] if regions else (country or "", "")
            if not regions and own and any(pair[0] == country for pair in own):
                found_region = next(pair for pair in own if pair[0] == country)
                return ResolvedPlace("region", name, region=found_region[1] or name, country=country)
            return ResolvedPlace("city", name, region=code or None, country=region_country or None,
                                 reason="not in the gazetteer")  # fmt: skip
        outer = self.lookup(rest[-1])
        if outer and outer[0].population >= AROUND_CITY:
            inside = self.lookup(name, country=outer[0].country)
            if inside:
                return _as_place(inside[0])
            return ResolvedPlace("city", name, country=outer[0].country, reason="not in the gazetteer")
        cities = self.lookup(name)
        return self._largest(cities, country_hint) if cities and len(parts) == 2 else None

    def _code_alone(self, part: str) -> str:
        """ "OR Sunspire": a state's code, and the capitals of another sentence behind it."""
        first, _, more = part.partition(" ")
        coded = len(first) == 2 and first.isupper() and more[:1].isupper() and bool(self.region_codes(first))
        return first if coded and not self.region_codes(part) else part

    def _city_first(self, parts: list[str]) -> list[str]:
        """ "GR, I, Athens" and "NY, Syracuse" name the country or region first."""
        first, last = parts[0], parts[-1]
        if len(first) > 3 or not first.isalpha():
            return self._named_city_first(parts)
        country = self.country_code(first.upper())
        if country and self.lookup(last, country=country):
            return [last, *reversed(parts[1:-1]), country]
        for region_country, code in self.region_codes(first.upper()):
            if self.lookup(last, country=region_country, region=code or None):
                return [last, first.upper()]
        return parts

    def _named_city_first(self, parts: list[str]) -> list[str]:
        """ "Ireland, Dublin" and "California, San Francisco": the wider place is named first, in full."""
        first, last = parts[0], parts[-1]
        if len(parts) != 2 or self.region_codes(last) or self.country_code(last):
            return parts
        country = self.country_code(first)
        lands = [(country, "")] if country else []
        for land, code in [*lands, *self.region_codes(first)]:
            if self.lookup(last, country=land, region=code or None):
                return [last, first]
        return parts

    def _largest(self, cities: list[City], country_hint: str | None) -> ResolvedPlace:
        hinted = [city for city in cities if city.country == country_hint]
        ranked = hinted or cities
        best = ranked[0]
        least = max(best.population * AMBIGUOUS_SHARE, min(best.population, LEAST_RIVAL))
        if len(ranked) > 1 and ranked[1].population >= least:
            rival = ranked[1]
            where = ", ".join(part for part in (rival.region, rival.country) if part)
            strong = [city for city in ranked if city.population >= least]
            assumed = ("region",) if all(city.country == best.country for city in strong) else ("country", "region")
            return _as_place(best, f"assumed the largest of its name; another is in {where}", assumed)
        return _as_place(best)


def _as_place(city: City, assumption: str = "", assumed: tuple[str, ...] = ()) -> ResolvedPlace:
    return ResolvedPlace(
        "city", city.name, region=city.region or None, country=city.country, geonames_id=city.geonames_id,
        latitude=city.latitude, longitude=city.longitude, time_zone=city.time_zone, ambiguous=bool(assumption),
        reason=assumption, assumed=assumed,
    )  # fmt: skip


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer that ships with the project, loaded once."""
    return Gazetteer.load()


@lru_cache(maxsize=4096)
def resolve(text: str, *, country_hint: str | None = None) -> ResolvedPlace | None:
    return gazetteer().resolve(text, country_hint=country_hint)


def resolve_city(found: City) -> ResolvedPlace:
    """A city that is certain, as a resolved place."""
    return _as_place(found)


def lookup(name: str, *, country: str | None = None, region: str | None = None) -> list[City]:
    return gazetteer().lookup(name, country=country, region=region)


def city(geonames_id: int) -> City | None:
    return gazetteer().city(geonames_id)


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great-circle distance of two (latitude, longitude) pairs."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))
