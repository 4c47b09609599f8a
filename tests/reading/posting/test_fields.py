"""Tables of single fields: pay, dates, places, employment, degree, visa, clearance, experience."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reading import places
from reading.posting import dates, education, eligibility, employment, experience, parse, salary
from reading.posting.locations import read_line
from reading.posting.place_sentences import read_sentence


@pytest.mark.parametrize(
    ("text", "low", "high", "currency", "unit"),
    [
        ("$5,610 - $13,270", 5610, 13270, "USD", None),
        ("$120K - $150K", 120000, 150000, "USD", None),
        ("$120-150k", 120000, 150000, "USD", None),
        ("USD 143,000-177,000", 143000, 177000, "USD", None),
        ("€70.000 - €90.000", 70000, 90000, "EUR", None),
        ("£45k pa", 45000, 45000, "GBP", "YEAR"),
        ("$45/hr", 45, 45, "USD", "HOUR"),
        ("$20.14 - $24.90 per hour", "20.14", "24.90", "USD", "HOUR"),
        ("CHF 120'000", 120000, 120000, "CHF", None),
        ("$174,000-$252,000 + bonus + equity", 174000, 252000, "USD", None),
        ("137,300.00 - 185,700.00 USD annually", 137300, 185700, "USD", "YEAR"),
        ("100 000 - 120 000 PLN / month", 100000, 120000, "PLN", "MONTH"),
        ("up to $90,000", None, 90000, "USD", None),
        ("from $90,000", 90000, None, "USD", None),
        ("₹25,00,000", 2500000, 2500000, "INR", None),
        ("R$ 8.000,00", 8000, 8000, "BRL", None),
        ("$15,000/week", 15000, 15000, "USD", "WEEK"),
        ("GBP 500 per day", 500, 500, "GBP", "DAY"),
    ],
)
def test_pay_is_read(text: str, low: object, high: object, currency: str, unit: str | None) -> None:
    band = salary.find_bands(text, 0, len(text), trusted=True, country=None)[0]
    amounts = [None if value is None else Decimal(str(value)) for value in (low, high)]
    assert [band.min_value, band.max_value, band.currency, band.unit] == [*amounts, currency, unit]
    assert band.raw == text[slice(*band.span)]


@pytest.mark.parametrize(
    "text", ["raised $27M Series A", "401(k)", "10-15 years of experience", "a $1.5 million budget", "founded in 1998"]
)
def test_other_numbers_are_not_pay(text: str) -> None:
    for trusted in (True, False):
        assert salary.find_bands(text, 0, len(text), trusted=trusted, country=None) == []


def test_a_signing_bonus_is_no_base_pay() -> None:
    text = "a signing bonus of $5,000"
    assert [band.kind for band in salary.find_bands(text, 0, len(text), trusted=True, country=None)] == ["signing"]


def test_equity_in_percent_stands_beside_the_pay() -> None:
    text = "$81K – $87K • 0.5% – 1.75%"
    bands = salary.find_bands(text, 0, len(text), trusted=True, country=None)
    assert [band.kind for band in bands] == ["base", "equity_percent"]


def test_the_dollar_follows_the_country() -> None:
    assert salary.find_bands("$80,000", 0, 7, trusted=True, country="CA")[0].currency == "CAD"


CAPTURED = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2026-03-14", date(2026, 3, 14), "day"),
        ("2026-08-07T23:41:08+00:00", date(2026, 8, 7), "instant"),
        ("2026-02-05 10:00:00 UTC", date(2026, 2, 5), "instant"),
        ("Wed, 04 Mar 2026 10:00:00 +0100", date(2026, 3, 4), "instant"),
        ("Sep 19, 2025", date(2025, 9, 19), "day"),
        ("11. September 2026", date(2026, 9, 11), "day"),
        ("4/13/2026", date(2026, 4, 13), "day"),
        ("13/4/2026", date(2026, 4, 13), "day"),
        ("11.09.2026", date(2026, 9, 11), "day"),
        ("4/5/2026", None, "unknown"),
        ("1772618400", date(2026, 3, 4), "instant"),
        ("Today", CAPTURED, "relative"),
        ("Yesterday", date(2026, 5, 19), "relative"),
        ("Just posted", CAPTURED, "relative"),
        ("3 days ago", date(2026, 5, 17), "relative"),
        ("2 weeks ago", date(2026, 5, 6), "relative"),
        ("1mo ago", date(2026, 4, 20), "relative"),
        ("5h ago", CAPTURED, "relative"),
        ("30+ days ago", None, "relative"),
    ],
)
def test_dates_carry_their_precision(text: str, value: date | None, precision: str) -> None:
    found = dates.read_date(text, captured_at=CAPTURED)
    assert found is not None
    assert (found.value, found.precision) == (value, precision)


def test_an_ambiguous_date_follows_the_declared_order() -> None:
    for order, value in (("MDY", date(2026, 4, 5)), ("DMY", date(2026, 5, 4))):
        found = dates.read_date("4/5/2026", order=order)
        assert found is not None
        assert found.value == value


@pytest.mark.parametrize("text", ["Spring 2027", "Q1 2027", "September 2026", "New York, NY", "soon"])
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert dates.read_date(text, captured_at=CAPTURED) is None


def test_today_without_a_capture_date_stays_unresolved() -> None:
    found = dates.read_date("Today")
    assert found is not None
    assert found.value is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Start in 2027 Spring", "2027-spring"),
        ("Autumn 2026", "2026-fall"),
        ("Q1 2027", "2027-q1"),
        ("spring rolls", None),
    ],
)
def test_seasons(text: str, expected: str | None) -> None:
    found = dates.read_season(text)
    assert (found[0] if found else None) == expected


@pytest.mark.parametrize(
    ("text", "name", "region", "country"),
    [
        ("SF", "San Francisco", "CA", "US"),
        ("Zürich", "Zürich", None, "CH"),
        ("Redmond, WA", "Redmond", "WA", "US"),
        ("Cambridge, MA", "Cambridge", "MA", "US"),
        ("London", "London", "ENG", "GB"),
        ("London, ON", "London", "ON", "CA"),
        ("Paris", "Paris", None, "FR"),
        ("Dublin", "Dublin", None, "IE"),
        ("Köln", "Köln", "NW", "DE"),
        ("München", "Munich", "BY", "DE"),
        ("Toronto, CA", "Toronto", "ON", "CA"),
        ("US, WA, Redmond", "Redmond", "WA", "US"),
        ("12 High Street, Leeds, West Yorkshire", "Leeds", "ENG", "GB"),
        ("Ipswich Suffolk East Anglia", "Ipswich", "ENG", "GB"),
    ],
)
def test_places_resolve(text: str, name: str, region: str | None, country: str) -> None:
    place = places.resolve(text)
    assert place is not None
    assert (place.name, place.region, place.country, place.ambiguous) == (name, region, country, False)
    assert place.geonames_id is not None


@pytest.mark.parametrize("name", ["San Jose", "Cambridge", "Birmingham"])
def test_a_bare_name_shared_by_large_places_is_ambiguous(name: str) -> None:
    place = places.resolve(name)
    assert place is not None
    assert place.ambiguous
    assert place.reason


def test_a_country_hint_settles_it() -> None:
    place = places.resolve("Cambridge", country_hint="US")
    assert place is not None
    assert place.region == "MA"


def test_korea_is_not_guessed_by_likeness() -> None:
    place = places.resolve("Korea")
    assert place is not None
    assert (place.kind, place.country) == ("country", "KR")


@pytest.mark.parametrize("text", ["", "Xyzzyville", "the office", "4", ",,,"])
def test_unknown_names_stay_unknown(text: str) -> None:
    assert places.resolve(text) is None


def test_distance_and_identity() -> None:
    first, second = places.resolve("San Francisco"), places.resolve("San Jose, CA")
    assert first is not None
    assert second is not None
    assert first.geonames_id is not None
    city = places.city(first.geonames_id)
    assert city is not None
    assert city.name == "San Francisco"
    assert first.latitude is not None
    assert first.longitude is not None
    assert second.latitude is not None
    assert second.longitude is not None
    kilometres = places.distance_km((first.latitude, first.longitude), (second.latitude, second.longitude))
    assert 60 < kilometres < 80


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("*HQ - San Francisco, CA", ["San Francisco"]),
        ("Berlin, Germany; Hamburg, Germany", ["Berlin", "Hamburg"]),
        ("Glasgow / Birmingham / London / Remote", ["Glasgow", "Birmingham", "London"]),
        ("Remote - Canada", [None]),
        ("Austin, TX (Hybrid)", ["Austin"]),
    ],
)
def test_place_lines_are_split(text: str, cities: list[str | None]) -> None:
    found = read_line(text, (0, len(text)))
    assert [place.city for place in found] == cities
    assert all(place.raw == text[slice(*place.span)] for place in found)


def test_places_in_a_sentence() -> None:
    text = "You would meet us in person at our offices in SF and Zürich."
    assert [place.city for place in read_sentence(text, (0, len(text)))] == ["San Francisco", "Zürich"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("InternshipOn-siteFull-time", ["INTERN", "ON_SITE", "FULL_TIME"]),
        ("part_time", ["PART_TIME"]),
        ("Full-time, Remote", ["FULL_TIME", "TELECOMMUTE"]),
        ("Full-time employees love it here", []),
    ],
)
def test_runs_of_enums(text: str, values: list[str]) -> None:
    assert [token.value for token in employment.read_enumeration(text)] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("This is a full-time position.", "FULL_TIME"),
        ("A 6 month contract with our client", "CONTRACTOR"),
        ("The role covers a maternity cover position", "TEMPORARY"),
        ("Benefits for full-time employees", None),
        ("A great alternative to part-time work", None),
    ],
)
def test_employment_in_sentences(text: str, value: str | None) -> None:
    assert next((token.value for token in employment.types_in_sentence(text)), None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We do not offer remote placements of any kind.", "NOT_REMOTE"),
        ("Three days a week in the office.", "HYBRID"),
        ("The role is fully remote.", "TELECOMMUTE"),
        ("We are an in-person team.", "ON_SITE"),
        ("Four weeks of work-from-anywhere each year.", None),
        ("A hybrid model architecture.", None),
        ("You will support our remote teams across Asia.", None),
    ],
)
def test_workplace_in_sentences(text: str, value: str | None) -> None:
    found = employment.place_in_sentence(text)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("text", "kind", "levels", "state", "strength"),
    [
        ("Bachelor's degree in biology required", "required", ("bachelor",), "completed", "hard"),
        ("BSc or equivalent practical experience", "required", ("bachelor",), "completed", "soft"),
        ("Currently enrolled in a master's or PhD program", "required", ("master", "doctorate"), "enrolled", "hard"),
        (
            "Pursuing an MS/PhD; write to us regardless of background.",
            "other",
            ("master", "doctorate"),
            "enrolled",
            "soft",
        ),
        ("A PhD is an indicator of this", "required", ("doctorate",), "indicative", "soft"),
        ("High school diploma or GED", "required", ("high_school",), "completed", "hard"),
        ("PhD preferred", "preferred", ("doctorate",), "completed", "soft"),
        ("No degree required", "required", ("none",), "completed", "soft"),
    ],
)
def test_degrees(text: str, kind: str, levels: tuple[str, ...], state: str, strength: str) -> None:
    found = education.read_education(text, section_kind=kind)
    assert found is not None
    assert (found.levels, found.state, found.strength) == (levels, state, strength)


@pytest.mark.parametrize(
    "text",
    ["MS Office", "Master the craft", "Certified Scrum Master", "Our founders met as PhDs", "a high degree of care"],
)
def test_words_that_only_look_like_degrees(text: str) -> None:
    assert education.read_education(text, section_kind="required") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We sponsor visas for engineers.", "YES"),
        ("Immigration support for your whole family", "YES"),
        ("No work permit yet? We can help with your visa.", "YES"),
        ("We are unable to sponsor visas.", "NO"),
        ("Must work without sponsorship now or in the future.", "NO"),
        ("You will meet our executive sponsor.", None),
        ("You will sell Visa cards.", None),
    ],
)
def test_visa_is_yes_no_or_unsaid(text: str, value: str | None) -> None:
    found = eligibility.visa_sponsorship(text)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Must be a U.S. citizen", "TRUE"),
        ("Active TS/SCI clearance", "TRUE"),
        ("Ability to obtain a Secret clearance", "TRUE"),
        ("No clearance required", "FALSE"),
        ("We hire without regard to citizenship or national origin", None),
        ("Customs clearance of imported goods", None),
        ("Clearance sale on Saturdays", None),
    ],
)
def test_citizenship_and_clearance(text: str, value: str | None) -> None:
    found = eligibility.citizenship_or_clearance(text)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("5+ years of experience", 60),
        ("3-5 years experience in retail", 36),
        ("At least two years' experience", 24),
        ("five (5) years of work experience", 60),
        ("18 months of hands-on practice", 18),
        ("No prior experience required", 0),
        ("We have grown for over 20 years", None),
        ("Must be at least 21 years old", None),
    ],
)
def test_experience_in_months(text: str, months: int | None) -> None:
    found = experience.read_months(text)
    assert (found.value if found else None) == months


def test_least_counts() -> None:
    assert experience.read_count("Has finished at least 2 sailing courses") == 2
    assert experience.read_count("At least 3 years of experience") is None


def test_a_title_that_lost_its_spaces_is_read_where_they_stand() -> None:
    parsed = parse(
        "AnalistadeProcessosFiscaisBraga\nBrightwell\n\nBuscamos um Analista de Processos Fiscais para o time."
    )
    assert parsed.value("title") == "Analista de Processos Fiscais"
    alone = parse("AnalistadeProcessosFiscaisBraga\nBrightwell\n\nYou read the tax law and write reports.")
    assert alone.value("title") == "AnalistadeProcessosFiscaisBraga"


@pytest.mark.parametrize(("line", "low"), [("35-45", 35_000), ("35 – 45", 35_000), ("30-40", None), ("37.5", None)])
def test_a_bare_range_above_the_text_completes_the_pay_it_agrees_with(line: str, low: int | None) -> None:
    parsed = parse(
        f"Rails Developer\nBrightwell\nGlasgow, GB\n{line}\nFull-time\n\nWe pay a salary of up to £45k for this position."
    )
    assert [(band.min_value, band.max_value) for band in parsed.salaries] == [(low, 45_000)]
