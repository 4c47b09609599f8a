"""Groups of countries that texts name as one: the EU, DACH, EMEA; a continent is one too."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from reading.places import CONTINENTS, WORLDWIDE, gazetteer

DATA = Path(__file__).parent / "data" / "country_groups.toml"
ANYWHERE = "ANYWHERE"


@lru_cache(maxsize=1)
def groups() -> Mapping[str, frozenset[str]]:
    """Name in lower case -> the ISO codes of the countries that it takes in."""
    home = gazetteer().continents
    on: dict[str, set[str]] = {}
    for country, continent in home.items():
        on.setdefault(continent, set()).add(country)
    found = {name: frozenset(on[continent]) for name, continent in CONTINENTS.items()}
    for group in tomllib.loads(DATA.read_text(encoding="utf-8")).values():
        members = frozenset(group.get("of", ())).union(*(on[code] for code in group.get("continents", ())))
        found |= dict.fromkeys(group["names"], members)
    return found


def countries_named(name: str) -> frozenset[str]:
    """The countries that the name of a group takes in; empty where it names none. Of the whole world: ``ANYWHERE``."""
    key = name.strip().casefold()
    if key in WORLDWIDE:
        return frozenset({ANYWHERE})
    return groups().get(key, frozenset())


@lru_cache(maxsize=512)
def names_reaching(country: str) -> tuple[str, ...]:
    """What a text may call the groups that a country belongs to, and the whole world; in lower case."""
    return tuple(sorted({name for name, members in groups().items() if country in members} | WORLDWIDE))


@lru_cache(maxsize=1)
def all_names() -> tuple[str, ...]:
    return tuple(sorted(groups().keys() | WORLDWIDE))
