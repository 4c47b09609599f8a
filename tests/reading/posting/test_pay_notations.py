"""Amounts of pay in the notations of many countries, each with its currency and period."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reading.posting.gold import as_gold
from reading.posting.posting import parse
from reading.posting.salary import find_bands

STATED = [
    # German: periods as compounds, after "pro", "im", "die" or a slash; no cents written as a dash.
    ("Jahresgehalt zwischen 46.000 und 61.000 Euro", "DE", (46000, 61000, "EUR", "YEAR")),
    ("46-58T€ p.a.", "DE", (46000, 58000, "EUR", "YEAR")),
    ("ab 14,- €/h", "DE", (14, None, "EUR", "HOUR")),
    ("62.000 € bis 74.000 € brutto im Jahr", "DE", (62000, 74000, "EUR", "YEAR")),
    ("monatlich 2.950 € brutto", "DE", (2950, 2950, "EUR", "MONTH")),
    ("Mindestgehalt laut KV € 2.480,00 brutto pro Monat", "AT", (2480, 2480, "EUR", "MONTH")),
    ("Lohn: CHF 98’000.– bis 112’000.– im Jahr", "CH", (98000, 112000, "CHF", "YEAR")),
    ("bis zu 21,40 Euro brutto/Std.", "DE", (None, Decimal("21.40"), "EUR", "HOUR")),
    # French
    ("Salaire : 2 450 € brut mensuel", "FR", (2450, 2450, "EUR", "MONTH")),
    ("Rémunération : 36-41 k€ selon profil", "FR", (36000, 41000, "EUR", None)),
    ("De 27K€ à 31K€ brut annuel", "FR", (27000, 31000, "EUR", "YEAR")),
    ("12,02 € de l'heure", "FR", (Decimal("12.02"), Decimal("12.02"), "EUR", "HOUR")),
    ("Mensuel de 1 900,00 Euros à 2 150,00 Euros sur 13 mois", "FR", (1900, 2150, "EUR", "MONTH")),
    ("Annuel de 31000.0 Euros à 36000.0 Euros sur 12.0 mois", "FR", (31000, 36000, "EUR", "YEAR")),
    ("TJM : 480 € par jour", "FR", (480, 480, "EUR", "DAY")),
    # Spanish
    ("Salario: 25.000€ - 31.000€ brutos anuales", "ES", (25000, 31000, "EUR", "YEAR")),
    ("1.450€ netos al mes", "ES", (1450, 1450, "EUR", "MONTH")),
    ("$15,500 a $18,500 MXN mensuales", "MX", (15500, 18500, "MXN", "MONTH")),
    ("Sueldo: S/ 1,600 a 2,100 mensuales", "PE", (1600, 2100, "PEN", "MONTH")),
    ("$ 2.400.000 a $2.900.000 (Mensual)", "CO", (2400000, 2900000, "COP", "MONTH")),
    ("26k-29k € b/a", "ES", (26000, 29000, "EUR", "YEAR")),
    # Portuguese
    ("Salário: R$ 2.650,00 por mês", "BR", (2650, 2650, "BRL", "MONTH")),
    ("R$ 3.100 a R$ 4.600 mensais", "BR", (3100, 4600, "BRL", "MONTH")),
    ("Vencimento: 1.250 € brutos mensais", "PT", (1250, 1250, "EUR", "MONTH")),
    # Dutch
    ("Salaris: € 2.600 - € 3.300 bruto per maand", "NL", (2600, 3300, "EUR", "MONTH")),
    ("€3.100,- tot €4.300,- per maand", "NL", (3100, 4300, "EUR", "MONTH")),
    ("uurloon van €15,10", "NL", (Decimal("15.10"), Decimal("15.10"), "EUR", "HOUR")),
    ("tot € 66.000 per jaar", "NL", (None, 66000, "EUR", "YEAR")),
    ("RAL 31.000 - 36.000 €", "IT", (31000, 36000, "EUR", "YEAR")),
    ("1.380 € netti al mese", "IT", (1380, 1380, "EUR", "MONTH")),
    ("€ 9,40 lordi all'ora", "IT", (Decimal("9.40"), Decimal("9.40"), "EUR", "HOUR")),
    ("Stipendio lordo: fino a 30mila euro annui", "IT", (None, 30000, "EUR", "YEAR")),
    # English and the rest of the world
    ("$88,000 - $104,000 a year", "US", (88000, 104000, "USD", "YEAR")),
    ("£27k-£33k DOE", "GB", (27000, 33000, "GBP", None)),
    ("£12.75 p/h", "GB", (Decimal("12.75"), Decimal("12.75"), "GBP", "HOUR")),
    ("USD 95-125k", "US", (95000, 125000, "USD", None)),
    ("$62K/yr - $77K/yr", "US", (62000, 77000, "USD", "YEAR")),
    ("KES 85,000 gross", "KE", (85000, 85000, "KES", None)),
    ("₹6,50,000 - ₹9,50,000 a year", "IN", (650000, 950000, "INR", "YEAR")),
    ("₦260,000 - ₦410,000 monthly", "NG", (260000, 410000, "NGN", "MONTH")),
    ("26,000,000 - 34,000,000 VND/month", "VN", (26000000, 34000000, "VND", "MONTH")),
    ("R24 500 per month", "ZA", (24500, 24500, "ZAR", "MONTH")),
    ("RM3,600 per month", "MY", (3600, 3600, "MYR", "MONTH")),
    ("AED 8200/month", "AE", (8200, 8200, "AED", "MONTH")),
    ("PEN 2100 mensual", "PE", (2100, 2100, "PEN", "MONTH")),
    ("Salary: PKR 155,000 - 210,000 per month", "PK", (155000, 210000, "PKR", "MONTH")),
    ("Salary: Rs. 90,000 per month", "LK", (90000, 90000, "LKR", "MONTH")),
    ("kr 46 000 per month", "NO", (46000, 46000, "NOK", "MONTH")),
]


@pytest.mark.parametrize(("text", "country", "expected"), STATED)
def test_an_amount_is_read_with_its_currency_and_period(text: str, country: str, expected: tuple[object, ...]) -> None:
    (band,) = find_bands(text, 0, len(text), trusted=False, country=country)
    assert (band.min_value, band.max_value, band.currency, band.unit) == expected
    assert band.raw in text


@pytest.mark.parametrize(
    "text",
    [
        "reiskostenvergoeding van € 0,23 per km",
        "Zuschuss von 40 € im Monat zum Fitnessstudio",
        "we raised $18 million last year",
        "OPEN IN ALL 50 STATES SINCE 2020",
        "WE TRY 3 THINGS",
        "R 4.1 for statistics",
        "ein Umsatz von 80.000 Euro im Jahr",
        "tickets restaurant de 9 € par jour",
        "buoni pasto da 7 € al giorno",
        "vale transporte de R$ 210,00 por mês",
    ],
)
def test_other_money_is_no_pay(text: str) -> None:
    assert [band for band in find_bands(text, 0, len(text), trusted=False, country=None) if band.kind == "base"] == []


def test_a_sum_beside_the_pay_does_not_hide_it() -> None:
    text = "Bolsa auxílio de R$ 1.250,00 + vale transporte R$ 190,00"
    (band,) = find_bands(text, 0, len(text), trusted=False, country="BR")
    assert (band.min_value, band.currency) == (1250, "BRL")


def test_a_welcome_bonus_is_no_base_pay() -> None:
    text = "Willkommensprämie in Höhe von 1.200 €"
    (band,) = find_bands(text, 0, len(text), trusted=False, country="DE")
    assert band.kind == "signing"


def test_a_sign_of_several_currencies_says_none_without_a_country() -> None:
    text = "Salary: kr 46 000 per month"
    (band,) = find_bands(text, 0, len(text), trusted=False, country=None)
    assert band.currency is None


def test_a_grade_before_a_range_is_no_end_of_it() -> None:
    text = "Grade 5 - $71,200 - $79,900 per annum plus superannuation"
    (band,) = find_bands(text, 0, len(text), trusted=True, country="AU")
    assert (band.min_value, band.max_value, band.currency, band.unit) == (71200, 79900, "AUD", "YEAR")


def test_the_top_of_the_text_is_the_amount_of_the_header() -> None:
    text = "Kiln Engineer\nHalden Inc\nReno, NV\n$140,000\n\nWe build kilns. The salary is up to $140,000 per year.\n"
    assert as_gold(parse(text))["salary"] == [{"min": None, "max": 140000, "currency": "USD", "unit": "YEAR"}]
