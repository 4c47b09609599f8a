"""For a list that is empty: what to drop, and where to look further."""

from collections.abc import Mapping
from dataclasses import replace

from postings.geography import country_name
from postings.search import index
from postings.search.query import DISTANCES, SearchQuery


def ways_out_of(query: SearchQuery) -> list[tuple[str, int]]:
    """For an empty result: each active filter with the exact number of jobs there would be without it, most first."""
    filter_counts = [(name, index.count(query.without(name))) for name in query.active]
    return sorted(filter_counts, key=lambda pair: -pair[1])


def wider_places(query: SearchQuery) -> list[tuple[dict[str, str], str, int]]:
    """For an empty result at a place: (filters to change, words, jobs) around it and in the country it lies in, where
    there are any.
    """
    ways: list[tuple[dict[str, str], str]] = []
    if query.spot.city is not None:
        ways = [
            ({"within": str(distance), "unit": query.unit}, f"within {distance} {query.unit} of {query.spot.text}")
            for distance in DISTANCES
            if distance > (query.within or 0)
        ]
    if query.spot.country and not query.spot.keys[0].startswith("country:"):
        name = country_name(query.spot.country)
        ways.append(({"place": name, "within": ""}, f"in {name}"))
    found = [(changed, words, index.count(_changed(query, changed))) for changed, words in ways]
    more: list[tuple[dict[str, str], str, int]] = []
    for changed, words, number in found:
        if number > (more[-1][2] if more else 0):
            more.append((changed, words, number))
    return more[:3]


def _changed(query: SearchQuery, changed: Mapping[str, str]) -> SearchQuery:
    within = changed.get("within")
    return replace(query, place=changed.get("place", query.place), within=int(within) if within else None)
