"""Values of any shape: what a feed writes is read by one rule for each kind of value, or is not stated.

Shapes: schema.org/JobPosting, github.com/lever/postings-api, developers.greenhouse.io/job-board.html and
developers.ashbyhq.com/docs/public-job-posting-api; the postings are made up.
"""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from postings.sources import adapter, values
from postings.sources.raw_posting import RawPosting

CARD = {
    "@type": "JobPosting",
    "title": "Ferry Mate",
    "description": "<p>Sail daily.</p>",
    "hiringOrganization": "Sund Line",
}
LEVER = {"id": "m1", "text": "Ferry Mate", "descriptionPlain": "Sail daily.", "categories": {"location": "Ystad"}}


def read(kind: str, payload: Any) -> list[RawPosting]:
    module = adapter(kind)
    assert module is not None
    data = payload if isinstance(payload, str) else json.dumps(payload)
    return list(module.read(data.encode()).postings)


def read_card(**fields: Any) -> RawPosting:
    (raw,) = read("json_ld", {**CARD, **fields})
    return raw


def read_lever(**fields: Any) -> RawPosting:
    (raw,) = read("lever", [{**LEVER, **fields}])
    return raw


@pytest.mark.parametrize(
    ("said", "types"),
    [
        ("Full-time employee (exempt)", ("FULL_TIME",)), (["part_time", "INTERN"], ("PART_TIME", "INTERN")),
        ("FULL_TIME,CONTRACTOR", ("FULL_TIME", "CONTRACTOR")), ("FullTime", ("FULL_TIME",)), ("Teilzeit", ("PART_TIME",)),
        ("https://schema.org/VOLUNTEER", ("VOLUNTEER",)), ("Fixed Term", ("TEMPORARY",)), ("Contract-to-hire", ("CONTRACTOR",)),
        ({"name": "Freelance"}, ("CONTRACTOR",)), ("Permanent", ()), ("sometimes", ()), (7, ()), (None, ()), ([[]], ()),
    ],
)  # fmt: skip
def test_employment_types_are_read_in_any_words(said: Any, types: tuple[str, ...]) -> None:
    assert values.employment_types(said) == types


@pytest.mark.parametrize(
    ("said", "places", "way"),
    [
        ("Remote - Canada", ("Canada",), "TELECOMMUTE"), ("Oslo, Norway or Remote", ("Oslo, Norway",), "TELECOMMUTE"),
        ("Bristol (Hybrid)", ("Bristol",), "HYBRID"), ("Reno, NV | Salem, OR", ("Reno, NV", "Salem, OR"), None),
        ("Madrid / Lyon", ("Madrid", "Lyon"), None), ("Reno, NV and Boise, ID", ("Reno, NV", "Boise, ID"), None),
        ("Norway - Oslo", ("Oslo, NO",), None), ("Hybrid; Rotterdam, Netherlands", ("Rotterdam, Netherlands",), "HYBRID"),
        ("Distributed; Hybrid", (), "HYBRID"), ("Pier 7, Zubrowka", ("Pier 7, Zubrowka",), None),
        ([{"name": "Kiel"}, None, ["Ulm"]], ("Kiel", "Ulm"), None), (12.5, ("12.5",), None), ({}, (), None),
    ],
)  # fmt: skip
def test_places_and_ways_of_working_are_told_apart(said: Any, places: tuple[str, ...], way: str | None) -> None:
    assert values.split_places(said) == (places, way)


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("35.000", 35_000), ("30,000", 30_000), ("£30k", 30_000), ("1.234,50 €", Decimal("1234.50")), ("CHF 90'000", 90_000),
        (21.5, Decimal("21.5")), ("-5", None), ("", None), ("on request", None), (True, None), ([40_000], 40_000), (0, None),
        ("9" * 40, None),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(said: Any, amount: Any) -> None:
    assert values.amount(said) == amount


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("per-year-salary", "YEAR"), ("1 HOUR", "HOUR"), ("2 WEEK", None), ("0.5 MONTH", None), ("per annum", "YEAR"),
        ("p.a.", "YEAR"), ("Monthly", "MONTH"), ("day or week", None), ("NONE", None), (None, None),
    ],
)  # fmt: skip
def test_the_period_of_pay_is_read_or_not_stated(said: Any, unit: str | None) -> None:
    assert values.pay_unit(said) == unit


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("20.11.2026", date(2026, 11, 20)), ("20/11/2026", date(2026, 11, 20)), ("11/20/2026", date(2026, 11, 20)),
        ("05/06/2026", None), ("5.6.2026", date(2026, 6, 5)), ("Tue, 03 Nov 2026 09:00:00 +0000", date(2026, 11, 3)),
        ("2026-11-20 08:30:00 UTC", date(2026, 11, 20)), (1_795_000_000_000, date(2026, 11, 18)), ("31.02.2026", None),
        ("soon", None), (-1, None),
    ],
)  # fmt: skip
def test_days_are_read_and_a_day_that_may_be_a_month_is_not_guessed(said: Any, day: date | None) -> None:
    assert values.day_of(said) == day


def test_a_closing_instant_keeps_its_zone_and_a_day_stays_a_day() -> None:
    west = read_card(validThrough="2027-03-31T23:59:59-07:00").valid_through
    assert west == datetime(2027, 4, 1, 6, 59, 59, tzinfo=UTC)
    assert read_card(validThrough="2027-03-31T00:00:00Z").valid_through == datetime(2027, 3, 31, tzinfo=UTC)
    assert read_card(validThrough="2027-03-31").valid_through == date(2027, 3, 31)


def test_lists_objects_and_numbers_stand_where_texts_are_expected() -> None:
    raw = read_card(
        title=["Ferry Mate"], hiringOrganization=[{"name": "Sund &amp; Line"}], identifier=[{"value": 7}],
        description=["<p>One</p>", "&lt;p&gt;Two &amp;amp; three&lt;/p&gt;"], jobLocationType=["telecommute"],
        jobLocation={"address": [{"addressLocality": ["Ystad"], "addressRegion": 12, "addressCountry": ["SE"]}, "Kiel"]},
    )  # fmt: skip
    assert (raw.title, raw.organization, raw.external_id) == ("Ferry Mate", "Sund & Line", "7")
    assert raw.text == "Ferry Mate\n\nOne\n\nTwo & three"
    assert (raw.locations, raw.job_location_type) == (("Ystad, 12, SE", "Kiel"), "TELECOMMUTE")
    assert read_card(jobLocation={"name": "Ystad, Sweden"}).locations == ("Ystad, Sweden",)
    assert read_card(**{"@type": "https://schema.org/JobPosting"}).title == "Ferry Mate"


@pytest.mark.parametrize(
    "around", ["%s;", "//<![CDATA[\n%s\n//]]>", "<!-- %s -->", "\ufeff%s", "/*<![CDATA[*/ %s /*]]>*/"]
)
def test_markup_that_pages_put_around_their_data_is_taken_off(around: str) -> None:
    card = json.dumps({**CARD, "title": "Mate, ] no comma lost"}).replace('"}', '",}')
    (raw,) = read("json_ld", f'<script type="application/ld+json">{around % card}</script>')
    assert raw.title == "Mate, ] no comma lost"


def test_lever_keeps_every_prose_it_is_sent() -> None:
    raw = read_lever(
        descriptionPlain="", openingPlain="Come aboard.", descriptionBodyPlain="Sail daily.",
        lists=[{"text": "You bring", "content": None}, {"content": "<li>Sea legs</li>"}, None],
        salaryDescription="<p>Pay is 30,000 kr a month.</p>", additionalPlain=None, country="SE",
    )  # fmt: skip
    assert (
        raw.text == "Ferry Mate\n\nCome aboard.\n\nSail daily.\n\nYou bring\n\n• Sea legs\n\nPay is 30,000 kr a month."
    )
    assert raw.extra == {"country": "SE"}
    assert read_lever(text="Q&amp;A Mate", lists=None, categories=None).title == "Q&A Mate"


def test_ashby_gives_the_line_of_pay_where_it_has_no_figures() -> None:
    job = {"id": "r1", "title": "Ferry Mate", "jobUrl": "https://jobs.ashbyhq.com/sund/r1", "descriptionHtml": "<p>Sail.</p>",
           "compensation": {"scrapeableCompensationSalarySummary": "€41K - €47K"}}  # fmt: skip
    (shown,) = read("ashby", {"jobs": [job]})
    assert shown.text.endswith("Salary: €41K - €47K")
    (hidden,) = read("ashby", {"jobs": [{**job, "shouldDisplayCompensationOnJobPostings": False}]})
    assert "41K" not in hidden.text


@pytest.mark.parametrize("kind", ["lever", "greenhouse", "ashby", "json_ld"])
def test_an_item_that_is_no_object_is_refused_with_a_sentence(kind: str) -> None:
    module = adapter(kind)
    assert module is not None
    items: Any = [7, {**LEVER, "title": "Mate", "internal_job_id": 1, "@type": "JobPosting"}]
    feed = module.read(json.dumps(items if kind in ("lever", "json_ld") else {"jobs": items}).encode())
    assert [raw.title for raw in feed.postings] == ["Ferry Mate" if kind == "lever" else "Mate"]
    assert all(reason.endswith(".") and "Error" not in reason for _, reason in feed.refused)
    assert kind == "json_ld" or feed.refused[0][0] == "item 0"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_of_any_office_program_is_read(sign: str, encoding: str) -> None:
    cells = [["Title ", "Description", "Company", "min_pay", "pay_unit", "date_posted", "Shift"],
             ["Bäcker", "Brot; backen | früh, täglich\tund gut", "Öfen", "35.000 €", "per year", "03/11/2026", "early"],
             ["Koch", "Kochen", "Öfen", "£30k", "hourly", "24/11/2026", ""]]  # fmt: skip
    table = "\r\n".join(sign.join(f'"{cell}"' for cell in row) for row in cells)
    module = adapter("csv")
    assert module is not None
    if encoding == "cp1252":
        table = f"sep={sign}\r\n{table}"
    baker, cook = module.read(table.encode(encoding)).postings
    assert (baker.title, baker.organization, baker.extra) == ("Bäcker", "Öfen", {"shift": "early"})
    assert (baker.min_pay, baker.currency, baker.pay_unit) == (35_000, "EUR", "YEAR")
    assert (cook.min_pay, cook.currency, cook.pay_unit) == (30_000, "GBP", "HOUR")
    assert (baker.date_posted, cook.date_posted) == (date(2026, 11, 3), date(2026, 11, 24))
