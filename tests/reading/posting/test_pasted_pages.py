"""Invented pages of job sites in six languages: what their headers and lines state is read, and nothing else."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reading.posting.gold import as_gold
from reading.posting.posting import parse

PAGES = tomllib.loads((Path(__file__).parent / "pasted_pages.toml").read_text(encoding="utf-8"))["page"]
CAPTURED = date(2026, 11, 30)


def _stated(page: dict[str, Any]) -> dict[str, list[Any]]:
    bands = [{"unit": None, **band} for band in page.get("salary", [])]
    return {
        "title": [page["title"]],
        "organization": [page["organization"]],
        "cities": page["cities"],
        "countries": page.get("countries") or [page["country"]] * len(page["cities"]),
        "workplace": [page["workplace"]] if "workplace" in page else [],
        "employment_types": sorted(page.get("employment_types", [])),
        "salary": bands,
        "posted": [page["posted"]] if "posted" in page else [],
        "degree": [page["degree"]] if "degree" in page else [],
        "years": [page["years"]] if "years" in page else [],
    }


def _found(page: dict[str, Any]) -> dict[str, list[Any]]:
    read = as_gold(parse(page["text"], captured_at=CAPTURED))
    one = lambda value: [] if value is None else [value]  # noqa: E731
    return {
        "title": one(read["title"]),
        "organization": one(read["hiring_organization"]),
        "cities": [place["city"] for place in read["locations"] if place["city"]],
        "countries": [place["country"] for place in read["locations"]],
        "workplace": one(read["job_location_type"]),
        "employment_types": sorted(read["employment_types"]),
        "salary": read["salary"],
        "posted": one(read["date_posted"]),
        "degree": one(read["education_min"]),
        "years": one(read["min_years_experience"]),
    }


READ = [(page["name"], _stated(page), _found(page)) for page in PAGES]
FIELDS = sorted(READ[0][1])
LEAST_RECALL, LEAST_PRECISION = 0.9, 0.93


def test_there_are_five_pages_of_each_language() -> None:
    codes = [page["name"].split("_")[0] for page in PAGES]
    assert {code: codes.count(code) for code in codes} == dict.fromkeys(("de", "fr", "es", "pt", "nl", "en"), 5)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_of_the_pages_is_read(field: str) -> None:
    right = stated = found = 0
    wrong = {}
    for name, expected, actual in READ:
        hits = sum(value in expected[field] for value in actual[field])
        right, stated, found = right + hits, stated + len(expected[field]), found + len(actual[field])
        if expected[field] != actual[field]:
            wrong[name] = (expected[field], actual[field])
    if field == "posted":  # relative dates count from the day of the paste and are stated by few pages
        assert right == stated, wrong
        return
    assert right >= LEAST_RECALL * stated, wrong
    assert right >= LEAST_PRECISION * found, wrong
